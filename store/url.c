#include "store_url.h"

#include <string.h>

#include "db.h"
#include "url_hash.h"

#define GONE_LIST_S (INT64_C(7) * 86400) /* a feed that was not there is looked for weekly */
/*
 * No page waits longer than 90 days (recrawl.c).  What stands further ahead, or
 * was fetched at a time to come, is from a clock that has been set back since.
 */
#define MAX_DUE_S (INT64_C(100) * 86400)

#define URL_COLUMNS                                                                                \
    "id, address, host_id, source_id, state, reason, kind, depth, hops, priority, due_s,"          \
    " interval_s, tries, etag, last_modified, content_hash, rules_hash, lastmod_s, redirect_to,"   \
    " found_on, first_seen_s, fetched_s"

#define KNOWN_COLUMNS "id, source_id, state, fetched_s, priority, label IS NOT NULL"

enum statement {
    SQL_FIND,
    SQL_FIND_ON,
    SQL_GET,
    SQL_ADD,
    SQL_LABEL,
    SQL_PUT,
    SQL_NEXT,
    SQL_HAS_QUEUED,
    SQL_PROMOTE,
    SQL_PROMOTE_FAR,
    SQL_PROMOTE_ALL,
    SQL_PROMOTE_SEEDS,
    SQL_REQUEUE,
    SQL_REQUEUE_ONE,
    SQL_RAISE,
    SQL_JOIN,
    SQL_PAYER,
    SQL_SOURCES,
    SQL_NEXT_DUE,
    SQL_SHAPE_GET,
    SQL_SHAPE_PUT,
};

/* An erased address is known by its hash alone: 40 bits of it among those of one host. */
#define IS "(address = ? OR address = '" STORE_URL_ERASED "')"

static const char *const sql[] = {
    [SQL_FIND] = "SELECT " KNOWN_COLUMNS " FROM url WHERE hash = ? AND " IS
                 " AND host_id = (SELECT id FROM host WHERE authority = ?)",
    [SQL_FIND_ON] = "SELECT " KNOWN_COLUMNS " FROM url"
                    " WHERE hash = ? AND " IS " AND host_id = ?",
    [SQL_GET] = "SELECT " URL_COLUMNS " FROM url WHERE id = ?",
    [SQL_ADD] = "INSERT INTO url (hash, address, host_id, found_on, first_seen_s, label, source_id,"
                " state,"
                " reason, kind, depth, hops, priority, due_s, interval_s, tries, etag,"
                " last_modified, content_hash, rules_hash, lastmod_s, redirect_to, fetched_s)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [SQL_LABEL] = "UPDATE url SET label = ? WHERE id = ?",
    /* not source_id: to set a foreign key, even to what it is, costs a journal of its own */
    [SQL_PUT] =
        "UPDATE url SET state = ?, reason = ?, kind = ?, depth = ?,"
        " hops = ?, priority = ?, due_s = ?, interval_s = ?, tries = ?, etag = ?,"
        " last_modified = ?, content_hash = ?, rules_hash = ?, lastmod_s = ?, redirect_to = ?,"
        " fetched_s = ? WHERE id = ?",
    [SQL_NEXT] = "SELECT " URL_COLUMNS " FROM url WHERE state = 'queued' AND source_id = ?"
                 " AND host_id = ? ORDER BY priority DESC, id LIMIT 1",
    [SQL_HAS_QUEUED] = "SELECT 1 FROM url WHERE state = 'queued' AND source_id = ?"
                       " AND host_id = ? LIMIT 1",
    [SQL_PROMOTE] = "UPDATE url SET state = 'queued', due_s = 0"
                    " WHERE source_id = ? AND due_s > 0 AND due_s <= ?",
    [SQL_PROMOTE_FAR] = "UPDATE url SET state = 'queued', due_s = 0"
                        " WHERE source_id = ? AND due_s > 0 AND due_s > ?",
    [SQL_PROMOTE_ALL] = "UPDATE url SET state = 'queued', due_s = 0"
                        " WHERE source_id = ? AND due_s > 0",
    [SQL_PROMOTE_SEEDS] = "UPDATE url SET state = 'queued', due_s = 0 WHERE source_id = ?1"
                          " AND kind NOT IN ('page', 'item') AND state NOT IN ('queued', "
                          "'shelved') AND redirect_to IS NULL"
                          " AND (kind = 'seed' OR state IN ('waiting', 'done')"
                          "  OR fetched_s < ?3 OR fetched_s > ?2)"
                          " AND coalesce(fetched_s, 0) <> ?2",
    [SQL_REQUEUE] = "UPDATE url SET state = 'queued', reason = NULL, due_s = 0 WHERE host_id = ?"
                    " AND state = 'refused' AND substr(reason, 1, ?) = ?",
    [SQL_REQUEUE_ONE] = "UPDATE url SET state = 'queued', reason = NULL, due_s = 0,"
                        " priority = ? WHERE id = ?",
    [SQL_RAISE] = "UPDATE url SET priority = ?1 WHERE id = ?2 AND state = 'queued'"
                  " AND tries = 0 AND priority < ?1",
    [SQL_JOIN] = "INSERT INTO url_source (url_id, source_id) VALUES (?, ?)"
                 " ON CONFLICT (url_id, source_id) DO NOTHING",
    /* two look-ups: a UNION of them would open a table of its own each time */
    [SQL_PAYER] = "SELECT source_id FROM url WHERE id = ?",
    [SQL_SOURCES] = "SELECT source_id FROM url_source WHERE url_id = ? AND source_id <> ?"
                    " ORDER BY source_id",
    [SQL_NEXT_DUE] = "SELECT min(due_s) FROM url WHERE source_id = ? AND due_s > 0",
    [SQL_SHAPE_GET] = "SELECT n_same, text_hash FROM url_shape WHERE host_id = ? AND shape = ?",
    [SQL_SHAPE_PUT] = "INSERT INTO url_shape (host_id, shape, text_hash, n_same)"
                      " VALUES (?, ?, ?, ?) ON CONFLICT (host_id, shape) DO UPDATE SET"
                      " text_hash = excluded.text_hash, n_same = excluded.n_same",
};

