/* lines_test.c - words wrapped, marks in the margin, nothing that drives a terminal. */

#include "../test.h"

#include "lines.h"
#include "rng.h"

static void
test_rows(void)
{
    static const struct {
        const char *mark, *text, *want;
        size_t columns, indent;
        const char *from;
    } rows[] = {
        { "  =", "one two three", "  = one two three\n", 80, 4, "fits" },
        { "  =", "one two three", "  = one\n    two\n    three\n", 9, 4, "wrapped" },
        { "", "one two", "one two\n", 7, 0, "exactly" },
        { "", "one two", "one\ntwo\n", 6, 0, "one too many" },
        { "", "a https://a.example/long b", "  a\n  https://a.example/long\n  b\n", 10, 2,
          "a word wider than the line" },
        { "", "a  b\n\tc", "a b c\n", 80, 0, "white space folded" },
        { "a long mark", "x", "a long mark x\n", 80, 4, "a mark wider than its margin" },
        { "", "x csv|jsonl|md", "x csv|\njsonl|md\n", 8, 0, "a list with bars" },
        { "", "csv|jsonl", "csv|jsonl\n", 3, 0, "a list that does not fit anyhow" },
        { "", "", "\n", 80, 4, "nothing" },
        { "",
          "a\x1B[31mb \xE2\x80\xAE"
          "c",
          "a?[31mb ?c\n", 80, 0, "escapes and bidi" },
        { "", "\xE4\xB8\xAD\xE6\x96\x87 \xE5\xAD\x97", "\xE4\xB8\xAD\xE6\x96\x87\n\xE5\xAD\x97\n",
          6, 0, "wide characters" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct lines l;
        struct buf b;

        buf_init(&b, BUF_SMALL);
        lines_init(&l, &b, rows[i].columns, false);
        lines_begin(&l, rows[i].indent, rows[i].mark, LINES_BOLD);
        lines_add(&l, text_of(rows[i].text), LINES_WARN);
        lines_end(&l);
        CHECK(strcmp(buf_str(&b), rows[i].want) == 0, "%s: \"%s\"", rows[i].from, buf_str(&b));
        buf_release(&b);
    }
}
TEST_FN(test_rows)

static void
test_fill(void)
{
    static const struct {
        const char *text, *want, *from;
    } rows[] = {
        { "one two\nthree four.  Five\n", "one two three four.\nFive\n", "filled anew" },
        { "a  one two three four five\nb  x\n   y\n", "a  one two three\n   four five\nb  x y\n",
          "items" },
        { "a  one\nplain words\n", "a  one\nplain words\n", "after an item" },
        { "one\n\ntwo\n", "one\n\ntwo\n", "paragraphs" },
        { "", "", "nothing" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct lines l;
        struct buf b;

        buf_init(&b, BUF_SMALL);
        lines_init(&l, &b, 20, false);
        lines_fill(&l, text_of(rows[i].text));
        CHECK(strcmp(buf_str(&b), rows[i].want) == 0, "%s: \"%s\"", rows[i].from, buf_str(&b));
        buf_release(&b);
    }
}
TEST_FN(test_fill)

static void
test_color(void)
{
    struct lines l;
    struct buf b;

    buf_init(&b, BUF_SMALL);
    lines_init(&l, &b, 80, true);
    lines_title(&l, "T");
    lines_begin(&l, 2, "!", LINES_BAD);
    lines_add(&l, TEXT_LIT("a b"), LINES_GOOD);
    lines_end(&l);
    assert_string_equal(buf_str(&b), "\n\x1B[1mT\x1B[0m\n\x1B[31m!\x1B[0m \x1B[32ma\x1B[0m "
                                     "\x1B[32mb\x1B[0m\n");
    buf_release(&b);
}
TEST_FN(test_color)

/* Any words at any width: all of them in order, and no line too long that has two words. */
static void
test_random(void)
{
    enum { ROUNDS = 2000, WORDS = 30, MAX_WORD = 12, MAX_COLUMNS = 40 };
    struct rng r;

    rng_seed(&r, 7);
    for (int round = 0; round < ROUNDS; round++) {
        size_t columns = 3 + rng_below(&r, MAX_COLUMNS), words = 1 + rng_below(&r, WORDS);
        struct text rest, line;
        struct lines l;
        struct buf in, out;

        buf_init(&in, BUF_SMALL);
        buf_init(&out, BUF_SMALL);
        for (size_t w = 0; w < words; w++) {
            buf_add_str(&in, w > 0 ? " " : "");
            for (size_t n = 1 + rng_below(&r, MAX_WORD); n > 0; n--)
                buf_add_char(&in, (char)('a' + rng_below(&r, 26)));
        }
        lines_init(&l, &out, columns, false);
        lines_begin(&l, 0, "", LINES_PLAIN);
        lines_add(&l, buf_text(&in), LINES_PLAIN);
        lines_end(&l);
        rest = text_trim(buf_text(&out));
        while (text_cut(&rest, "\n", &line))
            CHECK(line.n <= columns || text_find_char(line, ' ') == TEXT_NPOS, "%zu: %.*s", columns,
                  TEXT_ARG(line));
        for (size_t i = 0; i < out.n; i++)
            out.p[i] = out.p[i] == '\n' ? ' ' : out.p[i];
        CHECK(text_eq(text_trim(buf_text(&out)), buf_text(&in)), "words lost: %s", buf_str(&out));
        buf_release(&in);
        buf_release(&out);
    }
}
TEST_FN(test_random)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows), TEST(test_fill), TEST(test_color),
                                        TEST(test_random) };

    return TEST_RUN(tests);
}
