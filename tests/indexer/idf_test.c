/* idf_test.c - rarer words weigh more, and a collection counts. */

#include "idf.h"

#include "../test.h"

#include "search.h"

static float
word(const struct idf *f, struct tokenizer *tk, struct arena *a, const char *w)
{
    struct token_list l;

    token_split(tk, text_of(w), "en", a, &l);
    return l.n > 0 ? idf_word(f, &l.tokens[0]) : -1;
}

/* From common to rare. */
static const char *const order[] = { "the", "how", "use", "winter", "zyzzyva" };

static void
test_order(void)
{
    struct tokenizer *tk = token_new();
    struct arena *a = arena_new();
    struct idf *f = idf_new();

    for (size_t i = 1; i < N_ROWS(order); i++)
        CHECK(word(f, tk, a, order[i - 1]) < word(f, tk, a, order[i]), "%s, %s", order[i - 1],
              order[i]);
    CHECK(word(f, tk, a, "the") > 0, "never 0");
    CHECK(idf_share(f, token_id(TEXT_LIT("the"))) > idf_share(f, token_id(TEXT_LIT("winter"))) &&
              idf_share(f, token_id(TEXT_LIT("the"))) <= 1,
          "shares of the table");
    CHECK(idf_share(f, token_id(TEXT_LIT("zyzzyva"))) == 0, "not in the table");
    CHECK(word(f, tk, a, "zyzzyva") >= idf_most(f), "a word never seen is the rarest");
    idf_free(f);
    arena_free(a);
    token_free(tk);
}
TEST_FN(test_order)

static void
test_counts(void)
{
    struct tokenizer *tk = token_new();
    struct arena *a = arena_new(), *scratch = arena_new();
    struct idf *f = idf_new();
    struct search_terms grams;
    struct token_list l;
    float before = word(f, tk, a, "zyzzyva"), gram;

    token_split(tk, TEXT_LIT("zyzzyva zyzzyva"), "en", a, &l);
    search_terms_init(&grams, a);
    search_add_grams(&grams, &l, IDF_GRAM, SEARCH_ALL);
    gram = idf_gram(f, grams.ids[1]);
    for (int i = 0; i < 50; i++)
        idf_add(f, &l, scratch);
    CHECK(word(f, tk, a, "zyzzyva") < before, "a word that is seen is less rare");
    CHECK(idf_gram(f, grams.ids[1]) < gram, "and so are its letters");
    idf_free(f);
    arena_free(scratch);
    arena_free(a);
    token_free(tk);
}
TEST_FN(test_counts)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_order), TEST(test_counts) };

    return TEST_RUN(tests);
}
