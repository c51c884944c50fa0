/* index_test.c - the stage on a small store: what it makes, that it repeats nothing, that it may be
 * killed. */

#include "../../indexer/index.h"

#include "index_world.h"

#include "buf.h"
#include "store_question.h"

/* Posts of physics, in order. */
static const char *const titles[] = {
    "How do I renew my visa?",       "Where is the gym?",
    "how do i renew my visas", /* exactly the first */
    "How can I renew a visa?", /* in one group with it */
    "When does the library open?",   "Re: where is the gym? [closed]",
    "Does the gym open on Sundays?",
};

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

static void
test_makes_questions(void)
{
    struct store *s = make_world(titles, N_ROWS(titles));
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

/* A mention stands alone: beside a question of the same words, and beside other mentions. */
static void
test_mentions(void)
{
    static const char *const posts[] = {
        "How do I renew my visa?",         "How do I renew my visa",
        "The visa office was great",       "the visa office was great!",
        "The visa office was great to me",
    };
    struct store *s = make_world(posts, N_ROWS(posts));
    struct index_counts c;

    store_set_role(s, STORE_CRAWLER);
    store_begin(s);
    db_script(s, "UPDATE post SET p = .1 WHERE id > 1");
    CHECK(store_commit(s, NULL) == ST_OK, "p");
    store_set_role(s, STORE_INDEXER);
    CHECK(index_all(s, NULL, &c) == ST_OK, "index");
    CHECK(c.posts == 5 && c.questions == 1 && c.mentions == 3 && c.repeats == 1,
          "%lld questions, %lld mentions", (long long)c.questions, (long long)c.mentions);
    CHECK(c.groups == 1 && c.joined == 0, "groups of questions");
    CHECK(count(s, "SELECT COUNT(DISTINCT group_id) FROM group_link") == 4, "each alone");
    CHECK(count(s, "SELECT COUNT(DISTINCT question_id) FROM sighting WHERE post_id IN (3, 4)") == 1,
          "the same words are one");
    CHECK(count(s, "SELECT asks FROM question JOIN sighting ON question_id = id"
                   " WHERE post_id = 2") == 0,
          "what asks nothing is no question");
    CHECK(index_all(s, NULL, &c) == ST_OK && c.posts == 0, "again");
    CHECK(count(s, "SELECT COUNT(*) FROM question_group") == 4, "none twice");
    store_set_role(s, STORE_CRAWLER);
    add_post(s, 20, "Where can I renew my visa?", 20);
    store_set_role(s, STORE_INDEXER);
    CHECK(index_all(s, NULL, &c) == ST_OK && c.questions == 1, "a question later");
    CHECK(count(s, "SELECT COUNT(*) FROM group_link l JOIN sighting USING (question_id)"
                   " JOIN group_link m ON m.group_id = l.group_id JOIN question q"
                   " ON q.id = m.question_id WHERE post_id = 20 AND q.asks = 0") == 0,
          "joins no mention");
    drop_world(s);
}
TEST_FN(test_mentions)

static void
test_twice_is_once(void)
{
    struct store *s = make_world(titles, N_ROWS(titles));
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
    struct store *s = make_world(titles, 4);
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
    struct store *s = make_world(titles, 2);
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
    struct store *s = make_world(titles, N_ROWS(titles));
    struct index_counts c;
    struct buf want, got;

    buf_init(&want, BUF_SMALL);
    buf_init(&got, BUF_SMALL);
    CHECK(index_all(s, NULL, &c) == ST_OK, "in one go");
    dump(s, &want);
    drop_world(s);
    for (int steps = 0; steps < 8; steps++) {
        s = make_world(titles, N_ROWS(titles));
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
    const struct CMUnitTest tests[] = {
        TEST(test_makes_questions),       TEST(test_mentions),     TEST(test_twice_is_once),
        TEST(test_groups_keep_their_ids), TEST(test_changed_post), TEST(test_stopped_anywhere)
    };

    return TEST_RUN(tests);
}
