/* reply.c - see store_reply.h. */
#include "store_reply.h"

#include "db.h"

/* A posting of the draft that the group's card shows, the latest of it. */
#define POSTED                                                                                     \
    " FROM posting p JOIN draft d ON d.id = p.draft_id"                                            \
    " JOIN queue ON queue.group_id = d.group_id AND queue.draft_id = d.id"                         \
    " LEFT JOIN reply r ON r.posting_id = p.id"                                                    \
    " WHERE p.id = (SELECT MAX(x.id) FROM posting x WHERE x.draft_id = d.id)"

enum statement {
    SQL_DUE,
    SQL_PUT,
    SQL_MISSING,
    SQL_FOUND,
};

static const char *const sql[] = {
    [SQL_DUE] = "SELECT p.id, p.url, COALESCE((SELECT c.text FROM decision c"
                "  WHERE c.draft_id = d.id AND c.text IS NOT NULL ORDER BY c.revision DESC"
                "  LIMIT 1), d.answer), COALESCE(d.link, '')" POSTED
                " AND queue.state IN ('posted', 'reply-missing') AND p.url LIKE 'http%'"
                " AND COALESCE(r.checked_s, 0) < ? ORDER BY p.id",
    [SQL_PUT] = "INSERT INTO reply (posting_id, checked_s, missed_s, status, why)"
                " VALUES (?1, ?2, CASE WHEN ?3 THEN 0 ELSE ?2 END, ?4, ?5)"
                " ON CONFLICT (posting_id) DO UPDATE SET checked_s = excluded.checked_s,"
                " status = excluded.status, why = excluded.why, missed_s = CASE WHEN ?3 THEN 0"
                " WHEN reply.missed_s > 0 THEN reply.missed_s ELSE excluded.missed_s END",
    [SQL_MISSING] = "SELECT d.group_id" POSTED " AND queue.state = 'posted' AND r.missed_s > 0"
                    " AND r.checked_s - r.missed_s >= ? ORDER BY d.group_id LIMIT ?",
    [SQL_FOUND] = "SELECT d.group_id" POSTED " AND queue.state = 'reply-missing'"
                  " AND r.checked_s > 0 AND r.missed_s = 0 AND r.checked_s >= ?"
                  " ORDER BY d.group_id LIMIT ?",
};

size_t
store_reply_due(struct store *s, int64_t before_s, struct arena *a, struct store_reply **ret)
{
    struct db_query *q = db_query(s, sql[SQL_DUE]);
    struct store_reply *v = NULL;
    size_t n = 0, cap = 0;

    db_bind_int(q, before_s);
    while (db_row(q)) {
        int c = 0;

        v = arena_grow(a, v, n, &cap, sizeof(*v));
        v[n].posting_id = db_int(q, c++);
        v[n].url = db_text_in(q, c++, a);
        v[n].answer = db_text_in(q, c++, a);
        v[n++].link = db_text_in(q, c, a);
    }
    db_done(q);
    *ret = v;
    return n;
}

void
store_reply_put(struct store *s, int64_t posting_id, int64_t now_s, int64_t status, bool found,
                struct text why)
{
    struct db_query *q = db_query(s, sql[SQL_PUT]);

    db_bind_int(q, posting_id);
    db_bind_int(q, now_s);
    db_bind_int(q, found);
    db_bind_int(q, status);
    db_bind_text(q, why);
    (void)db_exec(q); /* sticky */
}

size_t
store_reply_turned(struct store *s, bool missing, int64_t *groups, size_t cap)
{
    struct db_query *q = db_query(s, sql[missing ? SQL_MISSING : SQL_FOUND]);
    size_t n = 0;

    db_bind_int(q, missing ? STORE_REPLY_SPAN_S : 0);
    db_bind_int(q, (int64_t)cap);
    while (n < cap && db_row(q))
        groups[n++] = db_int(q, 0);
    db_done(q);
    return n;
}
