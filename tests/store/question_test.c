/* question_test.c - what the lists of questions and groups show, on a small world of rows. */

#include "../../include/store_question.h"

#include <unistd.h>

#include "../../store/db.h"
#include "../test.h"

static const struct {
    enum store_role role;
    const char *sql;
} world[] = {
    { STORE_CONFIG,
      "INSERT INTO department (id, key, name, language, active)"
      " VALUES (1, 'physics', 'Physics', 'en', 1), (2, 'library', 'Library', 'en', 1)" },
    { STORE_CONFIG, "INSERT INTO source (id, department_id, key, url, basis, mode, matching,"
                    " own_site, delay_ms, max_pages, active)"
                    " VALUES (1, 1, 'forum', 'http://f/', 'own', 'answer', 'all', 0, 0, 10, 1),"
                    " (2, 1, 'site', 'http://own/', 'own', 'answer', 'all', 1, 0, 10, 1)" },
    { STORE_CRAWLER, "INSERT INTO host (id, authority) VALUES (1, 'http://f'), (2, 'http://own')" },
    { STORE_CRAWLER,
      "INSERT INTO url (id, hash, address, host_id, source_id, state, kind, depth,"
      " priority, first_seen_s) VALUES (1, 1, 'http://f/1', 1, 1, 'done', 'page', 0, 0, 0),"
      " (2, 2, 'http://own/visa', 2, 2, 'done', 'page', 0, 0, 0)" },
    { STORE_CRAWLER, "INSERT INTO page (url_id, title, kind, content_hash, noindex, fetched_s,"
                     " changed_s) VALUES (2, 'Visa', 'page', 1, 0, 0, 0)" },
    { STORE_CRAWLER, "INSERT INTO page_text (url_id, text, text_hash) VALUES (2, 'Visas.', 5)" },
    { STORE_CRAWLER,
      "INSERT INTO post (id, url_id, permalink, title, body, tags, how, p, content_hash,"
      " first_seen_s, last_seen_s, changed_s, posted_s, gone_s)"
      " VALUES (1, 1, 'http://f/1#1', 'A?', '', '', 'x', 1, 1, 100, 100, 100, 50, NULL),"
      " (2, 1, 'http://f/1#2', 'a?', '', '', 'x', 1, 2, 100, 100, 100, 70, NULL),"
      " (3, 1, 'http://f/1#3', 'B?', '', '', 'x', 1, 3, 90, 100, 100, NULL, NULL),"
      " (4, 1, 'http://f/1#4', 'C?', '', '', 'x', 1, 4, 90, 100, 100, NULL, 95)" },
    { STORE_CRAWLER, "INSERT INTO post_match VALUES (1, 1, 1, 'x'), (2, 1, 1, 'x'), (3, 1, 1, 'x'),"
                     " (4, 1, 1, 'x')" },
};

static struct store *s;
static struct arena *arena;
static char path[64];
static size_t n_rows;

static void
must(const char *what)
{
    struct err err = { "" };
    enum status st = store_check(s, &err);

    CHECK(st == ST_OK, "%s: %s", what, err.msg);
}

static void
open_world(void)
{
    struct err err = { "" };
    enum status st;

    snprintf(path, sizeof(path), "/tmp/earshot-question-%ld.db", (long)getpid());
    (void)unlink(path);
    st = store_create(path, &err);
    CHECK(st == ST_OK, "%s", err.msg);
    st = store_open(path, STORE_CONFIG, &s, &err);
    assert_int_equal(st, ST_OK);
    for (size_t i = 0; i < N_ROWS(world); i++) {
        store_set_role(s, world[i].role);
        (void)db_exec(db_query(s, world[i].sql));
        must(world[i].sql);
    }
    store_set_role(s, STORE_INDEXER);
    arena = arena_new();
    n_rows = 0;
}

static void
close_world(void)
{
    static const char *const ends[] = { "", "-wal", "-shm" };
    char name[80];

    arena_free(arena);
    store_close(s);
    for (size_t i = 0; i < N_ROWS(ends); i++) {
        snprintf(name, sizeof(name), "%s%s", path, ends[i]);
        (void)unlink(name);
    }
}

/* Each pending post becomes a question of its first letter, in lower case. */
static void
take(void *self, const struct store_pending *p)
{
    char stem[2] = { (char)(p->title.p[0] | 0x20), '\0' };
    struct store_question q = { .department_id = 1,
                                .text = p->title,
                                .language = TEXT_LIT("en"),
                                .stems = text_of(stem),
                                .asks = true };
    bool is_new;
    int64_t id = store_question_put(s, &q, 10, &is_new);

    (void)self;
    n_rows++;
    store_question_sight(s, p, 1, id);
    CHECK(is_new == (p->post_id != 2), "post %lld", (long long)p->post_id);
}

static struct store_pending kept[8];

static void
keep(void *self, const struct store_pending *p)
{
    (void)self;
    kept[n_rows++ % N_ROWS(kept)] = *p;
}

