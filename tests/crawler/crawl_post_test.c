/* Which questions are kept, for whom, and under which link. */
#include "fake_web.h"

#include "../../store/db.h"

#define FORUM "https://forum.example/"
#define SEED(rest)                                                                                 \
    "[department]\nname = X\nsite = https://www.x.example/\nkeyword = visa\n"                      \
    "exclude = cake\nperson = Jane Roe, J. Roe\n[source forum]\nurl = " FORUM                      \
    "\nbasis = test\n" rest
#define THREAD(title)                                                                              \
    "<div itemscope itemtype=\"https://schema.org/QAPage\"><div itemprop=\"mainEntity\" itemscope" \
    " itemtype=\"https://schema.org/Question\"><h1 itemprop=\"name\">" title "</h1>"               \
    "<div itemprop=\"text\"><p>I do not know how it works, please help.</p></div>"                 \
    "<span itemprop=\"author\">somebody</span>"                                                    \
    "<span itemprop=\"answerCount\">1</span></div></div>"

static const struct web_page pages[] = {
    { "https://www.x.example/robots.txt", 404, NULL },
    { "https://www.x.example/", 200, "x" },
    { FORUM "robots.txt", 404, NULL },
    { FORUM, 200,
      "<a href=/q/1>a</a> <a href=/q/2>b</a> <a href=/q/3>c</a> <a href=/q/4>d</a>"
      " <a href=/q/5>e</a>" },
    { FORUM "q/1", 200, THREAD("How do I get a visa?") },
    { FORUM "q/2", 200, THREAD("How do I get a visa for a cake?") },
    { FORUM "q/3", 200, THREAD("Where is Jane Roe this week?") },
    { FORUM "q/4", 200, THREAD("What shall we eat today?") },
    { FORUM "q/5", 200,
      "<head><link rel=canonical href=\"/q/1\"></head>" THREAD("How do I get a visa?") },
};

static int64_t
number(struct web *w, const char *sql)
{
    return db_exec_int(db_query(w->store, sql), -1);
}

static void
test_keywords(void)
{
    struct web w;

    web_open(&w, SEED(""), pages, N_ROWS(pages));
    CHECK(web_crawl(&w) == ST_OK, "run");
    CHECK(number(&w, "SELECT count(*) FROM post") == 2, "the keyword's and the person's: %lld",
          (long long)number(&w, "SELECT count(*) FROM post"));
    CHECK(number(&w, "SELECT count(*) FROM post WHERE title LIKE '%cake%'") == 0, "excluded");
    CHECK(number(&w, "SELECT count(*) FROM post WHERE permalink = '" FORUM "q/1'") == 1,
          "one post for a page and its duplicate");
    CHECK(number(&w, "SELECT count(*) FROM page WHERE left_out LIKE 'p _.__: no keyword matches'"
                     " AND url_id = (SELECT id FROM url WHERE address = '" FORUM "q/4')") == 1,
          "why a question was not kept");
    CHECK(number(&w, "SELECT count(*) FROM page WHERE left_out LIKE 'p _.__: excluded by cake'") ==
              1,
          "by which word it was excluded");
    CHECK(number(&w, "SELECT count(*) FROM page WHERE left_out IS NOT NULL") == 2, "no others");
    CHECK(number(&w, "SELECT length(asker_hash) FROM post LIMIT 1") != 8, "no name of the asker");
    web_close(&w);
}
TEST_FN(test_keywords)

static void
test_all(void)
{
    struct web w;

    web_open(&w, SEED("match = all\n"), pages, N_ROWS(pages));
    web_crawl(&w);
    CHECK(number(&w, "SELECT count(*) FROM post") == 3, "all but what is excluded: %lld",
          (long long)number(&w, "SELECT count(*) FROM post"));
    CHECK(number(&w, "SELECT count(*) FROM post_match WHERE words = ''") == 1, "without a word");
    web_close(&w);
}
TEST_FN(test_all)

#define FAQ(a, b)                                                                                  \
    "<h1>Frequently asked questions</h1><h2>" a                                                    \
    "</h2><p>You can do it at the office, any day.</p>"                                            \
    "<h2>" b "</h2><p>You can do it at the desk, on Mondays only.</p><h2>Who are we?</h2>"         \
    "<p>We are the people who run these pages for you.</p>"

/* The FAQ a source names is what people ask; the one beside a forum is about its buttons. */
static const struct {
    const char *from;
    bool all;
    const char *first, *beside;
    int64_t posts;
} faqs[] = {
    { "the source names it", true, FAQ("How do I apply?", "How do I pay?"), "", 3 },
    { "it lies beside, nobody asked it", true, "<a href=/help>help</a>",
      FAQ("How do I reset my password?", "How do I post a picture?"), 0 },
    { "it lies beside, a keyword matches", true, "<a href=/help>help</a>",
      FAQ("How do I get a visa?", "How do I post a picture?"), 1 },
    { "keywords only", false, FAQ("How do I get a visa?", "How do I pay?"), "", 1 },
};

static void
test_faq(void)
{
    for (size_t i = 0; i < N_ROWS(faqs); i++) {
        const struct web_page site[] = {
            { "https://www.x.example/robots.txt", 404, NULL },
            { FORUM "robots.txt", 404, NULL },
            { FORUM, 200, faqs[i].first },
            { FORUM "help", 200, faqs[i].beside },
        };
        struct web w;

        web_open(&w, faqs[i].all ? SEED("match = all\n") : SEED(""), site, N_ROWS(site));
        web_crawl(&w);
        CHECK(number(&w, "SELECT count(*) FROM post") == faqs[i].posts, "%s: %lld posts",
              faqs[i].from, (long long)number(&w, "SELECT count(*) FROM post"));
        web_close(&w);
    }
}
TEST_FN(test_faq)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_keywords), TEST(test_all), TEST(test_faq) };

    return TEST_RUN(tests);
}
