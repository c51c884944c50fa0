/* Who may ask a host: leases of the living, the dead, and other machines. */
#include "fake_web.h"

#include "../../store/db.h"
#include "store_host.h"

#define OWN     "https://www.x.example/"
#define FORUM   "https://forum.example/"
#define HOUR_MS INT64_C(3600000)
#define SEED                                                                                       \
    "[department]\nname = X\nsite = " OWN "\nkeyword = visa\n"                                     \
    "[source forum]\nurl = " FORUM "\nbasis = test\nmatch = all\n"

static const struct web_page pages[] = {
    { OWN "robots.txt", 404, NULL },
    { OWN "sitemap.xml", 404, NULL },
    { OWN, 200, "x" },
    { FORUM "robots.txt", 404, NULL },
    { FORUM, 200, "x" },
};

static void
lease(struct web *w, const char *owner, int64_t until_s)
{
    struct db_query *q = db_query(w->store, "UPDATE host SET lease_owner = ?, lease_until_s = ?"
                                            " WHERE authority = 'https://forum.example'");

    db_bind_str(q, owner);
    db_bind_int(q, until_s);
    db_exec(q);
}

static void
test_who_may_ask(void)
{
    char here[80] = "", dead[120];
    struct web w;

    gethostname(here, sizeof(here) - 1);
    snprintf(dead, sizeof(dead), "%.63s:1", here);
    {
        const struct {
            const char *owner;
            int64_t span_s;
            bool asked;
            const char *from;
        } rows[] = {
            { "elsewhere.example:7", 600, false, "another machine's, running" },
            { "elsewhere.example:7", -1, true, "another machine's, run out" },
            { dead, 600, true, "of a process of this machine that died" },
            { "local", 3600, true, "as older versions called themselves" },
        };

        web_open(&w, SEED, pages, N_ROWS(pages));
        CHECK(web_crawl(&w) == ST_OK, "the first run makes the rows");
        for (size_t i = 0; i < N_ROWS(rows); i++) {
            size_t before = web_asked(&w, FORUM);
            enum status st;

            w.fake.at_ms += HOUR_MS;
            lease(&w, rows[i].owner, w.fake.at_ms / 1000 + rows[i].span_s);
            st = web_crawl(&w);
            CHECK((web_asked(&w, FORUM) > before) == rows[i].asked, "%s", rows[i].from);
            CHECK(st == (rows[i].asked ? ST_OK : ST_PARTIAL), "%s: %d", rows[i].from, (int)st);
        }
        web_close(&w);
    }
}
TEST_FN(test_who_may_ask)

static void
check_held(struct web *w)
{
    int64_t until_s = db_exec_int(db_query(w->store, "SELECT min(lease_until_s) FROM host"), 0);

    CHECK(until_s > w->fake.at_ms / 1000, "request %zu: run out %lld s ago", w->n_log,
          (long long)(w->fake.at_ms / 1000 - until_s));
}

/* They are held while a run lasts, moved on, and given back at its end. */
static void
test_held(void)
{
    static const struct web_page slow[] = {
        { OWN "robots.txt", 404, NULL },
        { OWN "sitemap.xml", 404, NULL },
        { OWN, 200, "x" },
        { FORUM "robots.txt", 200, "User-agent: *\nCrawl-delay: 500\n" },
        { FORUM, 200, "<a href=/a>a</a> <a href=/b>b</a> <a href=/c>c</a>" },
        { FORUM "a", 200, "a" },
        { FORUM "b", 200, "b" },
        { FORUM "c", 200, "c" },
    };
    struct web w;

    web_open(&w, SEED, slow, N_ROWS(slow));
    w.on_start = check_held;
    CHECK(web_crawl(&w) == ST_OK, "run");
    CHECK(w.fake.at_ms > WEB_T0_MS + 1500000, "it lasts longer than a lease");
    CHECK(db_exec_int(db_query(w.store, "SELECT count(*) FROM host WHERE lease_owner IS NOT NULL"),
                      0) == 0,
          "given back");
    web_close(&w);
}
TEST_FN(test_held)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_who_may_ask), TEST(test_held) };

    return TEST_RUN(tests);
}
