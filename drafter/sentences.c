/* sentences.c - see sentences.h.  A linear score for each sentence, from the page's stems. */

#include "sentences.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cues.h"
#include "lint.h"
#include "pages_index.h"
#include "search.h"
#include "sentences_work.h"

/* What a sentence is judged by. */
enum feature {
    F_COVERAGE,  /* share of the question's IDF in the sentence */
    F_BEYOND,    /* the same for question words that are not in the title */
    F_PREFIX,    /* share of question words with the same first four letters */
    F_PREVIOUS,  /* coverage of the sentence before */
    F_NEXT,      /* and of the one after */
    F_PRECISION, /* matched IDF / (damp + the sentence's IDF) */
    F_CUE,       /* the question wants a kind of answer, and it is there */
    F_NO_CUE,    /* ... and it is not */
    F_FIRST,     /* of the page */
    F_LOG_WORDS,
    F_PAIRS,    /* neighbours in the question that are neighbours here, per question word */
    F_DANGLING, /* starts with "this", "it" */
    F_SHORT,
    F_NEW,     /* share of its words that are not in the question */
    F_TITLE,   /* share of the title's question words in it */
    F_BEST,    /* coverage less the best coverage on the page */
    F_HEADING, /* coverage of the question by its heading, beyond the title */
    F_MARGIN,  /* a question, or a line that leads over to the next */
    F_LONG,    /* words beyond LONG_WORDS */
    F_LABEL,   /* a paragraph's sentence without a mark at its end: a label, or cut off */
    F_POINTS,  /* sends the reader elsewhere */
    F_ECHO,    /* says what the question says, and no more */
    N_FEATURES
};

/*
 * Weights of the sentence score, from our prototypes of November 2026 (logistic
 * regression on encyclopedia questions, CC BY-SA, see DESIGN.md); the last six by
 * hand.
 */
static const double weight[N_FEATURES] = {
    [F_COVERAGE] = 0.65, [F_BEYOND] = 2.83,    [F_PREFIX] = 2.13, [F_PREVIOUS] = 0.3,
    [F_NEXT] = -0.39,    [F_PRECISION] = 12.8, [F_CUE] = 0.82,    [F_NO_CUE] = -1.0,
    [F_FIRST] = 1.5,     [F_LOG_WORDS] = 0.82, [F_PAIRS] = -0.44, [F_DANGLING] = 0.64,
    [F_SHORT] = 0.32,    [F_NEW] = -0.23,      [F_TITLE] = -0.39, [F_BEST] = 0,
    [F_HEADING] = 3,     [F_MARGIN] = -3,      [F_LONG] = -0.08,  [F_LABEL] = -1.5,
    [F_POINTS] = -1,     [F_ECHO] = -3,
};
#define PRECISION_DAMP  4.0
#define PRECISION_FLOOR 1e-6 /* no words, no division by nothing */
#define SHORT_WORDS     6
#define CHAR_HIGH       0x80 /* the first byte that is not ASCII */
#define LONG_WORDS      60
#define BIT_SHIFT       58 /* six bits are left of 64 */
#define ECHO_COVERAGE   .9 /* an echo has so much of the question */

/* One of 64, by the number's upper bits. */
static uint64_t
bit_of(uint64_t number)
{
    return UINT64_C(1) << (number * UINT64_C(0x9E3779B97F4A7C15) >> BIT_SHIFT);
}

static void
read_question(struct sentences_work *c, uint32_t page)
{
    const struct pages_query *q = c->q;

    for (size_t k = 0; k < q->n_words; k++) {
        c->idf_sum += q->weight[k];
        c->maybe |= bit_of(q->words[k]) | bit_of(q->prefix[k]);
        if (pages_in_title(c->p, q->words[k], page))
            c->in_title |= UINT64_C(1) << k;
        else
            c->beyond_sum += q->weight[k];
    }
}

/* Sum of the question's IDF over the words whose bits are set. */
static double
idf_of(const struct pages_query *q, uint64_t bits)
{
    double sum = 0;

    for (size_t k = 0; k < q->n_words; k++)
        if ((bits >> k & 1) != 0)
            sum += q->weight[k];
    return sum;
}

