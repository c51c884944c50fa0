/* lang.c - see lang.h.  Script first, then small words, fingerprints only when those are unclear.
 */

#include "lang.h"

#include <libexttextcat/textcat.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "buf.h"
#include "mem.h"
#include "stopwords.h"
#include "token.h"
#include "utf8.h"

#define FINGERPRINTS "/usr/share/libexttextcat/" /* Debian's libexttextcat-data */

#define LOOK_BYTES    ((size_t)2000) /* of a text; the library's manual says a few hundred do */
#define LOOK_WORDS    ((size_t)200)
#define CLEAR_WORDS   3  /* small words of one language that make it clear */
#define CLEAR_LETTERS 40 /* fewer letters than this and fingerprints are no better than chance */

static const struct language {
    const char *code, *three, *three_b, *name; /* ISO 639-1, 639-2/T, 639-2/B, English */
    const char *stemmer;                       /* Snowball's; NULL: none */
} known[] = {
    /* clang-format off */
    { "en", "eng", "eng", "english", "english" },
    { "ar", "ara", "ara", "arabic", "arabic" },
    { "bg", "bul", "bul", "bulgarian", NULL },
    { "ca", "cat", "cat", "catalan", "catalan" },
    { "cs", "ces", "cze", "czech", NULL },
    { "da", "dan", "dan", "danish", "danish" },
    { "de", "deu", "ger", "german", "german" },
    { "el", "ell", "gre", "greek", "greek" },
    { "es", "spa", "spa", "spanish", "spanish" },
    { "eu", "eus", "baq", "basque", "basque" },
    { "fa", "fas", "per", "persian", NULL },
    { "fi", "fin", "fin", "finnish", "finnish" },
    { "fr", "fra", "fre", "french", "french" },
    { "ga", "gle", "gle", "irish", "irish" },
    { "he", "heb", "heb", "hebrew", NULL },
    { "hi", "hin", "hin", "hindi", "hindi" },
    { "hu", "hun", "hun", "hungarian", "hungarian" },
    { "hy", "hye", "arm", "armenian", "armenian" },
    { "id", "ind", "ind", "indonesian", "indonesian" },
    { "it", "ita", "ita", "italian", "italian" },
    { "ja", "jpn", "jpn", "japanese", NULL },
    { "ko", "kor", "kor", "korean", NULL },
    { "lt", "lit", "lit", "lithuanian", "lithuanian" },
    { "ne", "nep", "nep", "nepali", "nepali" },
    { "nl", "nld", "dut", "dutch", "dutch" },
    { "no", "nor", "nob", "norwegian", "norwegian" },
    { "no", "nno", "nob", "bokmal", "norwegian" },
    { "pl", "pol", "pol", "polish", NULL },
    { "pt", "por", "por", "portuguese", "portuguese" },
    { "ro", "ron", "rum", "romanian", "romanian" },
    { "ru", "rus", "rus", "russian", "russian" },
    { "sr", "srp", "srp", "serbian", "serbian" },
    { "sv", "swe", "swe", "swedish", "swedish" },
    { "ta", "tam", "tam", "tamil", "tamil" },
    { "th", "tha", "tha", "thai", NULL },
    { "tr", "tur", "tur", "turkish", "turkish" },
    { "uk", "ukr", "ukr", "ukrainian", NULL },
    { "vi", "vie", "vie", "vietnamese", NULL },
    { "yi", "yid", "yid", "yiddish", "yiddish" },
    { "zh", "zho", "chi", "chinese", NULL },
    /* clang-format on */
};

/* Codes that pages use for a language known under another. */
static const struct {
    const char *from, *to;
} aliases[] = { { "nb", "no" }, { "nn", "no" }, { "iw", "he" }, { "in", "id" }, { "cmn", "zh" } };

/* Scripts by block; code is the language that mostly writes so, sure if no other of ours does. */
static const struct script {
    uint32_t first, last;
    const char *code;
    bool sure;
} scripts[] = {
    /* clang-format off */
    { 0x0041, 0x024F, "en", false },
    { 0x0370, 0x03FF, "el", true },
    { 0x0400, 0x052F, "ru", false },
    { 0x0530, 0x058F, "hy", true },
    { 0x0590, 0x05FF, "he", false },
    { 0x0600, 0x077F, "ar", false },
    { 0x0900, 0x097F, "hi", false },
    { 0x0B80, 0x0BFF, "ta", true },
    { 0x0E00, 0x0E7F, "th", true },
    { 0x3040, 0x30FF, "ja", true },
    { 0x3400, 0x9FFF, "zh", true },
    { 0xAC00, 0xD7A3, "ko", true },
    /* clang-format on */
};
#define N_SCRIPTS N_ELEMENTS(scripts)
#define LATIN     0
#define KANA      (N_SCRIPTS - 3)
#define HAN       (N_SCRIPTS - 2)

struct lang_guesser {
    void *textcat; /* owned; NULL: not loaded, or not there */
    bool tried;
};

struct lang_guesser *
lang_new(void)
{
    return mem_zalloc(sizeof(struct lang_guesser));
}

void
lang_free(struct lang_guesser *g)
{
    if (g == NULL)
        return;
    if (g->textcat != NULL)
        textcat_Done(g->textcat);
    free(g);
}

