#include "store_archive.h"

#include "db.h"

#define STATUS_OK 200
#define COLUMNS                                                                                    \
    "url_id, address, file, offset_bytes, length_bytes, at_ms, status, digest, same_as_ms"

enum statement {
    SQL_ADD,
    SQL_SAME_BY_URL,
    SQL_SAME_BY_ADDRESS,
    SQL_OK_BY_URL,
    SQL_NEWEST,
    SQL_KNOWS,
    SQL_DROP,
};

static const char *const sql[] = {
    [SQL_ADD] = "INSERT INTO archive (" COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [SQL_SAME_BY_URL] = "SELECT " COLUMNS " FROM archive WHERE url_id = ? AND digest = ?"
                        " AND same_as_ms IS NULL ORDER BY at_ms DESC LIMIT 1",
    [SQL_SAME_BY_ADDRESS] = "SELECT " COLUMNS " FROM archive WHERE address = ? AND digest = ?"
                            " AND same_as_ms IS NULL ORDER BY at_ms DESC LIMIT 1",
    [SQL_OK_BY_URL] = "SELECT " COLUMNS " FROM archive WHERE url_id = ? AND status = ?"
                      " AND same_as_ms IS NULL ORDER BY at_ms DESC LIMIT 1",
    [SQL_NEWEST] = "SELECT " COLUMNS " FROM archive WHERE url_id = ? ORDER BY at_ms DESC LIMIT 1",
    [SQL_KNOWS] = "SELECT 1 FROM archive WHERE file = ? AND offset_bytes = ?",
    [SQL_DROP] = "DELETE FROM archive WHERE file = ? AND offset_bytes >= ?",
};

static void
bind_id(struct db_query *q, int64_t v)
{
    if (v != 0)
        db_bind_int(q, v);
    else
        db_bind_null(q);
}

void
store_archive_add(struct store *s, const struct store_archived *row)
{
    struct db_query *q = db_query(s, sql[SQL_ADD]);

    bind_id(q, row->url_id);
    db_bind_text_or_null(q, row->url_id == 0 ? row->address : TEXT_NONE);
    db_bind_text(q, row->file);
    db_bind_int(q, row->offset_bytes);
    db_bind_int(q, row->length_bytes);
    db_bind_int(q, row->at_ms);
    db_bind_int(q, row->status);
    db_bind_text_or_null(q, row->digest);
    bind_id(q, row->same_as_ms);
    db_exec(q);
}

static bool
read_row(struct db_query *q, struct arena *a, struct store_archived *ret)
{
    bool found = db_row(q);
    int c = 0;

    if (found) {
        ret->url_id = db_int(q, c++);
        ret->address = db_text_in(q, c++, a);
        ret->file = db_text_in(q, c++, a);
        ret->offset_bytes = db_int(q, c++);
        ret->length_bytes = db_int(q, c++);
        ret->at_ms = db_int(q, c++);
        ret->status = db_int(q, c++);
        ret->digest = db_text_in(q, c++, a);
        ret->same_as_ms = db_int(q, c);
    }
    db_done(q);
    return found;
}

bool
store_archive_original(struct store *s, const struct store_archived *row, struct arena *a,
                       struct store_archived *ret)
{
    struct db_query *q;

    if (row->url_id == 0 && row->digest.n == 0)
        return false;
    if (row->url_id == 0) {
        q = db_query(s, sql[SQL_SAME_BY_ADDRESS]);
        db_bind_text(q, row->address);
    } else {
        q = db_query(s, sql[row->digest.n > 0 ? SQL_SAME_BY_URL : SQL_OK_BY_URL]);
        db_bind_int(q, row->url_id);
    }
    if (row->digest.n > 0)
        db_bind_text(q, row->digest);
    else
        db_bind_int(q, STATUS_OK);
    return read_row(q, a, ret);
}

bool
store_archive_newest(struct store *s, int64_t url_id, struct arena *a, struct store_archived *ret)
{
    struct db_query *q = db_query(s, sql[SQL_NEWEST]);

    db_bind_int(q, url_id);
    return read_row(q, a, ret);
}

void
store_archive_drop(struct store *s, struct text file, int64_t from_bytes)
{
    struct db_query *q = db_query(s, sql[SQL_DROP]);

    db_bind_text(q, file);
    db_bind_int(q, from_bytes);
    db_exec(q);
}

bool
store_archive_knows(struct store *s, struct text file, int64_t offset_bytes)
{
    struct db_query *q = db_query(s, sql[SQL_KNOWS]);

    db_bind_text(q, file);
    db_bind_int(q, offset_bytes);
    return db_exec_int(q, 0) != 0;
}
