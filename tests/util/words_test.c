/* Words are found as a person would find them, in whatever form they were written. */
#include "../test.h"

#include <time.h>

#include "words.h"

static const struct {
    const char *from, *text, *what, *found; /* found: NULL, it is not there */
} finds[] = {
    { "plain", "Ask Zebedee Quirk", "Zebedee Quirk", "Zebedee Quirk" },
    { "case", "ask ZEBEDEE quirk!", "Zebedee Quirk", "ZEBEDEE quirk" },
    { "case of letters that are not ASCII", "FRAU M\xC3\x9CLLER", "Frau M\xC3\xBCller",
      "FRAU M\xC3\x9CLLER" },
    { "Greek", "\xCE\x91\xCE\x92", "\xCE\xB1\xCE\xB2", "\xCE\x91\xCE\x92" },
    { "first letter not ASCII",
      "x \xC3\x9C"
      "ber",
      "\xC3\xBC"
      "ber",
      "\xC3\x9C"
      "ber" },
    { "Kelvin sign", "\xE2\x84\xAAurt", "kurt", "\xE2\x84\xAAurt" },
    { "line between", "Zebedee\r\n  Quirk", "Zebedee Quirk", "Zebedee\r\n  Quirk" },
    { "no-break space", "Zebedee\xC2\xA0Quirk", "zebedee quirk", "Zebedee\xC2\xA0Quirk" },
    { "space is wanted", "ZebedeeQuirk", "Zebedee Quirk", NULL },
    { "another space is in what", "Zebedee Quirk", "Zebedee \t Quirk", "Zebedee Quirk" },
    { "begins twice", "ZeZebedee", "zebedee", "Zebedee" },
    { "cut off", "Zebede", "zebedee", NULL },
    { "bad bytes", "\xFF\xC3 Zebedee", "zebedee", "Zebedee" },
    { "ends in a lead byte", "Zebedee\xC3", "zebedee", "Zebedee" },
    { "empty", "", "a", NULL },
    { "nothing wanted", "a", "", NULL },
};

static void
test_find(void)
{
    for (size_t i = 0; i < N_ROWS(finds); i++) {
        struct text ret = TEXT_NONE, what = text_of(finds[i].what);
        bool found = words_find(text_of(finds[i].text), what, &ret);

        CHECK(found == (finds[i].found != NULL), "%s", finds[i].from);
        CHECK(!found || text_is(ret, finds[i].found), "%s: %.*s", finds[i].from, TEXT_ARG(ret));
        CHECK(words_any(text_of(finds[i].text), &what, 1) == found, "%s", finds[i].from);
    }
}
TEST_FN(test_find)

/* What is nearly there at every letter is looked for in time, and found where the plain way does.
 */
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
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct buf t, what;
        struct text at = TEXT_NONE;
        clock_t begun;

        buf_init(&t, BUF_PAGE);
        buf_init(&what, BUF_PAGE);
        for (size_t k = 0; k < rows[i].n; k++)
            buf_add_str(&t, rows[i].unit);
        buf_add_text(&what, text_sub(buf_text(&t), 0, t.n / 2));
        buf_add_str(&what, rows[i].more);
        begun = clock();
        CHECK(!words_find(buf_text(&t), buf_text(&what), &at), "%s: it is not there", rows[i].from);
        CHECK((double)(clock() - begun) / CLOCKS_PER_SEC < 2, "%s", rows[i].from);
        buf_add_str(&t, rows[i].more);
        buf_add_str(&t, " and on");
        CHECK(words_find(buf_text(&t), buf_text(&what), &at), "%s: it is", rows[i].from);
        CHECK(text_ends(at, text_of(rows[i].more)) && at.n == what.n &&
                  at.p + at.n == t.p + t.n - sizeof(" and on") + 1,
              "%s: %zu bytes", rows[i].from, at.n);
        buf_release(&t);
        buf_release(&what);
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
        { "empty", "", "", false },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct buf b;

        buf_init(&b, BUF_SMALL);
        CHECK(words_replace(text_of(rows[i].text), what, N_ROWS(what), "#", &b) == rows[i].any,
              "%s", rows[i].from);
        CHECK(text_is(buf_text(&b), rows[i].is), "%s: %s", rows[i].from, buf_str(&b));
        buf_release(&b);
    }
}
TEST_FN(test_replace)

static void
test_json(void)
{
    const struct text what = TEXT_LIT("a \"b\" c");
    json_t *v = json_loads(
        "{\"x\":\"so A \\\"B\\\" C\",\"y\":[\"a \\\"b\\\" c\",1,{\"z\":\"no\"}]}", 0, NULL);
    char *z;

    CHECK(words_replace_json(v, &what, 1, "#"), "found");
    z = json_dumps(v, JSON_COMPACT);
    CHECK(strcmp(z, "{\"x\":\"so #\",\"y\":[\"#\",1,{\"z\":\"no\"}]}") == 0, "%s", z);
    CHECK(!words_replace_json(v, &what, 1, "#"), "a second time");
    free(z);
    json_decref(v);
}
TEST_FN(test_json)

static const struct {
    const char *from, *text, *is;
} plains[] = {
    { "HTML", "O&#39;Brien &amp; &lt;sons&gt;", "O'Brien & " },
    { "hexadecimal", "O&#x27;Brien", "O'Brien" },
    { "a feed", "O&amp;#39;Brien", "O'Brien" },
    { "JSON", "said \\\"no\\\" \\u00fcber\\nall",
      "said \"no\" \xC3\xBC"
      "ber all" },
    { "Markdown", "a\\_b \\*c\\*", "a_b *c*" },
    { "CSV", "\"said \"\"no\"\"\"", "\"said \"no\"" },
    { "tags", "Zebedee <b>Quirk</b>", "Zebedee Quirk" },
    { "no tag", "a < b > c", "a < b > c" },
    { "no reference", "a & b; &; &#; &#x; &nosuch;", "a & b; &; &#; &#x; &nosuch;" },
    { "cut off", "a\\", "a\\" },
    { "cut off in a code", "a\\u00", "au00" },
    { "at the end", "a&", "a&" },
    { "open tag at the end", "a<", "a<" },
};

static void
test_plain(void)
{
    for (size_t i = 0; i < N_ROWS(plains); i++) {
        struct buf b;

        buf_init(&b, BUF_SMALL);
        words_plain(text_of(plains[i].text), &b);
        CHECK(text_is(buf_text(&b), plains[i].is), "%s: %s", plains[i].from, buf_str(&b));
        buf_release(&b);
    }
}
TEST_FN(test_plain)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_find), TEST(test_nearly), TEST(test_replace),
                                        TEST(test_json), TEST(test_plain) };

    return TEST_RUN(tests);
}
