/*
 * archive_scan.h - go through an archive record by record: its index, and
 * whether it is what it says.
 */
#ifndef ARCHIVE_SCAN_H
#define ARCHIVE_SCAN_H

#include "buf.h"
#include "sha1.h"
#include "warc.h"

/* A record and what its block turned out to be. */
struct archive_found {
    struct warc_item item;
    unsigned status;    /* of the HTTP response; 0: it is none */
    struct text mime;   /* of the payload */
    bool revisit, page; /* page: the index has a line for it */
    bool has_payload;   /* payload is its digest */
    char block[SHA1_TEXT_BYTES], payload[SHA1_TEXT_BYTES];
};

struct archive_counts {
    int64_t records, responses, revisits, requests, resources, others;
    int64_t digests; /* that were compared, and hold */
    int64_t foreign; /* of another algorithm, or of a payload that is coded: not compared */
    int64_t problems;
    int64_t first_s, last_s; /* dates of the oldest and newest record; 0: none has one */
};

struct archive_scan {
    /* In: what is wanted. */
    bool index;                                                   /* fill lines */
    const char *file;                                             /* named in lines */
    void (*found)(void *self, const struct archive_found *f);     /* each record; or NULL */
    void (*problem)(void *self, int64_t offset, const char *why); /* or NULL */
    void *self;
    bool (*stop)(void); /* a signal came; NULL: never */
    /* Out. */
    struct buf lines; /* of the index, unsorted; the caller's to init and release */
    struct archive_counts counts;
    int64_t file_bytes, whole_bytes; /* whole: up to the end of the last record that is */
};

/* ST_INVALID: no archive; ST_INTERRUPTED: stop() said so; ST_IO.  Damage inside is counted and
 * told, no failure. */
enum status archive_scan(const char *path, struct archive_scan *scan, struct err *err);

#endif /* ARCHIVE_SCAN_H */
