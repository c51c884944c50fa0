/* crawl_store.h - a store of the crawler's for one test, in a folder of its own. */
#ifndef CRAWL_STORE_H
#define CRAWL_STORE_H

#include <unistd.h>

#include "../test.h"

#include "../../store/db.h"
#include "store_host.h"
#include "store_url.h"

#define NOW_S INT64_C(1795300000)

struct fixture {
    char dir[64], path[96];
    struct store *store;
    struct arena *arena;
    int64_t host;
};

static inline void
fixture_open(struct fixture *f)
{
    struct err err = { "" };

    snprintf(f->dir, sizeof(f->dir), "/tmp/earshot-url-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    snprintf(f->path, sizeof(f->path), "%s/earshot.db", f->dir);
    assert_int_equal(store_create(f->path, &err), ST_OK);
    assert_int_equal(store_open(f->path, STORE_CRAWLER, &f->store, &err), ST_OK);
    f->arena = arena_new();
    f->host = store_host_id(f->store, TEXT_LIT("https://a.example"));
    assert_int_equal(f->host, store_host_id(f->store, TEXT_LIT("https://a.example")));
}

static inline void
fixture_close(struct fixture *f)
{
    static const char *const tails[] = { "", "-wal", "-shm" };
    char path[128];
    struct err err = { "" };

    CHECK(store_check(f->store, &err) == ST_OK, "%s", err.msg);
    store_close(f->store);
    arena_free(f->arena);
    for (size_t i = 0; i < N_ROWS(tails); i++) {
        snprintf(path, sizeof(path), "%s%s", f->path, tails[i]);
        unlink(path);
    }
    rmdir(f->dir);
}

/* Configuration's rows: a department, a source of questions (1) and an own site (2). */
static inline void
fixture_add_sources(struct fixture *f)
{
    store_set_role(f->store, STORE_CONFIG);
    db_exec(db_query(f->store, "INSERT INTO department (key, name, language, active)"
                               " VALUES ('x', 'X', 'en', 1)"));
    db_exec(db_query(f->store, "INSERT INTO source (department_id, key, url, basis, mode, matching,"
                               " own_site, delay_ms, max_pages, active) VALUES"
                               " (1, 'forum', 'https://a.example/', 'test', 'answer', 'all', 0, 0,"
                               " 9, 1),"
                               " (1, 'site', 'https://x.example/', 'own site', 'answer',"
                               " 'keywords', 1, 0, 9, 1)"));
    db_exec(db_query(f->store, "INSERT INTO keyword (department_id, kind, phrase)"
                               " VALUES (1, 'keyword', 'visa')"));
    store_set_role(f->store, STORE_CRAWLER);
}

static inline int64_t
fixture_add_url(struct fixture *f, const char *address, int64_t priority)
{
    struct store_url u = { .address = text_of(address),
                           .host_id = f->host,
                           .source_id = 1,
                           .priority = priority,
                           .first_seen_s = NOW_S };

    return store_url_add(f->store, &u);
}

static inline int64_t
fixture_count_urls(struct fixture *f, int64_t source_id, enum store_url_state state)
{
    struct db_query *q =
        db_query(f->store, "SELECT count(*) FROM url WHERE source_id = ? AND state = ?");

    db_bind_int(q, source_id);
    db_bind_str(q, store_url_state_name(state));
    return db_exec_int(q, 0);
}

#endif /* CRAWL_STORE_H */
