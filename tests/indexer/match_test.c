/* match_test.c - keywords against texts, row by row. */

#include "match.h"

#include "../test.h"

#include "buf.h"

/* Hits shown as rule@offset=words, t before the offset for the title; "-" in front: excluded. */
static const struct {
    const char *from, *keywords; /* one a line; '!' first: an exclude line */
    const char *title, *text, *host, *language, *want;
} rows[] = {
    /* clang-format off */
    { "a word", "visa", "", "Do I need a visa?", "", NULL, "0@12=visa" },
    { "its forms", "universities", "", "The University said", "", NULL, "0@4=University" },
    { "a phrase", "graduate admissions", "", "Graduate admission office", "", NULL, "0@0=Graduate admission" },
    { "its order", "graduate admissions", "", "admission of graduates", "", NULL, "" },
    { "side by side", "graduate admissions", "", "graduate school admissions", "", NULL, "" },
    { "across marks", "open day", "", "the open-day", "", NULL, "0@4=open-day" },
    { "possessive", "Example University physics", "", "Example University's Physics", "", NULL,
      "0@0=Example University's Physics" },
    { "not inside a word", "visa", "", "visage advisable", "", NULL, "" },
    { "exact", "\"Course 8\"", "", "course 8, courses 8", "", NULL, "0@0=course 8" },
    { "exact is whole", "\"8\"", "", "8 88 8.01", "", NULL, "0@0=8" },
    { "stem of a code", "I-20", "", "my i-20 and I20", "", NULL, "0@3=i-20 0@12=I20" },
    { "prefix", "physi*", "", "Physics physicians phys", "", NULL, "0@0=Physics 0@8=physicians" },
    { "prefix second", "open d*", "", "open day open house", "", NULL, "0@0=open day" },
    { "title too", "visa", "Visa?", "visas", "", NULL, "0@t0=Visa 0@0=visas" },
    { "title only", "title:visa", "a visa", "visa", "", NULL, "0@t2=visa" },
    { "title only", "title:open day", "", "open day", "", NULL, "" },
    { "site", "site:example.org visa", "", "visa", "forum.example.org", NULL, "0@0=visa" },
    { "site", "site:example.org visa", "", "visa", "example.org", NULL, "0@0=visa" },
    { "site", "site:example.org visa", "", "visa", "badexample.org", NULL, "" },
    { "site unknown", "site:example.org visa", "", "visa", "", NULL, "" },
    { "language", "lang:de visum", "", "ein Visum", "", "de", "0@4=Visum" },
    { "language", "lang:de visum", "", "visum", "", "en", "" },
    { "stemmed as the text", "Pr\xC3\xBC" "fungen", "", "die Pr\xC3\xBC" "fung", "", "de", "0@4=Pr\xC3\xBC" "fung" },
    { "exclude", "physics\n!physics band", "", "the physics band", "", NULL, "-0@4=physics" },
    { "exclude elsewhere", "physics\n!physics band", "", "physics banned", "", NULL, "0@0=physics" },
    { "NOT", "physics\nNOT \"physics band\"", "", "the physics band", "", NULL, "-0@4=physics" },
    { "several", "visa\nstudent visa", "", "student visas", "", NULL, "1@0=student visas 0@8=visas" },
    { "one place, two rules", "visa\n\"visa\"", "", "visa", "", NULL, "0@0=visa 1@0=visa" },
    { "combined", "site:example.org title:visa", "visa", "", "example.org", NULL, "0@t0=visa" },
    { "case of operators", "TITLE:visa", "visa", "", "", NULL, "0@t0=visa" },
    { "empty text", "visa", "", "", "", NULL, "" },
    /* clang-format on */
};

static struct matcher *
compile(const char *lines, struct err *err)
{
    struct match_rule rules[8];
    struct text rest = text_of(lines), line;
    struct matcher *m = NULL;
    size_t n = 0;

    while (n < N_ROWS(rules) && text_cut(&rest, "\n", &line)) {
        bool exclude = line.n > 0 && line.p[0] == '!';

        rules[n++] = (struct match_rule){ text_from(line, exclude), exclude };
    }
    return match_compile(rules, n, &m, err) == ST_OK ? m : NULL;
}

static void
test_rows(void)
{
    struct tokenizer *tk = token_new();
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct match_subject s = { text_of(rows[i].title), text_of(rows[i].text),
                                   text_of(rows[i].host), rows[i].language };
        struct err err = { "" };
        struct matcher *m = compile(rows[i].keywords, &err);
        struct match_result r;
        struct buf out;

        CHECK(m != NULL, "row %zu: %s", i, err.msg);
        if (m == NULL)
            continue;
        buf_init(&out, BUF_SMALL);
        match_find(m, tk, &s, a, &r);
        if (r.excluded)
            buf_add_char(&out, '-');
        for (size_t k = 0; k < r.n_hits; k++)
            buf_addf(&out, "%s%zu@%s%zu=%.*s", k > 0 ? " " : "", r.hits[k].rule,
                     r.hits[k].in_title ? "t" : "", r.hits[k].at, TEXT_ARG(r.hits[k].words));
        CHECK(text_is(buf_text(&out), rows[i].want), "row %zu (%s): got \"%s\"", i, rows[i].from,
              buf_str(&out));
        CHECK(r.matched == (r.n_hits > 0 && rows[i].want[0] != '-'), "row %zu: matched", i);
        buf_release(&out);
        match_free(m);
    }
    arena_free(a);
    token_free(tk);
}
TEST_FN(test_rows)

static const char *const refused[] = {
    "",       "\"\"", "  ",  "site: visa",       "lang:klingon visa",
    "title:", "NOT ", "...", "site:example.org",
};

static void
test_refuses(void)
{
    for (size_t i = 0; i < N_ROWS(refused); i++) {
        struct match_rule rule = { text_of(refused[i]), false };
        struct matcher *m = NULL;
        struct err err = { "" };

        CHECK(match_compile(&rule, 1, &m, &err) == ST_INVALID, "\"%s\" got in", refused[i]);
        CHECK(m == NULL && strstr(err.msg, "keyword 1") != NULL, "\"%s\": %s", refused[i], err.msg);
    }
    match_free(NULL);
}
TEST_FN(test_refuses)

/* One list of keywords serves texts in several languages, each stemmed in its own way. */
static void
test_languages(void)
{
    struct tokenizer *tk = token_new();
    struct arena *a = arena_new();
    struct matcher *m = compile("admissions", NULL);
    const char *languages[] = { "en", "de", "fr", "xx", "en", "zh" };

    for (size_t i = 0; i < N_ROWS(languages); i++) {
        struct match_subject s = { .text = TEXT_LIT("admissions"), .language = languages[i] };
        struct match_result r;

        match_find(m, tk, &s, a, &r);
        CHECK(r.matched, "%s", languages[i]);
    }
    match_free(m);
    arena_free(a);
    token_free(tk);
}
TEST_FN(test_languages)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows), TEST(test_refuses), TEST(test_languages) };

    return TEST_RUN(tests);
}
