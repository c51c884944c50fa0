#include "../../review/form.h"

#include "../test.h"
#include "buf.h"

/* As "name=value|name=value", or "!" and what was wrong. */
static const char *
shown(struct text in, struct arena *a)
{
    struct form f;
    struct err err = { "" };
    const char *out = "";

    if (form_parse(in, a, &f, &err) != ST_OK)
        return arena_printf(a, "!%s", err.msg);
    for (size_t i = 0; i < f.n; i++)
        out = arena_printf(a, "%s%s%.*s=%.*s", out, i > 0 ? "|" : "", TEXT_ARG(f.fields[i].name),
                           TEXT_ARG(f.fields[i].value));
    return out;
}

static void
test_parse(void)
{
    const struct {
        struct text in;
        const char *want, *from;
    } rows[] = {
        { TEXT_LIT("a=1&b=2"), "a=1|b=2", "URL Standard 5.1" },
        { TEXT_LIT("a=1&a=2"), "a=1|a=2", "a list" },
        { TEXT_LIT("a+b=c%20d%2B"), "a b=c d+", "plus is a blank, %2B a plus" },
        { TEXT_LIT("a"), "a=", "no value" },
        { TEXT_LIT("&&a=&&=b&"), "a=|=b", "empty pairs and names" },
        { TEXT_LIT("a=b=c"), "a=b=c", "the first '=' parts" },
        { TEXT_LIT("t=1%0D%0A2%0d%0a"), "t=1\n2\n", "HTML 4.10.21.4: text areas send CR LF" },
        { TEXT_LIT("t=%C3%A4%F0%9F%98%80"), "t=\xC3\xA4\xF0\x9F\x98\x80", "UTF-8" },
        { TEXT_LIT(""), "", "nothing" },
        { TEXT_LIT("a=%C3"), "!not UTF-8", "half a character" },
        { TEXT_LIT("a=%ED%A0%80"), "!not UTF-8", "a surrogate, RFC 3629 3" },
        { TEXT_LIT("a=%zz"), "!half a percent escape", "no hexadecimal digits" },
        { TEXT_LIT("a=%4"), "!half a percent escape", "the end comes first" },
        { TEXT_LIT("a=%"), "!half a percent escape", "the end comes first" },
        { TEXT_LIT("a=%00"), "!a NUL byte", "escaped" },
        { TEXT_LIT("a=\0"), "!a NUL byte", "as it is" },
        { TEXT_LIT("0123456789012345678901234567890123456789012345678901234567890123=x"),
          "0123456789012345678901234567890123456789012345678901234567890123=x", "64 bytes" },
        { TEXT_LIT("01234567890123456789012345678901234567890123456789012345678901234=x"),
          "!a field's name is over 64 bytes", "65" },
    };
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(strcmp(shown(rows[i].in, a), rows[i].want) == 0, "%s: %s", rows[i].from,
              shown(rows[i].in, a));
    arena_free(a);
}
TEST_FN(test_parse)

static void
test_many(void)
{
    struct arena *a = arena_new();
    struct form f;
    struct buf b;

    buf_init(&b, BUF_SMALL);
    for (int i = 0; i < FORM_MAX_FIELDS; i++)
        buf_add_str(&b, "id=7&");
    CHECK(form_parse(buf_text(&b), a, &f, NULL) == ST_OK && f.n == FORM_MAX_FIELDS, "%zu", f.n);
    buf_add_str(&b, "id=8");
    CHECK(form_parse(buf_text(&b), a, &f, NULL) == ST_LIMIT, "one more");
    buf_release(&b);
    arena_free(a);
}
TEST_FN(test_many)

static void
test_get(void)
{
    struct arena *a = arena_new();
    struct form f;
    struct text v;
    size_t at = 0, n = 0;

    CHECK(form_parse(TEXT_LIT("id=1&id=22&x=&n=-5&y=1x"), a, &f, NULL) == ST_OK, "parses");
    CHECK(text_is(form_get(&f, "id"), "1"), "the first");
    CHECK(form_has(&f, "x") && !form_has(&f, "z"), "there, though empty");
    CHECK(form_int(&f, "n", 3) == -5 && form_int(&f, "y", 3) == 3 && form_int(&f, "z", 4) == 4,
          "numbers");
    while (form_next(&f, "id", &at, &v))
        n += v.n;
    CHECK(n == 3, "both: %zu", n);
    form_cookies(TEXT_LIT("a=1; b=\"x y\";c ;=d; a=2"), a, &f);
    CHECK(f.n == 3 && text_is(form_get(&f, "a"), "1") && text_is(form_get(&f, "b"), "x y"),
          "RFC 6265 4.2.1: %zu", f.n);
    arena_free(a);
}
TEST_FN(test_get)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_parse), TEST(test_many), TEST(test_get) };

    return TEST_RUN(tests);
}
