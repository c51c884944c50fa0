/* base64_test.c - RFC 4648 section 10, and what senders make of it. */
#include "../../crawler/base64.h"

#include "../test.h"

static const struct {
    const char *from, *text, *want; /* want NULL: refused */
} rows[] = {
    { "4648 10", "", "" },
    { "4648 10", "Zg==", "f" },
    { "4648 10", "Zm8=", "fo" },
    { "4648 10", "Zm9v", "foo" },
    { "4648 10", "Zm9vYmFy", "foobar" },
    { "no padding", "Zm9vYg", "foob" },
    { "lines", "Zm9v\r\nYmFy\n", "foobar" },
    { "the last letters", "+/+/", "\xFB\xFF\xBF" },
    { "URL letters", "-_-_", NULL },
    { "another letter", "Zm9*", NULL },
    { "padding inside", "Zg==Zg==", NULL },
    { "one letter left", "Zm9vY", NULL },
};

static void
test_decode(void)
{
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct buf out;
        bool ok;

        buf_init(&out, BUF_SMALL);
        ok = base64_decode(text_of(rows[i].text), &out);
        CHECK(ok == (rows[i].want != NULL), "row %zu (%s)", i, rows[i].from);
        CHECK(!ok || text_is(buf_text(&out), rows[i].want), "row %zu (%s): %s", i, rows[i].from,
              buf_str(&out));
        buf_release(&out);
    }
}
TEST_FN(test_decode)

static void
test_cap(void)
{
    struct buf out;

    buf_init(&out, 3);
    CHECK(!base64_decode(TEXT_LIT("Zm9vYmFy"), &out), "over the cap");
    buf_release(&out);
}
TEST_FN(test_cap)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_decode), TEST(test_cap) };

    return TEST_RUN(tests);
}
