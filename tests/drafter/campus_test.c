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
static const struct {
    const char *questions;
    size_t n_least;
    double first, drafted, right;
} floors[] = {
    { CAMPUS_QUESTIONS, 120, .92, .67, .85 },
    { CAMPUS_LATER, 50, .92, .5, .85 },
};

static void
measure(const struct campus *c, size_t set)
{
    struct arena *a = arena_new();
    double answerable = 0, first = 0, drafted = 0, right = 0, drafts = 0;

    for (size_t i = 0; i < c->n; i++) {
        const struct campus_question *q = &c->questions[i];
        struct answer x;
        bool is_right, draft;

        arena_clear(a);
        answer_find(c->pages, q->text, TEXT_NONE, NULL, a, &x);
        draft = x.confidence >= GATE_THRESHOLD && x.sentences.n > 0;
        is_right = q->page.n > 0 && x.found.n > 0 &&
                   text_eq(pages_get(c->pages, x.found.hits[0].page)->url, q->page);
        answerable += q->page.n > 0;
        first += is_right;
        drafts += draft;
        drafted += draft && q->page.n > 0;
        right += draft && is_right;
    }
    print_message("page first %.3f, drafted %.3f of the answerable, %.3f of the drafts right\n",
                  first / answerable, drafted / answerable, right / drafts);
    CHECK(first >= floors[set].first * answerable, "right page first: %.3f", first / answerable);
    CHECK(drafted >= floors[set].drafted * answerable, "drafted: %.3f", drafted / answerable);
    CHECK(right >= floors[set].right * drafts, "right: %.3f", right / drafts);
    arena_free(a);
}

static void
test_floors(void)
{
    for (size_t i = 0; i < N_ROWS(floors); i++) {
        struct campus c;

        campus_open(&c, floors[i].questions);
        CHECK(pages_count(c.pages) > 30 && c.n >= floors[i].n_least, "%zu questions", c.n);
        measure(&c, i);
        campus_close(&c);
    }
}
TEST_FN(test_floors)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_floors) };

    return TEST_RUN(tests);
}
