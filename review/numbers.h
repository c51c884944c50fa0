/*
 * numbers.h - the page /numbers: what was found, decided and posted in a span of time.
 *
 *     dept=physics since=2026-10-01 until=2026-10-31      (until: that day, too)
 *     campaign=KEY audience=NAME      (a campaign without dates: its own)
 *
 * The address carries the span, and every figure, table and file on the page obeys it.  Each
 * number leads to /numbers/rows, which lists exactly what it counts.  Figures, tables and their
 * words are the store's (store_numbers.h); the days are UTC.
 */
#ifndef NUMBERS_H
#define NUMBERS_H

#include "listing.h"
#include "route.h"
#include "store_compare.h"
#include "store_experiment.h"

extern const struct route numbers_routes[], numbers_file_routes[];

/* What a request asks for, and what it is compared with. */
struct numbers_view {
    const struct request *r;
    struct listing list; /* its departments */
    struct store_numbers_query q;
    struct store_numbers now;
    struct store_compare compare;
    struct store_experiment_result *experiments; /* of a single department */
    size_t n_experiments;
    bool running;              /* the span is not over: what it is compared with is cut, too */
    const char *since, *until; /* as dates, the last day */
    const char *params;        /* "dept=physics&since=2026-10-01&until=2026-10-31", escaped */
};

/* False: it has answered, there is no such department. */
bool numbers_view(struct request *r, struct response *res, struct numbers_view *ret);
/* Work its figures out.  False: it has answered, the store could not be read. */
bool numbers_count(struct numbers_view *v, struct response *res);

/* What ran in the span, on the page only; nothing where nothing did. */
void numbers_experiments(const struct numbers_view *v, struct buf *b);

/* ---- tables: the page, the rows and the files know them by this ---- */

enum numbers_table {
    NUMBERS_PERIODS,
    NUMBERS_KINDS,
    NUMBERS_PAGES,
    NUMBERS_TOPICS,
    NUMBERS_SOURCES,
    NUMBERS_SITES,
    NUMBERS_TABLES,
};

struct numbers_column {
    const char *label, *name; /* for people; in files */
    enum store_numbers_figure figure;
};

struct numbers_spec {
    const char *name, *title, *means; /* means: one line below the title */
    const char *first;                /* label of the first column */
    const char *empty;                /* what will appear there */
    enum store_numbers_part part;
    struct numbers_column columns[STORE_NUMBERS_COLUMNS];
    size_t n_columns;
};
const struct numbers_spec *numbers_spec(enum numbers_table t);
const struct store_numbers_table *numbers_rows_of(const struct numbers_view *v,
                                                  enum numbers_table t);
/* What a row of it is called: a page's title, a day, a kind of draft. */
const char *numbers_name(const struct numbers_view *v, enum numbers_table t,
                         const struct store_numbers_row *row);
/* "1 Nov 2026" */
const char *numbers_date(struct arena *a, int64_t at_s, bool with_year);

/* ---- parts of the page ---- */

void numbers_tiles(const struct numbers_view *v, struct buf *b);
/* Of one whole department; in a span that is a month, whether they were reached. */
void numbers_goals(const struct numbers_view *v, struct buf *b);
void numbers_plots(const struct numbers_view *v, struct buf *b);
void numbers_table(const struct numbers_view *v, struct buf *b, enum numbers_table t);
void numbers_meanings(struct buf *b);
/* "12,345", as a link to its rows unless it is 0; part WHOLE: all of them. */
void numbers_link(const struct numbers_view *v, struct buf *b, enum store_numbers_figure f,
                  enum store_numbers_part part, int64_t key, int64_t n);
/* "12,345"; "3.5 h", "2.1 days" */
void numbers_say(struct buf *b, int64_t n);
void numbers_say_hours(struct buf *b, double hours);

#endif /* NUMBERS_H */
