/*
 * faq_test.c - the documents for the public: our own extractor and feed reader get the very
 * questions and answers back, libxml2 finds them well-formed, and nothing hostile is in them.
 */

#include "../test.h"

#include <jansson.h>
#include <libxml/parser.h>

#include "../../crawler/feed.h"
#include "../../drafter/faq.h"
#include "extract.h"
#include "mem.h"

#define MEGABYTE ((size_t)1024 * 1024)
#define AT(n)    (INT64_C(1790000000) + (n))

static const struct faq_head head = { .key = { "physics", 7 },
                                      .name = { "Physics & Astronomy", 19 },
                                      .language = { "en", 2 },
                                      .site = { "https://physics.example.edu/", 28 },
                                      .contact = { "help@physics.example.edu", 24 },
                                      .updated_s = AT(5) };

static const struct {
    const char *question, *text, *link, *title;
} honest[] = {
    { "Where do I park?", "Visitors park in the garage.\n\nIt costs 9 dollars a day.",
      "https://physics.example.edu/parking?a=1&b=2", "Parking & more" },
    { "How much is a permit?", "A permit is 240 dollars.", "https://physics.example.edu/parking",
      "Parking" },
    { "What do I bring along?", "You bring\n- the card\n- the form",
      "https://physics.example.edu/x", "What to bring" },
    { "Wie lange dauert das?", "F\xC3\xBCnf Tage.", "", "" },
    { "Is a waiver possible?", "Ask the office for one.", "https://physics.example.edu/fees",
      "Fees" },
    { "When do you open?", "We open at nine.", "https://physics.example.edu/hours", "Hours" },
};

static const char *const hostile[] = {
    "</script><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)",
    "a\xE2\x80\xAE"
    "b\xE2\x81\xA6"
    "c",
    "\xFF\xFE no UTF-8 \xC0\xAF",
    "]]> <!-- --> <![CDATA[ &lt; &#60;script&#62;",
    "javascript:alert(1)",
    "\x01\x1B[31m\x7F",
};

enum form { HTML, LD, ATOM };

static void
write_one(struct faq *f, struct buf *b, enum form form, const struct publish_entry *e, size_t n)
{
    if (form == LD)
        faq_ld_begin(f, b);
    else if (form == ATOM)
        faq_atom_begin(f, b);
    else
        faq_html_begin(f, b);
    for (enum faq_part part = FAQ_DATA; form == HTML && part <= FAQ_ANSWERS; part++) {
        if (part == FAQ_CONTENTS && !faq_has_contents(f))
            continue;
        faq_html_part(f, b, part);
        for (size_t i = 0; i < n; i++)
            faq_html_answer(f, b, part, &e[i]);
        faq_html_part_end(f, b, part);
    }
    for (size_t i = 0; form != HTML && i < n; i++)
        if (form == LD)
            faq_ld_answer(f, b, &e[i]);
        else
            faq_atom_answer(f, b, &e[i]);
    if (form == LD)
        faq_ld_end(f, b);
    else if (form == ATOM)
        faq_atom_end(f, b);
    else
        faq_html_end(f, b);
}

static void
write_all(struct buf *b, enum form form, const struct publish_entry *e, size_t n)
{
    struct faq_head h = head;
    struct faq f;

    h.n = n;
    faq_init(&f, &h, TEXT_LIT("p { color: red; }\n"));
    buf_init(b, BUF_LARGE);
    write_one(&f, b, form, e, n);
    faq_release(&f);
}

static void
fill(struct publish_entry *e)
{
    for (size_t i = 0; i < N_ROWS(honest); i++)
        e[i] = (struct publish_entry){ .id = (int64_t)i + 1,
                                       .question = text_of(honest[i].question),
                                       .text = text_of(honest[i].text),
                                       .link = text_of(honest[i].link),
                                       .title = text_of(honest[i].title),
                                       .published_s = AT(0),
                                       .updated_s = AT((int64_t)i) };
}

