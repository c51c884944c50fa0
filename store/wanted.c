/* wanted.c - see store_wanted.h. */
#include "store_wanted.h"

#include "db.h"

enum statement {
    SQL_PUT,
    SQL_DROP,
    SQL_DROP_ALL,
    SQL_HAS,
    SQL_ANY,
    SQL_ANY_ON,
    SQL_NEXT,
    SQL_BEGIN,
    SQL_IDLE,
    SQL_DUE,
    SQL_LISTS,
    SQL_PROMOTE,
    SQL_LEAD,
    SQL_OWN,
    SQL_RULES,
    SQL_RULES_PUT,
    SQL_KEPT,
};

/* Those that another source pays for and this one leads to, from the payer's index. */
#define LED                                                                                        \
    "SELECT u.id, us.source_id, u.host_id, u.priority, 0 FROM url u CROSS JOIN url_source us"      \
    " WHERE us.url_id = u.id AND us.source_id = ?1 AND u.source_id = ?2"

static const char *const sql[] = {
    [SQL_PUT] = "INSERT INTO url_wanted (url_id, source_id, host_id, priority, later) VALUES"
                " (?1, ?2, ?3, ?4, EXISTS"
                "  (SELECT 1 FROM fetch WHERE url_id = ?1 AND run_id = ?5))"
                " ON CONFLICT (url_id, source_id) DO UPDATE SET priority = excluded.priority",
    [SQL_DROP] = "DELETE FROM url_wanted WHERE url_id = ? AND source_id = ?",
    [SQL_DROP_ALL] = "DELETE FROM url_wanted WHERE url_id = ?",
    [SQL_HAS] = "SELECT 1 FROM url_wanted WHERE url_id = ? AND source_id = ?",
    [SQL_ANY] = "SELECT 1 FROM url_wanted WHERE source_id = ? LIMIT 1",
    [SQL_ANY_ON] = "SELECT 1 FROM url_wanted w CROSS JOIN url u WHERE u.id = w.url_id"
                   " AND u.state IN ('queued', 'done') AND w.source_id = ? AND w.later = 0"
                   " AND w.host_id = ? LIMIT 1",
    [SQL_NEXT] = "SELECT w.url_id, w.priority FROM url_wanted w CROSS JOIN url u"
                 " WHERE u.id = w.url_id AND u.state IN ('queued', 'done') AND w.source_id = ?"
                 " AND w.later = 0 AND w.host_id = ? ORDER BY w.priority DESC, w.url_id LIMIT 1",
    [SQL_BEGIN] = "UPDATE url_wanted SET later = 0 WHERE source_id = ? AND later = 1",
    [SQL_IDLE] = "SELECT s.id, s.url FROM source s JOIN department d ON d.id = s.department_id"
                 " WHERE s.active = 0 OR d.active = 0",
    [SQL_DUE] = "INSERT INTO url_wanted (url_id, source_id, host_id, priority, later) " LED
                " AND u.due_s > 0 AND (?4 OR u.due_s <= ?3)"
                " ON CONFLICT (url_id, source_id) DO NOTHING",
    [SQL_LISTS] =
        "INSERT INTO url_wanted (url_id, source_id, host_id, priority, later) " LED
        " AND u.kind NOT IN ('page', 'item') AND u.kind <> 'seed' AND u.state IN ('queued', 'done')"
        " AND u.redirect_to IS NULL AND coalesce(u.fetched_s, 0) <> ?3"
        " ON CONFLICT (url_id, source_id) DO NOTHING",
    [SQL_PROMOTE] = "UPDATE url SET state = 'queued', due_s = 0 WHERE source_id = ?2"
                    " AND due_s > 0 AND (?4 OR due_s <= ?3) AND EXISTS"
                    "  (SELECT 1 FROM url_source us WHERE us.url_id = url.id"
                    "   AND us.source_id = ?1)",
    [SQL_LEAD] = "INSERT INTO url_source (url_id, source_id) SELECT id, source_id FROM url"
                 " WHERE id = ? ON CONFLICT (url_id, source_id) DO NOTHING",
    [SQL_OWN] = "UPDATE url SET source_id = ?2, kind = 'seed', priority = ?3, depth = 0"
                " WHERE id = ?1",
    [SQL_RULES] = "SELECT rules_hash, since_s FROM source_rules WHERE source_id = ?",
    [SQL_RULES_PUT] = "INSERT INTO source_rules (source_id, rules_hash, since_s) VALUES (?, ?, ?)"
                      " ON CONFLICT (source_id) DO UPDATE SET rules_hash = excluded.rules_hash,"
                      " since_s = excluded.since_s",
    [SQL_KEPT] = "SELECT 1 FROM post p JOIN post_match m ON m.post_id = p.id WHERE p.url_id = ?"
                 " AND m.department_id = ? LIMIT 1",
};

