/* answer_test.c - question in, page and sentences out. */

#include "../test.h"

#include "../../drafter/answer.h"
#include "site_fixture.h"

static void
test_answer(void)
{
    struct pages *p = site_make();
    struct arena *a = arena_new();
    struct answer x;

    answer_find(p, TEXT_LIT("How do I order an official transcript?"), TEXT_NONE, NULL, a, &x);
    CHECK(x.found.n > 0 && x.found.n <= ANSWER_MAX_PAGES, "%zu pages", x.found.n);
    CHECK(x.sentences.n > 0, "sentences");
    CHECK(x.confidence > GATE_THRESHOLD, "confidence %.3f", x.confidence);
    answer_find(p, TEXT_LIT("How to replace bicycle chain at home?"), TEXT_NONE, NULL, a, &x);
    CHECK(x.confidence < GATE_THRESHOLD, "off topic: %.3f", x.confidence);
    answer_find(p, TEXT_NONE, TEXT_NONE, NULL, a, &x);
    CHECK(x.found.n == 0 && x.confidence == 0, "nothing asked");
    arena_free(a);
    pages_free(p);
}
TEST_FN(test_answer)

/* A title that the site cut off is read on in the body; any other body is not searched for. */
static void
test_cut_title(void)
{
    const char *title = "I was wondering about something that I could not find anywhere on your "
                        "site, although I looked for it for a long time: how do I order an";
    const char *body = "I was wondering about something that I could not find anywhere on your "
                       "site, although I looked for it for a long time: how do I order an official "
                       "transcript?";
    struct pages *p = site_make();
    struct arena *a = arena_new();
    struct answer x;

    answer_find(p, text_of(title), text_of(body), NULL, a, &x);
    CHECK(x.found.n > 0 && x.found.hits[0].page == 1, "the body is read on");
    answer_find(p, TEXT_LIT("renew my visa"), TEXT_LIT("transcript transcript transcript"), NULL, a,
                &x);
    CHECK(x.found.n > 0 && x.found.hits[0].page == 3, "a story is not searched for");
    arena_free(a);
    pages_free(p);
}
TEST_FN(test_cut_title)

/* Words of a page around what no page speaks of: the nearest page is named, not answered from. */
static void
test_unknown(void)
{
    static const char *const rows[] = {
        "Where can I park a caravan near the transcript order fair?",
        "renew a visa for my hamster's spaceship trip to Venus",
    };
    struct pages *p = site_make();
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct answer x;

        answer_find(p, text_of(rows[i]), TEXT_NONE, NULL, a, &x);
        CHECK(x.found.n > 0 && x.confidence > 0, "%s: a page is nearest", rows[i]);
        CHECK(x.confidence < GATE_THRESHOLD, "%s: %.3f", rows[i], x.confidence);
    }
    arena_free(a);
    pages_free(p);
}
TEST_FN(test_unknown)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_answer), TEST(test_cut_title),
                                        TEST(test_unknown) };

    return TEST_RUN(tests);
}
