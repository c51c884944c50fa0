/*
 * numbers_memo.h - figures that were worked out, for who asks for the same again: a page and its
 * files, a person who goes to and fro.
 *
 * Never older than the store: any change, by whomever, ends them (db_version.h).
 */
#ifndef NUMBERS_MEMO_H
#define NUMBERS_MEMO_H

#include "db_version.h"
#include "store_numbers.h"

struct numbers_memo;

/* False: nothing that is still right; *ret untouched. */
bool numbers_memo_find(struct store *s, const struct store_numbers_query *q,
                       const struct db_version *now, struct arena *a, struct store_numbers *ret);
/* now: the version before they were read. */
void numbers_memo_keep(struct store *s, const struct store_numbers_query *q,
                       const struct db_version *now, const struct store_numbers *numbers);
void numbers_memo_free(struct numbers_memo *memo); /* accepts NULL */

#endif /* NUMBERS_MEMO_H */