/* Which words of the question stand in sentence s. */
static void
match(struct sentences_work *c, size_t s)
{
    struct sentences_look *l = &c->looks[s];
    const struct pages_words *w = c->w;
    size_t last = PAGES_MAX_QUERY;

    for (uint32_t i = w->sentence[s]; i < w->sentence[s + 1]; i++) {
        size_t here = PAGES_MAX_QUERY;

        if ((c->maybe & (bit_of(w->ids[i]) | bit_of(w->prefix[i]))) == 0) {
            last = here; /* no word of the question, nor like one */
            continue;
        }
        for (size_t k = 0; k < c->q->n_words; k++) {
            if (w->ids[i] == c->q->words[k])
                here = k;
            if (w->prefix[i] != 0 && w->prefix[i] == c->q->prefix[k])
                l->prefix |= UINT64_C(1) << k;
        }
        if (here < PAGES_MAX_QUERY) {
            l->seen |= UINT64_C(1) << here;
            l->n_pairs += here > 0 && last == here - 1;
        }
        last = here;
    }
    l->prefix |= l->seen;
    l->n_words = w->sentence[s + 1] - w->sentence[s];
}

/* Are its words those of the question, but for small ones? */
static bool
is_echo(const struct sentences_work *c, size_t s)
{
    const struct pages_words *w = c->w;
    const struct token_list *asked = &c->q->tokens;
    size_t n_new = 0, n = 0;

    for (uint32_t i = w->sentence[s]; i < w->sentence[s + 1]; i++) {
        bool found = false;

        if (w->content[i] == 0)
            continue;
        for (size_t k = 0; k < asked->n && !found; k++)
            found = asked->tokens[k].id == w->ids[i];
        n_new += !found;
        n++;
    }
    return n > 0 && n_new == 0;
}

/* What it is whatever is asked. */
static uint8_t
read_marks(const struct sentences_work *c, size_t s)
{
    const struct passage_sentence *ps = &c->page->split.sentences[s];
    struct text t = passage_text(&c->page->split, ps->at);
    uint8_t *marks = &c->w->marks[s];

    if ((*marks & SENTENCES_READ) == 0)
        *marks |= SENTENCES_READ | (cues_pointing(t) ? SENTENCES_POINTS : 0) |
                  (ps->kind != PASSAGE_HEADING && cues_dangling(t) ? SENTENCES_DANGLING : 0);
    return *marks;
}

/*
 * Shares of the question; a sentence that speaks of the one before counts its words as well.
 * heading: the one before s that is next to it; s itself for one; 0 where there is none.
 */
static void
measure(struct sentences_work *c, size_t s, size_t heading)
{
    const struct passage_sentence *ps = &c->page->split.sentences[s];
    struct sentences_look *l = &c->looks[s];
    double own = (double)c->w->sentence_idf[s];
    uint64_t seen = l->seen;

    l->dangling = (read_marks(c, s) & SENTENCES_DANGLING) != 0;
    if (s > 0 && ps[-1].block == ps->block && ps[-1].kind != PASSAGE_HEADING) {
        l->place = c->looks[s - 1].place + 1;
        if (l->dangling) {
            seen |= c->looks[s - 1].seen;
            own += (double)c->w->sentence_idf[s - 1];
        }
    }
    l->matched = idf_of(c->q, seen);
    l->coverage = c->idf_sum > 0 ? l->matched / c->idf_sum : 0;
    l->echo = l->coverage >= ECHO_COVERAGE && is_echo(c, s);
    l->beyond = c->beyond_sum > 0 ? idf_of(c->q, seen & ~c->in_title) / c->beyond_sum : 0;
    l->precision = l->matched / (PRECISION_DAMP * c->idf_sum + own + PRECISION_FLOOR);
    if (ps->heading != PASSAGE_NO_HEADING && ps->kind != PASSAGE_HEADING && c->beyond_sum > 0)
        l->heading = idf_of(c->q, c->looks[heading].seen & ~c->in_title) / c->beyond_sum;
}

/* Full stop or the like, or the bracket or quotation mark after it; any mark of another script. */
static bool
ends_well(struct text t)
{
    return t.n > 0 && !text_ends(t, TEXT_LIT("...")) && !text_ends(t, TEXT_LIT("\xE2\x80\xA6")) &&
           (strchr(".!?:;)]\"'", t.p[t.n - 1]) != NULL || (unsigned char)t.p[t.n - 1] >= CHAR_HIGH);
}

