/*
 * reason.h - why two questions were put together, in words a person can check.
 */
#ifndef REASON_H
#define REASON_H

#include <jansson.h>

#include "token.h"

/*
 * The words of a that b has too (or has not), folded, each once, in the order of a; small
 * words are left out but for question words and negations.
 */
json_t *reason_words(const struct token_list *a, const struct token_list *b, bool shared);

/* {"how":..., "shared":[...], "only_here":[...], "only_head":[...]}, in the arena. */
struct text reason_json(const char *how, const struct token_list *here,
                        const struct token_list *head, struct arena *a);

#endif /* REASON_H */
