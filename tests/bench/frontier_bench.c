/*
 * frontier_bench.c - what an address costs as the queue grows: pages that bring
 * links, and claims, at 100,000, 1 M and (BENCH_LARGE=1) 10 M queued addresses.
 *
 * One page is one transaction: 100 links of one host, of which N_MENU stand on
 * every page of that host, N_RECENT are among the RECENT addresses added last,
 * N_OLD anywhere among all, and N_NEW have never been met.  They go through
 * frontier_add(), as a page's do: resolved, looked up, judged, given a priority,
 * stored.  A claim takes the most urgent address of a host and writes what became
 * of it, in a transaction of its own.  Hosts come in random order, the worst for
 * a cache.  "1 host" is one site that has everything; "words" are addresses
 * without a number in them, which nothing keeps together.
 *
 * Beside ours stands what one would write first: a table with UNIQUE (url) and an
 * index of the queue, in the same transactions, with the same page cache.  It
 * neither resolves nor judges.
 *
 * BENCH_SIZE=10M measures that size alone.  The queue is made before the measurement, by
 * store_url_add() in large transactions.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "../../crawler/crawl_private.h"
#include "bench.h"
#include "mem.h"

#define N_MENU     50
#define N_RECENT   15
#define N_OLD      15
#define N_NEW      20
#define RECENT     200
#define LINKS      (N_MENU + N_RECENT + N_OLD + N_NEW)
#define N_PAGES    1000
#define N_CLAIMS   10000
#define FILL_PAGES 200 /* of one transaction while the queue is made */
#define MANY_HOSTS 1000
#define DEPTHS     3
#define NOW_S      INT64_C(1795300000)
#define DAY_S      INT64_C(86400)
#define SOURCE     1
#define MIB        (1024. * 1024)
#define TEXT_BYTES 160

/* A host of the benchmark, as a run knows it. */
struct site {
    struct crawl_host host;
    struct crawl_source source; /* all of them are one row of the store's */
    struct text base;
    uint32_t n; /* its addresses: numbers 0 .. n-1 */
};

/* A queue, ours (store) or the other one (db). */
struct queue {
    size_t n_hosts, n; /* addresses there */
    size_t claimed, done;
    bool words; /* addresses without a number */
    struct rng rng;
    struct arena *arena, *keep; /* of a page; of the queue */
    char dir[256], path[300];
    struct site web[MANY_HOSTS];
    struct crawl crawl;
    struct crawl_config config;
    struct crawl_job job;
    struct clock clock;
    struct clock_fake at;
    struct store *store;
    sqlite3 *db;
    sqlite3_stmt *add, *next, *put;
};

static void
must(struct queue *f, int rc)
{
    if (rc == SQLITE_OK || rc == SQLITE_DONE || rc == SQLITE_ROW)
        return;
    fprintf(stderr, "bench: SQLite: %s\n", sqlite3_errmsg(f->db));
    exit(EXIT_FAILURE);
}

static void
stop_on(enum status st, const struct err *err)
{
    if (st == ST_OK)
        return;
    fprintf(stderr, "bench: %s\n", err->msg);
    exit(EXIT_FAILURE);
}

static void
run_sql(struct queue *f, const char *sql)
{
    must(f, sqlite3_exec(f->db, sql, NULL, NULL, NULL));
}

/* ---- addresses ---- */

/* An address of a host: 60 to 120 bytes, its words made from its number. */
static struct text
address(const struct queue *f, size_t host, uint64_t number, char out[TEXT_BYTES])
{
    static const char *const words[] = {
        "apply",    "visa",        "deadline", "admission", "letter", "credit",
        "transfer", "exam",        "semester", "thesis",    "master", "supervisor",
        "language", "certificate", "tuition",  "course",
    };
    uint64_t mix = (number * 1000003 + host) * UINT64_C(0x9e3779b97f4a7c15);
    size_t n = (size_t)snprintf(out, TEXT_BYTES, "https://forum%zu.example.org/t/how-to", host);

    for (size_t i = 0; i < 3 + (mix >> 62); i++)
        n += (size_t)snprintf(out + n, TEXT_BYTES - n, "-%s", words[mix >> (4 * i + 8) & 15]);
    if (!f->words)
        n += (size_t)snprintf(out + n, TEXT_BYTES - n, "/%llu", (unsigned long long)number);
    for (out[n++] = '-'; f->words && number > 0; number /= 16)
        out[n++] = (char)('a' + number % 16);
    return (struct text){ out, n - !f->words };
}

