/* account_list.c - see account_list.h. */

#include "account_list.h"

/* clang-format off */
const struct table_column account_columns[ACCOUNT_COLUMNS] = {
    { "user", TABLE_COLUMN_TEXT, 20, false },
    { "full_name", TABLE_COLUMN_TEXT, 30, false },
    { "roles", TABLE_COLUMN_JSON, 50, false },
    { "disabled", TABLE_COLUMN_BOOL, 0, false },
    { "totp", TABLE_COLUMN_BOOL, 0, false },
    { "seen", TABLE_COLUMN_TIME, 0, false },
    { "mail", TABLE_COLUMN_TEXT, 0, true },
    { "password", TABLE_COLUMN_BOOL, 0, true },
    { "created", TABLE_COLUMN_TIME, 0, true },
};
/* clang-format on */

static json_t *
json_of_roles(const struct store_account *x)
{
    json_t *a = json_array();

    for (size_t i = 0; i < x->n_roles; i++) {
        const struct store_account_role *r = &x->roles[i];

        json_array_append_new(a, json_sprintf("%.*s%s%.*s", TEXT_ARG(r->role),
                                              r->department.n > 0 ? " " : "",
                                              TEXT_ARG(r->department)));
    }
    return a;
}

void
account_row(struct table *t, const struct store_account *x)
{
    table_text(t, x->name);
    table_text(t, x->full_name);
    table_json(t, json_of_roles(x));
    table_bool(t, x->disabled);
    table_bool(t, x->totp_secret.n > 0);
    table_time(t, x->seen_s);
    table_text(t, x->mail);
    table_bool(t, x->password.n > 0);
    table_time(t, x->created_s);
    table_end_row(t);
}
