/* Every writer, on what people send who mean no good; a reader of XML gets the text back. */
#include "../test.h"

#include <libxml/parser.h>
#include <libxml/tree.h>

#include "markup.h"
#include "mem.h"
#include "rng.h"

#define ROUNDS   2000
#define MAX_TEXT 40
#define MEGABYTE ((size_t)1024 * 1024)
#define T(s)     TEXT_LIT(s)

typedef void writer(struct buf *b, struct text t);

static void
check_writer(writer *w, const char *from, struct text in, const char *want)
{
    struct buf b;

    buf_init(&b, BUF_SMALL);
    w(&b, in);
    CHECK(text_is(buf_text(&b), want), "%s: %s", from, buf_str(&b));
    buf_release(&b);
}

static void
test_text_and_attr(void)
{
    const struct {
        const char *from;
        struct text in;
        const char *text, *attr;
    } rows[] = {
        { "nothing", TEXT_NONE, "", "" },
        { "plain", T("Fees & dates"), "Fees &amp; dates", "Fees &amp; dates" },
        { "script", T("<script>alert(1)</script>"), "&lt;script&gt;alert(1)&lt;/script&gt;",
          "&lt;script&gt;alert(1)&lt;/script&gt;" },
        { "out of the quotes", T("\" onload=\"x"), "\" onload=\"x", "&quot; onload=&quot;x" },
        { "single quotes", T("' onload='x"), "' onload='x", "&#39; onload=&#39;x" },
        { "lines", T("a\tb\r\nc"), "a\tb\nc", "a&#9;b&#10;c" },
        { "bidi override",
          T("a\xE2\x80\xAE"
            "b\xE2\x80\xAC"
            "c"),
          "abc", "abc" },
        { "bidi isolate",
          T("a\xE2\x81\xA6"
            "b\xE2\x81\xA9"
            "c"),
          "abc", "abc" },
        { "NUL", T("a\0b"), "ab", "ab" },
        { "escape and C1", T("\x1B[31m\xC2\x9B"), "[31m", "[31m" },
        { "no UTF-8", T("a\xFF\xC0\xAF"), "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD",
          "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" },
        { "no character", T("\xEF\xBF\xBE\xEF\xBF\xBF"), "\xEF\xBF\xBD\xEF\xBF\xBD",
          "\xEF\xBF\xBD\xEF\xBF\xBD" },
        { "other scripts", T("\xD7\xA9\xE4\xB8\xAD"), "\xD7\xA9\xE4\xB8\xAD",
          "\xD7\xA9\xE4\xB8\xAD" },
        { "already escaped", T("&lt;"), "&amp;lt;", "&amp;lt;" },
        { "CDATA end", T("]]>"), "]]&gt;", "]]&gt;" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        check_writer(markup_text, rows[i].from, rows[i].in, rows[i].text);
        check_writer(markup_attr, rows[i].from, rows[i].in, rows[i].attr);
    }
}
TEST_FN(test_text_and_attr)

static void
test_url(void)
{
    const struct {
        const char *from;
        struct text in;
        const char *want;
    } rows[] = {
        { "https", T("https://a.example/x?y=1&z=2#f"), "https://a.example/x?y=1&amp;z=2#f" },
        { "http", T("HTTP://a.example/"), "HTTP://a.example/" },
        { "mail", T("mailto:a@b.example"), "mailto:a@b.example" },
        { "script", T("javascript:alert(1)"), "#" },
        { "script in disguise", T(" \tjava\nscript:alert(1)"), "#" },
        { "data", T("data:text/html,<b>"), "#" },
        { "relative", T("//a.example/"), "#" },
        { "nothing", TEXT_NONE, "#" },
        { "scheme alone", T("https://"), "#" },
        { "quotes", T("https://a.example/\"onclick='x'"), "https://a.example/%22onclick=%27x%27" },
        { "blanks and lines", T(" https://a.example/a b\nc "), "https://a.example/a%20bc" },
        { "tags", T("https://a.example/<b>`\\"), "https://a.example/%3Cb%3E%60%5C" },
        { "bidi", T("https://a.example/\xE2\x80\xAEx"), "https://a.example/x" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++)
        check_writer(markup_url, rows[i].from, rows[i].in, rows[i].want);
}
TEST_FN(test_url)

static void
test_json(void)
{
    const struct {
        const char *from;
        struct text in;
        const char *want;
    } rows[] = {
        { "plain", T("a \"b\""), "\"a \\\"b\\\"\"" },
        { "end of script", T("</script><!--"), "\"\\u003c/script\\u003e\\u003c!--\"" },
        { "ampersand", T("a & b"), "\"a \\u0026 b\"" },
        { "separators", T("\xE2\x80\xA8\xE2\x80\xA9\xE2\x80\x9C"),
          "\"\\u2028\\u2029\xE2\x80\x9C\"" },
        { "delete", T("\x7F"), "\"\\u007f\"" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        json_t *o = json_stringn(rows[i].in.p, rows[i].in.n), *again;
        struct buf b;

        buf_init(&b, BUF_SMALL);
        markup_json(&b, o);
        CHECK(text_is(buf_text(&b), rows[i].want), "%s: %s", rows[i].from, buf_str(&b));
        again = json_loadb(b.p, b.n, JSON_DECODE_ANY, NULL);
        CHECK(json_equal(o, again), "%s: read again", rows[i].from);
        json_decref(again);
        json_decref(o);
        buf_release(&b);
    }
}
TEST_FN(test_json)

/* What an XML reader makes of it is what markup_clean() says, for any bytes. */
static void
test_round_trip(void)
{
    static const char alphabet[] = "<>&\"'\t\n\r ab;#\0\x1B\xE2\x80\xAE\xC3\xA9\xFF-]!";
    struct rng r;

    rng_seed(&r, 1);
    for (size_t k = 0; k < ROUNDS; k++) {
        char in[MAX_TEXT];
        struct text t = { in, rng_below(&r, MAX_TEXT) };
        struct buf b, clean;
        xmlDoc *doc;
        xmlChar *body, *attr;

        for (size_t i = 0; i < t.n; i++)
            in[i] = alphabet[rng_below(&r, sizeof(alphabet) - 1)];
        buf_init(&b, BUF_SMALL);
        buf_init(&clean, BUF_SMALL);
        markup_clean(&clean, t);
        buf_add_str(&b, "<a b=\"");
        markup_attr(&b, t);
        buf_add_str(&b, "\">");
        markup_text(&b, t);
        buf_add_str(&b, "</a>");
        doc = xmlReadMemory(b.p, (int)b.n, NULL, "UTF-8", XML_PARSE_NOERROR | XML_PARSE_NONET);
        CHECK(doc != NULL, "no XML: %s", buf_str(&b));
        if (doc != NULL) {
            body = xmlNodeGetContent(xmlDocGetRootElement(doc));
            attr = xmlGetProp(xmlDocGetRootElement(doc), (const xmlChar *)"b");
            CHECK(strcmp((char *)body, buf_str(&clean)) == 0, "text %s", buf_str(&b));
            CHECK(strcmp((char *)attr, buf_str(&clean)) == 0, "attribute %s", buf_str(&b));
            xmlFree(body);
            xmlFree(attr);
        }
        xmlFreeDoc(doc);
        buf_release(&b);
        buf_release(&clean);
    }
}
TEST_FN(test_round_trip)

static void
test_large(void)
{
    char *p = mem_alloc(MEGABYTE);
    struct buf b;

    memset(p, '"', MEGABYTE);
    buf_init(&b, MARKUP_MAX_GROWTH * MEGABYTE);
    markup_attr(&b, (struct text){ p, MEGABYTE });
    CHECK(!b.over && b.n == MEGABYTE * (sizeof("&quot;") - 1), "%zu bytes", b.n);
    buf_release(&b);
    free(p);
}
TEST_FN(test_large)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_text_and_attr), TEST(test_url), TEST(test_json),
                                        TEST(test_round_trip), TEST(test_large) };

    return TEST_RUN(tests);
}
