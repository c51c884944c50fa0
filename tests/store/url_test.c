/* The frontier's rows. */
#include "crawl_store.h"
#include "rng.h"
#include "store_url.h"

static int64_t
add(struct fixture *f, const char *address, int64_t priority)
{
    struct store_url u = { .address = text_of(address),
                           .host_id = f->host,
                           .source_id = 1,
                           .priority = priority,
                           .first_seen_s = NOW_S };

    return store_url_add(f->store, &u);
}

static void
test_foreign_key(void)
{
    struct fixture f;
    struct err err = { "" };

    fixture_open(&f);
    add(&f, "https://a.example/", 0);
    CHECK(store_check(f.store, &err) != ST_OK, "an address without a source was taken");
    fixture_close(&f);
}
TEST_FN(test_foreign_key)

static void
test_order(void)
{
    struct fixture f;
    struct store_url u = { 0 };
    struct store_url_known known;
    int64_t low, high;

    fixture_open(&f);
    fixture_add_sources(&f);
    low = add(&f, "https://a.example/low", 1);
    high = add(&f, "https://a.example/high", 9);
    CHECK(store_url_next(f.store, 1, f.host, f.arena, &u) && u.id == high, "most urgent first");
    CHECK(!store_url_next(f.store, 2, f.host, f.arena, &u), "another source's");
    u.state = STORE_URL_DONE;
    u.due_s = NOW_S + 10;
    u.etag = TEXT_LIT("e");
    store_url_put(f.store, &u);
    CHECK(store_url_next(f.store, 1, f.host, f.arena, &u) && u.id == low, "then the other");
    CHECK(store_url_find(f.store, TEXT_LIT("https://a.example/high"), &known) && known.id == high &&
              known.state == STORE_URL_DONE,
          "found by text");
    CHECK(!store_url_find(f.store, TEXT_LIT("https://a.example/hig"), &known), "no other text");
    CHECK(store_url_next_due_s(f.store, 1) == NOW_S + 10, "due");
    store_url_promote(f.store, 1, NOW_S + 9, false);
    CHECK(store_url_count(f.store, 1, STORE_URL_QUEUED) == 1, "not due yet");
    store_url_promote(f.store, 1, NOW_S + 10, false);
    CHECK(store_url_count(f.store, 1, STORE_URL_QUEUED) == 2, "due");
    CHECK(store_url_get(f.store, high, f.arena, &u) && text_is(u.etag, "e"), "validators stay");
    fixture_close(&f);
}
TEST_FN(test_order)

