#include "store_explain.h"

#include "db.h"
#include "store_url.h"

#define GONE_LIST_S (INT64_C(7) * 86400) /* as in url.c: a feed that was not there */

enum statement {
    SQL_POSTS,
    SQL_PAGE_OF,
    SQL_AHEAD,
    SQL_FOUND_ON,
    SQL_NEIGHBOURS,
    SQL_COUNTS,
    SQL_WANTED,
    SQL_QUEUES,
    SQL_YIELDS,
    SQL_HAS_PAGES,
    SQL_TOOK_PART,
    SQL_BEGUN,
    SQL_UNREAD,
    SQL_LAST_END,
    SQL_UNFINISHED,
    SQL_RUNS,
};

#define LIST "(kind NOT IN ('page', 'item'))" /* asked for in every run */

static const char *const sql[] = {
    [SQL_POSTS] = "SELECT p.id, p.permalink, p.title, p.how, d.key, s.key, m.words, p.p, p.gone_s"
                  " FROM post p JOIN post_match m ON m.post_id = p.id"
                  " JOIN department d ON d.id = m.department_id"
                  " JOIN source s ON s.id = m.source_id WHERE p.url_id = ? ORDER BY p.id, d.key",
    [SQL_PAGE_OF] = "SELECT url_id FROM post WHERE permalink = ?",
    [SQL_AHEAD] = "SELECT count(*) FROM url WHERE state = 'queued' AND source_id = ?1"
                  " AND host_id = ?2 AND (priority > ?3 OR (priority = ?3 AND id < ?4))",
    [SQL_FOUND_ON] = "SELECT count(*) FROM url WHERE host_id = ? AND found_on = ?",
    [SQL_NEIGHBOURS] = "SELECT authority FROM host WHERE ip = ? AND id <> ? ORDER BY authority"
                       " LIMIT ?",
    [SQL_COUNTS] =
        "SELECT source_id, host_id, count(*) FILTER (WHERE state NOT IN ('refused', 'shelved')),"
        " count(*) FILTER (WHERE state IN ('done', 'gone')"
        "  OR (state = 'queued' AND fetched_s IS NOT NULL AND tries = 0)),"
        " count(*) FILTER (WHERE state = 'queued'), count(*) FILTER (WHERE state = 'refused'),"
        " count(*) FILTER (WHERE " LIST " AND (state = 'queued' OR (redirect_to IS NULL"
        "  AND state <> 'shelved'"
        "  AND (kind = 'seed' OR state IN ('waiting', 'done') OR fetched_s < ?3"
        "   OR fetched_s > ?1)))),"
        " count(*) FILTER (WHERE NOT " LIST " AND state = 'queued' AND fetched_s IS NULL),"
        " count(*) FILTER (WHERE NOT " LIST " AND ((state = 'queued' AND fetched_s IS NOT NULL"
        "  AND tries = 0) OR (state IN ('done', 'gone') AND due_s > 0 AND (?2 OR due_s <= ?1)))),"
        " count(*) FILTER (WHERE NOT " LIST " AND ((state = 'queued' AND fetched_s IS NOT NULL"
        "  AND tries > 0) OR (state IN ('waiting', 'failed') AND due_s > 0"
        "  AND (?2 OR due_s <= ?1))))"
        " FROM url GROUP BY source_id, host_id",
    [SQL_WANTED] = "SELECT w.source_id, w.host_id, count(*), count(*) FILTER"
                   " (WHERE u.state = 'done' AND (u.due_s = 0 OR u.due_s > ?1))"
                   " FROM url_wanted w CROSS JOIN url u WHERE u.id = w.url_id"
                   " AND u.state IN ('queued', 'done') AND u.source_id <> w.source_id"
                   " GROUP BY w.source_id, w.host_id",
    [SQL_QUEUES] = "SELECT source_id, host_id, count(*) FROM url WHERE state = 'queued'"
                   " GROUP BY source_id, host_id",
    [SQL_YIELDS] = "SELECT m.source_id, count(*), max(p.first_seen_s) FROM post_match m"
                   " JOIN post p ON p.id = m.post_id GROUP BY m.source_id",
    [SQL_HAS_PAGES] = "SELECT 1 FROM url WHERE source_id = ? AND kind = 'page' LIMIT 1",
    [SQL_TOOK_PART] = "SELECT 1 FROM url_source WHERE source_id = ? LIMIT 1",
    [SQL_BEGUN] = "SELECT MAX(COALESCE((SELECT at_s FROM begun WHERE department_id = ?1), 0),"
                  " COALESCE((SELECT at_s FROM source_begun WHERE source_id = ?2), 0))",
    /* pages first: CROSS keeps SQLite from reading all of a source's addresses instead */
    [SQL_UNREAD] = "SELECT u.address FROM page p CROSS JOIN url u"
                   " WHERE u.id = p.url_id AND p.changed_s > ? AND p.kind IN ('other', 'blocked')"
                   " AND u.source_id = ? AND u.kind = 'page' LIMIT ?",
    [SQL_LAST_END] = "SELECT max(ended_s) FROM crawl_run",
    [SQL_UNFINISHED] = "SELECT id FROM crawl_run WHERE ended_s IS NULL AND started_s >= ?"
                       " ORDER BY id DESC LIMIT 1",
    [SQL_RUNS] = "SELECT r.id, r.started_s, r.ended_s, r.outcome, c.requests, c.pages, c.unchanged,"
                 " c.failed, c.refused, c.skipped, c.threads, c.questions FROM crawl_source c"
                 " JOIN crawl_run r ON r.id = c.run_id WHERE c.source_id = ?"
                 " ORDER BY r.id DESC LIMIT ?",
};

