/* passage_test.c - the parts of a page's text. */

#include "../test.h"

#include "buf.h"
#include "passage.h"
#include "rng.h"
#include "utf8.h"

/* The sentences joined by '|', a letter for the kind before each: p h i r. */
static const char *
sentences(struct arena *a, struct text t)
{
    struct passage_page page;
    const char *out = "";

    passage_split(t, a, &page);
    for (size_t i = 0; i < page.n_sentences; i++) {
        struct text s = passage_text(&page, page.sentences[i].at);

        out = arena_printf(a, "%s%s%c:%.*s", out, i > 0 ? "|" : "", "phir"[page.sentences[i].kind],
                           TEXT_ARG(s));
    }
    return out;
}

static const struct {
    const char *in, *want, *from;
} sentence_rows[] = {
    { "", "", "nothing" },
    { " \n\t\n", "", "white space" },
    { "It opens at nine. It closes at five.", "p:It opens at nine.|p:It closes at five.",
      "two sentences" },
    { "Ask Dr. Smith or Prof. J. Doe about it. They know it well enough.",
      "p:Ask Dr. Smith or Prof. J. Doe about it.|p:They know it well enough.",
      "abbreviations and initials" },
    { "The fee of 3.5 percent is due by 5 p.m. on Friday. Pay it in time please.",
      "p:The fee of 3.5 percent is due by 5 p.m. on Friday.|p:Pay it in time please.",
      "numbers; p.m. before a lower-case word" },
    { "The office shuts at 5 p.m. You may still send a letter by post.",
      "p:The office shuts at 5 p.m.|p:You may still send a letter by post.",
      "p.m. that does end one" },
    { "We take forms of all kinds, e.g. I-20 and No. 6 of the list. Bring them along.",
      "p:We take forms of all kinds, e.g. I-20 and No. 6 of the list.|p:Bring them along.",
      "e.g., No. before a number" },
    { "The answer to this question is no. Nothing else is to be done about it.",
      "p:The answer to this question is no.|p:Nothing else is to be done about it.",
      "no. at an end" },
    { "He said \"it is late.\" Then he left us all alone there.",
      "p:He said \"it is late.\"|p:Then he left us all alone there.", "closing quotes" },
    { "One thing is certain . Another one is not certain at all .",
      "p:One thing is certain .|p:Another one is not certain at all .", "tokenised text" },
    { "Das Amt ist vom 1. Januar bis zum 3. März geschlossen, z.B. Feiertage. Danach offen.",
      "p:Das Amt ist vom 1. Januar bis zum 3. März geschlossen, z.B. Feiertage.|p:Danach "
      "offen.",
      "German days" },
    { "窓口は九時に開きます。五時に閉まります。", "p:窓口は九時に開きます。|p:五時に閉まります。",
      "no spaces" },
    { "यह पहला वाक्य है। यह दूसरा वाक्य है जो लंबा है।", "p:यह पहला वाक्य है।|p:यह दूसरा वाक्य है जो लंबा है।",
      "danda" },
    { "Fees\nThe fee is 20 dollars.", "h:Fees|p:The fee is 20 dollars.",
      "a heading has lines below it" },
    { "Fees\n\nThe fee is 20 dollars for each and every one of you.",
      "h:Fees|p:The fee is 20 dollars for each and every one of you.", "a short line alone" },
    { "Bring these:\n- a form\n- two photos. Not one.\n1. Sign it.",
      "h:Bring these:|i:- a form|i:- two photos. Not one.|i:1. Sign it.", "items stay whole" },
    { "Table of the fees\nFirst | 20. Or so | x\nSecond\t30",
      "h:Table of the fees|r:First | 20. Or so | x|r:Second\t30", "rows stay whole" },
    { "Some heading\nthis paragraph was wrapped by hand at some width so that\nit goes on over "
      "two lines here. And a second of them to\nsentence ends here.",
      "h:Some heading|p:this paragraph was wrapped by hand at some width so that\nit goes on "
      "over two lines here.|p:And a second of them to\nsentence ends here.",
      "hard-wrapped lines" },
    { "Visit www.example.edu. It has version 1.2.3 of the file.",
      "p:Visit www.example.edu.|p:It has version 1.2.3 of the file.", "addresses" },
    { "It needs a form of type B. The form is on paper. Ask A. Miller.",
      "p:It needs a form of type B.|p:The form is on paper.|p:Ask A. Miller.",
      "a letter before a word that starts sentences" },
    { "Wait... what? Yes! It really is that simple, friends.",
      "p:Wait... what?|p:Yes!|p:It really is that simple, friends.", "runs of marks" },
};

