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
        { "role=\"img\"", "| Found | 1 | 0 |", "a plot; figures" },
        { "Median hours from", "Median hours from", "definitions" },
    };
    struct store_fixture f;
    struct report r = { .department = TEXT_LIT("Registrar") };
    struct buf html, md;

    open_world(&f);
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

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_forms) };

    return TEST_RUN(tests);
}
