/* fill.h - rows for every table there is, made from what SQLite says its columns are. */
#ifndef FILL_H
#define FILL_H

#include "../test.h"

#include "../../store/db.h"
#include "../../store/tables.h"
#include "buf.h"

/* Append the SQL of one value of a column, of row i. */
typedef void fill_value_fn(struct buf *b, const char *table, struct text column, struct text type);

/* n rows each; verb: INSERT or INSERT OR REPLACE. */
static inline void
fill_tables(struct store *s, const char *verb, int n, fill_value_fn *value)
{
    enum { NAME, TYPE };
    struct arena *a = arena_new();
    struct tables_row *v;
    size_t n_tables = tables_count(s, a, &v);
    struct buf b;

    buf_init(&b, BUF_SMALL);
    db_script(s, "PRAGMA foreign_keys = OFF");
    store_begin(s);
    for (size_t i = 0; i < n_tables; i++) {
        struct db_query *q = db_query(s, "SELECT name, type FROM pragma_table_info(?)");
        bool first = true;

        buf_clear(&b);
        buf_addf(&b,
                 "WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < %d)"
                 " %s INTO %s SELECT ",
                 n, verb, v[i].name);
        db_bind_str(q, v[i].name);
        for (; db_row(q); first = false) {
            if (!first)
                buf_add_str(&b, ", ");
            value(&b, v[i].name, db_text(q, NAME), db_text(q, TYPE));
        }
        db_done(q);
        buf_add_str(&b, " FROM k");
        db_script(s, buf_str(&b));
    }
    CHECK(store_commit(s, NULL) == ST_OK, "rows");
    buf_release(&b);
    arena_free(a);
}

#endif /* FILL_H */
