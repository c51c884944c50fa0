/* sitemap_test.c - the lists of addresses that sites offer. */
#include "../../crawler/sitemap.h"

#include <zlib.h>

#include "../test.h"

#define URLSET "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"

/* want: the locs, each with a space after it; NULL: refused with this word in the message. */
static const struct {
    const char *from, *body;
    enum sitemap_kind kind;
    const char *want, *refused;
} rows[] = {
    /* clang-format off */
    { "protocol", URLSET "<url><loc>http://h/a?x=1&amp;y=2</loc></url><url>\n<loc>\n http://h/b "
      "</loc></url></urlset>", SITEMAP_URLSET, "http://h/a?x=1&y=2 http://h/b ", NULL },
    { "protocol: index", "<sitemapindex><sitemap><loc>http://h/a.xml</loc><lastmod>2026-01-02"
      "</lastmod></sitemap></sitemapindex>", SITEMAP_INDEX, "http://h/a.xml ", NULL },
    { "sites: index without loc", "<sitemapindex><sitemap>http://h/a.xml</sitemap></sitemapindex>",
      SITEMAP_INDEX, "http://h/a.xml ", NULL },
    { "protocol: text", "http://h/a\r\n\r\nhttps://h/b\nno address\n", SITEMAP_TEXT,
      "http://h/a https://h/b ", NULL },
    { "protocol: text with a mark", "\xEF\xBB\xBFhttp://h/a", SITEMAP_TEXT, "http://h/a ", NULL },
    { "sites: prefix", "<s:urlset xmlns:s='http://www.sitemaps.org/schemas/sitemap/0.9'><s:url>"
      "<s:loc>http://h/a</s:loc></s:url></s:urlset>", SITEMAP_URLSET, "http://h/a ", NULL },
    { "sites: wrong namespace", "<urlset xmlns='http://x/'><url><loc>http://h/a</loc></url></urlset>",
      SITEMAP_URLSET, "http://h/a ", NULL },
    { "sites: images have locs too", URLSET "<url xmlns:i='http://www.google.com/schemas/"
      "sitemap-image/1.1'><loc>http://h/a</loc><i:image><i:loc>http://h/p.png</i:loc></i:image>"
      "<i:loc>http://h/q</i:loc></url></urlset>", SITEMAP_URLSET, "http://h/a ", NULL },
    { "sites: relative", URLSET "<url><loc>/b</loc></url></urlset>", SITEMAP_URLSET,
      "http://site.test/b ", NULL },
    { "sites: other schemes", URLSET "<url><loc>ftp://h/b</loc></url><url/></urlset>",
      SITEMAP_URLSET, "", NULL },
    { "sites: space before the declaration", "\n " URLSET "<url><loc>http://h/a</loc></url></urlset>",
      SITEMAP_URLSET, "http://h/a ", NULL },
    { "sites: CDATA", URLSET "<url><loc><![CDATA[http://h/a?b&c]]></loc></url></urlset>",
      SITEMAP_URLSET, "http://h/a?b&c ", NULL },
    { "sites: a bare &", URLSET "<url><loc>http://h/a?b&c=d</loc></url><url><loc>http://h/b</loc>"
      "</url></urlset>", SITEMAP_URLSET, NULL, NULL },
    { "broken off", URLSET "<url><loc>http://h/a</loc></url><url><loc>http://h/b", SITEMAP_URLSET,
      "http://h/a ", NULL },
    { "entities are off", "<!DOCTYPE u [<!ENTITY x SYSTEM 'file:///etc/passwd'><!ENTITY y 'z'>]>"
      "<urlset><url><loc>http://h/a&x;&y;</loc></url></urlset>", SITEMAP_URLSET, "http://h/a ", NULL },
    { "a feed", "<rss><channel><item><link>http://h/a</link></item><item><title>t</title></item>"
      "</channel></rss>", SITEMAP_FEED, "http://h/a ", NULL },
    { "an error page", "<!doctype html><html><body>Not found</body></html>", SITEMAP_URLSET, NULL,
      "HTML page" },
    { "words", "Not found", SITEMAP_TEXT, NULL, "neither" },
    { "nothing", "", SITEMAP_TEXT, NULL, "neither" },
    { "a tag that never ends", "<", SITEMAP_TEXT, NULL, "no XML element" },
    /* clang-format on */
};

