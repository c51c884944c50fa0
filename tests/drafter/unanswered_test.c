/* unanswered_test.c - months, and a spool in every form. */
#include "../../drafter/unanswered.h"

#include <string.h>

#include "../../drafter/unanswered_cmd.h"
#include "../test.h"

static const struct {
    const char *from, *month;
    int64_t since_s, until_s; /* 0: no month */
} months[] = {
    { "date -ud 2026-10-01 +%s", "2026-10", 1790812800, 1793491200 },
    { "the last month of a year", "2026-12", 1796083200, 1798761600 },
    { "leap year", "2024-02", 1706745600, 1709251200 },
    { "no such month", "2026-13", 0, 0 },
    { "no such month", "2026-00", 0, 0 },
    { "one digit", "2026-1", 0, 0 },
    { "a day", "2026-10-01", 0, 0 },
    { "words", "october", 0, 0 },
    { "nothing", "", 0, 0 },
};

static void
test_months(void)
{
    for (size_t i = 0; i < N_ROWS(months); i++) {
        int64_t since_s = 0, until_s = 0;
        struct err err = { "" };
        enum status st = unanswered_cmd_month(months[i].month, &since_s, &until_s, &err);

        CHECK(st == (months[i].until_s != 0 ? ST_OK : ST_USAGE), "%s: %s", months[i].from, err.msg);
        CHECK(since_s == months[i].since_s && until_s == months[i].until_s, "%s: %lld to %lld",
              months[i].from, (long long)since_s, (long long)until_s);
    }
}
TEST_FN(test_months)

static const char spool_lines[] =
    "{\"month\":\"2026-10\",\"since\":1790812800,\"until\":1793491200,\"made\":1793491300,"
    "\"list\":\"head\"}\n"
    "{\"list\":\"summary\",\"figure\":\"Found\",\"value\":2.0,\"means\":\"m\"}\n"
    "{\"list\":\"summary\",\"of\":\"\",\"figure\":\"Baseline\",\"means\":\"until 2027\"}\n"
    "{\"list\":\"summary\",\"of\":\"physics\",\"figure\":\"Baseline\",\"means\":"
    "\"Baseline until 2026-12-01.\"}\n"
    "{\"list\":\"unanswered\",\"group\":3,\"department\":\"physics\",\"times_asked\":2,\"sites\":1,"
    "\"question\":\"=<b>A</b>?\",\"places\":[\"https://f.example/1\",\"javascript:x\"],"
    "\"first_seen\":1790812800,\"last_seen\":1790812900,\"why\":\"no page\",\"language\":\"en\"}\n"
    "{\"list\":\"unanswered\",\"group\":4,\"department\":\"library\",\"question\":\"B?\"}\n";

static const struct {
    const char *from, *format, *department;
    const char *holds, *lacks;
} forms[] = {
    { "a cell that would calculate", "csv", NULL, "3,physics,\"'=<b>A</b>?\",2,1,",
      "\xEF\xBB\xBF" },
    { "one department", "csv", "physics", "3,physics", "library" },
    { "one object a line", "jsonl", NULL, "{\"schema\":\"unanswered/1\",\"group\":3,", "\"list\"" },
    { "ids", "ids", "library", "4\n", "3" },
    { "text stays text", "html", NULL, "<h2 dir=\"auto\">=&lt;b&gt;A&lt;/b&gt;?</h2>", "<b>" },
    { "addresses that run", "html", NULL, "href=\"#\"", "href=\"javascript" },
    { "as of", "html", NULL, "2 questions, as of <time datetime=\"2026-11-01T00:01:40Z\">",
      "\x01" },
    { "the page says whose it is", "html", "physics",
      "<h1>Unanswered questions, Physics &amp; &lt;Co&gt;, 2026-10</h1>\n<p>1 question, as of",
      "Department:" },
    { "where several have one, each entry does", "html", NULL,
      "<p>Department: Physics &amp; &lt;Co&gt;</p>", "<h1>Unanswered questions," },
    { "a department that no file speaks of", "atom", NULL, "Department: library", "<b>" },
    { "flagged as baseline", "html", "physics", "<p>Baseline until 2026-12-01.</p>", "until 2027" },
    { "the feed, too", "atom", "physics",
      "<title type=\"text\">Unanswered questions, Physics &amp; &lt;Co&gt;, 2026-10</title>",
      "<b>" },
    { "an entry each", "atom", NULL, "unanswered/all/4</id>", "<b>" },
    { "of a department", "atom", "physics", "unanswered/physics/3</id>", "B?" },
    { "a table", "md", NULL, "| 4 | library | B? |", "<b>" },
};

static void
test_forms(void)
{
    for (size_t i = 0; i < N_ROWS(forms); i++) {
        struct unanswered_form form = { forms[i].format, forms[i].department, false };
        struct department_config d[] = { { .key = "physics", .name = "Physics & <Co>" },
                                         { .key = "chemistry", .name = "Chemistry" } };
        struct config config = { .dir = ".", .departments = d, .n_departments = N_ROWS(d) };
        FILE *spool = tmpfile(), *out = tmpfile();
        char got[8192] = "";
        struct err err = { "" };
        enum status st;

        assert_non_null(spool);
        assert_non_null(out);
        fputs(spool_lines, spool);
        st = unanswered_render_cmd(&config, spool, &form, out, &err);
        CHECK(st == ST_OK, "%s: %s", forms[i].from, err.msg);
        rewind(out);
        (void)fread(got, 1, sizeof(got) - 1, out); /* what it holds is looked at */
        CHECK(strstr(got, forms[i].holds) != NULL, "%s: %s", forms[i].from, got);
        CHECK(strstr(got, forms[i].lacks) == NULL, "%s: %s", forms[i].from, got);
        fclose(spool);
        fclose(out);
    }
}
TEST_FN(test_forms)

static void
test_damaged(void)
{
    struct unanswered_form form = { "csv", NULL, false };
    struct config config = { .dir = "." };
    FILE *spool = tmpfile(), *out = tmpfile();
    struct err err = { "" };

    fputs("{\"list\":\"head\"}\n{\"list\":\n", spool);
    assert_int_equal(unanswered_render_cmd(&config, spool, &form, out, &err), ST_PROBLEMS);
    fclose(spool);
    fclose(out);
}
TEST_FN(test_damaged)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_months), TEST(test_forms), TEST(test_damaged) };

    return TEST_RUN(tests);
}
