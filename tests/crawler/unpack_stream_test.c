/* Content codings as they arrive: each alone and around another, whole, broken, and as bombs. */
#include "../../crawler/unpack_stream.h"

#include <zlib.h>
#include <zstd.h>

#include "../test.h"

#define PLAIN       "hello hello hello"
#define PACKED_MAX  (1 << 20)
#define BOMB        ((size_t)64 << 20)
#define CAP         ((size_t)100 * 1000)
#define FAR_WINDOW  27 /* 128 MiB */
#define ZSTD_MIDDLE 3
#define BYTES(s)                                                                                   \
    {                                                                                              \
        (s), sizeof(s) - 1                                                                         \
    }

/* brotli 1.0.9's output: PLAIN, and 64 MiB of zeros; its encoder is not linked here. */
#define BR_PLAIN "\x1B\x10\x00\xF8\x8D\x94\x6E\xDE\x44\x55\x86\x96\x6C\x20\x6F\x01\x4F\x1C\x60\x1C"
#define BR_ZEROS                                                                                   \
    "\xCB\xFF\xFF\x3F\xF8\x27\x00\xE2\xB1\x40\x20\xF7\xFE\x8F\xFF\xFF\x7F\xF0\x4F\x00\xC4\x61\x11" \
    "\x80\xEE\xFD\x1F\xFF\xFF\xFF\xE0\x9F\x00\x88\xC3\x02\x00\xDD\xFB\x3F\xFE\xFF\xFF\xC1\x3F\x01" \
    "\x10\x87\x05\x00\xBA\xF7\x7F\xFC\xFF\xFF\x83\x7F\x02\x20\x0E\x0B\x00\x74\xEF\xFF\xF8\xFF\xFF" \
    "\x07\xFF\x04\x40\x1C\x16\x00\xE8\xDE\xFF\xF1\xFF\xFF\x0F\xFE\x09\x80\x38\x2C\x00\xD0\xBD\xFF" \
    "\xE3\xFF\xFF\x1F\xFC\x13\x00\x71\x58\x00\xA0\x7B\xFF\x37"

/* How a body is packed: g gzip, z deflate, d deflate without header, b br (PLAIN only), s zstd. */
static void
pack_once(char how, struct buf *b)
{
    static char out[PACKED_MAX];
    z_stream z = { .next_in = (Bytef *)b->p, .avail_in = (uInt)b->n };
    size_t n;

    if (how == 'b') {
        assert_true(text_is(buf_text(b), PLAIN));
        buf_clear(b);
        buf_add(b, BR_PLAIN, sizeof(BR_PLAIN) - 1);
        return;
    }
    if (how == 's') {
        n = ZSTD_compress(out, sizeof(out), b->p, b->n, ZSTD_MIDDLE);
        assert_false(ZSTD_isError(n));
    } else {
        deflateInit2(&z, 9, Z_DEFLATED,
                     how == 'g'   ? 31
                     : how == 'z' ? 15
                                  : -15,
                     8, Z_DEFAULT_STRATEGY);
        z.next_out = (Bytef *)out;
        z.avail_out = sizeof(out);
        assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
        n = z.total_out;
        deflateEnd(&z);
    }
    buf_clear(b);
    buf_add(b, out, n);
}

/* Words of letters as above, packed from left to right; words stand side by side. */
static void
pack(const char *how, struct buf *ret)
{
    struct buf one;

    buf_init(&one, BUF_LARGE);
    for (; *how != '\0'; how += *how == '+') {
        buf_clear(&one);
        buf_add_str(&one, PLAIN);
        for (; *how != '\0' && *how != '+'; how++)
            pack_once(*how, &one);
        buf_add_text(ret, buf_text(&one));
    }
    buf_release(&one);
}

/* All of it, step bytes at a time. */
static enum status
unpack_by(struct text packed, const char *names, size_t step, struct buf *out)
{
    struct unpack_stream *s = unpack_stream_new(text_of(names));
    enum status st = ST_OK;

    assert_non_null(s);
    for (size_t at = 0; at < packed.n && st == ST_OK; at += step)
        st = unpack_stream_add(s, text_sub(packed, at, step), out, NULL);
    if (st == ST_OK)
        st = unpack_stream_end(s, out, NULL);
    unpack_stream_free(s);
    return st;
}

