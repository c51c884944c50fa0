/*
 * table.h - lists on standard output, in whichever form was asked for.
 *
 * Rows are streamed, but for TABLE_TEXT, which keeps them to align columns.
 * Everything is made safe for its sink: control characters for the terminal in
 * every form, formula cells for spreadsheets (a leading ' before = + - @ and
 * white space in text cells), pipes, tags, links and images for Markdown.
 */
#ifndef TABLE_H
#define TABLE_H

#include <jansson.h>
#include <stdio.h>

#include "status.h"
#include "text.h"

enum table_format {
    TABLE_TEXT,  /* aligned, cut to the terminal's width on a terminal */
    TABLE_JSON,  /* one array of objects */
    TABLE_JSONL, /* one object a line */
    TABLE_CSV,   /* RFC 4180, with a header line */
    TABLE_MD,    /* GitHub's pipe table */
    TABLE_IDS,   /* the first column alone */
    TABLE_XLSX,  /* an Excel file of one sheet (book.h) */
};

enum table_type {
    TABLE_COLUMN_TEXT,
    TABLE_COLUMN_INT,
    TABLE_COLUMN_REAL, /* three decimals in text, full in JSON */
    TABLE_COLUMN_TIME, /* Unix seconds; 0: never; RFC 3339 for machines */
    TABLE_COLUMN_BOOL,
    TABLE_COLUMN_JSON, /* any value: lists joined with ", " outside JSON */
};

struct table_column {
    const char *name; /* "times_asked": JSON key and CSV header; spaces for '_' in text */
    enum table_type type;
    size_t max_chars; /* cap in text form on a terminal; 0: as wide as it is */
    bool detail;      /* left out of the text form, but for table_set_record() */
    bool optional;    /* left out on a terminal that is too narrow, the last one first */
    bool wrap;        /* the last one: goes on in the next line there, instead of being cut */
    bool blank;       /* people fill it in: an Excel file keeps as text whatever they type */
};

struct table;

/* columns and out are borrowed until table_close(). */
struct table *table_open(FILE *out, enum table_format format, const struct table_column *columns,
                         size_t n_columns);
/* Rows become a sheet of the book, which stays the caller's; name as in book_sheet(). */
struct book;
struct table *table_open_sheet(struct book *b, const char *name, const struct table_column *columns,
                               size_t n_columns);
void table_set_bom(struct table *t); /* CSV: begin with a byte order mark, for Excel */
/* JSON forms: a first member "schema" of every row, such as "questions/1"; borrowed. */
void table_set_schema(struct table *t, const char *schema);
void table_set_bold(struct table *t, bool on);    /* TABLE_TEXT: titles in bold */
void table_set_whole(struct table *t);            /* cut nothing: the last column is wrapped */
void table_set_limit(struct table *t, int64_t n); /* drop what comes after n rows; 0: no limit */
/*
 * Text form: one line per column, details included, instead of one per row.
 * For commands that show a single thing, and say themselves that there is none.
 */
void table_set_record(struct table *t);

/* The cells of a row, left to right; the type must be the column's. */
void table_text(struct table *t, struct text v);
void table_str(struct table *t, const char *z); /* NULL: no value */
void table_int(struct table *t, int64_t v);
void table_real(struct table *t, double v);
void table_real_digits(struct table *t, double v, int digits); /* in text so many, not three */
void table_time(struct table *t, int64_t at_s);
void table_bool(struct table *t, bool v);
void table_json(struct table *t, json_t *v); /* takes the reference */
void table_null(struct table *t);
void table_end_row(struct table *t);

/* Finish, free; ST_IO when out refused a byte (a full disk, a closed pipe). */
enum status table_close(struct table *t, struct err *err);
/* The same after what filled it ended with st: of two failures the first is told. */
enum status table_end(struct table *t, enum status st, struct err *err);

#endif /* TABLE_H */