static void
check_xml(const struct buf *b, const char *from)
{
    xmlDoc *doc = xmlReadMemory(b->p, (int)b->n, NULL, "UTF-8",
                                XML_PARSE_NOERROR | XML_PARSE_NONET | XML_PARSE_HUGE);

    CHECK(doc != NULL, "%s is not well-formed: %.2000s", from, b->p);
    xmlFreeDoc(doc);
}

/* White space folded: how blocks are laid out is not what was asked. */
static struct text
fold(struct text t, struct arena *a)
{
    char *p = arena_alloc(a, t.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < t.n; i++)
        if ((unsigned char)t.p[i] > ' ')
            p[n++] = t.p[i];
        else if (n > 0 && p[n - 1] != ' ')
            p[n++] = ' ';
    return text_trim((struct text){ p, n });
}

/* The page, read as any page of the web is, gives back what went in. */
static void
test_round_trip(void)
{
    struct publish_entry e[N_ROWS(honest)];
    struct arena *a = arena_new();
    struct extract_page page;
    struct extract *x;
    struct err err;
    struct buf b;

    fill(e);
    write_all(&b, HTML, e, N_ROWS(honest));
    check_xml(&b, "the page");
    assert_int_equal(extract_new(NULL, &x, &err), ST_OK);
    extract_page(x,
                 &(struct extract_input){ .url = TEXT_LIT("https://physics.example.edu/faq.html"),
                                          .body = buf_text(&b),
                                          .content_type = TEXT_LIT("text/html") },
                 a, &page);
    CHECK(page.kind == EXTRACT_FAQ, "kind %s", extract_kind_name(page.kind));
    CHECK(text_is(page.language, "en"), "language %.*s", TEXT_ARG(page.language));
    CHECK(page.n_questions == N_ROWS(honest), "%zu questions", page.n_questions);
    for (size_t i = 0; i < page.n_questions && i < N_ROWS(honest); i++) {
        const struct extract_question *q = &page.questions[i];
        const char *want = arena_printf(a, "%s %s", honest[i].text, honest[i].title);
        struct text got = q->n_answers_text == 1 ? q->answers_text[0].text : TEXT_NONE;

        CHECK(text_is(q->title, honest[i].question), "%.*s", TEXT_ARG(q->title));
        CHECK(text_eq(fold(got, a), fold(text_of(want), a)), "%s: \"%.*s\"", want, TEXT_ARG(got));
    }
    extract_free(x);
    arena_free(a);
    buf_release(&b);
}
TEST_FN(test_round_trip)

static void
test_atom(void)
{
    struct publish_entry e[N_ROWS(honest)];
    struct arena *a = arena_new();
    struct feed feed = { .n = 0 };
    struct err err;
    struct buf b;

    fill(e);
    write_all(&b, ATOM, e, N_ROWS(honest));
    check_xml(&b, "the feed");
    CHECK(feed_parse(buf_text(&b), TEXT_LIT("https://physics.example.edu/a"), a, &feed, &err) ==
              ST_OK,
          "%s", err.msg);
    CHECK(feed.n == N_ROWS(honest) && strcmp(feed.format, "atom") == 0, "%zu entries", feed.n);
    CHECK(text_is(feed.title, "Physics & Astronomy"), "%.*s", TEXT_ARG(feed.title));
    for (size_t i = 0; i < feed.n && i < N_ROWS(honest); i++) {
        CHECK(text_is(feed.entries[i].title, honest[i].question), "%zu", i);
        CHECK(text_is(feed.entries[i].url, honest[i].link), "%.*s", TEXT_ARG(feed.entries[i].url));
        CHECK(feed.entries[i].published_s == AT(0), "%zu: published", i);
        CHECK(text_is(
                  feed.entries[i].id,
                  arena_printf(a, "tag:physics.example.edu,2026-01-01:answers/physics/%zu", i + 1)),
              "%.*s", TEXT_ARG(feed.entries[i].id));
    }
    arena_free(a);
    buf_release(&b);
}
TEST_FN(test_atom)

