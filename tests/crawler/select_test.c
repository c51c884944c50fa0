/* select_test.c - select.c: each form of the grammar, and what it must refuse. */

#include "../../crawler/select.h"

#include "../test.h"
#include "buf.h"

static const char page[] =
    "<div id=a class='x y'><p id=b class=x lang=en-GB>one <i id=c>two</i></p>"
    "<p id=d data-n=5>three</p><div id=e class='x z'><p id=f>four</p></div></div>"
    "<a id=g href='/t/1?x=2' rel='next nofollow'>Next page</a>";

/* A selector, and the ids of what it finds in that page. */
static const struct {
    const char *from, *selector, *want;
} rows[] = {
    /* clang-format off */
    { "name", "p", "b d f" }, { "id", "#c", "c" }, { "class", ".x", "a b e" }, { "two classes", ".x.z", "e" },
    { "name and class", "p.x", "b" }, { "any", "*[id=g]", "g" }, { "descendant", "div p", "b d f" },
    { "child", "#a > p", "b d" }, { "deep", "#a .z p", "f" }, { "sibling", "p + p", "d" }, { "later sibling", "p ~ div", "e" },
    { "no sibling", "div + p", "" }, { "union in page order", "#f, #b", "b f" },
    { "attribute", "[data-n]", "d" }, { "prefix", "[lang^=en]", "b" }, { "suffix", "[href$='x=2']", "g" },
    { "within", "[href*=\"/t/\"]", "g" }, { "token", "[rel~=next]", "g" }, { "equal", "[rel=next]", "" },
    { "not", "p:not(.x)", "d f" }, { "not attribute", "p:not([data-n])", "b f" }, { "has", "div:has(i)", "a" },
    { "text", "a:text(next)", "g" }, { "first", "p:first", "b" }, { "last", "p:last", "f" }, { "none", ".nothing", "" },
    /* clang-format on */
};

static void
test_find(void)
{
    struct arena *a = arena_new();
    struct html h;

    html_setup();
    html_parse(TEXT_LIT(page), a, &h);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct select *s = NULL;
        struct err err = { "" };
        struct buf got;
        uint32_t *found;
        size_t n;

        CHECK(select_parse(text_of(rows[i].selector), a, &s, &err) == ST_OK, "%s", err.msg);
        buf_init(&got, BUF_SMALL);
        n = s != NULL ? select_all(s, &h, HTML_ROOT, 100, a, &found) : 0;
        for (size_t k = 0; k < n; k++)
            buf_addf(&got, "%s%.*s", k > 0 ? " " : "", TEXT_ARG(h.nodes[found[k]].id));
        CHECK(strcmp(buf_str(&got), rows[i].want) == 0, "row %zu (%s) %s: %s", i, rows[i].from,
              rows[i].selector, buf_str(&got));
        CHECK((select_first(s, &h, HTML_ROOT) == SELECT_NONE) == (n == 0), "row %zu", i);
        buf_release(&got);
    }
    arena_free(a);
}

static void
test_value(void)
{
    struct arena *a = arena_new();
    struct html h;
    struct select *s = NULL;

    html_setup();
    html_parse(TEXT_LIT(page), a, &h);
    CHECK(select_parse(TEXT_LIT("i, #g@href"), a, &s, NULL) == ST_OK, "parse");
    CHECK(text_is(select_value(s, &h, select_first(s, &h, HTML_ROOT), a), "two"), "text");
    CHECK(select_parse(TEXT_LIT("#g @href"), a, &s, NULL) == ST_OK, "parse");
    CHECK(text_is(select_value(s, &h, select_first(s, &h, HTML_ROOT), a), "/t/1?x=2"), "attribute");
    arena_free(a);
}

static const char *const refused[] = {
    "",
    ",",
    "p,",
    ".",
    "#",
    "[",
    "[a",
    "[a=",
    "[a=\"b]",
    "p >",
    ":nth-child(2)",
    "p:not(",
    "p:has(div p)",
    "a b)",
    "p:not(:not(.x))",
    "a b c d e f g h i j k l m n",
    "a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,"
    "a,"
    "a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a",
};

static void
test_refuses(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(refused); i++) {
        struct select *s = NULL;
        struct err err = { "" };

        CHECK(select_parse(text_of(refused[i]), a, &s, &err) == ST_INVALID, "\"%s\"", refused[i]);
        CHECK(s == NULL && err.msg[0] != '\0', "\"%s\"", refused[i]);
    }
    arena_free(a);
}

TEST_FN(test_find)
TEST_FN(test_value)
TEST_FN(test_refuses)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_find), TEST(test_value), TEST(test_refuses) };

    return TEST_RUN(tests);
}
