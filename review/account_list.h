/* account_list.h - accounts in a table, for the command and for the page's files. */
#ifndef ACCOUNT_LIST_H
#define ACCOUNT_LIST_H

#include "store_account.h"
#include "table.h"

#define ACCOUNT_COLUMNS 9
extern const struct table_column account_columns[ACCOUNT_COLUMNS];

void account_row(struct table *t, const struct store_account *x);

#endif /* ACCOUNT_LIST_H */
