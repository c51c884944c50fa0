/* Records go, the others stay byte for byte where they were. */
#include "../test.h"

#include <fcntl.h>
#include <unistd.h>

#include <zlib.h>

#include "../../crawler/archive_scan.h"
#include "archive_erase.h"
#include "buf.h"
#include "file.h"

struct world {
    char dir[64], path[128];
    struct err err;
    int64_t offsets[8];
    int n, found;
};

static void
add_record(struct buf *out, const char *url, size_t i, const char *body)
{
    char record[4096];
    unsigned char packed[4096];
    z_stream z = { 0 };
    int n = snprintf(record, sizeof(record),
                     "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\n"
                     "WARC-Record-ID: <urn:uuid:0f4b8a56-3a9d-4c53-9e5d-6c1f2a7be9%02zu>\r\n"
                     "WARC-Date: 2026-01-01T00:00:00Z\r\n"
                     "WARC-Payload-Digest: sha1:VL2MMHO4YXUKFWV63YHTWSBM3GXKSQ2N\r\n"
                     "WARC-Block-Digest: sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ\r\n"
                     "Content-Length: %zu\r\n\r\nHTTP/1.1 200 OK\r\n\r\n%s\r\n\r\n",
                     url, i, strlen("HTTP/1.1 200 OK\r\n\r\n") + strlen(body), body);

    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (unsigned char *)record;
    z.avail_in = (unsigned)n;
    z.next_out = packed;
    z.avail_out = sizeof(packed);
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    buf_add(out, packed, sizeof(packed) - z.avail_out);
    deflateEnd(&z);
}

static void
count_found(void *self, const char *file, int64_t offset, struct text url)
{
    struct world *w = self;

    (void)file;
    (void)url;
    w->found++;
    CHECK(offset >= 0, "cannot be cut out");
}

static void
note_offset(void *self, const struct archive_found *f)
{
    struct world *w = self;

    w->offsets[w->n++] = f->item.offset;
    CHECK(f->item.whole && f->item.alone, "record %d", w->n);
}

static void
scan(struct world *w, int64_t offsets[8])
{
    struct archive_scan s = { .found = note_offset, .self = w };

    w->n = 0;
    CHECK(archive_scan(w->path, &s, &w->err) == ST_OK, "%s", w->err.msg);
    CHECK(s.whole_bytes == s.file_bytes, "it is whole");
    memcpy(offsets, w->offsets, sizeof(w->offsets));
}

static void
test_erase(void)
{
    const struct text urls[] = { TEXT_LIT("http://a.example/2") };
    const struct text words[] = { TEXT_LIT("jane public"), TEXT_LIT("J\xC3\xBCrgen") };
    struct world w = { .err = { "" } };
    struct archive_erase job = { .urls = urls,
                                 .n_urls = 1,
                                 .words = words,
                                 .n_words = 2,
                                 .dry_run = true,
                                 .found = count_found,
                                 .self = &w };
    int64_t before[8], after[8];
    struct buf b, c;
    char path[160];

    snprintf(w.dir, sizeof(w.dir), "/tmp/earshot-erase-XXXXXX");
    assert_non_null(mkdtemp(w.dir));
    snprintf(path, sizeof(path), "%s/archive", w.dir);
    CHECK(file_mkdir(path, &w.err) == ST_OK, "%s", w.err.msg);
    snprintf(w.path, sizeof(w.path), "%s/archive/x.warc.gz", w.dir);
    buf_init(&b, BUF_PAGE);
    buf_init(&c, BUF_PAGE);
    add_record(&b, "http://a.example/1", 1, "one");
    add_record(&b, "http://a.example/2", 2, "two");
    add_record(&b, "http://a.example/3", 3, "by Jane PUBLIC herself");
    add_record(&b, "http://a.example/4", 4, "by J\xFCrgen, as before UTF-8");
    add_record(&b, "http://a.example/5", 5, "five");
    CHECK(file_write(w.path, buf_text(&b), 0640, &w.err) == ST_OK, "%s", w.err.msg);
    job.dir = w.dir;
    scan(&w, before);
    CHECK(archive_erase(&job, &w.err) == ST_OK && w.found == 3, "%d: %s", w.found, w.err.msg);
    CHECK(file_read(w.path, &c, &w.err) == ST_OK && text_eq(buf_text(&b), buf_text(&c)), "dry");
    job.dry_run = false;
    CHECK(archive_erase(&job, &w.err) == ST_OK && w.found == 6, "%d: %s", w.found, w.err.msg);
    scan(&w, after);
    CHECK(w.n == 5 && memcmp(before, after, sizeof(before)) == 0, "places");
    buf_clear(&c);
    CHECK(file_read(w.path, &c, &w.err) == ST_OK && c.n == b.n, "length");
    CHECK(memcmp(b.p, c.p, (size_t)before[1]) == 0, "the first record");
    CHECK(memcmp(b.p + before[4], c.p + before[4], b.n - (size_t)before[4]) == 0, "the last one");
    CHECK(archive_erase(&job, &w.err) == ST_OK && w.found == 6, "nothing is left: %d", w.found);
    unlink(w.path);
    snprintf(path, sizeof(path), "%s/archive/x.cdxj", w.dir);
    unlink(path);
    snprintf(path, sizeof(path), "%s/archive", w.dir);
    CHECK(rmdir(path) == 0 && rmdir(w.dir) == 0, "a file is left");
    CHECK(archive_erase(&job, &w.err) == ST_OK, "no archives are fine");
    buf_release(&b);
    buf_release(&c);
}
TEST_FN(test_erase)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_erase) };

    return TEST_RUN(tests);
}
