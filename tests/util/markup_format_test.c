#include "markup.h"

#include "../test.h"

static void
test_addf(void)
{
    struct buf b;

    buf_init(&b, BUF_SMALL);
    markup_addf(&b, "<a href=\"%s\" n=\"%d\">%.*s</a> %lld %zu %.2f 100%% %s", "\"x\"", -3,
                TEXT_ARG(text_sub(text_of("<i>cut"), 0, 3)), -5000000000LL, (size_t)7, 0.125,
                "end");
    CHECK(strcmp(buf_str(&b), "<a href=\"&quot;x&quot;\" n=\"-3\">&lt;i&gt;</a> -5000000000 7 "
                              "0.12 100% end") == 0,
          "%s", buf_str(&b));
    buf_clear(&b);
    markup_addf(&b, "[%.*s][%s][%.*s]", TEXT_ARG(TEXT_NONE), "", TEXT_ARG(TEXT_LIT("a\0<")));
    CHECK(strcmp(buf_str(&b), "[][][a&lt;]") == 0, "%s", buf_str(&b));
    buf_release(&b);
}
TEST_FN(test_addf)

static void
test_query(void)
{
    static const struct {
        const char *in;
        size_t n;
        const char *want, *from;
    } rows[] = {
        { "aZ09-._~", 8, "aZ09-._~", "RFC 3986 2.3, unreserved" },
        { "a b&c=d+/?#", 11, "a%20b%26c%3Dd%2B%2F%3F%23", "RFC 3986 2.2, reserved" },
        { "\xC3\xA4@[`{\0", 7, "%C3%A4%40%5B%60%7B%00", "bytes beside the letters" },
    };
    struct buf b;

    buf_init(&b, BUF_SMALL);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        buf_clear(&b);
        markup_query(&b, (struct text){ rows[i].in, rows[i].n });
        CHECK(strcmp(buf_str(&b), rows[i].want) == 0, "%s: %s", rows[i].from, buf_str(&b));
    }
    buf_release(&b);
}
TEST_FN(test_query)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_addf), TEST(test_query) };

    return TEST_RUN(tests);
}
