/* feed_test.c - what feeds list, format by format. */
#include "../../crawler/feed.h"

#include "../test.h"

#define URL    "http://site.test/feeds/all.xml"
#define AT     INT64_C(784111777) /* 1994-11-06T08:49:37Z */
#define DATE   "Sun, 06 Nov 1994 08:49:37 GMT"
#define ATOM   "<feed xmlns='http://www.w3.org/2005/Atom'>"
#define RSS(x) "<rss version='2.0'><channel><title>T</title><item>" x "</item></channel></rss>"

/* The first entry of each; NULL: not looked at.  at 0: no date. */
static const struct {
    const char *from, *body, *format, *url, *title, *summary, *author;
    int64_t at_s;
} rows[] = {
    /* clang-format off */
    { "RSS 2.0", RSS("<title>A &amp;amp; B</title><link> http://h/a </link><pubDate>" DATE "</pubDate>"
      "<description>&lt;p&gt;one&lt;/p&gt;&lt;p&gt;two&lt;/p&gt;</description><author>x@h (X)</author>"),
      "rss", "http://h/a", "A & B", NULL, "x@h (X)", AT },
    { "RSS: guid for link", RSS("<guid>http://h/g</guid>"), "rss", "http://h/g", "", "", "", 0 },
    { "RSS: guid that is none", RSS("<guid isPermaLink='false'>http://h/g</guid>"), "rss", "", "", "",
      "", 0 },
    { "RSS: link wins", RSS("<guid>http://h/g</guid><link>http://h/l</link>"), "rss", "http://h/l",
      NULL, NULL, NULL, 0 },
    { "RSS: relative", RSS("<link>/q/1</link>"), "rss", "http://site.test/q/1", NULL, NULL, NULL, 0 },
    { "RSS: content module", "<rss xmlns:c='http://purl.org/rss/1.0/modules/content/'><channel><item>"
      "<c:encoded><![CDATA[<b>long</b>]]></c:encoded><description>short</description></item></channel>"
      "</rss>", "rss", "", "", "short", "", 0 },
    { "RSS: Dublin Core", "<rss xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><item>"
      "<dc:creator>X</dc:creator><dc:date>1994-11-06T08:49:37Z</dc:date></item></channel></rss>",
      "rss", "", "", "", "X", AT },
    { "RSS: others' titles", "<rss xmlns:m='http://search.yahoo.com/mrss/'><channel><item><m:title>M"
      "</m:title><title>T</title><m:content><m:title>N</m:title></m:content></item></channel></rss>",
      "rss", "", "T", "", "", 0 },
    { "RSS: undeclared &nbsp;", RSS("<title>caf&eacute;&nbsp;x</title>"), "rss", "",
      "caf\xC3\xA9\xC2\xA0x", "", "", 0 },
    { "RSS: Latin-1", "<?xml version='1.0' encoding='iso-8859-1'?>" RSS("<title>caf\xE9</title>"), "rss",
      "", "caf\xC3\xA9", "", "", 0 },
    { "RSS 1.0", "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
      "xmlns='http://purl.org/rss/1.0/'><channel><title>C</title></channel>"
      "<item rdf:about='http://h/1'><title>t</title></item></rdf:RDF>", "rdf", "http://h/1", "t", "",
      "", 0 },
    { "Atom", ATOM "<title>C</title><entry><title type='html'>a &lt;b&gt;b&lt;/b&gt;</title>"
      "<link rel='replies' href='http://h/r'/><link href='http://h/e'/><id>urn:x</id>"
      "<updated>2020-01-01T00:00:00Z</updated><published>1994-11-06T08:49:37Z</published>"
      "<author><name>X</name><uri>http://h/x</uri></author><summary>s</summary></entry></feed>",
      "atom", "http://h/e", "a b", "s", "X", AT },
    { "Atom: text is text", ATOM "<entry><title type='text'>1 &lt; 2 &lt;b&gt;</title></entry></feed>",
      "atom", "", "1 < 2 <b>", "", "", 0 },
    { "Atom: XHTML", ATOM "<entry><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>one"
      "</p><p>two</p></div></content></entry></feed>", "atom", "", "", "one two", "", 0 },
    { "Atom: HTML preferred", ATOM "<entry><link rel='alternate' type='application/json' href='/j'/>"
      "<link rel='alternate' type='text/html' href='/h'/></entry></feed>", "atom",
      "http://site.test/h", "", "", "", 0 },
    { "Atom: xml:base", "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='http://b/x/'><entry "
      "xml:base='y/'><link href='z'/></entry></feed>", "atom", "http://b/x/y/z", "", "", "", 0 },
    { "Atom: id for link", ATOM "<entry><id>http://h/i</id></entry></feed>", "atom", "http://h/i", "",
      "", "", 0 },
    { "Atom 0.3", "<feed xmlns='http://purl.org/atom/ns#'><entry><issued>1994-11-06T08:49:37Z</issued>"
      "<modified>2020-01-01</modified></entry></feed>", "atom", "", "", "", "", AT },
    { "JSON Feed 1.1", "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"T\",\"items\":["
      "{\"id\":7,\"url\":\"/a\",\"title\":\"t\",\"content_html\":\"<p>x</p>\",\"authors\":[{\"name\":"
      "\"X\"}],\"date_published\":\"1994-11-06T08:49:37Z\"}]}", "json", "http://site.test/a", "t", "x",
      "X", AT },
    { "JSON Feed 1.0", "{\"items\":[{\"id\":\"http://h/i\",\"author\":{\"name\":\"Y\"},\"content_text\":"
      "\"z\"}]}", "json", "http://h/i", "", "z", "Y", 0 },
    { "broken off", "<rss><channel><item><title>whole</title><link>http://h/a</link>", "rss",
      "http://h/a", "whole", "", "", 0 },
    /* clang-format on */
};

