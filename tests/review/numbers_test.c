/* numbers_test.c - the page /numbers without a server: its span, what may be asked, and words. */

#include "../test.h"

#include "../../review/numbers.h"
#include "../../store/db.h"
#include "clock.h"
#include "signed_in.h"

static struct department_config departments[] = { { .key = "maths", .name = "Mathematics" } };
static const struct config config = { .departments = departments, .n_departments = 1 };
static const char *root;

static void
open_office(struct office *o)
{
    office_open(o);
    o->now_s = INT64_C(1795300000); /* 2026-11-21 */
    office_config = &config;
    root = office_person(o, "root", "admin");
}

/* A department that is listened for since then. */
static void
add_department(struct office *o, const char *begun)
{
    int64_t at_s = 0;

    assert_true(clock_parse_rfc3339(text_of(begun), &at_s, NULL));
    store_set_role(o->f.store, STORE_SCHEMA);
    store_begin(o->f.store);
    db_script(o->f.store,
              arena_printf(o->arena,
                           "INSERT INTO department (key, name, language, active, baseline_s)"
                           " VALUES ('maths', 'Mathematics', 'en', 1, 2419200);"
                           "INSERT INTO begun (department_id, at_s) SELECT MAX(id), %lld"
                           " FROM department",
                           (long long)at_s));
    CHECK(store_commit(o->f.store, &o->f.err) == ST_OK, "%s", o->f.err.msg);
    store_set_role(o->f.store, STORE_REVIEW);
}

/* Nothing is compared in a baseline, or of less than four periods. */
static void
test_compared(void)
{
    static const struct {
        const char *begun, *has, *lacks, *from;
    } rows[] = {
        { "2026-11-02", "Baseline until 2026-11-30: what it was like before",
          "before: ", "a baseline" },
        { "2026-10-01", "No comparison yet: it takes 4 whole periods", "before: ", "two months" },
        { "2026-08-02", "there were 3.", "before: ", "three whole ones" },
        { "2026-08-01", "before: 0", "No comparison", "four" },
        { "2026-07-01", "before: 0", "No comparison", "five" },
        { "2026-12-01", "Nothing was listened for", "before: ", "it is to come" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct office o;

        open_office(&o);
        add_department(&o, rows[i].begun);
        CHECK(office_send(&o, root, "GET", "/numbers?dept=maths", "") == 200, "%s", rows[i].from);
        CHECK(strstr(office_body, rows[i].has) != NULL, "%s: no \"%s\"", rows[i].from, rows[i].has);
        CHECK(strstr(office_body, rows[i].lacks) == NULL, "%s: \"%s\"", rows[i].from,
              rows[i].lacks);
        office_close(&o);
    }
}
TEST_FN(test_compared)

/* The goals of a month, in words. */
static void
test_goals(void)
{
    static const struct {
        const char *query, *has, *from;
    } rows[] = {
        { "?dept=maths&since=2026-10-01&until=2026-10-31",
          "<td>at least 5</td><td class=\"number\">0</td><td>not reached</td>",
          "one that was not" },
        { "?dept=maths&since=2026-10-01&until=2026-10-31",
          "<td>at most 24 h</td><td class=\"number\">\xE2\x80\x93</td><td>nothing to "
          "measure</td>",
          "no median" },
        { "?dept=maths&since=2026-10-01&until=2026-10-31", "role=\"region\" aria-label=\"Goals\"",
          "it has a name" },
        { "?since=2026-10-01&until=2026-10-31", "<td>not reached</td>", "the only department" },
        { "?dept=maths", "<td>not reached so far</td>", "this month goes on" },
        { "?dept=maths&since=2026-09-01&until=2026-09-30", "No goal was in force then",
          "none yet" },
        { "?dept=maths&since=2026-10-01&until=2026-11-15", "Goals are of a month", "no month" },
    };
    struct office o;

    open_office(&o);
    add_department(&o, "2024-01-01");
    CHECK(office_send(&o, root, "GET", "/numbers?dept=maths", "") == 200 &&
              strstr(office_body, "Goals") == NULL,
          "nothing where there was never one");
    store_begin(o.f.store);
    db_script(o.f.store,
              "INSERT INTO goal (department_id, measure, at_most, target, from_s, actor, at_s)"
              " VALUES (1, 'answered', 0, 5, 1790812800, 'ann', 1),"
              " (1, 'to-posted', 1, 24, 1790812800, 'ann', 2)");
    CHECK(store_commit(o.f.store, &o.f.err) == ST_OK, "%s", o.f.err.msg);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        char path[256];

        snprintf(path, sizeof(path), "/numbers%s", rows[i].query);
        CHECK(office_send(&o, root, "GET", path, "") == 200, "%s", rows[i].from);
        CHECK(strstr(office_body, rows[i].has) != NULL, "%s: no \"%s\"", rows[i].from, rows[i].has);
    }
    CHECK(office_send(&o, root, "GET", "/numbers?dept=maths&audience=students", "") == 200 &&
              strstr(office_body, "Goals") == NULL,
          "a goal is the whole department's");
    office_close(&o);
}
TEST_FN(test_goals)

