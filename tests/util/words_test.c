/* Words are found as a person would find them, in whatever form they were written. */
#include "../test.h"

#include <time.h>
#include <utf8proc.h>

#include "rng.h"
#include "utf8.h"
#include "words.h"

/* clang-format off */
static const struct {
    const char *from, *text, *what, *is; /* is: with # for it; NULL, it is not there */
} finds[] = {
    { "plain", "Ask Zebedee Quirk", "Zebedee Quirk", "Ask #" },
    { "case", "ask ZEBEDEE quirk!", "Zebedee Quirk", "ask #!" },
    { "case of letters that are not ASCII", "FRAU M\xC3\x9CLLER", "Frau M\xC3\xBCller", "#" },
    { "Greek", "\xCE\x91\xCE\x92", "\xCE\xB1\xCE\xB2", "#" },
    { "Greek, at the end of a word", "\xCE\x9F\xCE\x94\xCE\x9F\xCE\xA3", "\xCE\xBF\xCE\xB4\xCE\xBF\xCF\x82", "#" },
    { "sharp s", "STRASSE 1", "Stra\xC3\x9F" "e", "# 1" },
    { "the other way", "die Stra\xC3\x9F" "e", "STRASSE", "die #" },
    { "part of a letter: it goes whole", "die Stra\xC3\x9F" "e", "stras", "die #e" },
    { "first letter not ASCII", "x \xC3\x9C" "ber", "\xC3\xBC" "ber", "x #" },
    { "Kelvin sign", "\xE2\x84\xAAurt", "kurt", "#" },
    { "decomposed", "Frau Mu\xCC\x88ller ruft", "M\xC3\xBCller", "Frau # ruft" },
    { "composed", "Frau M\xC3\xBCller ruft", "mu\xCC\x88ller", "Frau # ruft" },
    { "two marks, in either order", "a\xCC\xA3\xCC\x82" "b \xE1\xBA\xAD a\xCC\x82\xCC\xA3", "\xE1\xBA\xAD", "#b # #" },
    { "a mark more is another letter", "Jose\xCC\x81", "Jose", NULL },
    { "the same, composed", "Jos\xC3\xA9", "Jose", NULL },
    { "Hangul in its parts", "\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8\xE1\x84\x92\xE1\x85\xA1", "\xEA\xB0\x81\xED\x95\x98", "#" },
    { "half of a syllable", "\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8", "\xEA\xB0\x80", NULL },
    { "Vietnamese", "Nguye\xCC\x82\xCC\x83n Thi\xCC\xA3", "nguy\xE1\xBB\x85n th\xE1\xBB\x8B", "#" },
    { "Turkish capitals", "\xC4\xB0REM I\xC5\x9EIK, irem \xC4\xB1\xC5\x9F\xC4\xB1k, i\xCC\x87rem \xC4\xB1\xC5\x9F\xC4\xB1k", "\xC4\xB0rem I\xC5\x9F\xC4\xB1k", "#, #, #" },
    { "ligature", "e\xEF\xAC\x83" "cient o\xEF\xAC\x83" "ce", "office", "e\xEF\xAC\x83" "cient #" },
    { "full width", "\xEF\xBC\xBA\xEF\xBD\x85\xEF\xBD\x82\xEF\xBD\x85\xEF\xBD\x84\xEF\xBD\x85\xEF\xBD\x85\xE3\x80\x80\xEF\xBC\xB1\xEF\xBD\x95\xEF\xBD\x89\xEF\xBD\x92\xEF\xBD\x8B", "zebedee quirk", "#" },
    { "half width, with its mark", "\xEF\xBD\xB6\xEF\xBE\x9E", "\xE3\x82\xAC", "#" },
    { "soft hyphen", "Zebe\xC2\xAD" "dee\xC2\xAD Quirk", "Zebedee Quirk", "#" },
    { "in what is looked for", "Zebedee", "Zebe\xC2\xAD" "dee", "#" },
    { "joiners and marks of direction", "\xE2\x80\x8FZebe\xE2\x80\x8D\xE2\x80\x8B" "dee\xE2\x81\xA0 \xE2\x80\x8EQuirk", "Zebedee Quirk", "\xE2\x80\x8F#" },
    { "line between", "Zebedee\x0D\x0A  Quirk", "Zebedee Quirk", "#" },
    { "no-break spaces", "Zebedee\xC2\xA0\xE2\x80\xAF\xE2\x80\x89Quirk", "zebedee quirk", "#" },
    { "line separator", "Zebedee\xE2\x80\xA8Quirk", "Zebedee Quirk", "#" },
    { "space is wanted", "ZebedeeQuirk", "Zebedee Quirk", NULL },
    { "another space is in what", "Zebedee Quirk", "Zebedee \x09 Quirk", "#" },
    { "apostrophes", "O\xE2\x80\x99" "Brien O'Brien O\xCA\xBC" "Brien", "o'brien", "# # #" },
    { "quotes", "\xE2\x80\x9Cno\xE2\x80\x9D \xE2\x80\x9Eno\xE2\x80\x9C", "\"no\"", "# #" },
    { "dashes", "Smith\xE2\x80\x90Jones Smith\xE2\x80\x91Jones Smith\xE2\x80\x93Jones", "smith-jones", "# # #" },
    { "begins twice", "ZeZebedee", "zebedee", "Ze#" },
    { "cut off", "Zebede", "zebedee", NULL },
    { "bad bytes", "\xFF\xC3 Zebedee", "zebedee", "\xFF\xC3 #" },
    { "ends in a lead byte", "Zebedee\xC3", "zebedee", "#\xC3" },
    { "empty", "", "a", NULL },
    { "nothing wanted", "a", "", NULL },
    { "nothing that is seen", "a\xC2\xAD" "b", "\xC2\xAD", NULL },
    { "HTML", "by O&#39;Brien &amp; &#x53;ons&lt;", "O'Brien & Sons", "by #&lt;" },
    { "a name of HTML", "Zebedee&nbsp;&nbsp;Quirk M&uuml;ller", "Quirk M\xC3\xBCller", "Zebedee&nbsp;&nbsp;#" },
    { "decomposed in HTML", "Mu&#776;ller Mu&#x308;ller", "M\xC3\xBCller", "# #" },
    { "soft hyphen in HTML", "Zebe&shy;dee", "zebedee", "#" },
    { "a feed: HTML in XML", "O&amp;#39;Brien Zebe&lt;b&gt;dee", "O'Brien Zebedee", "#" },
    { "JSON", "x\\u00fc said \\\"no\\\"\\nall M\\u00fcller", "\xC3\xBC said \"no\" all m\xC3\xBCller", "x#" },
    { "JSON beyond the plane", "\\ud835\\udc19ebedee", "zebedee", "#" },
    { "half of a pair", "\\ud835 x", "x", "\\ud835 #" },
    { "HTML in JSON", "Zebedee\\u0026nbsp;\\u003cb\\u003eQuirk", "Zebedee Quirk", "#" },
    { "JSON in HTML", "{&quot;x&quot;:&quot;M\\u00fcller&quot;}", "m\xC3\xBCller", "{&quot;x&quot;:&quot;#&quot;}" },
    { "scripts", "O\\x27Brien", "O'Brien", "#" },
    { "Markdown", "a\\_b \\*c\\*", "a_b *c*", "#" },
    { "CSV", "\"said \"\"no\"\", they\"", "said \"no\", they", "\"#\"" },
    { "an address", "/u/M%C3%BCller%20Z", "m\xC3\xBCller z", "/u/#" },
    { "no address", "100%zebedee 5%C3", "zebedee", "100%# 5%C3" },
    { "tags in a word", "Zebe<b>dee</b> <span class=\"n\" data-x=\"&lt;\">Quirk", "Zebedee Quirk", "#" },
    { "tags between words", "Zebedee<br/>Quirk</p><p>next", "Zebedee Quirk", "#</p><p>next" },
    { "a tag that is longer than a line", "Zebedee <a href=\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\">Quirk", "Zebedee Quirk", "#" },
    { "a comment", "Zebe<!-- x -->dee", "zebedee", "#" },
    { "in a tag", "<img alt=\"Zebedee&nbsp;Quirk\">", "Zebedee Quirk", "<img alt=\"#\">" },
    { "a longer name of a tag", "Zebedee<strongest>Quirk <strong>Zebe</strong>dee", "zebedee", "#<strongest>Quirk <strong>#" },
    { "no tag", "a < b > c", "a < b > c", "#" },
    { "no reference", "a & b; &; &#; &#x; &nosuch; &#0; &#99999999;", "&; &#; &#x; &nosuch; &#0; &#99999999;", "a & b; #" },
    { "cut off in an escape", "zebedee\\", "zebedee", "#\\" },
    { "cut off in a code", "zebedee\\u00", "zebedee", "#\\u00" },
    { "cut off in a reference", "zebedee&", "zebedee", "#&" },
    { "cut off in a tag", "zebedee<b", "zebedee", "#<b" },
    { "a backslash that is none of an escape", "C:\\new", "new", "C:\\#" },
};
/* clang-format on */