static const char *const state_names[] = {
    [STORE_URL_QUEUED] = "queued",   [STORE_URL_WAITING] = "waiting",
    [STORE_URL_DONE] = "done",       [STORE_URL_GONE] = "gone",
    [STORE_URL_FAILED] = "failed",   [STORE_URL_REFUSED] = "refused",
    [STORE_URL_SHELVED] = "shelved",
};

static const char *const kind_names[] = {
    [STORE_URL_PAGE] = "page",       [STORE_URL_SEED] = "seed", [STORE_URL_FEED] = "feed",
    [STORE_URL_SITEMAP] = "sitemap", [STORE_URL_API] = "api",   [STORE_URL_API_ITEM] = "item",
};

const char *
store_url_state_name(enum store_url_state st)
{
    return state_names[st];
}

const char *
store_url_kind_name(enum store_url_kind kind)
{
    return kind_names[kind];
}

static size_t
index_of(const char *const *names, size_t n, struct text t)
{
    size_t i = 0;

    while (i + 1 < n && !text_is(t, names[i]))
        i++;
    return i;
}

static bool
read_known(struct db_query *q, struct store_url_known *ret)
{
    bool there = db_row(q);
    int c = 0;

    if (there) {
        ret->id = db_int(q, c++);
        ret->source_id = db_int(q, c++);
        ret->state =
            (enum store_url_state)index_of(state_names, N_ELEMENTS(state_names), db_text(q, c));
        c++;
        ret->fetched_s = db_int(q, c++);
        ret->priority = db_int(q, c++);
        ret->labelled = db_int(q, c) != 0;
    }
    db_done(q);
    return there;
}

/* "https://a.example:8443" of "https://a.example:8443/x?y": canonical texts say no more there. */
static struct text
authority_of(struct text address)
{
    size_t i = text_find(address, TEXT_LIT("://"));

    if (i == TEXT_NPOS)
        return TEXT_NONE;
    for (i += sizeof("://") - 1; i < address.n; i++)
        if (address.p[i] == '/' || address.p[i] == '?')
            break;
    return text_sub(address, 0, i);
}

bool
store_url_find(struct store *s, struct text address, struct store_url_known *ret)
{
    struct db_query *q = db_query(s, sql[SQL_FIND]);

    db_bind_int(q, url_hash_of(address));
    db_bind_text(q, address);
    db_bind_text(q, authority_of(address));
    return read_known(q, ret);
}

bool
store_url_find_on(struct store *s, int64_t host_id, struct text address,
                  struct store_url_known *ret)
{
    struct db_query *q = db_query(s, sql[SQL_FIND_ON]);

