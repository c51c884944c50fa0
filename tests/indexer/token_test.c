/* token_test.c - token.c row by row: what is one token, how it folds, what its stem is. */

#include "../test.h"

#include "token.h"

#include "buf.h"
#include "lang.h"

/* Tokens shown as folded/stem, in order, one space between; the stem only where it differs. */
static const struct {
    const char *from, *language, *text, *want;
} rows[] = {
    /* clang-format off */
    { "words", "en", "The Universities' admissions", "the universities/univers admissions/admiss" },
    { "inner apostrophe", "en", "I don't know MIT's rule", "i don't know mit's/mit rule" },
    { "typographic apostrophe", "en", "don\xE2\x80\x99t", "don't" },
    { "quotes", "en", "'visa' \"form\"", "visa form" },
    { "elision", "fr", "l'universit\xC3\xA9 qu'il d'un", "l universit\xC3\xA9/univers qu il d un" },
    { "no elision", "fr", "aujourd'hui", "aujourd'hui" },
    { "elision", "it", "dell'universit\xC3\xA0", "dell universit\xC3\xA0/univers" },
    { "middle dot", "ca", "el col\xC2\xB7legi \xC2\xB7 aqu\xC3\xAD", "el col\xC2\xB7legi/col.leg aqu\xC3\xAD/aqu" },
    { "hyphen parts", "en", "full-time job", "full time job" },
    { "single letter stays", "en", "e-mail an X-ray", "email an xray" },
    { "prefix stays", "en", "co-op re-apply", "coop reapply/reappli" },
    { "code", "en", "I-20 F-1 H-1B DS-160 h1b", "i20 f1 h1b ds160 h1b" },
    { "no code", "en", "covid-19 top-10", "covid 19 top 10" },
    { "course number", "en", "6.006 or 18.01", "6.006 or 18.01" },
    { "course", "en", "Course 8", "course/cours 8" },
    { "grouped", "en", "$1,000,000 and 1,2", "1000000 and 1 2" },
    { "time", "en", "at 10:30am, 10:30", "at 10:30 am 10:30" },
    { "date", "en", "2026-11-22 10-15", "2026-11-22 10 15" },
    { "telephone", "en", "617-253-1000.", "617-253-1000" },
    { "fraction", "en", "24/7 11/22/2026 3.5%", "24/7 11/22/2026 3.5" },
    { "ordinal", "en", "3rd year", "3rd year" },
    { "abbreviation", "en", "Ph.D. in the U.S. e.g. M.I.T.", "phd in the us eg mit" },
    { "no abbreviation", "en", "reply.Is it", "reply/repli is it" },
    { "ampersand", "en", "Q&A AT&T salt&pepper", "q&a at&t salt pepper" },
    { "languages", "en", "C++ C# c+", "c++ c# c" },
    { "mail", "en", "to a.b+c@example.org.", "to a.b+c@example.org" },
    { "no mail", "en", "a@b and @home", "a b and home" },
    { "no mail: fuzzing", "en", "a@\xCC\x81.x", "a \xCC\x81 x" },
    { "link", "en", "see https://example.org/a?b=1. (www.example.org)",
      "see https://example.org/a?b=1 www.example.org" },
    { "fold", "de", "STRASSE Stra\xC3\x9F" "e", "strasse/strass strasse/strass" },
    { "fold", "en", "\xEF\xBC\xA7\xEF\xBC\xB2\xEF\xBC\xA5 \xEF\xAC\x81ne", "gre fine" },
    { "fold", "en", "cafe\xCC\x81 caf\xC3\xA9", "caf\xC3\xA9 caf\xC3\xA9" },
    { "fold", "tr", "I\xC4\xB0", "\xC4\xB1i" },
    { "soft hyphen", "en", "ad\xC2\xADmission", "admission/admiss" },
    { "Cyrillic", "ru", "\xD0\x92\xD0\xB8\xD0\xB7\xD1\x8B", "\xD0\xB2\xD0\xB8\xD0\xB7\xD1\x8B/\xD0\xB2\xD0\xB8\xD0\xB7" },
    { "Han", "zh", "\xE7\xAD\xBE\xE8\xAF\x81 a", "\xE7\xAD\xBE \xE8\xAF\x81 a" },
    { "bad bytes part words", "en", "ab\xFF" "cd", "ab cd" },
    { "nothing", "en", " .,;!? \xE2\x80\x94 ", "" },
    { "NUL", "en", "", "" },
    { "unknown language", "xx", "universities", "universities/univers" },
    { "no stemmer", "pl", "Studenci", "studenci" },
    /* clang-format on */
};

