#include "store_host.h"

#include "db.h"

#define HOST_COLUMNS                                                                               \
    "id, authority, next_ok_ms, crawl_delay_ms, response_ms, blocked_until_ms, backoff_step,"      \
    " failures, parked_until_s, parked_why, ip, robots_verdict, robots_status,"                    \
    " robots_fetched_s, robots_expires_s, robots_failing_s, last_ok_s, requests, asked_ms"
#define N_HOST_COLUMNS 19

enum statement {
    SQL_ADD,
    SQL_FIND,
    SQL_GET,
    SQL_ROBOTS_BODY,
    SQL_PUT_CLOCK,
    SQL_PUT_ROBOTS,
    SQL_PUT_ROBOTS_BODY,
    SQL_AFTER,
    SQL_ASKED,
    SQL_LEASE,
    SQL_UNLEASE,
    SQL_IP_NEXT,
    SQL_IP_PUT,
    SQL_IP_SHIFT,
    SQL_LIST,
};

static const char *const sql[] = {
    [SQL_ADD] = "INSERT INTO host (authority) VALUES (?) RETURNING id",
    [SQL_FIND] = "SELECT id FROM host WHERE authority = ?",
    [SQL_GET] = "SELECT " HOST_COLUMNS " FROM host WHERE id = ?",
    [SQL_ROBOTS_BODY] = "SELECT robots_body FROM host WHERE id = ?",
    [SQL_PUT_CLOCK] = "UPDATE host SET next_ok_ms = ?, crawl_delay_ms = ?, response_ms = ?,"
                      " blocked_until_ms = ?, backoff_step = ?, failures = ?, parked_until_s = ?,"
                      " parked_why = ?, ip = ?, last_ok_s = ?, requests = ?, asked_ms = ?"
                      " WHERE id = ?",
    [SQL_PUT_ROBOTS] =
        "UPDATE host SET robots_verdict = ?, robots_status = ?,"
        " robots_fetched_s = ?, robots_expires_s = ?, robots_failing_s = ? WHERE id = ?",
    [SQL_PUT_ROBOTS_BODY] = "UPDATE host SET robots_body = ? WHERE id = ?",
    [SQL_AFTER] = "SELECT id FROM host WHERE id > ? ORDER BY id LIMIT 1",
    [SQL_ASKED] = "SELECT id FROM host WHERE asked_ms > 0 AND id > ? AND lease_until_s <= ?"
                  " ORDER BY id LIMIT 1",
    [SQL_LEASE] = "UPDATE host SET lease_owner = ?1, lease_until_s = ?2 WHERE id = ?3"
                  " AND (lease_until_s <= ?4 OR lease_owner = ?1)",
    [SQL_UNLEASE] = "UPDATE host SET lease_owner = NULL, lease_until_s = 0"
                    " WHERE substr(lease_owner, 1, length(?1)) = ?1",
    [SQL_IP_NEXT] = "SELECT next_ok_ms FROM ip_clock WHERE ip = ?",
    [SQL_IP_PUT] = "INSERT INTO ip_clock (ip, next_ok_ms) VALUES (?, ?)"
                   " ON CONFLICT (ip) DO UPDATE SET next_ok_ms = excluded.next_ok_ms",
    [SQL_IP_SHIFT] = "UPDATE ip_clock SET next_ok_ms = next_ok_ms + ? WHERE next_ok_ms > ?",
    /* one pass over url: a probe of its index per host and state would read every row too */
    [SQL_LIST] = "SELECT " HOST_COLUMNS ", coalesce(u.queued, 0), coalesce(u.done, 0),"
                 " coalesce(u.failed, 0), coalesce(u.refused, 0) FROM host LEFT JOIN (SELECT"
                 " host_id, count(*) FILTER (WHERE state IN ('queued', 'waiting')) AS queued,"
                 " count(*) FILTER (WHERE state = 'done') AS done,"
                 " count(*) FILTER (WHERE state IN ('failed', 'gone')) AS failed,"
                 " count(*) FILTER (WHERE state = 'refused') AS refused"
                 " FROM url GROUP BY host_id) u ON u.host_id = host.id ORDER BY authority",
};

int64_t
store_host_find(struct store *s, struct text authority)
{
    struct db_query *q = db_query(s, sql[SQL_FIND]);

    db_bind_text(q, authority);
    return db_exec_int(q, 0);
}

int64_t
store_host_id(struct store *s, struct text authority)
{
    int64_t id = store_host_find(s, authority);
    struct db_query *q;

    if (id != 0)
        return id;
    q = db_query(s, sql[SQL_ADD]);
    db_bind_text(q, authority);
    return db_exec_int(q, 0);
}

/* a == NULL: the texts stay the statement's. */
static void
read_host(struct db_query *q, struct arena *a, struct store_host *h)
{
    struct text *texts[] = { &h->authority, &h->parked_why, &h->ip, &h->verdict };
    static const int text_columns[] = { 1, 9, 10, 11 };
    int64_t *const numbers[N_HOST_COLUMNS] = {
        &h->id,
        NULL,
        &h->next_ok_ms,
        &h->crawl_delay_ms,
        &h->response_ms,
        &h->blocked_until_ms,
        &h->backoff_step,
        &h->failures,
        &h->parked_until_s,
        NULL,
        NULL,
        NULL,
        &h->robots_status,
        &h->robots_fetched_s,
        &h->robots_expires_s,
        &h->robots_failing_s,
        &h->last_ok_s,
        &h->requests,
        &h->asked_ms,
    };

    for (int i = 0; i < N_HOST_COLUMNS; i++)
        if (numbers[i] != NULL)
            *numbers[i] = db_int(q, i);
    for (size_t i = 0; i < N_ELEMENTS(texts); i++)
        *texts[i] = a != NULL ? db_text_in(q, text_columns[i], a) : db_text(q, text_columns[i]);
}

