/* reading.c - see reading.h. */

#include "reading.h"

#include <string.h>

#include "utf8.h"

/* Flesch-Kincaid */
#define EN_WORDS     .39
#define EN_SYLLABLES 11.8
#define EN_BASE      15.59

/* Wiener Sachtextformel 1; shares in per cent */
#define DE_MANY         .1935 /* words of three syllables and more */
#define DE_WORDS        .1672 /* words a sentence */
#define DE_LONG         .1297 /* words of more than six letters */
#define DE_ONE          .0327 /* words of one syllable */
#define DE_BASE         .875
#define DE_LONG_LETTERS 6
#define MANY_SYLLABLES  3
#define PER_CENT        100.0

struct counts {
    double words, sentences, syllables;
    double one, many, longer; /* words */
};

static bool
is_letter(uint32_t c)
{
    return ((c | ' ') >= 'a' && (c | ' ') <= 'z') || c >= 0xC0;
}

static bool
is_vowel(uint32_t c)
{
    static const uint32_t umlauts[] = { 0xE4, 0xF6, 0xFC, 0xC4, 0xD6, 0xDC, 0xE9, 0xE8 };

    for (size_t i = 0; i < N_ELEMENTS(umlauts); i++)
        if (c == umlauts[i])
            return true;
    return c != 0 && c < 0x80 && strchr("aeiouyAEIOUY", (int)c) != NULL;
}

static void
end_word(struct counts *n, size_t letters, size_t syllables, bool silent)
{
    if (letters == 0)
        return;
    if (silent && syllables > 1)
        syllables--;
    syllables = syllables > 0 ? syllables : 1;
    n->words++;
    n->syllables += (double)syllables;
    n->one += syllables == 1;
    n->many += syllables >= MANY_SYLLABLES;
    n->longer += letters > DE_LONG_LETTERS;
}

/* silent_e: an e at the end of a word is none. */
static struct counts
count(struct text t, bool silent_e)
{
    struct counts n = { .words = 0 };
    size_t letters = 0, syllables = 0;
    bool vowel = false;
    uint32_t last = 0;

    for (size_t at = 0; at <= t.n;) {
        uint32_t c = ' ';

        if (at < t.n)
            c = utf8_next(t, &at);
        else
            at++;
        if (is_letter(c)) {
            letters++;
            syllables += is_vowel(c) && !vowel;
            vowel = is_vowel(c);
        } else {
            end_word(&n, letters, syllables, silent_e && last == 'e');
            n.sentences += c < 0x80 && strchr(".!?\n", (int)c) != NULL && is_letter(last);
            letters = syllables = 0;
            vowel = false;
        }
        last = c;
    }
    if (n.sentences == 0)
        n.sentences = 1;
    return n;
}

bool
reading_grade(struct text t, const char *language, double *ret)
{
    bool german = language != NULL && strncmp(language, "de", sizeof("de") - 1) == 0;
    struct counts n = count(t, !german);

    if (n.words == 0 ||
        (!german && language != NULL && strncmp(language, "en", sizeof("en") - 1) != 0))
        return false;
    if (german)
        *ret = DE_MANY * PER_CENT * n.many / n.words + DE_WORDS * n.words / n.sentences +
               DE_LONG * PER_CENT * n.longer / n.words - DE_ONE * PER_CENT * n.one / n.words -
               DE_BASE;
    else
        *ret = EN_WORDS * n.words / n.sentences + EN_SYLLABLES * n.syllables / n.words - EN_BASE;
    return true;
}
