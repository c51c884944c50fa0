#include "ask.h"

#include "../test.h"

static void
test_answers(void)
{
    struct ask a;

    ask_init(&a, "GET", "/");
    response_header(&a.res, "X-Test", TEXT_LIT("a\r\nSet-Cookie: b\x7F\t"));
    CHECK(text_is(ask_answered(&a, "X-Test"), "aSet-Cookie: b"), "no header in a header: %.*s",
          TEXT_ARG(ask_answered(&a, "X-Test")));
    buf_add_str(&a.res.body, "half a page");
    response_redirect(&a.res, "/q/physics?state=machine");
    CHECK(a.res.status == 303, "RFC 9110 15.4.4");
    CHECK(text_is(ask_answered(&a, "Location"), "/q/physics?state=machine"), "there");
    CHECK(text_is(buf_text(&a.res.body), "Look at /q/physics?state=machine\n"), "no half pages");
    response_plain(&a.res, 503, "later");
    CHECK(a.res.status == 503 && text_is(buf_text(&a.res.body), "later\n"), "one line");
    ask_release(&a);
}
TEST_FN(test_answers)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_answers) };

    return TEST_RUN(tests);
}
