/* stems_test.c - the cache of stems answers as the stemmer does, however full it is. */

#include "../../indexer/stems.h"

#include "../test.h"

#include "token.h"

#define MANY 5000 /* more words than the first table has room for */

static void
test_same_answer_again(void)
{
    struct stems *s = stems_new("en");
    struct arena *a = arena_new();
    char word[32];

    for (int round = 0; round < 2; round++)
        for (int i = 0; i < MANY; i++) {
            const struct stem *got;

            snprintf(word, sizeof(word), "word%dings", i);
            got = stems_get(s, text_of(word), true, a);
            CHECK(text_is(got->folded, word), "%s", word);
            CHECK(got->id == token_id(got->stem), "%s: id", word);
            snprintf(word, sizeof(word), "word%d", i);
            CHECK(text_starts(got->stem, text_of(word)), "%.*s", TEXT_ARG(got->stem));
        }
    arena_free(a);
    stems_free(s);
}
TEST_FN(test_same_answer_again)

static void
test_stemmed_or_not(void)
{
    struct stems *s = stems_new("en");
    struct arena *a = arena_new();

    CHECK(text_is(stems_get(s, TEXT_LIT("visas"), true, a)->stem, "visa"), "stemmed");
    CHECK(text_is(stems_get(s, TEXT_LIT("visas"), false, a)->stem, "visas"), "as it is");
    CHECK(text_is(stems_get(s, TEXT_LIT("visas"), true, a)->stem, "visa"), "stemmed again");
    CHECK(stems_get(s, TEXT_LIT("the"), true, a)->flags == TOKEN_STOP, "a stop word");
    arena_free(a);
    stems_free(s);
    stems_free(NULL);
}
TEST_FN(test_stemmed_or_not)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_same_answer_again), TEST(test_stemmed_or_not) };

    return TEST_RUN(tests);
}
