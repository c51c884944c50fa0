/* report_test.c - both forms of a report. */

#include "../test.h"

#include "../../drafter/report.h"
#include "clock.h"
#include "store_fixture.h"
#include "store_queue.h"

/* A group found in October 2026 that is a gap; its question is hostile. */
static void
open_world(struct store_fixture *f)
{
    fixture_open(f, true);
    fixture_group(f, "What | is <b>this</b> [x](http://evil.example/)?", "", .9, FIXTURE_FORUM);
    fixture_sql(f, STORE_CRAWLER,
                "UPDATE post SET first_seen_s = 1791000000, posted_s = 1790999999");
    fixture_sql(f, STORE_INDEXER,
                "UPDATE question_group SET created_s = 1791000000, changed_s = 1791000000");
    fixture_sql(f, STORE_DRAFTER,
                "INSERT INTO gap (group_id, why, nearest_url_id, confidence, tone, basis_hash,"
                " created_s) VALUES (1, 'no page', 2, .3, 'neutral', 1, 1791000100)");
    store_set_role(f->s, STORE_DRAFTER);
    store_begin(f->s);
    (void)store_queue_rebuild(f->s, 0);
    CHECK(store_commit(f->s, NULL) == ST_OK, "rebuilt");
}

static void
test_forms(void)
{
    static const struct {
        const char *html, *md, *from;
    } rows[] = {
        { "<h1>Registrar, October 2026</h1>", "# Registrar, October 2026", "a title" },
        { "What | is &lt;b&gt;this", "| What/is ", "a question is text" },
        { "nearest page: ", "(nearest page: <", "the nearest page" },
        { "No answer was approved.", "No answer was approved.", "an empty table says so" },
        { "role=\"img\"", "| Found | 1 |\n", "a plot; figures, compared with nothing" },
        { "Nothing was listened for", "Nothing was listened for", "why" },
        { "No goal was in force", "No goal was in force", "no goals" },
        { "Nobody noted anything", "Nobody noted anything", "no journal" },
        { "<h2>Visits by answer</h2>", "## Visits by answer", "visits" },
        { "<td>3</td><td>12</td><td>\xE2\x80\x93</td>", "| 3 | 12 | \xE2\x80\x93 |",
          "no log from before: a dash" },
        { "visits that say nothing of where", "visits that say nothing of where", "terms" },
        { "Median hours from", "Median hours from", "definitions" },
    };
    struct store_fixture f;
    struct report r = { .department = TEXT_LIT("Registrar") };
    struct buf html, md;

    open_world(&f);
    fixture_sql(&f, STORE_DRAFTER,
                "INSERT INTO draft (id, group_id, tone, tone_p, kind, answer, link, link_url_id,"
                " confidence, voice, template, basis_hash, checks, created_s) VALUES (1, 1,"
                " 'neutral', 1, 'answer', 'x', 'l', 2, 1, 'w', 't', 1, '[]', 1)");
    fixture_sql(&f, STORE_REVIEW,
                "INSERT INTO posting (draft_id, url, actor, at_s) VALUES (1,"
                " 'https://forum.example.net/t/1', 'ann', 1790900000)");
    fixture_sql(&f, STORE_CRAWLER,
                "INSERT INTO visit (url_id, day, how, group_id, place, n) VALUES"
                " (2, 20731, 'referred', 0, 'forum.example.net', 12),"
                " (2, 20731, 'tagged', 0, '', 3), (2, 20731, 'direct', 0, '', 9)");
    store_set_role(f.s, STORE_DRAFTER);
    r.arena = f.arena;
    assert_true(clock_parse_month(TEXT_LIT("2026-10"), &r.since_s, &r.until_s));
    report_read(f.s, FIXTURE_DEPARTMENT, &r);
    store_rollback(f.s);
    buf_init(&html, BUF_PAGE);
    buf_init(&md, BUF_PAGE);
    report_html(&html, &r, TEXT_LIT("p {}"));
    report_markdown(&md, &r);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        CHECK(strstr(buf_str(&html), rows[i].html) != NULL, "%s: %s", rows[i].from, buf_str(&html));
        CHECK(strstr(buf_str(&md), rows[i].md) != NULL, "%s: %s", rows[i].from, buf_str(&md));
    }
    CHECK(strstr(buf_str(&html), "<b>") == NULL && strstr(buf_str(&html), "<script") == NULL,
          "no markup of others");
    CHECK(strstr(buf_str(&md), "[x](http") == NULL, "no link of others: %s", buf_str(&md));
    buf_release(&html);
    buf_release(&md);
    fixture_close(&f);
}
TEST_FN(test_forms)

