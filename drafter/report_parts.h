/*
 * report_parts.h - what the two forms of a report share: its sections, and the tables in them.
 *
 * A section is a row of the list in report.c and, where it is more than a table of the store's,
 * a file of its own.  What it must read it reads in the transaction of report_read() into the
 * report; its writers only write.  Every number that it shows has its meaning in one line: that
 * of its sheet, or a row of its terms, which are listed behind all sections.
 */
#ifndef REPORT_PARTS_H
#define REPORT_PARTS_H

#include "report.h"

/* ---- tables ---- */

struct report_cell {
    const char *text;    /* NULL: empty */
    const char *means;   /* below it, in HTML; NULL: nothing */
    const char *lead;    /* before the address: "nearest page"; NULL: nothing */
    struct text note;    /* what the address is called; "": nothing */
    struct text address; /* a link; "": none */
};

struct report_column {
    const char *label;
    bool words; /* else numbers, which stand on the right */
};

enum report_sheet_size { REPORT_COLUMNS = 6 };

struct report_sheet {
    const char *title;
    const char *means;                            /* one line below the title; NULL: none */
    const char *empty;                            /* instead of a table without rows */
    struct report_column columns[REPORT_COLUMNS]; /* the first: what a row is about */
    size_t n_columns;
    const struct report_cell *cells; /* row by row */
    size_t n_rows;
};

/* A section of its own. */
void report_html_sheet(struct buf *b, const struct report_sheet *sheet);
void report_markdown_sheet(struct buf *b, const struct report_sheet *sheet);
/* The table alone. */
void report_html_table(struct buf *b, const struct report_sheet *sheet);
void report_markdown_table(struct buf *b, const struct report_sheet *sheet);

/* ---- sections ---- */

struct report_term {
    const char *label, *means;
};

struct report_section {
    void (*read)(struct store *s, struct report *r);      /* NULL: the figures are all it needs */
    struct report_sheet (*sheet)(const struct report *r); /* a table is all it is */
    void (*html)(struct buf *b, const struct report *r);  /* else this; NULL: not in this form */
    void (*markdown)(struct buf *b, const struct report *r);
    const struct report_term *terms;
    size_t n_terms;
};

/* In order; *ret_n of them. */
const struct report_section *const *report_sections(size_t *ret_n);

extern const struct report_section report_summary, report_figures, report_goals, report_journal;
extern const struct report_section report_days_plot, report_days, report_heat;
extern const struct report_section report_kinds, report_pages, report_topics, report_sources,
    report_sites, report_visits, report_experiments;

/* ---- words ---- */

/* "October 2026"; "Oct 2026"; "7 Oct" */
const char *report_month_name(struct arena *a, int64_t at_s);
const char *report_month_short(struct arena *a, int64_t at_s);
const char *report_day_name(struct arena *a, int64_t at_s);
/* "Registrar, October 2026" */
const char *report_title(const struct report *r);
/* The month was not over. */
bool report_running(const struct report *r);
/* "12", "3.5 h", "-" where there is nothing to take a median of. */
const char *report_value(struct arena *a, const struct store_numbers *n,
                         enum store_numbers_figure f);

#endif /* REPORT_PARTS_H */
