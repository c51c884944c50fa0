/* html_test.c - html.c: the table has what the page has, whatever the page does. */

#include "../../crawler/html.h"
#include "rng.h"

#include "../test.h"
#include "buf.h"
#include "extract.h"

/* The table as text: elements as name(...), text in quotes. */
static void
show(const struct html *h, struct arena *a, struct buf *out)
{
    uint32_t ends[EXTRACT_MAX_LEVELS + 2];
    size_t n = 0;

    for (uint32_t i = 1; i < h->n; i++) {
        while (n > 0 && i >= ends[n - 1]) {
            buf_add_char(out, ')');
            n--;
        }
        if (h->nodes[i].tag == HTML_TEXT) {
            struct text t = html_fold(h->nodes[i].text, a);

            buf_addf(out, "'%.*s'", TEXT_ARG(t));
            continue;
        }
        buf_addf(out, "%s(", h->nodes[i].name);
        ends[n++] = h->nodes[i].end;
    }
    while (n-- > 0)
        buf_add_char(out, ')');
}

static const struct {
    const char *from, *html, *want;
} rows[] = {
    /* clang-format off */
    { "plain", "<p>a<b>c</b></p>", "html(body(p('a'b('c'))))" },
    { "implied ends", "<ul><li>a<li>b</ul>", "html(body(ul(li('a')li('b'))))" },
    { "2.9.14 reads textarea as markup", "<p>a<textarea><i itemprop=x>b</i></p></textarea>c", "html(body(p('a'textarea()'c')))" },
    { "template is left out", "<div><template><p>x</p></template>y</div>", "html(body(div('y')))" },
    { "iframe, noembed", "<p>a<iframe><b>x</b></iframe><noembed><b>y</b></noembed>z", "html(body(p('a'iframe()noembed()'z')))" },
    { "title is text", "<title>a <b> c</title><p>d", "html(head(title('a <b> c'))body(p('d')))" },
    { "a script goes", "<script type=x>p(\"<p>\")</script><p>a", "html(head(script())body(p('a')))" },
    { "JSON is kept as it is", "<script type=json>{\"a\":\"<p>\"}</script>", "html(head(script('{\"a\":\"<p>\"}')))" },
    { "style goes", "<style>p{}</style><p>a", "html(head(style())body(p('a')))" },
    { "custom element", "<x-y>a</x-y>", "html(body(x-y('a')))" },
    { "references", "<p>&eacute;&#x41;&amp;</p>", "html(body(p('\xC3\xA9" "A&')))" },
    { "no content", "", "" },
    { "only text", "hi", "html(body(p('hi')))" },
    /* clang-format on */
};

static void
test_table(void)
{
    struct arena *a = arena_new();

    html_setup();
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct html h;
        struct buf out;

        buf_init(&out, BUF_SMALL);
        html_parse(text_of(rows[i].html), a, &h);
        show(&h, a, &out);
        CHECK(strcmp(buf_str(&out), rows[i].want) == 0, "row %zu (%s): %s", i, rows[i].from,
              buf_str(&out));
        buf_release(&out);
    }
    arena_free(a);
}

/* Invariants of any table: parents come before, subtrees nest. */
static void
check_table(const struct html *h)
{
    for (uint32_t i = 1; i < h->n; i++) {
        const struct html_node *e = &h->nodes[i], *p = &h->nodes[e->parent];

        CHECK(e->parent < i && e->end > i && e->end <= p->end && e->level == p->level + 1,
              "node %u", i);
        if (test_failures > 0)
            return;
    }
}

static void
test_hostile(void)
{
    static const char *const units[] = { "<div>",    "<b>", "<a>", "<table><tr><td>", "<p", "</x>",
                                         "<ul><li>", "&",   "<!--" };
    struct arena *a = arena_new();

    html_setup();
    for (size_t i = 0; i < N_ROWS(units); i++) {
        struct buf page;
        struct html h;

        buf_init(&page, BUF_PAGE);
        for (int k = 0; k < 100000; k++)
            buf_add_str(&page, units[i]);
        html_parse(buf_text(&page), a, &h);
        check_table(&h);
        buf_release(&page);
        arena_clear(a);
    }
    arena_free(a);
}

static void
test_attributes(void)
{
    struct arena *a = arena_new();
    struct html h;
    const struct html_node *e;

    html_setup();
    html_parse(TEXT_LIT("<div id=x class='a  b' DATA-n=\"1&amp;2\" hidden>t</div>"), a, &h);
    e = &h.nodes[h.n - 2];
    CHECK(text_is(html_attr(e, "id"), "x"), "id");
    CHECK(text_is(html_attr(e, "data-n"), "1&2"), "data-n");
    CHECK(html_attr(e, "hidden").p != NULL && html_attr(e, "nothing").p == NULL, "presence");
    CHECK(html_has_class(e, TEXT_LIT("b")) && !html_has_class(e, TEXT_LIT("a  b")), "class");
    CHECK(!html_has_class(e, TEXT_NONE) && !html_has_token(TEXT_LIT("ab b-"), TEXT_LIT("b")),
          "whole words");
    arena_free(a);
}

static void
test_tag_table(void)
{
    for (int t = HTML_A; t < HTML_N_TAGS; t++)
        CHECK(html_tag_of(html_tag_name((enum html_tag)t)) == (enum html_tag)t, "%s",
              html_tag_name((enum html_tag)t));
    CHECK(html_tag_of("x-y") == HTML_UNKNOWN, "unknown");
}

static void
test_folded(void)
{
    struct arena *a = arena_new();
    struct html h;

    html_setup();
    html_parse(TEXT_LIT("<div> a\n <b>b</b>c<br>d<p>e</p><script>x</script>&nbsp;f</div>"), a, &h);
    CHECK(text_is(html_folded(&h, HTML_ROOT, a), "a bc d e f"), "%.*s",
          TEXT_ARG(html_folded(&h, HTML_ROOT, a)));
    arena_free(a);
}

/* What html_plain() finds, byte by byte. */
static size_t
naive_plain(struct text t, size_t at)
{
    while (at < t.n && t.p[at] >= ' ' && t.p[at] < 0x7F &&
           (t.p[at] != ' ' || (at + 1 < t.n && t.p[at + 1] > ' ' && t.p[at + 1] < 0x7F)))
        at++;
    return at;
}

static void
test_plain(void)
{
    static const char bytes[] = {
        'a', 'b', '~', '!', 'c', ' ', ' ', '\n', 0x7F, (char)0xC3, 0, 0x1F
    };
    char run[40];
    struct rng rng;

    rng_seed(&rng, 1);
    for (int i = 0; i < 20000; i++) {
        struct text t = { run, rng_below(&rng, sizeof(run) + 1) };
        size_t at = rng_below(&rng, t.n + 1), kinds = 5 + rng_below(&rng, 8);

        for (size_t k = 0; k < t.n; k++)
            run[k] = bytes[rng_below(&rng, 30) > 0 ? rng_below(&rng, 6) : rng_below(&rng, kinds)];
        CHECK(html_plain(t, at) == naive_plain(t, at), "run %d: %zu, wanted %zu", i,
              html_plain(t, at), naive_plain(t, at));
    }
}

TEST_FN(test_plain)
TEST_FN(test_table)
TEST_FN(test_hostile)
TEST_FN(test_attributes)
TEST_FN(test_tag_table)
TEST_FN(test_folded)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_table),      TEST(test_hostile),
                                        TEST(test_attributes), TEST(test_tag_table),
                                        TEST(test_folded),     TEST(test_plain) };

    return TEST_RUN(tests);
}
