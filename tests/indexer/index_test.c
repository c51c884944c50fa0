/* index_test.c - the stage on a small store: what it makes, that it repeats nothing, that it may be
 * killed. */

#include "../../indexer/index.h"

#include <unistd.h>

#include "../../store/db.h"
#include "../test.h"

#include "buf.h"
#include "store_question.h"

static const struct {
    enum store_role role;
    const char *sql;
} world[] = {
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

/* Posts of physics, in order. */
static const char *const titles[] = {
    "How do I renew my visa?",       "Where is the gym?",
    "how do i renew my visas", /* exactly the first */
    "How can I renew a visa?", /* in one group with it */
    "When does the library open?",   "Re: where is the gym? [closed]",
    "Does the gym open on Sundays?",
};

static char path[64];

static void
must(struct store *s, const char *sql)
{
    struct err err = { "" };
    enum status st;

    (void)db_exec(db_query(s, sql));
    st = store_check(s, &err);
    CHECK(st == ST_OK, "%s: %s", sql, err.msg);
}

static void
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

static struct store *
make_world(size_t n_posts)
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
    for (size_t i = 0; i < N_ROWS(world); i++) {
        store_set_role(s, world[i].role);
        must(s, world[i].sql);
    }
    for (size_t i = 0; i < n_posts; i++)
        add_post(s, (int64_t)i + 1, titles[i], (int64_t)i + 1);
    store_set_role(s, STORE_INDEXER);
    return s;
}

static void
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

static enum status
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

/* Everything the indexer wrote, in one line. */
static void
dump(struct store *s, struct buf *out)
{
    static const char *const selects[] = {
        "SELECT id || ':' || text || '/' || stems || '/' || language FROM question ORDER BY id",
        "SELECT post_id || '>' || question_id FROM sighting ORDER BY post_id",
        "SELECT id || 'h' || head_id FROM question_group ORDER BY id",
        "SELECT question_id || 'g' || group_id || why FROM group_link ORDER BY question_id",
        ("SELECT url_id || ':' || start_at || '-' || end_at || heading FROM passage"
         " ORDER BY url_id, ordinal"),
    };

    for (size_t i = 0; i < N_ROWS(selects); i++) {
        struct db_query *q = db_query(s, selects[i]);

        while (db_row(q)) {
            buf_add_text(out, db_text(q, 0));
            buf_add_char(out, ' ');
        }
        db_done(q);
    }
}

static int64_t
count(struct store *s, const char *sql)
{
    return db_exec_int(db_query(s, sql), -1);
}

static void
test_makes_questions(void)
{
    struct store *s = make_world(N_ROWS(titles));
    struct index_counts c;

    CHECK(index_all(s, NULL, &c) == ST_OK, "index");
    CHECK(c.posts == 7 && c.questions == 5 && c.repeats == 2, "posts %lld new %lld again %lld",
          (long long)c.posts, (long long)c.questions, (long long)c.repeats);
    CHECK(c.groups + c.joined == c.questions, "%lld groups", (long long)c.groups);
    CHECK(c.pages == 1 && c.passages >= 1, "%lld pages %lld passages", (long long)c.pages,
          (long long)c.passages);
    CHECK(count(s, "SELECT COUNT(DISTINCT question_id) FROM sighting WHERE post_id IN (1, 3)") == 1,
          "the same words are one question");
    CHECK(count(s, "SELECT COUNT(DISTINCT group_id) FROM group_link JOIN sighting USING"
                   " (question_id) WHERE post_id IN (1, 4)") == 1,
          "the same intent is one group");
    CHECK(count(s, "SELECT COUNT(DISTINCT group_id) FROM group_link JOIN sighting USING"
                   " (question_id) WHERE post_id IN (1, 2, 5)") == 3,
          "other things are others");
    CHECK(count(s, "SELECT COUNT(*) FROM question WHERE department_id <> 1") == 0, "departments");
    drop_world(s);
}
TEST_FN(test_makes_questions)

