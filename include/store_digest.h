/*
 * store_digest.h - which digests were mailed, and what is new for one.
 *
 * A row is begun before its mail leaves and ended after it.  Whoever finds one begun and not
 * ended does not know whether the mail left: it is sent again, once, under the same Message-ID.
 * So a digest is sent once, or twice when the process was killed between the two, and a mailbox
 * that knows Message-IDs shows one.  Role STORE_SCHEDULER; errors are sticky.
 */
#ifndef STORE_DIGEST_H
#define STORE_DIGEST_H

#include "arena.h"
#include "store.h"

struct store_digest {
    int64_t account_id;
    struct text period; /* "2026-11-22", "2026-W47", "2026-W47/3" */
    struct text message_id;
};

/* So long a mail may be on its way; more than any timeout. */
#define STORE_DIGEST_SPAN_S ((int64_t)15 * 60)

/* Would it be begun?  To be asked before it is written, which takes longer than all else. */
bool store_digest_waits(struct store *s, const struct store_digest *d, int64_t now_s);
/* In a transaction.  Its id; 0: it was sent, is on its way, or was begun twice. */
int64_t store_digest_begin(struct store *s, const struct store_digest *d, int64_t now_s);
/* It has left; why: what there is to say of it, or NULL. */
void store_digest_sent(struct store *s, int64_t id, int64_t now_s, const char *why);
/* The server took nothing: it may be begun again. */
void store_digest_failed(struct store *s, int64_t id, const char *why);

/* Gaps of a department that came since then, the latest first. */
struct store_digest_gap {
    int64_t group_id, created_s;
    struct text question, why;
};
#define STORE_DIGEST_ROWS 5
/* *ret in the arena, STORE_DIGEST_ROWS of them at most; how many there are in all. */
int64_t store_digest_gaps(struct store *s, int64_t department_id, int64_t since_s, struct arena *a,
                          struct store_digest_gap **ret, size_t *n);

#endif /* STORE_DIGEST_H */
