/* audit_list.c - see audit_list.h. */

#include "audit_list.h"

/* clang-format off */
const struct table_column audit_columns[AUDIT_COLUMNS] = {
    { "id", TABLE_COLUMN_INT, 0, false },
    { "at", TABLE_COLUMN_TIME, 0, false },
    { "actor", TABLE_COLUMN_TEXT, 16, false },
    { "action", TABLE_COLUMN_TEXT, 20, false },
    { "object", TABLE_COLUMN_TEXT, 20, false },
    { "result", TABLE_COLUMN_TEXT, 30, false },
    { "address", TABLE_COLUMN_TEXT, 0, false, true },
    { "before", TABLE_COLUMN_TEXT, 0, true },
    { "after", TABLE_COLUMN_TEXT, 0, true },
    { "hash", TABLE_COLUMN_TEXT, 0, true },
};
/* clang-format on */

bool
audit_row(void *table, const struct store_audit *r)
{
    struct table *t = table;

    table_int(t, r->id);
    table_time(t, r->at_s);
    table_text(t, r->actor);
    table_text(t, r->action);
    table_text(t, r->object);
    table_text(t, r->result);
    table_text(t, r->address);
    table_text(t, r->before);
    table_text(t, r->after);
    table_text(t, r->hash);
    table_end_row(t);
    return true;
}
