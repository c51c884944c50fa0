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

static enum status
read_archive(struct web *w, const char *department)
{
    struct crawl_config cfg = { .store = w->store,
                                .clock = &w->clock,
                                .extract = w->extract,
                                .agent = "Earshot/1.0",
                                .department = department,
                                .max_depth = 9 };
    struct text file = text_of(arena_printf(w->arena, "%s/a.warc", w->dir));
    struct text_list files = { &file, 1, 1 };
    struct crawl *c = NULL;
    struct err err = { "" };
    enum status st = crawl_open(&cfg, &c, &err);

    if (st == ST_OK)
        st = crawl_warc_run(c, &files, &err);
    CHECK(st == ST_OK, "%s", err.msg);
    crawl_close(c);
    return st;
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

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_archive), TEST(test_duplicate_again) };

    return TEST_RUN(tests);
}
