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
    { "prefix is at the beginning", "physi*", "", "geophysics astrophysi", "", NULL, "" },
    { "prefix with an operator", "title:admis*", "Admissions", "admission", "", NULL, "0@t0=Admissions" },
    { "prefix word by word", "grad* admis*", "", "graduates admission, grad school", "", NULL,
      "0@0=graduates admission" },
    { "phrase with forms", "graduate admission", "", "Graduate admissions?", "", NULL, "0@0=Graduate admissions" },
    { "phrase cut off", "graduate admission", "", "for every graduate", "", NULL, "" },
    { "phrase over a line end", "graduate admission", "", "graduate\nadmissions", "", NULL,
      "0@0=graduate\nadmissions" },
    { "exact has no forms", "\"graduate admission\"", "", "graduate admissions", "", NULL, "" },
    { "exact is in order", "\"Course 8\"", "", "8 course, course 18, course8", "", NULL, "" },
    { "exact in any case", "\"MIT Physics\"", "", "mit PHYSICS", "", NULL, "0@0=mit PHYSICS" },
    { "NOT with an operator", "physics\nNOT site:music.example physics band", "", "physics band", "music.example", NULL, "-0@0=physics" },
    { "NOT elsewhere", "physics\nNOT site:music.example physics band", "", "physics band", "x.example", NULL, "0@0=physics" },
    { "NOT in one language", "visum\nlang:de NOT visum", "", "visum", "", "en", "0@0=visum" },
    { "NOT in one language", "visum\nlang:de NOT visum", "", "visum", "", "de", "-0@0=visum" },
    { "NOT only in titles", "gym\nNOT title:gym", "", "gym", "", NULL, "0@0=gym" },
    { "not is a word", "not admitted", "", "I was not admitted", "", NULL, "0@6=not admitted" },
    { "operators in any order", "lang:en title:site:example.org visa", "visa", "", "example.org", "en", "0@t0=visa" },
    { "a colon and a space is no operator", "Physics: open day", "", "physics open day", "", NULL,
      "0@0=physics open day" },
    { "nor is a time", "10:30 tour", "", "the 10:30 tour", "", NULL, "0@4=10:30 tour" },
    { "German", "Zulassung zum Studium", "", "Zulassungen zum Studium der Physik", "", "de",
      "0@0=Zulassungen zum Studium" },
    { "German, compound", "Zulassung", "", "Zulassungsbescheid", "", "de", "" },
    { "French", "bourse d'\xC3\xA9tude", "", "les bourses d'\xC3\xA9tudes", "", "fr",
      "0@4=bourses d'\xC3\xA9tudes" },
    { "French, another word", "bourse", "", "un boursier", "", "fr", "" },
    { "Spanish", "beca doctoral", "", "becas doctorales", "", "es", "0@0=becas doctorales" },
    { "Spanish, another order", "beca doctoral", "", "doctorales becas", "", "es", "" },
    { "Italian", "domanda di ammissione", "", "domande di ammissione", "", "it",
      "0@0=domande di ammissione" },
    { "Portuguese", "bolsa de estudo", "", "bolsas de estudos", "", "pt", "0@0=bolsas de estudos" },
    { "Dutch", "toelatingseis", "", "De toelatingseisen", "", "nl", "0@3=toelatingseisen" },
    { "Swedish", "antagning", "", "antagningen till h\xC3\xB6sten", "", "sv", "0@0=antagningen" },
    { "accents count", "etude", "", "\xC3\xA9tude", "", "fr", "" },
    { "capital accents", "\xC3\x89tude", "", "\xC3\xA9tude", "", "fr", "0@0=\xC3\xA9tude" },
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
    "",
    "\"\"",
    "  ",
    "site: visa",
    "lang:klingon visa",
    "title:",
    "NOT ",
    "...",
    "site:example.org",
    "titel:visa",
    "url:x visa",
    "\"Course 8",
    "visa \"Course 8\"",
    "\"Course 8\" \"Course 18\"",
    "\"physi*\"",
    "phys*cs",
    "* visa",
    "*visa",
    "visa **",
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

static const struct {
    const char *from, *forms, *want;
} people[] = {
    { "one", "Jane Doe", "\"Jane Doe\"" },
    { "forms", "Jane Doe, J. Doe ,Doe", "\"Jane Doe\" \"J. Doe\" \"Doe\"" },
    { "empty forms", ", Jane Doe,, -- ,", "\"Jane Doe\"" },
    { "marks are no operators", "Jane \"Jo\" Doe*", "\"Jane  Jo  Doe \"" },
};

static void
test_people(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(people); i++) {
        struct match_rule rules[MATCH_MAX_FORMS];
        struct matcher *m = NULL;
        size_t n = match_person(text_of(people[i].forms), a, rules, N_ROWS(rules));
        struct buf out;

        buf_init(&out, BUF_SMALL);
        for (size_t k = 0; k < n; k++)
            buf_addf(&out, "%s%.*s", k > 0 ? " " : "", TEXT_ARG(rules[k].keyword));
        CHECK(text_is(buf_text(&out), people[i].want), "%s: %s", people[i].from, buf_str(&out));
        CHECK(match_compile(rules, n, &m, NULL) == ST_OK, "%s compiles", people[i].from);
        match_free(m);
        CHECK(match_person(text_of("a,b,c"), a, rules, 2) == 2, "no more than there is room for");
        buf_release(&out);
    }
    arena_free(a);
}
TEST_FN(test_people)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows), TEST(test_refuses), TEST(test_languages),
                                        TEST(test_people) };

    return TEST_RUN(tests);
}
