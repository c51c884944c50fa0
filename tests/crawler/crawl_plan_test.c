/* What a dry run says: what is due, what the budget cuts, how long the slowest host takes. */
#include "fake_web.h"

#include "../../store/db.h"

#define FORUM "https://forum.example/"
#define OWN   "https://www.x.example/"
#define SEED                                                                                       \
    "[department]\nname = X\nsite = " OWN "\nkeyword = visa\n[source forum]\nurl = " FORUM         \
    "\nbasis = test\nmatch = all\nmax_pages = 20\n[source bare]\nurl = https://bare.example/\n"

static const struct web_page pages[] = {
    { OWN "robots.txt", 404, NULL },
    { OWN "sitemap.xml", 404, NULL },
    { OWN, 200, "x" },
    { FORUM "robots.txt", 200, "User-agent: *\nDisallow: /no/\nCrawl-delay: 3\n" },
    { FORUM, 200, "<a href=/a>a</a> <a href=/b>b</a> <a href=/c>c</a> <a href=/no/d>d</a>" },
    { FORUM "a", 200, "a" },
    { FORUM "b", 200, "b" },
    { FORUM "c", 500, "c" },
};

static const struct crawl_plan *
plan_of(const struct crawl_plans *plans, const char *key)
{
    static const struct crawl_plan none;

    for (size_t i = 0; i < plans->n; i++)
        if (text_is(plans->v[i].source->key, key))
            return &plans->v[i];
    return &none;
}

/* The plan after a run and a change of the store; nothing is asked by planning. */
static void
plan(struct web *w, const char *change, int64_t limit_pages, struct crawl_plans *ret)
{
    struct crawl_config cfg = { .store = w->store,
                                .clock = &w->clock,
                                .agent = "Earshot/1.0",
                                .delay_ms = 1000,
                                .limit_pages = limit_pages,
                                .max_depth = 16 };
    struct err err = { "" };
    size_t asked = w->n_log;

    if (change != NULL)
        db_exec(db_query(w->store, change));
    store_set_role(w->store, STORE_READER);
    crawl_close(w->crawl);
    w->crawl = NULL;
    CHECK(crawl_open(&cfg, &w->crawl, &err) == ST_OK, "%s", err.msg);
    crawl_plan(w->crawl, w->arena, ret);
    CHECK(store_check(w->store, &err) == ST_OK, "%s", err.msg);
    CHECK(w->n_log == asked, "a plan asks nobody");
    store_set_role(w->store, STORE_CRAWLER);
}

static void
test_first(void)
{
    struct crawl_plans plans;
    struct web w;

    web_open(&w, SEED, pages, N_ROWS(pages));
    plan(&w, NULL, 0, &plans);
    CHECK(plans.n == 3, "%zu sources", plans.n);
    CHECK(plan_of(&plans, "forum")->requests == 2, "robots.txt and its own address: %lld",
          (long long)plan_of(&plans, "forum")->requests);
    CHECK(plan_of(&plans, "bare")->requests == 0 && plan_of(&plans, "bare")->note != NULL,
          "no basis");
    CHECK(plans.requests == 4 && plans.hosts == 2 && plans.span_ms == 2000, "side by side: %lld ms",
          (long long)plans.span_ms);
    web_close(&w);
}
TEST_FN(test_first)

