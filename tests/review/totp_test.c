/* totp_test.c - the vectors of RFC 6238 and RFC 4226, and what is taken for a code. */

#include "../test.h"

#include "../../review/totp.h"

static const struct text secret = { "12345678901234567890", 20 };

static void
test_rfc6238(void)
{
    static const struct {
        const char *from;
        int64_t at_s;
        uint32_t eight; /* digits */
    } rows[] = {
        { "RFC 6238 B, 1970-01-01 00:00:59", 59, 94287082 },
        { "RFC 6238 B, 2005-03-18 01:58:29", 1111111109, 7081804 },
        { "RFC 6238 B, 2005-03-18 01:58:31", 1111111111, 14050471 },
        { "RFC 6238 B, 2009-02-13 23:31:30", 1234567890, 89005924 },
        { "RFC 6238 B, 2033-05-18 03:33:20", 2000000000, 69279037 },
        { "RFC 6238 B, 2603-10-11 11:33:20", INT64_C(20000000000), 65353130 },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        uint32_t seen = totp_number(secret, rows[i].at_s / TOTP_STEP_S) % 100000000;
        char code[TOTP_DIGITS + 1], want[16];

        CHECK(seen == rows[i].eight, "%s: %u", rows[i].from, seen);
        snprintf(want, sizeof(want), "%06u", rows[i].eight % 1000000);
        totp_code(secret, rows[i].at_s / TOTP_STEP_S, code);
        CHECK(strcmp(code, want) == 0, "%s: %s", rows[i].from, code);
    }
}
TEST_FN(test_rfc6238)

static void
test_rfc4226(void)
{
    static const struct {
        uint32_t number;
        const char *code;
    } rows[] = { /* RFC 4226 D, counts 0 to 9 */
                 { 1284755224, "755224" }, { 1094287082, "287082" }, { 137359152, "359152" },
                 { 1726969429, "969429" }, { 1640338314, "338314" }, { 868254676, "254676" },
                 { 1918287922, "287922" }, { 82162583, "162583" },   { 673399871, "399871" },
                 { 645520489, "520489" }
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        char code[TOTP_DIGITS + 1];

        CHECK(totp_number(secret, (int64_t)i) == rows[i].number, "count %zu", i);
        CHECK(strcmp(totp_code(secret, (int64_t)i, code), rows[i].code) == 0, "count %zu: %s", i,
              code);
    }
}
TEST_FN(test_rfc4226)

/* The code of step 41152263 (RFC 6238 B at 1234567890 s) at other times and in other forms. */
static void
test_window(void)
{
    static const struct {
        const char *from, *code;
        int64_t now_s;
        bool ok;
    } rows[] = {
        { "now", "005924", 1234567890, true },
        { "the last second", "005924", 1234567919, true },
        { "a step late", "005924", 1234567949, true },
        { "two steps late", "005924", 1234567950, false },
        { "a step early", "005924", 1234567860, true },
        { "two steps early", "005924", 1234567859, false },
        { "as apps show it", "005 924", 1234567890, true },
        { "another code", "005925", 1234567890, false },
        { "without its zeros", "5924", 1234567890, false },
        { "longer", "0059240", 1234567890, false },
        { "eight digits", "89005924", 1234567890, false },
        { "nothing", "", 1234567890, false },
        { "blanks", "      ", 1234567890, false },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        int64_t step = -7;
        bool ok = totp_matches(secret, text_of(rows[i].code), rows[i].now_s, &step);

        CHECK(ok == rows[i].ok, "%s", rows[i].from);
        CHECK(step == (ok ? 41152263 : -7), "%s: step %lld", rows[i].from, (long long)step);
    }
    CHECK(!totp_matches(TEXT_NONE, TEXT_LIT("000000"), 0, &(int64_t){ 0 }), "no secret");
}
TEST_FN(test_window)

static void
test_secret(void)
{
    unsigned char bytes[TOTP_SECRET_BYTES], back[TOTP_SECRET_BYTES];
    char letters[SHA1_TEXT_BYTES];
    struct buf b;

    memcpy(bytes, secret.p, sizeof(bytes));
    sha1_letters(bytes, letters);
    CHECK(strcmp(letters, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ") == 0, "%s", letters);
    CHECK(totp_secret_read(text_of(letters), back) && memcmp(bytes, back, sizeof(back)) == 0,
          "there and back");
    CHECK(totp_secret_read(TEXT_LIT("gezd gnbv gy3t qojq gezd gnbv gy3t qojq"), back) &&
              memcmp(bytes, back, sizeof(back)) == 0,
          "as typed");
    CHECK(!totp_secret_read(TEXT_LIT("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ"), back), "31 letters");
    CHECK(!totp_secret_read(TEXT_LIT("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQA"), back), "33");
    CHECK(!totp_secret_read(TEXT_LIT("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1"), back), "no such letter");
    buf_init(&b, BUF_SMALL);
    totp_uri(bytes, TEXT_LIT("ada"), &b);
    CHECK(strcmp(buf_str(&b), "otpauth://totp/Earshot:ada?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                              "&issuer=Earshot") == 0,
          "%s", buf_str(&b));
    buf_release(&b);
    for (int i = 0; i < 100; i++) {
        totp_secret_new(bytes);
        CHECK(totp_secret_read(text_of(sha1_letters(bytes, letters)), back) &&
                  memcmp(bytes, back, sizeof(back)) == 0,
              "random secret %d", i);
    }
}
TEST_FN(test_secret)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rfc6238), TEST(test_rfc4226), TEST(test_window),
                                        TEST(test_secret) };

    return TEST_RUN(tests);
}
