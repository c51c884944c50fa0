#include "store_run.h"

#include "db.h"
#include "store_campaign.h"
#include "store_export.h"

enum statement {
    SQL_SOURCES,
    SQL_KEYWORDS,
    SQL_UNFINISHED,
    SQL_ABANDON,
    SQL_BEGIN,
    SQL_END,
    SQL_ADD,
    SQL_TALLY,
    SQL_FACTS_URLS,
    SQL_FACTS_POSTS,
    SQL_FACTS_RUN,
    SQL_ADD_FETCH,
    SQL_FETCHES,
};

#define TALLY_COLUMNS "requests, pages, unchanged, failed, refused, skipped, threads, questions"

static const char *const sql[] = {
    [SQL_SOURCES] = "SELECT s.id, d.id, d.key, d.name, s.key, s.url, s.basis, s.mode, s.matching,"
                    " s.own_site, s.delay_ms, s.max_pages, s.audience FROM source s"
                    " JOIN department d ON d.id = s.department_id"
                    " WHERE s.active = 1 AND d.active = 1 ORDER BY d.key, s.key",
    [SQL_KEYWORDS] = "SELECT kind, phrase FROM keyword WHERE department_id = ?1"
                     " AND (kind NOT LIKE '" STORE_CAMPAIGN_KIND "%' OR EXISTS"
                     "  (SELECT 1 FROM campaign c WHERE c.department_id = ?1 AND c.active = 1"
                     "   AND '" STORE_CAMPAIGN_KIND "' || c.key = keyword.kind"
                     "   AND c.from_s <= ?2 AND ?2 < c.to_s)) ORDER BY id",
    [SQL_UNFINISHED] = "SELECT id FROM crawl_run WHERE ended_s IS NULL AND started_s >= ?"
                       " ORDER BY id DESC LIMIT 1",
    [SQL_ABANDON] = "UPDATE crawl_run SET ended_s = started_s, outcome = 'abandoned'"
                    " WHERE ended_s IS NULL",
    [SQL_BEGIN] = "INSERT INTO crawl_run (started_s) VALUES (?) RETURNING id",
    [SQL_END] =
        "UPDATE crawl_run SET ended_s = ?, outcome = ?,"
        " requests = (SELECT coalesce(sum(requests), 0) FROM crawl_source WHERE run_id = ?),"
        " pages = (SELECT coalesce(sum(pages), 0) FROM crawl_source WHERE run_id = ?),"
        " questions = (SELECT coalesce(sum(questions), 0) FROM crawl_source"
        "  WHERE run_id = ?) WHERE id = ?",
    [SQL_ADD] = "INSERT INTO crawl_source (run_id, source_id, " TALLY_COLUMNS ")"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run_id, source_id)"
                " DO UPDATE SET requests = crawl_source.requests + excluded.requests,"
                " pages = crawl_source.pages + excluded.pages,"
                " unchanged = crawl_source.unchanged + excluded.unchanged,"
                " failed = crawl_source.failed + excluded.failed,"
                " refused = crawl_source.refused + excluded.refused,"
                " skipped = crawl_source.skipped + excluded.skipped,"
                " threads = crawl_source.threads + excluded.threads,"
                " questions = crawl_source.questions + excluded.questions",
    [SQL_TALLY] = "SELECT " TALLY_COLUMNS " FROM crawl_source WHERE run_id = ? AND source_id = ?",
    /* of one source, or of all (0): one pass over the addresses, however many sources there are */
    [SQL_FACTS_URLS] = "SELECT source_id, state, count(*) FROM url"
                       " WHERE ?1 = 0 OR source_id = ?1 GROUP BY source_id, state",
    [SQL_FACTS_POSTS] = "SELECT m.source_id, count(*), coalesce(max(p.first_seen_s), 0)"
                        " FROM post_match m JOIN post p ON p.id = m.post_id"
                        " WHERE p.p >= ?2 AND (?1 = 0 OR m.source_id = ?1)"
                        " GROUP BY m.source_id",
    [SQL_FACTS_RUN] = "SELECT requests FROM crawl_source WHERE source_id = ?"
                      " ORDER BY run_id DESC LIMIT 1",
    [SQL_ADD_FETCH] = "INSERT INTO fetch (host_id, url_id, run_id, at_ms, span_ms, status,"
                      " body_bytes, outcome) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    [SQL_FETCHES] = "SELECT host_id, at_ms, span_ms, status, body_bytes, outcome FROM fetch"
                    " WHERE url_id = ? ORDER BY at_ms DESC, id DESC LIMIT ?",
};

