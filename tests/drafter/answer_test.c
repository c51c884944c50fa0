/* answer_test.c - question in, page and sentences out. */

#include "../test.h"

#include <math.h>

#include "../../drafter/answer.h"
#include "../../drafter/pages_index.h"
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

/* A larger site asks for more, up to the largest that was measured: it is told its size here. */
static void
test_site_size(void)
{
    static const struct {
        const char *from;
        uint64_t small, large;
        bool falls;
    } rows[] = {
        { "a small one asks for nothing", 100, 500, false },
        { "the best of the wrong pages is better", 500, 21000, true },
        { "not beyond what was measured", 21000, 1000000, false },
    };
    struct pages *p = site_make();
    struct arena *a = arena_new();

    pages_seal(p);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct text q = TEXT_LIT("How do I order an official transcript?");
        struct answer x, y;
        double fall;

        p->fields[FIELD_WIDE].n = rows[i].small;
        answer_find(p, q, TEXT_NONE, NULL, a, &x);
        p->fields[FIELD_WIDE].n = rows[i].large;
        answer_find(p, q, TEXT_NONE, NULL, a, &y);
        fall = log(x.confidence / (1 - x.confidence)) - log(y.confidence / (1 - y.confidence));
        CHECK((fall > 1) == rows[i].falls, "%s: by %.2f", rows[i].from, fall);
    }
    arena_free(a);
    pages_free(p);
}
TEST_FN(test_site_size)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_answer), TEST(test_cut_title), TEST(test_unknown),
                                        TEST(test_site_size) };

    return TEST_RUN(tests);
}
