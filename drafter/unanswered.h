/*
 * unanswered.h - what nobody answers, as a list that can be kept: the rows, and beside them what
 * was answered, the pages and sources of the same span, in one spool of JSON lines.
 *
 * A spool is written from the store in one read and rendered as often as needed: a frozen list
 * is a spool that was kept.  A line is an object; its member "list" says which list it is a row
 * of, the others are named as the columns.  The first line is the head.
 *
 * Rows stream: memory does not grow with them.
 */
#ifndef UNANSWERED_H
#define UNANSWERED_H

#include <stdio.h>

#include "cmd.h"
#include "store_export.h"

#define UNANSWERED_COLUMNS 12
extern const struct table_column unanswered_columns[UNANSWERED_COLUMNS];

/* The lists of a spool, in the order of the sheets of an Excel file. */
enum unanswered_list {
    UNANSWERED_SUMMARY,
    UNANSWERED_GROUPS,
    UNANSWERED_ANSWERED,
    UNANSWERED_PAGES,
    UNANSWERED_SOURCES,
    UNANSWERED_DEFINITIONS, /* not in the spool: always the same */
    UNANSWERED_LISTS,
};
struct unanswered_sheet {
    const char *name, *title; /* of its rows in the spool, of its sheet */
    const struct table_column *columns;
    size_t n;
};
extern const struct unanswered_sheet unanswered_sheets[UNANSWERED_LISTS];
/* A row of any of them, from an object with the columns' names; times are Unix seconds. */
void unanswered_put_row(struct table *t, const struct unanswered_sheet *sheet, const json_t *row);
void unanswered_define(struct table *t); /* all rows of the definitions */

/* The version of the columns: a member "schema" of each JSON row. */
#define UNANSWERED_SCHEMA "unanswered/1"

/* What a list is of. */
struct unanswered_head {
    const char *month;        /* "2026-10"; "" : none */
    int64_t since_s, until_s; /* until_s 0: up to now */
    int64_t made_s;
};

/* The page somebody should write: whose list it is on. */
const char *unanswered_owner(const struct config *c, struct text department);

/* A row of the list. */
void unanswered_put(struct table *t, const struct store_export_group *g, const char *owner);

/* All lists of the span as a spool; query: of the unanswered (head says the span). */
enum status unanswered_spool_cmd(struct cmd_env *env, const struct unanswered_head *head,
                                 const struct store_export_query *query, FILE *spool,
                                 struct err *err);

/*
 * The spool in a form: csv, jsonl, json, ids, md, xlsx, html, atom.  department: rows of this one
 * only (its key); NULL: all.  The same spool gives the same bytes.
 */
struct unanswered_form {
    const char *format, *department;
    bool bom;
};
enum status unanswered_render_cmd(const struct config *c, FILE *spool,
                                  const struct unanswered_form *form, FILE *out, struct err *err);

#endif /* UNANSWERED_H */