static void
test_sentences(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(sentence_rows); i++) {
        const char *got = sentences(a, text_of(sentence_rows[i].in));

        CHECK(strcmp(got, sentence_rows[i].want) == 0, "%s: got  %s\nwant %s",
              sentence_rows[i].from, got, sentence_rows[i].want);
    }
    arena_free(a);
}
TEST_FN(test_sentences)

static void
test_headings(void)
{
    static const struct {
        const char *in;
        size_t n;
        const char *from;
    } rows[] = {
        { "Opening hours\nWe are open.", 1, "lines follow" },
        { "Opening hours.\nWe are open.", 0, "a full stop" },
        { "One two three four five six seven eight", 0, "eight words alone, nothing below" },
        { "One two three four five six seven", 1, "seven words alone" },
        { "One two three four five six seven eight\n\na b c d e f g h i j k l m n o p q", 1,
          "eight words above a longer paragraph" },
        { "- item\nmore", 0, "an item is no heading" },
        { "Fees | The Office\n\nWe take fees.", 1, "a title with a bar" },
        { "One | 1\nTwo | 2", 0, "rows are no headings" },
        { "One\t1\nmore", 0, "nor is one with a tab" },
        { "a b c d e f g h i j k l m n o p q\nmore", 0, "seventeen words" },
        { "How do I apply?\nLike this.\n\nWhat then?\nThat.", 2, "questions" },
    };
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct passage_page page;

        passage_split(text_of(rows[i].in), a, &page);
        CHECK(page.n_headings == rows[i].n, "%s: %zu", rows[i].from, page.n_headings);
    }
    arena_free(a);
}
TEST_FN(test_headings)

static void
test_windows(void)
{
    struct arena *a = arena_new();
    struct buf b;
    struct passage_page page;
    size_t wide = 0, section = 0;

    buf_init(&b, BUF_SMALL);
    buf_add_str(&b, "Intro\n");
    for (size_t i = 0; i < 360; i++) /* 361 words: wide 0-200, 150-350, 300-361 */
        buf_addf(&b, "w%zu ", i);
    buf_add_str(&b, "\n\nNext part\nbody of it");
    passage_split(buf_text(&b), a, &page);
    for (size_t i = 0; i < page.n_passages; i++) {
        wide += page.passages[i].kind == PASSAGE_WIDE;
        section += page.passages[i].kind == PASSAGE_SECTION;
    }
    CHECK(page.n_words == 366, "%zu", page.n_words);
    CHECK(wide == 3, "%zu", wide);
    CHECK(section == 5, "%zu", section); /* 0-120, 90-210, 180-300, 270-360; then "body of it" */
    CHECK(text_is(passage_text(&page, page.passages[page.n_passages - 1].at), "body of it"),
          "last");
    CHECK(page.passages[page.n_passages - 1].heading == 1, "its heading");
    buf_release(&b);
    arena_free(a);
}
TEST_FN(test_windows)

/* Spans are ordered, whole characters, and no word is outside sentences and wide passages. */
static void
check_page(const struct passage_page *page, struct text t)
{
    size_t words = 0, at = 0, reach = 0;

    for (size_t i = 0; i < page->n_sentences; i++) {
        struct passage_span s = page->sentences[i].at;

        CHECK(s.start >= at && s.start < s.end && s.end <= t.n, "sentence %zu", i);
        CHECK(utf8_cut(t, s.start) == s.start || !utf8_valid(t), "start cuts a character");
        words += passage_count_words(passage_text(page, s));
        at = s.end;
    }
    /* More, where an ideographic full stop has a word on both sides. */
    CHECK(words >= page->n_words, "words %zu of %zu in sentences", words, page->n_words);
    for (size_t i = 0; i < page->n_passages; i++)
        if (page->passages[i].kind == PASSAGE_WIDE) {
            CHECK(page->passages[i].at.start <= reach || i == 0, "a gap before %zu", i);
            reach = page->passages[i].at.end;
        }
}

static void
test_random(void)
{
    static const char *const bits[] = { " ", "\n",   "\n\n", ".",   "?",   "。", "Dr",
                                        "a", "Über", "漢字", "- ",  "\t",  "1.", "\"",
                                        ")", "\xff", "no",   "...", "\r\n" };
    struct arena *a = arena_new();
    struct rng r;

    rng_seed(&r, 1);
    for (size_t n = 0; n < 500; n++) {
        struct passage_page page;
        struct buf b;

        arena_clear(a);
        buf_init(&b, BUF_SMALL);
        for (size_t i = rng_below(&r, 200); i > 0; i--)
            buf_add_str(&b, bits[rng_below(&r, N_ROWS(bits))]);
        passage_split(buf_text(&b), a, &page);
        check_page(&page, buf_text(&b));
        buf_release(&b);
    }
    arena_free(a);
}
TEST_FN(test_random)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_sentences), TEST(test_headings),
                                        TEST(test_windows), TEST(test_random) };

    return TEST_RUN(tests);
}
