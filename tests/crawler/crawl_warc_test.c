/* An archive goes the way of fetched pages, and no host is asked. */
#include "fake_web.h"

#include "../../crawler/crawl_warc.h"
#include "../../store/db.h"

#define SEED                                                                                       \
    "[department]\nname = X\nkeyword = visa\nsite = https://www.x.example/\n"                      \
    "[source all]\nurl = https://forum.example/\nbasis = test\nmatch = all\n"
#define THREAD                                                                                     \
    "<div itemscope itemtype=\"https://schema.org/QAPage\"><div itemprop=\"mainEntity\" itemscope" \
    " itemtype=\"https://schema.org/Question\"><h1 itemprop=\"name\">How do I get there?</h1>"     \
    "<div itemprop=\"text\"><p>By bus or by train, what is better?</p></div>"                      \
    "<span itemprop=\"answerCount\">1</span></div></div>"

static void
add_record(struct buf *out, const char *url, const char *type, const char *body)
{
    struct buf http;

    buf_init(&http, BUF_SMALL);
    buf_addf(&http, "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n%s", type,
             strlen(body), body);
    buf_addf(out,
             "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\n"
             "WARC-Date: 2026-01-01T00:00:00Z\r\n"
             "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n"
             "Content-Type: application/http; msgtype=response\r\nContent-Length: %zu\r\n\r\n",
             url, http.n);
    buf_add(out, http.p, http.n);
    buf_add_str(out, "\r\n\r\n");
    buf_release(&http);
}

/* Read the n files of that name, a.warc and so on, with as many threads as w says. */
static enum status
read_files(struct web *w, const char *department, size_t n)
{
    struct crawl_config cfg = { .store = w->store,
                                .clock = &w->clock,
                                .extract = w->extract,
                                .agent = "Earshot/1.0",
                                .department = department,
                                .threads = w->threads,
                                .max_depth = 9 };
    struct text names[] = { text_of(arena_printf(w->arena, "%s/a.warc", w->dir)),
                            text_of(arena_printf(w->arena, "%s/b.warc", w->dir)),
                            text_of(arena_printf(w->arena, "%s/c.warc", w->dir)) };
    struct text_list files = { names, n, n };
    struct crawl *c = NULL;
    struct err err = { "" };
    enum status st = crawl_open(&cfg, &c, &err);

    if (st == ST_OK)
        st = crawl_warc_run(c, &files, &err);
    CHECK(st == ST_OK || st == ST_PARTIAL, "%s", err.msg);
    crawl_close(c);
    return st;
}

static void
read_archive(struct web *w, const char *department)
{
    CHECK(read_files(w, department, 1) == ST_OK, "all of it");
}

static int64_t
number(struct web *w, const char *sql)
{
    return db_exec_int(db_query(w->store, sql), -1);
}

static void
test_archive(void)
{
    struct web w;
    struct buf b;

    web_open(&w, SEED, NULL, 0);
    buf_init(&b, BUF_SMALL);
    add_record(&b, "https://www.x.example/a", "text/html", "<main><p>Our page a.</p></main>");
    add_record(&b, "https://forum.example/q/1", "text/html", THREAD);
    add_record(&b, "https://elsewhere.example/q/2", "text/html", THREAD);
    add_record(&b, "https://forum.example/pic", "image/png", "1234");
    add_record(&b, "https://forum.example/robots.txt", "text/plain", "User-agent: *");
    web_write(&w, "a.warc", buf_str(&b));
    read_archive(&w, NULL);
    CHECK(number(&w, "SELECT count(*) FROM post") == 1, "of sources' hosts alone");
    CHECK(number(&w, "SELECT count(*) FROM page_text") == 1, "the own site's text");
    read_archive(&w, "x");
    CHECK(number(&w, "SELECT count(*) FROM post") == 2, "with a department: every host");
    read_archive(&w, "x");
    CHECK(number(&w, "SELECT count(*) FROM post") == 2, "nothing twice");
    CHECK(number(&w, "SELECT sum(requests) FROM host") == 0, "nobody was asked");
    remove(arena_printf(w.arena, "%s/a.warc", w.dir));
    buf_release(&b);
    web_close(&w);
}
TEST_FN(test_archive)

