/* lang_test.c - language codes and guesses, row by row. */

#include "lang.h"

#include "../test.h"

static const struct {
    const char *declared, *code; /* NULL: none */
} codes[] = {
    /* clang-format off */
    { "en", "en" }, { "en-US", "en" }, { "EN_gb", "en" }, { "eng", "en" }, { "English", "en" },
    { " de ", "de" }, { "pt_BR", "pt" }, { "zh-Hans-CN", "zh" }, { "nb", "no" }, { "nn-NO", "no" },
    { "fre", "fr" }, { "fra", "fr" }, { "iw", "he" }, { "en, fr", "en" },
    { "", NULL }, { "x-default", NULL }, { "und", NULL }, { "klingon", NULL }, { "-", NULL },
    /* clang-format on */
};

static void
test_normalize(void)
{
    for (size_t i = 0; i < N_ROWS(codes); i++) {
        const char *got = lang_normalize(text_of(codes[i].declared));

        CHECK((got == NULL) == (codes[i].code == NULL) &&
                  (got == NULL || strcmp(got, codes[i].code) == 0),
              "\"%s\": %s", codes[i].declared, got != NULL ? got : "NULL");
    }
}
TEST_FN(test_normalize)

/* full: also wanted of the guesser that has no fingerprints. */
static const struct {
    const char *declared, *fallback, *text, *code;
    bool full;
} rows[] = {
    /* clang-format off */
    { "fr", NULL, "How do I apply?", "fr", true },
    { "", NULL, "How do I apply?", "en", true },
    { "", NULL, "", "en", true },
    { "", "de", "", "de", true },
    { "", NULL, "1234 5678", "en", true },
    { "", NULL, "visa", "en", true },
    { "", "de", "MIT?", "de", true },
    { "", "fr", "Master 2", "fr", true },
    { "", "de", "Do I need a visa for the exam?", "en", true },
    { "", NULL, "Was kostet das Studium und wer bezahlt die Miete?", "de", true },
    { "", NULL, "Quanto costa e come si fa la domanda per la borsa di studio?", "it", true },
    { "", NULL, "Como posso pedir uma bolsa e quanto tempo isso demora para os alunos?", "pt", true },
    { "", NULL, "Hoe lang duurt het voordat ik een antwoord van de universiteit krijg?", "nl", true },
    { "", NULL, "Hur l\xC3\xA4nge dr\xC3\xB6jer det innan jag f\xC3\xA5r svar och vad kan jag g\xC3\xB6ra?", "sv", true },
    { "en", NULL, "Wie lange dauert es, bis ich eine Antwort bekomme?", "en", true }, /* declared counts */
    { "x-none", NULL, "Wie lange dauert es, bis ich eine Antwort bekomme?", "de", true },
    { "", NULL, "How do I apply for the \"Studienbescheinigung f\xC3\xBCr Ausl\xC3\xA4nder\" and who signs it?", "en", true },
    { "", "de", "Wo finde ich das \"Letter of Acceptance\" und wer muss das unterschreiben?", "de", true },
    { "", "de", "Visum", "de", true },
    { "", NULL, "Wie lange dauert es, bis ich eine Antwort von der Universit\xC3\xA4t bekomme?", "de", true },
    { "", NULL, "Comment puis-je m'inscrire \xC3\xA0 l'universit\xC3\xA9 si je ne suis pas fran\xC3\xA7" "ais ?", "fr", true },
    { "", NULL, "\xC2\xBF" "C\xC3\xB3mo puedo solicitar una beca para la universidad?", "es", true },
    { "", "de", "How long does it take to hear back from them after the interview?", "en", true },
    { "", NULL, "\xD0\x9A\xD0\xB0\xD0\xBA \xD0\xBF\xD0\xBE\xD0\xB4\xD0\xB0\xD1\x82\xD1\x8C", "ru", true },
    { "", "de", "\xD0\x9A\xD0\xB0\xD0\xBA", "ru", true },
    { "", "uk", "\xD0\x9A\xD0\xB0\xD0\xBA", "uk", true },
    { "", "ru", "How do I apply?", "en", true },
    { "", NULL, "\xE3\x83\x93\xE3\x82\xB6\xE3\x81\xAE\xE7\x94\xB3\xE8\xAB\x8B", "ja", true },
    { "", NULL, "\xE7\xAD\xBE\xE8\xAF\x81\xE7\x94\xB3\xE8\xAF\xB7", "zh", true },
    { "", NULL, "\xCE\xB2\xCE\xAF\xCE\xB6\xCE\xB1", "el", true },
    { "", NULL, "Miten haen opiskelupaikkaa yliopistosta, jos olen jo valmistunut lukiosta keskell\xC3\xA4 vuotta?", "fi", false },
    { "", NULL, "Hogyan jelentkezhetek az egyetemre, ha m\xC3\xA1r elv\xC3\xA9geztem a k\xC3\xB6z\xC3\xA9piskol\xC3\xA1t?", "hu", false },
    /* clang-format on */
};

static void
test_guess(void)
{
    struct lang_guesser *g = lang_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct text declared = text_of(rows[i].declared), text = text_of(rows[i].text);
        const char *got = lang_of(NULL, declared, text, rows[i].fallback);

        if (rows[i].full)
            CHECK(strcmp(got, rows[i].code) == 0, "row %zu without fingerprints: %s", i, got);
        got = lang_of(g, declared, text, rows[i].fallback);
        if (rows[i].full || strcmp(got, LANG_DEFAULT) != 0) /* the data may not be installed */
            CHECK(strcmp(got, rows[i].code) == 0, "row %zu: %s", i, got);
    }
    lang_free(g);
}
TEST_FN(test_guess)

static void
test_stemmers(void)
{
    CHECK(strcmp(lang_stemmer("de"), "german") == 0, "de");
    CHECK(lang_stemmer("zh") == NULL && lang_stemmer("xx") == NULL, "none");
}
TEST_FN(test_stemmers)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_normalize), TEST(test_guess),
                                        TEST(test_stemmers) };

    return TEST_RUN(tests);
}