    db_bind_int(q, url_hash_of(address));
    db_bind_text(q, address);
    db_bind_int(q, host_id);
    return read_known(q, ret);
}

void
store_url_requeue(struct store *s, int64_t id, int64_t priority)
{
    struct db_query *q = db_query(s, sql[SQL_REQUEUE_ONE]);

    db_bind_int(q, priority);
    db_bind_int(q, id);
    db_exec(q);
}

void
store_url_label(struct store *s, int64_t id, struct text label)
{
    struct db_query *q = db_query(s, sql[SQL_LABEL]);

    db_bind_text(q, label);
    db_bind_int(q, id);
    db_exec(q);
}

void
store_url_raise(struct store *s, int64_t id, int64_t priority)
{
    struct db_query *q = db_query(s, sql[SQL_RAISE]);

    db_bind_int(q, priority);
    db_bind_int(q, id);
    db_exec(q);
}

static void
read_url(struct db_query *q, struct arena *a, struct store_url *u)
{
    int c = 0;

    u->id = db_int(q, c++);
    u->address = db_text_in(q, c++, a);
    u->host_id = db_int(q, c++);
    u->source_id = db_int(q, c++);
    u->state = (enum store_url_state)index_of(state_names, N_ELEMENTS(state_names), db_text(q, c));
    c++;
    u->reason = db_text_in(q, c++, a);
    u->kind = (enum store_url_kind)index_of(kind_names, N_ELEMENTS(kind_names), db_text(q, c));
    c++;
    u->depth = db_int(q, c++);
    u->hops = db_int(q, c++);
    u->priority = db_int(q, c++);
    u->due_s = db_int(q, c++);
    u->interval_s = db_int(q, c++);
    u->tries = db_int(q, c++);
    u->etag = db_text_in(q, c++, a);
    u->last_modified = db_text_in(q, c++, a);
    u->content_hash = db_int(q, c++);
    u->rules_hash = db_int(q, c++);
    u->lastmod_s = db_int(q, c++);
    u->redirect_to = db_int(q, c++);
    u->found_on = db_int(q, c++);
    u->first_seen_s = db_int(q, c++);
    u->fetched_s = db_int(q, c);
}

static bool
read_one(struct db_query *q, struct arena *a, struct store_url *ret)
{
    bool there = db_row(q);

    if (there)
        read_url(q, a, ret);
    db_done(q);
    return there;
}

bool
store_url_get(struct store *s, int64_t id, struct arena *a, struct store_url *ret)
{
    struct db_query *q = db_query(s, sql[SQL_GET]);

    db_bind_int(q, id);
    return read_one(q, a, ret);
}

static void
bind_int_or_null(struct db_query *q, int64_t v)
{
    if (v != 0)
        db_bind_int(q, v);
    else
        db_bind_null(q);
}

/* The columns that SQL_ADD and SQL_PUT write in the same order. */
static void
bind_mutable(struct db_query *q, const struct store_url *u)
{
    db_bind_str(q, state_names[u->state]);
    db_bind_text_or_null(q, u->reason);
    db_bind_str(q, kind_names[u->kind]);
    db_bind_int(q, u->depth);
    db_bind_int(q, u->hops);
    db_bind_int(q, u->priority);
    db_bind_int(q, u->state != STORE_URL_QUEUED ? u->due_s : 0);
    db_bind_int(q, u->interval_s);
    db_bind_int(q, u->tries);
    db_bind_text_or_null(q, u->etag);
    db_bind_text_or_null(q, u->last_modified);
    bind_int_or_null(q, u->content_hash);
    bind_int_or_null(q, u->rules_hash);
    bind_int_or_null(q, u->lastmod_s);
    bind_int_or_null(q, u->redirect_to);
    bind_int_or_null(q, u->fetched_s);
}

int64_t
store_url_add(struct store *s, const struct store_url *u)
{
    struct db_query *q = db_query(s, sql[SQL_ADD]);

    db_bind_int(q, url_hash_of(u->address));
    db_bind_text(q, u->address);
    db_bind_int(q, u->host_id);
    bind_int_or_null(q, u->found_on);
    db_bind_int(q, u->first_seen_s);
    db_bind_text_or_null(q, u->label);
    db_bind_int(q, u->source_id);
    bind_mutable(q, u);
    return db_exec_id(q);
}