/* What is not queued any more stands in line for due_s, whatever its state. */
static void
test_due(void)
{
    static const struct {
        enum store_url_state state;
        int64_t due_s;
        bool due, all;
        const char *from;
    } rows[] = {
        { STORE_URL_DONE, NOW_S, true, true, "a visit that is due" },
        { STORE_URL_DONE, NOW_S + 1, false, true, "one that is not" },
        { STORE_URL_DONE, 0, false, false, "another page stands for it" },
        { STORE_URL_WAITING, NOW_S, true, true, "to be tried again" },
        { STORE_URL_FAILED, NOW_S, true, true, "given up a month ago" },
        { STORE_URL_FAILED, NOW_S + 1, false, true, "given up just now" },
        { STORE_URL_GONE, 0, false, false, "404" },
        { STORE_URL_REFUSED, 0, false, false, "robots.txt" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++)
        for (int all = 0; all < 2; all++) {
            bool want = all ? rows[i].all : rows[i].due;
            struct store_url u = { 0 };
            struct fixture f;
            int64_t id;

            fixture_open(&f);
            fixture_add_sources(&f);
            id = add(&f, "https://a.example/x", 0);
            store_url_get(f.store, id, f.arena, &u);
            u.state = rows[i].state;
            u.due_s = rows[i].due_s;
            store_url_put(f.store, &u);
            CHECK(store_url_due(f.store, 1, NOW_S, all) == want, "%s: counted", rows[i].from);
            CHECK(store_url_next_due_s(f.store, 1) == rows[i].due_s, "%s: next", rows[i].from);
            store_url_promote(f.store, 1, NOW_S, all);
            CHECK(store_url_has_queued(f.store, 1, f.host) == want, "%s: queued", rows[i].from);
            CHECK(store_url_due(f.store, 1, NOW_S, all) == want, "%s: still to do", rows[i].from);
            store_url_get(f.store, id, f.arena, &u);
            CHECK(u.due_s == (want ? 0 : rows[i].due_s), "%s: no longer due", rows[i].from);
            fixture_close(&f);
        }
}
TEST_FN(test_due)

/* The same words on two hosts are two addresses; the host is what the address begins with. */
static void
test_hosts(void)
{
    static const char *const hosts[] = { "https://b.example", "https://b.example:8443",
                                         "http://b.example", "http://[2001:db8::1]:8080" };
    struct fixture f;
    int64_t ids[N_ROWS(hosts)], id;

    fixture_open(&f);
    fixture_add_sources(&f);
    for (size_t i = 0; i < N_ROWS(hosts); i++) {
        f.host = store_host_id(f.store, text_of(hosts[i]));
        ids[i] = add(&f, arena_printf(f.arena, "%s/x?u=https://c.example/", hosts[i]), 0);
    }
    for (size_t i = 0; i < N_ROWS(hosts); i++) {
        struct text address = text_of(arena_printf(f.arena, "%s/x?u=https://c.example/", hosts[i]));
        struct store_url_known known = { 0 };

        CHECK(store_url_find(f.store, address, &known) && known.id == ids[i], "%s", hosts[i]);
        for (size_t j = 0; j < N_ROWS(hosts); j++) {
            id = store_host_id(f.store, text_of(hosts[j]));
            CHECK(store_url_find_on(f.store, id, address, &known) == (i == j), "%s on %s", hosts[i],
                  hosts[j]);
        }
    }
    CHECK(!store_url_find(f.store, TEXT_LIT("b.example"), &(struct store_url_known){ 0 }),
          "no address");
    fixture_close(&f);
}
TEST_FN(test_hosts)

static void
test_sources(void)
{
    struct fixture f;
    int64_t ids[4], id;

    fixture_open(&f);
    fixture_add_sources(&f);
    id = add(&f, "https://a.example/", 0);
    CHECK(store_url_sources(f.store, id, ids, N_ROWS(ids)) == 1 && ids[0] == 1, "its owner");
    CHECK(store_url_join(f.store, id, 2), "new");
    CHECK(!store_url_join(f.store, id, 2), "known");
    store_url_join(f.store, id, 1);
    CHECK(store_url_sources(f.store, id, ids, N_ROWS(ids)) == 2 && ids[0] == 1 && ids[1] == 2,
          "owner first, each once");
    fixture_close(&f);
}
TEST_FN(test_sources)

static void
test_refused_again(void)
{
    struct fixture f;
    struct store_url u = { 0 };
    int64_t id;

    fixture_open(&f);
    fixture_add_sources(&f);
    id = add(&f, "https://a.example/x", 0);
    store_url_get(f.store, id, f.arena, &u);
    u.state = STORE_URL_REFUSED;
    u.reason = TEXT_LIT("robots.txt line 2 disallows it");
    store_url_put(f.store, &u);
    store_url_requeue_refused(f.store, f.host, TEXT_LIT("trap"));
    CHECK(store_url_count(f.store, 1, STORE_URL_REFUSED) == 1, "another reason");
    store_url_requeue_refused(f.store, f.host, TEXT_LIT("robots.txt"));
    CHECK(store_url_count(f.store, 1, STORE_URL_QUEUED) == 1, "looked at again");
    fixture_close(&f);
}
TEST_FN(test_refused_again)

static void
test_shape(void)
{
    struct fixture f;

    fixture_open(&f);
    CHECK(store_url_shape_note(f.store, f.host, 7, 1) == 0, "first");
    CHECK(store_url_shape_note(f.store, f.host, 7, 1) == 1, "same");
    CHECK(store_url_shape_note(f.store, f.host, 7, 1) == 2, "same again");
    CHECK(store_url_shape_same(f.store, f.host, 7) == 2, "read");
    CHECK(store_url_shape_note(f.store, f.host, 7, 3) == 0, "another text");
    CHECK(store_url_shape_same(f.store, f.host, 8) == 0, "another shape");
    fixture_close(&f);
}
TEST_FN(test_shape)

static void
put(struct fixture *f, int64_t id, enum store_url_kind kind, enum store_url_state state,
    int64_t fetched_s)
{
    struct store_url u = { 0 };

    assert_true(store_url_get(f->store, id, f->arena, &u));
    u.kind = kind;
    u.state = state;
    u.fetched_s = fetched_s;
    u.interval_s = fetched_s > 0 ? 100 : 0;
    u.due_s = state == STORE_URL_DONE ? fetched_s + u.interval_s : 0;
    store_url_put(f->store, &u);
}

/* A source goes over to its API and back: what was queued or due comes back as it was. */
static void
test_shelf(void)
{
    static const struct {
        const char *address;
        enum store_url_kind kind;
        enum store_url_state state;
        int64_t fetched_s;
        enum store_url_state shelved, back;
    } rows[] = {
        { "https://a.example/", STORE_URL_SEED, STORE_URL_QUEUED, 0, STORE_URL_SHELVED,
          STORE_URL_QUEUED },
        { "https://a.example/new", STORE_URL_PAGE, STORE_URL_QUEUED, 0, STORE_URL_SHELVED,
          STORE_URL_QUEUED },
        { "https://a.example/old", STORE_URL_PAGE, STORE_URL_DONE, NOW_S, STORE_URL_SHELVED,
          STORE_URL_DONE },
        { "https://a.example/gone", STORE_URL_PAGE, STORE_URL_GONE, NOW_S, STORE_URL_GONE,
          STORE_URL_GONE },
        { "https://a.example/feed", STORE_URL_FEED, STORE_URL_DONE, NOW_S, STORE_URL_SHELVED,
          STORE_URL_QUEUED },
        { "https://a.example/x.json", STORE_URL_API, STORE_URL_QUEUED, 0, STORE_URL_QUEUED,
          STORE_URL_QUEUED },
        { "https://a.example/t/1.json", STORE_URL_API_ITEM, STORE_URL_DONE, NOW_S, STORE_URL_DONE,
          STORE_URL_DONE },
    };
    struct fixture f;
    struct store_url u = { 0 };
    int64_t id[N_ROWS(rows)];

    fixture_open(&f);
    fixture_add_sources(&f);
    CHECK(!store_url_api(f.store, 1, f.arena, &u), "no API yet");
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        id[i] = add(&f, rows[i].address, 0);
        put(&f, id[i], rows[i].kind, rows[i].state, rows[i].fetched_s);
    }
    store_url_shelve(f.store, 1);
    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(store_url_get(f.store, id[i], f.arena, &u) && u.state == rows[i].shelved, "%s",
              rows[i].address);
    store_url_promote_seeds(f.store, 1, NOW_S + 1000);
    CHECK(store_url_get(f.store, id[0], f.arena, &u) && u.state == STORE_URL_SHELVED,
          "a seed stays on the shelf");
    CHECK(store_url_get(f.store, id[6], f.arena, &u) && u.state == STORE_URL_DONE,
          "an item is no list");
    CHECK(store_url_api(f.store, 1, f.arena, &u) && u.id == id[5], "the list");
    CHECK(!store_url_api(f.store, 2, f.arena, &u), "another source's");
    store_url_unshelve(f.store, 1);
    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(store_url_get(f.store, id[i], f.arena, &u) && u.state == rows[i].back, "%s, back",
              rows[i].address);
    CHECK(store_url_get(f.store, id[2], f.arena, &u) && u.due_s == NOW_S + 100, "due as it was");
    fixture_close(&f);
}
TEST_FN(test_shelf)