static void
test_find(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(finds); i++) {
        struct text what = text_of(finds[i].what);
        struct words w = words_of(&what, 1, a);
        struct buf b;
        bool found;

        buf_init(&b, BUF_PAGE);
        found = words_replace(text_of(finds[i].text), &w, "#", &b);
        CHECK(found == (finds[i].is != NULL), "%s", finds[i].from);
        CHECK(text_is(buf_text(&b), found ? finds[i].is : finds[i].text), "%s: %s", finds[i].from,
              buf_str(&b));
        CHECK(words_any(text_of(finds[i].text), &w) == found, "%s", finds[i].from);
        buf_release(&b);
    }
    arena_free(a);
}
TEST_FN(test_find)

/* What is nearly there at every letter is looked for in time, and found where it stands. */
static void
test_nearly(void)
{
    static const struct {
        const char *from, *unit, *more;
        size_t n;
    } rows[] = {
        { "a letter", "a", "b", 60000 },
        { "white space between", "a \t", "b", 20000 },
        { "letters of two bytes, in capitals", "\xC3\x9C", "b", 30000 },
        { "letters that fold to shorter ones", "\xE2\x84\xAA", "b", 20000 },
        { "bad bytes", "\xFF", "b", 60000 },
        { "references that are none", "&amp", "b", 20000 },
        { "references of references", "&amp;", "b", 20000 },
        { "escapes", "\\", "b", 60000 },
        { "tags that do not end", "<a", "b", 30000 },
        { "marks", "\xCC\x81", "b", 30000 },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct arena *a = arena_new();
        struct buf t, what, out;
        struct text wanted;
        struct words w;
        clock_t begun;

        buf_init(&t, BUF_PAGE);
        buf_init(&what, BUF_PAGE);
        buf_init(&out, BUF_PAGE);
        for (size_t k = 0; k < rows[i].n; k++)
            buf_add_str(&t, rows[i].unit);
        buf_add_text(&what, text_sub(buf_text(&t), 0, t.n / 2));
        buf_add_str(&what, rows[i].more);
        wanted = buf_text(&what);
        w = words_of(&wanted, 1, a);
        begun = clock();
        CHECK(!words_any(buf_text(&t), &w), "%s: it is not there", rows[i].from);
        CHECK((double)(clock() - begun) / CLOCKS_PER_SEC < 2, "%s", rows[i].from);
        buf_add_str(&t, rows[i].more);
        buf_add_str(&t, " and on");
        CHECK(words_replace(buf_text(&t), &w, "#", &out), "%s: it is", rows[i].from);
        CHECK(text_ends(buf_text(&out), TEXT_LIT("# and on")), "%s: %zu bytes", rows[i].from,
              out.n);
        buf_release(&t);
        buf_release(&what);
        buf_release(&out);
        arena_free(a);
    }
}
TEST_FN(test_nearly)

