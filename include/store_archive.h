/*
 * store_archive.h - which answer is kept in which archive file, and where in it.
 *
 * One row per response or revisit record that the crawler wrote; its request
 * record lies right behind it.  All errors are sticky (store.h).
 */
#ifndef STORE_ARCHIVE_H
#define STORE_ARCHIVE_H

#include "arena.h"
#include "store.h"

struct store_archived {
    int64_t url_id;      /* 0: address says what it is (robots.txt) */
    struct text address; /* only when url_id is 0 */
    struct text file;    /* below archive/ */
    int64_t offset_bytes, length_bytes;
    int64_t at_ms, status;
    struct text digest; /* of the payload; empty: it is not all there */
    int64_t same_as_ms; /* the payload is in the record of that time; 0: in this one */
};

void store_archive_add(struct store *s, const struct store_archived *row);

/*
 * The newest record of row's url_id or address that holds a payload: row's digest, or
 * when that is empty what was answered with status 200.  False: there is none.
 */
bool store_archive_original(struct store *s, const struct store_archived *row, struct arena *a,
                            struct store_archived *ret);

/* The newest record of an address; false: none is kept. */
bool store_archive_newest(struct store *s, int64_t url_id, struct arena *a,
                          struct store_archived *ret);

/* Forget what should stand in the file from there on, but does not. */
void store_archive_drop(struct store *s, struct text file, int64_t from_bytes);

/* Is there a row for the record at that place? */
bool store_archive_knows(struct store *s, struct text file, int64_t offset_bytes);

#endif /* STORE_ARCHIVE_H */
