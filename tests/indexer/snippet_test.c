/* snippet_test.c - the stretch that is shown and what is marked in it. */

#include "../../indexer/snippet.h"

#include "../test.h"

static const struct {
    const char *from, *text, *query;
    size_t max_bytes, hits;
    const char *want;
} rows[] = {
    /* clang-format off */
    { "whole", "Where do I renew my visa?", "visas", 100, 1, "Where do I renew my *visa*?" },
    { "several", "A visa for visas", "visa renewal", 100, 1, "A *visa* for *visas*" },
    { "stop words are not marked", "to be or not to be", "to be a visa", 100, 0, "to be or not to be" },
    { "none", "Nothing here", "visa", 100, 0, "Nothing here" },
    { "one line", "Visa\n\n\tfor  all\x1B[31m", "visa", 100, 1, "*Visa* for all [31m" },
    { "controls", "a\xC2\x9B" "31m visa\x07", "visa", 100, 1, "a 31m *visa*" },
    { "cut", "visa one two three four five six", "visa", 18, 1, "*visa* one two three ..." },
    { "the best part", "visa aaaaa bbbbb ccccc ddddd eeeee fffff ggggg hhhhh iiiii jjjjj kkkkk lllll mmmmm renew your visa here",
      "renew visa", 60, 2, "... hhhhh iiiii jjjjj kkkkk lllll mmmmm *renew* your *visa* here" },
    { "no word fits", "Donaudampfschifffahrtsgesellschaft", "x", 8, 0, "Donaudam ..." },
    { "empty", "", "visa", 50, 0, "" },
    /* clang-format on */
};

static void
test_rows(void)
{
    struct tokenizer *tk = token_new();
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct snippet_style style = { rows[i].max_bytes, "*", "*" };
        size_t hits = 99;
        struct text got =
            snippet_make(tk, text_of(rows[i].text), NULL, text_of(rows[i].query), &style, a, &hits);

        CHECK(text_is(got, rows[i].want), "%s: \"%.*s\"", rows[i].from, TEXT_ARG(got));
        CHECK(hits == rows[i].hits, "%s: %zu hits", rows[i].from, hits);
    }
    arena_free(a);
    token_free(tk);
}
TEST_FN(test_rows)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows) };

    return TEST_RUN(tests);
}
