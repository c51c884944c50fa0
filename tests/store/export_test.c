/* export_test.c - where a group stands, and what the lists hold. */

#include "../../include/store_export.h"

#include <unistd.h>

#include "../../store/db.h"
#include "../test.h"
#include "store_queue.h"

/*
 * Group 5 asks nothing; 6 (a gap) and 7 (a draft) are of posts that read otherwise now.
 * A small world, written table by table in the roles that may.  Times are arbitrary seconds.
 */
static const struct {
    enum store_role role;
    const char *sql;
} world[] = {
    { STORE_CONFIG,
      "INSERT INTO department (id, key, name, language, active)"
      " VALUES (1, 'physics', 'Physics', 'en', 1), (2, 'library', 'Library', 'en', 1)" },
    { STORE_CONFIG, "INSERT INTO source (id, department_id, key, url, basis, mode, matching,"
                    " own_site, delay_ms, max_pages, active)"
                    " VALUES (1, 1, 'forum', 'http://f/', 'own', 'answer', 'all', 0, 0, 10, 1)" },
    { STORE_CRAWLER, "INSERT INTO host (id, authority) VALUES (1, 'http://f'), (2, 'http://q')" },
    { STORE_CRAWLER,
      "INSERT INTO url (id, hash, address, host_id, source_id, state, kind, depth,"
      " priority, first_seen_s) VALUES (1, 1, 'http://f/1', 1, 1, 'done', 'page', 0, 0, 0),"
      " (2, 2, 'http://q/2', 2, 1, 'done', 'page', 0, 0, 0),"
      " (3, 3, 'http://own/page', 1, 1, 'done', 'page', 0, 0, 0)" },
    { STORE_CRAWLER,
      "INSERT INTO post (id, url_id, permalink, title, body, tags, how, p, content_hash,"
      " first_seen_s, last_seen_s, changed_s, posted_s)"
      " VALUES (1, 1, 'http://f/1', 'A?', 'a', '', 'x', 1, 1, 100, 100, 100, 50),"
      " (2, 2, 'http://q/2', 'A ?', 'a', '', 'x', 1, 2, 100, 100, 100, 70),"
      " (3, 1, 'http://f/1#3', 'B?', 'b', '', 'x', 1, 3, 90, 100, 100, NULL),"
      " (4, 1, 'http://f/1#4', 'C?', 'c', '', 'x', 1, 4, 95, 100, 100, NULL),"
      " (5, 1, 'http://f/1#5', 'D?', 'd', '', 'x', 1, 5, 96, 100, 100, NULL),"
      " (6, 1, 'http://f/1#6', 'Ah', 'e', '', 'x', .3, 6, 97, 100, 100, NULL)" },
    { STORE_INDEXER,
      "INSERT INTO question (id, department_id, text, body, language, stems, stem_hash, created_s)"
      " VALUES (1, 1, 'A?', 'a', 'en', 'a', 1, 0), (2, 1, 'B?', 'b', 'en', 'b', 2, 0),"
      " (3, 1, 'C?', 'c', 'en', 'c', 3, 0), (4, 2, 'D?', 'd', 'en', 'd', 4, 0),"
      " (5, 2, 'Ah', 'e', 'en', 'e', 5, 0), (6, 1, 'Gone?', 'f', 'en', 'f', 6, 0),"
      " (7, 1, 'Went?', 'g', 'en', 'g', 7, 0)" },
    { STORE_INDEXER,
      "INSERT INTO sighting (post_id, department_id, question_id, post_hash) VALUES (1, 1, 1, 1),"
      " (2, 1, 1, 2), (3, 1, 2, 3), (4, 1, 3, 4), (5, 2, 4, 5), (6, 2, 5, 6)" },
    { STORE_INDEXER, "INSERT INTO question_group (id, department_id, head_id, created_s, changed_s)"
                     " VALUES (1, 1, 1, 0, 0), (2, 1, 2, 0, 0), (3, 1, 3, 0, 0), (4, 2, 4, 0, 0),"
                     " (5, 2, 5, 0, 0), (6, 1, 6, 0, 0), (7, 1, 7, 0, 0)" },
    { STORE_INDEXER,
      "INSERT INTO group_link (question_id, group_id, p, why)"
      " VALUES (1, 1, 1, ''), (2, 2, 1, ''), (3, 3, 1, ''), (4, 4, 1, ''), (5, 5, 1, ''),"
      " (6, 6, 1, ''), (7, 7, 1, '')" },
    { STORE_DRAFTER,
      "INSERT INTO gap (group_id, why, nearest_url_id, confidence, tone, basis_hash, created_s)"
      " VALUES (1, 'no page answers it', 3, .2, 'neutral', 0, 0),"
      " (6, 'nobody asks this any more', NULL, 0, 'neutral', 0, 0)" },
    { STORE_DRAFTER,
      "INSERT INTO draft (id, group_id, tone, tone_p, kind, answer, link, confidence,"
      " voice, template, basis_hash, checks, created_s)"
      " VALUES (1, 2, 'neutral', 1, 'answer', 'old', 'http://own/page', .9, 'warm',"
      " 't', 0, '', 10), (2, 2, 'neutral', 1, 'answer', 'new', 'http://own/page', .8,"
      " 'warm', 't', 0, '', 20), (3, 3, 'negative', 1, 'contact', 'c', NULL, .7,"
      " 'warm', 't', 0, '', 30)" },
    { STORE_DRAFTER,
      "INSERT INTO draft_sentence (draft_id, ordinal, text, url_id, start_at, end_at,"
      " fetched_s, text_hash) VALUES (2, 0, 'It is.', 3, 4, 10, 0, 0)" },
    { STORE_REVIEW,
      "INSERT INTO decision (group_id, draft_id, revision, verb, state, text, reason, actor, at_s)"
      " VALUES (2, 2, 1, 'edit', 'edited', 'mine', NULL, 'ann', 1),"
      " (2, 2, 2, 'approve', 'approved', NULL, NULL, 'ann', 2),"
      " (3, 3, 1, 'reject', 'rejected', NULL, 'wrong page', 'ann', 103)" },
};

