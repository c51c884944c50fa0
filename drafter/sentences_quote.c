/* sentences_quote.c - see sentences_work.h: the best sentences, and what they cannot do without. */

#include <string.h>

#include "cues.h"
#include "lint.h"
#include "sentences_work.h"

/* A further sentence is taken if its score is within this of the best. */
#define FURTHER_BAND 1.2
#define APART_BAND                                                                                 \
    .6 /* the same under another heading, when it has no further word of the question */
#define CANDIDATES 8 /* sentences that may be among the chosen */

/* No heading or title, no link of its own (a draft has one), and room for it in a draft. */
static bool
weigh_quote(const struct sentences_work *c, size_t s)
{
    const struct passage_sentence *ps = &c->page->split.sentences[s];
    struct text t = passage_text(&c->page->split, ps->at);

    return ps->kind != PASSAGE_HEADING && c->looks[s].n_words <= SENTENCES_LONGEST &&
           lint_quotable(t) && !text_eq_nocase(t, c->page->title) && !cues_boilerplate(t);
}

static bool
can_quote(const struct sentences_work *c, size_t s)
{
    uint8_t *marks = &c->w->marks[s];

    if ((*marks & SENTENCES_WEIGHED) == 0)
        *marks |= SENTENCES_WEIGHED | (weigh_quote(c, s) ? SENTENCES_QUOTABLE : 0);
    return (*marks & SENTENCES_QUOTABLE) != 0;
}

/* The best sentences, of those that can be quoted or of all; best first; returns how many. */
static size_t
keep_best(const struct sentences_work *c, bool quotable, struct sentences_pick best[CANDIDATES])
{
    size_t n = 0;

    for (size_t s = 0; s < c->n; s++) {
        const struct passage_sentence *ps = &c->page->split.sentences[s];
        struct sentences_pick pick = { ps->at, (uint32_t)s, c->looks[s].score };
        size_t at = n;

        while (at > 0 && best[at - 1].score < pick.score)
            at--;
        if (at == CANDIDATES || (quotable && !can_quote(c, s)))
            continue;
        if (n < CANDIDATES)
            n++;
        memmove(&best[at + 1], &best[at], (n - at - 1) * sizeof(best[0]));
        best[at] = pick;
    }
    return n;
}

/* "2." or "2)": a step of several. */
static bool
is_step(struct text t)
{
    size_t i = 0;

    while (i < t.n && t.p[i] >= '0' && t.p[i] <= '9')
        i++;
    return i > 0 && i < t.n && (t.p[i] == '.' || t.p[i] == ')');
}

/*
 * The sentence before s that s cannot do without: what "this" speaks of, the line
 * that leads over to a list, the step before.  Otherwise s.
 */
static uint32_t
needed_before(const struct sentences_work *c, uint32_t s)
{
    const struct passage_sentence *all = c->page->split.sentences;
    struct text t = passage_text(&c->page->split, all[s].at);
    uint32_t lead = s;

    if (s == 0)
        return s;
    if (c->looks[s].dangling && all[s].kind == PASSAGE_PROSE)
        return all[s - 1].kind == PASSAGE_PROSE && all[s - 1].block == all[s].block &&
                       can_quote(c, s - 1)
                   ? s - 1
                   : s;
    if (all[s].kind == PASSAGE_ITEM && is_step(t) && all[s - 1].kind == PASSAGE_ITEM)
        return s - 1;
    while (lead > 0 && all[lead].kind == PASSAGE_ITEM)
        lead--;
    /* Such a line may look like a heading, but it is the start of what its list says. */
    t = passage_text(&c->page->split, all[lead].at);
    return all[s].kind == PASSAGE_ITEM && all[lead].kind != PASSAGE_ITEM &&
                   text_ends(t, TEXT_LIT(":")) && lint_quotable(t)
               ? lead
               : s;
}

/* What has been chosen so far. */
struct chosen {
    struct sentences_found *found;
    size_t words;
    uint64_t seen; /* question words, those of the title among them */
};

