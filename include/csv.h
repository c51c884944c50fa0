/*
 * csv.h - rows of comma-separated values (RFC 4180), as spreadsheets write them.
 *
 * Fields are UTF-8; a byte order mark is skipped; quotes double inside quotes; a line may end in
 * CR LF, LF or CR; an empty line is no row.  The separator is ',' or ';', whichever the first line
 * has more of outside quotes: spreadsheets in some languages write the latter.
 */
#ifndef CSV_H
#define CSV_H

#include "arena.h"
#include "status.h"
#include "text.h"

#define CSV_MAX_FIELDS 100 /* of a row: what people fill in has a dozen */

struct csv {
    struct text rest;
    int line; /* of the row read last, counted from 1 */
    int next;
    char separator;
};

struct csv_row {
    struct text v[CSV_MAX_FIELDS]; /* in the arena */
    size_t n;
};

void csv_init(struct csv *c, struct text all); /* all: borrowed */

/* ST_NOTFOUND: that was all; ST_INVALID: a quote is not closed, or too many fields. */
enum status csv_next(struct csv *c, struct arena *a, struct csv_row *ret, struct err *err);

/* The place of a column in a header row, without case and outer blanks; -1: it has none. */
int csv_column(const struct csv_row *header, const char *name);
/* A field, trimmed; column -1 or a short row: empty. */
struct text csv_field(const struct csv_row *row, int column);

bool csv_is_empty(const struct csv_row *row); /* nothing but blanks in its fields */

#endif /* CSV_H */
