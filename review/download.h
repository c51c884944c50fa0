/*
 * download.h - a list as a file beside its page: .csv, .xlsx, .json, .jsonl, and a feed, .atom.
 *
 * The form is told by how the path ends; filters are the page's.  Rows are written one at a
 * time into a file without a name, and sent from there, so a list of any length is complete and
 * costs the memory of one row.  A file that could not be finished is not sent: the answer says why.
 *
 *     download_open(&d, r, res, &list);
 *     for each row: if (download_is_feed(&d)) download_entry(&d, &entry);
 *                   else { table_int(d.table, ...); ... table_end_row(d.table); }
 *     download_close(&d);
 *
 * Columns are stable: earshot(1) names them.  The feed's ids do not depend on the address
 * (atom.h); its time is the newest entry's.
 */
#ifndef DOWNLOAD_H
#define DOWNLOAD_H

#include "request.h"
#include "table.h"

struct route;

struct download_list {
    const char *name;  /* "queue": of the file */
    const char *title; /* of the feed */
    const char *page;  /* where people see it: "/q/physics?state=all"; ours, escaped */
    struct text site;  /* of the department whose feed it is; "" : of several */
    const struct table_column *columns;
    size_t n_columns;
};

struct download_entry {
    const char *path;  /* of ours: "/g/12"; made into an address */
    const char *id;    /* "card/12" */
    struct text title; /* hostile */
    struct text text;  /* below it, hostile */
    int64_t updated_s, published_s;
    struct text site; /* of the department it belongs to; "" : not known */
};

struct download {
    struct request *r;
    struct response *res;
    struct table *table; /* NULL: a feed, or it failed */
    FILE *out;           /* the response's */
    struct buf buf;      /* of a feed: not yet in out */
    const char *root;    /* "https://earshot.example.edu" */
    size_t time_at;      /* where its time stands */
    int64_t updated_s;
    enum status st;
    struct err err;
};

void download_open(struct download *d, struct request *r, struct response *res,
                   const struct download_list *l);
bool download_is_feed(const struct download *d);
void download_entry(struct download *d, const struct download_entry *e);
/* Answers: the file, or what is wrong. */
void download_close(struct download *d);

/* The rows of a table of routes for one list: DOWNLOAD_ROUTES("/groups", ROLE_READ, get_file), */
#define DOWNLOAD_ROUTES(path, right, run)                                                          \
    { "GET", path ".csv", right, run }, { "GET", path ".xlsx", right, run },                       \
        { "GET", path ".json", right, run }, { "GET", path ".jsonl", right, run },                 \
    {                                                                                              \
        "GET", path ".atom", right, run                                                            \
    }

/* "As a file: CSV, Excel, JSON; as a feed."  query: "state=all&tone=negative", escaped; may be "".
 */
void download_links(struct buf *b, const char *path, const char *query);

#endif /* DOWNLOAD_H */
