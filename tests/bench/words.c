/* words.c - see words.h. */

#include "words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#define ZIPF_SHIFT  2.7 /* Mandelbrot's constants for English prose */
#define ZIPF_POWER  1.07
#define MIXER       UINT64_C(0x9E3779B97F4A7C15) /* 2^64 / golden ratio: spreads followers */
#define MAX_STEM    24
#define N_FOLLOWERS 3   /* words have company they keep: a few fixed ones follow each ... */
#define FOLLOW_ODDS .35 /* ... so often */
#define SMALL_ODDS  .42 /* share of small words in questions; .4 to .45 in English text */

static const char *const smalls[] = {
    "the", "to",   "a",    "of",   "and",  "i",    "in",   "is",   "for",   "my",    "it",   "on",
    "you", "that", "be",   "are",  "with", "can",  "if",   "have", "as",    "do",    "this", "not",
    "or",  "at",   "from", "what", "an",   "when", "will", "but",  "there", "would", "any",  "by",
};

static const char *const frames[] = {
    "How do I ",
    "How can I ",
    "What is the ",
    "Is it possible to ",
    "Where can I find ",
    "Why does my ",
    "When is the ",
    "Do I need ",
    "Can anyone help with ",
    "Should I ",
    "Who decides on ",
    "What happens if ",
    "How long does ",
    "Is there a way to ",
    "Which ",
    "",
};

static const char *const endings[] = { "", "s", "ing", "ed" };

struct words {
    struct rng rng;
    uint32_t n;
    double *upto;  /* cumulative weight; owned */
    uint32_t last; /* content word put last */
    char (*stems)[MAX_STEM];
};

/* A pronounceable stem; rarer ones are longer, as in languages. */
static void
make_stem(struct rng *r, uint32_t rank, char out[MAX_STEM])
{
    static const char *const heads[] = { "b", "c", "d", "f",  "g",  "l",  "m",  "n",  "p",  "r",
                                         "s", "t", "v", "st", "tr", "pl", "gr", "ch", "sh", "br" };
    static const char vowels[] = "aeiou";
    static const char tails[] = "nrtlmdkp";
    size_t syllables = rank < 300 ? 1 + (size_t)rng_below(r, 2) : 2 + (size_t)rng_below(r, 2),
           n = 0;

    for (size_t i = 0; i < syllables; i++) {
        const char *h = heads[rng_below(r, N_ELEMENTS(heads))];

        for (; *h != '\0'; h++)
            out[n++] = *h;
        out[n++] = vowels[rng_below(r, sizeof(vowels) - 1)];
    }
    out[n++] = tails[rng_below(r, sizeof(tails) - 1)];
    out[n++] = tails[rng_below(r, sizeof(tails) - 1)];
    out[n] = '\0';
}

struct words *
words_new(uint64_t seed, uint32_t n_stems)
{
    struct words *w = mem_zalloc(sizeof(*w));
    double sum = 0;

    rng_seed(&w->rng, seed);
    w->n = n_stems;
    w->upto = mem_zalloc(n_stems * sizeof(*w->upto));
    w->stems = mem_zalloc(n_stems * sizeof(*w->stems));
    for (uint32_t i = 0; i < n_stems; i++) {
        make_stem(&w->rng, i, w->stems[i]);
        sum += pow(i + 1 + ZIPF_SHIFT, -ZIPF_POWER);
        w->upto[i] = sum;
    }
    return w;
}

void
words_free(struct words *w)
{
    if (w == NULL)
        return;
    free(w->upto);
    free(w->stems);
    free(w);
}

struct rng *
words_rng(struct words *w)
{
    return &w->rng;
}

static uint32_t
draw(struct words *w)
{
    double at = rng_unit(&w->rng) * w->upto[w->n - 1];
    uint32_t low = 0, high = w->n - 1;

    while (low < high) {
        uint32_t mid = low + (high - low) / 2;

        if (w->upto[mid] < at)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* The next content word: a usual follower of the last one, or any. */
static uint32_t
draw_next(struct words *w)
{
    uint64_t mixed;

    if (rng_unit(&w->rng) < FOLLOW_ODDS) {
        mixed = (w->last * (uint64_t)N_FOLLOWERS + rng_below(&w->rng, N_FOLLOWERS) + 1) * MIXER;
        w->last = (uint32_t)((mixed >> 32) % w->n);
    } else {
        w->last = draw(w);
    }
    return w->last;
}

static void
put_stem(struct words *w, uint32_t stem, struct buf *out)
{
    uint64_t form = rng_below(&w->rng, 2 * N_ELEMENTS(endings)); /* half are uninflected */

    buf_add_str(out, w->stems[stem]);
    buf_add_str(out, endings[form < N_ELEMENTS(endings) ? form : 0]);
}

void
words_content(struct words *w, struct buf *out)
{
    put_stem(w, draw_next(w), out);
}

static void
put_any(struct words *w, struct buf *out)
{
    if (rng_unit(&w->rng) < SMALL_ODDS)
        buf_add_str(out, smalls[rng_below(&w->rng, N_ELEMENTS(smalls))]);
    else
        words_content(w, out);
}

void
words_sentence(struct words *w, size_t n, struct buf *out)
{
    size_t at = out->n;

    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_add_str(out, rng_below(&w->rng, 12) == 0 ? ", " : " ");
        put_any(w, out);
    }
    if (out->n > at && out->p[at] >= 'a')
        out->p[at] = (char)(out->p[at] - 'a' + 'A');
    buf_add_str(out, ".");
}

static void
put_end(struct words *w, struct buf *out)
{
    if (rng_below(&w->rng, 5) > 0)
        buf_add_char(out, '?');
}

void
words_question(struct words *w, struct buf *out)
{
    size_t n = 3 + (size_t)rng_below(&w->rng, 8);

    buf_add_str(out, frames[rng_below(&w->rng, N_ELEMENTS(frames))]);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_add_char(out, ' ');
        put_any(w, out);
    }
    put_end(w, out);
}

void
words_intent_of(struct words *w, struct words_intent *ret)
{
    ret->n = 3 + (size_t)rng_below(&w->rng, WORDS_INTENT - 2);
    for (size_t i = 0; i < ret->n; i++)
        ret->stems[i] = draw_next(w);
}

void
words_wording(struct words *w, const struct words_intent *in, struct buf *out)
{
    buf_add_str(out, frames[rng_below(&w->rng, N_ELEMENTS(frames))]);
    for (size_t i = 0; i < in->n; i++) {
        double fate = rng_unit(&w->rng);

        if (fate < .15 && in->n > 3)
            continue; /* dropped */
        if (rng_unit(&w->rng) < SMALL_ODDS) {
            buf_add_str(out, smalls[rng_below(&w->rng, N_ELEMENTS(smalls))]);
            buf_add_char(out, ' ');
        }
        put_stem(w, fate < .3 ? (in->stems[i] ^ 1U) % w->n : in->stems[i], out); /* its synonym */
        if (i + 1 < in->n)
            buf_add_char(out, ' ');
    }
    if (rng_unit(&w->rng) < .4) {
        buf_add_char(out, ' ');
        words_content(w, out);
    }
    put_end(w, out);
}