/* By kind and depth, as the crawler gives it: pages of 20 links share a depth. */
static int64_t
priority_of(uint32_t number)
{
    static const int64_t kinds[] = { 700, 300, 500, 500, 500, 500, 500, 500 };

    return kinds[number % N_ELEMENTS(kinds)] - 2 * (int64_t)(number / N_NEW % DEPTHS);
}

/* ---- ours ---- */

static void
add_source(struct queue *f)
{
    must(f, sqlite3_open(f->path, &f->db));
    run_sql(f, "INSERT INTO department (id, key, name, language, active)"
               " VALUES (1, 'd', 'D', 'en', 1);"
               "INSERT INTO source (id, department_id, key, url, basis, mode, matching, own_site,"
               " delay_ms, max_pages, active) VALUES (1, 1, 's', 'https://forum0.example.org/',"
               " 'public feed', 'answer', 'all', 0, 0, 1000, 1)");
    must(f, sqlite3_close(f->db));
    f->db = NULL;
}

static void
open_site(struct queue *f, size_t i)
{
    struct site *w = &f->web[i];
    struct text authority = text_of(arena_printf(f->keep, "https://forum%zu.example.org", i));

    w->source = (struct crawl_source){ .row = { .id = SOURCE, .match_all = true },
                                       .authority = authority,
                                       .scopes = &w->source.authority,
                                       .n_scopes = 1 };
    w->base = text_of(arena_printf(f->keep, "%.*s/latest?page=2", TEXT_ARG(authority)));
    w->host.row.authority = authority;
    w->host.row.id = store_host_id(f->store, authority);
}

static void
open_ours(struct queue *f)
{
    struct err err;

    snprintf(f->path, sizeof(f->path), "%s/earshot.db", bench_mkdir(f->dir));
    stop_on(store_create(f->path, &err), &err);
    add_source(f);
    stop_on(store_open(f->path, STORE_CRAWLER, &f->store, &err), &err);
    f->clock = clock_of_fake(&f->at);
    f->config = (struct crawl_config){ .store = f->store, .clock = &f->clock };
    f->crawl = (struct crawl){ .cfg = &f->config, .store = f->store };
    f->job.arena = f->arena;
    store_begin(f->store);
    for (size_t i = 0; i < f->n_hosts; i++)
        open_site(f, i);
    stop_on(store_commit(f->store, &err), &err);
}

/* To a link that is known to be new: while the queue is made. */
static void
add_ours(struct queue *f, size_t host, struct text link)
{
    store_url_add(f->store, &(struct store_url){ .address = link,
                                                 .host_id = f->web[host].host.row.id,
                                                 .source_id = SOURCE,
                                                 .state = STORE_URL_QUEUED,
                                                 .priority = priority_of(f->web[host].n),
                                                 .depth = 1,
                                                 .found_on = (int64_t)f->n,
                                                 .first_seen_s = NOW_S });
}

/* As it stands on a page: without the host. */
static void
meet_ours(struct queue *f, size_t host, struct text link)
{
    struct site *w = &f->web[host];
    struct crawl_source *sources[] = { &w->source };
    struct frontier_from from = { &f->job, w->base, sources, 1 };
    struct frontier_link as = { .href = text_from(link, w->source.authority.n) };

    f->job.host = &w->host;
    f->job.url = (struct store_url){ .id = 1, .depth = w->n / N_NEW % DEPTHS };
    frontier_add(&f->crawl, &from, &as);
}

static void
begin_ours(struct queue *f)
{
    store_begin(f->store);
}

static void
commit_ours(struct queue *f)
{
    struct err err;

    stop_on(store_commit(f->store, &err), &err);
}

static void
claim_ours(struct queue *f, size_t host)
{
    struct store_url u;

    arena_clear(f->arena);
    if (!store_url_next(f->store, SOURCE, f->web[host].host.row.id, f->arena, &u)) {
        fprintf(stderr, "bench: nothing is queued for host %zu\n", host);
        exit(EXIT_FAILURE);
    }
    u.state = STORE_URL_DONE;
    u.fetched_s = NOW_S + (int64_t)f->claimed++;
    u.interval_s = DAY_S;
    u.due_s = u.fetched_s + u.interval_s;
    u.etag = TEXT_LIT("W/\"5f1c-0123456789\"");
    u.content_hash = (int64_t)f->n;
    store_url_put(f->store, &u);
}

/* ---- the other ---- */