static void
test_spans(void)
{
    static const struct {
        const char *query, *has, *from;
    } rows[] = {
        { "", "1 Nov 2026 to 30 Nov 2026", "this month without a word" },
        { "", "Compared with 1 Oct 2026 to 21 Oct 2026, as many days", "cut to what has passed" },
        { "?since=2026-10-01&until=2026-10-31", "Compared with 1 Sep 2026 to 30 Sep 2026; an arrow",
          "a month is compared with a month" },
        { "?since=2026-01-01&until=2026-03-31", "Compared with 1 Oct 2025 to 31 Dec 2025;",
          "a quarter with a quarter" },
        { "?since=2026-10-05&until=2026-10-11", "Compared with 28 Sep 2026 to 4 Oct 2026;",
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
    add_department(&o, "2024-01-01");
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

/* Of a single department, what ran in the span. */
static void
test_experiments(void)
{
    static const struct {
        const char *path;
        bool there;
        const char *has, *from;
    } rows[] = {
        { "/numbers?dept=maths", true, "<h3 dir=\"auto\">open&lt;b&gt; (running)</h3>",
          "a department" },
        { "/numbers?dept=maths", true, "A: warm</th><td class=\"number\">0</td>", "its arms" },
        { "/numbers?dept=maths", true, "no verdict", "its sentence" },
        { "/numbers?dept=maths&since=2026-10-01&until=2026-10-31", false, "", "before it" },
        { "/numbers", true, "Experiments", "the only department" },
    };
    struct office o;

    open_office(&o);
    add_department(&o, "2024-01-01");
    store_set_role(o.f.store, STORE_CONFIG);
    store_begin(o.f.store);
    db_script(o.f.store, "INSERT INTO experiment SELECT 1, MAX(id), 'open<b>', 'warm', 'plain', '',"
                         " 'posted', 1793491200, 1796083200, 1796083200, 1 FROM department");
    CHECK(store_commit(o.f.store, NULL) == ST_OK, "experiment");
    store_set_role(o.f.store, STORE_REVIEW);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        CHECK(office_send(&o, root, "GET", rows[i].path, "") == 200, "%s", rows[i].from);
        CHECK(rows[i].there == (strstr(office_body, "id=\"experiments\"") != NULL) &&
                  strstr(office_body, rows[i].has) != NULL,
              "%s: %s", rows[i].from, office_body);
    }
    office_close(&o);
}
TEST_FN(test_experiments)

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
    const struct CMUnitTest tests[] = { TEST(test_compared),      TEST(test_goals),
                                        TEST(test_spans),         TEST(test_experiments),
                                        TEST(test_what_is_there), TEST(test_words) };

    return TEST_RUN(tests);
}
