/* compare.c - see store_compare.h. */

#include "store_compare.h"

#include "clock.h"
#include "db.h"

#define DAY_S INT64_C(86400)

static const char begun[] = "INSERT INTO begun (department_id, at_s) VALUES (?, ?)"
                            " ON CONFLICT (department_id) DO NOTHING";
static const char listed[] = "SELECT b.department_id, b.at_s, d.baseline_s, d.name FROM begun b"
                             " JOIN department d ON d.id = b.department_id WHERE b.at_s < ?"
                             " ORDER BY d.name, d.id";

void
store_compare_begun(struct store *s, int64_t department_id, int64_t at_s)
{
    struct db_query *q = db_query(s, begun);

    db_bind_int(q, department_id);
    db_bind_int(q, at_s);
    (void)db_exec(q); /* sticky */
}

static int64_t
month_of(int64_t at_s, int64_t *next)
{
    return store_numbers_period(STORE_NUMBERS_MONTH, at_s, next);
}

/* Where the span of as many whole months, or else days, before another begins. */
static int64_t
span_before(int64_t since_s, int64_t until_s)
{
    int64_t next, at_s = since_s, back_s = since_s;

    if (month_of(since_s, &next) != since_s || month_of(until_s, &next) != until_s)
        return since_s - (until_s - since_s);
    while (at_s < until_s) {
        back_s = month_of(back_s - 1, &next);
        (void)month_of(at_s, &at_s);
    }
    return back_s;
}

static bool
is_wanted(const struct store_numbers_query *q, int64_t department_id)
{
    for (size_t i = 0; i < q->n_departments; i++)
        if (q->departments[i] == department_id)
            return true;
    return q->n_departments == 0;
}

/* When the last of them began, and which baseline ends last. */
static void
read_begun(struct store *s, const struct store_numbers_query *q, struct arena *a,
           struct store_compare *c)
{
    struct db_query *rows = db_query(s, listed);

    db_bind_int(rows, q->until_s);
    while (db_row(rows)) {
        enum { ID, AT, BASELINE, NAME };
        int64_t day_s = db_int(rows, AT) / DAY_S * DAY_S, end_s = day_s + db_int(rows, BASELINE);

        if (!is_wanted(q, db_int(rows, ID)))
            continue;
        if (c->begun_s == 0 || day_s > c->begun_s)
            c->begun_s = day_s;
        if (end_s > day_s && end_s == c->until_s)
            c->n_baselines++;
        if (end_s > day_s && end_s > c->until_s) {
            c->until_s = end_s;
            c->n_baselines = 1;
            c->department = q->n_departments == 1 ? TEXT_NONE : db_text_in(rows, NAME, a);
        }
    }
    db_done(rows);
}

static void
lay_periods(const struct store_numbers_query *q, int64_t now_s, struct store_compare *c)
{
    int64_t since_s = q->since_s, until_s = q->until_s, passed_s = now_s - q->since_s;
    bool running = q->until_s > now_s && q->since_s < now_s;

    c->n_periods = since_s >= c->begun_s;
    for (size_t i = 0; i < STORE_COMPARE_BEFORE; i++) {
        int64_t back_s = span_before(since_s, until_s);

        until_s = since_s;
        since_s = back_s;
        c->since_s[i] = since_s;
        c->ends_s[i] = running && since_s + passed_s < until_s ? since_s + passed_s : until_s;
        if (since_s >= c->begun_s)
            c->n_periods++;
    }
}

void
store_compare_look(struct store *s, const struct store_numbers_query *q, int64_t now_s,
                   struct arena *a, struct store_compare *ret)
{
    *ret = (struct store_compare){ .verdict = STORE_COMPARE_NOTHING };
    read_begun(s, q, a, ret);
    if (ret->begun_s == 0)
        return;
    lay_periods(q, now_s, ret);
    ret->verdict = q->since_s < ret->until_s                ? STORE_COMPARE_BASELINE
                   : ret->n_periods < STORE_COMPARE_PERIODS ? STORE_COMPARE_FEW
                                                            : STORE_COMPARE_MAY;
}

