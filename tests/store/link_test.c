/* link_test.c - which links are alive, and which are asked for again. */

#include "../test.h"

#include "../drafter/store_fixture.h"
#include "store_link.h"

#define NOW_S INT64_C(1700000000)
#define PAGE  3 /* url id of a page of the fixture */

static void
asked(struct store_fixture *f, int64_t url_id, int64_t ago_s, int64_t status)
{
    fixture_sql(f, STORE_CRAWLER,
                arena_printf(f->arena,
                             "INSERT INTO fetch (host_id, url_id, run_id, at_ms, span_ms, status,"
                             " body_bytes, outcome) VALUES (1, %lld, 1, %lld, 1, %lld, 1, 'x')",
                             (long long)url_id, (long long)((NOW_S - ago_s) * 1000),
                             (long long)status));
}

static void
test_look(void)
{
    static const struct {
        const char *change; /* SQL of the crawler; NULL: none */
        int64_t ago_s, status;
        bool alive, lost;
        const char *why; /* begins with */
        const char *from;
    } rows[] = {
        { NULL, 60, 200, true, false, "", "a minute ago" },
        { NULL, 60, 304, true, false, "", "not modified" },
        { NULL, STORE_LINK_FRESH_S, 200, true, false, "", "just within a day" },
        { NULL, STORE_LINK_FRESH_S + 1, 200, false, false, "its last answer", "over a day" },
        { NULL, 60, 503, false, false, "it answered 503", "a bad day" },
        { NULL, 60, 0, false, false, "it did not answer", "no answer" },
        { NULL, -1, 0, false, false, "it was never", "never asked" },
        { "UPDATE url SET state = 'gone', reason = 'not found' WHERE id = 3", 60, 404, false, true,
          "not found", "gone" },
        { "UPDATE url SET redirect_to = 4 WHERE id = 3", 60, 301, false, true, "moved to https://",
          "moved" },
        { "UPDATE url SET state = 'refused', reason = 'robots' WHERE id = 3", 60, 200, false, true,
          "robots", "refused" },
        { "UPDATE page SET noindex = 1 WHERE url_id = 3", 60, 200, false, true, "the page asks",
          "noindex" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct store_fixture f;
        struct store_link l;

        fixture_open(&f, true);
        if (rows[i].ago_s >= 0) {
            asked(&f, PAGE, rows[i].ago_s + 100, 500); /* what it said before does not count */
            asked(&f, PAGE, rows[i].ago_s, rows[i].status);
        }
        if (rows[i].change != NULL)
            fixture_sql(&f, STORE_CRAWLER, rows[i].change);
        store_link_look(f.s, PAGE, NOW_S, f.arena, &l);
        CHECK(l.alive == rows[i].alive && l.lost == rows[i].lost &&
                  text_starts(l.why, text_of(rows[i].why)) && (l.why.n > 0) == !l.alive,
              "%s: %d %d %.*s", rows[i].from, l.alive, l.lost, TEXT_ARG(l.why));
        CHECK(l.status == rows[i].status, "%s: %lld", rows[i].from, (long long)l.status);
        store_link_look(f.s, 999, NOW_S, f.arena, &l);
        CHECK(!l.alive && l.lost, "no such page");
        fixture_close(&f);
    }
}
TEST_FN(test_look)

static void
add_draft(struct store_fixture *f, int group, int url)
{
    fixture_sql(f, STORE_DRAFTER,
                arena_printf(f->arena,
                             "INSERT INTO draft (group_id, tone, tone_p, kind, answer, link,"
                             " link_url_id, confidence, voice, template, basis_hash, checks,"
                             " created_s) VALUES (%d, 'neutral', 1, 'answer', 'x', 'y', %d, .9,"
                             " 'warm', 'x', 1, '[]', 5)",
                             group, url));
}

static void
decide(struct store_fixture *f, int group, int draft, const char *state)
{
    fixture_sql(f, STORE_REVIEW,
                arena_printf(f->arena,
                             "INSERT INTO decision (group_id, draft_id, revision, verb, state,"
                             " actor, at_s) VALUES (%d, %d, 1, 'x', '%s', 'me', 5)",
                             group, draft, state));
}

static void
test_due(void)
{
    struct store_fixture f;
    struct store_link_target *v;
    size_t n;

    fixture_open(&f, true);
    for (int i = 0; i < 4; i++)
        fixture_group(&f, site_pages[i].title, "", .9, FIXTURE_FORUM);
    add_draft(&f, 1, 2); /* superseded by the next */
    add_draft(&f, 1, 3);
    add_draft(&f, 2, 4); /* rejected */
    decide(&f, 2, 3, "rejected");
    add_draft(&f, 3, 5); /* posted, then drafted anew with another page */
    decide(&f, 3, 4, "posted");
    fixture_sql(&f, STORE_REVIEW, "INSERT INTO posting (draft_id, actor, at_s) VALUES (4, 'x', 6)");
    add_draft(&f, 3, 3);
    n = store_link_due(f.s, NOW_S, f.arena, &v);
    CHECK(n == 2 && v[0].url_id == 3 && v[1].url_id == 5 && v[0].source_id == FIXTURE_OWN &&
              v[0].host_id == 1,
          "%zu targets", n);
    asked(&f, 3, 60, 200);
    n = store_link_due(f.s, NOW_S - 60, f.arena, &v);
    CHECK(n == 1 && v[0].url_id == 5, "one is fresh");
    n = store_link_due(f.s, NOW_S - 59, f.arena, &v);
    CHECK(n == 2, "and is not, a second later");
    fixture_close(&f);
}
TEST_FN(test_due)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_look), TEST(test_due) };

    return TEST_RUN(tests);
}
