/* UTF-8 against a decoder made of Unicode's Table 3-7 alone, byte by byte. */
#include "../test.h"

#include "buf.h"
#include "rng.h"
#include "utf8.h"

#define ROUNDS 200000

/* Unicode 15, Table 3-7: what each byte of a well-formed sequence may be. */
static const struct {
    size_t n;
    unsigned char lo[4], hi[4];
} forms[] = {
    { 1, { 0x00 }, { 0x7F } },
    { 2, { 0xC2, 0x80 }, { 0xDF, 0xBF } },
    { 3, { 0xE0, 0xA0, 0x80 }, { 0xE0, 0xBF, 0xBF } },
    { 3, { 0xE1, 0x80, 0x80 }, { 0xEC, 0xBF, 0xBF } },
    { 3, { 0xED, 0x80, 0x80 }, { 0xED, 0x9F, 0xBF } },
    { 3, { 0xEE, 0x80, 0x80 }, { 0xEF, 0xBF, 0xBF } },
    { 4, { 0xF0, 0x90, 0x80, 0x80 }, { 0xF0, 0xBF, 0xBF, 0xBF } },
    { 4, { 0xF1, 0x80, 0x80, 0x80 }, { 0xF3, 0xBF, 0xBF, 0xBF } },
    { 4, { 0xF4, 0x80, 0x80, 0x80 }, { 0xF4, 0x8F, 0xBF, 0xBF } },
};

/* The longest start of a form that stands there, one byte at least; *whole: all of it. */
static size_t
oracle(const unsigned char *p, size_t left, bool *whole, uint32_t *cp)
{
    size_t best = 1;

    *whole = false;
    *cp = UTF8_REPLACEMENT;
    for (size_t f = 0; f < N_ROWS(forms); f++) {
        size_t k = 0;

        while (k < forms[f].n && k < left && p[k] >= forms[f].lo[k] && p[k] <= forms[f].hi[k])
            k++;
        best = k > best ? k : best;
        if (k < forms[f].n)
            continue;
        *whole = true;
        *cp = k == 1 ? p[0] : p[0] & (0x7Fu >> k);
        for (size_t i = 1; i < k; i++)
            *cp = *cp * 64 + (p[i] - 0x80u);
        return k;
    }
    return best;
}

static void
compare(const unsigned char *p, size_t n)
{
    struct text t = { (const char *)p, n };
    bool valid = true, whole;
    size_t at = 0, count = 0;

    while (at < n) {
        uint32_t want, got;
        size_t step = oracle(p + at, n - at, &whole, &want), was = at;

        got = utf8_next(t, &at);
        CHECK(got == want && at - was == step, "%02X %02X %02X %02X at %zu: U+%04X, %zu bytes",
              p[0], p[1], p[2], p[3], was, (unsigned)got, at - was);
        if (at - was != step)
            return;
        valid = valid && whole;
        count++;
    }
    CHECK(utf8_valid(t) == valid, "%02X %02X %02X %02X: valid", p[0], p[1], p[2], p[3]);
    CHECK(utf8_count(t) == count, "count %zu", utf8_count(t));
}

static void
test_against_table(void)
{
    unsigned char p[8] = { 0 };
    struct rng r;

    for (unsigned i = 0; i < 256; i++)
        for (unsigned j = 0; j < 256; j++) {
            p[0] = (unsigned char)i;
            p[1] = (unsigned char)j;
            p[2] = 0x80;
            p[3] = 0xBF;
            for (size_t n = 1; n <= 4; n++)
                compare(p, n);
        }
    rng_seed(&r, 11);
    for (int i = 0; i < ROUNDS; i++) { /* mostly bytes at the edges of the table's ranges */
        for (size_t j = 0; j < sizeof(p); j++) {
            size_t f = rng_below(&r, N_ROWS(forms)), k = rng_below(&r, forms[f].n);

            p[j] = (unsigned char)(rng_below(&r, 2) ? forms[f].lo[k] - rng_below(&r, 2)
                                                    : forms[f].hi[k] + rng_below(&r, 2));
        }
        compare(p, 1 + rng_below(&r, sizeof(p)));
    }
}
TEST_FN(test_against_table)

