/* The end report: coverage, and what was left undone for which reason. */
#include "fake_web.h"

#include "../../store/db.h"

#define FORUM "https://forum.example/"
#define OWN   "https://www.x.example/"
#define SEED(rest)                                                                                 \
    "[department]\nname = X\nsite = " OWN "\nkeyword = visa\n[source forum]\nurl = " FORUM         \
    "\nbasis = test\nmatch = all\n" rest

static const struct crawl_coverage *
forum(const struct web *w)
{
    for (size_t i = 0; i < w->report.n_sources; i++)
        if (text_is(w->report.sources[i].source.key, "forum"))
            return &w->report.sources[i];
    return NULL;
}

static const struct {
    const char *seed;
    struct web_page odd; /* the last page of the forum */
    int64_t limit;
    size_t stop_at;
    enum status st;
    bool partial;
    int64_t known, fetched, queued; /* -1: depends on which host goes first */
    const char *says;               /* how it begins; NULL: nothing */
    const char *from;
} cases[] = {
    { SEED(""), { FORUM "c", 200, "c" }, 0, 0, ST_OK, false, 4, 4, 0, NULL, "all of it" },
    { SEED("max_pages = 2\n"),
      { FORUM "c", 200, "c" },
      0,
      0,
      ST_OK,
      false,
      4,
      2,
      2,
      "max_pages = 2 reached",
      "its own budget" },
    { SEED(""),
      { FORUM "c", 200, "c" },
      3,
      0,
      ST_OK,
      false,
      4,
      -1,
      -1,
      "--limit reached",
      "the limit of the run" },
    { SEED(""),
      { FORUM "c", 200, "c" },
      0,
      5,
      ST_INTERRUPTED,
      true,
      4,
      -1,
      -1,
      "the run was stopped",
      "a signal" },
    { SEED(""),
      { FORUM "c", 503, "", NULL, "50000" },
      0,
      0,
      ST_PARTIAL,
      true,
      4,
      3,
      1,
      "its host is blocked until ",
      "a pause" },
    { SEED(""),
      { FORUM "c", 403, "" },
      0,
      0,
      ST_PARTIAL,
      true,
      4,
      3,
      1,
      "its host is parked until ",
      "a refusal" },
    { SEED(""),
      { FORUM "robots.txt", 503, "", NULL, "50000" },
      0,
      0,
      ST_PARTIAL,
      true,
      1,
      0,
      1,
      "its host is closed: its robots.txt cannot be had (HTTP 503)",
      "no robots.txt" },
};

static void
test_left(void)
{
    for (size_t i = 0; i < N_ROWS(cases); i++) {
        const struct web_page pages[] = {
            { OWN "robots.txt", 404, NULL },
            { OWN "sitemap.xml", 404, NULL },
            { OWN, 200, "x" },
            { FORUM "robots.txt", 404, NULL },
            { FORUM, 200, "<a href=/a>a</a> <a href=/b>b</a> <a href=/c>c</a>" },
            { FORUM "a", 200, "a" },
            { FORUM "b", 200, "b" },
            cases[i].odd,
        };
        const struct crawl_coverage *v;
        enum status st;
        struct web w;

        web_open(&w, cases[i].seed, pages, N_ROWS(pages));
        w.limit_pages = cases[i].limit;
        *web_stop_at() = cases[i].stop_at;
        st = web_crawl(&w);
        *web_stop_at() = 0;
        v = forum(&w);
        CHECK(st == cases[i].st && v->partial == cases[i].partial, "%s: status %d, partial %d",
              cases[i].from, (int)st, v->partial);
        CHECK(v->known == cases[i].known &&
                  (cases[i].fetched < 0 || v->fetched == cases[i].fetched) &&
                  (cases[i].queued < 0 || v->queued == cases[i].queued),
              "%s: %lld known, %lld fetched, %lld queued", cases[i].from, (long long)v->known,
              (long long)v->fetched, (long long)v->queued);
        CHECK((v->undone == NULL) == (cases[i].says == NULL) &&
                  (v->undone == NULL ||
                   strncmp(v->undone, cases[i].says, strlen(cases[i].says)) == 0),
              "%s: %s", cases[i].from, v->undone != NULL ? v->undone : "nothing");
        CHECK(v->span_ms > 0 && v->span_ms <= w.report.wall_ms, "%s: %lld ms", cases[i].from,
              (long long)v->span_ms);
        web_close(&w);
    }
}
TEST_FN(test_left)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_left) };

    return TEST_RUN(tests);
}
