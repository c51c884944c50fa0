/* queue_visits_test.c - what lists are ordered by: each kind of visits, and how old it may be. */

#include "../test.h"

#include "../../store/queue_visits.h"
#include "../drafter/store_fixture.h"

#define NOW_S 5000

static struct store_fixture f;

static int64_t
of(enum store_queue_order order, int64_t group_id)
{
    return queue_visits_of(f.s, order, group_id);
}

static void
test_kinds(void)
{
    int64_t first;

    CHECK(!queue_visits_order(STORE_QUEUE_BY_TIMES) && queue_visits_order(STORE_QUEUE_BY_VISITS) &&
              queue_visits_order(STORE_QUEUE_BY_DARK),
          "orders");
    fixture_open(&f, true);
    for (int i = 0; i < 3; i++)
        fixture_group(&f, "What are the fees?", "", .9, FIXTURE_FORUM);
    CHECK(of(STORE_QUEUE_BY_VISITS, 1) == 0, "nothing is known");
    fixture_sql(&f, STORE_DRAFTER,
                "INSERT INTO draft (id, group_id, tone, tone_p, kind, answer, link, link_url_id,"
                " confidence, voice, template, basis_hash, checks, created_s) SELECT id, id,"
                " 'neutral', 1, 'answer', 'x', 'l', 2, 1, 'w', 't', 1, '[]', 1 FROM question_group"
                " WHERE id < 3");
    fixture_sql(&f, STORE_REVIEW,
                "INSERT INTO posting (draft_id, url, actor, at_s) SELECT id,"
                " 'https://f.example/t', 'ann', 100 * 86400 FROM draft");
    fixture_sql(&f, STORE_CRAWLER,
                "INSERT INTO visit (url_id, day, how, group_id, place, n) VALUES"
                " (2, 90, 'direct', 0, '', 1), (2, 101, 'direct', 0, '', 4),"
                " (2, 101, 'referred', 0, 'f.example', 3), (2, 101, 'tagged', 2, '', 5)");
    first = queue_visits_refresh(f.s, NOW_S);
    CHECK(of(STORE_QUEUE_BY_REFERRED, 1) == 1500 && of(STORE_QUEUE_BY_REFERRED, 2) == 1500,
          "an even share");
    CHECK(of(STORE_QUEUE_BY_TAGGED, 1) == 0 && of(STORE_QUEUE_BY_TAGGED, 2) == 5000, "by the tag");
    CHECK(of(STORE_QUEUE_BY_DARK, 1) == 1500 && of(STORE_QUEUE_BY_DARK, 2) == 1500, "dark");
    CHECK(of(STORE_QUEUE_BY_VISITS, 1) == 3000 && of(STORE_QUEUE_BY_VISITS, 2) == 8000, "all");
    CHECK(of(STORE_QUEUE_BY_VISITS, 3) == 0, "no answer");
    CHECK(queue_visits_refresh(f.s, NOW_S + 1000) == first, "nothing has changed");
    fixture_sql(&f, STORE_CRAWLER, "UPDATE visit SET n = 7 WHERE how = 'tagged'");
    CHECK(queue_visits_refresh(f.s, NOW_S + 59) == first, "a minute old at most");
    CHECK(of(STORE_QUEUE_BY_TAGGED, 2) == 5000, "as it was");
    CHECK(queue_visits_refresh(f.s, NOW_S + 60) != first, "read again");
    CHECK(of(STORE_QUEUE_BY_TAGGED, 2) == 7000, "as it is");
    fixture_sql(&f, STORE_CRAWLER, "UPDATE visit SET n = 8 WHERE how = 'tagged'");
    (void)queue_visits_refresh(f.s, NOW_S - 1);
    CHECK(of(STORE_QUEUE_BY_TAGGED, 2) == 8000, "a clock that was set back");
    fixture_close(&f);
}
TEST_FN(test_kinds)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_kinds) };

    return TEST_RUN(tests);
}