size_t
store_explain_posts(struct store *s, int64_t url_id, struct arena *a,
                    struct store_explain_post **ret)
{
    struct db_query *q = db_query(s, sql[SQL_POSTS]);
    struct store_explain_post *v = NULL;
    size_t n = 0, cap = 0;

    db_bind_int(q, url_id);
    while (db_row(q)) {
        struct store_explain_post *p;
        int c = 0;

        v = arena_grow(a, v, n, &cap, sizeof(*v));
        p = &v[n++];
        p->id = db_int(q, c++);
        p->permalink = db_text_in(q, c++, a);
        p->title = db_text_in(q, c++, a);
        p->how = db_text_in(q, c++, a);
        p->department = db_text_in(q, c++, a);
        p->source = db_text_in(q, c++, a);
        p->words = db_text_in(q, c++, a);
        p->p = db_real(q, c++);
        p->gone_s = db_int(q, c);
    }
    db_done(q);
    *ret = v;
    return n;
}

int64_t
store_explain_page_of(struct store *s, struct text permalink)
{
    struct db_query *q = db_query(s, sql[SQL_PAGE_OF]);

    db_bind_text(q, permalink);
    return db_exec_int(q, 0);
}

int64_t
store_explain_ahead(struct store *s, const struct store_url *u)
{
    struct db_query *q = db_query(s, sql[SQL_AHEAD]);

    db_bind_int(q, u->source_id);
    db_bind_int(q, u->host_id);
    db_bind_int(q, u->priority);
    db_bind_int(q, u->id);
    return db_exec_int(q, 0);
}

int64_t
store_explain_found_on(struct store *s, int64_t host_id, int64_t url_id)
{
    struct db_query *q = db_query(s, sql[SQL_FOUND_ON]);

    db_bind_int(q, host_id);
    db_bind_int(q, url_id);
    return db_exec_int(q, 0);
}

size_t
store_explain_neighbours(struct store *s, struct text ip, int64_t host_id, size_t max,
                         struct arena *a, struct text *ret)
{
    struct db_query *q = db_query(s, sql[SQL_NEIGHBOURS]);
    size_t n = 0;

    db_bind_text(q, ip);
    db_bind_int(q, host_id);
    db_bind_int(q, (int64_t)max);
    while (n < max && db_row(q))
        ret[n++] = db_text_in(q, 0, a);
    db_done(q);
    return n;
}

/* How a source stands on a host, added where nothing is known of that yet. */
static struct store_explain_count *
count_of(struct store_explain_count **v, size_t *n, size_t *cap,
         const struct store_explain_count *k, struct arena *a)
{
    for (size_t i = 0; i < *n; i++)
        if ((*v)[i].source_id == k->source_id && (*v)[i].host_id == k->host_id)
            return &(*v)[i];
    *v = arena_grow(a, *v, *n, cap, sizeof(**v));
    (*v)[*n] = (struct store_explain_count){ .source_id = k->source_id, .host_id = k->host_id };
    return &(*v)[(*n)++];
}

static void
add_wanted(struct store *s, int64_t now_s, struct store_explain_count **v, size_t *n, size_t *cap,
           struct arena *a)
{
    struct db_query *q = db_query(s, sql[SQL_WANTED]);

    db_bind_int(q, now_s);
    while (db_row(q)) {
        struct store_explain_count key = { .source_id = db_int(q, 0), .host_id = db_int(q, 1) };
        struct store_explain_count *r = count_of(v, n, cap, &key, a);

        r->wanted = db_int(q, 2);
        r->early = db_int(q, 3);
    }
    db_done(q);
}

size_t
store_explain_counts(struct store *s, int64_t now_s, bool again, struct arena *a,
                     struct store_explain_count **ret)
{
    struct db_query *q = db_query(s, sql[SQL_COUNTS]);
    struct store_explain_count *v = NULL;
    size_t n = 0, cap = 0;