void
store_compare_read(struct store *s, const struct store_numbers_query *q, int64_t now_s,
                   struct arena *a, struct store_compare *ret)
{
    struct store_numbers_query then = *q;

    store_compare_look(s, q, now_s, a, ret);
    if (ret->verdict != STORE_COMPARE_MAY)
        return;
    then.figures_only = true;
    for (size_t i = 0; i < STORE_COMPARE_BEFORE; i++) {
        then.since_s = ret->since_s[i];
        then.until_s = ret->ends_s[i];
        store_numbers_read(s, &then, a, &ret->then[i]);
    }
}

/* "2026-12-20" */
static struct text
date(struct arena *a, int64_t at_s)
{
    char z[CLOCK_RFC3339_BYTES];

    return text_of(arena_str(a, text_before(text_of(clock_rfc3339(at_s, z)), 'T')));
}

const char *
store_compare_why(const struct store_compare *c, struct arena *a)
{
    switch (c->verdict) {
    case STORE_COMPARE_NOTHING:
        return "Nothing was listened for in this time; there is nothing to compare with.";
    case STORE_COMPARE_BASELINE:
        if (c->n_baselines > 1)
            return arena_printf(a,
                                "Baseline of %zu departments until %.*s: what it was like before; "
                                "no comparison yet.",
                                c->n_baselines, TEXT_ARG(date(a, c->until_s)));
        return arena_printf(a,
                            "Baseline%s%.*s until %.*s: what it was like before; no comparison "
                            "yet.",
                            c->department.n > 0 ? " of " : "", TEXT_ARG(c->department),
                            TEXT_ARG(date(a, c->until_s)));
    case STORE_COMPARE_FEW:
        return arena_printf(a,
                            "No comparison yet: it takes %d whole periods of this length, and "
                            "since %.*s there %s %zu.",
                            STORE_COMPARE_PERIODS, TEXT_ARG(date(a, c->begun_s)),
                            c->n_periods == 1 ? "was" : "were", c->n_periods);
    case STORE_COMPARE_MAY:
        break;
    }
    return "";
}

enum store_compare_trend
store_compare_trend(const struct store_compare *c, const struct store_numbers *now,
                    enum store_numbers_figure f)
{
    bool hours = store_numbers_meaning(f)->hours;
    double v = hours ? now->hours[f] : (double)now->count[f];
    size_t above = 0, below = 0;

    if (c->verdict != STORE_COMPARE_MAY || (hours && now->count[f] == 0) ||
        !store_numbers_measured(now, f))
        return STORE_COMPARE_NONE;
    for (size_t i = 0; i < STORE_COMPARE_BEFORE; i++) {
        double then = hours ? c->then[i].hours[f] : (double)c->then[i].count[f];

        if (hours && c->then[i].count[f] == 0)
            return STORE_COMPARE_NONE;
        above += v > then;
        below += v < then;
    }
    return above == STORE_COMPARE_BEFORE   ? STORE_COMPARE_ABOVE
           : below == STORE_COMPARE_BEFORE ? STORE_COMPARE_BELOW
                                           : STORE_COMPARE_WITHIN;
}

static const struct {
    const char *name, *sign, *words;
} trends[] = {
    [STORE_COMPARE_NONE] = { "", "", "" },
    [STORE_COMPARE_WITHIN] = { "within", "\xE2\x86\x92", "within the three before" },
    [STORE_COMPARE_ABOVE] = { "up", "\xE2\x86\x91", "more than in each of the three before" },
    [STORE_COMPARE_BELOW] = { "down", "\xE2\x86\x93", "less than in each of the three before" },
};

const char *
store_compare_trend_name(enum store_compare_trend t)
{
    return trends[t].name;
}

const char *
store_compare_trend_sign(enum store_compare_trend t)
{
    return trends[t].sign;
}

const char *
store_compare_trend_words(enum store_compare_trend t)
{
    return trends[t].words;
}
