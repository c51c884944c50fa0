#include "store_twin.h"

#include "db.h"

enum statement {
    SQL_PAGES,
    SQL_TEXT,
    SQL_CLEAN_SKETCH,
    SQL_CLEAN_LIKE,
    SQL_CLEAN_TWIN,
    SQL_FORGET,
    SQL_SKETCH,
    SQL_LIKE,
    SQL_LIKES,
    SQL_PUT,
    SQL_DROP,
    SQL_OF,
    SQL_EACH,
};

#define NO_TEXT(column) " NOT EXISTS (SELECT 1 FROM page_text WHERE page_text.url_id = " column ")"
#define OWN_SITES                                                                                  \
    " FROM url_source JOIN source ON source.id = url_source.source_id"                             \
    " WHERE url_source.url_id = url.id AND source.own_site = 1 AND source.active = 1)"

static const char *const sql[] = {
    [SQL_PAGES] =
        "SELECT url.id, page_text.text_hash, page.title, url.address, page.canonical,"
        " page_sketch.sketch, page.noindex = 0 AND url.state IN ('done', 'queued', 'waiting'),"
        " COALESCE(page_sketch.text_hash = page_text.text_hash, 0),"
        " (SELECT COUNT(DISTINCT source.department_id)" OWN_SITES ","
        " (SELECT COALESCE(SUM(DISTINCT source.department_id), 0)" OWN_SITES ","
        " COALESCE(page_twin.of_id, 0), COALESCE(page_twin.likeness, 0)"
        " FROM page_text JOIN page ON page.url_id = page_text.url_id"
        " JOIN url ON url.id = page_text.url_id"
        " LEFT JOIN page_sketch ON page_sketch.url_id = url.id"
        " LEFT JOIN page_twin ON page_twin.url_id = url.id ORDER BY url.id",
    [SQL_TEXT] = "SELECT text FROM page_text WHERE url_id = ?",
    [SQL_CLEAN_SKETCH] = "DELETE FROM page_sketch WHERE" NO_TEXT("page_sketch.url_id"),
    [SQL_CLEAN_LIKE] = "DELETE FROM page_like WHERE" NO_TEXT("page_like.url_id") " OR" NO_TEXT(
        "page_like.other_id"),
    [SQL_CLEAN_TWIN] =
        "DELETE FROM page_twin WHERE" NO_TEXT("page_twin.url_id") " OR" NO_TEXT("page_twin.of_id"),
    [SQL_FORGET] = "DELETE FROM page_like WHERE url_id = ?1 OR other_id = ?1",
    [SQL_SKETCH] = "INSERT INTO page_sketch (url_id, text_hash, sketch) VALUES (?, ?, ?)"
                   " ON CONFLICT (url_id) DO UPDATE SET text_hash = excluded.text_hash,"
                   " sketch = excluded.sketch",
    [SQL_LIKE] = "INSERT INTO page_like (url_id, other_id, likeness) VALUES (?, ?, ?)"
                 " ON CONFLICT (url_id, other_id) DO UPDATE SET likeness = excluded.likeness",
    [SQL_LIKES] = "SELECT url_id, other_id, likeness FROM page_like ORDER BY url_id, other_id",
    [SQL_PUT] = "INSERT INTO page_twin (url_id, of_id, likeness, why) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (url_id) DO UPDATE SET of_id = excluded.of_id,"
                " likeness = excluded.likeness, why = excluded.why",
    [SQL_DROP] = "DELETE FROM page_twin WHERE url_id = ?",
    [SQL_OF] = "SELECT url.address, page_twin.likeness, page_twin.why FROM page_twin"
               " JOIN url ON url.id = page_twin.of_id WHERE page_twin.url_id = ?",
    [SQL_EACH] = "SELECT url.address, page_twin.likeness, page_twin.why FROM page_twin"
                 " JOIN url ON url.id = page_twin.url_id WHERE page_twin.of_id = ?"
                 " ORDER BY url.address",
};

