/*
 * table_private.h - struct table, for table.c (rows, JSON, CSV) and
 * table_text.c (what people read) alone.
 */
#ifndef TABLE_PRIVATE_H
#define TABLE_PRIVATE_H

#include "arena.h"
#include "buf.h"
#include "table.h"

/*
 * Invariants: cell counts the cells of the row begun.  line is the row in the
 * JSON forms, empty between rows.  rows holds n_rows x n_columns cells, in
 * TABLE_TEXT only.
 */
struct table {
    FILE *out;
    enum table_format format;
    const struct table_column *columns;
    size_t n_columns, cell, n_rows, limit; /* limit 0: none */
    struct buf line;
    const char *schema; /* a member of every JSON row; NULL: none */
    bool bom, bold, record, whole, started;
    struct arena *arena; /* the cells of TABLE_TEXT */
    struct text *rows;   /* owned array */
    size_t cap_rows;
    struct book *book; /* TABLE_XLSX: NULL until the first cell; owned if owns_book */
    bool owns_book;
    enum status failed; /* the book could not be begun: err says why */
    struct err err;
};

/*
 * One line (but in CSV, where a cell may hold several), nothing that drives a
 * terminal.  For Markdown also nothing that ends the cell, or is a tag, a link
 * or an image that a reader's program would fetch.
 */
struct text table_tame(struct table *t, struct text v);

/* A string, or any value, as JSON; what is no UTF-8 becomes U+FFFD, NULL null. */
void table_json_string(struct buf *b, struct text v);
void table_json_value(struct buf *b, const json_t *v);
/* Begin the next member of the row: its value is to be added. */
struct buf *table_json_member(struct table *t);
void table_json_end(struct table *t);

/* Print the rows that TABLE_TEXT has kept. */
void table_print_aligned(struct table *t);

/* The same, a line per column (table_set_record()). */
void table_print_records(struct table *t);

/* Text from anywhere; numbers and times are not, and say nothing when they are cut. */
bool table_is_words(const struct table_column *c);

void table_put(struct table *t, struct text v);

#endif /* TABLE_PRIVATE_H */
