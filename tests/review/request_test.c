#include "ask.h"

#include "../test.h"

static void
test_headers(void)
{
    struct ask a;

    ask_init(&a, "GET", "/g/12");
    ask_header(&a, "Origin", "http://127.0.0.1");
    ask_header(&a, "X-Earshot", "part");
    CHECK(text_is(request_header(&a.r, "origin"), "http://127.0.0.1"), "names have no case");
    CHECK(request_header(&a.r, "Accept").n == 0, "none");
    CHECK(request_part(&a.r), "the script asks");
    ask_release(&a);
}
TEST_FN(test_headers)

static void
test_id(void)
{
    static const struct {
        const char *in;
        int64_t want;
        const char *from;
    } rows[] = {
        { "12", 12, "an id" },
        { "0", 0, "ids begin with 1" },
        { "-3", 0, "a sign" },
        { "12x", 0, "more behind it" },
        { "99999999999999999999", 0, "over 64 bits" },
        { "", 0, "nothing" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct request r = { .args = { text_of(rows[i].in) } };

        CHECK(request_id(&r, 0) == rows[i].want, "%s", rows[i].from);
    }
}
TEST_FN(test_id)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_headers), TEST(test_id) };

    return TEST_RUN(tests);
}
