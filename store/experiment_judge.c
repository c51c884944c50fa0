/*
 * experiment_judge.c - what may be said of an experiment; see store_experiment.h.
 *
 * Nothing is judged before it is over: who looks every morning, and stops on a good one, finds
 * differences that are not there far more often than the 5 % the intervals promise.  Until then
 * there are counts only.
 */
#include <math.h>

#include "clock.h"
#include "ranksum.h"
#include "store_experiment.h"

#define POINTS       100.
#define TOLD_APART   .10 /* the difference of shares that one plans to be able to tell: 10 points */
#define WINS         .60 /* the same of values: the one is the larger in 60 % of pairs */
#define SURE         .05 /* p below which samples are told apart */
#define LOWER        .25 /* quartiles */
#define UPPER        .75
#define SMALL_P      .001
#define ROUND_UP     10 /* how many one needs is a guess: no more than that is said of it */
#define SMALL_POINTS 1. /* below, a decimal is said */

static struct text
day(struct arena *a, int64_t at_s)
{
    char z[CLOCK_RFC3339_BYTES];

    return text_before(arena_text(a, text_of(clock_rfc3339(at_s, z))), 'T');
}

static long long
rounded(int64_t n)
{
    return (long long)((n + ROUND_UP - 1) / ROUND_UP * ROUND_UP);
}

static const char *
points(struct arena *a, double share)
{
    double v = fabs(share) * POINTS;

    return arena_printf(a, v < SMALL_POINTS ? "%.1f" : "%.0f", v);
}

/* How many each side wants to tell what one plans for, at the share that there is. */
static int64_t
wanted(const struct store_experiment *x, double share)
{
    double low = share - TOLD_APART / 2;

    if (store_experiment_meaning(x->metric)->ranked)
        return ranksum_needed(WINS);
    low = low < 0 ? 0 : low > 1 - TOLD_APART ? 1 - TOLD_APART : low;
    return proportion_needed(low, low + TOLD_APART, PROPORTION_80);
}

/* "No difference can be told", and what it would have taken. */
static const char *
not_told(const struct store_experiment *x, const struct store_experiment_outcome *o,
         struct arena *a)
{
    const struct proportion *p = &o->side[0].p, *q = &o->side[1].p;
    int64_t has = p->n < q->n ? p->n : q->n;
    int64_t wants = wanted(x, (double)(p->k + q->k) / (double)(p->n + q->n));
    const struct store_experiment_meaning *m = store_experiment_meaning(x->metric);

    if (has < wants)
        return arena_printf(a,
                            "No difference can be told: %s, each arm needs about %lld more that "
                            "are %s.",
                            m->ranked ? "to find that one is the larger in 60 % of pairs"
                                      : "to tell one of 10 points",
                            rounded(wants - has), m->row);
    if (m->ranked)
        return "No difference can be told, and there were enough to find that one is the larger in "
               "60 % of pairs.";
    return arena_printf(
        a,
        "No difference can be told, and there were enough to tell one of 10 points: "
        "A's share is between %s points below B's and %s above.",
        points(a, o->apart.low), points(a, o->apart.high));
}

static char
letter(bool first)
{
    return first ? 'A' : 'B';
}

static const char *
judge_shares(const struct store_experiment *x, struct store_experiment_outcome *o, struct arena *a)
{
    const struct proportion p = o->side[0].p, q = o->side[1].p;
    bool less = store_experiment_meaning(x->metric)->less, a_more;
    double near, far;

    o->compared = true;
    o->difference = (double)p.k / (double)p.n - (double)q.k / (double)q.n;
    o->apart = proportion_newcombe(p, q);
    if (o->apart.low <= 0 && o->apart.high >= 0)
        return not_told(x, o, a);
    a_more = o->apart.low > 0;
    near = a_more ? o->apart.low : o->apart.high;
    far = a_more ? o->apart.high : o->apart.low;
    return arena_printf(a, "%c (%.*s) is better by %s to %s points.", letter(a_more != less),
                        TEXT_ARG(x->voice[a_more != less ? 0 : 1]), points(a, near),
                        points(a, far));
}

static double
quantile(const struct store_experiment_side *side, double at)
{
    return ranksum_quantile(side->values, (size_t)side->p.n, at);
}

static const char *
judge_values(const struct store_experiment *x, const struct store_experiment_outcome *o,
             struct arena *a)
{
    const struct store_experiment_meaning *m = store_experiment_meaning(x->metric);
    const struct store_experiment_side *p = &o->side[0], *q = &o->side[1];
    struct ranksum r = ranksum_test(p->values, (size_t)p->p.n, q->values, (size_t)q->p.n);
    bool first = (r.z < 0) == m->less;

