/* What explains a crawl, counted from rows. */
#include "crawl_store.h"

#include "store_explain.h"
#include "store_url.h"

#define DAY_S INT64_C(86400)

static void
add(struct fixture *f, enum store_url_state state, enum store_url_kind kind, int64_t fetched_s,
    int64_t due_s, int64_t tries)
{
    static int n;
    char address[64];
    struct store_url u = { .host_id = f->host,
                           .source_id = 1,
                           .state = state,
                           .kind = kind,
                           .fetched_s = fetched_s,
                           .due_s = due_s,
                           .tries = tries };

    snprintf(address, sizeof(address), "https://a.example/%d", n++);
    u.address = text_of(address);
    store_url_add(f->store, &u);
}

/* Each address counts once for what a run would do with it. */
static void
test_counts(void)
{
    static const struct {
        enum store_url_state state;
        enum store_url_kind kind;
        int64_t fetched_s, due_s, tries;
        bool again;
        int64_t known, fetched, lists, fresh, revisits, retries;
        const char *from;
    } rows[] = {
        { STORE_URL_QUEUED, STORE_URL_PAGE, 0, 0, 0, false, 1, 0, 0, 1, 0, 0, "new" },
        { STORE_URL_QUEUED, STORE_URL_PAGE, 5, 0, 0, false, 1, 1, 0, 0, 1, 0, "due, promoted" },
        { STORE_URL_QUEUED, STORE_URL_PAGE, 5, 0, 2, false, 1, 0, 0, 0, 0, 1, "failed, promoted" },
        { STORE_URL_DONE, STORE_URL_PAGE, 5, NOW_S, 0, false, 1, 1, 0, 0, 1, 0, "due" },
        { STORE_URL_DONE, STORE_URL_PAGE, 5, NOW_S + 1, 0, false, 1, 1, 0, 0, 0, 0, "not due" },
        { STORE_URL_DONE, STORE_URL_PAGE, 5, NOW_S + 1, 0, true, 1, 1, 0, 0, 1, 0, "--again" },
        { STORE_URL_DONE, STORE_URL_PAGE, 5, 0, 0, true, 1, 1, 0, 0, 0, 0, "a duplicate" },
        { STORE_URL_WAITING, STORE_URL_PAGE, 5, NOW_S, 1, false, 1, 0, 0, 0, 0, 1, "to retry" },
        { STORE_URL_FAILED, STORE_URL_PAGE, 5, NOW_S + 1, 3, false, 1, 0, 0, 0, 0, 0, "later" },
        { STORE_URL_GONE, STORE_URL_PAGE, 5, 0, 0, false, 1, 1, 0, 0, 0, 0, "gone" },
        { STORE_URL_REFUSED, STORE_URL_PAGE, 0, 0, 0, false, 0, 0, 0, 0, 0, 0, "refused" },
        { STORE_URL_DONE, STORE_URL_SEED, 5, NOW_S + 1, 0, false, 1, 1, 1, 0, 0, 0, "a seed" },
        { STORE_URL_GONE, STORE_URL_SEED, 5, 0, 0, false, 1, 1, 1, 0, 0, 0, "a seed, gone" },
        { STORE_URL_DONE, STORE_URL_FEED, 5, NOW_S + 1, 0, false, 1, 1, 1, 0, 0, 0, "a feed" },
        { STORE_URL_GONE, STORE_URL_FEED, NOW_S - DAY_S, 0, 0, false, 1, 1, 0, 0, 0, 0,
          "a feed that is not there" },
        { STORE_URL_GONE, STORE_URL_FEED, NOW_S - 8 * DAY_S, 0, 0, false, 1, 1, 1, 0, 0, 0,
          "is looked for weekly" },
        { STORE_URL_GONE, STORE_URL_FEED, NOW_S + DAY_S, 0, 0, false, 1, 1, 1, 0, 0, 0,
          "and when the clock was set back" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct store_explain_count *v;
        struct fixture f;
        size_t n;

        fixture_open(&f);
        fixture_add_sources(&f);
        add(&f, rows[i].state, rows[i].kind, rows[i].fetched_s, rows[i].due_s, rows[i].tries);
        n = store_explain_counts(f.store, NOW_S, rows[i].again, f.arena, &v);
        CHECK(n == 1 && v->source_id == 1 && v->host_id == f.host, "%s: a row", rows[i].from);
        CHECK(v->known == rows[i].known && v->fetched == rows[i].fetched,
              "%s: %lld known, %lld had", rows[i].from, (long long)v->known, (long long)v->fetched);
        CHECK(v->lists == rows[i].lists && v->fresh == rows[i].fresh &&
                  v->revisits == rows[i].revisits && v->retries == rows[i].retries,
              "%s: %lld %lld %lld %lld", rows[i].from, (long long)v->lists, (long long)v->fresh,
              (long long)v->revisits, (long long)v->retries);
        fixture_close(&f);
    }
}
TEST_FN(test_counts)

static void
test_runs(void)
{
    struct store_tally first = { .requests = 4, .pages = 3 }, second = { .requests = 2 };
    struct store_explain_run v[4];
    struct fixture f;
    int64_t run;
    bool resumed;

    fixture_open(&f);
    fixture_add_sources(&f);
    store_begin(f.store);
    run = store_run_begin(f.store, NOW_S, NOW_S - 9, &resumed);
    store_run_add(f.store, run, 1, &first);
    CHECK(store_explain_unfinished(f.store, NOW_S - 9) == run, "under way");
    CHECK(store_explain_unfinished(f.store, NOW_S + 1) == 0, "too old to be taken up");
    store_run_end(f.store, run, NOW_S + 1, "done");
    CHECK(store_explain_unfinished(f.store, NOW_S - 9) == 0, "ended");
    run = store_run_begin(f.store, NOW_S + 5, NOW_S, &resumed);
    store_run_add(f.store, run, 1, &second);
    CHECK(store_commit(f.store, NULL) == ST_OK, "commit");
    CHECK(store_explain_runs(f.store, 1, 4, f.arena, v) == 2, "two runs");
    CHECK(v[0].run_id == run && v[0].tally.requests == 2 && v[0].ended_s == 0, "the newest first");
    CHECK(v[1].tally.pages == 3 && v[1].started_s == NOW_S && v[1].ended_s == NOW_S + 1 &&
              text_is(v[1].outcome, "done"),
          "the first");
    CHECK(store_explain_runs(f.store, 1, 1, f.arena, v) == 1, "one is enough");
    CHECK(store_explain_runs(f.store, 2, 4, f.arena, v) == 0, "of another source");
    fixture_close(&f);
}
TEST_FN(test_runs)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_counts), TEST(test_runs) };

    return TEST_RUN(tests);
}
