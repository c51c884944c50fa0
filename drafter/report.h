/*
 * report.h - the numbers of a month to print and to pass on, as HTML or Markdown.
 *
 * Figures, tables and definitions are the store's (store_numbers.h): what comes after the
 * month changes nothing, so the report of a month that is over reads the same whenever it is
 * made.  The HTML is one file without scripts or anything from elsewhere.  No asker is named.
 */
#ifndef REPORT_H
#define REPORT_H

#include "buf.h"
#include "store_compare.h"
#include "store_experiment.h"
#include "store_visit.h"

struct report_line {
    int64_t on_s;
    const char *text, *department; /* its key; "": of all */
};

/* What people noted of the month. */
struct report_journal {
    struct report_line *lines;
    size_t n, cap;
};

struct report {
    struct text department;         /* its name; "" : all of them */
    int64_t department_id;          /* 0: all of them */
    struct text campaign, audience; /* only what is of them; "": all */
    bool days;                      /* of the campaign's days, not of a month */
    int64_t since_s;                /* the month's first second */
    int64_t until_s;                /* the next one's */
    int64_t now_s;                  /* when it is made, which tells whether the month was over */
    struct store_numbers now;
    struct store_compare compare;
    struct report_goals *goals; /* report_goals.c's */
    struct report_journal journal;
    struct store_experiment_result *experiments; /* that ran in the month */
    size_t n_experiments;
    struct store_visits visits; /* of the month, the most visited answers */
    struct arena *arena;
};

/* Fill it from the store; department_id 0: all.  The caller ends the transaction. */
void report_read(struct store *s, int64_t department_id, struct report *r);

/* One file that needs nothing else, style in it; or Markdown. */
void report_html(struct buf *b, const struct report *r, struct text style);
void report_markdown(struct buf *b, const struct report *r);

#endif /* REPORT_H */