static char path[64];

static struct store *
make_world(void)
{
    struct store *s = NULL;
    struct err err = { "" };
    enum status st;

    snprintf(path, sizeof(path), "/tmp/earshot-export-%ld.db", (long)getpid());
    st = store_create(path, &err);
    CHECK(st == ST_OK, "%s", err.msg);
    st = store_open(path, STORE_READER, &s, &err);
    assert_int_equal(st, ST_OK);
    for (size_t i = 0; i < N_ROWS(world); i++) {
        store_set_role(s, world[i].role);
        db_exec(db_query(s, world[i].sql));
        st = store_check(s, &err);
        CHECK(st == ST_OK, "statement %zu: %s", i, err.msg);
    }
    store_set_role(s, STORE_REVIEW);
    store_begin(s);
    (void)store_queue_rebuild(s, 0);
    assert_int_equal(store_commit(s, &err), ST_OK);
    store_set_role(s, STORE_READER);
    return s;
}

static void
end_world(struct store *s)
{
    static const char *const tails[] = { "", "-wal", "-shm" };
    char name[80];

    store_close(s);
    for (size_t i = 0; i < N_ROWS(tails); i++) {
        snprintf(name, sizeof(name), "%s%s", path, tails[i]);
        unlink(name);
    }
}

/* What a list gave, one line a row. */
static struct {
    size_t n;
    char line[8][256];
} got;

static void
on_group(void *self, const struct store_export_group *g)
{
    (void)self;
    snprintf(got.line[got.n++ % 8], sizeof(got.line[0]),
             "%lld %.*s %s x%lld on %lld %lld-%lld why=%.*s near=%.*s urls=%zu", (long long)g->id,
             TEXT_ARG(g->question), g->state, (long long)g->times_asked, (long long)g->sites,
             (long long)g->first_asked_s, (long long)g->last_asked_s, TEXT_ARG(g->why),
             TEXT_ARG(g->nearest_url), json_array_size(g->urls));
}

/* Posts 1 and 2 were asked at 50 and 70, and found at 100. */
static const struct store_export_made made[] = { { 45, 60, 65, NULL, 0, false },
                                                 { 45, 60, 101, NULL, 0, false },
                                                 { 20, 40, 60, NULL, 0, false } };
