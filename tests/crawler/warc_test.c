/* warc_test.c - archives made here, whole and broken, plain and gzip. */
#include "../../crawler/warc.h"

#include <stdarg.h>
#include <unistd.h>
#include <zlib.h>

#include "../../include/buf.h"
#include "../test.h"

#define HTTP(head, body) "HTTP/1.1 200 OK\r\n" head "\r\n" body

#define BROTLI_PACKED "\x8b\x02\x80\x70\x61\x63\x6b\x65\x64\x03"
#define ZSTD_PACKED                                                                                \
    "\x28\xb5\x2f\xfd\x04\x58\x31\x00\x00\x70\x61\x63\x6b\x65\x64\x95"                             \
    "\x40\xd8\xd5"

/* Bytes in memory as a source that gives them in pieces of a few bytes. */
struct memory {
    struct text t;
    size_t piece;
};

static int64_t
memory_read(void *self, void *p, size_t n)
{
    struct memory *m = self;
    struct text t = text_sub(m->t, 0, n < m->piece ? n : m->piece);

    if (t.n > 0)
        memcpy(p, t.p, t.n);
    m->t = text_from(m->t, t.n);
    return (int64_t)t.n;
}

/* One record; length < 0: the block's own. */
static void
add_record(struct buf *b, const char *type, const char *url, struct text block, long length)
{
    buf_addf(b,
             "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\n"
             "WARC-Date: 1994-11-06T08:49:37Z\r\nContent-Type: text/plain\r\n"
             "Content-Length: %ld\r\n\r\n",
             type, url, length >= 0 ? length : (long)block.n);
    buf_add_text(b, block);
    buf_add_str(b, "\r\n\r\n");
}

