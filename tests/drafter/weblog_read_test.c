/* weblog_read_test.c - lines of plain and packed files, whole, broken and hostile. */

#include "../test.h"

#include <unistd.h>
#include <zlib.h>

#include "../../drafter/weblog_read.h"
#include "buf.h"
#include "file.h"
#include "mem.h"

#define LONG (WEBLOG_READ_LINE_BYTES + 1)

static char path[64];

static void
pack(struct buf *out, struct text t)
{
    z_stream z = { .next_in = (unsigned char *)(uintptr_t)t.p, .avail_in = (unsigned)t.n };
    size_t room = t.n + 1024;
    char *p = mem_alloc(room);

    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_out = (unsigned char *)p;
    z.avail_out = (unsigned)room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    buf_add(out, p, room - z.avail_out);
    deflateEnd(&z);
    free(p);
}

/* All lines with | behind each, ~ for one that was too long; then the status. */
static enum status
read_all(struct text bytes, struct buf *out, struct err *err)
{
    struct weblog_read *r;
    struct text line;
    bool whole;
    enum status st;

    buf_clear(out);
    assert_int_equal(file_write(path, bytes, 0600, err), ST_OK);
    assert_int_equal(weblog_read_open(path, &r, err), ST_OK);
    while (weblog_read_line(r, &line, &whole)) {
        buf_add_text(out, whole ? line : TEXT_LIT("~"));
        buf_add_char(out, '|');
    }
    st = weblog_read_check(r, err);
    if (st == ST_OK)
        CHECK(weblog_read_at(r) == weblog_read_size(r), "all of it was read");
    weblog_read_close(r);
    unlink(path);
    return st;
}

static void
test_lines(void)
{
    static const struct {
        const char *bytes, *lines, *from;
    } rows[] = {
        { "", "", "an empty file" },
        { "a\nb\n", "a|b|", "lines" },
        { "a\nb", "a|b|", "the last one without an end" },
        { "a\r\n\r\nb\n", "a||b|", "ends of Windows, an empty line" },
        { "\n", "|", "an empty line alone" },
        { "x", "x|", "one byte" },
    };
    struct buf out, packed;
    struct err err = { "" };

    buf_init(&out, BUF_PAGE);
    buf_init(&packed, BUF_PAGE);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct text bytes = text_of(rows[i].bytes);

        CHECK(read_all(bytes, &out, &err) == ST_OK && text_is(buf_text(&out), rows[i].lines),
              "%s: %s", rows[i].from, buf_str(&out));
        buf_clear(&packed);
        pack(&packed, bytes);
        CHECK(read_all(buf_text(&packed), &out, &err) == ST_OK &&
                  text_is(buf_text(&out), rows[i].lines),
              "packed, %s: %s", rows[i].from, buf_str(&out));
        pack(&packed, TEXT_LIT("z\n")); /* what cat makes of two files */
        CHECK(read_all(buf_text(&packed), &out, &err) == ST_OK &&
                  text_ends(buf_text(&out), TEXT_LIT("z|")),
              "two members, %s: %s", rows[i].from, buf_str(&out));
    }
    buf_release(&out);
    buf_release(&packed);
}
TEST_FN(test_lines)

/* Lines of every length, over every border of a block. */
static void
test_borders(void)
{
    struct buf bytes, want, out;
    struct err err = { "" };

    buf_init(&bytes, BUF_LARGE);
    buf_init(&want, BUF_LARGE);
    buf_init(&out, BUF_LARGE);
    for (size_t i = 0; i < 3000; i++) {
        size_t n = i * 7919 % 613;

        for (size_t k = 0; k < n; k++) {
            buf_add_char(&bytes, (char)('a' + (i + k) % 26));
            buf_add_char(&want, (char)('a' + (i + k) % 26));
        }
        buf_add_char(&bytes, '\n');
        buf_add_char(&want, '|');
    }
    CHECK(read_all(buf_text(&bytes), &out, &err) == ST_OK &&
              text_eq(buf_text(&out), buf_text(&want)),
          "plain");
    buf_clear(&out);
    pack(&out, buf_text(&bytes));
    buf_clear(&bytes);
    buf_add_text(&bytes, buf_text(&out));
    CHECK(read_all(buf_text(&bytes), &out, &err) == ST_OK &&
              text_eq(buf_text(&out), buf_text(&want)),
          "packed");
    buf_release(&bytes);
    buf_release(&want);
    buf_release(&out);
}
TEST_FN(test_borders)