static const struct {
    const char *from, *names, *how;
    struct text after; /* bytes that follow */
    size_t drop;       /* bytes missing at the end */
    enum status want;
    const char *text;
} rows[] = {
    /* clang-format off */
    { "1952", "gzip", "g", BYTES(""), 0, ST_OK, PLAIN },
    { "9110 8.4.1.3", "x-gzip", "g", BYTES(""), 0, ST_OK, PLAIN },
    { "names have no case", "GZip", "g", BYTES(""), 0, ST_OK, PLAIN },
    { "1950", "deflate", "z", BYTES(""), 0, ST_OK, PLAIN },
    { "1951: as many servers mean it", "deflate", "d", BYTES(""), 0, ST_OK, PLAIN },
    { "gzip called deflate", "deflate", "g", BYTES(""), 0, ST_OK, PLAIN },
    { "7932", "br", "b", BYTES(""), 0, ST_OK, PLAIN },
    { "8878", "zstd", "s", BYTES(""), 0, ST_OK, PLAIN },
    { "9110 8.4.1", "identity", "", BYTES(PLAIN), 0, ST_OK, PLAIN },
    { "no name", "", "", BYTES(PLAIN), 0, ST_OK, PLAIN },
    { "empty names", ", gzip,, ", "g", BYTES(""), 0, ST_OK, PLAIN },
    { "1952 2.2: every member", "gzip", "g+g+g", BYTES(""), 0, ST_OK, PLAIN PLAIN PLAIN },
    { "8878 3: every frame", "zstd", "s+s", BYTES(""), 0, ST_OK, PLAIN PLAIN },
    { "8878 3.1.2: a frame to skip", "zstd", "s", BYTES("\x5A\x2A\x4D\x18\x02\0\0\0xx"), 0, ST_OK, PLAIN },
    { "9110 8.4: the last is outermost", "gzip, br", "bg", BYTES(""), 0, ST_INVALID, "" },
    { "9110 8.4: the last is outermost", "br, gzip", "bg", BYTES(""), 0, ST_OK, PLAIN },
    { "twice", "gzip, gzip", "gg", BYTES(""), 0, ST_OK, PLAIN },
    { "twice, said once", "gzip", "sg", BYTES(""), 0, ST_OK, NULL },
    { "four deep", "br,zstd, deflate ,gzip", "bszg", BYTES(""), 0, ST_OK, PLAIN },
    { "what follows is ignored", "gzip", "g", BYTES("garbage"), 0, ST_OK, PLAIN },
    { "what follows is short", "gzip", "g", BYTES("\x1F"), 0, ST_OK, PLAIN },
    { "zeros, as tapes have them", "gzip", "g+g", BYTES("\0\0\0\0\0\0"), 0, ST_OK, PLAIN PLAIN },
    { "after zlib", "deflate", "z", BYTES("garbage"), 0, ST_OK, PLAIN },
    { "after br", "br", "b", BYTES("garbage"), 0, ST_OK, PLAIN },
    { "after zstd", "zstd", "s", BYTES("garbage"), 0, ST_OK, PLAIN },
    { "after the inner one", "gzip, deflate", "gz", BYTES("garbage"), 0, ST_OK, PLAIN },
    { "cut short", "gzip", "g", BYTES(""), 1, ST_INVALID, NULL },
    { "cut short", "gzip", "g", BYTES(""), 12, ST_INVALID, NULL },
    { "the second cut short", "gzip", "g+g", BYTES(""), 9, ST_INVALID, NULL },
    { "the inner one cut short", "gzip, deflate", "gz", BYTES(""), 9, ST_INVALID, NULL },
    { "cut short", "deflate", "z", BYTES(""), 1, ST_INVALID, NULL },
    { "cut short", "deflate", "d", BYTES(""), 1, ST_INVALID, NULL },
    { "cut short", "br", "b", BYTES(""), 1, ST_INVALID, NULL },
    { "cut short", "zstd", "s", BYTES(""), 1, ST_INVALID, NULL },
    { "no gzip: as it is", "gzip", "", BYTES("<html>"), 0, ST_OK, "<html>" },
    { "no gzip, two bytes", "gzip", "", BYTES("ab"), 0, ST_OK, "ab" },
    { "no zstd: as it is", "zstd", "", BYTES("<html>"), 0, ST_OK, "<html>" },
    { "plain in gzip", "gzip, gzip", "g", BYTES(""), 0, ST_OK, PLAIN },
    { "no deflate", "deflate", "", BYTES("<html>, and so on"), 0, ST_INVALID, "" },
    { "no br", "br", "", BYTES("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"), 0, ST_INVALID, "" },
    { "nothing", "gzip", "", BYTES(""), 0, ST_OK, "" },
    { "nothing", "br, zstd", "", BYTES(""), 0, ST_OK, "" },
    /* clang-format on */
};