static bool
same(struct text got, const char *want)
{
    return want == NULL || text_is(got, want);
}

static void
test_formats(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct feed feed = { NULL };
        struct err err = { "" };
        enum status st = feed_parse(text_of(rows[i].body), TEXT_LIT(URL), a, &feed, &err);
        const struct feed_entry *e = feed.entries;

        CHECK(st == ST_OK && feed.n == 1, "row %zu (%s): %zu entries, %s", i, rows[i].from, feed.n,
              err.msg);
        if (feed.n == 0)
            continue;
        CHECK(strcmp(feed.format, rows[i].format) == 0, "row %zu: %s", i, feed.format);
        CHECK(same(e->url, rows[i].url), "row %zu (%s): url %.*s", i, rows[i].from,
              TEXT_ARG(e->url));
        CHECK(same(e->title, rows[i].title), "row %zu (%s): title %.*s", i, rows[i].from,
              TEXT_ARG(e->title));
        CHECK(same(e->summary, rows[i].summary), "row %zu (%s): summary %.*s", i, rows[i].from,
              TEXT_ARG(e->summary));
        CHECK(same(e->author, rows[i].author), "row %zu (%s): author %.*s", i, rows[i].from,
              TEXT_ARG(e->author));
        CHECK(e->has_published == (rows[i].at_s != 0) && e->published_s == rows[i].at_s,
              "row %zu (%s): at %lld", i, rows[i].from, (long long)e->published_s);
        arena_clear(a);
    }
    arena_free(a);
}
TEST_FN(test_formats)

static void
test_tags(void)
{
    static const struct {
        const char *body, *tags, *from;
    } tag_rows[] = {
        { RSS("<category>visa</category><title>t</title><category> late fees</category>"),
          "visa late fees ", "RSS 2.0 category" },
        { RSS("<category/>"), "", "an empty one" },
        { ATOM "<category term='feed'/><entry><category term='v-1' label='Visa'/>"
               "<category term='fees'/></entry></feed>",
          "Visa fees ", "4287 4.2.2" },
        { "{\"items\":[{\"id\":\"http://h/i\",\"tags\":[\"visa\",7,\"fees\"]}]}", "visa fees ",
          "JSON Feed 1.1 tags" },
    };
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(tag_rows); i++) {
        struct feed feed = { NULL };

        CHECK(feed_parse(text_of(tag_rows[i].body), TEXT_LIT(URL), a, &feed, NULL) == ST_OK &&
                  feed.n == 1 && text_is(feed.entries[0].tags, tag_rows[i].tags),
              "%s: \"%.*s\"", tag_rows[i].from, TEXT_ARG(feed.entries[0].tags));
    }
    arena_free(a);
}
TEST_FN(test_tags)

static void
test_feed_itself(void)
{
    struct arena *a = arena_new();
    struct feed feed;

    CHECK(feed_parse(
              TEXT_LIT("<rss><channel><link>http://h/</link><title>News</title><image><title>no"
                       "</title></image><item/></channel></rss>"),
              TEXT_NONE, a, &feed, NULL) == ST_OK,
          "parse");
    CHECK(text_is(feed.title, "News") && text_is(feed.site, "http://h/"), "%.*s %.*s",
          TEXT_ARG(feed.title), TEXT_ARG(feed.site));
    arena_free(a);
}
TEST_FN(test_feed_itself)

static const struct {
    const char *body, *word;
} refused[] = {
    { "<html><body>no</body></html>", "<html>" },
    { "", "neither" },
    { "{\"a\":1}", "items" },
    { "{", "neither" },
    { "<", "no XML" },
    { "hello", "neither" },
    { "<urlset/>", "<urlset>" },
};

static void
test_refuses(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(refused); i++) {
        struct feed feed = { NULL };
        struct err err = { "" };

        CHECK(feed_parse(text_of(refused[i].body), TEXT_NONE, a, &feed, &err) == ST_INVALID &&
                  strstr(err.msg, refused[i].word) != NULL,
              "row %zu: %s", i, err.msg);
        CHECK(feed.format == NULL, "row %zu: *ret was touched", i);
    }
    arena_free(a);
}
TEST_FN(test_refuses)

static void
test_caps(void)
{
    struct arena *a = arena_new();
    struct feed feed;
    size_t n = 0, cap = (FEED_MAX_ENTRIES + 3) * 16;
    char *body = malloc(cap);

    n += (size_t)snprintf(body, cap, "<rss>");
    for (size_t i = 0; i < FEED_MAX_ENTRIES + 1; i++)
        n += (size_t)snprintf(body + n, cap - n, "<item>x</item>");
    CHECK(feed_parse((struct text){ body, n }, TEXT_NONE, a, &feed, NULL) == ST_OK, "parse");
    CHECK(feed.n == FEED_MAX_ENTRIES && feed.truncated, "%zu", feed.n);
    free(body);
    arena_free(a);
}
TEST_FN(test_caps)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_formats), TEST(test_tags), TEST(test_feed_itself),
                                        TEST(test_refuses), TEST(test_caps) };

    return TEST_RUN(tests);
}
