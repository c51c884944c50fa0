/*
 * answers_cmd.h - earshot export answers: what editors approved, as documents for the public
 * (faq.h) or as a list.
 */
#ifndef ANSWERS_CMD_H
#define ANSWERS_CMD_H

#include "cmd.h"
#include "store_export.h"
#include "store_visit.h"

/*
 * format: "html", "jsonld", "atom", "md" (sections, of all departments); the lists of export are
 * written into table, which stays the caller's, and NULL with a document.  A document is one
 * department's: for several of them -o has to name a folder, which gets KEY.html and so on for each
 * that has answers.
 */
enum status answers_cmd_export(struct cmd_env *env, const char *format, struct table *table,
                               const struct store_export_query *query, struct err *err);

#define ANSWERS_CMD_COLUMNS 15
extern const struct table_column answers_cmd_columns[ANSWERS_CMD_COLUMNS];

/* The last columns of a group's row, from all visits, read by_group. */
void answers_cmd_visits(struct table *t, const struct store_visits *v, int64_t group_id);

#endif /* ANSWERS_CMD_H */