const char *
lang_normalize(struct text declared)
{
    struct text t = text_trim(declared);
    size_t n = 0;

    while (n < t.n && t.p[n] != '-' && t.p[n] != '_' && t.p[n] != ' ' && t.p[n] != ',')
        n++;
    t.n = n;
    for (size_t i = 0; i < N_ELEMENTS(aliases); i++)
        if (text_eq_nocase(t, text_of(aliases[i].from)))
            t = text_of(aliases[i].to);
    for (size_t i = 0; i < N_ELEMENTS(known); i++)
        if (text_eq_nocase(t, text_of(known[i].code)) ||
            text_eq_nocase(t, text_of(known[i].three)) ||
            text_eq_nocase(t, text_of(known[i].three_b)) ||
            text_eq_nocase(t, text_of(known[i].name)))
            return known[i].code;
    return NULL;
}

const char *
lang_stemmer(const char *code)
{
    for (size_t i = 0; i < N_ELEMENTS(known); i++)
        if (strcmp(known[i].code, code) == 0)
            return known[i].stemmer;
    return NULL;
}

/* Count the letters of each script; the number of letters in all. */
static size_t
count_scripts(struct text t, size_t counts[N_SCRIPTS])
{
    size_t letters = 0;

    for (size_t at = 0; at < t.n;) {
        uint32_t c = utf8_next(t, &at);

        if (c < 'A' || (c < 0x80 && (c | 0x20) > 'z') || (c > 'Z' && c < 'a'))
            continue;
        for (size_t i = 0; i < N_SCRIPTS; i++)
            if (c >= scripts[i].first && c <= scripts[i].last) {
                counts[i]++;
                letters++;
                break;
            }
    }
    return letters;
}

static bool
writes_latin(const char *code)
{
    static const char others[] = " ar bg el fa he hi hy ja ko ne ru ta th uk yi zh ";
    char padded[] = { ' ', code[0], code[1], ' ', '\0' };

    return strstr(others, padded) == NULL;
}

struct votes {
    const char *best;      /* NULL: none has a vote */
    size_t n_best, n_next; /* votes of the best and of the next best language */
    size_t n_fallback;
};

/* How many words of the text are small words of each language. */
static struct votes
count_small_words(struct text t, const char *fallback)
{
    const char *const *codes = stopwords_languages();
    struct votes v = { .best = NULL };
    struct buf folded;
    struct text words[LOOK_WORDS], rest, w;
    size_t n = 0;

    buf_init(&folded, BUF_SMALL);
    token_fold(t, &folded);
    rest = buf_text(&folded);
    while (n < LOOK_WORDS && text_cut(&rest, " \t\r\n.,;:!?()\"/", &w))
        if (w.n > 1)
            words[n++] = w;
    for (size_t i = 0; codes[i] != NULL; i++) {
        size_t hits = 0;

        for (size_t k = 0; k < n; k++)
            hits += stopwords_flags(codes[i], words[k]) != 0;
        if (strcmp(codes[i], fallback) == 0)
            v.n_fallback = hits;
        if (hits > v.n_best) {
            v.n_next = v.n_best;
            v.n_best = hits;
            v.best = codes[i];
        } else if (hits > v.n_next) {
            v.n_next = hits;
        }
    }
    buf_release(&folded);
    return v;
}

/* The fingerprints' answer: the fallback if it is among the likely ones, else the likeliest we
 * know. */
static const char *
guess_by_fingerprint(struct lang_guesser *g, struct text t, const char *fallback)
{
    candidate_t *likely;
    const char *best = NULL;
    int n;

    if (g == NULL)
        return fallback;
    if (!g->tried) {
        g->tried = true;
        g->textcat = special_textcat_Init(FINGERPRINTS "fpdb.conf", FINGERPRINTS);
    }
    if (g->textcat == NULL)
        return fallback;
    likely = textcat_GetClassifyFullOutput(g->textcat);
    if (likely == NULL)
        return fallback;
    n = textcat_ClassifyFull(g->textcat, t.p, t.n, likely); /* below 0: too short */
    for (int i = 0; i < n; i++) {
        const char *code = lang_normalize(text_of(likely[i].name));

        if (code != NULL && (best == NULL || strcmp(code, fallback) == 0))
            best = code;
    }
    textcat_ReleaseClassifyFullOutput(g->textcat, likely);
    return best != NULL ? best : fallback;
}

static const char *
guess(struct lang_guesser *g, struct text t, const char *fallback)
{
    size_t counts[N_SCRIPTS] = { 0 }, top = 0;
    size_t letters = count_scripts(t, counts);
    struct votes v;

    if (letters == 0)
        return fallback;
    if (counts[KANA] > 0 && (counts[KANA] + counts[HAN]) * 2 > letters)
        return scripts[KANA].code; /* Japanese is mostly Han by count */
    for (size_t i = 1; i < N_SCRIPTS; i++)
        if (counts[i] > counts[top])
            top = i;
    if (scripts[top].sure)
        return scripts[top].code;
    if ((top == LATIN) != writes_latin(fallback))
        fallback = scripts[top].code; /* the fallback does not write so */
    v = count_small_words(t, fallback);
    if (v.n_fallback >= CLEAR_WORDS && v.n_fallback >= v.n_best)
        return fallback;
    if (v.n_best >= CLEAR_WORDS && v.n_best >= 2 * v.n_next)
        return v.best;
    if (letters < CLEAR_LETTERS)
        return v.n_best >= 2 && v.n_fallback == 0 && v.n_best > v.n_next ? v.best : fallback;
    return guess_by_fingerprint(g, t, fallback);
}

const char *
lang_of(struct lang_guesser *g, struct text declared, struct text text, const char *fallback)
{
    const char *code = lang_normalize(declared);

    if (code != NULL)
        return code;
    code = fallback != NULL ? lang_normalize(text_of(fallback)) : NULL;
    text.n = utf8_cut(text, LOOK_BYTES);
    return guess(g, text, code != NULL ? code : LANG_DEFAULT);
}