static void
open_other(struct queue *f)
{
    snprintf(f->path, sizeof(f->path), "%s/plain.db", bench_mkdir(f->dir));
    must(f, sqlite3_open(f->path, &f->db));
    run_sql(f, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
               "PRAGMA cache_size = -32768;"
               "CREATE TABLE url (id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE,"
               " host INTEGER NOT NULL, priority INTEGER NOT NULL, done_s INTEGER);"
               "CREATE INDEX url_next ON url (host, priority DESC) WHERE done_s IS NULL");
    must(f, sqlite3_prepare_v2(f->db,
                               "INSERT OR IGNORE INTO url (url, host, priority) VALUES (?, ?, ?)",
                               -1, &f->add, NULL));
    must(f, sqlite3_prepare_v2(f->db,
                               "SELECT id, url FROM url WHERE done_s IS NULL AND host = ?"
                               " ORDER BY priority DESC LIMIT 1",
                               -1, &f->next, NULL));
    must(f, sqlite3_prepare_v2(f->db, "UPDATE url SET done_s = ? WHERE id = ?", -1, &f->put, NULL));
}

static void
meet_other(struct queue *f, size_t host, struct text link)
{
    sqlite3_bind_text(f->add, 1, link.p, (int)link.n, SQLITE_STATIC);
    sqlite3_bind_int64(f->add, 2, (int64_t)host);
    sqlite3_bind_int64(f->add, 3, priority_of(f->web[host].n));
    must(f, sqlite3_step(f->add));
    sqlite3_reset(f->add);
}

static void
begin_other(struct queue *f)
{
    run_sql(f, "BEGIN IMMEDIATE");
}

static void
commit_other(struct queue *f)
{
    run_sql(f, "COMMIT");
}

static void
claim_other(struct queue *f, size_t host)
{
    int64_t id;

    sqlite3_bind_int64(f->next, 1, (int64_t)host);
    must(f, sqlite3_step(f->next));
    id = sqlite3_column_int64(f->next, 0);
    sqlite3_reset(f->next);
    sqlite3_bind_int64(f->put, 1, NOW_S + (int64_t)f->claimed++);
    sqlite3_bind_int64(f->put, 2, id);
    must(f, sqlite3_step(f->put));
    sqlite3_reset(f->put);
}

/* ---- what is measured ---- */

struct kind {
    void (*open)(struct queue *f);
    void (*begin)(struct queue *f);
    void (*meet)(struct queue *f, size_t host, struct text link);
    void (*add)(struct queue *f, size_t host, struct text link); /* known to be new */
    void (*claim)(struct queue *f, size_t host);
    void (*commit)(struct queue *f);
};

static const struct kind ours_kind = { open_ours, begin_ours, meet_ours,
                                       add_ours,  claim_ours, commit_ours };
static const struct kind other_kind = { open_other, begin_other, meet_other,
                                        meet_other, claim_other, commit_other };

struct measure {
    struct queue *queue;
    const struct kind *kind;
};

static void
add_new(struct measure *m, size_t host, size_t n, void (*how)(struct queue *, size_t, struct text))
{
    struct queue *f = m->queue;
    char text[TEXT_BYTES];

    for (size_t i = 0; i < n; i++) {
        how(f, host, address(f, host, f->web[host].n, text));
        f->web[host].n++;
        f->n++;
    }
}

static void
fill(struct measure *m, size_t n)
{
    struct queue *f = m->queue;

    m->kind->open(f);
    for (size_t page = 0; f->n < n; page++) {
        if (page % FILL_PAGES == 0)
            m->kind->begin(f);
        add_new(m, page < f->n_hosts ? page : rng_below(&f->rng, f->n_hosts), N_NEW, m->kind->add);
        if (page % FILL_PAGES == FILL_PAGES - 1 || f->n >= n)
            m->kind->commit(f);
    }
}

static void
run_pages(void *self)
{
    struct measure *m = self;
    struct queue *f = m->queue;
    char text[TEXT_BYTES];

    for (size_t page = 0; page < N_PAGES; page++) {
        size_t host = rng_below(&f->rng, f->n_hosts), there = f->web[host].n;

        arena_clear(f->arena);
        m->kind->begin(f);
        for (size_t i = 0; i < N_MENU && i < there; i++)
            m->kind->meet(f, host, address(f, host, i, text));
        for (size_t i = 0; i < N_RECENT && there > 0; i++)
            m->kind->meet(f, host,
                          address(f, host,
                                  there - 1 - rng_below(&f->rng, there < RECENT ? there : RECENT),
                                  text));
        for (size_t i = 0; i < N_OLD && there > 0; i++)
            m->kind->meet(f, host, address(f, host, rng_below(&f->rng, there), text));
        add_new(m, host, N_NEW, m->kind->meet);
        m->kind->commit(f);
    }
}

