/* The frontier's rows against a model that is too simple to be wrong. */
#include "crawl_store.h"
#include "rng.h"

#include "../../store/store_private.h"

enum { N_ADDRESSES = 400, N_HOSTS = 3, N_SOURCES = 2, N_STEPS = 6000 };

struct row {
    int64_t id; /* 0: not there */
    int64_t source, priority, due_s, fetched_s;
    enum store_url_state state;
    enum store_url_kind kind;
    bool joined[N_SOURCES + 1];
};

struct model {
    struct fixture f;
    struct row rows[N_ADDRESSES], kept[N_ADDRESSES]; /* now; when the transaction began */
    int64_t hosts[N_HOSTS], now_s;
    bool open; /* a transaction is */
    struct rng rng;
};

static struct text
address_of(size_t i, char out[64])
{
    snprintf(out, 64, "https://h%zu.example/t/%zu?p=%zu", i % N_HOSTS, i / N_HOSTS % 10, i);
    return text_of(out);
}

static void
step_add(struct model *m)
{
    size_t i = rng_below(&m->rng, N_ADDRESSES);
    struct row *r = &m->rows[i];
    struct store_url_known known = { 0 };
    char text[64];
    struct text address = address_of(i, text);
    bool there = store_url_find_on(m->f.store, m->hosts[i % N_HOSTS], address, &known);

    CHECK(there == (r->id != 0) && known.id == r->id, "%s: known", text);
    CHECK(store_url_find(m->f.store, address, &known) == there, "%s: without its host", text);
    if (there) {
        CHECK(known.source_id == r->source && known.state == r->state &&
                  known.fetched_s == r->fetched_s,
              "%s: what is known of it", text);
        return;
    }
    *r = (struct row){ .source = 1 + (int64_t)rng_below(&m->rng, N_SOURCES),
                       .priority = (int64_t)rng_below(&m->rng, 5),
                       .kind = (enum store_url_kind)rng_below(&m->rng, STORE_URL_SITEMAP + 1) };
    r->id = store_url_add(m->f.store, &(struct store_url){ .address = address,
                                                           .host_id = m->hosts[i % N_HOSTS],
                                                           .source_id = r->source,
                                                           .kind = r->kind,
                                                           .priority = r->priority,
                                                           .first_seen_s = m->now_s });
    CHECK(r->id != 0, "%s: added", text);
}

static struct row *
best_of(struct model *m, int64_t source, size_t host)
{
    struct row *best = NULL;

    for (size_t i = host; i < N_ADDRESSES; i += N_HOSTS) {
        struct row *r = &m->rows[i];

        if (r->id != 0 && r->state == STORE_URL_QUEUED && r->source == source &&
            (best == NULL || r->priority > best->priority ||
             (r->priority == best->priority && r->id < best->id)))
            best = r;
    }
    return best;
}

static void
step_claim(struct model *m)
{
    int64_t source = 1 + (int64_t)rng_below(&m->rng, N_SOURCES);
    size_t host = rng_below(&m->rng, N_HOSTS);
    struct row *r = best_of(m, source, host);
    struct store_url u = { 0 };
    bool any;

    arena_clear(m->f.arena);
    any = store_url_next(m->f.store, source, m->hosts[host], m->f.arena, &u);
    CHECK(any == (r != NULL) && store_url_has_queued(m->f.store, source, m->hosts[host]) == any,
          "something is queued");
    if (!any || r == NULL)
        return;
    CHECK(u.id == r->id, "claimed %lld, not %lld", (long long)u.id, (long long)r->id);
    r->state = u.state = (enum store_url_state)rng_below(&m->rng, STORE_URL_REFUSED + 1);
    r->fetched_s = u.fetched_s = m->now_s;
    if (u.state == STORE_URL_QUEUED)
        r->priority = --u.priority;
    if (u.state != STORE_URL_QUEUED && u.state != STORE_URL_GONE)
        r->due_s = u.due_s = m->now_s + (int64_t)rng_below(&m->rng, 200);
    if (u.state == STORE_URL_REFUSED)
        u.reason = TEXT_LIT("robots.txt line 1 disallows it");
    store_url_put(m->f.store, &u);
}

/* What is due, everything, or what every run asks for. */
static void
step_promote(struct model *m)
{
    int64_t source = 1 + (int64_t)rng_below(&m->rng, N_SOURCES);
    uint64_t how = rng_below(&m->rng, 8);

    if (how == 0)
        store_url_promote_seeds(m->f.store, source, m->now_s);
    else
        store_url_promote(m->f.store, source, m->now_s, how == 1);
    for (size_t i = 0; i < N_ADDRESSES; i++) {
        struct row *r = &m->rows[i];
        bool due = r->due_s > 0 && (r->due_s <= m->now_s || how == 1);

        if (how == 0)
            due = r->kind != STORE_URL_PAGE && r->fetched_s != m->now_s &&
                  (r->kind == STORE_URL_SEED || r->state == STORE_URL_WAITING ||
                   r->state == STORE_URL_DONE || r->fetched_s < m->now_s - 7 * 86400 ||
                   r->fetched_s > m->now_s);
        if (r->id != 0 && r->source == source && r->state != STORE_URL_QUEUED && due) {
            r->state = STORE_URL_QUEUED;
            r->due_s = 0;
        }
    }
}