    if (r.p >= SURE)
        return not_told(x, o, a);
    return arena_printf(a,
                        "%c (%.*s) %s: the medians are %.1f%s for A and %.1f%s for B "
                        "(Mann-Whitney, p %s).",
                        letter(first), TEXT_ARG(x->voice[first ? 0 : 1]), m->wins, quantile(p, .5),
                        m->unit, quantile(q, .5), m->unit,
                        r.p < SMALL_P ? "below 0.001" : arena_printf(a, "= %.3f", r.p));
}

/* What may still move it, and what it was not meant to be. */
static const char *
provisos(const struct store_experiment *x, const struct store_experiment_outcome *o,
         struct arena *a)
{
    int64_t open = 0;
    const char *early = "", *more = "";

    for (int k = 0; k < STORE_EXPERIMENT_ARMS; k++)
        open += o->side[k].assigned - o->side[k].decided;
    if (x->to_s < x->planned_s)
        early = arena_printf(a, " It was ended early: it was planned to go on until %.*s.",
                             TEXT_ARG(day(a, x->planned_s - 1)));
    if (open > 0)
        more = arena_printf(a, " %lld of its groups %s not decided, so this may still move.",
                            (long long)open, open == 1 ? "is" : "are");
    return arena_printf(a, "%s%s%s", early,
                        x->active ? "" : " Its section is not in the settings any more.", more);
}

static const char *
judge_over(const struct store_experiment *x, struct store_experiment_outcome *o, struct arena *a)
{
    bool ranked = store_experiment_meaning(x->metric)->ranked;
    const char *said;

    o->final = true;
    for (int k = 0; k < STORE_EXPERIMENT_ARMS && !ranked; k++)
        if (o->side[k].p.n > 0)
            o->share[k] = proportion_wilson(o->side[k].p);
    if (o->side[0].p.n == 0 || o->side[1].p.n == 0)
        said = arena_printf(a, "There is nothing to compare: an arm has none that is %s.",
                            store_experiment_meaning(x->metric)->row);
    else
        said = ranked ? judge_values(x, o, a) : judge_shares(x, o, a);
    return arena_printf(a, "%s%s", said, provisos(x, o, a));
}

void
store_experiment_judge(const struct store_experiment *x, struct arena *a,
                       struct store_experiment_outcome *o)
{
    const char *says = "";

    switch (o->state) {
    case STORE_EXPERIMENT_PLANNED:
        says = arena_printf(a, "It begins on %.*s.", TEXT_ARG(day(a, x->from_s)));
        break;
    case STORE_EXPERIMENT_RUNNING:
        says = arena_printf(a,
                            "It runs until %.*s; until then there are counts and no verdict. To "
                            "tell %s, each arm needs up to %lld that are %s.",
                            TEXT_ARG(day(a, x->to_s - 1)),
                            store_experiment_meaning(x->metric)->ranked
                                ? "that one is the larger in 60 % of pairs"
                                : "a difference of 10 points",
                            rounded(wanted(x, .5)), store_experiment_meaning(x->metric)->row);
        break;
    case STORE_EXPERIMENT_OVER:
        says = judge_over(x, o, a);
        break;
    case STORE_EXPERIMENT_REMOVED:
        says = "Its section was taken out of the settings before it was over: there are counts and "
               "no verdict.";
        break;
    }
    o->says = text_of(says);
}

void
store_experiment_tell(const struct store_experiment *x, const struct store_experiment_outcome *o,
                      enum store_experiment_arms arm, struct arena *a,
                      struct store_experiment_told *ret)
{
    const struct store_experiment_meaning *m = store_experiment_meaning(x->metric);
    const struct store_experiment_side *side = &o->side[arm];
    long long k = (long long)side->p.k, n = (long long)side->p.n;

    ret->counted = m->ranked ? arena_printf(a, "%lld", n) : arena_printf(a, "%lld of %lld", k, n);
    if (!o->final || n == 0)
        ret->result = "\xE2\x80\x93";
    else if (m->ranked)
        ret->result = arena_printf(a, "%.1f%s (%.1f to %.1f%s)", quantile(side, .5), m->unit,
                                   quantile(side, LOWER), quantile(side, UPPER), m->unit);
    else
        ret->result = arena_printf(a, "%.0f %% (%.0f to %.0f %%)", (double)k / (double)n * POINTS,
                                   o->share[arm].low * POINTS, o->share[arm].high * POINTS);
}
