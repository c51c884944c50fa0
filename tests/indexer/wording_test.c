/* wording_test.c - one line for a post, row by row. */

#include "../../indexer/wording.h"

#include "../test.h"

static const struct {
    const char *from, *title, *body, *want;
} rows[] = {
    /* clang-format off */
    { "as it is", "How do I renew my visa?", "b", "How do I renew my visa?" },
    { "blanks", "  How \t do\nI ? ", "", "How do I ?" },
    { "reply", "Re: Re: visa", "", "visa" },
    { "mark behind", "Visa? [closed]", "", "Visa?" },
    { "two marks", "Visa? [Closed] [duplicate]", "", "Visa?" },
    { "not a mark", "Visa [urgent]", "", "Visa [urgent]" },
    { "only a mark", "[closed]", "", "[closed]" },
    { "no title", "", "Hello all. Where is the gym? Thanks.", "Where is the gym?" },
    { "no title, no mark", "", "I need the gym", "I need the gym" },
    { "nothing", "", "", "" },
    /* clang-format on */
};

static void
test_clean(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct text got = wording_clean(text_of(rows[i].title), text_of(rows[i].body), a);

        CHECK(text_is(got, rows[i].want), "row %zu (%s): got \"%.*s\"", i, rows[i].from,
              TEXT_ARG(got));
    }
    arena_free(a);
}
TEST_FN(test_clean)

static void
test_long(void)
{
    static char words[2000];
    struct arena *a = arena_new();
    struct text got;

    for (size_t i = 0; i + 1 < sizeof(words); i++)
        words[i] = i % 7 == 6 ? ' ' : 'x';
    got = wording_clean(text_of(words), TEXT_NONE, a);
    CHECK(got.n <= WORDING_MAX_BYTES + 3, "%zu bytes", got.n);
    CHECK(text_ends(got, TEXT_LIT("x\xE2\x80\xA6")), "cut at a word: %.*s", TEXT_ARG(got));
    memset(words, '\x80', sizeof(words) - 1); /* no character ever starts */
    got = wording_clean(text_of(words), TEXT_NONE, a);
    CHECK(got.n <= WORDING_MAX_BYTES + 3, "%zu bytes", got.n);
    arena_free(a);
}
TEST_FN(test_long)

static const struct {
    const char *wording, *body, *want;
} compared[] = {
    /* clang-format off */
    { "How do I renew my visa?", "text", "How do I renew my visa?" },
    { "Question", "about my visa", "Question about my visa" },
    { "Please help me", "my visa ends", "Please help me my visa ends" },
    { "Question", "", "Question" },
    /* clang-format on */
};

static void
test_compared(void)
{
    struct tokenizer *tk = token_new();
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(compared); i++) {
        struct text got =
            wording_compared(tk, text_of(compared[i].wording), text_of(compared[i].body), "en", a);

        CHECK(text_is(got, compared[i].want), "row %zu: got \"%.*s\"", i, TEXT_ARG(got));
    }
    arena_free(a);
    token_free(tk);
}
TEST_FN(test_compared)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_clean), TEST(test_long), TEST(test_compared) };

    return TEST_RUN(tests);
}
