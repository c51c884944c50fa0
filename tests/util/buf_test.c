/* Growing bytes with a cap: nothing is added in part, over sticks, NUL stands behind. */
#include "../test.h"

#include "buf.h"

#define CAP 10

static void
test_cap(void)
{
    static const struct {
        const char *from, *first, *second, *want;
        bool over;
    } rows[] = {
        { "below the cap", "abc", "def", "abcdef", false },
        { "exactly the cap", "abcde", "fghij", "abcdefghij", false },
        { "one above: nothing of it", "abcde", "fghijk", "abcde", true },
        { "at once too much", "abcdefghijk", "", "", true },
        { "nothing fits a full one", "abcdefghij", "", "abcdefghij", false },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct buf b;

        buf_init(&b, CAP);
        buf_add_str(&b, rows[i].first);
        buf_add_str(&b, rows[i].second);
        CHECK(b.over == rows[i].over, "%s", rows[i].from);
        CHECK(strcmp(buf_str(&b), rows[i].want) == 0, "%s: %s", rows[i].from, buf_str(&b));
        CHECK(b.n == strlen(rows[i].want) && b.n <= b.max, "%s: %zu", rows[i].from, b.n);
        if (rows[i].over)
            CHECK(!buf_add_char(&b, 'x') && b.over, "%s: over does not stick", rows[i].from);
        buf_clear(&b);
        CHECK(b.n == 0 && !b.over && buf_str(&b)[0] == '\0', "%s: cleared", rows[i].from);
        CHECK(buf_add_char(&b, 'x') && strcmp(buf_str(&b), "x") == 0, "%s: again", rows[i].from);
        buf_release(&b);
        CHECK(b.p == NULL && b.n == 0 && b.max == CAP, "%s: released", rows[i].from);
    }
}
TEST_FN(test_cap)

static void
test_formats(void)
{
    struct buf b;

    buf_init(&b, BUF_SMALL);
    CHECK(strcmp(buf_str(&b), "") == 0 && buf_text(&b).n == 0, "empty");
    CHECK(buf_addf(&b, "%d-%s", 7, "x") && strcmp(buf_str(&b), "7-x") == 0, "%s", buf_str(&b));
    CHECK(buf_add_text(&b, TEXT_NONE) && b.n == 3, "nothing is added");
    CHECK(buf_add_utf8(&b, 0x20AC) && strcmp(buf_str(&b), "7-x\xE2\x82\xAC") == 0, "euro");
    CHECK(buf_add_utf8(&b, 0xD800) && text_ends(buf_text(&b), TEXT_LIT("\xEF\xBF\xBD")), "bad");
    buf_clear(&b);
    buf_add(&b, "a\0b", 3);
    CHECK(b.n == 3 && memcmp(b.p, "a\0b", 4) == 0, "a NUL is a byte like others");
    buf_release(&b);
    buf_init(&b, CAP);
    CHECK(!buf_addf(&b, "%s", "12345678901") && b.over && b.n == 0, "addf keeps to the cap");
    buf_clear(&b);
    CHECK(buf_addf(&b, "%s", "1234567890") && !b.over, "addf fills to the cap");
    buf_release(&b);
}
TEST_FN(test_formats)

/* A million bytes one by one: the text holds, and moving is rare (doubling). */
static void
test_growth(void)
{
    struct buf b;
    size_t moves = 0, cap = 0;

    buf_init(&b, BUF_PAGE);
    for (int i = 0; i < 1000000; i++) {
        buf_add_char(&b, (char)('a' + i % 26));
        moves += b.cap != cap;
        cap = b.cap;
    }
    CHECK(b.n == 1000000 && !b.over, "%zu", b.n);
    CHECK(moves < 25, "%zu moves", moves);
    for (int i = 0; i < 1000000; i += 999)
        CHECK(b.p[i] == (char)('a' + i % 26), "byte %d", i);
    buf_release(&b);
}
TEST_FN(test_growth)

static void
test_take(void)
{
    struct buf b;
    char *p;

    buf_init(&b, CAP);
    p = buf_take(&b);
    CHECK(p != NULL && p[0] == '\0', "an empty one gives an empty string");
    free(p);
    buf_add_str(&b, "mine");
    p = buf_take(&b);
    CHECK(strcmp(p, "mine") == 0, "%s", p);
    CHECK(b.p == NULL && b.n == 0 && b.cap == 0 && b.max == CAP, "empty again");
    buf_add_str(&b, "other");
    CHECK(strcmp(p, "mine") == 0, "what was taken is the caller's");
    free(p);
    buf_release(&b);
}
TEST_FN(test_take)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_cap), TEST(test_formats), TEST(test_growth),
                                        TEST(test_take) };

    return TEST_RUN(tests);
}
