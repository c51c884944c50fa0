/*
 * store_fixture.h - a store with one department, the pages of site_fixture.h
 * and groups of one question each, as crawler and indexer leave them.
 */
#ifndef STORE_FIXTURE_H
#define STORE_FIXTURE_H

#include <unistd.h>

#include "../../store/db.h"
#include "config.h"
#include "site_fixture.h"
#include "store.h"

#define FIXTURE_DEPARTMENT 1
#define FIXTURE_OWN        1 /* source: the own site */
#define FIXTURE_FORUM      2
#define FIXTURE_LISTEN     3

struct store_fixture {
    char dir[64], path[96];
    struct store *s;
    struct arena *arena; /* statements are kept by the address of their text */
    struct department_config department;
    struct text sites[1];
    int64_t n_groups;
};

static inline void
fixture_sql(struct store_fixture *f, enum store_role role, const char *sql)
{
    struct err err = { "" };

    store_set_role(f->s, role);
    store_begin(f->s);
    db_script(f->s, sql);
    if (store_commit(f->s, &err) != ST_OK)
        fail_msg("%s: %s", sql, err.msg);
}

/* As fixture_sql() with two texts for two question marks. */
static inline void
fixture_put(struct store_fixture *f, enum store_role role, const char *sql, const char *one,
            const char *two)
{
    struct err err = { "" };
    struct db_query *q;

    store_set_role(f->s, role);
    store_begin(f->s);
    q = db_query(f->s, sql);
    db_bind_str(q, one);
    db_bind_str(q, two);
    (void)db_exec(q); /* the commit tells */
    if (store_commit(f->s, &err) != ST_OK)
        fail_msg("%s: %s", sql, err.msg);
}

/* A page of the own site. */
static inline void
fixture_page(struct store_fixture *f, const char *url, const char *title, const char *text)
{
    fixture_put(f, STORE_CRAWLER,
                "INSERT INTO url (hash, address, host_id, source_id, state, kind, depth,"
                " priority, first_seen_s) VALUES (1, ?, 1, 1, 'done', COALESCE(?, 'page'), 0,"
                " 0, 0)",
                url, NULL);
    fixture_put(f, STORE_CRAWLER,
                "INSERT INTO url_source SELECT MAX(id), 1 FROM url WHERE ?1 <> '' AND ?2 IS NULL",
                url, NULL);
    fixture_put(f, STORE_CRAWLER,
                "INSERT INTO page (url_id, title, kind, content_hash, noindex, fetched_s,"
                " changed_s) SELECT MAX(id), ?2, 'other', 1, 0, 100, 100 FROM url"
                " WHERE ?1 <> ''",
                url, title);
    fixture_put(f, STORE_CRAWLER,
                "INSERT INTO page_text (url_id, text, text_hash) SELECT MAX(id), ?2, MAX(id) + 7"
                " FROM url WHERE ?1 <> ''",
                url, text);
}

static inline void
fixture_pages(struct store_fixture *f)
{
    for (size_t i = 0; i < SITE_PAGES; i++)
        fixture_page(f, site_pages[i].url, site_pages[i].title, site_pages[i].text);
}