/* Read again and unchanged, a duplicate is still one; changed, it is a page of its own. */
static void
test_duplicate_again(void)
{
    static const char dup[] = "SELECT count(*) FROM url WHERE address LIKE '%/dup' AND due_s = 0"
                              " AND reason LIKE 'a duplicate%' AND redirect_to IS NOT NULL";
    struct web w;
    struct buf b;

    web_open(&w, SEED, NULL, 0);
    buf_init(&b, BUF_SMALL);
    add_record(&b, "https://www.x.example/dup", "text/html",
               "<head><link rel=canonical href=\"/a\"></head><main><p>Page a.</p></main>");
    web_write(&w, "a.warc", buf_str(&b));
    read_archive(&w, NULL);
    CHECK(number(&w, dup) == 1, "a duplicate is never due");
    read_archive(&w, NULL);
    CHECK(number(&w, dup) == 1, "unchanged: it stays one");
    buf_clear(&b);
    add_record(&b, "https://www.x.example/dup", "text/html", "<main><p>Its own page.</p></main>");
    web_write(&w, "a.warc", buf_str(&b));
    read_archive(&w, NULL);
    CHECK(number(&w, "SELECT count(*) FROM url WHERE address LIKE '%/dup' AND due_s > 0"
                     " AND redirect_to IS NULL") == 1,
          "changed: a page");
    remove(arena_printf(w.arena, "%s/a.warc", w.dir));
    buf_release(&b);
    web_close(&w);
}
TEST_FN(test_duplicate_again)

/* A record of that type and date, in an archive of its own that is read at once. */
static void
read_one(struct web *w, const char *type, const char *date, const char *http)
{
    struct buf b;

    buf_init(&b, BUF_SMALL);
    buf_addf(&b,
             "WARC/1.1\r\nWARC-Type: %s\r\nWARC-Target-URI: https://forum.example/q/1\r\n%s%s%s"
             "Content-Length: %zu\r\n\r\n%s\r\n\r\n",
             type, date[0] != '\0' ? "WARC-Date: " : "", date, date[0] != '\0' ? "\r\n" : "",
             strlen(http), http);
    web_write(w, "a.warc", buf_str(&b));
    buf_release(&b);
    read_archive(w, NULL);
}

#define PAGE(text)                                                                                 \
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>" text "</title>" THREAD

/* What an archive says is as old as the archive; what is newer stays. */
static const struct {
    const char *from, *type, *date, *http;
    int64_t fetched_s, first_seen_s, last_seen_s; /* of the page; of its post */
} dates[] = {
    /* clang-format off */
    { "the first", "response", "2026-03-01T00:00:00Z", PAGE("a"),
      INT64_C(1772323200), INT64_C(1772323200), INT64_C(1772323200) },
    { "an older one", "response", "2026-02-01T00:00:00Z", PAGE("b"),
      INT64_C(1772323200), INT64_C(1772323200), INT64_C(1772323200) },
    { "an older one that is gone", "response", "2026-02-01T00:00:00Z", "HTTP/1.1 404 x\r\n\r\n",
      INT64_C(1772323200), INT64_C(1772323200), INT64_C(1772323200) },
    { "of no date", "response", "", PAGE("c"),
      INT64_C(1772323200), INT64_C(1772323200), INT64_C(1772323200) },
    { "of a date that is none", "response", "yesterday", PAGE("c"),
      INT64_C(1772323200), INT64_C(1772323200), INT64_C(1772323200) },
    { "a newer one", "response", "2026-04-01T00:00:00.123456Z", PAGE("d"),
      INT64_C(1775001600), INT64_C(1772323200), INT64_C(1775001600) },
    { "seen unchanged", "revisit", "2026-05-01T00:00:00Z", "HTTP/1.1 200 OK\r\n\r\n",
      INT64_C(1777593600), INT64_C(1772323200), INT64_C(1777593600) },
    { "not modified", "revisit", "2026-06-01T00:00:00Z", "HTTP/1.1 304 x\r\n\r\n",
      INT64_C(1780272000), INT64_C(1772323200), INT64_C(1780272000) },
    { "from the future", "response", "2126-06-01T00:00:00Z", PAGE("e"),
      WEB_T0_MS / 1000, INT64_C(1772323200), WEB_T0_MS / 1000 },
    /* clang-format on */
};