    db_bind_int(q, now_s);
    db_bind_int(q, again);
    db_bind_int(q, now_s - GONE_LIST_S);
    while (db_row(q)) {
        struct store_explain_count *r;
        int c = 0;

        v = arena_grow(a, v, n, &cap, sizeof(*v));
        r = &v[n++];
        r->source_id = db_int(q, c++);
        r->host_id = db_int(q, c++);
        r->known = db_int(q, c++);
        r->fetched = db_int(q, c++);
        r->queued = db_int(q, c++);
        r->refused = db_int(q, c++);
        r->lists = db_int(q, c++);
        r->fresh = db_int(q, c++);
        r->revisits = db_int(q, c++);
        r->retries = db_int(q, c);
    }
    db_done(q);
    add_wanted(s, now_s, &v, &n, &cap, a);
    *ret = v;
    return n;
}

size_t
store_explain_queues(struct store *s, struct arena *a, struct store_explain_queue **ret)
{
    struct db_query *q = db_query(s, sql[SQL_QUEUES]);
    struct store_explain_queue *v = NULL;
    size_t n = 0, cap = 0;

    while (db_row(q)) {
        int c = 0;

        v = arena_grow(a, v, n, &cap, sizeof(*v));
        v[n].source_id = db_int(q, c++);
        v[n].host_id = db_int(q, c++);
        v[n++].queued = db_int(q, c);
    }
    db_done(q);
    *ret = v;
    return n;
}

size_t
store_explain_yields(struct store *s, struct arena *a, struct store_explain_yield **ret)
{
    struct db_query *q = db_query(s, sql[SQL_YIELDS]);
    struct store_explain_yield *v = NULL;
    size_t n = 0, cap = 0;

    while (db_row(q)) {
        int c = 0;

        v = arena_grow(a, v, n, &cap, sizeof(*v));
        v[n].source_id = db_int(q, c++);
        v[n].questions = db_int(q, c++);
        v[n++].last_new_s = db_int(q, c);
    }
    db_done(q);
    *ret = v;
    return n;
}

bool
store_explain_has_pages(struct store *s, int64_t source_id)
{
    struct db_query *q = db_query(s, sql[SQL_HAS_PAGES]);

    db_bind_int(q, source_id);
    return db_exec_int(q, 0) != 0;
}

bool
store_explain_took_part(struct store *s, int64_t source_id)
{
    struct db_query *q = db_query(s, sql[SQL_TOOK_PART]);

    db_bind_int(q, source_id);
    return db_exec_int(q, 0) != 0;
}

int64_t
store_explain_begun_s(struct store *s, int64_t department_id, int64_t source_id)
{
    struct db_query *q = db_query(s, sql[SQL_BEGUN]);

    db_bind_int(q, department_id);
    db_bind_int(q, source_id);
    return db_exec_int(q, 0);
}

void
store_explain_unread(struct store *s, int64_t source_id, int64_t after_s, size_t max,
                     void (*each)(void *self, struct text address), void *self)
{
    struct db_query *q = db_query(s, sql[SQL_UNREAD]);

    db_bind_int(q, after_s);
    db_bind_int(q, source_id);
    db_bind_int(q, (int64_t)max);
    while (db_row(q))
        each(self, db_text(q, 0));
    db_done(q);
}

int64_t
store_explain_last_end_s(struct store *s)
{
    return db_exec_int(db_query(s, sql[SQL_LAST_END]), 0);
}

int64_t
store_explain_unfinished(struct store *s, int64_t not_before_s)
{
    struct db_query *q = db_query(s, sql[SQL_UNFINISHED]);

    db_bind_int(q, not_before_s);
    return db_exec_int(q, 0);
}

size_t
store_explain_runs(struct store *s, int64_t source_id, size_t max, struct arena *a,
                   struct store_explain_run *ret)
{
    struct db_query *q = db_query(s, sql[SQL_RUNS]);
    size_t n = 0;

    db_bind_int(q, source_id);
    db_bind_int(q, (int64_t)max);
    while (n < max && db_row(q)) {
        struct store_explain_run *r = &ret[n++];
        struct store_tally *t = &r->tally;
        int64_t *const counts[] = { &t->requests, &t->pages,   &t->unchanged, &t->failed,
                                    &t->refused,  &t->skipped, &t->threads,   &t->questions };
        int c = 0;

        r->run_id = db_int(q, c++);
        r->started_s = db_int(q, c++);
        r->ended_s = db_int(q, c++);
        r->outcome = db_text_in(q, c++, a);
        for (size_t i = 0; i < N_ELEMENTS(counts); i++)
            *counts[i] = db_int(q, c++);
    }
    db_done(q);
    return n;
}
