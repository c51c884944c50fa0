/* Which API stands for a source's pages, what is searched for, and how long a limit lasts. */
#include "extract_fixture.h"

#include "../../crawler/api.h"

#define SE        "https://api.stackexchange.com/2.3/"
#define SE_COMMON "order=desc&sort=activity&pagesize=100&filter=withbody&"

static const struct {
    const char *address, *platform, *words[3]; /* words: up to the first NULL */
    unsigned attempt;
    size_t n;
    const char *first; /* NULL: there is no API */
} plans[] = {
    /* clang-format off */
    { "https://academia.stackexchange.com/questions/tagged/graduate-admissions", "", { "northfield" }, 0, 1, SE "questions?" SE_COMMON "tagged=graduate-admissions&site=academia.stackexchange.com&page=1" },
    { "https://academia.stackexchange.com/questions/tagged/phd", "", { "northfield" }, 1, 0, NULL },
    { "https://academia.stackexchange.com/questions/tagged/phd?tab=newest", "stackexchange", { NULL }, 0, 1, SE "questions?" SE_COMMON "tagged=phd&site=academia.stackexchange.com&page=1" },
    { "https://stackoverflow.com/questions", "", { NULL }, 0, 1, SE "questions?" SE_COMMON "site=stackoverflow.com&page=1" },
    { "https://academia.stackexchange.com/", "", { "northfield", "\"course 8\"", "NOT band" }, 0, 2, SE "search/advanced?" SE_COMMON "q=northfield&site=academia.stackexchange.com&page=1" },
    { "https://academia.stackexchange.com/", "", { "northfield" }, 1, 1, SE "questions?" SE_COMMON "site=academia.stackexchange.com&page=1" },
    { "https://academia.stackexchange.com/questions/5/is-a-phd-paid", "", { NULL }, 0, 0, NULL },
    { "https://forum.example.org/", "", { NULL }, 0, 0, NULL },
    { "https://forum.example.org/", "discourse", { NULL }, 0, 1, "https://forum.example.org/latest.json?order=activity&page=0" },
    { "https://forum.example.org/", "discourse", { "a b" }, 0, 1, "https://forum.example.org/search.json?q=a%20b%20order%3Alatest" },
    { "https://forum.example.org/c/help/7", "discourse", { "a b" }, 0, 1, "https://forum.example.org/c/help/7.json?page=0" },
    { "https://forum.example.org/", "phpbb", { NULL }, 0, 0, NULL },
    { "https://news.ycombinator.com/ask", "", { NULL }, 0, 1, "https://hn.algolia.com/api/v1/search_by_date?tags=ask_hn&hitsPerPage=100&page=0" },
    { "https://lemmy.example.org/c/physics", "lemmy", { "x" }, 0, 1, "https://lemmy.example.org/api/v3/post/list?community_name=physics&sort=NewComments&limit=50" },
    { "https://lemmy.example.org/c/physics", "lemmy", { "x" }, 1, 1, "https://lemmy.example.org/api/v4/post/list?community_name=physics&sort=new&limit=50" },
    { "https://lemmy.example.org/c/physics", "lemmy", { "x" }, 2, 0, NULL },
    { "https://m.example.org/tags/physics", "mastodon", { NULL }, 0, 1, "https://m.example.org/api/v1/timelines/tag/physics?limit=40" },
    { "https://wiki.example.org/wiki/Main_Page", "mediawiki", { NULL }, 0, 0, NULL },
    { "https://ask.example.org/questions/", "askbot", { NULL }, 0, 1, "https://ask.example.org/api/v1/questions/?sort=activity-desc&page=1" },
    /* clang-format on */
};