void
store_wanted_put(struct store *s, const struct store_wanted *w)
{
    struct db_query *q = db_query(s, sql[SQL_PUT]);

    db_bind_int(q, w->url_id);
    db_bind_int(q, w->source_id);
    db_bind_int(q, w->host_id);
    db_bind_int(q, w->priority);
    db_bind_int(q, w->run_id);
    db_exec(q);
}

static struct db_query *
bind_two(struct store *s, enum statement which, int64_t one, int64_t two)
{
    struct db_query *q = db_query(s, sql[which]);

    db_bind_int(q, one);
    db_bind_int(q, two);
    return q;
}

void
store_wanted_drop(struct store *s, int64_t url_id, int64_t source_id)
{
    struct db_query *q = db_query(s, sql[source_id != 0 ? SQL_DROP : SQL_DROP_ALL]);

    db_bind_int(q, url_id);
    if (source_id != 0)
        db_bind_int(q, source_id);
    db_exec(q);
}

bool
store_wanted_has(struct store *s, int64_t url_id, int64_t source_id)
{
    return db_exec_int(bind_two(s, SQL_HAS, url_id, source_id), 0) != 0;
}

bool
store_wanted_any(struct store *s, int64_t source_id, int64_t host_id)
{
    struct db_query *q = db_query(s, sql[host_id != 0 ? SQL_ANY_ON : SQL_ANY]);

    db_bind_int(q, source_id);
    if (host_id != 0)
        db_bind_int(q, host_id);
    return db_exec_int(q, 0) != 0;
}

bool
store_wanted_next(struct store *s, int64_t source_id, int64_t host_id, struct store_wanted *ret)
{
    struct db_query *q = bind_two(s, SQL_NEXT, source_id, host_id);
    bool there = db_row(q);

    if (there)
        *ret = (struct store_wanted){ .url_id = db_int(q, 0),
                                      .host_id = host_id,
                                      .source_id = source_id,
                                      .priority = db_int(q, 1) };
    db_done(q);
    return there;
}

void
store_wanted_begin(struct store *s, int64_t source_id)
{
    struct db_query *q = db_query(s, sql[SQL_BEGIN]);

    db_bind_int(q, source_id);
    db_exec(q);
}

size_t
store_wanted_idle(struct store *s, struct arena *a, struct store_wanted_idle **ret)
{
    struct db_query *q = db_query(s, sql[SQL_IDLE]);
    struct store_wanted_idle *v = NULL;
    size_t n = 0, cap = 0;

    while (db_row(q)) {
        v = arena_grow(a, v, n, &cap, sizeof(*v));
        v[n].source_id = db_int(q, 0);
        v[n++].url = db_text_in(q, 1, a);
    }
    db_done(q);
    *ret = v;
    return n;
}

void
store_wanted_due(struct store *s, int64_t source_id, int64_t payer_id, int64_t now_s, bool all)
{
    /* what is wanted is found by the times that promoting it clears */
    static const enum statement steps[] = { SQL_DUE, SQL_PROMOTE, SQL_LISTS };

    for (size_t i = 0; i < N_ELEMENTS(steps); i++) {
        struct db_query *q = bind_two(s, steps[i], source_id, payer_id);

        db_bind_int(q, now_s);
        if (steps[i] != SQL_LISTS)
            db_bind_int(q, all);
        db_exec(q);
    }
}

void
store_wanted_own(struct store *s, int64_t url_id, int64_t source_id, int64_t priority)
{
    struct db_query *q = db_query(s, sql[SQL_LEAD]);

    db_bind_int(q, url_id);
    db_exec(q);
    q = bind_two(s, SQL_OWN, url_id, source_id);
    db_bind_int(q, priority);
    db_exec(q);
}

int64_t
store_wanted_rules(struct store *s, int64_t source_id, int64_t rules_hash, int64_t now_s)
{
    struct db_query *q = db_query(s, sql[SQL_RULES]);
    int64_t since_s = 0;
    bool known, same = false;

    db_bind_int(q, source_id);
    known = db_row(q);
    if (known) {
        same = db_int(q, 0) == rules_hash;
        since_s = same ? db_int(q, 1) : now_s;
    }
    db_done(q);
    if (same)
        return since_s;
    q = bind_two(s, SQL_RULES_PUT, source_id, rules_hash);
    db_bind_int(q, since_s);
    db_exec(q);
    return since_s;
}

bool
store_wanted_kept(struct store *s, int64_t url_id, int64_t department_id)
{
    return db_exec_int(bind_two(s, SQL_KEPT, url_id, department_id), 0) != 0;
}
