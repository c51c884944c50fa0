/*
 * store_seam.h - visits that may go on in a log that was not read yet: those near its end, and
 * near its beginning, where the next log and the one before meet it.
 *
 * Of a visitor a keyed hash is kept, for a page each, with the time of one request.  Each import
 * has a key of its own; what the next log has shown to be over is deleted at once, the rest after
 * the spans below, and a key with its last hash.  Backups have neither.
 *
 * Write in role STORE_CRAWLER, in transactions; errors are sticky.
 */
#ifndef STORE_SEAM_H
#define STORE_SEAM_H

#include "store_visit.h"

#define STORE_SEAM_KEY_BYTES 16
/* How long is waited for the log that goes on: logs are rotated by the day or the week ... */
#define STORE_SEAM_ENDS_S (8 * (int64_t)STORE_VISIT_DAY_S)
/* ... and for the one before: whoever reads the newest first reads the others next. */
#define STORE_SEAM_BEGINS_S ((int64_t)STORE_VISIT_DAY_S)

struct store_seam_key {
    int64_t id; /* random, as no number may be given twice */
    unsigned char bytes[STORE_SEAM_KEY_BYTES];
};

struct store_seam {
    int64_t id;
    uint64_t visitor; /* to this page */
    int64_t url_id, at_s;
    bool begins; /* at_s is of the first request of a visit that is counted; else of the last */
};

/* From here on what is deleted leaves the file.  Not inside a transaction. */
void store_seam_open(struct store *s);

/* All keys; how many. */
size_t store_seam_keys(struct store *s, struct arena *a, struct store_seam_key **ret);
/* By that key; none that is over at now_s. */
size_t store_seam_read(struct store *s, int64_t key_id, int64_t now_s, struct arena *a,
                       struct store_seam **ret);

/* counted: the request that a visit begins with; NULL: x is of the last one.  x->id is not read. */
void store_seam_add(struct store *s, const struct store_seam_key *key, const struct store_seam *x,
                    int64_t now_s, const struct store_visit_request *counted);
void store_seam_drop(struct store *s, int64_t id);
/* Its visit begins in an earlier log: here it counts no more.  False: it was dropped before. */
bool store_seam_join(struct store *s, int64_t id);
/* Delete what is over at now_s, and keys of nothing; how many rows. */
int64_t store_seam_tidy(struct store *s, int64_t now_s);

#endif /* STORE_SEAM_H */