static void
take_all(void)
{
    size_t n = store_question_pending(s, 1, 0, 10, arena, keep, NULL);

    CHECK(n == 3 && n_rows == 3, "%zu posts pending: the one that is gone is left out", n);
    n_rows = 0;
    store_begin(s);
    for (size_t i = 0; i < n; i++)
        take(NULL, &kept[i]);
    CHECK(store_commit(s, NULL) == ST_OK, "taken");
    CHECK(store_question_pending(s, 1, 0, 10, arena, keep, NULL) == 0, "none is left");
    must("take");
}

static void
check_group(void *self, const struct store_group_row *g)
{
    (void)self;
    n_rows++;
    CHECK(g->times_asked == 3 && g->n_questions == 2 && g->sites == 1, "%lld times",
          (long long)g->times_asked);
    CHECK(g->first_asked_s == 50 && g->last_asked_s == 90, "dates");
    CHECK(text_is(g->question, "A?") && text_is(g->state, "open"), "%.*s", TEXT_ARG(g->question));
}

static void
check_member(void *self, const struct store_member_row *m)
{
    (void)self;
    n_rows++;
    CHECK(m->times_asked == (m->id == 1 ? 2 : 1), "%lld times", (long long)m->times_asked);
    CHECK(m->head == (m->id == 1), "head");
}

static void
check_sighting(void *self, const struct store_sighting_row *r)
{
    (void)self;
    n_rows++;
    CHECK(text_starts(r->address, TEXT_LIT("http://f/1#")) && text_is(r->words, "x"), "%.*s",
          TEXT_ARG(r->address));
}

static const struct {
    struct store_member_query query;
    size_t n;
} counted[] = {
    { { .department_id = 0 }, 2 },
    { { .department_id = 1 }, 2 },
    { { .department_id = 2 }, 0 },
    { { .department_id = 2, .group_id = 1 }, 0 },
    { { .group_id = 2 }, 0 },
    { { .id = 2 }, 1 },
    { { .id = 2, .group_id = 1 }, 1 },
    { { .id = 3 }, 0 },
    { { .department_id = 2, .id = 2 }, 0 },
    { { .id = 2, .muted = true }, 0 },
    { { .group_id = 1, .limit = 1 }, 1 },
};

static void
test_lists(void)
{
    struct store_group_query groups = { .department_id = 1 };
    struct store_member_query members = { .group_id = 1 };

    open_world();
    take_all();
    store_begin(s);
    CHECK(store_question_ungrouped(s, 1) == 2, "two without a group");
    CHECK(store_question_add_group(s, 1, 1, 10) == 1, "group 1");
    store_question_link(s, &(struct store_question){ .id = 1, .group_id = 1, .home_id = 1 }, 1,
                        TEXT_LIT("{}"), 10);
    store_question_link(s, &(struct store_question){ .id = 2, .group_id = 1, .home_id = 1 }, .7,
                        TEXT_LIT("{}"), 10);
    CHECK(store_commit(s, NULL) == ST_OK, "linked");
    CHECK(store_question_ungrouped(s, 1) == 0, "all in groups");
    n_rows = 0;
    store_question_groups(s, &groups, arena, check_group, NULL);
    CHECK(n_rows == 1, "%zu groups", n_rows);
    groups.since_s = 91;
    store_question_groups(s, &groups, arena, check_group, NULL);
    groups = (struct store_group_query){ .department_id = 2 };
    store_question_groups(s, &groups, arena, check_group, NULL);
    CHECK(n_rows == 1, "none since then, none of another department");
    n_rows = 0;
    store_question_members(s, &members, arena, check_member, NULL);
    CHECK(n_rows == 2, "%zu members", n_rows);
    for (size_t i = 0; i < N_ROWS(counted); i++) {
        n_rows = 0;
        store_question_members(s, &counted[i].query, arena, check_member, NULL);
        CHECK(n_rows == counted[i].n, "row %zu: %zu members", i, n_rows);
    }
    n_rows = 0;
    store_question_sightings(s, 1, arena, check_sighting, NULL);
    CHECK(n_rows == 2, "%zu sightings", n_rows);
    must("lists");
    close_world();
}
TEST_FN(test_lists)

static struct store_stale_page stale;

static void
keep_page(void *self, const struct store_stale_page *p)
{
    (void)self;
    stale = *p;
}

static void
test_passages(void)
{
    struct store_passage rows[] = { { 0, 3, TEXT_LIT("h") }, { 3, 6, TEXT_LIT("") } };

    open_world();
    CHECK(store_question_stale_pages(s, 0, 10, arena, keep_page, NULL) == 1, "one to cut");
    store_question_put_passages(s, &stale, rows, 2);
    CHECK(store_question_stale_pages(s, 0, 10, arena, keep_page, NULL) == 0, "it is cut");
    store_question_put_passages(s, &stale, rows, 1);
    store_set_role(s, STORE_CRAWLER);
    (void)db_exec(db_query(s, "DELETE FROM page_text"));
    store_set_role(s, STORE_INDEXER);
    CHECK(store_question_drop_passages(s) == 1, "the passages of a page that went");
    must("passages");
    close_world();
}
TEST_FN(test_passages)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_lists), TEST(test_passages) };

    return TEST_RUN(tests);
}
