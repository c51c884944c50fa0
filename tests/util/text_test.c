/* Borrowed runs of bytes: edges of every function; searches against naive ones. */
#include "../test.h"

#include "rng.h"
#include "text.h"

#define T(s)   TEXT_LIT(s)
#define ROUNDS 20000

static void
test_sub(void)
{
    static const struct {
        const char *from, *t;
        size_t at, n;
        const char *want;
    } rows[] = {
        { "whole", "abc", 0, 3, "abc" },
        { "middle", "abc", 1, 1, "b" },
        { "n past the end", "abc", 1, 99, "bc" },
        { "at the end", "abc", 3, 1, "" },
        { "at past the end", "abc", 9, 1, "" },
        { "huge n", "abc", 2, SIZE_MAX, "c" },
        { "empty", "", 0, 5, "" },
        { "nothing", "abc", 1, 0, "" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct text got = text_sub(text_of(rows[i].t), rows[i].at, rows[i].n);

        CHECK(text_is(got, rows[i].want), "%s: %.*s", rows[i].from, TEXT_ARG(got));
        if (rows[i].n == SIZE_MAX)
            CHECK(text_is(text_from(text_of(rows[i].t), rows[i].at), rows[i].want), "%s",
                  rows[i].from);
    }
    CHECK(text_of(NULL).n == 0 && text_of(NULL).p == NULL, "NULL is TEXT_NONE");
    CHECK(text_sub(TEXT_NONE, 0, 1).n == 0, "nothing of nothing");
}
TEST_FN(test_sub)

static void
test_trim_before_after(void)
{
    static const struct {
        const char *t, *trimmed, *before, *after;
    } rows[] = {
        { "", "", "", "" },
        { " \t\r\n\v\f", "", " \t\r\n\v\f", "" },
        { " a b ", "a b", " a b ", "" },
        { "k=v=w", "k=v=w", "k", "v=w" },
        { "=v", "=v", "", "v" },
        { "k=", "k=", "k", "" },
        { "\xC2\xA0x", "\xC2\xA0x", "\xC2\xA0x", "" }, /* a no-break space is no ASCII space */
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct text t = text_of(rows[i].t);

        CHECK(text_is(text_trim(t), rows[i].trimmed), "row %zu", i);
        CHECK(text_is(text_before(t, '='), rows[i].before), "row %zu", i);
        CHECK(text_is(text_after(t, '='), rows[i].after), "row %zu", i);
    }
}
TEST_FN(test_trim_before_after)

static void
test_cut(void)
{
    struct text nul = T("a\0b,c"), first; /* the end of the string seps is no separator */
    static const struct {
        const char *t, *seps, *want; /* the heads, each followed by '/' */
    } rows[] = {
        { "a,,b", ",", "a//b/" }, { "a,b;c", ",;", "a/b/c/" }, { "", ",", "" },
        { ",", ",", "/" },        { "abc", ",", "abc/" },      { "a,", ",", "a/" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct text rest = text_of(rows[i].t), head;
        char got[64] = "";
        size_t n = 0;

        while (text_cut(&rest, rows[i].seps, &head))
            n += (size_t)snprintf(got + n, sizeof(got) - n, "%.*s/", TEXT_ARG(head));
        CHECK(strcmp(got, rows[i].want) == 0, "\"%s\": %s", rows[i].t, got);
    }
    CHECK(text_cut(&nul, ",", &first) && text_eq(first, T("a\0b")), "NUL cut it");
}
TEST_FN(test_cut)

static void
test_compare(void)
{
    const struct {
        const char *from;
        struct text a, b;
        int cmp;
        bool nocase;
    } rows[] = {
        { "both empty", TEXT_NONE, T(""), 0, true },
        { "shorter first", T("ab"), T("abc"), -1, false },
        { "bytes are unsigned", T("\x7F"), T("\x80"), -1, false },
        { "letters fold", T("Robots"), T("rOBOTS"), -1, true },
        { "signs beside letters do not", T("@["), T("`{"), -1, false },
        { "no other alphabet", T("\xC3\x84"), T("\xC3\xA4"), -1, false },
        { "a NUL does not end it", T("a\0b"), T("a\0c"), -1, false },
        { "nor caseless", T("a\0B"), T("a\0b"), -1, true },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        int c = text_cmp(rows[i].a, rows[i].b), back = text_cmp(rows[i].b, rows[i].a);

        CHECK((c > 0) - (c < 0) == rows[i].cmp, "%s: %d", rows[i].from, c);
        CHECK((back > 0) - (back < 0) == -rows[i].cmp, "%s, turned: %d", rows[i].from, back);
        CHECK(text_eq(rows[i].a, rows[i].b) == (rows[i].cmp == 0), "%s", rows[i].from);
        CHECK(text_eq_nocase(rows[i].a, rows[i].b) == rows[i].nocase, "%s", rows[i].from);
    }
    CHECK(text_starts(T("http:"), T("http")) && !text_starts(T("htt"), T("http")), "starts");
    CHECK(text_starts_nocase(T("HTTP:"), T("http")) && !text_starts(T("HTTP:"), T("http")), "case");
    CHECK(text_starts(T("ab"), T("ab")) && !text_starts_nocase(T("ftp::"), T("http")),
          "whole, other");
    CHECK(text_starts(T("a"), TEXT_NONE) && text_ends(TEXT_NONE, TEXT_NONE), "nothing");
    CHECK(text_ends(T("a.ini"), T(".ini")) && !text_ends(T("ini"), T(".ini")), "ends");
    CHECK(!text_ends(T(".inix"), T(".ini")), "the end, not the middle");
}
TEST_FN(test_compare)

static void
test_ascii(void)
{
    const struct {
        const char *from;
        struct text t;
        bool ascii;
    } rows[] = {
        { "empty", TEXT_NONE, true },
        { "letters", TEXT_LIT("abc"), true },
        { "the last one, and NUL", TEXT_LIT("\0\x7F"), true },
        { "the first that is none", TEXT_LIT("a\x80"), false },
        { "UTF-8", TEXT_LIT("caf\xC3\xA9"), false },
        { "more than a word of the machine", TEXT_LIT("0123456789abcdef0"), true },
        { "in the second word", TEXT_LIT("0123456789abc\xC3\xA9"), false },
        { "the last of a word", TEXT_LIT("0123456\xFF"), false },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(text_is_ascii(rows[i].t) == rows[i].ascii, "%s", rows[i].from);
}
TEST_FN(test_ascii)

/* Slow and too simple to be wrong. */
static size_t
naive_find(struct text t, struct text what, bool nocase)
{
    for (size_t i = 0; i + what.n <= t.n; i++) {
        size_t j = 0;

        while (j < what.n && (t.p[i + j] == what.p[j] ||
                              (nocase && (t.p[i + j] ^ what.p[j]) == 0x20 &&
                               strchr("abAB", what.p[j]) != NULL && what.p[j] != '\0')))
            j++;
        if (j == what.n)
            return i;
    }
    return TEXT_NPOS;
}

static void
test_find(void)
{
    static const char alphabet[] = { 'a', 'b', 'A', '\0', '!' };
    struct rng r;

    rng_seed(&r, 1);
    for (int i = 0; i < ROUNDS; i++) {
        char hay[12], needle[4];
        struct text t = { hay, rng_below(&r, sizeof(hay)) };
        struct text w = { needle, rng_below(&r, sizeof(needle)) };

        for (size_t j = 0; j < sizeof(hay); j++)
            hay[j] = alphabet[rng_below(&r, sizeof(alphabet))];
        for (size_t j = 0; j < sizeof(needle); j++)
            needle[j] = alphabet[rng_below(&r, sizeof(alphabet))];
        CHECK(text_find(t, w) == naive_find(t, w, false), "round %d", i);
        CHECK(text_find_nocase(t, w) == naive_find(t, w, true), "round %d", i);
        if (w.n == 1)
            CHECK(text_find_char(t, w.p[0]) == naive_find(t, w, false), "round %d", i);
    }
    CHECK(text_find(TEXT_NONE, TEXT_NONE) == 0, "nothing is in nothing");
    CHECK(text_find_nocase(TEXT_NONE, TEXT_NONE) == 0, "nor caseless");
    CHECK(text_find_char(TEXT_NONE, 'x') == TEXT_NPOS, "no character is");
}
TEST_FN(test_find)

static void
test_to_int(void)
{
    static const struct {
        const char *t;
        bool ok;
        int64_t want;
    } rows[] = {
        { "0", true, 0 },
        { "-0", true, 0 },
        { "007", true, 7 },
        { "-12", true, -12 },
        { "9223372036854775807", true, INT64_MAX },
        { "-9223372036854775808", true, INT64_MIN },
        { "9223372036854775808", false, 0 },
        { "-9223372036854775809", false, 0 },
        { "99999999999999999999", false, 0 },
        { "", false, 0 },
        { "-", false, 0 },
        { "+1", false, 0 },
        { " 1", false, 0 },
        { "1 ", false, 0 },
        { "1x", false, 0 },
        { "0x10", false, 0 },
        { "1/", false, 0 }, /* the signs beside '0' and '9' */
        { "1:", false, 0 },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        int64_t v = 4711;

        CHECK(text_to_int(text_of(rows[i].t), &v) == rows[i].ok, "\"%s\"", rows[i].t);
        CHECK(v == (rows[i].ok ? rows[i].want : 4711), "\"%s\": %lld", rows[i].t, (long long)v);
    }
    CHECK(!text_to_int(T("1\0"), &(int64_t){ 0 }), "a NUL is no digit");
}
TEST_FN(test_to_int)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_sub),    TEST(test_trim_before_after),
        TEST(test_cut),    TEST(test_compare),
        TEST(test_ascii),  TEST(test_find),
        TEST(test_to_int),
    };

    return TEST_RUN(tests);
}
