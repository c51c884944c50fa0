/* unpack_test.c - gzip and deflate, whole, broken, and bombs. */
#include "../../crawler/unpack.h"

#include <zlib.h>

#include "../test.h"

#define GZIP 31 /* zlib's window bits for each wrapping */
#define ZLIB 15
#define BARE (-15)

/* n bytes of c, packed; the caller frees it. */
static struct text
pack(char c, size_t n, int bits)
{
    z_stream z = { 0 };
    char *in = malloc(n), *out = malloc(n + 1024);

    memset(in, c, n);
    deflateInit2(&z, 9, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY);
    z.next_in = (Bytef *)in;
    z.avail_in = (uInt)n;
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)(n + 1024);
    deflate(&z, Z_FINISH);
    deflateEnd(&z);
    free(in);
    return (struct text){ out, z.total_out };
}

static void
drop(struct text t)
{
    free((void *)(uintptr_t)t.p);
}

static void
test_wrappings(void)
{
    static const int bits[] = { GZIP, ZLIB, BARE };

    for (size_t i = 0; i < N_ROWS(bits); i++) {
        struct text t = pack('x', 100000, bits[i]);
        struct buf out;

        buf_init(&out, BUF_PAGE);
        CHECK(unpack(t, &out, NULL) == ST_OK && out.n == 100000 && out.p[99999] == 'x', "bits %d",
              bits[i]);
        CHECK(unpack_is_gzip(t) == (bits[i] == GZIP), "bits %d", bits[i]);
        buf_clear(&out);
        t.n -= t.n / 2;
        CHECK(unpack(t, &out, NULL) == ST_INVALID, "cut short, bits %d", bits[i]);
        buf_release(&out);
        drop(t);
    }
}
TEST_FN(test_wrappings)

static void
test_bomb(void)
{
    struct text t = pack('0', 8 << 20, GZIP);
    struct buf out;
    struct err err = { "" };

    buf_init(&out, 1000);
    CHECK(unpack(t, &out, &err) == ST_LIMIT && out.n == 1000, "%zu bytes", out.n);
    CHECK(strstr(err.msg, "1000 bytes") != NULL, "%s", err.msg);
    buf_release(&out);
    drop(t);
}
TEST_FN(test_bomb)

static void
test_members(void)
{
    struct text a = pack('a', 10, GZIP), b = pack('b', 5, GZIP);
    struct buf in, out;

    buf_init(&in, BUF_PAGE);
    buf_init(&out, BUF_PAGE);
    buf_add_text(&in, a);
    buf_add_text(&in, b);
    buf_add_str(&in, "garbage");
    CHECK(unpack(buf_text(&in), &out, NULL) == ST_OK, "two members");
    CHECK(text_is(buf_text(&out), "aaaaaaaaaabbbbb"), "%s", buf_str(&out));
    buf_clear(&out);
    CHECK(unpack(TEXT_LIT("no deflate at all"), &out, NULL) == ST_INVALID, "garbage");
    CHECK(unpack(TEXT_NONE, &out, NULL) == ST_INVALID, "nothing");
    buf_release(&in);
    buf_release(&out);
    drop(a);
    drop(b);
}
TEST_FN(test_members)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_wrappings), TEST(test_bomb), TEST(test_members) };

    return TEST_RUN(tests);
}
