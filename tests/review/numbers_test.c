/* numbers_test.c - the page /numbers without a server: its span, what may be asked, and words. */

#include "../test.h"

#include "../../review/numbers.h"
#include "signed_in.h"

static const char *root;

static void
open_office(struct office *o)
{
    office_open(o);
    o->now_s = INT64_C(1795300000); /* 2026-11-21 */
    root = office_person(o, "root", "admin");
}

static void
test_spans(void)
{
    static const struct {
        const char *query, *has, *from;
    } rows[] = {
        { "", "1 Nov 2026 to 30 Nov 2026", "this month without a word" },
        { "", "Compared with 1 Oct 2026 to 21 Oct 2026, as many days", "cut to what has passed" },
        { "?since=2026-10-01&until=2026-10-31", "Compared with 1 Sep 2026 to 30 Sep 2026.",
          "a month is compared with a month" },
        { "?since=2026-01-01&until=2026-03-31", "Compared with 1 Oct 2025 to 31 Dec 2025.",
          "a quarter with a quarter" },
        { "?since=2026-10-05&until=2026-10-11", "Compared with 28 Sep 2026 to 4 Oct 2026.",
          "days with days" },
        { "?since=2026-10-05&until=2026-09-01", "5 Oct 2026 to 5 Oct 2026", "the wrong way round" },
        { "?since=x&until=%00", "1 Nov 2026 to 30 Nov 2026", "no dates" },
        { "?since=0001-01-01&until=9999-12-31", "1 Nov 2026 to", "before there was anything" },
        { "?since=2026-10-01&until=2026-10-31", "aria-current=\"page\">Last month</a>",
          "a preset" },
        { "", "Nothing was found or decided in this time", "an empty state" },
        { "", "Nobody asked anything that no page answers", "of a table, too" },
        { "", "<dt>Still there</dt>", "definitions" },
    };
    struct office o;

    open_office(&o);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        char path[256];

        snprintf(path, sizeof(path), "/numbers%s", rows[i].query);
        CHECK(office_send(&o, root, "GET", path, "") == 200, "%s", rows[i].from);
        CHECK(strstr(office_body, rows[i].has) != NULL, "%s: no \"%s\"", rows[i].from, rows[i].has);
        CHECK(strstr(office_body, "style=") == NULL, "no style in the page");
    }
    office_close(&o);
}
TEST_FN(test_spans)

static void
test_what_is_there(void)
{
    static const struct {
        const char *path;
        int status;
        const char *from;
    } rows[] = {
        { "/numbers?dept=physics", 404, "no such department" },
        { "/numbers/rows", 404, "no figure" },
        { "/numbers/rows?figure=found", 200, "a figure" },
        { "/numbers/rows?figure=found&part=site&key=3", 200, "of a site" },
        { "/numbers/rows?figure=found&part=x&key=3", 404, "no part" },
        { "/numbers/rows?figure=found&from=-5", 200, "from where there is nothing" },
        { "/numbers/table.csv?table=pages", 200, "a table" },
        { "/numbers/table.csv?table=x", 404, "no table" },
        { "/numbers.json", 200, "all figures" },
        { "/numbers.xlsx", 200, "in Excel" },
    };
    struct office o;

    open_office(&o);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        int status = office_send(&o, root, "GET", rows[i].path, "");

        CHECK(status == rows[i].status, "%s: %d", rows[i].from, status);
    }
    office_close(&o);
}
TEST_FN(test_what_is_there)

static void
test_words(void)
{
    static const struct {
        int64_t n;
        const char *said;
    } counts[] = { { 0, "0" },          { 999, "999" },
                   { 1000, "1,000" },   { 1234567, "1,234,567" },
                   { -1234, "-1,234" }, { -123, "-123" } };
    struct buf b;

    buf_init(&b, BUF_SMALL);
    for (size_t i = 0; i < N_ROWS(counts); i++) {
        buf_clear(&b);
        numbers_say(&b, counts[i].n);
        CHECK(strcmp(buf_str(&b), counts[i].said) == 0, "%s", buf_str(&b));
    }
    buf_clear(&b);
    numbers_say_hours(&b, 3.25);
    numbers_say_hours(&b, 60);
    CHECK(strcmp(buf_str(&b), "3.2 h2.5 days") == 0, "%s", buf_str(&b));
    buf_release(&b);
    for (int t = 0; t < NUMBERS_TABLES; t++)
        CHECK(numbers_spec((enum numbers_table)t)->n_columns > 0, "a table has columns");
}
TEST_FN(test_words)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_spans), TEST(test_what_is_there),
                                        TEST(test_words) };

    return TEST_RUN(tests);
}
