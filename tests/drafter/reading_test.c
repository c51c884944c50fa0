/* reading_test.c - school years; the texts' figures were counted by hand. */

#include "../test.h"

#include "../../drafter/reading.h"

static void
test_grade(void)
{
    static const struct {
        const char *text, *language;
        double want; /* below 0: no formula, or nothing to read */
        const char *from;
    } rows[] = {
        /* 6 words, 1 sentence, 6 syllables */
        { "The cat sat on the mat.", "en", .39 * 6 + 11.8 - 15.59, "one syllable each" },
        /* 4 words, 2 sentences, "table" 1 after its silent e, "open" 2 */
        { "Come here. Open table!", NULL, .39 * 2 + 11.8 * 5 / 4 - 15.59, "a silent e" },
        /* 5 words, 1 sentence; Universitaet 5, Gebuehren 3, oeffentlich 3 */
        { "Die Universit\xC3\xA4t hat \xC3\xB6"
          "ffentliche Geb\xC3\xBChren.",
          "de", .1935 * 60 + .1672 * 5 + .1297 * 60 - .0327 * 40 - .875, "German" },
        { "Ceci est une phrase.", "fr", -1, "no formula" },
        { "... 12 !", "en", -1, "no words" },
        { "", "de", -1, "nothing" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        double got = 0;
        bool known = reading_grade(text_of(rows[i].text), rows[i].language, &got);
        double off = got - rows[i].want;

        CHECK(known == (rows[i].want > -1 || rows[i].want < -1), "%s", rows[i].from);
        if (known)
            CHECK(off < .001 && off > -.001, "%s: %f, wanted %f", rows[i].from, got, rows[i].want);
    }
}
TEST_FN(test_grade)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_grade) };

    return TEST_RUN(tests);
}