static void
show(const struct token_list *l, struct buf *out)
{
    for (size_t i = 0; i < l->n; i++) {
        const struct token *t = &l->tokens[i];

        if (i > 0)
            buf_add_char(out, ' ');
        buf_add_text(out, t->folded);
        if (!text_eq(t->folded, t->stem)) {
            buf_add_char(out, '/');
            buf_add_text(out, t->stem);
        }
    }
}

static void
test_rows(void)
{
    struct tokenizer *tk = token_new();
    struct arena *a = arena_new();
    struct buf out;

    buf_init(&out, BUF_SMALL);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct text in = text_of(rows[i].text);
        struct token_list l;

        buf_clear(&out);
        token_split(tk, in, rows[i].language, a, &l);
        show(&l, &out);
        CHECK(text_is(buf_text(&out), rows[i].want), "row %zu (%s): got \"%s\"", i, rows[i].from,
              buf_str(&out));
        for (size_t k = 0; k < l.n; k++) {
            CHECK(text_eq(l.tokens[k].word, text_sub(in, l.tokens[k].at, l.tokens[k].word.n)),
                  "row %zu: token %zu is not at its place", i, k);
            CHECK(l.tokens[k].id == token_id(l.tokens[k].stem), "row %zu: id", i);
        }
        arena_clear(a);
    }
    buf_release(&out);
    arena_free(a);
    token_free(tk);
}
TEST_FN(test_rows)

/* The kind and flags of the first token. */
static const struct {
    const char *language, *text;
    enum token_kind kind;
    unsigned flags;
} flags[] = {
    /* clang-format off */
    { "en", "How", TOKEN_WORD, TOKEN_STOP | TOKEN_QUESTION_WORD | TOKEN_CAPITAL | TOKEN_SENTENCE },
    { "en", "what\xE2\x80\x99s", TOKEN_WORD, TOKEN_STOP | TOKEN_QUESTION_WORD | TOKEN_SENTENCE },
    { "en", "the", TOKEN_WORD, TOKEN_STOP | TOKEN_SENTENCE },
    { "en", "Can't", TOKEN_WORD, TOKEN_STOP | TOKEN_NEGATION | TOKEN_CAPITAL | TOKEN_SENTENCE },
    { "en", "visa", TOKEN_WORD, TOKEN_SENTENCE },
    { "de", "how", TOKEN_WORD, TOKEN_SENTENCE },
    { "de", "Wann", TOKEN_WORD, TOKEN_STOP | TOKEN_QUESTION_WORD | TOKEN_CAPITAL | TOKEN_SENTENCE },
    { "en", "12", TOKEN_NUMBER, TOKEN_SENTENCE },
    { "en", "I-20", TOKEN_CODE, TOKEN_CAPITAL | TOKEN_SENTENCE },
    { "en", "U.S.", TOKEN_CODE, TOKEN_CAPITAL | TOKEN_SENTENCE },
    { "en", "6.006", TOKEN_CODE, TOKEN_SENTENCE },
    { "en", "a@example.org", TOKEN_ADDRESS, TOKEN_SENTENCE },
    /* clang-format on */
};