static void
step_requeue(struct model *m)
{
    size_t i = rng_below(&m->rng, N_ADDRESSES), host = rng_below(&m->rng, N_HOSTS);
    struct row *r = &m->rows[i];

    if (r->id != 0) {
        r->priority = (int64_t)rng_below(&m->rng, 5);
        store_url_requeue(m->f.store, r->id, r->priority);
        r->state = STORE_URL_QUEUED;
        r->due_s = 0;
    }
    store_url_requeue_refused(m->f.store, m->hosts[host], TEXT_LIT("robots.txt"));
    for (i = host; i < N_ADDRESSES; i += N_HOSTS)
        if (m->rows[i].id != 0 && m->rows[i].state == STORE_URL_REFUSED) {
            m->rows[i].state = STORE_URL_QUEUED;
            m->rows[i].due_s = 0;
        }
}

static void
step_join(struct model *m)
{
    struct row *r = &m->rows[rng_below(&m->rng, N_ADDRESSES)];
    int64_t source = 1 + (int64_t)rng_below(&m->rng, N_SOURCES), ids[N_SOURCES + 1];
    size_t n;

    if (r->id == 0)
        return;
    CHECK(store_url_join(m->f.store, r->id, source) == !r->joined[source], "joined before");
    r->joined[source] = true;
    n = store_url_sources(m->f.store, r->id, ids, N_ROWS(ids));
    CHECK(n == 1 + (size_t)r->joined[3 - r->source] && ids[0] == r->source, "%zu sources", n);
}

static void
check_counts(struct model *m)
{
    for (int64_t source = 1; source <= N_SOURCES; source++) {
        int64_t n[STORE_URL_REFUSED + 1] = { 0 }, next_s = 0;

        for (size_t i = 0; i < N_ADDRESSES; i++) {
            const struct row *r = &m->rows[i];

            if (r->id == 0 || r->source != source)
                continue;
            n[r->state]++;
            if (r->due_s > 0 && (next_s == 0 || r->due_s < next_s))
                next_s = r->due_s;
        }
        for (int st = 0; st <= STORE_URL_REFUSED; st++)
            CHECK(fixture_count_urls(&m->f, source, (enum store_url_state)st) == n[st], "%lld %s",
                  (long long)n[st], store_url_state_name((enum store_url_state)st));
        CHECK(store_url_next_due_s(m->f.store, source) == next_s, "next due");
    }
}

/* No call reads all rows: a queue may have millions.  The counting above, of this test, may. */
static void
check_scans(struct store *s)
{
    sqlite3_stmt *q = NULL;

    while ((q = sqlite3_next_stmt(s->db, q)) != NULL)
        CHECK(sqlite3_stmt_status(q, SQLITE_STMTSTATUS_FULLSCAN_STEP, 0) == 0 ||
                  strstr(sqlite3_sql(q), "count(*) FROM url WHERE source_id = ? AND state = ?"),
              "reads every row: %s", sqlite3_sql(q));
}

/* Commit, take back, or be killed and start anew. */
static void
step_end(struct model *m)
{
    struct err err = { "" };

    if (m->open && rng_below(&m->rng, 3) > 0) {
        CHECK(store_commit(m->f.store, &err) == ST_OK, "%s", err.msg);
        memcpy(m->kept, m->rows, sizeof(m->rows));
    } else if (m->open) {
        store_rollback(m->f.store);
    }
    memcpy(m->rows, m->kept, sizeof(m->rows));
    if (rng_below(&m->rng, 10) == 0) {
        check_scans(m->f.store);
        store_close(m->f.store);
        assert_int_equal(store_open(m->f.path, STORE_CRAWLER, &m->f.store, &err), ST_OK);
    }
    store_begin(m->f.store);
    m->open = true;
}

static void
test_model(void)
{
    static void (*const steps[])(struct model * m) = {
        step_add,   step_add,   step_add,     step_claim,   step_claim,
        step_claim, step_claim, step_promote, step_requeue, step_join,
    };
    static struct model m;
    char authority[32];

    m = (struct model){ .now_s = NOW_S };
    rng_seed(&m.rng, 7);
    fixture_open(&m.f);
    fixture_add_sources(&m.f);
    for (size_t i = 0; i < N_HOSTS; i++) {
        snprintf(authority, sizeof(authority), "https://h%zu.example", i);
        m.hosts[i] = store_host_id(m.f.store, text_of(authority));
    }
    for (size_t i = 0; i < N_STEPS; i++) {
        if (i == 0 || rng_below(&m.rng, 20) == 0)
            step_end(&m);
        steps[rng_below(&m.rng, N_ROWS(steps))](&m);
        m.now_s += (int64_t)rng_below(&m.rng, 10);
        if (rng_below(&m.rng, 50) == 0)
            check_counts(&m);
    }
    check_counts(&m);
    store_rollback(m.f.store);
    fixture_close(&m.f);
}
TEST_FN(test_model)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_model) };

    return TEST_RUN(tests);
}