static bool
is_in(const struct sentences_work *c, const struct chosen *x, uint32_t s)
{
    struct text t = passage_text(&c->page->split, c->page->split.sentences[s].at);

    for (size_t i = 0; i < x->found->n; i++)
        if (text_eq(t, passage_text(&c->page->split, x->found->picks[i].at)))
            return true;
    return false;
}

/* Take sentence s if there is room. */
static bool
take(const struct sentences_work *c, struct chosen *x, uint32_t s)
{
    size_t words = c->looks[s].n_words;

    if (x->found->n == SENTENCES_MAX || is_in(c, x, s) ||
        (x->found->n > 0 && x->words + words > SENTENCES_MAX_WORDS))
        return false;
    x->found->picks[x->found->n++] =
        (struct sentences_pick){ c->page->split.sentences[s].at, s, c->looks[s].score };
    x->words += words;
    x->seen |= c->looks[s].seen;
    return true;
}

/* The rest of a list whose item s has been taken, if all of it goes in: a part of it may mislead.
 */
static void
take_list(const struct sentences_work *c, struct chosen *x, uint32_t s)
{
    const struct passage_sentence *all = c->page->split.sentences;
    uint32_t from = s, to = s;
    size_t n = x->found->n;

    while (from > 0 && all[from - 1].kind == PASSAGE_ITEM)
        from--;
    while (to < c->n && all[to].kind == PASSAGE_ITEM)
        to++;
    for (uint32_t i = from; i < to; i++)
        n += !is_in(c, x, i);
    if (n <= SENTENCES_MAX)
        for (uint32_t i = from; i < to; i++)
            if (can_quote(c, i))
                (void)take(c, x, i); /* if there is room */
}

/*
 * The best sentence names the matter but not what is asked of it (no date for a
 * "when"): the one after it is likely to, if it has that or speaks of this one.
 */
static void
take_next(const struct sentences_work *c, struct chosen *x, uint32_t s)
{
    const struct passage_sentence *all = c->page->split.sentences;
    uint32_t next = s + 1;

    if (c->cue == CUE_NONE || next >= c->n || all[s].kind != PASSAGE_PROSE ||
        all[next].kind != PASSAGE_PROSE || all[next].block != all[s].block ||
        cues_present(c->cue, c->question, passage_text(&c->page->split, all[s].at)) ||
        !can_quote(c, next))
        return;
    if (c->looks[next].dangling ||
        cues_present(c->cue, c->question, passage_text(&c->page->split, all[next].at)))
        (void)take(c, x, next); /* if there is room */
}

/*
 * The best sentence and what it needs; then what is close behind it, if it stands
 * by itself.
 */
void
sentences_quote(const struct sentences_work *c, struct sentences_found *ret)
{
    const struct passage_sentence *all = c->page->split.sentences;
    struct sentences_pick best[CANDIDATES];
    struct chosen x = { .found = ret, .seen = c->in_title };
    size_t n = keep_best(c, true, best);
    uint32_t first, before;

    if (n == 0)
        n = keep_best(c, false, best);
    if (n == 0)
        return;
    first = best[0].sentence;
    (void)take(c, &x, first); /* the first always has room */
    for (uint32_t s = first; (before = needed_before(c, s)) < s; s = before)
        if (!take(c, &x, before))
            break;
    if (all[first].kind == PASSAGE_ITEM)
        take_list(c, &x, first);
    take_next(c, &x, first);
    for (size_t i = 1; i < n; i++) {
        uint32_t s = best[i].sentence;
        bool apart = all[s].heading != all[first].heading;
        bool new = (c->looks[s].seen & ~x.seen) != 0;

        if (best[i].score >= best[0].score - (apart && !new ? APART_BAND : FURTHER_BAND) &&
            !c->looks[s].dangling && !c->looks[s].echo &&
            (before = needed_before(c, s), before == s || is_in(c, &x, before)))
            (void)take(c, &x, s); /* if there is room */
    }
}