static void
test_flags(void)
{
    struct tokenizer *tk = token_new();
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(flags); i++) {
        struct token_list l;

        token_split(tk, text_of(flags[i].text), flags[i].language, a, &l);
        CHECK(l.n == 1, "row %zu: %zu tokens", i, l.n);
        if (l.n == 0)
            continue;
        CHECK(l.tokens[0].kind == flags[i].kind, "row %zu: kind %d", i, l.tokens[0].kind);
        CHECK(l.tokens[0].flags == flags[i].flags, "row %zu: flags %x", i, l.tokens[0].flags);
    }
    arena_free(a);
    token_free(tk);
}
TEST_FN(test_flags)

static void
test_sentence_starts(void)
{
    struct tokenizer *tk = token_new();
    struct arena *a = arena_new();
    struct token_list l;

    token_split(tk, TEXT_LIT("One two. Three, Four\nFive"), "en", a, &l);
    CHECK(l.n == 5, "%zu", l.n);
    for (size_t i = 0; i < l.n; i++)
        CHECK(!!(l.tokens[i].flags & TOKEN_SENTENCE) == (i == 0 || i == 2 || i == 4), "%zu", i);
    arena_free(a);
    token_free(tk);
}
TEST_FN(test_sentence_starts)

/* Rows in the manner of Snowball's vocabulary: worked by hand from the algorithms' descriptions. */
static const struct {
    const char *language, *word, *stem;
} stems[] = {
    /* clang-format off */
    { "en", "generously", "generous" }, { "en", "arsenal", "arsenal" }, { "en", "dying", "die" },
    { "en", "skies", "sky" }, { "en", "news", "news" }, { "en", "ties", "tie" },
    { "en", "cries", "cri" }, { "en", "gas", "gas" }, { "en", "kiwis", "kiwi" },
    { "en", "luxuriating", "luxuri" }, { "en", "hopping", "hop" }, { "en", "hoping", "hope" },
    { "en", "relational", "relat" }, { "en", "replacement", "replac" }, { "en", "why's", "whi" },
    { "en", "innings", "inning" }, { "en", "proceed", "proceed" }, { "en", "boys'", "boy" },
    { "de", "aufeinander", "aufeinand" }, { "de", "h\xC3\xA4user", "haus" },
    { "de", "studierende", "studier" }, { "fr", "continuellement", "continuel" },
    { "fr", "majest\xC3\xA9s", "majest" }, { "es", "torneos", "torne" },
    { "es", "universidades", "univers" }, { "it", "pronunciamento", "pronunc" },
    { "nl", "opglimlachten", "opglimlacht" }, { "sv", "jaktkarlarna", "jaktkarl" },
    { "pt", "quilometragens", "quilometragens" }, { "fi", "edeltajien", "edeltaj" },
    /* clang-format on */
};

static void
test_stems(void)
{
    struct tokenizer *tk = token_new();
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(stems); i++) {
        struct token_list l;

        token_split(tk, text_of(stems[i].word), stems[i].language, a, &l);
        CHECK(l.n == 1 && text_is(l.tokens[0].stem, stems[i].stem), "%s: got \"%.*s\"",
              stems[i].word, TEXT_ARG(l.tokens[0].stem));
    }
    arena_free(a);
    token_free(tk);
}
TEST_FN(test_stems)

/* A run of letters as long as a novel is cut, not swallowed; and nothing is lost by it. */
static void
test_long_word(void)
{
    static char word[10 * TOKEN_MAX_WORD + 1];
    struct tokenizer *tk = token_new();
    struct arena *a = arena_new();
    struct token_list l;
    size_t bytes = 0;

    memset(word, 'x', sizeof(word) - 1);
    token_split(tk, text_of(word), "en", a, &l);
    for (size_t i = 0; i < l.n; i++) {
        CHECK(l.tokens[i].word.n <= TOKEN_MAX_WORD, "token of %zu bytes", l.tokens[i].word.n);
        bytes += l.tokens[i].word.n;
    }
    CHECK(bytes == sizeof(word) - 1, "%zu bytes", bytes);
    arena_free(a);
    token_free(tk);
}
TEST_FN(test_long_word)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows), TEST(test_flags),
                                        TEST(test_sentence_starts), TEST(test_stems),
                                        TEST(test_long_word) };

    return TEST_RUN(tests);
}