static void
test_twice_is_once(void)
{
    struct store *s = make_world(N_ROWS(titles));
    struct index_counts c;
    struct buf one, two;

    buf_init(&one, BUF_SMALL);
    buf_init(&two, BUF_SMALL);
    CHECK(index_all(s, NULL, &c) == ST_OK, "first");
    dump(s, &one);
    CHECK(index_all(s, NULL, &c) == ST_OK, "second");
    dump(s, &two);
    CHECK(c.posts == 0 && c.groups == 0 && c.passages == 0, "nothing is left to do");
    CHECK(text_eq(buf_text(&one), buf_text(&two)), "%s\n%s", buf_str(&one), buf_str(&two));
    buf_release(&one);
    buf_release(&two);
    drop_world(s);
}
TEST_FN(test_twice_is_once)

static void
test_groups_keep_their_ids(void)
{
    struct store *s = make_world(4);
    struct index_counts c;
    int64_t group, head;

    CHECK(index_all(s, NULL, &c) == ST_OK, "first");
    group = count(s, "SELECT group_id FROM group_link WHERE question_id = 1");
    head = count(s, "SELECT head_id FROM question_group WHERE id ="
                    " (SELECT group_id FROM group_link WHERE question_id = 1)");
    store_set_role(s, STORE_CRAWLER);
    add_post(s, 20, "How can I renew my visa soon?", 20);
    store_set_role(s, STORE_INDEXER);
    CHECK(index_all(s, NULL, &c) == ST_OK, "second");
    CHECK(c.posts == 1 && c.joined == 1 && c.groups == 0, "it joins");
    CHECK(group == count(s, "SELECT group_id FROM group_link WHERE question_id = 1"), "the id");
    CHECK(head == count(s, "SELECT head_id FROM question_group WHERE id ="
                           " (SELECT group_id FROM group_link WHERE question_id = 1)"),
          "the head");
    drop_world(s);
}
TEST_FN(test_groups_keep_their_ids)

static void
test_changed_post(void)
{
    struct store *s = make_world(2);
    struct index_counts c;

    CHECK(index_all(s, NULL, &c) == ST_OK, "first");
    store_set_role(s, STORE_CRAWLER);
    add_post(s, 2, "Which papers do I need for the bank?", 99);
    store_set_role(s, STORE_INDEXER);
    CHECK(index_all(s, NULL, &c) == ST_OK, "second");
    CHECK(c.posts == 1 && c.questions == 1, "the new words are a new question");
    CHECK(count(s, "SELECT COUNT(*) FROM sighting WHERE post_id = 2") == 1, "one sighting");
    drop_world(s);
}
TEST_FN(test_changed_post)

static int calls_left;

static bool
stop_soon(void)
{
    return calls_left-- <= 0;
}

/* Stopped after any number of steps and run again: the same end as in one go. */
static void
test_stopped_anywhere(void)
{
    struct store *s = make_world(N_ROWS(titles));
    struct index_counts c;
    struct buf want, got;

    buf_init(&want, BUF_SMALL);
    buf_init(&got, BUF_SMALL);
    CHECK(index_all(s, NULL, &c) == ST_OK, "in one go");
    dump(s, &want);
    drop_world(s);
    for (int steps = 0; steps < 8; steps++) {
        s = make_world(N_ROWS(titles));
        calls_left = steps;
        (void)index_all(s, stop_soon, &c);
        CHECK(index_all(s, NULL, &c) == ST_OK, "after %d steps", steps);
        buf_clear(&got);
        dump(s, &got);
        CHECK(text_eq(buf_text(&want), buf_text(&got)), "after %d steps:\n%s\n%s", steps,
              buf_str(&want), buf_str(&got));
        drop_world(s);
    }
    buf_release(&want);
    buf_release(&got);
}
TEST_FN(test_stopped_anywhere)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_makes_questions), TEST(test_twice_is_once),
                                        TEST(test_groups_keep_their_ids), TEST(test_changed_post),
                                        TEST(test_stopped_anywhere) };

    return TEST_RUN(tests);
}