/* Both forms of October 2026 as read. */
static void
make(struct store_fixture *f, int64_t department_id, struct buf *html, struct buf *md)
{
    struct report r = { .arena = f->arena };

    assert_true(clock_parse_month(TEXT_LIT("2026-10"), &r.since_s, &r.until_s));
    r.now_s = r.until_s;
    report_read(f->s, department_id, &r);
    store_rollback(f->s);
    buf_init(html, BUF_PAGE);
    buf_init(md, BUF_PAGE);
    report_html(html, &r, TEXT_NONE);
    report_markdown(md, &r);
}

/* Goals as they were in force, values of months before, lines of the month; each with words. */
static void
test_goals(void)
{
    static const struct {
        int64_t department_id;
        const char *html, *md, *from;
    } rows[] = {
        { 1, "<td class=\"words\" dir=\"auto\">at least 3</td><td>1</td>",
          "| Found | at least 3 | 1 | not reached |", "a goal that was not reached" },
        { 1, "<td class=\"words\" dir=\"auto\">at most 2</td><td>1</td>",
          "| No page | at most 2 | 1 | reached |", "one that was" },
        { 1, "nothing to measure",
          "| Asked to approved | at most 24 h | \xE2\x80\x93 | nothing to measure |", "no median" },
        { 1, "every hundred different questions found",
          "- **Answered, of the questions found**: ", "a share is explained" },
        { 1, "<h3>Found, month by month</h3>", "### Found, month by month", "history" },
        { 1, "<tr><th scope=\"row\" dir=\"auto\">September 2026</th><td>0</td>",
          "| September 2026 | 0 | at least 1 | not reached |", "against what was in force then" },
        { 1, "<th scope=\"row\" dir=\"auto\">August 2026</th>",
          "| August 2026 | 0 | none | no goal |", "a month without a goal" },
        { 1, "Oct 2026: 3 Goal then</title>", "| Found | at least 3 |", "a plot" },
        { 1, "exam &lt;week&gt;", "| 3 Oct | registrar | exam &lt;week> |",
          "a line of the journal is text" },
        { 1, "class=\"happened\"", "| 5 Oct | all | open day |", "and marked in the plot" },
        { 0, "<th scope=\"row\" dir=\"auto\">registrar: Found<span",
          "| registrar: Found | at least 3 | 1 | not reached |", "of all: a row for each" },
        { 0, "exam &lt;week&gt;", "| registrar | exam", "of all: whose line it is" },
    };
    struct store_fixture f;
    struct buf html, md;

    open_world(&f);
    fixture_sql(&f, STORE_CRAWLER,
                "INSERT INTO begun (department_id, at_s) VALUES (1, 1785542400)");
    fixture_sql(
        &f, STORE_REVIEW,
        "INSERT INTO goal (department_id, measure, at_most, target, from_s, actor, at_s) VALUES"
        " (1, 'found', 0, 1, 1788220800, 'ann', 1), (1, 'found', 0, 3, 1790812800, 'ann', 2),"
        " (1, 'found', 0, 9, 1793491200, 'ann', 3), (1, 'gaps', 1, 2, 1790812800, 'ann', 4),"
        " (1, 'to-approved', 1, 24, 1790812800, 'ann', 5),"
        " (1, 'answered-share', 0, 50, 1790812800, 'ann', 6);"
        "INSERT INTO journal (department_id, on_s, text, actor) VALUES"
        " (1, 1791000000, 'exam <week>', 'ann'), (NULL, 1791158400, 'open day', 'ann'),"
        " (1, 1793491200, 'in November', 'ann')");
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        make(&f, rows[i].department_id, &html, &md);
        CHECK(strstr(buf_str(&html), rows[i].html) != NULL, "%s: %s", rows[i].from, buf_str(&html));
        CHECK(strstr(buf_str(&md), rows[i].md) != NULL, "%s: %s", rows[i].from, buf_str(&md));
        CHECK(strstr(buf_str(&html), "July 2026") == NULL, "not before it began");
        CHECK(strstr(buf_str(&html), "in November") == NULL, "not what came later");
        buf_release(&html);
        buf_release(&md);
    }
    fixture_close(&f);
}
TEST_FN(test_goals)