static void
test_dates(void)
{
    struct web w;

    web_open(&w, SEED, NULL, 0);
    read_one(&w, "revisit", "2026-01-01T00:00:00Z", "HTTP/1.1 304 x\r\n\r\n");
    CHECK(number(&w, "SELECT count(*) FROM page") == 0, "a revisit of what is not there");
    for (size_t i = 0; i < N_ROWS(dates); i++) {
        read_one(&w, dates[i].type, dates[i].date, dates[i].http);
        CHECK(number(&w, "SELECT count(*) FROM post WHERE gone_s IS NULL") == 1, "row %zu: post",
              i);
        CHECK(number(&w, "SELECT max(fetched_s) FROM page") == dates[i].fetched_s &&
                  number(&w, "SELECT max(fetched_s) FROM url") == dates[i].fetched_s,
              "row %zu (%s): page of %lld", i, dates[i].from,
              (long long)number(&w, "SELECT max(fetched_s) FROM page"));
        CHECK(number(&w, "SELECT first_seen_s FROM post") == dates[i].first_seen_s &&
                  number(&w, "SELECT last_seen_s FROM post") == dates[i].last_seen_s,
              "row %zu (%s): post of %lld, %lld", i, dates[i].from,
              (long long)number(&w, "SELECT first_seen_s FROM post"),
              (long long)number(&w, "SELECT last_seen_s FROM post"));
    }
    remove(arena_printf(w.arena, "%s/a.warc", w.dir));
    web_close(&w);
}
TEST_FN(test_dates)

/* An archive that cannot be read costs the others nothing. */
static void
test_bad_file(void)
{
    struct web w;
    struct buf b;

    web_open(&w, SEED, NULL, 0);
    buf_init(&b, BUF_SMALL);
    add_record(&b, "https://www.x.example/a", "text/html", "<main><p>Our page a.</p></main>");
    web_write(&w, "a.warc", "<html>");
    web_write(&w, "c.warc", buf_str(&b)); /* and b.warc is not there */
    CHECK(read_files(&w, NULL, 3) == ST_PARTIAL, "two of three");
    CHECK(number(&w, "SELECT count(*) FROM page_text") == 1, "the third is read");
    CHECK(number(&w, "SELECT count(*) FROM crawl_run WHERE ended_s IS NULL") == 0, "the run ends");
    remove(arena_printf(w.arena, "%s/a.warc", w.dir));
    remove(arena_printf(w.arena, "%s/c.warc", w.dir));
    buf_release(&b);
    web_close(&w);
}
TEST_FN(test_bad_file)

#define FEED                                                                                       \
    "<rss version=\"2.0\"><channel><item><title>A "                                                \
    "bus</title><link>https://forum.example/q/8</link>"                                            \
    "</item></channel></rss>"
#define LEADS_TO_FEED                                                                              \
    "<head><link rel=alternate type=\"application/rss+xml\" href=\"/news\"></head>"                \
    "<p><a href=\"/q/1\">one</a></p>"

/* What an earlier record says decides what a later one is read as, read ahead or not. */
static void
test_read_ahead(void)
{
    static const size_t threads[] = { 1, 4 };

    for (size_t i = 0; i < N_ROWS(threads); i++) {
        struct web w;
        struct buf b;

        web_open(&w, SEED, NULL, 0);
        w.threads = threads[i];
        buf_init(&b, BUF_PAGE);
        add_record(&b, "https://forum.example/start", "text/html", LEADS_TO_FEED);
        add_record(&b, "https://forum.example/news", "", FEED);
        for (int k = 0; k < 50; k++) { /* the same page again and again: no record may be lost */
            add_record(&b, "https://forum.example/q/1", "text/html", THREAD);
            add_record(&b, "https://forum.example/q/1", "text/html", "<p>Closed.</p>");
        }
        add_record(&b, "https://forum.example/q/1", "text/html", THREAD);
        web_write(&w, "a.warc", buf_str(&b));
        read_archive(&w, NULL);
        CHECK(number(&w, "SELECT count(*) FROM url WHERE kind = 'feed'") == 1, "%zu", threads[i]);
        CHECK(number(&w, "SELECT count(*) FROM url WHERE address LIKE '%/q/8'") == 1,
              "%zu threads: the feed is read as one", threads[i]);
        CHECK(number(&w, "SELECT count(*) FROM post WHERE gone_s IS NULL") == 1,
              "%zu threads: the last copy counts", threads[i]);
        CHECK(number(&w, "SELECT found_on FROM url WHERE address LIKE '%/q/1'") ==
                  number(&w, "SELECT id FROM url WHERE address LIKE '%/start'"),
              "%zu threads: found before it was read", threads[i]);
        remove(arena_printf(w.arena, "%s/a.warc", w.dir));
        buf_release(&b);
        web_close(&w);
    }
}
TEST_FN(test_read_ahead)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_archive), TEST(test_duplicate_again),
                                        TEST(test_dates), TEST(test_bad_file),
                                        TEST(test_read_ahead) };

    return TEST_RUN(tests);
}
