/* isquestion_test.c - texts that ask, texts that do not, and the tables behind. */

#include "../../crawler/isquestion.h"

#include "../../crawler/isquestion_words.h"
#include "../test.h"

static const struct {
    const char *from, *text;
    bool asks;
} rows[] = {
    /* clang-format off */
    { "mark", "The office is open?", true }, { "question word", "How do I apply", true }, { "inverted", "Can I pay by card", true },
    { "asking phrase", "Looking for a room near the campus", true }, { "someone know", "Hi all, anyone know the fees", true },
    { "noun phrase title", "Python decorator with optional argument", true }, { "error title", "Error when I open the form", true },
    { "German", "Wei\xC3\x9F jemand wo das ist", true }, { "French", "Comment faire une demande", true }, { "Spanish", "Alguien sabe el horario", true },
    { "Finnish", "Onko toimisto auki", true }, { "Russian", "\xD0\x9F\xD0\xBE\xD0\xB4\xD1\x81\xD0\xBA\xD0\xB0\xD0\xB6\xD0\xB8\xD1\x82\xD0\xB5 \xD0\xB0\xD0\xB4\xD1\x80\xD0\xB5\xD1\x81", true },
    { "Japanese mark", "\xE3\x81\xA9\xE3\x81\x93\xE3\x81\xA7\xE3\x81\x99\xE3\x81\x8B\xEF\xBC\x9F", true },
    { "statement", "We went there last week and it was great.", false }, { "thanks", "Thank you all, great service", false },
    { "announcement", "Announcement: new opening hours", false }, { "sharing", "Sharing my photos of the open day", false },
    { "when as a conjunction", "When I came home, the door was open.", false }, { "address", "See http://a.example/?q=1 for all of it, it is good.", false },
    { "German", "Wo kann ich mein Semesterticket abholen", true },
    { "German", "Wei\xC3\x9F jemand ob die Mensa am Samstag offen ist", true },
    { "German", "Kann mir jemand sagen wie man sich f\xC3\xBCr die Pr\xC3\xBC" "fung anmeldet", true },
    { "German", "Frage zur Anmeldung der Masterarbeit", true },
    { "German", "Brauche ich f\xC3\xBCr das Auslandssemester ein Visum", true },
    { "German", "Hat jemand Erfahrung mit dem Studienkolleg", true },
    { "German", "Ich habe meine Pr\xC3\xBC" "fung bestanden", false },
    { "German", "Die Mensa ist am Samstag geschlossen", false },
    { "German", "Danke f\xC3\xBCr eure Hilfe, es hat funktioniert", false },
    { "German", "Neues Semesterprogramm ver\xC3\xB6" "ffentlicht", false },
    { "French", "Comment puis-je m'inscrire au master", true },
    { "French", "Est-ce que la biblioth\xC3\xA8que est ouverte le dimanche", true },
    { "French", "Quelqu'un sait o\xC3\xB9 trouver le formulaire", true },
    { "French", "Quel est le d\xC3\xA9lai pour la candidature", true },
    { "French", "Besoin d'aide pour mon dossier", true },
    { "French", "J'ai r\xC3\xA9ussi mon examen", false },
    { "French", "La biblioth\xC3\xA8que est ferm\xC3\xA9" "e dimanche", false },
    { "French", "Merci beaucoup pour votre aide", false },
    { "Spanish", "C\xC3\xB3mo puedo solicitar la beca", true },
    { "Spanish", "Alguien sabe cu\xC3\xA1ndo empieza el curso", true },
    { "Spanish", "D\xC3\xB3nde est\xC3\xA1 la secretar\xC3\xAD" "a", true },
    { "Spanish", "Se puede entregar la solicitud por correo", true },
    { "Spanish", "He aprobado el examen", false },
    { "Spanish", "La secretar\xC3\xAD" "a est\xC3\xA1 cerrada", false },
    { "Spanish", "Gracias por la ayuda", false },
    { "Italian", "Come posso iscrivermi al corso", true },
    { "Italian", "Qualcuno sa dove si trova la segreteria", true },
    { "Italian", "Quando inizia il semestre", true },
    { "Italian", "Ho superato l'esame", false },
    { "Italian", "Grazie a tutti", false },
    { "Portuguese", "Como fa\xC3\xA7o para me inscrever no mestrado", true },
    { "Portuguese", "Algu\xC3\xA9m sabe quando abrem as inscri\xC3\xA7\xC3\xB5" "es", true },
    { "Portuguese", "Onde fica a secretaria", true },
    { "Portuguese", "Passei no exame", false },
    { "Portuguese", "Obrigado pela ajuda", false },
    { "Dutch", "Hoe kan ik me inschrijven voor de master", true },
    { "Dutch", "Weet iemand wanneer het semester begint", true },
    { "Dutch", "Waar vind ik het formulier", true },
    { "Dutch", "Ik heb mijn tentamen gehaald", false },
    { "Dutch", "Bedankt voor jullie hulp", false },
    { "Swedish", "Hur anm\xC3\xA4ler jag mig till kursen", true },
    { "Swedish", "Vet n\xC3\xA5gon n\xC3\xA4r terminen b\xC3\xB6rjar", true },
    { "Swedish", "Var hittar jag blanketten", true },
    { "Swedish", "Jag klarade tentan", false },
    { "Swedish", "Tack f\xC3\xB6r hj\xC3\xA4lpen", false },
    { "empty", "", false }, { "only marks of a list", "- - -", false },
    /* clang-format on */
};

