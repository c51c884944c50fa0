#include "store_url_api.h"

#include "db.h"

enum statement {
    SQL_SHELVE,
    SQL_SHELVE_DUE,
    SQL_UNSHELVE,
    SQL_USED,
    SQL_NEXT,
};

/* A source's lists are few; "kind NOT IN" is the condition of the index that holds them. */
static const char *const sql[] = {
    [SQL_SHELVE] = "UPDATE url SET state = 'shelved' WHERE source_id = ? AND state = 'queued'"
                   " AND kind NOT IN ('api', 'item')",
    [SQL_SHELVE_DUE] = "UPDATE url SET state = 'shelved', due_s = 0 WHERE source_id = ?"
                       " AND due_s > 0 AND kind NOT IN ('api', 'item')",
    [SQL_UNSHELVE] =
        "UPDATE url SET state = CASE WHEN fetched_s IS NULL OR kind <> 'page' THEN 'queued'"
        " ELSE 'done' END, due_s = CASE WHEN fetched_s IS NULL OR kind <> 'page' THEN 0"
        " ELSE fetched_s + interval_s END WHERE source_id = ? AND state = 'shelved'"
        " AND kind <> 'api'",
    [SQL_USED] = "SELECT id FROM url WHERE source_id = ?"
                 " AND kind NOT IN ('page', 'item') AND kind = 'api'"
                 " ORDER BY state IN ('refused', 'gone', 'failed', 'shelved'), id LIMIT 1",
    [SQL_NEXT] = "SELECT id FROM url WHERE source_id = ?"
                 " AND kind NOT IN ('page', 'item') AND kind = 'api' AND id > ?"
                 " ORDER BY id LIMIT 1",
};

static void
update(struct store *s, enum statement which, int64_t source_id)
{
    struct db_query *q = db_query(s, sql[which]);

    db_bind_int(q, source_id);
    db_exec(q);
}

void
store_url_api_shelve(struct store *s, int64_t source_id)
{
    update(s, SQL_SHELVE, source_id); /* each by an index of its own */
    update(s, SQL_SHELVE_DUE, source_id);
}

void
store_url_api_unshelve(struct store *s, int64_t source_id)
{
    update(s, SQL_UNSHELVE, source_id);
}

bool
store_url_api_used(struct store *s, int64_t source_id, struct arena *a, struct store_url *ret)
{
    struct db_query *q = db_query(s, sql[SQL_USED]);
    int64_t id;

    db_bind_int(q, source_id);
    id = db_exec_int(q, 0);
    return id != 0 && store_url_get(s, id, a, ret);
}

bool
store_url_api_next(struct store *s, int64_t source_id, int64_t after_id, struct arena *a,
                   struct store_url *ret)
{
    struct db_query *q = db_query(s, sql[SQL_NEXT]);
    int64_t id;

    db_bind_int(q, source_id);
    db_bind_int(q, after_id);
    id = db_exec_int(q, 0);
    return id != 0 && store_url_get(s, id, a, ret);
}
