/* tables.c - see tables.h. */
#include "tables.h"

#include <string.h>

#include "db.h"
#include "store_private.h"

static int64_t
rows_of(struct store *s, const char *name, struct arena *a)
{
    const char *sql = arena_printf(a, "SELECT COUNT(*) FROM \"%s\"", name);
    sqlite3_stmt *stmt = NULL;
    int64_t n = 0;

    if (sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL) == SQLITE_OK &&
        sqlite3_step(stmt) == SQLITE_ROW)
        n = sqlite3_column_int64(stmt, 0);
    else
        db_fail(s, ST_DB, "store: %s: %s", name, sqlite3_errmsg(s->db));
    sqlite3_finalize(stmt);
    return n;
}

size_t
tables_count(struct store *s, struct arena *a, struct tables_row **ret)
{
    struct db_query *q = db_query(s, "SELECT name FROM sqlite_master WHERE type = 'table'"
                                     " AND name NOT LIKE 'sqlite%' ORDER BY name");
    struct tables_row *v = NULL;
    size_t n = 0, cap = 0;

    while (db_row(q)) {
        v = arena_grow(a, v, n, &cap, sizeof(*v));
        v[n++] = (struct tables_row){ arena_str(a, db_text(q, 0)), 0 };
    }
    db_done(q);
    for (size_t i = 0; i < n && !store_failed(s); i++)
        v[i].n_rows = rows_of(s, v[i].name, a);
    *ret = v;
    return n;
}

const struct tables_row *
tables_find(const struct tables_row *v, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(v[i].name, name) == 0)
            return &v[i];
    return NULL;
}