static void
test_plans(void)
{
    struct fixture f;

    fixture_init(&f);
    for (size_t i = 0; i < N_ROWS(plans); i++) {
        struct text words[3];
        struct api_wanted w = { .address = text_of(plans[i].address),
                                .platform = text_of(plans[i].platform),
                                .words = words };
        struct api_plan plan = { .n = 0 };
        bool ok;

        for (; w.n_words < 3 && plans[i].words[w.n_words] != NULL; w.n_words++)
            words[w.n_words] = text_of(plans[i].words[w.n_words]);
        ok = api_plan(f.x, &w, plans[i].attempt, f.a, &plan);
        CHECK(ok == (plans[i].first != NULL) && plan.n == plans[i].n, "%s, %u: %zu",
              plans[i].address, plans[i].attempt, plan.n);
        CHECK(plan.n == 0 || text_is(plan.lists[0], plans[i].first), "%s: %.*s", plans[i].address,
              TEXT_ARG(plan.lists[0]));
    }
    fixture_release(&f);
}
TEST_FN(test_plans)

static const struct {
    const char *keyword, *words;
} searches[] = {
    { "Example University physics", "Example University physics" },
    { "\"Course 8\"", "Course 8" },
    { "admi* title:physics", "admi physics" },
    { "physics site:example.org lang:de", "physics" },
    { "physics NOT band", "physics" },
    { "NOT band physics", "physics" },
    { "physics NOT", "physics" },
    { "site:example.org", "" },
    { "  ", "" },
};

static void
test_words(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(searches); i++)
        CHECK(text_is(api_search_words(text_of(searches[i].keyword), a), searches[i].words), "%s",
              searches[i].keyword);
    arena_free(a);
}
TEST_FN(test_words)

#define NOW_MS INT64_C(1795300000000)

static const struct {
    const char *remaining, *reset;
    int64_t wait_ms;
    const char *from;
} limits[] = {
    { "0", "90", 90000, "seconds" },
    { "0", "1795300010", 10000, "Unix time" },
    { "0", "2026-11-21T22:36:50.000000Z", 610000, "Mastodon's date" },
    { "1", "90", 0, "something is left" },
    { "", "90", 0, "nothing said" },
    { "0", "", 0, "no end said" },
    { "0", "soon", 0, "no date" },
    { "0", "-5", 0, "the past" },
    { "0", "1795299990", 0, "Unix time gone by" },
    { "0", "999999", 86400000, "at most a day" },
    { "-1", " 5 ", 5000, "less than nothing" },
};

static void
test_limits(void)
{
    for (size_t i = 0; i < N_ROWS(limits); i++) {
        int64_t ms = api_limit_ms(text_of(limits[i].remaining), text_of(limits[i].reset), NOW_MS);

        CHECK(ms == limits[i].wait_ms, "%s: %lld", limits[i].from, (long long)ms);
    }
}
TEST_FN(test_limits)

/* Lines of a profile that say nothing are errors, each with its file and line. */
static void
test_bad_profiles(void)
{
    static const struct {
        const char *line, *word;
    } bad[] = {
        { "[api]\nhots = x\n", "hots" },         { "[api]\nformat = rtf\n", "format" },
        { "[api]\nfirst = one\n", "first" },     { "[api]\nlast = 9999999\n", "last" },
        { "[api]\nlink = perhaps\n", "link" },   { "[api list]\ntitel = x\n", "titel" },
        { "[api lists]\ntitle = x\n", "title" }, { "[source a]\nfit = x\n", "fit" },
    };

    for (size_t i = 0; i < N_ROWS(bad); i++) {
        struct arena *a = arena_new();
        struct inifile_entry e = { "p.ini", 2, TEXT_NONE, TEXT_NONE, TEXT_LIT("x") };
        struct text t = text_of(bad[i].line), line;
        struct api *api = NULL;
        struct err err = { "" };

        (void)text_cut(&t, "\n", &line);
        e.section = text_sub(line, 1, line.n - 2);
        (void)text_cut(&t, "\n", &line);
        e.key = text_trim(text_before(line, '='));
        e.value = text_trim(text_after(line, '='));
        CHECK(api_profile_add(&e, a, &api, &err) == ST_CONFIG, "%s", bad[i].line);
        CHECK(strstr(err.msg, bad[i].word) != NULL && strstr(err.msg, "p.ini:2") != NULL, "%s",
              err.msg);
        arena_free(a);
    }
}
TEST_FN(test_bad_profiles)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_plans), TEST(test_words), TEST(test_limits),
                                        TEST(test_bad_profiles) };

    return TEST_RUN(tests);
}
