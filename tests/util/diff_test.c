/* diff_test.c - kept, removed, added: rows, and random texts against a slow oracle. */

#include "../test.h"

#include "buf.h"
#include "diff.h"
#include "rng.h"

#define SHOWN_BYTES 4096

/* "the [-old-] {+new+} page" */
static const char *
shown(struct arena *a, const char *was, const char *is)
{
    static const char *const marks[][2] = { { "", "" }, { "[-", "-]" }, { "{+", "+}" } };
    struct diff_run *runs;
    size_t n = diff_words(text_of(was), text_of(is), a, &runs);
    struct buf b;
    const char *z;

    buf_init(&b, SHOWN_BYTES);
    for (size_t i = 0; i < n; i++)
        buf_addf(&b, "%s%.*s%s", marks[runs[i].kind][0], TEXT_ARG(runs[i].text),
                 marks[runs[i].kind][1]);
    z = arena_str(a, buf_text(&b));
    buf_release(&b);
    return z;
}

static void
test_rows(void)
{
    static const struct {
        const char *was, *is, *want;
        const char *from;
    } rows[] = {
        { "", "", "", "nothing" },
        { "The fee is 5 dollars.", "The fee is 5 dollars.", "The fee is 5 dollars.", "the same" },
        { "The fee is 5 dollars.", "The fee is 8 dollars.", "The fee is [-5 -]{+8 +}dollars.",
          "a word" },
        { "", "All new.", "{+All new.+}", "from nothing" },
        { "All gone.", "", "[-All gone.-]", "to nothing" },
        { "Pay by post.", "Pay online or by post.", "Pay {+online or +}by post.", "added" },
        { "Pay online or by post.", "Pay by post.", "Pay [-online or -]by post.", "removed" },
        { "one two", "three four", "[-one two-]{+three four+}", "nothing in common" },
        { "a  b\nc", "a b c", "a b c", "white space is no change" },
        { " lead", "lead ", "lead ", "at the ends" },
    };
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        const char *got = shown(a, rows[i].was, rows[i].is);

        CHECK(strcmp(got, rows[i].want) == 0, "%s: %s", rows[i].from, got);
    }
    arena_free(a);
}
TEST_FN(test_rows)

/* The length of the longest common subsequence, by trying everything. */
static size_t
common(const char *x, const char *y)
{
    size_t a, b;

    if (*x == '\0' || *y == '\0')
        return 0;
    if (*x == *y)
        return 1 + common(x + 1, y + 1);
    a = common(x + 1, y);
    b = common(x, y + 1);
    return a > b ? a : b;
}

static void
spread(const char *letters, char *out)
{
    for (; *letters != '\0'; letters++) {
        *out++ = *letters;
        *out++ = ' ';
    }
    *out = '\0';
}

/* One-letter words: both texts can be told from the runs, and as much is kept as can be. */
static void
test_oracle(void)
{
    enum { LETTERS = 9, TURNS = 2000 };
    struct arena *a = arena_new();
    struct rng rng;

    rng_seed(&rng, 7);
    for (int turn = 0; turn < TURNS; turn++) {
        char x[LETTERS + 1] = "", y[LETTERS + 1] = "", was[32], is[32], old[64] = "", new[64] = "";
        struct diff_run *runs;
        size_t n, kept = 0;

        for (size_t i = 0, m = rng_below(&rng, LETTERS); i < m; i++)
            x[i] = (char)('a' + rng_below(&rng, 3));
        for (size_t i = 0, m = rng_below(&rng, LETTERS); i < m; i++)
            y[i] = (char)('a' + rng_below(&rng, 3));
        spread(x, was);
        spread(y, is);
        arena_clear(a);
        n = diff_words(text_of(was), text_of(is), a, &runs);
        for (size_t i = 0; i < n; i++) {
            CHECK(i == 0 || runs[i].kind != runs[i - 1].kind, "runs are as long as can be");
            CHECK(i == 0 || runs[i].kind != DIFF_REMOVED || runs[i - 1].kind != DIFF_ADDED,
                  "removed comes first");
            if (runs[i].kind != DIFF_ADDED)
                strncat(old, runs[i].text.p, runs[i].text.n);
            if (runs[i].kind != DIFF_REMOVED)
                strncat(new, runs[i].text.p, runs[i].text.n);
            kept += runs[i].kind == DIFF_KEPT ? runs[i].text.n / 2 : 0;
        }
        CHECK(strcmp(old, was) == 0 && strcmp(new, is) == 0, "'%s' '%s'", old, new);
        CHECK(kept == common(x, y), "%s %s: %zu", x, y, kept);
    }
    arena_free(a);
}
TEST_FN(test_oracle)

/* More words than are compared one by one. */
static void
test_large(void)
{
    enum { WORDS = DIFF_MAX_WORDS * 2 + 2 };
    struct arena *a = arena_new();
    char *was = arena_alloc(a, WORDS * 2 + 1), *is = arena_alloc(a, WORDS * 2 + 1);
    struct diff_run *runs;
    size_t n;

    for (size_t i = 0; i < WORDS; i++) {
        memcpy(was + i * 2, "x ", 3);
        memcpy(is + i * 2, i == 0 || i + 1 == WORDS ? "x " : "y ", 3);
    }
    n = diff_words(text_of(was), text_of(is), a, &runs);
    CHECK(n == 4 && runs[0].kind == DIFF_KEPT && runs[1].kind == DIFF_REMOVED &&
              runs[2].kind == DIFF_ADDED && runs[3].kind == DIFF_KEPT,
          "%zu runs", n);
    arena_free(a);
}
TEST_FN(test_large)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows), TEST(test_oracle), TEST(test_large) };

    return TEST_RUN(tests);
}
