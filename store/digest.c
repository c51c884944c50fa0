#include "store_digest.h"

#include "db.h"

enum statement { SQL_WAITS, SQL_BEGIN, SQL_SENT, SQL_FAILED, SQL_GAPS, SQL_COUNT };

/* Values: now, and STORE_DIGEST_SPAN_S. */
#define MAY_BEGIN(now)                                                                             \
    "digest_log.sent_s IS NULL AND (digest_log.tries = 0 OR"                                       \
    "  (digest_log.tries < 2 AND digest_log.begun_s <= " now " - ?))"

static const char *const sql[] = {
    [SQL_WAITS] = "SELECT NOT EXISTS (SELECT 1 FROM digest_log WHERE account_id = ? AND period = ?"
                  " AND NOT (" MAY_BEGIN("?") "))",
    [SQL_BEGIN] = "INSERT INTO digest_log (account_id, period, message_id, begun_s, tries)"
                  " VALUES (?, ?, ?, ?, 1) ON CONFLICT (account_id, period)"
                  " DO UPDATE SET tries = digest_log.tries + 1, begun_s = excluded.begun_s"
                  " WHERE " MAY_BEGIN("excluded.begun_s") " RETURNING id",
    [SQL_SENT] = "UPDATE digest_log SET sent_s = ?, why = ? WHERE id = ?",
    [SQL_FAILED] = "UPDATE digest_log SET tries = 0, why = ? WHERE id = ?",
    [SQL_GAPS] = "SELECT g.group_id, g.created_s, q.text, g.why FROM gap g"
                 " JOIN question_group o ON o.id = g.group_id JOIN question q ON q.id = o.head_id"
                 " WHERE o.department_id = ? AND g.created_s >= ? AND o.merged_into IS NULL"
                 " ORDER BY g.created_s DESC, g.group_id LIMIT ?",
    [SQL_COUNT] = ("SELECT count(*) FROM gap g JOIN question_group o ON o.id = g.group_id"
                   " WHERE o.department_id = ? AND g.created_s >= ? AND o.merged_into IS NULL"),
};

bool
store_digest_waits(struct store *s, const struct store_digest *d, int64_t now_s)
{
    struct db_query *q = db_query(s, sql[SQL_WAITS]);

    db_bind_int(q, d->account_id);
    db_bind_text(q, d->period);
    db_bind_int(q, now_s);
    db_bind_int(q, STORE_DIGEST_SPAN_S);
    return db_exec_int(q, 0) != 0;
}

int64_t
store_digest_begin(struct store *s, const struct store_digest *d, int64_t now_s)
{
    struct db_query *q = db_query(s, sql[SQL_BEGIN]);

    db_bind_int(q, d->account_id);
    db_bind_text(q, d->period);
    db_bind_text(q, d->message_id);
    db_bind_int(q, now_s);
    db_bind_int(q, STORE_DIGEST_SPAN_S);
    return db_exec_int(q, 0);
}

void
store_digest_sent(struct store *s, int64_t id, int64_t now_s, const char *why)
{
    struct db_query *q = db_query(s, sql[SQL_SENT]);

    db_bind_int(q, now_s);
    db_bind_str(q, why);
    db_bind_int(q, id);
    db_exec(q);
}

void
store_digest_failed(struct store *s, int64_t id, const char *why)
{
    struct db_query *q = db_query(s, sql[SQL_FAILED]);

    db_bind_str(q, why);
    db_bind_int(q, id);
    db_exec(q);
}

int64_t
store_digest_gaps(struct store *s, int64_t department_id, int64_t since_s, struct arena *a,
                  struct store_digest_gap **ret, size_t *n)
{
    struct store_digest_gap *v = arena_alloc(a, STORE_DIGEST_ROWS * sizeof(*v));
    struct db_query *q = db_query(s, sql[SQL_GAPS]);

    *n = 0;
    db_bind_int(q, department_id);
    db_bind_int(q, since_s);
    db_bind_int(q, STORE_DIGEST_ROWS);
    while (db_row(q)) {
        struct store_digest_gap *g = &v[(*n)++];
        int k = 0;

        g->group_id = db_int(q, k++);
        g->created_s = db_int(q, k++);
        g->question = db_text_in(q, k++, a);
        g->why = db_text_in(q, k, a);
    }
    db_done(q);
    *ret = v;
    q = db_query(s, sql[SQL_COUNT]);
    db_bind_int(q, department_id);
    db_bind_int(q, since_s);
    return db_exec_int(q, 0);
}
