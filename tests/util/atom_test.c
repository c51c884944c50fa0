/* atom_test.c - feeds as our own reader reads them; hostile titles stay text. */

#include "../test.h"

#include "../../crawler/feed.h"
#include "atom.h"

static void
test_ids(void)
{
    static const struct {
        const char *site, *id, *from;
    } rows[] = {
        { "https://physics.example.edu/", "tag:physics.example.edu,2026-01-01:card/1", "a site" },
        { "http://127.0.0.1:80/x", "tag:127.0.0.1,2026-01-01:card/1", "RFC 4151: no port" },
        { "https://h.example?x", "tag:h.example,2026-01-01:card/1", "a query" },
        { "", "tag:earshot.invalid,2026-01-01:card/1", "RFC 2606: nobody's host" },
    };
    struct buf b;

    buf_init(&b, BUF_SMALL);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        buf_clear(&b);
        atom_id(&b, text_of(rows[i].site), TEXT_LIT("card/1"));
        CHECK(text_is(buf_text(&b), rows[i].id), "%s: %s", rows[i].from, buf_str(&b));
    }
    buf_release(&b);
}
TEST_FN(test_ids)

static void
test_feed(void)
{
    static const char hostile[] = "</title><script>alert(1)</script> & \"x\" \x01";
    struct arena *a = arena_new();
    struct feed feed;
    struct buf b;
    struct err err = { "" };
    size_t at;

    buf_init(&b, BUF_SMALL);
    at = atom_begin(&b, &(struct atom_head){ .id = TEXT_LIT("tag:x,2026-01-01:q"),
                                             .title = text_of(hostile),
                                             .site = TEXT_LIT("https://e.example/q/"),
                                             .updated_s = 784111777 });
    CHECK(memcmp(b.p + at, "1994-11-06T08:49:37Z<", ATOM_TIME_BYTES + 1) == 0, "where time stands");
    for (int i = 0; i < 2; i++)
        atom_add(&b, &(struct atom_entry){ .id = TEXT_LIT("tag:x,2026-01-01:card/1"),
                                           .title = text_of(hostile),
                                           .link = i == 0 ? TEXT_LIT("https://e.example/g/1")
                                                          : TEXT_LIT("javascript:alert(1)"),
                                           .published_s = i == 0 ? 784111777 : 0,
                                           .updated_s = 784111778,
                                           .html = TEXT_LIT("<p>a &amp; b</p>") });
    atom_end(&b);
    CHECK(strstr(buf_str(&b), "<script") == NULL && strstr(buf_str(&b), "javascript") == NULL,
          "text is text: %s", buf_str(&b));
    CHECK(feed_parse(buf_text(&b), TEXT_NONE, a, &feed, &err) == ST_OK, "%s", err.msg);
    CHECK(feed.n == 2 && strcmp(feed.format, "atom") == 0, "%zu entries", feed.n);
    CHECK(text_is(feed.site, "https://e.example/q/"), "%.*s", TEXT_ARG(feed.site));
    CHECK(text_is(feed.entries[0].url, "https://e.example/g/1"), "link");
    CHECK(text_is(feed.entries[0].summary, "a & b"), "%.*s", TEXT_ARG(feed.entries[0].summary));
    CHECK(feed.entries[0].published_s == 784111777, "published");
    CHECK(text_starts(feed.entries[0].title, TEXT_LIT("</title><script>")), "the title whole");
    buf_release(&b);
    arena_free(a);
}
TEST_FN(test_feed)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_ids), TEST(test_feed) };

    return TEST_RUN(tests);
}