static const int64_t on_it[] = { 1, 4, 6 };
static const struct store_export_made with_it[] = { { 45, 60, 65, on_it, 3, false } };

/* Group 3 was drafted for when it was asked (95), and the draft was rejected as wrong at 103. */
static const int64_t listed[] = { 3, 9 };
static const struct store_export_made lost[] = {
    { 90, 96, 101, NULL, 0, false },
    { 90, 96, 104, NULL, 0, false },
    { 90, 96, 101, listed, 2, false },
    { 90, 96, 101, NULL, 0, true },
};

/* Expected lines, in order; from: the definition in store_export.h that decides. */
static const struct {
    const char *from;
    struct store_export_query query;
    const char *lines[5];
} unanswered[] = {
    { "gap, rejected as wrong, open",
      { 0 },
      { "1 A? gap x2 on 2 50-70 why=no page answers it near=http://own/page urls=2",
        "3 C? rejected x1 on 1 95-95 why=refused as wrong: wrong page near= urls=1",
        "4 D? open x1 on 1 96-96 why= near= urls=1", NULL } },
    { "one department",
      { .department_id = 2 },
      { "4 D? open x1 on 1 96-96 why= near= urls=1", NULL } },
    { "last asked since",
      { .since_s = 96 },
      { "4 D? open x1 on 1 96-96 why= near= urls=1", NULL } },
    { "last asked before until",
      { .until_s = 71 },
      { "1 A? gap x2 on 2 50-70 why=no page answers it near=http://own/page urls=2", NULL } },
    { "first asked before",
      { .before_s = 51 },
      { "1 A? gap x2 on 2 50-70 why=no page answers it near=http://own/page urls=2", NULL } },
    { "only gaps",
      { .only_gaps = true },
      { "1 A? gap x2 on 2 50-70 why=no page answers it near=http://own/page urls=2", NULL } },
    { "asked within, counted up to then",
      { .within = true, .since_s = 45, .until_s = 60 },
      { "1 A? gap x1 on 1 50-50 why=no page answers it near=http://own/page urls=1", NULL } },
    { "found when the list of its own time was made: of the one in which it was found",
      { .within = true, .since_s = 99, .until_s = 120, .made = made, .n_made = 1 },
      { "1 A? gap x2 on 2 50-70 why=no page answers it near=http://own/page urls=2", NULL } },
    { "... but was on that list, or there is none of its time",
      { .within = true, .since_s = 99, .until_s = 120, .made = &made[1], .n_made = 2 },
      { NULL } },
    { "... but stands on it, by another of its posts or found in the same second",
      { .within = true, .since_s = 99, .until_s = 120, .made = with_it, .n_made = 1 },
      { NULL } },
    { "... nor in which it was not found",
      { .within = true, .since_s = 101, .until_s = 120, .made = made, .n_made = 1 },
      { NULL } },
    { "answered when the list of its own time was made: of the one in which it was judged",
      { .within = true, .since_s = 102, .until_s = 120, .made = lost, .n_made = 1 },
      { "3 C? rejected x1 on 1 95-95 why=refused as wrong: wrong page near= urls=1", NULL } },
    { "... not of the one after",
      { .within = true, .since_s = 104, .until_s = 120, .made = lost, .n_made = 1 },
      { NULL } },
    { "... but was judged when it was made",
      { .within = true, .since_s = 102, .until_s = 120, .made = &lost[1], .n_made = 1 },
      { NULL } },
    { "... or is on a list before",
      { .within = true, .since_s = 102, .until_s = 120, .made = &lost[2], .n_made = 1 },
      { NULL } },
    { "... or nobody knows whether it is",
      { .within = true, .since_s = 102, .until_s = 120, .made = &lost[3], .n_made = 1 },
      { NULL } },
    { "asked before and after, not within",
      { .within = true, .since_s = 60, .until_s = 70 },
      { NULL } },
    { "limit",
      { .limit = 1 },
      { "1 A? gap x2 on 2 50-70 why=no page answers it near=http://own/page urls=2", NULL } },
};

