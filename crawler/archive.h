/*
 * archive.h - keep every answer as it came, for whoever wants to look again.
 *
 * WARC 1.1 (ISO 28500:2017), one gzip member per record, in
 * DIR/archive/earshot-YYYYMMDDhhmmssmmm-NNNNN.warc.gz: a file per run, and the
 * next one after ARCHIVE_MAX_FILE bytes.  A file is called *.open until it is
 * complete; then its index lies beside it (cdxj.h).  Off unless [crawler]
 * archive = yes.  What is kept holds personal data as it was published:
 * retention reaches into this folder.
 *
 *   file     = warcinfo *( response [ request ] / revisit [ request ] )
 *   response   what was answered: status line, header, payload
 *   revisit    header alone; the payload is that of an earlier response:
 *              304 (server-not-modified) or the same digest (identical-payload-digest)
 *   request    what was asked, WARC-Concurrent-To the record before
 *
 * The payload is kept as it was read: transfer and content coding undone.  So that
 * readers do not undo them again, the fields that spoke of them bear the prefix
 * X-Crawler- (as in Common Crawl's archives) and Content-Length is the payload's.
 * HTTP/2's status line is written as HTTP/1.1's, with WARC-Protocol: h2.
 *
 * Pages that say noarchive are the caller's to leave out.
 */
#ifndef ARCHIVE_H
#define ARCHIVE_H

#include "archive_scan.h"
#include "fetch.h"
#include "sha1.h"

#define ARCHIVE_MAX_FILE   (INT64_C(1) << 30) /* bytes: what the community's files have */
#define ARCHIVE_NAME_BYTES 64
#define ARCHIVE_OPEN       ".open" /* the end of a name while the file is written */

struct archive;

struct archive_config {
    const char *dir;      /* of the workspace */
    const char *software; /* "Earshot/1.0" */
    const char *agent;    /* User-Agent */
    const char *contact;  /* of who crawls; NULL: not said */
    const struct clock *clock;
    int64_t max_file_bytes; /* and what one transaction adds; 0: ARCHIVE_MAX_FILE */
};

/* One answer, and what is known of earlier ones. */
struct archive_answer {
    struct text url;
    const struct fetch_response *response;
    const char *digest; /* of the body: sha1_of() */
    int64_t same_as_s;  /* when an earlier record got this payload; 0: none did */
    bool not_modified;  /* the host says so (304), not the digest */
};

/* Where the record of an answer stands. */
struct archive_place {
    char file[ARCHIVE_NAME_BYTES]; /* below archive/, as it is called when complete */
    int64_t offset, length;
};

/* Nothing is written before the first answer.  *ret is the caller's to close. */
enum status archive_open(const struct archive_config *cfg, struct archive **ret, struct err *err);
/* Complete the file: index, name.  Accepts NULL. */
enum status archive_close(struct archive *a, struct err *err);

/*
 * Append one answer with its request.  When this returns the kernel has it: a
 * kill leaves whole records, and at most the last one cut, which
 * archive_repair() takes away.
 */
enum status archive_add(struct archive *a, const struct archive_answer *answer,
                        struct archive_place *ret, struct err *err);

/*
 * All that was added has been committed: complete the file if it has grown to max_file_bytes.  Not
 * sooner, since only of a file that is open the next run looks for records that no row names.
 */
enum status archive_turn(struct archive *a, struct err *err);

/* Is the file (complete, or being written) there? */
bool archive_has(const struct archive *a, const char *file);

/*
 * The name (without ARCHIVE_OPEN) of a file that a killed run left open; false: there is none.
 * archive_repair() goes through it and cuts off what is not whole (one without a whole record
 * is removed); archive_complete() writes its index from the scan's lines and names it.
 */
bool archive_left_open(const struct archive *a, char name[ARCHIVE_NAME_BYTES]);
enum status archive_repair(const struct archive *a, const char *name, struct archive_scan *scan,
                           struct err *err);
enum status archive_complete(struct archive *a, const char *name, struct text lines,
                             struct err *err);

#endif /* ARCHIVE_H */
