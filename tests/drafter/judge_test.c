/* judge_test.c - how a group sounds, and what no post of it may hide. */

#include "../test.h"

#include "../../drafter/judge.h"
#include "store_fixture.h"

/* One group each; the second post has the same title. */
static const struct {
    const char *question, *body, *second;
    double p;
    enum tone_kind want;
    const char *alarm, *from;
} rows[] = {
    { "How do I pay?", "", NULL, .9, TONE_NEUTRAL, NULL, "a plain question" },
    { "What a terrible, rude office", "", NULL, .1, TONE_NEGATIVE, NULL, "a complaint" },
    { "My plates were stolen. What can I do?", "My plates were stolen. What can I do?", NULL, .9,
      TONE_NEUTRAL, NULL, "sad words in a question, said twice" },
    { "How do I pay?", "I want to die.", NULL, .9, TONE_NEGATIVE, "self-harm", "in the body" },
    { "How do I pay?", "", "Else I will sue the school.", .9, TONE_NEUTRAL, "legal",
      "in another post" },
    { "You are all idiots", "", NULL, .1, TONE_NEUTRAL, "abuse", "an insult" },
    { "You are all idiots", "I want to die.", NULL, .1, TONE_NEGATIVE, "self-harm",
      "an alarm outranks an insult" },
};

static void
test_rows(void)
{
    struct tone *t = NULL;
    struct store_fixture f;

    assert_int_equal(tone_new(NULL, &t, NULL), ST_OK);
    fixture_open(&f, false);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct store_draft_group g = { .id = (int64_t)i + 1,
                                       .question = text_of(rows[i].question),
                                       .body = text_of(rows[i].body),
                                       .p_question = rows[i].p };
        struct tone_result r;

        fixture_group(&f, rows[i].question, rows[i].body, rows[i].p, FIXTURE_FORUM);
        if (rows[i].second != NULL) {
            fixture_put(&f, STORE_CRAWLER,
                        "INSERT INTO post (id, url_id, permalink, title, body, tags, how, p,"
                        " content_hash, first_seen_s, last_seen_s, changed_s)"
                        " VALUES (99, 1, 'https://f/99', ?, ?, '[]', 'test', .9, 9, 50, 50, 50)",
                        rows[i].question, rows[i].second);
            fixture_sql(&f, STORE_INDEXER, "INSERT INTO sighting VALUES (99, 1, 5, 9, NULL)");
        }
        r = judge_group(t, f.s, &g, f.arena);
        CHECK(r.kind == rows[i].want, "%s: %s %.2f", rows[i].from, tone_name(r.kind), r.score);
        CHECK((r.escalation == NULL) == (rows[i].alarm == NULL) &&
                  (r.escalation == NULL || strcmp(r.escalation, rows[i].alarm) == 0),
              "%s: %s", rows[i].from, r.escalation != NULL ? r.escalation : "no alarm");
    }
    fixture_close(&f);
    tone_free(t);
}
TEST_FN(test_rows)

static void
test_leave(void)
{
    const struct {
        const char *kind;
        bool asks, leave, alarm;
        const char *from;
    } table[] = {
        { NULL, true, false, false, "an ordinary question" },
        { "legal", true, false, true, "an alarm" },
        { "legal", false, false, true, "an alarm that asks nothing" },
        { "slur", true, true, false, "a slur in a question" },
        { "slur", false, true, false, "a slur" },
        { "abuse", true, false, false, "a rude question is a question" },
        { "abuse", false, true, false, "abuse" },
    };

    for (size_t i = 0; i < N_ROWS(table); i++) {
        const struct tone_result r = { .escalation = table[i].kind };

        CHECK((judge_leave(&r, table[i].asks) != NULL) == table[i].leave, "%s", table[i].from);
        CHECK((judge_alarm(&r) != NULL) == table[i].alarm, "%s", table[i].from);
    }
}
TEST_FN(test_leave)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows), TEST(test_leave) };

    return TEST_RUN(tests);
}