static void
test_unanswered(void)
{
    struct store *s = make_world();

    for (size_t i = 0; i < N_ROWS(unanswered); i++) {
        struct err err = { "" };
        enum status st;
        size_t n = 0;

        got.n = 0;
        st = store_export_unanswered(s, &unanswered[i].query, on_group, NULL, &err);
        CHECK(st == ST_OK, "%s: %s", unanswered[i].from, err.msg);
        for (; unanswered[i].lines[n] != NULL; n++)
            CHECK(n < got.n && strcmp(got.line[n], unanswered[i].lines[n]) == 0,
                  "%s: row %zu is %s", unanswered[i].from, n, n < got.n ? got.line[n] : "missing");
        CHECK(got.n == n, "%s: %zu rows", unanswered[i].from, got.n);
    }
    end_world(s);
}
TEST_FN(test_unanswered)

static void
on_draft(void *self, const struct store_export_draft *d)
{
    json_t *first = json_array_get(d->sentences, 0);

    (void)self;
    snprintf(got.line[got.n++ % 8], sizeof(got.line[0]), "%lld %s r%lld %.*s -> %.*s [%s]",
             (long long)d->id, d->state, (long long)d->revision, TEXT_ARG(d->answer),
             TEXT_ARG(d->link),
             first != NULL ? json_string_value(json_object_get(first, "text")) : "");
}

static void
test_drafts(void)
{
    struct store *s = make_world();
    struct store_export_query query = { 0 };
    enum status st;

    got.n = 0;
    st = store_export_drafts(s, &query, on_draft, NULL, NULL);
    CHECK(st == ST_OK, "status %d", (int)st);
    CHECK(got.n == 2, "%zu rows: only the latest draft of a group", got.n);
    CHECK(strcmp(got.line[0], "2 approved r2 mine -> http://own/page [It is.]") == 0, "%s",
          got.line[0]);
    CHECK(strcmp(got.line[1], "3 rejected r1 c ->  []") == 0, "%s", got.line[1]);
    end_world(s);
}
TEST_FN(test_drafts)

static void
on_question(void *self, const struct store_export_question *q)
{
    (void)self;
    snprintf(got.line[got.n++ % 8], sizeof(got.line[0]), "%lld %.*s %s x%lld group %lld",
             (long long)q->id, TEXT_ARG(q->question), q->state, (long long)q->times_asked,
             (long long)q->group_id);
}

static void
test_questions(void)
{
    struct store *s = make_world();
    struct store_export_query query = { .department_id = 1 };
    enum status st;

    got.n = 0;
    st = store_export_questions(s, &query, on_question, NULL, NULL);
    CHECK(st == ST_OK, "status %d", (int)st);
    CHECK(got.n == 3, "%zu rows", got.n);
    CHECK(strcmp(got.line[0], "1 A? gap x2 group 1") == 0, "%s", got.line[0]);
    CHECK(strcmp(got.line[1], "2 B? approved x1 group 2") == 0, "%s", got.line[1]);
    end_world(s);
}
TEST_FN(test_questions)

static void
test_stats(void)
{
    static const struct {
        const char *name;
        int64_t all, library;
    } rows[] = {
        { "sources", 1, 0 },  { "questions", 5, 2 }, { "groups", 5, 2 },
        { "open", 2, 2 },     { "drafts", 2, 0 },    { "gaps", 1, 0 },
        { "approved", 1, 0 }, { "rejected", 1, 0 },  { "negative", 1, 0 },
    };
    struct store *s = make_world();
    struct store_stat all[STORE_STATS], library[STORE_STATS];
    enum status st = store_export_stats(s, 0, all, NULL);

    CHECK(st == ST_OK, "status %d", (int)st);
    st = store_export_stats(s, 2, library, NULL);
    CHECK(st == ST_OK, "status %d", (int)st);
    for (size_t i = 0; i < N_ROWS(rows); i++)
        for (size_t j = 0; j < STORE_STATS; j++)
            if (strcmp(all[j].name, rows[i].name) == 0)
                CHECK(all[j].value == rows[i].all && library[j].value == rows[i].library,
                      "%s: %lld, library %lld", rows[i].name, (long long)all[j].value,
                      (long long)library[j].value);
    end_world(s);
}
TEST_FN(test_stats)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_unanswered), TEST(test_drafts),
                                        TEST(test_questions), TEST(test_stats) };

    return TEST_RUN(tests);
}