static void
test_rows(void)
{
    static const size_t steps[] = { 1, 2, 3, 5, 4096 };
    struct buf packed, out;

    buf_init(&packed, BUF_LARGE);
    buf_init(&out, CAP);
    for (size_t i = 0; i < N_ROWS(rows) * N_ROWS(steps); i++) {
        size_t row = i / N_ROWS(steps), step = steps[i % N_ROWS(steps)];
        enum status st;

        buf_clear(&packed);
        buf_clear(&out);
        pack(rows[row].how, &packed);
        buf_add_text(&packed, rows[row].after);
        st = unpack_by(text_sub(buf_text(&packed), 0, packed.n - rows[row].drop), rows[row].names,
                       step, &out);
        CHECK(st == rows[row].want, "%s (%s) by %zu: status %d", rows[row].names, rows[row].from,
              step, (int)st);
        CHECK(rows[row].text == NULL || text_is(buf_text(&out), rows[row].text),
              "%s (%s) by %zu: \"%s\"", rows[row].names, rows[row].from, step, buf_str(&out));
    }
    buf_release(&packed);
    buf_release(&out);
}
TEST_FN(test_rows)

static void
test_names(void)
{
    static const char *const none[] = { "rot13", "gzip, rot13", "compress", "gzip gzip",
                                        "gzip,gzip,gzip,gzip,gzip" };

    for (size_t i = 0; i < N_ROWS(none); i++)
        CHECK(unpack_stream_new(text_of(none[i])) == NULL, "\"%s\"", none[i]);
}
TEST_FN(test_names)

/* A bomb gives its first CAP bytes and costs no more; a stack of them neither. */
static void
test_bombs(void)
{
    static const struct {
        const char *names, *how;
    } bombs[] = { { "gzip", "g" },        { "deflate", "z" },          { "deflate", "d" },
                  { "zstd", "s" },        { "gzip, gzip", "gg" },      { "zstd, gzip", "sg" },
                  { "gzip, zstd", "gs" }, { "gzip,gzip,gzip", "ggg" }, { "br", "" } };
    char *zeros = calloc(1, BOMB);
    struct buf packed, out;

    for (size_t i = 0; i < N_ROWS(bombs); i++) {
        buf_init(&packed, BUF_LARGE);
        buf_init(&out, CAP);
        if (bombs[i].how[0] == '\0')
            buf_add(&packed, BR_ZEROS, sizeof(BR_ZEROS) - 1);
        else
            buf_add(&packed, zeros, BOMB);
        for (const char *how = bombs[i].how; *how != '\0'; how++)
            pack_once(*how, &packed);
        CHECK(unpack_by(buf_text(&packed), bombs[i].names, 4096, &out) == ST_LIMIT, "%s %s",
              bombs[i].names, bombs[i].how);
        CHECK(out.n == CAP && out.cap <= 2 * CAP, "%s %s: %zu bytes", bombs[i].names, bombs[i].how,
              out.n);
        buf_release(&packed);
        buf_release(&out);
    }
    free(zeros);
}
TEST_FN(test_bombs)

/* RFC 9659: a frame that asks for more than 8 MB of window is refused, however small it is. */
static void
test_window(void)
{
    static char packed[PACKED_MAX];
    char *zeros = calloc(1, BOMB);
    ZSTD_CCtx *c = ZSTD_createCCtx();
    struct buf out;
    size_t n;

    for (int log = 23; log <= FAR_WINDOW; log += FAR_WINDOW - 23) {
        ZSTD_CCtx_setParameter(c, ZSTD_c_windowLog, log);
        ZSTD_CCtx_setParameter(c, ZSTD_c_contentSizeFlag, 0);
        n = ZSTD_compress2(c, packed, sizeof(packed), zeros, BOMB);
        assert_false(ZSTD_isError(n));
        buf_init(&out, BOMB);
        CHECK((unpack_by((struct text){ packed, n }, "zstd", n, &out) == ST_OK) == (log == 23),
              "window of 2^%d bytes", log);
        buf_release(&out);
    }
    ZSTD_freeCCtx(c);
    free(zeros);
}
TEST_FN(test_window)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows), TEST(test_names), TEST(test_bombs),
                                        TEST(test_window) };

    return TEST_RUN(tests);
}
