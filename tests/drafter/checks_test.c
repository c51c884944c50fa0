/* checks_test.c - findings as JSON, with a note or without. */

#include "../test.h"

#include "../../drafter/checks.h"

static void
test_json(void)
{
    const struct lint_result r = {
        .issues = { { "length", false, "12 words" }, { "host", true, "a \"quote\"" } }, .n = 2
    };
    struct arena *a = arena_new();
    struct text t = checks_json(&r, a);

    CHECK(text_is(t, "[{\"check\":\"length\",\"level\":\"warning\",\"note\":\"12 words\"},"
                     "{\"check\":\"host\",\"level\":\"error\",\"note\":\"a \\\"quote\\\"\"}]"),
          "%.*s", TEXT_ARG(t));
    t = checks_noted(&(struct lint_result){ .n = 0 }, "reused", "of May", a);
    CHECK(text_is(t, "[{\"check\":\"reused\",\"level\":\"note\",\"note\":\"of May\"}]"), "%.*s",
          TEXT_ARG(t));
    t = checks_noted(&(struct lint_result){ .n = 0 }, "reused", NULL, a);
    CHECK(text_is(t, "[]"), "%.*s", TEXT_ARG(t));
    arena_free(a);
}
TEST_FN(test_json)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_json) };

    return TEST_RUN(tests);
}
