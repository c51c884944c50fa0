/* audit_list.h - a row of the audit log in a table, for the command and for the page's files. */
#ifndef AUDIT_LIST_H
#define AUDIT_LIST_H

#include "store_audit.h"
#include "table.h"

#define AUDIT_COLUMNS 10
extern const struct table_column audit_columns[AUDIT_COLUMNS];

/* For store_audit_each(); table is a struct table. */
bool audit_row(void *table, const struct store_audit *row);

#endif /* AUDIT_LIST_H */
