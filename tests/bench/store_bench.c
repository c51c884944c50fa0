/*
 * store_bench.c - the frontier's rows: met, added and claimed through the
 * crawler's store, beside the barest SQLite that keeps addresses unique.
 *
 * "meet" is what a page's links do, LINKS a transaction, about half of them known
 * already; "claim" takes the most urgent address of a host and writes what
 * became of it, each in a transaction of its own.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>
#include <xxhash.h>

#include "bench.h"
#include "mem.h"
#include "rng.h"
#include "store_host.h"
#include "store_url.h"

#define LINKS    100  /* of one page, in one transaction */
#define N_CLAIMS 5000 /* a run; all turns together stay below the smallest queue */
#define N_HOSTS  50
#define ROW_OVER 1000 /* priorities */
#define NOW_S    INT64_C(1795300000)
#define SOURCE   1

struct frontier {
    size_t n; /* addresses met */
    struct store *store;
    sqlite3 *db;
    sqlite3_stmt *find, *add, *next, *put;
    struct arena *arena;
    struct rng rng;
    char dir[256], path[300];
    int64_t hosts[N_HOSTS];
    size_t n_known, n_claimed;
};

/* Address i of a long list in which every second one has been there before. */
static size_t
address(struct frontier *f, size_t i, char out[128])
{
    size_t id = i % 2 == 0 || i < LINKS ? i : (size_t)rng_below(&f->rng, i);

    snprintf(out, 128, "https://forum%zu.example.org/t/how-do-i-apply-for-a-visa/%zu", id % N_HOSTS,
             id);
    return id;
}

static void
must(struct frontier *f, int rc)
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
forget(void *self)
{
    struct frontier *f = self;

    store_close(f->store);
    f->store = NULL;
    if (f->db != NULL) {
        sqlite3_finalize(f->find);
        sqlite3_finalize(f->add);
        sqlite3_finalize(f->next);
        sqlite3_finalize(f->put);
        sqlite3_close(f->db);
        f->db = NULL;
    }
    if (f->dir[0] != '\0')
        bench_rmdir(f->dir);
    f->dir[0] = '\0';
}

static void
run_sql(struct frontier *f, const char *sql)
{
    must(f, sqlite3_exec(f->db, sql, NULL, NULL, NULL));
}

/* The department and source whose addresses they are, as configuration would write them. */
static void
add_source(struct frontier *f)
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
open_ours(void *self)
{
    struct frontier *f = self;
    struct err err;
    char authority[64];

    forget(f);
    rng_seed(&f->rng, 1);
    snprintf(f->path, sizeof(f->path), "%s/earshot.db", bench_mkdir(f->dir));
    stop_on(store_create(f->path, &err), &err);
    add_source(f);
    stop_on(store_open(f->path, STORE_CRAWLER, &f->store, &err), &err);
    for (size_t i = 0; i < N_HOSTS; i++) {
        snprintf(authority, sizeof(authority), "https://forum%zu.example.org", i);
        f->hosts[i] = store_host_id(f->store, text_of(authority));
    }
    stop_on(store_check(f->store, &err), &err);
}

static void
meet_ours(void *self)
{
    struct frontier *f = self;
    struct err err;
    char text[128];

    f->n_known = 0;
    for (size_t i = 0; i < f->n; i++) {
        struct store_url_known known;
        size_t id = address(f, i, text);

        if (i % LINKS == 0)
            store_begin(f->store);
        if (store_url_find(f->store, text_of(text), &known)) {
            f->n_known++;
        } else {
            store_url_add(f->store, &(struct store_url){ .address = text_of(text),
                                                         .host_id = f->hosts[id % N_HOSTS],
                                                         .source_id = SOURCE,
                                                         .state = STORE_URL_QUEUED,
                                                         .priority = (int64_t)(id % ROW_OVER),
                                                         .first_seen_s = NOW_S });
        }
        if (i % LINKS == LINKS - 1 || i == f->n - 1)
            stop_on(store_commit(f->store, &err), &err);
    }
}

static void
claim_ours(void *self)
{
    struct frontier *f = self;
    struct err err;

    for (size_t i = 0; i < N_CLAIMS; i++) {
        struct store_url u;

        arena_clear(f->arena);
        store_begin(f->store);
        if (store_url_next(f->store, SOURCE, f->hosts[f->n_claimed++ % N_HOSTS], f->arena, &u)) {
            u.state = STORE_URL_DONE;
            u.fetched_s = NOW_S;
            u.due_s = NOW_S + ROW_OVER;
            store_url_put(f->store, &u);
        }
        stop_on(store_commit(f->store, &err), &err);
    }
}