static void
test_replace(void)
{
    const struct text what[] = { TEXT_LIT("quirk"), TEXT_LIT("Zebedee Quirk") };
    static const struct {
        const char *from, *text, *is;
        bool any;
    } rows[] = {
        { "none", "nobody", "nobody", false },
        { "the longer one first", "Zebedee  QUIRK was out", "# was out", true },
        { "twice", "quirk, quirkquirk", "#, ##", true },
        { "at the end", "Mr Quirk", "Mr #", true },
        { "as it stands and as it reads", "quirk &amp; Qui<b>rk</b> &#81;uirk", "# &amp; #</b> #",
          true },
        { "empty", "", "", false },
    };
    struct arena *a = arena_new();
    struct words w = words_of(what, N_ROWS(what), a);

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct buf b;

        buf_init(&b, BUF_SMALL);
        CHECK(words_replace(text_of(rows[i].text), &w, "#", &b) == rows[i].any, "%s", rows[i].from);
        CHECK(text_is(buf_text(&b), rows[i].is), "%s: %s", rows[i].from, buf_str(&b));
        buf_release(&b);
    }
    arena_free(a);
}
TEST_FN(test_replace)

static void
test_json(void)
{
    const struct text what = TEXT_LIT("a \"b\" c");
    struct arena *a = arena_new();
    struct words w = words_of(&what, 1, a);
    json_t *v = json_loads(
        "{\"x\":\"so A \\\"B\\\" C\",\"y\":[\"a \\\"b\\\" c\",1,{\"z\":\"no\"}]}", 0, NULL);
    char *z;

    CHECK(words_replace_json(v, &w, "#"), "found");
    z = json_dumps(v, JSON_COMPACT);
    CHECK(strcmp(z, "{\"x\":\"so #\",\"y\":[\"#\",1,{\"z\":\"no\"}]}") == 0, "%s", z);
    CHECK(!words_replace_json(v, &w, "#"), "a second time");
    free(z);
    json_decref(v);
    arena_free(a);
}
TEST_FN(test_json)