static void
test_changes(void)
{
    static const struct {
        const char *change; /* after a run, at once */
        int64_t limit, lists, fresh, revisits, retries, requests, cut;
        const char *note, *from; /* note: how it begins */
    } rows[] = {
        { NULL, 0, 1, 0, 0, 0, 1, 0, NULL, "its first page is asked for in every run" },
        { "UPDATE url SET state = 'queued', fetched_s = NULL, tries = 0 WHERE kind = 'page'", 0, 1,
          4, 0, 0, 5, 0, NULL, "never fetched" },
        { "UPDATE url SET due_s = 1 WHERE state = 'done' AND kind = 'page'", 0, 1, 0, 2, 0, 3, 0,
          NULL, "due again" },
        { "UPDATE url SET due_s = 1 WHERE state = 'waiting'", 0, 1, 0, 0, 1, 2, 0, NULL,
          "failed before" },
        { "UPDATE url SET state = 'queued', fetched_s = NULL, tries = 0 WHERE kind = 'page'", 3, 1,
          4, 0, 0, 3, 2, NULL, "--limit cuts" },
        { "UPDATE host SET robots_expires_s = 1", 0, 1, 0, 0, 0, 2, 0, NULL, "robots.txt is old" },
        { "UPDATE host SET parked_until_s = 4102444800, parked_why = 'it says 403'", 0, 1, 0, 0, 0,
          0, 0, "its host is parked until", "parked" },
        { "UPDATE host SET blocked_until_ms = blocked_until_ms + 1795400000000", 0, 1, 0, 0, 0, 0,
          0, "its host is blocked until", "blocked for long" },
        { "UPDATE host SET robots_verdict = 'disallow', robots_status = 503", 0, 1, 0, 0, 0, 0, 0,
          "its host is closed: its robots.txt cannot be had (HTTP 503), asked for again at 2",
          "robots.txt cannot be had, and is not asked for yet" },
        { "UPDATE host SET robots_verdict = 'disallow', robots_expires_s = 1", 0, 1, 0, 0, 0, 2, 0,
          NULL, "it could not be had, and is asked for now" },
        { "UPDATE host SET robots_body = CAST('User-agent: *' || char(10) || 'Disallow: /' AS BLOB)"
          " WHERE authority = 'https://forum.example'",
          0, 1, 0, 0, 0, 1, 0, "robots.txt line 2 disallows its own address", "disallowed" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        const struct crawl_plan *p;
        struct crawl_plans plans;
        struct web w;

        web_open(&w, SEED, pages, N_ROWS(pages));
        web_crawl(&w);
        w.fake.at_ms += 20000;
        plan(&w, rows[i].change, rows[i].limit, &plans);
        p = plan_of(&plans, "forum");
        CHECK(p->lists == rows[i].lists && p->fresh == rows[i].fresh &&
                  p->revisits == rows[i].revisits && p->retries == rows[i].retries,
              "%s: %lld lists, %lld new, %lld revisits, %lld retries", rows[i].from,
              (long long)p->lists, (long long)p->fresh, (long long)p->revisits,
              (long long)p->retries);
        CHECK(p->requests == rows[i].requests && p->cut == rows[i].cut,
              "%s: %lld requests, %lld cut", rows[i].from, (long long)p->requests,
              (long long)p->cut);
        CHECK((p->note == NULL) == (rows[i].note == NULL) &&
                  (p->note == NULL || strncmp(p->note, rows[i].note, strlen(rows[i].note)) == 0),
              "%s: %s", rows[i].from, p->note != NULL ? p->note : "no note");
        CHECK(p->delay_ms == 3000 && strstr(p->delay_why, "Crawl-delay") != NULL, "%s: delay %s",
              rows[i].from, p->delay_why);
        web_close(&w);
    }
}
TEST_FN(test_changes)

/* Hosts of one IP address take turns; a run that did not end counts what it has spent. */
static void
test_shared(void)
{
    struct crawl_plans plans;
    struct web w;

    web_open(&w, SEED, pages, N_ROWS(pages));
    w.ip = "192.0.2.7";
    web_crawl(&w);
    w.fake.at_ms += 20000;
    plan(&w, "UPDATE url SET state = 'queued', fetched_s = NULL WHERE address LIKE 'https://www%'",
         0, &plans);
    CHECK(plans.requests == 3 && plans.span_ms == 3 * 1020, "%lld requests, %lld ms",
          (long long)plans.requests, (long long)plans.span_ms);
    db_exec(db_query(w.store, "UPDATE crawl_run SET ended_s = NULL"));
    plan(&w,
         "UPDATE url SET state = 'queued', fetched_s = 1, tries = 0 WHERE address LIKE '%forum%'",
         0, &plans);
    CHECK(plans.resumed && plan_of(&plans, "forum")->revisits == 5 &&
              plan_of(&plans, "forum")->lists == 0,
          "taken up");
    db_exec(db_query(w.store, "UPDATE crawl_source SET pages = 18"));
    plan(&w, NULL, 0, &plans);
    CHECK(plan_of(&plans, "forum")->requests == 2 && plan_of(&plans, "forum")->cut == 3,
          "18 of 20 are spent: %lld", (long long)plan_of(&plans, "forum")->requests);
    web_close(&w);
}
TEST_FN(test_shared)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_first), TEST(test_changes), TEST(test_shared) };

    return TEST_RUN(tests);
}
