/* What a body says does not depend on which thread reads it, nor on when. */
#include "fake_web.h"

#include "../../store/db.h"

#define OWN   "https://www.x.example/"
#define FORUM "https://forum.example/"
#define OTHER "https://other.example/"
#define SEED                                                                                       \
    "[department]\nname = X\nsite = " OWN "\nkeyword = visa\n"                                     \
    "[source forum]\nurl = " FORUM "\nbasis = test\nmatch = all\n"                                 \
    "[source other]\nurl = " OTHER "\nbasis = test\n"
#define ROBOTS(host)                                                                               \
    {                                                                                              \
        host "robots.txt", 404, NULL                                                               \
    }
#define LINKS "<p><a href=/q/1>one</a> <a href=/q/2>two</a> <a href=/q/3>three</a></p>"
#define THREAD(title)                                                                              \
    "<div itemscope itemtype=\"https://schema.org/QAPage\"><div itemprop=\"mainEntity\" itemscope" \
    " itemtype=\"https://schema.org/Question\"><h1 itemprop=\"name\">" title "</h1>"               \
    "<div itemprop=\"text\"><p>Write to me@example.org, I do not know how it works.</p></div>"     \
    "<span itemprop=\"answerCount\">1</span></div></div>" LINKS

static const struct web_page pages[] = {
    ROBOTS(OWN),
    ROBOTS(FORUM),
    ROBOTS(OTHER),
    { OWN "sitemap.xml", 404, NULL },
    { OWN, 200, "<main><h1>Front</h1><p>The front page and its words.</p></main>" LINKS },
    { OWN "q/1", 200, "<main><h1>One</h1><p>The page of the visa office.</p></main>" },
    { OWN "q/2", 200, "<head><link rel=canonical href=/q/1></head><main><p>As one.</p></main>" },
    { OWN "q/3", 301, .location = "/q/4" },
    { OWN "q/4", 410, NULL },
    { FORUM, 200, LINKS },
    { FORUM "q/1", 200, THREAD("Where do I park?") },
    { FORUM "q/2", 200, THREAD("How do I get a visa?") },
    { FORUM "q/3", 503, NULL, .retry_after = "2" },
    { OTHER, 200, LINKS },
    { OTHER "q/1", 200, THREAD("Which visa do I need?") },
    { OTHER "q/2", 200, THREAD("What shall we eat?") },
    { OTHER "q/3", 200, THREAD("Do visas expire?") },
};

/* Rows without times, in an order of their own: hosts may be heard in any. */
static char *
rows(struct web *w)
{
    static const char *const statements[] = {
        "SELECT address || ' ' || state || ' ' || kind || ' ' || coalesce(reason, '') || ' ' || "
        "depth"
        " || ' ' || priority || ' ' || coalesce(content_hash, 0) FROM url ORDER BY address",
        "SELECT permalink || ' ' || title || ' ' || body || ' ' || masked FROM post ORDER BY"
        " permalink",
        "SELECT p.permalink || ' ' || s.key || ' ' || m.words FROM post_match m JOIN post p ON"
        " p.id = m.post_id JOIN source s ON s.id = m.source_id ORDER BY 1",
        "SELECT text FROM page_text ORDER BY text",
    };
    struct buf b;
    char *ret;

    buf_init(&b, BUF_PAGE);
    for (size_t i = 0; i < N_ROWS(statements); i++) {
        struct db_query *q = db_query(w->store, statements[i]);

        while (db_row(q)) {
            buf_add_text(&b, db_text(q, 0));
            buf_add_char(&b, '\n');
        }
        db_done(q);
    }
    ret = arena_str(w->arena, buf_text(&b));
    buf_release(&b);
    return ret;
}

static void
test_threads(void)
{
    struct web one;
    char *wanted;

    web_open(&one, SEED, pages, N_ROWS(pages));
    web_crawl(&one);
    wanted = rows(&one);
    for (size_t threads = 2; threads <= 5; threads++) {
        struct web w;

        web_open(&w, SEED, pages, N_ROWS(pages));
        w.threads = threads;
        web_crawl(&w);
        CHECK(strcmp(rows(&w), wanted) == 0, "%zu threads:\n%s\nbut one:\n%s", threads, rows(&w),
              wanted);
        CHECK(w.n_log == one.n_log, "%zu requests, with one thread %zu", w.n_log, one.n_log);
        web_close(&w);
    }
    web_close(&one);
}
TEST_FN(test_threads)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_threads) };

    return TEST_RUN(tests);
}
