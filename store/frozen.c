/* frozen.c - see store_frozen.h. */

#include "store_frozen.h"

#include "db.h"

bool
store_frozen_worth(struct store *s)
{
    return db_exec_int(db_query(s, "SELECT EXISTS (SELECT 1 FROM post)"), 0) != 0;
}

bool
store_frozen_find(struct store *s, struct text file, struct store_frozen *ret)
{
    struct db_query *q = db_query(s, "SELECT made_s, bytes, hash FROM frozen_list WHERE file = ?");
    int c = 0;
    bool there;

    db_bind_text(q, file);
    there = db_row(q);
    if (there) {
        ret->made_s = db_int(q, c++);
        ret->bytes = db_int(q, c++);
        ret->hash = db_int(q, c);
    }
    db_done(q);
    return there;
}

void
store_frozen_add(struct store *s, struct text file, const struct store_frozen *f)
{
    struct db_query *q = db_query(s, "INSERT INTO frozen_list (file, made_s, bytes, hash)"
                                     " VALUES (?, ?, ?, ?)");

    db_bind_text(q, file);
    db_bind_int(q, f->made_s);
    db_bind_int(q, f->bytes);
    db_bind_int(q, f->hash);
    (void)db_exec(q); /* sticky */
}

size_t
store_frozen_list(struct store *s, struct arena *a, struct store_frozen_row **ret)
{
    struct db_query *q =
        db_query(s, "SELECT file, made_s, bytes, hash FROM frozen_list ORDER BY file");
    struct store_frozen_row *v = NULL;
    size_t n = 0, cap = 0;

    while (db_row(q)) {
        int c = 0;

        v = arena_grow(a, v, n, &cap, sizeof(*v));
        v[n].file = arena_str(a, db_text(q, c++));
        v[n].is.made_s = db_int(q, c++);
        v[n].is.bytes = db_int(q, c++);
        v[n++].is.hash = db_int(q, c);
    }
    db_done(q);
    *ret = v;
    return n;
}

void
store_frozen_change(struct store *s, struct text file, const struct store_frozen *f)
{
    struct db_query *q = db_query(s, "UPDATE frozen_list SET bytes = ?, hash = ? WHERE file = ?");

    db_bind_int(q, f->bytes);
    db_bind_int(q, f->hash);
    db_bind_text(q, file);
    (void)db_exec(q); /* sticky */
}

void
store_frozen_drop(struct store *s, struct text file)
{
    struct db_query *q = db_query(s, "DELETE FROM frozen_list WHERE file = ?");

    db_bind_text(q, file);
    (void)db_exec(q); /* sticky */
}
