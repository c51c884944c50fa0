/* sentences.c - see sentences.h.  A linear score for each sentence, from the page's stems. */

#include "sentences.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cues.h"
#include "pages_index.h"
#include "search.h"

/*
 * Weights of the sentence score, from our prototypes of November 2026 (logistic
 * regression on encyclopedia questions, CC BY-SA, see DESIGN.md), a few by hand.
 */
#define W_COVERAGE     .65  /* share of the question's IDF in the sentence */
#define W_BEYOND       2.83 /* the same for question words that are not in the title */
#define W_PREFIX       2.13 /* share of question words with the same first four letters */
#define W_PREVIOUS     .3
#define W_NEXT         (-.39)
#define W_PRECISION    12.84 /* matched IDF / (damp x question IDF + sentence IDF) */
#define W_CUE          .82
#define W_NO_CUE       (-1.53)
#define W_FIRST        .41
#define W_LOG_WORDS    .82
#define W_PAIRS        (-.44)
#define W_DANGLING     .64
#define W_SHORT        .32
#define W_NEW          (-.23)
#define W_TITLE        (-.39)
#define W_HEADING      3.0 /* by hand: coverage of the question by its heading, beyond the title */
#define W_MARGIN       (-3.0) /* by hand: a question, or a line that leads nowhere */
#define PRECISION_DAMP 4.0
#define SHORT_WORDS    6
#define LONG_WORDS     60 /* beyond, each further word costs a little */
#define W_LONG         (-.08)
/* A further sentence is taken if its score is within this of the best. */
#define FURTHER_BAND 1.2

/* The log odds of being answered at all; from the same prototypes. */
#define A_BIAS            3.57
#define A_BEST            1.41
#define A_PAIR            1.52
#define A_PRECISION       9.12
#define A_MISSING         (-.15)
#define A_PREFIX          1.06
#define A_PEAK            (-2.01) /* best - mean coverage */
#define A_SENTENCES       (-1.89)
#define SENTENCES_COUNTED 8 /* a long page is no worse than one of this many sentences */
#define MISSING_CAP       1e9

/* What one sentence has of the question. */
struct look {
    uint64_t seen;   /* bit per question word */
    uint64_t prefix; /* the same by first letters */
    double matched, coverage, beyond, precision, heading, score;
    size_t n_words, n_pairs;
    bool dangling;
};

struct choosing {
    struct pages *p;
    const struct pages_query *q;
    const struct pages_page *page;
    const struct pages_words *w;
    struct look *looks;
    size_t n, n_prose;
    uint64_t in_title;                  /* bit per question word */
    uint32_t prefixes[PAGES_MAX_QUERY]; /* of the question's words */
    double idf_sum, beyond_sum;
    enum cue_kind cue;
};

static void
read_question(struct choosing *c, uint32_t page)
{
    const struct pages_query *q = c->q;
    const struct search_index *title = c->p->fields[FIELD_TITLE].index;

    for (size_t k = 0; k < q->n_words; k++) {
        c->idf_sum += q->idf[k];
        if (search_tf(title, q->words[k], page) > 0)
            c->in_title |= UINT64_C(1) << k;
        else
            c->beyond_sum += q->idf[k];
        for (size_t i = 0; i < q->tokens.n; i++)
            if (q->tokens.tokens[i].id == q->words[k])
                c->prefixes[k] = pages_prefix(q->tokens.tokens[i].folded);
    }
}

/* Sum of the question's IDF over the words whose bits are set. */
static double
idf_of(const struct pages_query *q, uint64_t bits)
{
    double sum = 0;

    for (size_t k = 0; k < q->n_words; k++)
        if ((bits >> k & 1) != 0)
            sum += q->idf[k];
    return sum;
}

static size_t
count_bits(uint64_t bits)
{
    size_t n = 0;

    for (; bits != 0; bits &= bits - 1)
        n++;
    return n;
}

