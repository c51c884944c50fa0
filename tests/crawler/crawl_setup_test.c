/* What a run refuses to start with. */
#include "fake_web.h"

#define HEAD "[department]\nname = X\nkeyword = visa\n"

static enum status
open_with(struct web *w, const char *seed, const char *department, const char *source,
          struct err *err)
{
    struct crawl_config cfg = {
        .clock = &w->clock, .agent = "Earshot/1.0", .department = department, .source = source
    };
    struct crawl *c = NULL;
    enum status st;

    web_open(w, seed, NULL, 0);
    cfg.store = w->store;
    cfg.extract = w->extract;
    st = crawl_open(&cfg, &c, err);
    crawl_close(c);
    web_close(w);
    return st;
}

static void
test_refusals(void)
{
    static const struct {
        const char *seed, *department, *source;
        enum status want;
        const char *says;
    } rows[] = {
        { HEAD "site = https://x.example/\n", NULL, NULL, ST_OK, "" },
        { HEAD "site = https://x.example/\n", "x", "site", ST_OK, "" },
        { HEAD "site = https://x.example/\n", "y", NULL, ST_NOTFOUND, "department y" },
        { HEAD "site = https://x.example/\n", NULL, "blog", ST_NOTFOUND, "source blog" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct err err = { "" };
        struct web w;
        enum status st = open_with(&w, rows[i].seed, rows[i].department, rows[i].source, &err);

        CHECK(st == rows[i].want, "row %zu: %d %s", i, st, err.msg);
        CHECK(strstr(err.msg, rows[i].says) != NULL, "row %zu: %s", i, err.msg);
    }
}
TEST_FN(test_refusals)

static void
test_public(void)
{
    static const struct {
        const char *host;
        bool public;
    } rows[] = {
        { "example.org", true }, { "127.0.0.1", false }, { "[::1]", false },
        { "localhost", false },  { "10.1.2.3", false },  { "8.8.8.8", true },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(crawl_is_public(text_of(rows[i].host)) == rows[i].public, "%s", rows[i].host);
}
TEST_FN(test_public)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_refusals), TEST(test_public) };

    return TEST_RUN(tests);
}
