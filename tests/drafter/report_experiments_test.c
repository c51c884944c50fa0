/* report_experiments_test.c - experiments in both forms of a report. */

#include "../test.h"

#include "../../drafter/report.h"
#include "clock.h"
#include "store_fixture.h"

#define OCTOBER INT64_C(1790812800)
#define DAY_S   INT64_C(86400)

static struct store_fixture f;
static struct buf html, md;

/* Two groups in one experiment of October; the first was approved on the 10th, the second on the
 * 3rd of November. */
static void
open_world(void)
{
    fixture_open(&f, false);
    fixture_sql(&f, STORE_CONFIG,
                arena_printf(f.arena,
                             "INSERT INTO experiment VALUES (1, 1, 'open|ings<b>', 'warm', 'plain',"
                             " '', 'approved', %lld, %lld, %lld, 1), (2, 1, 'later', 'warm',"
                             " 'plain', '', 'approved', %lld, %lld, %lld, 1)",
                             (long long)OCTOBER, (long long)(OCTOBER + 20 * DAY_S),
                             (long long)(OCTOBER + 20 * DAY_S), (long long)(OCTOBER + 40 * DAY_S),
                             (long long)(OCTOBER + 50 * DAY_S), (long long)(OCTOBER + 50 * DAY_S)));
    for (int i = 1; i <= 2; i++) {
        long long at_s = (long long)(OCTOBER + (i == 1 ? 9 : 33) * DAY_S);

        fixture_group(&f, "What?", "", .9, FIXTURE_FORUM);
        fixture_sql(&f, STORE_DRAFTER,
                    arena_printf(f.arena,
                                 "INSERT INTO draft (id, group_id, tone, tone_p, kind, answer,"
                                 " confidence, voice, template, basis_hash, checks, created_s)"
                                 " VALUES (%d, %d, 'neutral', 1, 'answer', 'x', 1, 'warm', 't', 1,"
                                 " '[]', %lld); INSERT INTO experiment_arm VALUES (%d, 1, %d,"
                                 " %lld)",
                                 i, i, (long long)OCTOBER + 60, i, i + 1, (long long)OCTOBER + 60));
        fixture_sql(&f, STORE_REVIEW,
                    arena_printf(f.arena,
                                 "INSERT INTO decision (group_id, draft_id, revision, verb, state,"
                                 " actor, at_s) VALUES (%d, %d, 1, 'approve', 'approved', 'ann',"
                                 " %lld)",
                                 i, i, at_s));
    }
}

static void
write_month(const char *month, int64_t now_s)
{
    struct report r = { .arena = f.arena, .now_s = now_s };

    assert_true(clock_parse_month(text_of(month), &r.since_s, &r.until_s));
    report_read(f.s, FIXTURE_DEPARTMENT, &r);
    store_rollback(f.s);
    buf_clear(&html);
    buf_clear(&md);
    report_html(&html, &r, TEXT_LIT(""));
    report_markdown(&md, &r);
}

static const struct {
    const char *from, *month;
    int64_t day; /* after the first of October when it is made */
    const char *html, *md;
} rows[] = {
    { "a month that is over", "2026-10", 31, "<h3 dir=\"auto\">open|ings&lt;b&gt; (over)</h3>",
      "### open\\|ings" },
    { "what was decided in it", "2026-10", 31, "<td>1 of 1</td><td>100 % (21 to 100 %)</td>",
      "| A: warm | 1 | 1 | 1 of 1 | 100 % (21 to 100 %) |" },
    { "what was decided after it does not count", "2026-10", 60,
      "<td>0 of 0</td><td>\xE2\x80\x93</td>", "| B: plain | 1 | 0 | 0 of 0 |" },
    { "its sentence", "2026-10", 60, "There is nothing to compare", "There is nothing to compare" },
    { "while it runs", "2026-10", 12, "until then there are counts and no verdict",
      "until then there are counts and no verdict" },
    { "its metric", "2026-10", 12, "Of the groups decided, those whose draft was approved, as it",
      "Of the groups decided, those whose draft was approved, as it" },
    { "another month's", "2026-11", 60, ">later (over)</h3>", "### later (over)" },
    { "its words", "2026-11", 60, "<dt>Assigned</dt>", "- **Assigned**: " },
};

static void
test_forms(void)
{
    open_world();
    buf_init(&html, BUF_PAGE);
    buf_init(&md, BUF_PAGE);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        write_month(rows[i].month, OCTOBER + rows[i].day * DAY_S);
        CHECK(strstr(buf_str(&html), rows[i].html) != NULL, "%s: %s", rows[i].from, buf_str(&html));
        CHECK(strstr(buf_str(&md), rows[i].md) != NULL, "%s: %s", rows[i].from, buf_str(&md));
    }
    CHECK(strstr(buf_str(&html), "ings&lt;b&gt;") == NULL, "not in a month it did not run in");
    write_month("2026-09", OCTOBER + DAY_S);
    CHECK(strstr(buf_str(&html), "Experiments") == NULL && strstr(buf_str(&md), "Exp") == NULL,
          "no section where there was none");
    buf_release(&html);
    buf_release(&md);
    fixture_close(&f);
}
TEST_FN(test_forms)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_forms) };

    return TEST_RUN(tests);
}