static void
run_new(void *self)
{
    struct measure *m = self;
    struct queue *f = m->queue;

    for (size_t page = 0; page < N_PAGES; page++) {
        arena_clear(f->arena);
        m->kind->begin(f);
        add_new(m, rng_below(&f->rng, f->n_hosts), N_NEW, m->kind->meet);
        m->kind->commit(f);
    }
}

static void
run_claims(void *self)
{
    struct measure *m = self;
    struct queue *f = m->queue;

    for (size_t i = 0; i < N_CLAIMS; i++) {
        m->kind->begin(f);
        m->kind->claim(f, rng_below(&f->rng, f->n_hosts));
        m->kind->commit(f);
    }
}

/* One size of queue. */
struct scale {
    const char *name; /* "1M, 1 host" */
    size_t n, n_hosts;
    bool words, beside, large;
};

static struct queue *
queue_new(const struct scale *as)
{
    struct queue *f = mem_zalloc(sizeof(*f));

    f->n_hosts = as->n_hosts;
    f->words = as->words;
    f->arena = arena_new();
    f->keep = arena_new();
    f->at.at_ms = NOW_S * 1000;
    rng_seed(&f->rng, 1);
    return f;
}

static void
queue_free(struct queue *f)
{
    store_close(f->store);
    if (f->db != NULL) {
        sqlite3_finalize(f->add);
        sqlite3_finalize(f->next);
        sqlite3_finalize(f->put);
        sqlite3_close(f->db);
    }
    if (f->dir[0] != '\0')
        bench_rmdir(f->dir);
    for (size_t i = 0; i < f->n_hosts; i++)
        free(f->web[i].host.seen);
    arena_free(f->arena);
    arena_free(f->keep);
    free(f);
}

static void
at_scale(struct bench *b, const struct scale *as)
{
    struct measure ours = { queue_new(as), &ours_kind }, other = { queue_new(as), &other_kind };
    struct bench_work pages = { "links of a page", as->name, "link", N_PAGES * LINKS };
    struct bench_work new = { "new links", as->name, "link", N_PAGES * N_NEW };
    struct bench_work claims = { "claim and finish", as->name, "address", N_CLAIMS };
    const struct {
        const struct bench_work *work;
        void (*run)(void *self);
    } rows[] = { { &pages, run_pages }, { &new, run_new }, { &claims, run_claims } };

    fprintf(stderr, "  filling, %s\n", as->name);
    bench_peak_reset();
    sqlite3_memory_highwater(1);
    fill(&ours, as->n);
    for (size_t i = 0; i < N_ELEMENTS(rows); i++)
        rows[i].run(&ours);
    bench_note(
        b, "%s: resident at most %.1f MiB while the queue was made and used, %.1f of them SQLite's",
        as->name, (double)bench_peak() / MIB, (double)sqlite3_memory_highwater(1) / MIB);
    if (as->beside)
        fill(&other, as->n);
    for (size_t i = 0; i < N_ELEMENTS(rows); i++) {
        struct bench_side sides[] = {
            { .name = "earshot", .run = rows[i].run, .self = &ours },
            { .name = "UNIQUE (url)", .run = rows[i].run, .self = &other },
        };

        bench_compare(b, rows[i].work, sides, as->beside ? 2 : 1);
    }
    queue_free(ours.queue);
    queue_free(other.queue);
}

int
main(void)
{
    static const struct scale scales[] = {
        { "100k", 100000, MANY_HOSTS, .beside = true },
        { "1M", 1000000, MANY_HOSTS, .beside = true },
        { "1M, 1 host", 1000000, 1, .beside = false },
        { "1M, words", 1000000, MANY_HOSTS, .words = true },
        { "10M", 10000000, MANY_HOSTS, .large = true },
        { "10M, words", 10000000, MANY_HOSTS, .words = true, .large = true },
    };
    const char *only = getenv("BENCH_SIZE");
    struct bench *b = bench_new("Frontier: addresses met and claimed, on disk");

    for (size_t i = 0; i < N_ELEMENTS(scales); i++)
        if (only != NULL ? strcmp(only, scales[i].name) == 0 : !scales[i].large || bench_large())
            at_scale(b, &scales[i]);
    bench_end(b);
    return 0;
}
