/* stopwords_test.c - small words and their classes. */

#include "../../indexer/stopwords.h"

#include "../test.h"

#include "token.h"

static const struct {
    const char *language, *word;
    unsigned flags;
} rows[] = {
    /* clang-format off */
    { "en", "the", TOKEN_STOP },
    { "en", "how", TOKEN_STOP | TOKEN_QUESTION_WORD },
    { "en", "don't", TOKEN_STOP | TOKEN_NEGATION },
    { "en", "visa", 0 },
    { "en", "", 0 },
    { "en", "a an", 0 },
    { "en", "th", 0 },
    { "de", "the", 0 },
    { "de", "nicht", TOKEN_STOP | TOKEN_NEGATION },
    { "fr", "pourquoi", TOKEN_STOP | TOKEN_QUESTION_WORD },
    { "zh", "the", 0 },
    { "en", "a-word-that-is-longer-than-any-small-word-is", 0 },
    /* clang-format on */
};

static void
test_rows(void)
{
    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(stopwords_flags(rows[i].language, text_of(rows[i].word)) == rows[i].flags,
              "row %zu: %s %s", i, rows[i].language, rows[i].word);
}
TEST_FN(test_rows)

/* Each language has its question words and its negations, or guesses would favour others. */
static void
test_languages(void)
{
    size_t n = 0;

    for (const char *const *l = stopwords_languages(); *l != NULL; l++)
        n++;
    CHECK(n >= 8, "%zu languages", n);
}
TEST_FN(test_languages)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows), TEST(test_languages) };

    return TEST_RUN(tests);
}