size_t
store_run_sources(struct store *s, struct arena *a, struct store_source **ret)
{
    struct db_query *q = db_query(s, sql[SQL_SOURCES]);
    struct store_source *v = NULL;
    size_t n = 0, cap = 0;

    while (db_row(q)) {
        struct store_source *src;
        int c = 0;

        v = arena_grow(a, v, n, &cap, sizeof(*v));
        src = &v[n++];
        src->id = db_int(q, c++);
        src->department_id = db_int(q, c++);
        src->department = db_text_in(q, c++, a);
        src->department_name = db_text_in(q, c++, a);
        src->key = db_text_in(q, c++, a);
        src->url = db_text_in(q, c++, a);
        src->basis = db_text_in(q, c++, a);
        src->listen = text_is(db_text(q, c++), "listen");
        src->match_all = text_is(db_text(q, c++), "all");
        src->own_site = db_int(q, c++) != 0;
        src->delay_ms = db_int(q, c++);
        src->max_pages = db_int(q, c++);
        src->audience = db_text_in(q, c, a);
    }
    db_done(q);
    *ret = v;
    return n;
}

size_t
store_run_keywords(struct store *s, int64_t department_id, int64_t now_s, struct arena *a,
                   struct store_keyword **ret)
{
    struct db_query *q = db_query(s, sql[SQL_KEYWORDS]);
    struct store_keyword *v = NULL;
    size_t n = 0, cap = 0;

    db_bind_int(q, department_id);
    db_bind_int(q, now_s);
    while (db_row(q)) {
        v = arena_grow(a, v, n, &cap, sizeof(*v));
        v[n].kind = db_text_in(q, 0, a);
        v[n].phrase = db_text_in(q, 1, a);
        n++;
    }
    db_done(q);
    *ret = v;
    return n;
}

int64_t
store_run_begin(struct store *s, int64_t now_s, int64_t not_before_s, bool *resumed)
{
    struct db_query *q = db_query(s, sql[SQL_UNFINISHED]);
    int64_t id;

    db_bind_int(q, not_before_s);
    id = db_exec_int(q, 0);
    *resumed = id != 0;
    if (id != 0)
        return id;
    db_exec(db_query(s, sql[SQL_ABANDON]));
    q = db_query(s, sql[SQL_BEGIN]);
    db_bind_int(q, now_s);
    return db_exec_int(q, 0);
}

void
store_run_end(struct store *s, int64_t run_id, int64_t now_s, const char *outcome)
{
    struct db_query *q = db_query(s, sql[SQL_END]);

    db_bind_int(q, now_s);
    db_bind_str(q, outcome);
    db_bind_int(q, run_id);
    db_bind_int(q, run_id);
    db_bind_int(q, run_id);
    db_bind_int(q, run_id);
    db_exec(q);
}

void
store_run_add(struct store *s, int64_t run_id, int64_t source_id, const struct store_tally *add)
{
    struct db_query *q = db_query(s, sql[SQL_ADD]);

    db_bind_int(q, run_id);
    db_bind_int(q, source_id);
    db_bind_int(q, add->requests);
    db_bind_int(q, add->pages);
    db_bind_int(q, add->unchanged);
    db_bind_int(q, add->failed);
    db_bind_int(q, add->refused);
    db_bind_int(q, add->skipped);
    db_bind_int(q, add->threads);
    db_bind_int(q, add->questions);
    db_exec(q);
}

