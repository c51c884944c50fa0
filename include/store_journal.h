/*
 * store_journal.h - what people note of a time, so that its figures can be read later: "exam week".
 *
 * Lines are added and never changed.  Write in role STORE_REVIEW; errors are sticky.
 */
#ifndef STORE_JOURNAL_H
#define STORE_JOURNAL_H

#include "store.h"
#include "text.h"

struct store_journal {
    int64_t id, department_id;           /* department_id 0: of all */
    int64_t on_s;                        /* the time it speaks of */
    struct text text, actor, department; /* for the call only; department: its key */
};

int64_t store_journal_add(struct store *s, const struct store_journal *j);

/* Those of a department and of all (0: every one) from since_s to before until_s, oldest first. */
typedef void store_journal_fn(void *self, const struct store_journal *j);
void store_journal_each(struct store *s, int64_t department_id, int64_t since_s, int64_t until_s,
                        store_journal_fn *fn, void *self);

#endif /* STORE_JOURNAL_H */