void
store_twin_pages(struct store *s, struct arena *a, store_twin_page_fn *fn, void *self)
{
    struct db_query *q = db_query(s, sql[SQL_PAGES]);

    while (db_row(q)) {
        int c = 0;
        struct store_twin_page p = { .url_id = db_int(q, c++) };

        p.text_hash = db_int(q, c++);
        p.title = db_text_in(q, c++, a);
        p.address = db_text_in(q, c++, a);
        p.canonical = db_text_in(q, c++, a);
        p.sketch = db_text_in(q, c++, a);
        p.linkable = db_int(q, c++) != 0;
        p.sketched = db_int(q, c++) != 0;
        p.n_departments = db_int(q, c++);
        p.sum_department = db_int(q, c++);
        p.of_id = db_int(q, c++);
        p.likeness = db_real(q, c++);
        fn(self, &p);
    }
    db_done(q);
}

struct text
store_twin_text(struct store *s, int64_t url_id, struct arena *a)
{
    return db_text_by_id(s, sql[SQL_TEXT], url_id, a);
}

void
store_twin_clean(struct store *s)
{
    (void)db_exec(db_query(s, sql[SQL_CLEAN_SKETCH])); /* all sticky */
    (void)db_exec(db_query(s, sql[SQL_CLEAN_LIKE]));
    (void)db_exec(db_query(s, sql[SQL_CLEAN_TWIN]));
}

void
store_twin_put_sketch(struct store *s, int64_t url_id, int64_t text_hash, struct text sketch)
{
    struct db_query *q = db_query(s, sql[SQL_FORGET]);

    db_bind_int(q, url_id);
    (void)db_exec(q); /* sticky */
    q = db_query(s, sql[SQL_SKETCH]);
    db_bind_int(q, url_id);
    db_bind_int(q, text_hash);
    db_bind_blob(q, sketch);
    (void)db_exec(q); /* sticky */
}

void
store_twin_put_like(struct store *s, int64_t url_id, int64_t other_id, double likeness)
{
    struct db_query *q = db_query(s, sql[SQL_LIKE]);

    db_bind_int(q, url_id < other_id ? url_id : other_id);
    db_bind_int(q, url_id < other_id ? other_id : url_id);
    db_bind_real(q, likeness);
    (void)db_exec(q); /* sticky */
}

void
store_twin_likes(struct store *s, store_twin_like_fn *fn, void *self)
{
    struct db_query *q = db_query(s, sql[SQL_LIKES]);

    while (db_row(q))
        fn(self, db_int(q, 0), db_int(q, 1), db_real(q, 2));
    db_done(q);
}

void
store_twin_put(struct store *s, int64_t url_id, int64_t of_id, double likeness, struct text why)
{
    struct db_query *q = db_query(s, sql[of_id != 0 ? SQL_PUT : SQL_DROP]);

    db_bind_int(q, url_id);
    if (of_id != 0) {
        db_bind_int(q, of_id);
        db_bind_real(q, likeness);
        db_bind_text(q, why);
    }
    (void)db_exec(q); /* sticky */
}

bool
store_twin_of(struct store *s, int64_t url_id, struct arena *a, struct store_twin *ret)
{
    struct db_query *q = db_query(s, sql[SQL_OF]);
    bool there;

    db_bind_int(q, url_id);
    there = db_row(q);
    if (there)
        *ret = (struct store_twin){ db_text_in(q, 0, a), db_real(q, 1), db_text_in(q, 2, a) };
    db_done(q);
    return there;
}

void
store_twin_each(struct store *s, int64_t url_id, struct arena *a, store_twin_fn *fn, void *self)
{
    struct db_query *q = db_query(s, sql[SQL_EACH]);

    db_bind_int(q, url_id);
    while (db_row(q)) {
        struct store_twin t = { db_text_in(q, 0, a), db_real(q, 1), db_text_in(q, 2, a) };

        fn(self, &t);
    }
    db_done(q);
}
