/* pages_ask_test.c - what of a question is searched for. */

#include "../test.h"

#include "../../drafter/pages_ask.h"
#include "site_fixture.h"

static void
test_words(void)
{
    struct pages *p = site_make();
    struct arena *a = arena_new();
    struct pages_query q = { .n_words = 0 };
    struct pages_ask x;
    size_t marked = 0;

    pages_seal(p);
    pages_split(p, TEXT_LIT("the visa visa on zebras"), NULL, a, &q.tokens);
    pages_ask_begin(p, &q, a, &x);
    CHECK(x.n_words == 4, "%u words, each once", x.n_words);
    CHECK(x.n_searched == 2 && x.words[0].times == 2, "a word twice, before the stop words");
    CHECK(x.words[1].stem == PAGES_NONE && x.words[1].gain[0] == 0, "a word that is nowhere");
    CHECK(x.words[0].gain[FIELD_WIDE] > 0 && x.words[2].gain[FIELD_WIDE] == 0, "gains");
    CHECK(x.n_pairs == 3, "%u: the visa, visa visa, visa on", x.n_pairs);
    CHECK(x.n_grams > 0, "grams of visa");
    for (size_t i = 0; i < p->vocab->n_surfaces; i++)
        marked += p->marks[i] != 0;
    CHECK(marked >= 3, "visa, visas, the, on: %zu", marked);
    pages_ask_end(&x);
    for (size_t i = 0; i < p->vocab->n_surfaces; i++)
        CHECK(p->marks[i] == 0, "surface %zu", i);
    for (size_t i = 0; i < p->vocab->n_grams; i++)
        CHECK(p->gram_marks[i] == 0, "gram %zu", i);
    arena_free(a);
    pages_free(p);
}
TEST_FN(test_words)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_words) };

    return TEST_RUN(tests);
}