/* Every scalar value there and back; nothing else gets through. */
static void
test_encode(void)
{
    char z[UTF8_MAX_BYTES];

    for (uint32_t c = 0; c <= 0x110010; c++) {
        bool scalar = c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
        size_t n = utf8_encode(c, z), at = 0;
        uint32_t back = utf8_next((struct text){ z, n }, &at);

        if (at != n || back != (scalar ? c : UTF8_REPLACEMENT)) {
            CHECK(false, "U+%04X came back as U+%04X", (unsigned)c, (unsigned)back);
            return;
        }
    }
    CHECK(utf8_encode(UINT32_MAX, z) == 3, "the largest number");
}
TEST_FN(test_encode)

static void
test_clean(void)
{
#define R "\xEF\xBF\xBD"
    static const struct {
        const char *from, *t, *want;
    } rows[] = {
        { "nothing", "", "" },
        { "good stays", "a\xC3\xA9\xE2\x82\xAC", "a\xC3\xA9\xE2\x82\xAC" },
        { "Latin-1", "caf\xE9!", "caf" R "!" },
        { "a truncated start is one (Encoding standard)", "\xF0\x9F\x98", R },
        { "a surrogate is three", "\xED\xA0\x80", R R R },
        { "an overlong slash is two", "\xC0\xAF", R R },
        { "bad, good, bad", "\xFFx\xFE", R "x" R },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct buf b;

        buf_init(&b, BUF_SMALL);
        utf8_clean(text_of(rows[i].t), &b);
        CHECK(strcmp(buf_str(&b), rows[i].want) == 0, "%s: %s", rows[i].from, buf_str(&b));
        CHECK(utf8_valid(buf_text(&b)), "%s", rows[i].from);
        buf_release(&b);
    }
#undef R
}
TEST_FN(test_clean)

static void
test_cut(void)
{
    static const struct {
        const char *from, *t;
        size_t max, want;
    } rows[] = {
        { "shorter", "abc", 5, 3 },
        { "exact", "abc", 3, 3 },
        { "ASCII", "abc", 2, 2 },
        { "inside two bytes", "a\xC3\xA9", 2, 1 },
        { "inside four, first", "\xF0\x9F\x98\x80", 1, 0 },
        { "inside four, last", "\xF0\x9F\x98\x80", 3, 0 },
        { "between two", "\xC3\xA9\xC3\xA9", 2, 2 },
        { "only continuation bytes: gets on", "\x80\x80\x80\x80\x80\x80", 5, 5 },
        { "a start that is not the byte's", "\xC3\xA9\xA9\xA9", 3, 3 },
        { "nothing wanted", "abc", 0, 0 },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        size_t got = utf8_cut(text_of(rows[i].t), rows[i].max);

        CHECK(got == rows[i].want, "%s: %zu", rows[i].from, got);
    }
}
TEST_FN(test_cut)

static void
test_drives_terminal(void)
{
    static const uint32_t yes[] = { 0,    7,      0x1B,   0x1F,   0x7F,  0x80,
                                    0x9F, 0x202A, 0x202E, 0x2066, 0x2069 };
    static const uint32_t no[] = { ' ', 'a', 0x7E, 0xA0, 0x2029, 0x202F, 0x2065, 0x206A, 0x1F600 };

    for (size_t i = 0; i < N_ROWS(yes); i++)
        CHECK(utf8_drives_terminal(yes[i]), "U+%04X", (unsigned)yes[i]);
    for (size_t i = 0; i < N_ROWS(no); i++)
        CHECK(!utf8_drives_terminal(no[i]), "U+%04X", (unsigned)no[i]);
}
TEST_FN(test_drives_terminal)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_against_table), TEST(test_encode),          TEST(test_clean),
        TEST(test_cut),           TEST(test_drives_terminal),
    };

    return TEST_RUN(tests);
}