bool
store_run_tally(struct store *s, int64_t run_id, int64_t source_id, struct store_tally *ret)
{
    struct db_query *q = db_query(s, sql[SQL_TALLY]);
    int64_t *const fields[] = { &ret->requests, &ret->pages,   &ret->unchanged, &ret->failed,
                                &ret->refused,  &ret->skipped, &ret->threads,   &ret->questions };
    bool there;

    db_bind_int(q, run_id);
    db_bind_int(q, source_id);
    there = db_row(q);
    for (size_t i = 0; i < N_ELEMENTS(fields); i++)
        *fields[i] = there ? db_int(q, (int)i) : 0;
    db_done(q);
    return there;
}

static struct store_source_facts *
facts_of(const struct store_source *v, size_t n, struct store_source_facts *facts, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (v[i].id == id)
            return &facts[i];
    return NULL;
}

static void
count_state(struct store_source_facts *f, struct text state, int64_t n)
{
    const struct {
        const char *state;
        int64_t *count;
    } counts[] = {
        { "done", &f->pages }, { "queued", &f->queued }, { "waiting", &f->queued },
        { "gone", &f->gone },  { "failed", &f->failed }, { "refused", &f->refused },
    };

    for (size_t i = 0; i < N_ELEMENTS(counts); i++)
        if (text_is(state, counts[i].state))
            *counts[i].count += n;
}

void
store_run_facts(struct store *s, const struct store_source *v, size_t n,
                struct store_source_facts *ret)
{
    int64_t only = n == 1 ? v[0].id : 0;
    struct db_query *q = db_query(s, sql[SQL_FACTS_URLS]);
    struct store_source_facts *f;

    for (size_t i = 0; i < n; i++)
        ret[i] = (struct store_source_facts){ 0 };
    db_bind_int(q, only);
    while (db_row(q))
        if ((f = facts_of(v, n, ret, db_int(q, 0))) != NULL)
            count_state(f, db_text(q, 1), db_int(q, 2));
    db_done(q);
    q = db_query(s, sql[SQL_FACTS_POSTS]);
    db_bind_int(q, only);
    db_bind_real(q, STORE_ASKS_P);
    while (db_row(q))
        if ((f = facts_of(v, n, ret, db_int(q, 0))) != NULL) {
            f->questions = db_int(q, 1);
            f->last_new_s = db_int(q, 2);
        }
    db_done(q);
    for (size_t i = 0; i < n; i++) {
        q = db_query(s, sql[SQL_FACTS_RUN]);
        db_bind_int(q, v[i].id);
        ret[i].last_run_requests = db_exec_int(q, 0);
    }
}

void
store_run_add_fetch(struct store *s, int64_t run_id, const struct store_fetch *f)
{
    struct db_query *q = db_query(s, sql[SQL_ADD_FETCH]);

    db_bind_int(q, f->host_id);
    if (f->url_id != 0)
        db_bind_int(q, f->url_id);
    else
        db_bind_null(q);
    db_bind_int(q, run_id);
    db_bind_int(q, f->at_ms);
    db_bind_int(q, f->span_ms);
    db_bind_int(q, f->status);
    db_bind_int(q, f->body_bytes);
    db_bind_text(q, f->outcome);
    db_exec(q);
}

size_t
store_run_fetches(struct store *s, int64_t url_id, size_t max, struct arena *a,
                  struct store_fetch *ret)
{
    struct db_query *q = db_query(s, sql[SQL_FETCHES]);
    size_t n = 0;

    db_bind_int(q, url_id);
    db_bind_int(q, (int64_t)max);
    while (n < max && db_row(q)) {
        struct store_fetch *f = &ret[n++];
        int c = 0;

        f->url_id = url_id;
        f->host_id = db_int(q, c++);
        f->at_ms = db_int(q, c++);
        f->span_ms = db_int(q, c++);
        f->status = db_int(q, c++);
        f->body_bytes = db_int(q, c++);
        f->outcome = db_text_in(q, c, a);
    }
    db_done(q);
    return n;
}

void
store_run_begun(struct store *s, int64_t source_id, int64_t at_s)
{
    struct db_query *q = db_query(s, "INSERT INTO source_begun (source_id, at_s) VALUES (?, ?)"
                                     " ON CONFLICT (source_id) DO NOTHING");

    db_bind_int(q, source_id);
    db_bind_int(q, at_s);
    (void)db_exec(q); /* sticky */
}
