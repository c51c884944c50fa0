/*
 * report_parts.h - which tables a report has, and what stands in them: what its two forms share.
 */
#ifndef REPORT_PARTS_H
#define REPORT_PARTS_H

#include "report.h"

enum report_table {
    REPORT_KINDS,
    REPORT_PAGES,
    REPORT_TOPICS,
    REPORT_SOURCES,
    REPORT_SITES,
    REPORT_DAYS,
    REPORT_TABLES,
};

struct report_table_words {
    const char *title, *first, *empty;
    const char *columns[STORE_NUMBERS_COLUMNS];
    size_t n_columns;
};

const struct report_table_words *report_words(enum report_table t);
const struct store_numbers_table *report_rows(const struct report *r, enum report_table t);
const char *report_row_name(const struct report *r, enum report_table t,
                            const struct store_numbers_row *row);

/* "October 2026"; "the numbers of ... for October 2026" */
const char *report_month_name(const struct report *r);
const char *report_title(const struct report *r);
/* "12", "3.5 h", "-" where there is nothing to take a median of. */
const char *report_value(struct arena *a, const struct store_numbers *n,
                         enum store_numbers_figure f);

#endif /* REPORT_PARTS_H */
