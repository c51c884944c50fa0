/* mistakes_test.c - all at once, in the order of the lines. */

#include "../test.h"

#include "../../include/mistakes.h"

static void
test_told(void)
{
    static const struct {
        size_t n;
        enum status st;
        const char *err, *from;
    } rows[] = {
        { 0, ST_OK, "", "none" },
        { 1, ST_INVALID, "line 0", "one is the error itself" },
        { 3, ST_INVALID, "t.csv: 3 mistakes: nothing is written", "several are counted" },
        { MISTAKES_KEPT + 5, ST_INVALID, "t.csv: 1005 mistakes: nothing is written",
          "those that are not kept, too" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct mistakes m = { .arena = arena_new() };
        struct err err = { "" };

        for (size_t k = rows[i].n; k-- > 0;) /* from the last line up */
            if (!mistakes_full(&m))
                mistakes_add(&m, (int)(k / 2), arena_printf(m.arena, "line %zu", k / 2));
        CHECK(mistakes_tell(&m, "t.csv", ST_INVALID, &err) == rows[i].st, "%s", rows[i].from);
        CHECK(strcmp(err.msg, rows[i].err) == 0, "%s: %s", rows[i].from, err.msg);
        for (size_t k = 1; k < m.n; k++)
            CHECK(m.v[k - 1].line < m.v[k].line ||
                      (m.v[k - 1].line == m.v[k].line && m.v[k - 1].number < m.v[k].number),
                  "%s: %zu stands before", rows[i].from, k);
        arena_free(m.arena);
    }
}
TEST_FN(test_told)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_told) };

    return TEST_RUN(tests);
}