static void
open_bare(void *self)
{
    struct frontier *f = self;

    forget(f);
    rng_seed(&f->rng, 1);
    snprintf(f->path, sizeof(f->path), "%s/bare.db", bench_mkdir(f->dir));
    must(f, sqlite3_open(f->path, &f->db));
    must(f, sqlite3_exec(f->db,
                         "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
                         "CREATE TABLE url (id INTEGER PRIMARY KEY, hash INTEGER NOT NULL,"
                         " address TEXT NOT NULL, host INTEGER NOT NULL, priority INTEGER NOT NULL,"
                         " done INTEGER NOT NULL); CREATE INDEX url_hash ON url (hash);"
                         "CREATE INDEX url_next ON url (host, priority DESC) WHERE done = 0",
                         NULL, NULL, NULL));
    must(f, sqlite3_prepare_v2(f->db, "SELECT id FROM url WHERE hash = ? AND address = ?", -1,
                               &f->find, NULL));
    must(f, sqlite3_prepare_v2(f->db,
                               "INSERT INTO url (hash, address, host, priority, done)"
                               " VALUES (?, ?, ?, ?, 0)",
                               -1, &f->add, NULL));
    must(f, sqlite3_prepare_v2(f->db,
                               "SELECT id, address FROM url WHERE done = 0 AND host = ?"
                               " ORDER BY priority DESC LIMIT 1",
                               -1, &f->next, NULL));
    must(f, sqlite3_prepare_v2(f->db, "UPDATE url SET done = 1 WHERE id = ?", -1, &f->put, NULL));
}

static void
step(struct frontier *f, sqlite3_stmt *q)
{
    must(f, sqlite3_step(q));
    sqlite3_reset(q);
}

static void
meet_bare(void *self)
{
    struct frontier *f = self;
    char text[128];

    f->n_known = 0;
    for (size_t i = 0; i < f->n; i++) {
        size_t id = address(f, i, text), n = strlen(text);
        int64_t hash = (int64_t)XXH3_64bits(text, n);
        bool known;

        if (i % LINKS == 0)
            run_sql(f, "BEGIN IMMEDIATE");
        sqlite3_bind_int64(f->find, 1, hash);
        sqlite3_bind_text(f->find, 2, text, (int)n, SQLITE_STATIC);
        known = sqlite3_step(f->find) == SQLITE_ROW;
        sqlite3_reset(f->find);
        f->n_known += known;
        if (!known) {
            sqlite3_bind_int64(f->add, 1, hash);
            sqlite3_bind_text(f->add, 2, text, (int)n, SQLITE_STATIC);
            sqlite3_bind_int64(f->add, 3, (int64_t)(id % N_HOSTS));
            sqlite3_bind_int64(f->add, 4, (int64_t)(id % ROW_OVER));
            step(f, f->add);
        }
        if (i % LINKS == LINKS - 1 || i == f->n - 1)
            run_sql(f, "COMMIT");
    }
}

static void
claim_bare(void *self)
{
    struct frontier *f = self;

    for (size_t i = 0; i < N_CLAIMS; i++) {
        run_sql(f, "BEGIN IMMEDIATE");
        sqlite3_bind_int64(f->next, 1, (int64_t)(f->n_claimed++ % N_HOSTS));
        if (sqlite3_step(f->next) == SQLITE_ROW) {
            int64_t id = sqlite3_column_int64(f->next, 0);

            sqlite3_reset(f->next);
            sqlite3_bind_int64(f->put, 1, id);
            step(f, f->put);
        }
        sqlite3_reset(f->next);
        run_sql(f, "COMMIT");
    }
}

static void
at_size(struct bench *b, size_t n, const char *size)
{
    struct frontier ours = { .n = n, .arena = arena_new() };
    struct frontier bare = { .n = n, .arena = ours.arena };
    struct bench_work meet = { "meet links", size, "link", (double)n };
    struct bench_work claim = { "claim", size, "address", N_CLAIMS };
    struct bench_side sides[] = {
        { .name = "earshot", .prepare = open_ours, .run = meet_ours, .self = &ours },
        { .name = "bare SQLite", .prepare = open_bare, .run = meet_bare, .self = &bare },
    };

    bench_compare(b, &meet, sides, N_ELEMENTS(sides));
    bench_note(b, "%s: known already, ours %zu, bare %zu", size, ours.n_known, bare.n_known);
    sides[0] = (struct bench_side){ .name = "earshot", .run = claim_ours, .self = &ours };
    sides[1] = (struct bench_side){ .name = "bare SQLite", .run = claim_bare, .self = &bare };
    bench_compare(b, &claim, sides, N_ELEMENTS(sides));
    forget(&ours);
    forget(&bare);
    arena_free(ours.arena);
}

int
main(void)
{
    struct bench *b = bench_new("Frontier: addresses met and claimed, on disk");

    at_size(b, 100000, "100k");
    at_size(b, 1000000, "1M");
    if (bench_large())
        at_size(b, 10000000, "10M");
    bench_end(b);
    return 0;
}