static void
test_kinds(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct sitemap map = { SITEMAP_URLSET };
        struct err err = { "" };
        char got[512] = "";
        size_t n = 0;
        enum status st =
            sitemap_parse(text_of(rows[i].body), TEXT_LIT("http://site.test/s.xml"), a, &map, &err);

        if (rows[i].refused != NULL) {
            CHECK(st == ST_INVALID && strstr(err.msg, rows[i].refused) != NULL, "row %zu (%s): %s",
                  i, rows[i].from, err.msg);
            continue;
        }
        for (size_t k = 0; k < map.n; k++)
            n += (size_t)snprintf(got + n, sizeof(got) - n, "%.*s ", TEXT_ARG(map.entries[k].loc));
        CHECK(st == ST_OK && map.kind == rows[i].kind, "row %zu (%s): %s %s", i, rows[i].from,
              sitemap_kind_name(map.kind), err.msg);
        CHECK(rows[i].want == NULL || strcmp(got, rows[i].want) == 0, "row %zu (%s): %s", i,
              rows[i].from, got);
        arena_clear(a);
    }
    arena_free(a);
}
TEST_FN(test_kinds)

static void
test_fields(void)
{
    struct arena *a = arena_new();
    struct sitemap map;

    CHECK(sitemap_parse(
              TEXT_LIT(URLSET
                       "<url xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>"
                       "<loc>http://h/a</loc><lastmod> 2026-01-02T03:04:05Z </lastmod>"
                       "<n:news><n:publication><n:name>P</n:name></n:publication>"
                       "<n:title>Open day</n:title></n:news></url>"
                       "<url><loc>http://h/b</loc><lastmod>yesterday</lastmod></url></urlset>"),
              TEXT_NONE, a, &map, NULL) == ST_OK,
          "parse");
    CHECK(map.n == 2 && text_is(map.entries[0].title, "Open day"), "title");
    CHECK(map.entries[0].has_lastmod && map.entries[0].lastmod_s == INT64_C(1767323045), "%lld",
          (long long)map.entries[0].lastmod_s);
    CHECK(text_is(map.entries[0].lastmod, "2026-01-02T03:04:05Z"), "as written");
    CHECK(!map.entries[1].has_lastmod && text_is(map.entries[1].lastmod, "yesterday"), "no date");
    arena_free(a);
}
TEST_FN(test_fields)

/* gzip of n bytes of body; the caller frees it. */
static struct text
gzip(const char *body, size_t n)
{
    z_stream z = { 0 };
    size_t cap = n + 1024;
    char *out = malloc(cap);

    deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    z.next_in = (z_const Bytef *)(uintptr_t)body;
    z.avail_in = (uInt)n;
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)cap;
    deflate(&z, Z_FINISH);
    deflateEnd(&z);
    return (struct text){ out, z.total_out };
}

static void
test_gzip_and_caps(void)
{
    struct arena *a = arena_new();
    struct sitemap map;
    struct err err = { "" };
    size_t n = SITEMAP_MAX_BYTES + 4096, at = 0;
    char *big = malloc(n);
    struct text packed = gzip("http://h/a\nhttp://h/b\n", strlen("http://h/a\nhttp://h/b\n"));

    CHECK(sitemap_parse(packed, TEXT_NONE, a, &map, &err) == ST_OK && map.n == 2 && !map.truncated,
          "gzip: %s", err.msg);
    packed.n -= 10;
    CHECK(sitemap_parse(packed, TEXT_NONE, a, &map, &err) == ST_OK && map.truncated, "cut gzip");
    free((void *)(uintptr_t)packed.p);

    memset(big, '\n', n);
    for (size_t i = 0; i < SITEMAP_MAX_ENTRIES + 5; i++)
        at += (size_t)snprintf(big + at, n - at, "http://h/%zu\n", i);
    big[at] = '\n';
    packed = gzip(big, n);
    CHECK(sitemap_parse(packed, TEXT_NONE, a, &map, &err) == ST_OK, "%s", err.msg);
    CHECK(map.n == SITEMAP_MAX_ENTRIES && map.truncated, "%zu entries", map.n);
    free((void *)(uintptr_t)packed.p);
    free(big);
    arena_free(a);
}
TEST_FN(test_gzip_and_caps)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_kinds), TEST(test_fields),
                                        TEST(test_gzip_and_caps) };

    return TEST_RUN(tests);
}
