/* weblog_hash_test.c - the same, by the same key, and nothing else. */

#include "../test.h"

#include "../../drafter/weblog_hash.h"

static void
test_hash(void)
{
    static const unsigned char keys[2][WEBLOG_HASH_KEY_BYTES] = { { 1 }, { 2 } };
    static const struct {
        const char *one, *two;
    } rows[] = { { "a", "b" }, { "ab", "" }, { "", "ab" }, { "b", "a" }, { "", "" } };
    uint64_t seen[2 * N_ELEMENTS(rows)];
    struct buf b;
    size_t n = 0;

    buf_init(&b, BUF_SMALL);
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < N_ELEMENTS(rows); i++) {
            uint64_t h = weblog_hash(keys[k], text_of(rows[i].one), text_of(rows[i].two), &b);

            CHECK(h == weblog_hash(keys[k], text_of(rows[i].one), text_of(rows[i].two), &b),
                  "the same again");
            for (size_t j = 0; j < n; j++)
                CHECK(seen[j] != h, "row %d of key %d is row %d", (int)i, (int)k, (int)j);
            seen[n++] = h;
        }
    buf_release(&b);
}
TEST_FN(test_hash)

/* The vector of SipHash's paper (Aumasson, Bernstein 2012, appendix A): key 00 to 0f, input 00 to
 * 0e, of which 0a is the line end between both texts. */
static void
test_vector(void)
{
    static const unsigned char key[WEBLOG_HASH_KEY_BYTES] = { 0, 1, 2,  3,  4,  5,  6,  7,
                                                              8, 9, 10, 11, 12, 13, 14, 15 };
    static const char one[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 }, two[] = { 11, 12, 13, 14 };
    static const unsigned char want[] = { 0xe5, 0x45, 0xbe, 0x49, 0x61, 0xca, 0x29, 0xa1 };
    struct buf b;
    uint64_t h;

    buf_init(&b, BUF_SMALL);
    h = weblog_hash(key, (struct text){ one, sizeof(one) }, (struct text){ two, sizeof(two) }, &b);
    CHECK(memcmp(&h, want, sizeof(h)) == 0, "%llx", (unsigned long long)h);
    buf_release(&b);
}
TEST_FN(test_vector)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_hash), TEST(test_vector) };

    return TEST_RUN(tests);
}