/* ---- the frontier against a model that is too simple to be wrong ---- */

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
            due = r->kind != STORE_URL_PAGE && r->fetched_s < m->now_s &&
                  (r->kind == STORE_URL_SEED || r->state == STORE_URL_WAITING ||
                   r->state == STORE_URL_DONE || r->fetched_s < m->now_s - 7 * 86400);
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
        int64_t n[STORE_URL_REFUSED + 1] = { 0 }, next_s = 0, due = 0, all = 0;

        for (size_t i = 0; i < N_ADDRESSES; i++) {
            const struct row *r = &m->rows[i];

            if (r->id == 0 || r->source != source)
                continue;
            n[r->state]++;
            due += r->state == STORE_URL_QUEUED ||
                   (r->due_s > 0 && (r->due_s <= m->now_s || r->kind != STORE_URL_PAGE));
            all += r->state == STORE_URL_QUEUED || r->due_s > 0;
            if (r->due_s > 0 && (next_s == 0 || r->due_s < next_s))
                next_s = r->due_s;
        }
        for (int st = 0; st <= STORE_URL_REFUSED; st++)
            CHECK(store_url_count(m->f.store, source, (enum store_url_state)st) == n[st], "%lld %s",
                  (long long)n[st], store_url_state_name((enum store_url_state)st));
        CHECK(store_url_next_due_s(m->f.store, source) == next_s, "next due");
        CHECK(store_url_due(m->f.store, source, m->now_s, false) == due, "%lld due",
              (long long)due);
        CHECK(store_url_due(m->f.store, source, m->now_s, true) == all, "%lld with --again",
              (long long)all);
    }
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
    const struct CMUnitTest tests[] = { TEST(test_foreign_key), TEST(test_order),
                                        TEST(test_due),         TEST(test_hosts),
                                        TEST(test_sources),     TEST(test_refused_again),
                                        TEST(test_shape),       TEST(test_shelf),
                                        TEST(test_model) };

    return TEST_RUN(tests);
}