static void
add_gzip(struct buf *out, struct text t, size_t cut)
{
    unsigned char packed[8192];
    z_stream z = { 0 };

    deflateInit2(&z, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
    z.next_in = (Bytef *)(uintptr_t)t.p;
    z.avail_in = (uInt)t.n;
    z.next_out = packed;
    z.avail_out = sizeof(packed);
    deflate(&z, Z_FINISH);
    buf_add(out, packed, z.total_out - cut);
    deflateEnd(&z);
}

/* Read all of it; list gets "url status body|" for each record. */
static struct warc_counts
list(struct text archive, size_t piece, struct buf *out, enum status *end, struct err *err)
{
    struct memory m = { archive, piece };
    struct warc *w = warc_open_source((struct warc_source){ memory_read, &m });
    struct arena *a = arena_new();
    struct warc_record r;
    struct warc_counts counts;

    while ((*end = warc_next(w, a, &r, err)) == ST_OK) {
        buf_addf(out, "%.*s %u %.*s%s|", TEXT_ARG(r.url), r.status, TEXT_ARG(r.body),
                 r.truncated ? " ..."
                 : r.coded   ? " coded"
                             : "");
        arena_clear(a);
    }
    counts = warc_counts(w);
    warc_close(w);
    arena_free(a);
    return counts;
}

static const struct {
    const char *from, *block, *want;
} responses[] = {
    /* clang-format off */
    { "9112", HTTP("", "hello"), "http://h/ 200 hello|" },
    { "LF alone", "HTTP/1.0 404 Not Found\nA: b\n\nno", "http://h/ 404 no|" },
    { "no reason", "HTTP/2 200\r\n\r\nx", "http://h/ 200 x|" },
    { "no body", "HTTP/1.1 204 No Content\r\n", "http://h/ 204 |" },
    { "chunked", HTTP("Transfer-Encoding: chunked\r\n", "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"),
      "http://h/ 200 abcde|" },
    { "said to be chunked", HTTP("Transfer-Encoding: chunked\r\n", "plain text"),
      "http://h/ 200 plain text|" },
    { "chunks broken off", HTTP("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n9\r\nde"),
      "http://h/ 200 abcde ...|" },
    { "said to be gzip", HTTP("Content-Encoding: gzip\r\n", "plain"), "http://h/ 200 plain|" },
    { "gzip", HTTP("content-encoding: gzip\r\n", "GZIP"), "http://h/ 200 packed|" },
    { "gzip in gzip", HTTP("content-encoding: gzip , x-gzip\r\n", "TWICE"), "http://h/ 200 packed|" },
    { "brotli", HTTP("Content-Encoding: br\r\n", "BROTLI"), "http://h/ 200 packed|" },
    { "zstd", HTTP("Content-Encoding: zstd\r\n", "ZSTD"), "http://h/ 200 packed|" },
    { "said to be brotli", HTTP("Content-Encoding: br\r\n", "<p>plain"), "http://h/ 200 <p>plain|" },
    { "broken brotli", HTTP("Content-Encoding: br\r\n", "\x07\xff\xff"),
      "http://h/ 200 \x07\xff\xff coded|" },
    { "none of ours", HTTP("Content-Encoding: dcb\r\n", "\x01?"), "http://h/ 200 \x01? coded|" },
    { "identity", HTTP("Content-Encoding: identity\r\n", "x"), "http://h/ 200 x|" },
    { "no HTTP", "20260102 10.0.0.1", "" },
    { "a bad status", "HTTP/1.1 abc\r\n\r\n", "" },
    /* clang-format on */
};

/* block with the word that ends it replaced by the bytes it stands for. */
static void
fill_block(struct buf *out, const char *block)
{
    /* "packed" by brotli 1.0 and by zstd 1.5, taken from their own tools */
    static const struct text brotli = { BROTLI_PACKED, sizeof(BROTLI_PACKED) - 1 },
                             zstd = { ZSTD_PACKED, sizeof(ZSTD_PACKED) - 1 };
    const struct {
        struct text word;
        const struct text *bytes;
    } words[] = { { TEXT_LIT("BROTLI"), &brotli }, { TEXT_LIT("ZSTD"), &zstd } };
    struct text t = text_of(block);
    struct buf once;

    buf_init(&once, BUF_SMALL);
    add_gzip(&once, TEXT_LIT("packed"), 0);
    if (text_ends(t, TEXT_LIT("GZIP"))) {
        buf_add(out, t.p, t.n - 4);
        buf_add_text(out, buf_text(&once));
    } else if (text_ends(t, TEXT_LIT("TWICE"))) {
        buf_add(out, t.p, t.n - 5);
        add_gzip(out, buf_text(&once), 0);
    } else {
        buf_add_text(out, t);
    }
    for (size_t i = 0; i < N_ROWS(words); i++)
        if (text_ends(t, words[i].word)) {
            out->n -= words[i].word.n;
            buf_add_text(out, *words[i].bytes);
        }
    buf_release(&once);
}

static void
test_responses(void)
{
    for (size_t i = 0; i < N_ROWS(responses); i++) {
        struct buf archive, block, got;
        enum status end;

        buf_init(&archive, BUF_SMALL);
        buf_init(&block, BUF_SMALL);
        buf_init(&got, BUF_SMALL);
        fill_block(&block, responses[i].block);
        add_record(&archive, "response", "<http://h/>", buf_text(&block), -1);
        (void)list(buf_text(&archive), 7, &got, &end, NULL);
        CHECK(end == ST_NOTFOUND, "row %zu: ends", i);
        CHECK(text_is(buf_text(&got), responses[i].want), "row %zu (%s): %s", i, responses[i].from,
              buf_str(&got));
        buf_release(&archive);
        buf_release(&block);
        buf_release(&got);
    }
}
TEST_FN(test_responses)

/* Three responses; the middle one's length lies by this much, or its gzip member is cut. */
static const struct {
    const char *from;
    bool gzip;
    long lie;
    size_t cut;
    const char *want; /* of the middle one; NULL: not given */
    uint64_t broken;
} breaks[] = {
    { "plain", false, 0, 0, "http://b/ 200 bb|", 0 },
    { "gzip", true, 0, 0, "http://b/ 200 bb|", 0 },
    { "plain, too short", false, -1, 0, "http://b/ 200 b|", 1 },
    { "gzip, too short", true, -1, 0, "http://b/ 200 b|", 1 },
    { "plain, too long", false, 5, 0, "http://b/ 200 bb ...|", 1 },
    { "plain, too long by two records", false, 500, 0, "http://b/ 200 bb ...|", 1 },
    { "plain, too long for the file", false, 100000, 0, "http://b/ 200 bb ...|", 1 },
    { "gzip, too long", true, 100, 0, "http://b/ 200 bb\r\n\r\n ...|", 1 },
    { "gzip, member cut", true, 0, 12, NULL, 1 },
};

static void
test_breaks(void)
{
    static const char *const urls[] = { "http://a/", "http://b/", "http://c/" };

    for (size_t i = 0; i < N_ROWS(breaks); i++) {
        struct buf archive, one, got, want;
        struct warc_counts counts;
        enum status end;

        buf_init(&archive, BUF_SMALL);
        buf_init(&got, BUF_SMALL);
        buf_init(&want, BUF_SMALL);
        buf_init(&one, BUF_SMALL);
        for (size_t k = 0; k < N_ROWS(urls); k++) {
            struct text block = TEXT_LIT(HTTP("", "bb"));
            long length = (long)block.n + (k == 1 ? breaks[i].lie : 0);

            buf_clear(&one);
            add_record(&one, "request", urls[k], TEXT_LIT("GET / HTTP/1.1\r\n\r\n"), -1);
            add_record(&one, "response", urls[k], block, length);
            if (breaks[i].gzip)
                add_gzip(&archive, buf_text(&one), k == 1 ? breaks[i].cut : 0);
            else
                buf_add_text(&archive, buf_text(&one));
        }
        buf_addf(&want, "http://a/ 200 bb|%s", breaks[i].want != NULL ? breaks[i].want : "");
        buf_add_str(&want, "http://c/ 200 bb|");
        counts = list(buf_text(&archive), 1000, &got, &end, NULL);
        if (breaks[i].want != NULL)
            CHECK(text_eq(buf_text(&got), buf_text(&want)), "row %zu (%s): %s", i, breaks[i].from,
                  buf_str(&got));
        CHECK(text_ends(buf_text(&got), TEXT_LIT("http://c/ 200 bb|")), "row %zu: finds its way",
              i);
        CHECK(end == ST_NOTFOUND && (counts.broken > 0) == (breaks[i].broken > 0),
              "row %zu: %d broken", i, (int)counts.broken);
        buf_release(&archive);
        buf_release(&one);
        buf_release(&got);
        buf_release(&want);
    }
}
TEST_FN(test_breaks)

#define ARC_1                                                                                      \
    "filedesc://x.arc 0.0.0.0 20260102030405 text/plain 65\n1 0 Test\nURL IP-address "             \
    "Archive-date Content-type Archive-length\n\n"
#define ARC_2  "filedesc://x.arc 0.0.0.0 20260102030405 text/plain 200 - - 0 x.arc 9\n2 0 Test\n\n"
#define ARC_OK "HTTP/1.1 200 OK\r\n\r\n"

static const struct {
    const char *from, *archive, *want;
    uint64_t broken;
} arcs[] = {
    /* clang-format off */
    { "version 1", ARC_1 "http://a/ 192.0.2.1 19941106084937 text/html 20\n" ARC_OK "a\n",
      "http://a/ 200 a|", 0 },
    { "two, and what is no HTTP", ARC_1 "http://a/ 192.0.2.1 19941106084937 text/html 20\n" ARC_OK
      "a\ndns:a 192.0.2.1 19941106084937 text/dns 3\n1.2\n"
      "http://b/ 192.0.2.1 19941106084937 text/html 20\n" ARC_OK "b\n",
      "http://a/ 200 a|http://b/ 200 b|", 0 },
    { "spaces in the address", ARC_1 "http://a/x y z 192.0.2.1 19941106084937 text/html 20\n"
      ARC_OK "a\n", "http://a/x y z 200 a|", 0 },
    { "version 2", ARC_2 "http://a/ 192.0.2.1 19941106084937 text/html 200 - - 99 x.arc 20\n" ARC_OK
      "a\n", "http://a/ 200 a|", 0 },
    { "lengths and dates that are none", ARC_1 "http://b/ 192.0.2.1 19941106084937 text/html abc\n"
      ARC_OK "b\nhttp://c/ 192.0.2.1 199411060849379999 text/html 20\n" ARC_OK "c\n"
      "http://a/ 192.0.2.1 19941106084937 text/html 20\n" ARC_OK "a\n", "http://a/ 200 a|", 1 },
    { "a length that is too large", ARC_1 "http://a/ 192.0.2.1 19941106084937 text/html 99\n" ARC_OK
      "a\n", "http://a/ 200 a\n ...|", 1 },
    { "nothing in it", ARC_1, "", 0 },
    /* clang-format on */
};

static void
test_arcs(void)
{
    for (size_t i = 0; i < 2 * N_ROWS(arcs); i++) { /* plain, then as one gzip member */
        struct text t = text_of(arcs[i / 2].archive);
        struct warc_counts counts;
        struct buf got, packed;
        enum status end;

        buf_init(&got, BUF_SMALL);
        buf_init(&packed, BUF_SMALL);
        add_gzip(&packed, t, 0);
        counts = list(i % 2 == 0 ? t : buf_text(&packed), 50, &got, &end, NULL);
        CHECK(end == ST_NOTFOUND, "row %zu: ends", i / 2);
        CHECK(text_is(buf_text(&got), arcs[i / 2].want), "row %zu (%s): %s", i / 2,
              arcs[i / 2].from, buf_str(&got));
        CHECK((counts.broken > 0) == (arcs[i / 2].broken > 0), "row %zu: %d broken", i / 2,
              (int)counts.broken);
        buf_release(&got);
        buf_release(&packed);
    }
}
TEST_FN(test_arcs)

static void
ignore(void *self, struct text piece)
{
    *(size_t *)self += piece.n;
}

/* Every record with its place, plain and packed; lead is what stands before the second. */
static void
check_items(bool gzip, const char *lead, bool whole)
{
    struct buf archive, one;
    struct memory m;
    struct warc *w;
    struct arena *a = arena_new();
    struct warc_item item;
    size_t starts[4], n_block = 0, n = 0;
    enum status st;

    buf_init(&archive, BUF_SMALL);
    buf_init(&one, BUF_SMALL);
    for (size_t i = 0; i < 3; i++) {
        buf_clear(&one);
        add_record(&one, i == 0 ? "warcinfo" : "response", "http://h/", TEXT_LIT("12345"), -1);
        if (i == 1)
            buf_add_str(&archive, lead);
        starts[i] = archive.n;
        if (gzip)
            add_gzip(&archive, buf_text(&one), 0);
        else
            buf_add_text(&archive, buf_text(&one));
    }
    starts[3] = archive.n;
    m = (struct memory){ buf_text(&archive), 11 };
    w = warc_open_source((struct warc_source){ memory_read, &m });
    while ((st = warc_next_item(w, (struct warc_sink){ ignore, &n_block }, a, &item, NULL)) ==
           ST_OK) {
        CHECK(n < 3 && item.offset == (int64_t)starts[n], "%zu begins at %lld", n,
              (long long)item.offset);
        if (whole)
            CHECK(item.offset + item.length == (int64_t)starts[n + 1], "%zu is %lld long", n,
                  (long long)item.length);
        CHECK(item.whole && item.alone && item.block_bytes == 5, "%zu is whole", n);
        CHECK(text_is(item.type, n == 0 ? "warcinfo" : "response") &&
                  text_is(warc_item_field(&item, "warc-date"), "1994-11-06T08:49:37Z"),
              "%zu: %.*s", n, TEXT_ARG(item.type));
        n++;
    }
    CHECK(st == ST_NOTFOUND && n == 3 && n_block == 15, "%zu records, %zu bytes", n, n_block);
    warc_close(w);
    arena_free(a);
    buf_release(&archive);
    buf_release(&one);
}

static void
test_items(void)
{
    check_items(false, "", true);
    check_items(true, "", true);
    check_items(true, "garbage between members", false);
    check_items(false, "garbage\r\n", false);
}
TEST_FN(test_items)

static const struct {
    const char *archive, *word;
} refused[] = {
    { "", "empty" },
    { "filedesc://x.arc 0.0.0.0 20260102 text/plain 74\n", "ARC" },
    { "<html>", "begins neither" },
    { "\x1F\x8B\x08 not gzip after all", "empty" },
};

static void
test_refuses(void)
{
    for (size_t i = 0; i < N_ROWS(refused); i++) {
        struct buf got;
        enum status end;
        struct err err = { "" };

        buf_init(&got, BUF_SMALL);
        (void)list(text_of(refused[i].archive), 100, &got, &end, &err);
        CHECK(end == ST_INVALID && strstr(err.msg, refused[i].word) != NULL, "row %zu: %s", i,
              err.msg);
        buf_release(&got);
    }
}
TEST_FN(test_refuses)

static void
test_fields(void)
{
    struct buf archive;
    struct memory m;
    struct warc *w;
    struct arena *a = arena_new();
    struct warc_record r;

    buf_init(&archive, BUF_SMALL);
    add_record(&archive, "warcinfo", "x", TEXT_LIT("software: x\r\n"), -1);
    add_record(&archive, "metadata", "http://h/r", TEXT_LIT("{\"Envelope\":{}}"), -1);
    add_record(&archive, "conversion", "http://h/r", TEXT_LIT("The text of a page."), -1);
    add_record(&archive, "revisit", "http://h/r", TEXT_LIT(HTTP("", "")), -1);
    add_record(&archive, "continuation", "http://h/r", TEXT_LIT("half a page"), -1);
    add_record(&archive, "resource", "http://h/r", TEXT_LIT("text"), -1);
    add_record(&archive, "response", "http://h/s",
               TEXT_LIT(HTTP("Content-Type: text/html\r\nX: 1\r\nx: 2\r\n", "")), -1);
    m = (struct memory){ buf_text(&archive), 64 };
    w = warc_open_source((struct warc_source){ memory_read, &m });
    CHECK(warc_next(w, a, &r, NULL) == ST_OK && r.kind == WARC_RESOURCE && r.status == 200 &&
              text_is(r.type, "text/plain") && text_is(r.body, "text"),
          "a resource");
    CHECK(r.has_date && r.at_s == INT64_C(784111777), "its date");
    CHECK(warc_next(w, a, &r, NULL) == ST_OK && r.kind == WARC_RESPONSE &&
              text_is(r.type, "text/html") && text_is(warc_header(&r, "x"), "1") &&
              warc_header(&r, "y").n == 0,
          "a response");
    CHECK(warc_next(w, a, &r, NULL) == ST_NOTFOUND && warc_counts(w).skipped == 5, "the end");
    warc_close(w);
    warc_close(NULL);
    buf_release(&archive);
    arena_free(a);
    CHECK(warc_open("/nonexistent/x.warc", &w, NULL) == ST_IO, "no such file");
}
TEST_FN(test_fields)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_responses), TEST(test_breaks), TEST(test_refuses),
                                        TEST(test_fields),    TEST(test_arcs),   TEST(test_items) };

    return TEST_RUN(tests);
}