void
store_url_put(struct store *s, const struct store_url *u)
{
    struct db_query *q = db_query(s, sql[SQL_PUT]);

    bind_mutable(q, u);
    db_bind_int(q, u->id);
    db_exec(q);
}

bool
store_url_next(struct store *s, int64_t source_id, int64_t host_id, struct arena *a,
               struct store_url *ret)
{
    struct db_query *q = db_query(s, sql[SQL_NEXT]);

    db_bind_int(q, source_id);
    db_bind_int(q, host_id);
    return read_one(q, a, ret);
}

bool
store_url_has_queued(struct store *s, int64_t source_id, int64_t host_id)
{
    struct db_query *q = db_query(s, sql[SQL_HAS_QUEUED]);

    db_bind_int(q, source_id);
    db_bind_int(q, host_id);
    return db_exec_int(q, 0) != 0;
}

void
store_url_promote(struct store *s, int64_t source_id, int64_t now_s, bool all)
{
    struct db_query *q = db_query(s, sql[all ? SQL_PROMOTE_ALL : SQL_PROMOTE]);

    db_bind_int(q, source_id);
    if (!all)
        db_bind_int(q, now_s);
    db_exec(q);
    if (all)
        return;
    q = db_query(s, sql[SQL_PROMOTE_FAR]);
    db_bind_int(q, source_id);
    db_bind_int(q, now_s + MAX_DUE_S);
    db_exec(q);
}

void
store_url_promote_seeds(struct store *s, int64_t source_id, int64_t now_s)
{
    struct db_query *q = db_query(s, sql[SQL_PROMOTE_SEEDS]);

    db_bind_int(q, source_id);
    db_bind_int(q, now_s);
    db_bind_int(q, now_s - GONE_LIST_S);
    db_exec(q);
}

void
store_url_requeue_refused(struct store *s, int64_t host_id, struct text reason_head)
{
    struct db_query *q = db_query(s, sql[SQL_REQUEUE]);

    db_bind_int(q, host_id);
    db_bind_int(q, (int64_t)reason_head.n);
    db_bind_text(q, reason_head);
    db_exec(q);
}

bool
store_url_join(struct store *s, int64_t url_id, int64_t source_id)
{
    struct db_query *q = db_query(s, sql[SQL_JOIN]);

    db_bind_int(q, url_id);
    db_bind_int(q, source_id);
    return db_exec(q) && db_changes(s) > 0;
}

size_t
store_url_sources(struct store *s, int64_t url_id, int64_t *ids, size_t cap)
{
    struct db_query *q = db_query(s, sql[SQL_PAYER]);
    size_t n = 0;

    db_bind_int(q, url_id);
    if (cap > 0 && db_row(q))
        ids[n++] = db_int(q, 0);
    db_done(q);
    if (n == 0)
        return 0;
    q = db_query(s, sql[SQL_SOURCES]);
    db_bind_int(q, url_id);
    db_bind_int(q, ids[0]);
    while (n < cap && db_row(q))
        ids[n++] = db_int(q, 0);
    db_done(q);
    return n;
}

int64_t
store_url_next_due_s(struct store *s, int64_t source_id)
{
    struct db_query *q = db_query(s, sql[SQL_NEXT_DUE]);

    db_bind_int(q, source_id);
    return db_exec_int(q, 0);
}

int64_t
store_url_shape_same(struct store *s, int64_t host_id, uint64_t shape)
{
    struct db_query *q = db_query(s, sql[SQL_SHAPE_GET]);

    db_bind_int(q, host_id);
    db_bind_int(q, (int64_t)shape);
    return db_exec_int(q, 0);
}

int64_t
store_url_shape_note(struct store *s, int64_t host_id, uint64_t shape, uint64_t text_hash)
{
    struct db_query *q = db_query(s, sql[SQL_SHAPE_GET]);
    int64_t n_same = 0;
    bool known, same = false;

    db_bind_int(q, host_id);
    db_bind_int(q, (int64_t)shape);
    known = db_row(q);
    if (known) {
        same = db_int(q, 1) == (int64_t)text_hash;
        n_same = same ? db_int(q, 0) + 1 : 0;
    }
    db_done(q);
    q = db_query(s, sql[SQL_SHAPE_PUT]);
    db_bind_int(q, host_id);
    db_bind_int(q, (int64_t)shape);
    db_bind_int(q, (int64_t)text_hash);
    db_bind_int(q, n_same);
    db_exec(q);
    return n_same;
}
