/* handout_test.c - a title is text, and the style of a page comes after the common one. */

#include "../test.h"

#include "../../drafter/handout.h"

static void
test_page(void)
{
    static const char *const parts[] = {
        "<!DOCTYPE html>\n",
        "<title>A &amp; &lt;b&gt;</title>",
        "font-size: 1.1rem; }\np { margin: 0; }\n</style>",
        "<main>\n<h1>A &amp; &lt;b&gt;</h1>\n",
        "</main>\n</body>\n</html>\n",
    };
    struct buf b;
    const char *at;

    buf_init(&b, BUF_SMALL);
    handout_begin(&b, TEXT_LIT("A & <b>"), "p { margin: 0; }\n");
    handout_end(&b);
    at = buf_str(&b);
    for (size_t i = 0; i < N_ROWS(parts); i++) {
        const char *hit = strstr(at, parts[i]);

        CHECK(hit != NULL, "%s: %s", parts[i], buf_str(&b));
        at = hit;
    }
    buf_release(&b);
}
TEST_FN(test_page)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_page) };

    return TEST_RUN(tests);
}