/* A group of one question, asked once. */
static inline void
fixture_group(struct store_fixture *f, const char *question, const char *body, double p, int source)
{
    char sql[512];
    int64_t id = ++f->n_groups;

    snprintf(sql, sizeof(sql),
             "INSERT INTO post (id, url_id, permalink, title, body, tags, how, p, content_hash,"
             " first_seen_s, last_seen_s, changed_s) VALUES (%lld, 1,"
             " 'https://forum.example.net/t/%lld', ?, ?, '[]', 'test', %f, 1, 50, 50, 50)",
             (long long)id, (long long)id, p);
    fixture_put(f, STORE_CRAWLER, arena_str(f->arena, text_of(sql)), question, body);
    snprintf(sql, sizeof(sql), "INSERT INTO post_match VALUES (%lld, 1, %d, '')", (long long)id,
             source);
    fixture_sql(f, STORE_CRAWLER, sql);
    snprintf(sql, sizeof(sql),
             "INSERT INTO question (id, department_id, text, body, language, stems, stem_hash,"
             " created_s) VALUES (%lld, 1, ?, ?, 'en', '%lld', 1, 60)",
             (long long)id, (long long)id);
    fixture_put(f, STORE_INDEXER, arena_str(f->arena, text_of(sql)), question, body);
    snprintf(sql, sizeof(sql), "INSERT INTO sighting VALUES (%lld, 1, %lld, 1, NULL);",
             (long long)id, (long long)id);
    fixture_sql(f, STORE_INDEXER, sql);
    snprintf(sql, sizeof(sql),
             "INSERT INTO question_group (id, department_id, head_id, created_s, changed_s)"
             " VALUES (%lld, 1, %lld, 60, 60)",
             (long long)id, (long long)id);
    fixture_sql(f, STORE_INDEXER, sql);
    snprintf(sql, sizeof(sql),
             "INSERT INTO group_link (question_id, group_id, p, why) VALUES (%lld, %lld, 1, '')",
             (long long)id, (long long)id);
    fixture_sql(f, STORE_INDEXER, sql);
}

static inline void
fixture_open(struct store_fixture *f, bool with_pages)
{
    struct err err = { "" };

    *f = (struct store_fixture){ .sites = { TEXT_LIT("https://registrar.example.edu/") } };
    f->department = (struct department_config){ .key = "registrar",
                                                .name = "Office of the Registrar",
                                                .contact = "help@registrar.example.edu",
                                                .byline = "{editor}, Office of the Registrar",
                                                .voice = "warm",
                                                .language = "en",
                                                .site = { .v = f->sites, .n = 1 } };
    f->arena = arena_new();
    snprintf(f->dir, sizeof(f->dir), "/tmp/earshot-draft-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    snprintf(f->path, sizeof(f->path), "%s/earshot.db", f->dir);
    if (store_create(f->path, &err) != ST_OK ||
        store_open(f->path, STORE_DRAFTER, &f->s, &err) != ST_OK)
        fail_msg("%s", err.msg);
    fixture_sql(f, STORE_CONFIG,
                "INSERT INTO department (id, key, name, language, active) VALUES (1, 'registrar', "
                "'R', 'en', 1)");
    fixture_sql(
        f, STORE_CONFIG,
        "INSERT INTO source (id, department_id, key, url, basis, mode, matching, own_site, "
        "delay_ms, max_pages, active) VALUES (1, 1, 'site', 'https://registrar.example.edu/',"
        " 'own site', 'answer', 'keywords', 1, 0, 10, 1),"
        " (2, 1, 'forum', 'https://forum.example.net/', 'feed', 'answer', 'all', 0, 0, 10, 1),"
        " (3, 1, 'ears', 'https://ears.example.net/', 'feed', 'listen', 'all', 0, 0, 10, 1)");
    fixture_sql(f, STORE_CRAWLER,
                "INSERT INTO host (id, authority) VALUES (1, 'https://registrar.example.edu')");
    fixture_sql(f, STORE_CRAWLER,
                "INSERT INTO url (id, hash, address, host_id, source_id, state, kind, depth,"
                " priority, first_seen_s) VALUES (1, 1, 'https://forum.example.net/', 1, 2, 'done',"
                " 'page', 0, 0, 0)");
    if (with_pages)
        fixture_pages(f);
    store_set_role(f->s, STORE_DRAFTER);
}

static inline int64_t
fixture_count(struct store_fixture *f, const char *sql)
{
    return db_exec_int(db_query(f->s, sql), -1);
}

static inline void
fixture_close(struct store_fixture *f)
{
    static const char *const tails[] = { "", "-wal", "-shm" };
    char path[128];

    store_close(f->s);
    arena_free(f->arena);
    for (size_t i = 0; i < N_ROWS(tails); i++) {
        snprintf(path, sizeof(path), "%s%s", f->path, tails[i]);
        (void)unlink(path); /* -wal and -shm may be gone */
    }
    (void)rmdir(f->dir);
}

#endif /* STORE_FIXTURE_H */