/* Letters that change when they are normalised, and what may stand between them. */
static size_t
make_letters(struct rng *r, char *out)
{
    static const uint32_t letters[] = {
        'a',    'e',    'i',    'K',    ' ',    '-',    0xC5,   0xDF,   0xE9,   0x130,
        0x131,  0x149,  0x17F,  0x1D7,  0x1F0,  0x300,  0x301,  0x307,  0x308,  0x323,
        0x327,  0x345,  0x390,  0x3C3,  0x3C2,  0x958,  0x9C7,  0x9BE,  0x1100, 0x1161,
        0x11A8, 0xAC00, 0xAC01, 0x1EA4, 0x1FB7, 0x212B, 0xFB01, 0xFF76, 0xFF9E, 0x1D15E,
    };
    size_t n = 0;

    for (uint64_t k = rng_below(r, 12); k < 13; k++)
        n += utf8_encode(letters[rng_below(r, N_ROWS(letters))], out + n);
    return n;
}

/* However a text is normalised, it is the same, and utf8proc made the forms. */
static void
test_forms(void)
{
    static const int forms[] = { UTF8PROC_STABLE | UTF8PROC_COMPOSE,
                                 UTF8PROC_STABLE | UTF8PROC_DECOMPOSE,
                                 UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT,
                                 UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT };
    struct rng r;

    rng_seed(&r, 1);
    for (int i = 0; i < 20000; i++) {
        struct arena *a = arena_new();
        char z[13 * UTF8_MAX_BYTES];
        struct text t = { z, make_letters(&r, z) };
        struct words w = words_of(&t, 1, a);

        for (size_t k = 0; k < N_ROWS(forms) && w.n > 0; k++) {
            utf8proc_uint8_t *form = NULL;
            utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)t.p, (utf8proc_ssize_t)t.n,
                                              &form, (utf8proc_option_t)forms[k]);
            struct text other = { (const char *)form, (size_t)n };

            CHECK(n >= 0 && words_any(other, &w), "form %zu of %.*s: %.*s", k, TEXT_ARG(t),
                  TEXT_ARG(other));
            free(form);
        }
        arena_free(a);
    }
}
TEST_FN(test_forms)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_find), TEST(test_nearly), TEST(test_replace),
                                        TEST(test_json), TEST(test_forms) };

    return TEST_RUN(tests);
}
