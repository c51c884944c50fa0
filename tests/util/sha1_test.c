/* RFC 3174's vectors, and lengths around a block against whole and in pieces. */
#include "../test.h"

#include "sha1.h"

static const struct {
    const char *from, *text;
    size_t times;
    const char *hex;
} rows[] = {
    { "RFC 3174 7.3, 1", "abc", 1, "a9993e364706816aba3e25717850c26c9cd0d89d" },
    { "RFC 3174 7.3, 2", "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
      "84983e441c3bd26ebaae4aa1f95129e5e54670f1" },
    { "RFC 3174 7.3, 3", "a", 1000000, "34aa973cd4c4daa4f61eeb2bdbad27316534016f" },
    { "RFC 3174 7.3, 4", "0123456701234567012345670123456701234567012345670123456701234567", 10,
      "dea356a2cddd90c7a7ecedc5ebb563934f460452" },
    { "nothing", "", 1, "da39a3ee5e6b4b0d3255bfef95601890afd80709" },
};

static void
test_vectors(void)
{
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        unsigned char out[SHA1_BYTES];
        char hex[2 * SHA1_BYTES + 1];
        struct sha1 s;

        sha1_init(&s);
        for (size_t k = 0; k < rows[i].times; k++)
            sha1_add(&s, text_of(rows[i].text));
        sha1_done(&s, out);
        for (size_t k = 0; k < SHA1_BYTES; k++)
            snprintf(hex + 2 * k, 3, "%02x", out[k]);
        CHECK(strcmp(hex, rows[i].hex) == 0, "row %zu (%s): %s", i, rows[i].from, hex);
    }
}
TEST_FN(test_vectors)

/* Wherever the text is cut, the digest is the same: paddings of every length on the way. */
static void
test_pieces(void)
{
    char text[200], whole[SHA1_TEXT_BYTES], pieces[SHA1_TEXT_BYTES];

    for (size_t i = 0; i < sizeof(text); i++)
        text[i] = (char)(i * 7);
    for (size_t n = 0; n < sizeof(text); n++)
        for (size_t cut = 0; cut <= n; cut += 13) {
            struct sha1 s;

            sha1_init(&s);
            sha1_add(&s, (struct text){ text, cut });
            sha1_add(&s, (struct text){ text + cut, n - cut });
            CHECK(strcmp(sha1_base32(&s, pieces), sha1_of((struct text){ text, n }, whole)) == 0,
                  "%zu bytes cut at %zu", n, cut);
        }
}
TEST_FN(test_pieces)

static void
test_base32(void)
{
    char out[SHA1_TEXT_BYTES];

    /* What archives everywhere say of an empty payload. */
    CHECK(strcmp(sha1_of(TEXT_NONE, out), "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ") == 0, "%s", out);
}
TEST_FN(test_base32)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_vectors), TEST(test_pieces), TEST(test_base32) };

    return TEST_RUN(tests);
}
