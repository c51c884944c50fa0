/* goal.c - see store_goal.h. */

#include "store_goal.h"

#include <math.h>
#include <stdlib.h>

#include "db.h"
#include "options.h"

#define HOUR_MS    INT64_C(3600000)
#define DAY_HOURS  24.
#define SAY_DAYS   48. /* hours from which days are told */
#define PERCENT    100.
#define TENTH      .1
#define MAX_TARGET INT64_C(1000000000) /* more than anybody counts in a month */

static const char add[] = "INSERT INTO goal (department_id, measure, at_most, target, from_s,"
                          " actor, at_s) VALUES (?, ?, ?, ?, ?, ?, ?)";
static const char list[] = "SELECT g.id, g.department_id, d.key, g.measure, g.at_most,"
                           " g.target IS NULL, COALESCE(g.target, 0), g.from_s, g.actor, g.at_s"
                           " FROM goal g JOIN department d ON d.id = g.department_id"
                           " WHERE ?1 = 0 OR g.department_id = ?1 ORDER BY g.id";

/* ---- what is measured ---- */

/* Figures of which less is better. */
static const unsigned less =
    1U << STORE_NUMBERS_NEGATIVE | 1U << STORE_NUMBERS_WITHDRAWN | 1U << STORE_NUMBERS_OPEN |
    1U << STORE_NUMBERS_GAPS | 1U << STORE_NUMBERS_PARKED | 1U << STORE_NUMBERS_TO_APPROVED |
    1U << STORE_NUMBERS_TO_POSTED | 1U << STORE_NUMBERS_REJECTED | 1U << STORE_NUMBERS_TOPICS;

static const struct share {
    struct store_goal_measure measure;
    enum store_numbers_figure part, whole;
} shares[] = {
    { { "answered-share", "Answered, of the questions found",
        "Groups answered in this time for every hundred different questions found in it; more "
        "than 100 when old ones are caught up with.",
        STORE_GOAL_PERCENT, false },
      STORE_NUMBERS_ANSWERED,
      STORE_NUMBERS_GROUPS },
    { { "posted-share", "Posted, of those answered",
        "Groups posted in this time for every hundred answered in it.", STORE_GOAL_PERCENT, false },
      STORE_NUMBERS_POSTED,
      STORE_NUMBERS_ANSWERED },
    { { "there-share", "Still there, of those posted",
        "Of every hundred groups posted in this time, those neither withdrawn nor missing at the "
        "end.",
        STORE_GOAL_PERCENT, false },
      STORE_NUMBERS_THERE,
      STORE_NUMBERS_POSTED },
};

struct store_goal_measure
store_goal_measure(int measure)
{
    const struct store_numbers_meaning *m;

    if (measure >= STORE_NUMBERS_FIGURES)
        return shares[measure - STORE_NUMBERS_FIGURES].measure;
    m = store_numbers_meaning((enum store_numbers_figure)measure);
    return (struct store_goal_measure){ m->name, m->label, m->means,
                                        m->hours ? STORE_GOAL_HOURS : STORE_GOAL_COUNT,
                                        (less >> measure & 1) != 0 };
}

int
store_goal_measure_of(struct text name)
{
    for (size_t i = 0; i < N_ELEMENTS(shares); i++)
        if (text_is(name, shares[i].measure.name))
            return STORE_NUMBERS_FIGURES + (int)i;
    return store_numbers_figure_of(name);
}

bool
store_goal_value(const struct store_numbers *n, int measure, double *ret)
{
    const struct share *share;

    if (measure < STORE_NUMBERS_FIGURES) {
        if (!store_numbers_meaning((enum store_numbers_figure)measure)->hours) {
            *ret = (double)n->count[measure];
            return true;
        }
        if (n->count[measure] > 0)
            *ret = n->hours[measure];
        return n->count[measure] > 0;
    }
    share = &shares[measure - STORE_NUMBERS_FIGURES];
    if (n->count[share->whole] == 0)
        return false;
    *ret = PERCENT * (double)n->count[share->part] / (double)n->count[share->whole];
    return true;
}

/* "40", "53.6" */
static const char *
tenths(struct arena *a, double v)
{
    return arena_printf(a, fabs(v - round(v)) < TENTH / 2 ? "%.0f" : "%.1f", v);
}

