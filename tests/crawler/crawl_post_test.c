/* Which questions are kept, for whom, and under which link. */
#include "fake_web.h"

#include "../../store/db.h"

#define FORUM            "https://forum.example/"
#define SEED(rest)       NAMED("X", rest)
#define NAMED_SEED(rest) NAMED("Xenia Office", rest)
#define NAMED(name, rest)                                                                          \
    "[department]\nname = " name "\nsite = https://www.x.example/\nkeyword = visa\n"               \
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

#define OPENING(title, body)                                                                       \
    "<div itemscope itemtype=\"https://schema.org/DiscussionForumPosting\">"                       \
    "<h1 itemprop=\"headline\">" title "</h1><div itemprop=\"articleBody\"><p>" body               \
    "</p></div><span itemprop=\"author\">somebody</span></div>"

static const struct {
    const char *from;
    bool all;
    const char *page;
    int64_t mentions;
    const char *words, *left_out;
} mentions[] = {
    { "a keyword", false, OPENING("Praise", "My visa came in three days."), 1, "visa", "" },
    { "a person", false, OPENING("Praise", "Jane Roe was very kind."), 1, "\"Jane Roe\"", "" },
    { "neither", false, OPENING("Praise", "The trains are good."), 0, "",
      "p _.__: no keyword matches" },
    { "the name, where only keywords count", false, OPENING("Praise", "Xenia Office is good."), 0,
      "", "p _.__: no keyword matches" },
    { "excluded", false, OPENING("Praise", "My visa came with a cake."), 0, "",
      "p _.__: excluded by cake" },
    { "a keyword on a site of ours", true, OPENING("Praise", "My visa came at once."), 1, "visa",
      "" },
    { "the name on a site of ours", true, OPENING("Praise", "The xenia office is good."), 1,
      "Xenia Office", "" },
    { "anything on a site of ours", true, OPENING("Lunch", "The soup was cold today."), 0, "",
      "p _.__: asks nothing and does not name the department" },
    { "an FAQ's headings mention nobody", true,
      "<h1>Frequently asked questions</h1><h2>How do I apply?</h2><p>You can do it at the office,"
      " any day.</p><h2>Visa desk</h2><p>It is open at the office, on all Mondays.</p><h2>Who are"
      " we?</h2><p>We are the people who run these pages for you.</p>",
      0, NULL, "" },
};

static void
test_mentions(void)
{
    for (size_t i = 0; i < N_ROWS(mentions); i++) {
        const struct web_page site[] = {
            { "https://www.x.example/robots.txt", 404, NULL },
            { FORUM "robots.txt", 404, NULL },
            { FORUM, 200, mentions[i].page },
        };
        struct web w;
        struct db_query *q;

        web_open(&w, mentions[i].all ? NAMED_SEED("match = all\n") : NAMED_SEED(""), site,
                 N_ROWS(site));
        web_crawl(&w);
        CHECK(number(&w, "SELECT count(*) FROM post WHERE p < .5") == mentions[i].mentions, "%s",
              mentions[i].from);
        CHECK(number(&w, "SELECT coalesce(sum(questions), 0) FROM crawl_source") ==
                  number(&w, "SELECT count(*) FROM post WHERE p >= .5"),
              "%s: a mention is no question", mentions[i].from);
        q = db_query(w.store, "SELECT coalesce((SELECT words FROM post_match), ''),"
                              " coalesce((SELECT left_out LIKE ? FROM page WHERE left_out IS NOT"
                              " NULL), 0)");
        db_bind_str(q, mentions[i].left_out);
        CHECK(db_row(q), "a row");
        CHECK(mentions[i].words == NULL || text_is(db_text(q, 0), mentions[i].words),
              "%s: \"%.*s\"", mentions[i].from, TEXT_ARG(db_text(q, 0)));
        CHECK(mentions[i].left_out[0] == '\0' || db_int(q, 1) == 1, "%s: why it is left out",
              mentions[i].from);
        db_done(q);
        web_close(&w);
    }
}
TEST_FN(test_mentions)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_keywords), TEST(test_all), TEST(test_faq),
                                        TEST(test_mentions) };

    return TEST_RUN(tests);
}
