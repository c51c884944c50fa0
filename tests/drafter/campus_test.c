/*
 * campus_test.c - a small department with short pages: who gets a draft, and the right one?
 *
 * Floors are some points below what was measured (drafter/DESIGN.md), so that a change of a
 * weight does not have to hit a figure, but a loss shows.
 */

#include "../test.h"

#include "../../drafter/answer.h"
#include "campus.h"

/* Shares: of the answerable that the right page is first for, that are drafted; of drafts. */
#define FIRST_FLOOR   .92
#define DRAFTED_FLOOR .68
#define RIGHT_FLOOR   .85

static void
test_floors(void)
{
    struct arena *a = arena_new();
    struct campus c;
    double answerable = 0, first = 0, drafted = 0, right = 0, drafts = 0;

    campus_open(&c);
    for (size_t i = 0; i < c.n; i++) {
        const struct campus_question *q = &c.questions[i];
        struct answer x;
        bool is_right, draft;

        arena_clear(a);
        answer_find(c.pages, q->text, TEXT_NONE, NULL, a, &x);
        draft = x.confidence >= GATE_THRESHOLD && x.sentences.n > 0;
        is_right = q->page.n > 0 && x.found.n > 0 &&
                   text_eq(pages_get(c.pages, x.found.hits[0].page)->url, q->page);
        answerable += q->page.n > 0;
        first += is_right;
        drafts += draft;
        drafted += draft && q->page.n > 0;
        right += draft && is_right;
    }
    print_message("page first %.3f, drafted %.3f of the answerable, %.3f of the drafts right\n",
                  first / answerable, drafted / answerable, right / drafts);
    CHECK(pages_count(c.pages) > 30 && c.n > 120 && answerable > 60, "the set is there");
    CHECK(first >= FIRST_FLOOR * answerable, "right page first: %.3f", first / answerable);
    CHECK(drafted >= DRAFTED_FLOOR * answerable, "drafted: %.3f", drafted / answerable);
    CHECK(right >= RIGHT_FLOOR * drafts, "right: %.3f", right / drafts);
    campus_close(&c);
    arena_free(a);
}
TEST_FN(test_floors)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_floors) };

    return TEST_RUN(tests);
}