static void
test_titles(void)
{
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        double p = isquestion_of_title(text_of(rows[i].text));

        CHECK((p >= .5) == rows[i].asks, "row %zu (%s): %.2f \"%s\"", i, rows[i].from, p,
              rows[i].text);
    }
}

static const struct {
    const char *title, *body;
    bool asks;
} posts[] = {
    /* clang-format off */
    { "First trip", "We want to go in May. Thanks for any advice.", true },
    { "My new desk", "It is large. I like it. It was cheap.", false },
    { "Room 5", "I stand in front of it. Is it open today?", true },
    { "Thank you all, great service", "Just wanted to say this.", false },
    { "Roadmap", "", false },
    /* clang-format on */
};

static void
test_posts(void)
{
    for (size_t i = 0; i < N_ROWS(posts); i++) {
        double p = isquestion_of_post(text_of(posts[i].title), text_of(posts[i].body));

        CHECK((p >= .5) == posts[i].asks, "\"%s\": %.2f", posts[i].title, p);
    }
}

static void
test_headline(void)
{
    struct text t =
        isquestion_headline(TEXT_LIT("Hello. I am new here. Where is the lab? Thanks."));

    CHECK(text_is(t, "Where is the lab?"), "%.*s", TEXT_ARG(t));
    CHECK(isquestion_headline(TEXT_NONE).n == 0, "nothing");
}

/* Any length and bytes: the folded text has a fixed size. */
static void
test_long(void)
{
    static char z[100000];

    memset(z, 'a', sizeof(z));
    CHECK(isquestion_of_title((struct text){ z, sizeof(z) }) < .9, "one long word");
    memset(z, '\xC3', sizeof(z));
    CHECK(isquestion_of_post((struct text){ z, sizeof(z) }, (struct text){ z, sizeof(z) }) < .9,
          "bad bytes");
}

static void
check_words(const struct isquestion_cue *cues, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        CHECK(cues[i].words[0] != '\0' && cues[i].words[0] != ' ', "cue %zu", i);
        for (size_t k = 0; k < i; k++)
            CHECK(strcmp(cues[i].words, cues[k].words) != 0, "\"%s\" stands twice", cues[i].words);
    }
}

static void
test_tables(void)
{
    CHECK(isquestion_n_phrases <= ISQUESTION_MAX_PHRASES, "%zu", isquestion_n_phrases);
    check_words(isquestion_starts, isquestion_n_starts);
    check_words(isquestion_phrases, isquestion_n_phrases);
}

TEST_FN(test_titles)
TEST_FN(test_posts)
TEST_FN(test_headline)
TEST_FN(test_long)
TEST_FN(test_tables)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_titles), TEST(test_posts), TEST(test_headline),
                                        TEST(test_long), TEST(test_tables) };

    return TEST_RUN(tests);
}
