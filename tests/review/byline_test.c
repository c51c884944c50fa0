/* byline_test.c - how answers are signed. */

#include "../test.h"

#include "../../review/byline.h"

static void
test_sign(void)
{
    static const struct {
        const char *byline, *answer, *signed_as, *from;
    } rows[] = {
        { "{editor}, {department}", "Yes.\n\nPhysics", "Yes.\n\nAda L., Physics", "a draft" },
        { "{editor}, Physics", "Yes.\nPhysics\n", "Yes.\nAda L., Physics", "a line more" },
        { "{editor}, Physics", "Yes.\n\n{editor} of Physics", "Yes.\n\nAda L. of Physics",
          "marked" },
        { "{editor}", "{editor} and {editor}", "Ada L. and Ada L.", "twice" },
        { "{editor}, Physics", "Yes.\nBen, Physics", "Yes.\nBen, Physics", "signed by hand" },
        { "{editor}, Physics", "Yes, Physics", "Yes, Physics", "no line of its own" },
        { "Physics", "Yes.\nPhysics", "Yes.\nPhysics", "nobody signs" },
        { NULL, "Yes.", "Yes.", "no byline" },
        { "{editor}", "Yes.", "Yes.", "a byline of a person alone has no line yet" },
        { "{editor}, Physics", "", "", "empty" },
    };
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct department_config d = { .byline = rows[i].byline, .name = "Physics" };
        struct text t = byline_sign(text_of(rows[i].answer), &d, TEXT_LIT("Ada L."), a);

        CHECK(text_is(t, rows[i].signed_as), "%s: %.*s", rows[i].from, TEXT_ARG(t));
    }
    CHECK(text_is(byline_sign(TEXT_LIT("Yes."), NULL, TEXT_LIT("A"), a), "Yes."), "no department");
    arena_free(a);
}
TEST_FN(test_sign)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_sign) };

    return TEST_RUN(tests);
}