static void
read_features(const struct sentences_work *c, size_t s, double f[N_FEATURES])
{
    const struct passage_sentence *ps = &c->page->split.sentences[s];
    const struct sentences_look *l = &c->looks[s];
    struct text t = passage_text(&c->page->split, ps->at);
    double n = c->q->n_words > 0 ? (double)c->q->n_words : 1, words = (double)l->n_words;
    bool cue = c->cue != CUE_NONE && cues_present(c->cue, c->question, t);

    memset(f, 0, N_FEATURES * sizeof(*f));
    f[F_COVERAGE] = l->coverage;
    f[F_BEYOND] = l->beyond;
    f[F_PREFIX] = (double)__builtin_popcountll(l->prefix) / n;
    f[F_PREVIOUS] = s > 0 ? c->looks[s - 1].coverage : 0;
    f[F_NEXT] = s + 1 < c->n ? c->looks[s + 1].coverage : 0;
    f[F_PRECISION] = l->precision;
    f[F_CUE] = cue;
    f[F_NO_CUE] = c->cue != CUE_NONE && !cue;
    f[F_FIRST] = 1 / (1 + (double)l->place);
    f[F_LOG_WORDS] = log(1 + words);
    f[F_PAIRS] = (double)l->n_pairs / n;
    f[F_DANGLING] = l->dangling;
    f[F_SHORT] = l->n_words < SHORT_WORDS;
    f[F_NEW] = words > 0 ? (words - (double)__builtin_popcountll(l->seen)) / words : 0;
    if (c->in_title != 0)
        f[F_TITLE] = (double)__builtin_popcountll(l->seen & c->in_title) /
                     (double)__builtin_popcountll(c->in_title);
    f[F_BEST] = l->coverage - c->best;
    f[F_HEADING] = l->heading;
    f[F_MARGIN] = t.n > 0 && (t.p[t.n - 1] == '?' || t.p[t.n - 1] == ':');
    f[F_LONG] = words > LONG_WORDS ? words - LONG_WORDS : 0;
    f[F_LABEL] = ps->kind == PASSAGE_PROSE && !ends_well(t);
    f[F_POINTS] = (read_marks(c, s) & SENTENCES_POINTS) != 0;
    f[F_ECHO] = l->echo;
}

static double
score(const struct sentences_work *c, size_t s)
{
    double f[N_FEATURES], v = 0;

    read_features(c, s, f);
    for (size_t i = 0; i < N_FEATURES; i++)
        v += weight[i] * f[i];
    return v;
}

static struct sentences_said
said(const struct sentences_work *c)
{
    struct sentences_said r = { .pair = 0 };
    uint64_t seen = c->in_title;
    size_t best = 0;

    for (size_t s = 0; s < c->n; s++) {
        const struct sentences_look *l = &c->looks[s];

        if (l->score > c->looks[best].score)
            best = s;
        if (c->page->split.sentences[s].kind == PASSAGE_HEADING && c->n_prose > 0)
            continue;
        r.pair = fmax(r.pair, idf_of(c->q, l->seen | (s > 0 ? c->looks[s - 1].seen : 0)));
        r.beyond = fmax(r.beyond, l->beyond);
        seen |= l->seen;
    }
    r.page = idf_of(c->q, seen);
    if (c->idf_sum > 0) {
        r.pair /= c->idf_sum;
        r.page /= c->idf_sum;
    }
    if (c->n > 0) {
        struct text t = passage_text(&c->page->split, c->page->split.sentences[best].at);

        r.precision = c->looks[best].precision;
        if (c->cue != CUE_NONE)
            r.cue = cues_present(c->cue, c->question, t) ? 1 : -1;
    }
    return r;
}

void
sentences_choose(struct pages *p, const struct pages_query *q, struct text question, uint32_t page,
                 struct arena *a, struct sentences_found *ret)
{
    struct sentences_work c = { .p = p,
                                .q = q,
                                .page = pages_get(p, page),
                                .w = pages_words_of(p, page),
                                .cue = cues_wanted(question) };

    *ret = (struct sentences_found){ .n = 0 };
    c.n = c.page->split.n_sentences;
    if (c.n > SENTENCES_MAX_LOOKED)
        c.n = SENTENCES_MAX_LOOKED;
    c.looks = arena_alloc(a, (c.n + 1) * sizeof(*c.looks));
    read_question(&c, page);
    for (size_t s = 0; s < c.n; s++) {
        match(&c, s);
        c.n_prose += c.page->split.sentences[s].kind != PASSAGE_HEADING;
    }
    for (size_t s = 0, heading = 0; s < c.n; s++) {
        if (c.page->split.sentences[s].kind == PASSAGE_HEADING)
            heading = s;
        measure(&c, s, heading);
    }
    for (size_t s = 0; s < c.n; s++)
        c.best = fmax(c.best, c.looks[s].coverage);
    for (size_t s = 0; s < c.n; s++)
        c.looks[s].score = score(&c, s);
    sentences_quote(&c, ret);
    ret->said = said(&c);
}
