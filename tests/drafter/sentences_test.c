/* sentences_test.c - which sentences are quoted, and that they stand on the page. */

#include "../test.h"

#include "../../drafter/sentences.h"
#include "site_fixture.h"

static void
test_first(void)
{
    static const struct {
        const char *question, *want, *from;
    } rows[] = {
        { "How much is the late payment fee?", "The fee for late payment is 40 dollars.",
          "the sentence with the words" },
        { "When does the spring term start?", "The spring term starts on 3 February.", "date" },
        { "what does a double room cost", "- Double rooms cost 350 dollars a month", "an item" },
        { "How do I renew my visa?", "A visa is renewed at the consulate.", "by its heading" },
    };
    struct pages *p = site_make();
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct text q = text_of(rows[i].question), got = TEXT_NONE;
        struct sentences_found s = { .n = 0 };
        struct pages_found f;

        pages_find(p, q, NULL, 1, a, &f);
        if (f.n > 0) {
            sentences_choose(p, &f.query, q, f.hits[0].page, a, &s);
            got = passage_text(&pages_get(p, f.hits[0].page)->split, s.picks[0].at);
        }
        CHECK(s.n > 0 && text_is(got, rows[i].want), "%s: %.*s", rows[i].from, TEXT_ARG(got));
    }
    arena_free(a);
    pages_free(p);
}
TEST_FN(test_first)

/* Every pick is a different sentence of the page, in whole, and all are short enough together. */
static void
test_grounded(void)
{
    static const char *const questions[] = { "visa", "room cost",    "transcript abroad",
                                             "term", "what is this", "pay the bill in parts" };
    struct pages *p = site_make();
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(questions) * SITE_PAGES; i++) {
        struct text q = text_of(questions[i / SITE_PAGES]);
        uint32_t page = (uint32_t)(i % SITE_PAGES);
        const struct passage_page *split;
        struct sentences_found s;
        struct pages_found f;
        size_t words = 0;

        pages_find(p, q, NULL, 1, a, &f); /* seals the site, which closes its pages */
        split = &pages_get(p, page)->split;
        sentences_choose(p, &f.query, q, page, a, &s);
        CHECK(s.n >= 1 && s.n <= SENTENCES_MAX, "%zu picks", s.n);
        for (size_t k = 0; k < s.n; k++) {
            const struct passage_sentence *ps = &split->sentences[s.picks[k].sentence];

            CHECK(ps->at.start == s.picks[k].at.start && ps->at.end == s.picks[k].at.end, "span");
            CHECK(ps->kind != PASSAGE_HEADING, "a heading is no answer");
            words += passage_count_words(passage_text(split, s.picks[k].at));
            for (size_t j = 0; j < k; j++)
                CHECK(s.picks[j].sentence != s.picks[k].sentence, "twice the same");
        }
        CHECK(s.n == 1 || words <= SENTENCES_MAX_WORDS, "%zu words", words);
    }
    arena_free(a);
    pages_free(p);
}
TEST_FN(test_grounded)

static void
test_answered(void)
{
    struct pages *p = site_make();
    struct arena *a = arena_new();
    struct sentences_found yes, no;
    struct pages_found f;
    struct text q = TEXT_LIT("when does the spring term start");

    pages_find(p, q, NULL, 1, a, &f);
    sentences_choose(p, &f.query, q, 2, a, &yes);
    sentences_choose(p, &f.query, q, 4, a, &no);
    CHECK(yes.said.pair > no.said.pair, "%.2f %.2f", yes.said.pair, no.said.pair);
    CHECK(yes.said.page > no.said.page, "%.2f %.2f", yes.said.page, no.said.page);
    CHECK(yes.said.precision > no.said.precision, "%.2f %.2f", yes.said.precision,
          no.said.precision);
    CHECK(yes.said.cue >= -1 && yes.said.cue <= 1 && yes.said.beyond <= 1, "ranges");
    arena_free(a);
    pages_free(p);
}
TEST_FN(test_answered)

static void
test_empty_page(void)
{
    struct pages *p = site_make();
    struct arena *a = arena_new();
    struct sentences_found s;
    struct pages_found f;
    uint32_t page = pages_add(p, &(struct pages_input){ .url = TEXT_LIT("u") });

    pages_find(p, TEXT_LIT("visa"), NULL, 1, a, &f);
    sentences_choose(p, &f.query, TEXT_LIT("visa"), page, a, &s);
    CHECK(s.n == 0, "%zu", s.n);
    arena_free(a);
    pages_free(p);
}
TEST_FN(test_empty_page)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_first), TEST(test_grounded), TEST(test_answered),
                                        TEST(test_empty_page) };

    return TEST_RUN(tests);
}
