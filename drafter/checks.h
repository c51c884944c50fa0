/*
 * checks.h - what lint.h found, as the JSON list that is kept with a draft.
 */
#ifndef CHECKS_H
#define CHECKS_H

#include "lint.h"

/* [{"check","level","note"}], in the arena. */
struct text checks_json(const struct lint_result *r, struct arena *a);

/* The same with a row of the level "note" behind it, which is neither; note NULL: none. */
struct text checks_noted(const struct lint_result *r, const char *check, const char *note,
                         struct arena *a);

#endif /* CHECKS_H */
