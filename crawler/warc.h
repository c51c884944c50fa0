/*
 * warc.h - read web archives: WARC 1.0 and 1.1, and ARC, plain or gzip.
 *
 * Source: ISO 28500:2017 (WARC 1.1); for ARC warc_arc.h.  An archive streams: memory is bounded by
 * one record's cap, not by the file.  Response records give the HTTP status,
 * headers and body with transfer and content coding undone; resource records
 * their bytes; all others are passed over and counted.  After a broken record
 * the reader looks for the next one that begins properly.
 *
 * Not done here: digests (archive_scan.h checks them), segmented records (the
 * first segment is given as truncated), records' own compression other than gzip.
 */
#ifndef WARC_H
#define WARC_H

#include "arena.h"
#include "status.h"
#include "text.h"

#define WARC_MAX_BODY    ((size_t)8 * 1024 * 1024)  /* of a body, decoded: the fetch cap */
#define WARC_MAX_BLOCK   ((size_t)16 * 1024 * 1024) /* of a record kept; the rest is passed over */
#define WARC_MAX_HEADER  ((size_t)64 * 1024)        /* of a record's or response's header */
#define WARC_MAX_HEADERS 256                        /* fields of either */

enum warc_kind {
    WARC_RESPONSE, /* an HTTP response */
    WARC_RESOURCE, /* a file without HTTP around it: status is 200 */
    WARC_REVISIT   /* a response whose body is that of an earlier one; only when wanted */
};

struct warc_record {
    enum warc_kind kind;
    struct text url;     /* WARC-Target-URI, without <> */
    int64_t at_s;        /* WARC-Date */
    bool has_date;       /* it was there and could be read */
    struct text date;    /* as written */
    unsigned status;     /* HTTP status */
    struct text headers; /* HTTP header lines, "Name: value\r\n..."; warc_header() reads them */
    struct text type;    /* Content-Type as sent, empty if none */
    struct text body;    /* decoded */
    bool truncated;      /* the body is not all there: capped or cut short */
    bool coded;          /* its content coding is none of ours, or broken: the body is as it was */
};

struct warc; /* a reader */

struct warc_counts {
    uint64_t records, responses, resources, revisits, skipped; /* seen; skipped: not given */
    uint64_t broken; /* places where reading had to find its way */
};

/* Where the bytes come from: read gives 1 to n of them, 0 at the end, -1 on failure. */
struct warc_source {
    int64_t (*read)(void *self, void *p, size_t n);
    void *self;
};

/* Any record as it stands in the file; texts live in the arena. */
struct warc_item {
    struct text header;          /* its lines, LF after each, without the version */
    struct text type, url, date; /* WARC-Type ("response" for what is in an ARC), the others */
    struct text content_type;    /* of the block */
    int64_t at_s;                /* WARC-Date, when has_date */
    int64_t block_bytes;         /* as declared */
    int64_t offset, length;      /* in the file, packed; what lies behind it is the next one's */
    unsigned n_ends;             /* line ends behind the block: 2, in an ARC 1 */
    bool has_date;
    bool whole; /* the block is as long as declared and its line ends follow */
    bool alone; /* plain, or a gzip member of its own: offset and length find it again */
};

/* Gets the block of a record, piece by piece. */
struct warc_sink {
    void (*take)(void *self, struct text piece);
    void *self;
};

/*
 * Open the archive at path, "-" for standard input, or one from a source.  On
 * ST_OK *ret is the caller's: warc_close() it.  ST_IO: the message says why.
 */
enum status warc_open(const char *path, struct warc **ret, struct err *err);
void warc_want_revisits(struct warc *w); /* warc_next() gives them, too */
struct warc *warc_open_source(struct warc_source source);

/*
 * The next response or resource.  *ret and what it points to live in the arena
 * (clear it between records).  ST_NOTFOUND: the end, err is untouched.
 * ST_INVALID: it is no WARC at all (only before the first record).  ST_IO: the
 * source failed.
 */
enum status warc_next(struct warc *w, struct arena *arena, struct warc_record *ret,
                      struct err *err);

/*
 * The next record of any kind; its block goes to the sink.  The same archive is
 * read either with this or with warc_next().  As warc_next() otherwise.
 */
enum status warc_next_item(struct warc *w, struct warc_sink sink, struct arena *arena,
                           struct warc_item *ret, struct err *err);
/* The value of a field of an item's header; empty: absent. */
struct text warc_item_field(const struct warc_item *item, const char *name);

struct warc_counts warc_counts(const struct warc *w);
void warc_close(struct warc *w); /* accepts NULL */

/* The value of the first HTTP header of that name, any case; empty if there is none. */
struct text warc_header(const struct warc_record *r, const char *name);

#endif /* WARC_H */
