/* stems_test.c - the cache of stems answers as the stemmer does, however full it is. */

#include "../../indexer/stems.h"

#include <stdlib.h>
#include <unistd.h>

#include "../test.h"

#include "lang.h"
#include "token.h"

#define MANY 5000 /* more words than the first table has room for */

static void
test_same_answer_again(void)
{
    struct stems *s = stems_new("en");
    struct arena *a = arena_new();
    char word[32];

    for (int round = 0; round < 2; round++)
        for (int i = 0; i < MANY; i++) {
            const struct stem *got;

            snprintf(word, sizeof(word), "word%dings", i);
            got = stems_get(s, text_of(word), true, a);
            CHECK(text_is(got->folded, word), "%s", word);
            CHECK(got->id == token_id(got->stem), "%s: id", word);
            snprintf(word, sizeof(word), "word%d", i);
            CHECK(text_starts(got->stem, text_of(word)), "%.*s", TEXT_ARG(got->stem));
        }
    arena_free(a);
    stems_free(s);
}
TEST_FN(test_same_answer_again)

static void
test_stemmed_or_not(void)
{
    struct stems *s = stems_new("en");
    struct arena *a = arena_new();

    CHECK(text_is(stems_get(s, TEXT_LIT("visas"), true, a)->stem, "visa"), "stemmed");
    CHECK(text_is(stems_get(s, TEXT_LIT("visas"), false, a)->stem, "visas"), "as it is");
    CHECK(text_is(stems_get(s, TEXT_LIT("visas"), true, a)->stem, "visa"), "stemmed again");
    CHECK(stems_get(s, TEXT_LIT("the"), true, a)->flags == TOKEN_STOP, "a stop word");
    arena_free(a);
    stems_free(s);
    stems_free(NULL);
}
TEST_FN(test_stemmed_or_not)

/* What Snowball's algorithm pages say of each language's endings, on words of our trade. */
static const struct {
    const char *language, *word, *stem;
} rows[] = {
    /* clang-format off */
    { "en", "universities", "univers" }, { "en", "admissions", "admiss" }, { "en", "generously", "generous" },
    { "en", "applying", "appli" }, { "en", "skies", "sky" }, { "en", "visas", "visa" },
    { "de", "pr\xC3\xBC" "fungen", "prufung" }, { "de", "zulassungen", "zulass" }, { "de", "h\xC3\xA4user", "haus" },
    { "de", "studierenden", "studier" },
    { "fr", "inscriptions", "inscript" }, { "fr", "universit\xC3\xA9s", "univers" }, { "fr", "\xC3\xA9tudiantes", "\xC3\xA9tudi" },
    { "es", "becas", "bec" }, { "es", "universidades", "univers" }, { "es", "solicitudes", "solicitud" },
    { "it", "domande", "domand" }, { "it", "universit\xC3\xA0", "univers" }, { "it", "studentesse", "studentess" },
    { "pt", "bolsas", "bols" }, { "pt", "universidades", "univers" },
    { "nl", "toelatingseisen", "toelatingseis" }, { "nl", "studenten", "student" }, { "nl", "inschrijvingen", "inschrijv" },
    { "sv", "antagningen", "antagning" }, { "sv", "studenterna", "student" }, { "sv", "kurserna", "kurs" },
    { "zh", "visas", "visas" },
    /* clang-format on */
};

static void
test_languages(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct stems *s = stems_new(rows[i].language);
        struct text got = stems_get(s, text_of(rows[i].word), true, a)->stem;

        CHECK(text_is(got, rows[i].stem), "%s %s: %.*s", rows[i].language, rows[i].word,
              TEXT_ARG(got));
        stems_free(s);
    }
    arena_free(a);
}
TEST_FN(test_languages)

/*
 * Snowball's own vocabulary, of the installed version of libstemmer: ALGORITHM/voc.txt and
 * output.txt where Debian's snowball-data puts them, or below EARSHOT_DATA/snowball/.
 */
static void
test_vocabulary(void)
{
    static const char *const codes[] = { "en", "de", "fr", "es", "it", "pt", "nl", "sv" };
    const char *data = getenv("EARSHOT_DATA");
    char folder[2048] = "/usr/share/snowball/data";

    if (data != NULL && access(folder, R_OK) != 0)
        snprintf(folder, sizeof(folder), "%s/snowball", data);
    for (size_t i = 0; i < N_ROWS(codes); i++) {
        struct arena *a = arena_new();
        struct stems *s = stems_new(codes[i]);
        char path[4096], word[512], want[512];
        FILE *words, *stems;
        size_t n = 0, wrong = 0;

        snprintf(path, sizeof(path), "%s/%s/voc.txt", folder, lang_stemmer(codes[i]));
        words = fopen(path, "r");
        snprintf(path, sizeof(path), "%s/%s/output.txt", folder, lang_stemmer(codes[i]));
        stems = fopen(path, "r");
        if (words == NULL || stems == NULL)
            print_message("no vocabulary of %s (snowball-data): skipped\n", lang_stemmer(codes[i]));
        while (words != NULL && stems != NULL && fgets(word, sizeof(word), words) != NULL &&
               fgets(want, sizeof(want), stems) != NULL) {
            struct text w = text_trim(text_of(word)), x = text_trim(text_of(want));

            n++;
            wrong += w.n > 0 && !text_eq(stems_get(s, w, true, a)->stem, x);
        }
        CHECK(wrong == 0, "%s: %zu of %zu stems differ", codes[i], wrong, n);
        if (n > 0)
            printf("%s: %zu words, all as in Snowball's vocabulary\n", codes[i], n);
        if (words != NULL)
            fclose(words);
        if (stems != NULL)
            fclose(stems);
        stems_free(s);
        arena_free(a);
    }
}
TEST_FN(test_vocabulary)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_same_answer_again), TEST(test_stemmed_or_not),
                                        TEST(test_languages), TEST(test_vocabulary) };

    return TEST_RUN(tests);
}
