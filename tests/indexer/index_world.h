/*
 * index_world.h - a store with two departments and posts of the first, for tests that run the
 * stage.
 */
#ifndef INDEX_WORLD_H
#define INDEX_WORLD_H

#include <unistd.h>

#include "../../indexer/index.h"
#include "../../store/db.h"
#include "../test.h"

static const struct {
    enum store_role role;
    const char *sql;
} index_world[] = {
    { STORE_CONFIG,
      "INSERT INTO department (id, key, name, language, active)"
      " VALUES (1, 'physics', 'Physics', 'en', 1), (2, 'library', 'Library', 'de', 1)" },
    { STORE_CONFIG, "INSERT INTO source (id, department_id, key, url, basis, mode, matching,"
                    " own_site, delay_ms, max_pages, active)"
                    " VALUES (1, 1, 'forum', 'http://f/', 'own', 'answer', 'all', 0, 0, 10, 1)" },
    { STORE_CRAWLER, "INSERT INTO host (id, authority) VALUES (1, 'http://f')" },
    { STORE_CRAWLER, "INSERT INTO url (id, hash, address, host_id, source_id, state, kind, depth,"
                     " priority, first_seen_s)"
                     " VALUES (1, 1, 'http://f/1', 1, 1, 'done', 'page', 0, 0, 0),"
                     " (2, 2, 'http://f/2', 1, 1, 'done', 'page', 0, 0, 0)" },
    { STORE_CRAWLER, "INSERT INTO page_text (url_id, text, text_hash) VALUES"
                     " (1, 'Visas\nA visa is renewed at the desk in room 5.', 11), (2, '', 12)" },
};

static char path[64];

static inline void
must(struct store *s, const char *sql)
{
    struct err err = { "" };
    enum status st;

    (void)db_exec(db_query(s, sql));
    st = store_check(s, &err);
    CHECK(st == ST_OK, "%s: %s", sql, err.msg);
}

static inline void
add_post(struct store *s, int64_t id, const char *title, int64_t hash)
{
    struct db_query *q =
        db_query(s, "INSERT INTO post (id, url_id, permalink, title, body, tags, how, p,"
                    " content_hash, first_seen_s, last_seen_s, changed_s)"
                    " VALUES (?, 1, ?, ?, 'body', '', 'x', 1, ?, 100, 100, 100)"
                    " ON CONFLICT (id) DO UPDATE SET title = excluded.title,"
                    " content_hash = excluded.content_hash");
    char permalink[32];

    snprintf(permalink, sizeof(permalink), "http://f/1#%lld", (long long)id);
    db_bind_int(q, id);
    db_bind_str(q, permalink);
    db_bind_str(q, title);
    db_bind_int(q, hash);
    (void)db_exec(q);
    q = db_query(s, "INSERT INTO post_match VALUES (?, 1, 1, 'visa') ON CONFLICT DO NOTHING");
    db_bind_int(q, id);
    (void)db_exec(q);
}

static inline struct store *
make_world(const char *const *titles, size_t n_posts)
{
    struct store *s = NULL;
    struct err err = { "" };
    enum status st;

    snprintf(path, sizeof(path), "/tmp/earshot-index-%ld.db", (long)getpid());
    (void)unlink(path);
    st = store_create(path, &err);
    CHECK(st == ST_OK, "%s", err.msg);
    st = store_open(path, STORE_CONFIG, &s, &err);
    assert_int_equal(st, ST_OK);
    for (size_t i = 0; i < N_ROWS(index_world); i++) {
        store_set_role(s, index_world[i].role);
        must(s, index_world[i].sql);
    }
    for (size_t i = 0; i < n_posts; i++)
        add_post(s, (int64_t)i + 1, titles[i], (int64_t)i + 1);
    store_set_role(s, STORE_INDEXER);
    return s;
}

static inline void
drop_world(struct store *s)
{
    static const char *const ends[] = { "", "-wal", "-shm" };
    char name[80];

    store_close(s);
    for (size_t i = 0; i < N_ROWS(ends); i++) {
        snprintf(name, sizeof(name), "%s%s", path, ends[i]);
        (void)unlink(name);
    }
}

static inline int64_t
count(struct store *s, const char *sql)
{
    return db_exec_int(db_query(s, sql), -1);
}

static inline enum status
index_all(struct store *s, bool (*stop)(void), struct index_counts *counts)
{
    struct clock_fake time = { 1000000 };
    struct clock clock = clock_of_fake(&time);
    struct index_job job = { s, &clock, token_new(), NULL, stop };
    struct index_department d = { 1, "en", 0 };
    struct err err = { "" };
    enum status st;

    *counts = (struct index_counts){ .posts = 0 };
    st = index_questions(&job, &d, counts, &err);
    if (st == ST_OK)
        st = index_passages(&job, counts, &err);
    CHECK(st == ST_OK || st == ST_INTERRUPTED, "%s", err.msg);
    token_free(job.tokenizer);
    return st;
}

#endif /* INDEX_WORLD_H */
