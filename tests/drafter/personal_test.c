/* personal_test.c - addresses and telephone numbers, and what looks like them. */

#include "../test.h"

#include "../../drafter/personal.h"

static void
test_next(void)
{
    static const struct {
        const char *text, *want; /* NULL: nothing */
        enum personal_kind kind;
        const char *from;
    } rows[] = {
        { "write to a.b@c.example.", "a.b@c.example", PERSONAL_MAIL, "an address" },
        { "@home at a@b", NULL, 0, "no address" },
        { "call +1 (555) 123-4567 now", "+1 (555) 123-4567", PERSONAL_PHONE, "a number" },
        { "5551234", "5551234", PERSONAL_PHONE, "seven digits" },
        { "room 123456", NULL, 0, "six digits" },
        { "from 15.09.2026 on", NULL, 0, "a date" },
        { "2026-11-22", NULL, 0, "an ISO date" },
        { "in 2024/2025", NULL, 0, "years" },
        { "030 2026 1234", "030 2026 1234", PERSONAL_PHONE, "a year in a number" },
        { "it costs 1,000,000", NULL, 0, "an amount" },
        { "", NULL, 0, "nothing" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        enum personal_kind kind = PERSONAL_MAIL;
        struct text got = TEXT_NONE;
        size_t at = 0;
        bool found = personal_next(text_of(rows[i].text), &at, &got, &kind);

        CHECK(found == (rows[i].want != NULL), "%s: %.*s", rows[i].from, TEXT_ARG(got));
        if (found && rows[i].want != NULL) {
            CHECK(text_is(got, rows[i].want), "%s: %.*s", rows[i].from, TEXT_ARG(got));
            CHECK(kind == rows[i].kind, "%s: kind %d", rows[i].from, (int)kind);
        }
        CHECK(!found || !personal_next(text_of(rows[i].text), &at, &got, &kind), "%s: twice",
              rows[i].from);
    }
}
TEST_FN(test_next)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_next) };

    return TEST_RUN(tests);
}
