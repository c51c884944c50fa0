#include "../../review/flash.h"

#include "ask.h"

#include "../test.h"

static void
test_words(void)
{
    static const struct {
        const char *target;
        int64_t left;
        const char *want, *from;
    } rows[] = {
        { "/g/1?did=approve", 39, "Approved. 39 left. Undo with u.", "a decision" },
        { "/g/1?did=undo", -1, "Undone.", "not to be undone" },
        { "/g/1?did=%3Cb%3E", 3, "", "words of a stranger" },
        { "/g/1", 3, "", "nothing was done" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct ask a;

        ask_init(&a, "GET", rows[i].target);
        CHECK(text_is(flash_text(&a.r, rows[i].left), rows[i].want), "%s: %.*s", rows[i].from,
              TEXT_ARG(flash_text(&a.r, rows[i].left)));
        ask_release(&a);
    }
}
TEST_FN(test_words)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_words) };

    return TEST_RUN(tests);
}