/* The table of days ends with today: a day to come is no day on which nothing was found. */
static void
test_days(void)
{
    static const struct {
        int64_t now_s;
        const char *last, *next, *from;
    } rows[] = {
        { 1791331200, "7 Oct", "8 Oct", "the first second of a day" },
        { 1791417599, "7 Oct", "8 Oct", "its last one" },
        { 1793491199, "31 Oct", "1 Nov", "the month's last second" },
        { 1793491200, "31 Oct", "1 Nov", "a month that is over" },
        { 1790812799, "None of its days", "1 Oct", "a month to come" },
    };
    struct store_fixture f;

    open_world(&f);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct report r = { .arena = f.arena, .now_s = rows[i].now_s };
        const char *cell = arena_printf(f.arena, "<th scope=\"row\" dir=\"auto\">%s</th>",
                                        rows[i].next),
                   *line = arena_printf(f.arena, "\n| %s |", rows[i].next);
        struct buf html, md;

        assert_true(clock_parse_month(TEXT_LIT("2026-10"), &r.since_s, &r.until_s));
        report_read(f.s, FIXTURE_DEPARTMENT, &r);
        store_rollback(f.s);
        buf_init(&html, BUF_PAGE);
        buf_init(&md, BUF_PAGE);
        report_html(&html, &r, TEXT_NONE);
        report_markdown(&md, &r);
        CHECK(strstr(buf_str(&html), rows[i].last) != NULL, "%s: %s", rows[i].from, buf_str(&html));
        CHECK(strstr(buf_str(&md), rows[i].last) != NULL, "%s: %s", rows[i].from, buf_str(&md));
        CHECK(strstr(buf_str(&html), cell) == NULL, "%s: %s", rows[i].from, buf_str(&html));
        CHECK(strstr(buf_str(&md), line) == NULL, "%s: %s", rows[i].from, buf_str(&md));
        buf_release(&html);
        buf_release(&md);
    }
    fixture_close(&f);
}
TEST_FN(test_days)

/* A goal is of the whole department. */
static void
test_narrowed(void)
{
    struct store_fixture f;
    struct report r;
    struct buf md;

    open_world(&f);
    fixture_sql(&f, STORE_REVIEW,
                "INSERT INTO goal (department_id, measure, at_most, target, from_s, actor, at_s)"
                " VALUES (1, 'found', 0, 1, 1790812800, 'ann', 1)");
    r = (struct report){ .arena = f.arena, .audience = TEXT_LIT("students") };
    assert_true(clock_parse_month(TEXT_LIT("2026-10"), &r.since_s, &r.until_s));
    report_read(f.s, FIXTURE_DEPARTMENT, &r);
    store_rollback(f.s);
    buf_init(&md, BUF_PAGE);
    report_markdown(&md, &r);
    CHECK(strstr(buf_str(&md), "Goals are of a whole department") != NULL, "%s", buf_str(&md));
    CHECK(strstr(buf_str(&md), "at least") == NULL, "not measured");
    buf_release(&md);
    fixture_close(&f);
}
TEST_FN(test_narrowed)

/* From the fourth month on there is a column of the month before, and words on the trend. */
static void
test_compared(void)
{
    static const struct {
        const char *begun;
        const char *html, *md, *from;
    } rows[] = {
        { "1790812800", "No comparison yet: it takes 4", "| Found | 1 |\n", "one month" },
        { "1788220800", "there were 2.", "| Found | 1 |\n", "two" },
        { "1785542400", "there were 3.", "| Found | 1 |\n", "three" },
        { "1782864000", "the month before: 0", "| Found | 1 | 0 | more than in each of the three",
          "four" },
        { "1780272000", "more than in each of the three before</p>", "| Found | 1 | 0 | more than",
          "five" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct store_fixture f;
        struct buf html, md;

        open_world(&f);
        fixture_put(&f, STORE_CRAWLER,
                    "INSERT INTO begun (department_id, at_s) VALUES (1, ? + 0 * ?)", rows[i].begun,
                    "1");
        make(&f, FIXTURE_DEPARTMENT, &html, &md);
        CHECK(strstr(buf_str(&html), rows[i].html) != NULL, "%s: %s", rows[i].from, buf_str(&html));
        CHECK(strstr(buf_str(&md), rows[i].md) != NULL, "%s: %s", rows[i].from, buf_str(&md));
        buf_release(&html);
        buf_release(&md);
        fixture_sql(&f, STORE_CONFIG, "UPDATE department SET baseline_s = 864000000");
        make(&f, FIXTURE_DEPARTMENT, &html, &md);
        CHECK(strstr(buf_str(&html), "<p class=\"notice\">Baseline until") != NULL &&
                  strstr(buf_str(&md), "\nBaseline until") != NULL,
              "%s: flagged while it is a baseline", rows[i].from);
        CHECK(strstr(buf_str(&html), "the three before") == NULL &&
                  strstr(buf_str(&md), "| Found | 1 |\n") != NULL,
              "%s: no comparison", rows[i].from);
        buf_release(&html);
        buf_release(&md);
        fixture_close(&f);
    }
}
TEST_FN(test_compared)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_forms), TEST(test_goals), TEST(test_days),
                                        TEST(test_narrowed), TEST(test_compared) };

    return TEST_RUN(tests);
}