/* Which words of the question stand in sentence s. */
static void
match(struct choosing *c, size_t s)
{
    struct look *l = &c->looks[s];
    const struct pages_words *w = c->w;
    size_t last = PAGES_MAX_QUERY;

    for (uint32_t i = w->sentence[s]; i < w->sentence[s + 1]; i++) {
        size_t here = PAGES_MAX_QUERY;

        for (size_t k = 0; k < c->q->n_words; k++) {
            if (w->ids[i] == c->q->words[k])
                here = k;
            if (w->prefix[i] != 0 && w->prefix[i] == c->prefixes[k])
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

/* Shares of the question; a sentence that speaks of the one before counts its words as well. */
static void
measure(struct choosing *c, size_t s)
{
    const struct passage_sentence *ps = &c->page->split.sentences[s];
    struct look *l = &c->looks[s];
    double own = (double)c->w->sentence_idf[s];
    uint64_t seen = l->seen;

    l->dangling =
        ps->kind != PASSAGE_HEADING && cues_dangling(passage_text(&c->page->split, ps->at));
    if (l->dangling && s > 0 && ps[-1].block == ps->block && ps[-1].kind != PASSAGE_HEADING) {
        seen |= c->looks[s - 1].seen;
        own += (double)c->w->sentence_idf[s - 1];
    }
    l->matched = idf_of(c->q, seen);
    l->coverage = c->idf_sum > 0 ? l->matched / c->idf_sum : 0;
    l->beyond = c->beyond_sum > 0 ? idf_of(c->q, seen & ~c->in_title) / c->beyond_sum : 0;
    l->precision = l->matched / (PRECISION_DAMP * c->idf_sum + own);
    if (ps->heading != PASSAGE_NO_HEADING && ps->kind != PASSAGE_HEADING && c->beyond_sum > 0) {
        size_t h = s;

        while (h > 0 && c->page->split.sentences[h].kind != PASSAGE_HEADING)
            h--;
        l->heading = idf_of(c->q, c->looks[h].seen & ~c->in_title) / c->beyond_sum;
    }
}

static double
score(const struct choosing *c, size_t s)
{
    const struct passage_sentence *ps = &c->page->split.sentences[s];
    const struct look *l = &c->looks[s];
    struct text t = passage_text(&c->page->split, ps->at);
    double n = (double)c->q->n_words, words = (double)l->n_words;
    double v = W_COVERAGE * l->coverage + W_BEYOND * l->beyond + W_PRECISION * l->precision +
               W_HEADING * l->heading + W_LOG_WORDS * log(1 + words);

    if (n > 0)
        v += W_PREFIX * (double)count_bits(l->prefix) / n + W_PAIRS * (double)l->n_pairs / n;
    if (s > 0)
        v += W_PREVIOUS * c->looks[s - 1].coverage;
    if (s + 1 < c->n)
        v += W_NEXT * c->looks[s + 1].coverage;
    if (c->cue != CUE_NONE)
        v += cues_present(c->cue, t) ? W_CUE : W_NO_CUE;
    if (words > 0)
        v += W_NEW * (words - (double)count_bits(l->seen)) / words;
    if (c->in_title != 0)
        v += W_TITLE * (double)count_bits(l->seen & c->in_title) / (double)count_bits(c->in_title);
    v += s == 0 ? W_FIRST : 0;
    v += l->dangling ? W_DANGLING : 0;
    v += l->n_words < SHORT_WORDS ? W_SHORT : 0;
    v += l->n_words > LONG_WORDS ? W_LONG * (words - LONG_WORDS) : 0;
    if (t.n > 0 && (t.p[t.n - 1] == '?' || t.p[t.n - 1] == ':'))
        v += W_MARGIN;
    return v;
}

static void
keep_best(struct choosing *c, struct sentences_found *ret)
{
    for (size_t s = 0; s < c->n; s++) {
        const struct passage_sentence *ps = &c->page->split.sentences[s];
        struct sentences_pick pick = { ps->at, (uint32_t)s, c->looks[s].score };
        size_t at = ret->n;

        if (ps->kind == PASSAGE_HEADING && c->n_prose > 0)
            continue;
        while (at > 0 && ret->picks[at - 1].score < pick.score)
            at--;
        if (at == SENTENCES_MAX)
            continue;
        if (ret->n < SENTENCES_MAX)
            ret->n++;
        memmove(&ret->picks[at + 1], &ret->picks[at], (ret->n - at - 1) * sizeof(ret->picks[0]));
        ret->picks[at] = pick;
    }
}

/*
 * Drop what is far behind the best one, or too much to read; a best sentence that
 * speaks of the one before it brings that one along.
 */
static void
trim(struct choosing *c, struct sentences_found *ret)
{
    size_t words, n = 1;
    uint32_t best = ret->picks[0].sentence;

    if (ret->n == 0)
        return;
    words = c->looks[best].n_words;
    if (c->looks[best].dangling && best > 0 &&
        c->page->split.sentences[best - 1].kind == PASSAGE_PROSE &&
        words + c->looks[best - 1].n_words <= SENTENCES_MAX_WORDS) {
        const struct passage_sentence *before = &c->page->split.sentences[best - 1];

        ret->picks[n++] = (struct sentences_pick){ before->at, best - 1, c->looks[best - 1].score };
        words += c->looks[best - 1].n_words;
    }
    for (size_t i = n; i < ret->n; i++) {
        struct sentences_pick *x = &ret->picks[i];

        if (x->score < ret->picks[0].score - FURTHER_BAND || c->looks[x->sentence].dangling ||
            words + c->looks[x->sentence].n_words > SENTENCES_MAX_WORDS ||
            x->sentence == ret->picks[n - 1].sentence)
            continue;
        words += c->looks[x->sentence].n_words;
        ret->picks[n++] = *x;
    }
    ret->n = n;
}

/*
 * Log odds that the page holds an answer: how much of the question the best
 * sentence and the best two in a row have, and what is missing everywhere.
 */
static double
answered(const struct choosing *c)
{
    double best = 0, pair = 0, precision = 0, prefix = 0, mean = 0, missing = MISSING_CAP;
    uint64_t seen = 0;
    size_t n = 0;

    for (size_t s = 0; s < c->n; s++) {
        const struct look *l = &c->looks[s];
        double two = s > 0 && c->idf_sum > 0
                         ? idf_of(c->q, l->seen | c->looks[s - 1].seen) / c->idf_sum
                         : l->coverage;

        if (c->page->split.sentences[s].kind == PASSAGE_HEADING)
            continue;
        n++;
        best = fmax(best, l->coverage);
        pair = fmax(pair, two);
        precision = fmax(precision, l->precision);
        prefix = fmax(prefix, (double)count_bits(l->prefix) / (double)c->q->n_words);
        mean += l->coverage;
        seen |= l->seen;
    }
    if (n == 0)
        return A_BIAS;
    mean /= (double)n;
    for (size_t k = 0; k < c->q->n_words; k++)
        if ((seen >> k & 1) == 0 && ((c->in_title >> k) & 1) == 0)
            missing = fmin(missing, c->q->idf[k]);
    if (missing >= MISSING_CAP)
        missing = 0;
    return A_BIAS + A_BEST * best + A_PAIR * pair + A_PRECISION * precision + A_MISSING * missing +
           A_PREFIX * prefix + A_PEAK * (best - mean) +
           A_SENTENCES * log(1 + (double)(n < SENTENCES_COUNTED ? n : SENTENCES_COUNTED));
}

void
sentences_choose(struct pages *p, const struct pages_query *q, struct text question, uint32_t page,
                 struct arena *a, struct sentences_found *ret)
{
    struct choosing c = {
        .p = p, .q = q, .page = &p->pages[page], .w = &p->words[page], .cue = cues_wanted(question)
    };

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
    for (size_t s = 0; s < c.n; s++)
        measure(&c, s);
    for (size_t s = 0; s < c.n; s++)
        c.looks[s].score = score(&c, s);
    keep_best(&c, ret);
    trim(&c, ret);
    ret->answered = answered(&c);
}