static void
test_data(void)
{
    struct publish_entry e[N_ROWS(honest)];
    const json_t *list;
    json_t *o;
    struct buf b;

    fill(e);
    write_all(&b, LD, e, N_ROWS(honest));
    o = json_loadb(b.p, b.n, 0, NULL);
    CHECK(o != NULL, "no JSON: %s", buf_str(&b));
    CHECK(strcmp(json_string_value(json_object_get(o, "@type")), "FAQPage") == 0, "type");
    list = json_object_get(o, "mainEntity");
    CHECK(json_array_size(list) == N_ROWS(honest), "%zu", json_array_size(list));
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *q = json_array_get(list, i), *x = json_object_get(q, "acceptedAnswer");
        struct buf body;

        buf_init(&body, BUF_SMALL);
        publish_body(&body, &e[i]);
        CHECK(strcmp(json_string_value(json_object_get(q, "name")), honest[i].question) == 0, "%zu",
              i);
        CHECK(strcmp(json_string_value(json_object_get(x, "text")), buf_str(&body)) == 0, "%zu", i);
        buf_release(&body);
    }
    json_decref(o);
    buf_release(&b);
}
TEST_FN(test_data)

static size_t
count(const struct buf *b, const char *what)
{
    struct text rest = buf_text(b);
    size_t n = 0, at;

    for (; (at = text_find_nocase(rest, text_of(what))) != TEXT_NPOS; n++)
        rest = text_from(rest, at + 1);
    return n;
}

/* Whatever a field holds: well-formed, one script, no control, nothing that turns around. */
static void
test_hostile(void)
{
    for (size_t k = 0; k < N_ROWS(hostile); k++) {
        struct text t = text_of(hostile[k]);
        struct publish_entry e = { 1, t, t, t, t, t, AT(0), AT(1) };

        for (enum form form = HTML; form <= ATOM; form++) {
            struct buf b;

            write_all(&b, form, &e, 1);
            if (form == LD) {
                json_t *o = json_loadb(b.p, b.n, 0, NULL);

                CHECK(o != NULL, "%s: no JSON", hostile[k]);
                json_decref(o);
            } else {
                check_xml(&b, hostile[k]);
            }
            CHECK(count(&b, "<script") == (form == HTML), "%s: %s", hostile[k], buf_str(&b));
            CHECK(count(&b, "</script") == (form == HTML), "%s", hostile[k]);
            CHECK(count(&b, "<img") == 0 && count(&b, "href=\"javascript") == 0, "%s", hostile[k]);
            CHECK(count(&b, "\xE2\x80\xAE") == 0 && count(&b, "\xE2\x81\xA6") == 0, "bidi");
            CHECK(count(&b, "\x1B") == 0 && count(&b, "\x01") == 0, "controls");
            buf_release(&b);
        }
    }
}
TEST_FN(test_hostile)

static void
test_large_and_none(void)
{
    char *p = mem_alloc(MEGABYTE);
    struct publish_entry e = { .id = 1, .question = { p, MEGABYTE }, .text = TEXT_LIT("x") };

    memset(p, '<', MEGABYTE);
    for (enum form form = HTML; form <= ATOM; form++) {
        struct buf b;

        write_all(&b, form, &e, 1);
        CHECK(!b.over && b.n > MEGABYTE, "%d: %zu bytes", (int)form, b.n);
        if (form != LD)
            check_xml(&b, "a megabyte");
        buf_release(&b);
        write_all(&b, form, NULL, 0);
        if (form != LD)
            check_xml(&b, "nothing");
        buf_release(&b);
    }
    free(p);
}
TEST_FN(test_large_and_none)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_round_trip), TEST(test_atom), TEST(test_data),
                                        TEST(test_hostile), TEST(test_large_and_none) };

    return TEST_RUN(tests);
}