const char *
store_goal_say(struct arena *a, int measure, double v)
{
    enum store_goal_unit unit = store_goal_measure(measure).unit;

    if (unit == STORE_GOAL_HOURS && v >= SAY_DAYS)
        return arena_printf(a, "%s days", tenths(a, v / DAY_HOURS));
    return arena_printf(a, "%s%s", tenths(a, v),
                        unit == STORE_GOAL_HOURS     ? " h"
                        : unit == STORE_GOAL_PERCENT ? " %"
                                                     : "");
}

bool
store_goal_parse(int measure, struct text t, double *ret)
{
    enum store_goal_unit unit = store_goal_measure(measure).unit;
    bool percent = unit == STORE_GOAL_PERCENT && text_ends(t, TEXT_LIT("%"));
    int64_t n, ms;

    if (percent)
        t = text_trim(text_sub(t, 0, t.n - 1));
    if (text_to_int(t, &n)) {
        if (n < 0 || n > (unit == STORE_GOAL_PERCENT ? (int64_t)PERCENT : MAX_TARGET))
            return false;
        *ret = (double)n;
        return true;
    }
    if (unit != STORE_GOAL_HOURS || !options_duration(t, &ms) || ms < 0 ||
        ms / HOUR_MS > MAX_TARGET)
        return false;
    *ret = (double)ms / (double)HOUR_MS;
    return true;
}

/* ---- what was said ---- */

int64_t
store_goal_add(struct store *s, const struct store_goal *g)
{
    struct db_query *q = db_query(s, add);

    db_bind_int(q, g->department_id);
    db_bind_str(q, store_goal_measure(g->measure).name);
    db_bind_int(q, g->at_most);
    if (g->dropped)
        db_bind_null(q);
    else
        db_bind_real(q, g->target);
    db_bind_int(q, g->from_s);
    db_bind_text(q, g->actor);
    db_bind_int(q, g->at_s);
    return db_exec_id(q);
}

bool
store_goal_met(const struct store_goal *g, double value)
{
    return g->at_most ? value <= g->target : value >= g->target;
}

static bool
same_goal(const struct store_goal *a, const struct store_goal *b)
{
    return a->department_id == b->department_id && a->measure == b->measure;
}

/* From its month on the last of them holds, whatever was said before. */
static void
end_earlier(struct store_goal *v, size_t last)
{
    for (size_t i = 0; i < last; i++)
        if (same_goal(&v[i], &v[last]) && (v[i].until_s == 0 || v[i].until_s > v[last].from_s))
            v[i].until_s = v[last].from_s;
}

size_t
store_goal_list(struct store *s, int64_t department_id, struct arena *a, struct store_goal **ret)
{
    struct db_query *q = db_query(s, list);
    struct store_goal *v = NULL;
    size_t n = 0, cap = 0;

    db_bind_int(q, department_id);
    while (db_row(q)) {
        enum { ID, DEPARTMENT, KEY, MEASURE, AT_MOST, DROPPED, TARGET, FROM, ACTOR, AT };
        int measure = store_goal_measure_of(db_text(q, MEASURE));

        if (measure < 0) /* of a later version */
            continue;
        v = arena_grow(a, v, n, &cap, sizeof(*v));
        v[n] = (struct store_goal){ .id = db_int(q, ID),
                                    .department_id = db_int(q, DEPARTMENT),
                                    .department = db_text_in(q, KEY, a),
                                    .measure = measure,
                                    .at_most = db_int(q, AT_MOST) != 0,
                                    .dropped = db_int(q, DROPPED) != 0,
                                    .target = db_real(q, TARGET),
                                    .from_s = db_int(q, FROM),
                                    .actor = db_text_in(q, ACTOR, a),
                                    .at_s = db_int(q, AT) };
        end_earlier(v, n++);
    }
    db_done(q);
    *ret = v;
    return n;
}

static int
by_department(const void *x, const void *y)
{
    const struct store_goal *a = *(const struct store_goal *const *)x;
    const struct store_goal *b = *(const struct store_goal *const *)y;
    int c = text_cmp(a->department, b->department);

    return c != 0 ? c : a->measure - b->measure;
}

size_t
store_goal_in_force(const struct store_goal *v, size_t n, int64_t since_s, struct arena *a,
                    const struct store_goal ***ret)
{
    const struct store_goal **found = arena_alloc(a, (n + 1) * sizeof(*found));
    size_t n_found = 0;

    for (size_t i = 0; i < n; i++)
        if (!v[i].dropped && v[i].from_s <= since_s &&
            (v[i].until_s == 0 || v[i].until_s > since_s))
            found[n_found++] = &v[i];
    qsort(found, n_found, sizeof(*found), by_department);
    *ret = found;
    return n_found;
}