static void
test_long(void)
{
    static const struct {
        size_t n;
        const char *lines;
    } rows[] = {
        { WEBLOG_READ_LINE_BYTES, NULL },
        { LONG, "a|~|b|" },
        { 9 * LONG, "a|~|b|" },
    };
    struct buf bytes, out;
    struct err err = { "" };

    buf_init(&bytes, BUF_LARGE);
    buf_init(&out, BUF_LARGE);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        buf_clear(&bytes);
        buf_add_str(&bytes, "a\n");
        for (size_t k = 0; k < rows[i].n; k++)
            buf_add_char(&bytes, 'x');
        buf_add_str(&bytes, "\nb\n");
        CHECK(read_all(buf_text(&bytes), &out, &err) == ST_OK, "%s", err.msg);
        if (rows[i].lines != NULL)
            CHECK(text_is(buf_text(&out), rows[i].lines), "%zu: %zu bytes", rows[i].n, out.n);
        else
            CHECK(out.n == rows[i].n + 5, "%zu: as long as it may be", out.n);
    }
    buf_clear(&bytes);
    for (size_t k = 0; k < 3 * LONG; k++)
        buf_add_char(&bytes, 'x');
    CHECK(read_all(buf_text(&bytes), &out, &err) == ST_OK && text_is(buf_text(&out), "~|"),
          "one without an end: %s", buf_str(&out));
    buf_release(&bytes);
    buf_release(&out);
}
TEST_FN(test_long)

static void
test_broken(void)
{
    struct buf plain, packed, out;
    struct err err = { "" };
    struct weblog_read *r;

    buf_init(&plain, BUF_LARGE);
    buf_init(&packed, BUF_LARGE);
    buf_init(&out, BUF_LARGE);
    for (int i = 0; i < 1000; i++)
        buf_addf(&plain, "line %d\n", i);
    pack(&packed, buf_text(&plain));
    CHECK(read_all(text_sub(buf_text(&packed), 0, packed.n / 2), &out, &err) == ST_INVALID, "cut");
    CHECK(text_starts(buf_text(&out), TEXT_LIT("line 0|")), "what there is is read");
    CHECK(strstr(err.msg, "ends before its end") != NULL, "%s", err.msg);
    packed.p[packed.n / 2] ^= 0x55;
    CHECK(read_all(buf_text(&packed), &out, &err) == ST_INVALID, "changed");
    CHECK(strstr(err.msg, "is broken") != NULL, "%s", err.msg);
    CHECK(weblog_read_open("/tmp", &r, &err) == ST_OK, "a folder opens");
    {
        struct text line;
        bool whole;

        CHECK(!weblog_read_line(r, &line, &whole), "and has no lines");
        CHECK(weblog_read_check(r, &err) == ST_IO, "%s", err.msg);
        weblog_read_close(r);
    }
    CHECK(weblog_read_open("/tmp/not/there", &r, &err) == ST_NOTFOUND, "%s", err.msg);
    buf_release(&plain);
    buf_release(&packed);
    buf_release(&out);
}
TEST_FN(test_broken)

/* Zeros pack to a thousandth. */
static void
test_bomb(void)
{
    struct text zeros = { mem_zalloc((size_t)100 << 20), (size_t)100 << 20 };
    struct buf packed, out;
    struct err err = { "" };

    buf_init(&packed, BUF_LARGE);
    buf_init(&out, BUF_LARGE);
    pack(&packed, zeros);
    CHECK(read_all(buf_text(&packed), &out, &err) == ST_LIMIT, "%s", err.msg);
    free((void *)(uintptr_t)zeros.p);
    buf_release(&packed);
    buf_release(&out);
}
TEST_FN(test_bomb)

/* What logs are packed by besides gzip is told by name, with what to do. */
static void
test_packers(void)
{
    static const struct {
        const char *bytes, *why;
    } rows[] = {
        { "\xFD"
          "7zXZ 1",
          "packed by xz: wanted plain or gzip (xz -dc FILE" },
        { "BZh91AY", "packed by bzip2" },
        { "\x28\xB5\x2F\xFD 1", "packed by zstd" },
        { "PK\x03\x04 1", "packed by zip" },
    };
    struct err err = { "" };
    struct buf out;

    buf_init(&out, BUF_PAGE);
    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(read_all(text_of(rows[i].bytes), &out, &err) == ST_INVALID && out.n == 0 &&
                  strstr(err.msg, rows[i].why) != NULL,
              "%s: %s", rows[i].why, err.msg);
    CHECK(read_all(TEXT_LIT("BZ\n"), &out, &err) == ST_OK, "%s", err.msg);
    buf_release(&out);
}
TEST_FN(test_packers)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_packers), TEST(test_lines),  TEST(test_borders),
                                        TEST(test_long),    TEST(test_broken), TEST(test_bomb) };

    snprintf(path, sizeof(path), "/tmp/earshot-weblog-%d", (int)getpid());
    return TEST_RUN(tests);
}
