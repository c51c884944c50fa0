/*
 * weblog_count.h - lines of web server logs, counted as visits to the pages that answers link to.
 *
 * A visit is a GET for such a page that was answered (200, 206, 304), not by a robot, and not
 * within WEBLOG_WINDOW_S of another one by the same visitor for the same page.  Lines are
 * written in short transactions, each with its counts, so that a run that is killed has counted
 * whole lines only, and one that is repeated passes over what is known.
 *
 * Of whoever came, nothing leaves this module but two keyed hashes: of the line, in the store, so
 * that it is counted once; of the visitor, where a visit may go on in another log (weblog_seam.h).
 */
#ifndef WEBLOG_COUNT_H
#define WEBLOG_COUNT_H

#include "store_visit.h"
#include "weblog.h"
#include "weblog_hash.h"
#include "weblog_origin.h"
#include "weblog_pages.h"

#define WEBLOG_COUNT_KEY_BYTES WEBLOG_HASH_KEY_BYTES

enum weblog_count_what {
    WEBLOG_COUNT_LINES,   /* of a log, as they should be */
    WEBLOG_COUNT_HOSTS,   /* for hosts that are not asked for */
    WEBLOG_COUNT_SPAN,    /* outside --since and --until */
    WEBLOG_COUNT_OLD,     /* of days whose lines are not remembered any more */
    WEBLOG_COUNT_ROBOTS,  /* for a page, by a robot */
    WEBLOG_COUNT_UNTOLD,  /* for a page, in a log that has neither referer nor agent */
    WEBLOG_COUNT_REPEATS, /* of a visit that is counted */
    WEBLOG_COUNT_KNOWN,   /* counted in an earlier run */
    WEBLOG_COUNT_JOINED,  /* visits of a later log that turned out to begin in this one */
    WEBLOG_COUNT_WHATS,
};

struct weblog_count_config {
    struct store *store; /* in role STORE_CRAWLER */
    struct weblog_pages *pages;
    struct weblog_origin *origin;
    const bool *sites; /* which ones are asked for, by number */
    unsigned char key[WEBLOG_COUNT_KEY_BYTES];
    int64_t now_s, since_s, until_s; /* since_s, until_s 0: no bound */
    bool dry_run;                    /* nothing is written */
};

struct weblog_count;

struct weblog_count *weblog_count_new(const struct weblog_count_config *c);
void weblog_count_free(struct weblog_count *c); /* accepts NULL; what was not flushed is lost */

/* site: of a log that names none.  False: the line is wrong, and *ret_why says why. */
bool weblog_count_line(struct weblog_count *c, const struct weblog_line *line, size_t site,
                       const char **ret_why);
/* Write what is left. */
enum status weblog_count_flush(struct weblog_count *c, struct err *err);
/* The same, when all logs are read; then lines are counted no more. */
enum status weblog_count_end(struct weblog_count *c, struct err *err);
/* The first failure of the store; lines after it are not counted. */
enum status weblog_count_check(const struct weblog_count *c, struct err *err);

int64_t weblog_count_of(const struct weblog_count *c, enum weblog_count_what what);
/* Visits of a page that this run counted. */
int64_t weblog_count_visits(const struct weblog_count *c, size_t page, enum store_visit_how how);

#endif /* WEBLOG_COUNT_H */