bool
store_host_get(struct store *s, int64_t id, struct arena *a, struct store_host *ret)
{
    struct db_query *q = db_query(s, sql[SQL_GET]);
    bool there;

    db_bind_int(q, id);
    there = db_row(q);
    if (there)
        read_host(q, a, ret);
    db_done(q);
    return there;
}

struct text
store_host_robots_body(struct store *s, int64_t id, struct arena *a)
{
    struct db_query *q = db_query(s, sql[SQL_ROBOTS_BODY]);
    struct text body = TEXT_NONE;

    db_bind_int(q, id);
    if (db_row(q))
        body = db_text_in(q, 0, a);
    db_done(q);
    return body;
}

void
store_host_put_clock(struct store *s, const struct store_host *h)
{
    struct db_query *q = db_query(s, sql[SQL_PUT_CLOCK]);

    db_bind_int(q, h->next_ok_ms);
    db_bind_int(q, h->crawl_delay_ms);
    db_bind_int(q, h->response_ms);
    db_bind_int(q, h->blocked_until_ms);
    db_bind_int(q, h->backoff_step);
    db_bind_int(q, h->failures);
    db_bind_int(q, h->parked_until_s);
    db_bind_text_or_null(q, h->parked_why);
    db_bind_text_or_null(q, h->ip);
    db_bind_int(q, h->last_ok_s);
    db_bind_int(q, h->requests);
    db_bind_int(q, h->asked_ms);
    db_bind_int(q, h->id);
    db_exec(q);
}

void
store_host_put_robots(struct store *s, const struct store_host *h, struct text body, bool keep_body)
{
    struct db_query *q = db_query(s, sql[SQL_PUT_ROBOTS]);

    db_bind_text_or_null(q, h->verdict);
    db_bind_int(q, h->robots_status);
    db_bind_int(q, h->robots_fetched_s);
    db_bind_int(q, h->robots_expires_s);
    db_bind_int(q, h->robots_failing_s);
    db_bind_int(q, h->id);
    db_exec(q);
    if (keep_body)
        return;
    q = db_query(s, sql[SQL_PUT_ROBOTS_BODY]);
    db_bind_blob(q, body);
    db_bind_int(q, h->id);
    db_exec(q);
}

int64_t
store_host_after(struct store *s, int64_t id)
{
    struct db_query *q = db_query(s, sql[SQL_AFTER]);

    db_bind_int(q, id);
    return db_exec_int(q, 0);
}

int64_t
store_host_asked(struct store *s, int64_t after_id, int64_t now_s)
{
    struct db_query *q = db_query(s, sql[SQL_ASKED]);

    db_bind_int(q, after_id);
    db_bind_int(q, now_s);
    return db_exec_int(q, 0);
}

bool
store_host_lease(struct store *s, int64_t id, const char *owner, int64_t now_s, int64_t until_s)
{
    struct db_query *q = db_query(s, sql[SQL_LEASE]);

    db_bind_str(q, owner);
    db_bind_int(q, until_s);
    db_bind_int(q, id);
    db_bind_int(q, now_s);
    return db_exec(q) && db_changes(s) > 0;
}

void
store_host_unlease(struct store *s, const char *prefix)
{
    struct db_query *q = db_query(s, sql[SQL_UNLEASE]);

    db_bind_str(q, prefix);
    db_exec(q);
}

int64_t
store_ip_next_ok_ms(struct store *s, struct text ip)
{
    struct db_query *q = db_query(s, sql[SQL_IP_NEXT]);

    db_bind_text(q, ip);
    return db_exec_int(q, 0);
}

void
store_ip_put(struct store *s, struct text ip, int64_t next_ok_ms)
{
    struct db_query *q = db_query(s, sql[SQL_IP_PUT]);

    db_bind_text(q, ip);
    db_bind_int(q, next_ok_ms);
    db_exec(q);
}

void
store_ip_shift(struct store *s, int64_t now_ms, int64_t ahead_ms)
{
    struct db_query *q = db_query(s, sql[SQL_IP_SHIFT]);

    db_bind_int(q, ahead_ms);
    db_bind_int(q, now_ms);
    db_exec(q);
}

void
store_host_list(struct store *s, void (*each)(void *self, const struct store_host_row *row),
                void *self)
{
    struct db_query *q = db_query(s, sql[SQL_LIST]);

    while (db_row(q)) {
        struct store_host_row row = { 0 };
        int at = N_HOST_COLUMNS;

        read_host(q, NULL, &row.host);
        row.queued = db_int(q, at++);
        row.done = db_int(q, at++);
        row.failed = db_int(q, at++);
        row.refused = db_int(q, at++);
        each(self, &row);
    }
    db_done(q);
}
