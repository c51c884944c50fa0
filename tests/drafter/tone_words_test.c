/* tone_words_test.c - what a post is cut into before it is judged. */

#include "../test.h"

#include "../../drafter/tone_words.h"

static void
test_units(void)
{
    static const struct {
        const char *post, *want, *from;
    } rows[] = {
        { "", "", "nothing" },
        { "Good, very GOOD!", "good very good", "marks stripped, lower case" },
        { "great/awful...but", "great awful but", "parts of a run" },
        { "so :) it is", "so :) it is", "an emoticon stays" },
        { "fine😍now", "fine 😍 now", "emoji need no spaces" },
        { "@user see https://x.example/bad www.bad.example", "see", "names and addresses go" },
        { "I can't wait", "i can't_wait", "a phrase is one" },
        { "looking forward to it", "looking_forward to it", "a phrase of two" },
        { "kill joy", "kill joy", "no phrase" },
    };
    struct lexicon *l = NULL;

    assert_int_equal(lexicon_new(NULL, &l, NULL), ST_OK);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct tone_words w = { .lexicon = l, .arena = arena_new() };
        const char *got = "";

        tone_words_read(&w, text_of(rows[i].post));
        for (size_t k = 0; k < w.n; k++)
            got =
                arena_printf(w.arena, "%s%s%.*s", got, k > 0 ? " " : "", TEXT_ARG(w.units[k].word));
        CHECK(strcmp(got, rows[i].want) == 0, "%s: \"%s\"", rows[i].from, got);
        arena_free(w.arena);
    }
    lexicon_free(l);
}
TEST_FN(test_units)

static void
test_capitals(void)
{
    struct lexicon *l = NULL;
    struct tone_words w = { .arena = arena_new() };

    assert_int_equal(lexicon_new(NULL, &l, NULL), ST_OK);
    w.lexicon = l;
    tone_words_read(&w, TEXT_LIT("Good day. Super Bowl IS near"));
    assert_int_equal(w.n, 6);
    CHECK(w.units[0].opens && w.units[0].capital, "first of the text");
    CHECK(w.units[2].opens && !w.units[3].opens && w.units[3].capital, "after a full stop");
    CHECK(w.units[4].capitals && !w.units[4].capital, "all in capitals");
    lexicon_free(l);
    arena_free(w.arena);
}
TEST_FN(test_capitals)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_units), TEST(test_capitals) };

    return TEST_RUN(tests);
}
