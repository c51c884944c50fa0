/*
 * report_goals.c - what was to be reached in a month, and in the months before; see
 * report_parts.h.
 *
 * Over all departments a goal is a line; of one department its months before stand behind it,
 * each beside the target that was in force then.
 */
#include <math.h>

#include "markup.h"
#include "plot.h"
#include "report_parts.h"
#include "store_goal.h"

enum { MAX_MONTHS = 13 }; /* this one, and a year before */

struct measured {
    const struct store_goal *goal; /* NULL: none was in force */
    bool some;                     /* there was something to measure */
    double value;
};

struct report_goals {
    struct store_goal *all; /* that was ever said */
    size_t n_all;
    const struct store_goal **now; /* in force in this month */
    struct measured *measured;     /* of each */
    size_t n;
    int64_t months[MAX_MONTHS]; /* the latest first; their first seconds */
    size_t n_months;
    struct measured *history; /* of a goal and month: [goal * MAX_MONTHS + month] */
};

static struct measured
measure(const struct store_goal *g, int measure, const struct store_numbers *n)
{
    struct measured m = { .goal = g };

    m.some = store_goal_value(n, measure, &m.value);
    return m;
}

static void
read_figures(struct store *s, int64_t department_id, int64_t since_s, struct report *r,
             struct store_numbers *ret)
{
    struct store_numbers_query q = {
        .departments = &department_id, .n_departments = 1, .since_s = since_s, .figures_only = true
    };

    (void)store_numbers_period(STORE_NUMBERS_MONTH, since_s, &q.until_s);
    store_numbers_read(s, &q, r->arena, ret);
}

/* The same measure's goal in that month. */
static const struct store_goal *
goal_of(const struct report_goals *g, int64_t since_s, int measure, struct arena *a)
{
    const struct store_goal **force;
    size_t n = store_goal_in_force(g->all, g->n_all, since_s, a, &force);

    for (size_t i = 0; i < n; i++)
        if (force[i]->measure == measure)
            return force[i];
    return NULL;
}

/* Back to the first whole month that the department was listened for. */
static void
read_history(struct store *s, struct report *r, struct report_goals *g)
{
    int64_t since_s = r->since_s, next;

    g->history = arena_alloc(r->arena, (g->n * MAX_MONTHS + 1) * sizeof(*g->history));
    for (; g->n_months < MAX_MONTHS; g->n_months++) {
        struct store_numbers n = r->now;

        if (g->n_months > 0) {
            since_s = store_numbers_period(STORE_NUMBERS_MONTH, since_s - 1, &next);
            if (r->compare.begun_s == 0 || since_s < r->compare.begun_s)
                break;
            read_figures(s, r->department_id, since_s, r, &n);
        }
        g->months[g->n_months] = since_s;
        for (size_t i = 0; i < g->n; i++) {
            int what = g->now[i]->measure;

            g->history[i * MAX_MONTHS + g->n_months] =
                measure(goal_of(g, since_s, what, r->arena), what, &n);
        }
    }
}

static bool
is_narrowed(const struct report *r)
{
    return r->campaign.n > 0 || r->audience.n > 0;
}

static void
read_goals(struct store *s, struct report *r)
{
    struct report_goals *g = arena_alloc(r->arena, sizeof(*g));
    struct store_numbers n = r->now;

    *g = (struct report_goals){ .n = 0 };
    r->goals = g;
    if (is_narrowed(r))
        return;
    g->n_all = store_goal_list(s, r->department_id, r->arena, &g->all);
    g->n = store_goal_in_force(g->all, g->n_all, r->since_s, r->arena, &g->now);
    g->measured = arena_alloc(r->arena, (g->n + 1) * sizeof(*g->measured));
    for (size_t i = 0; i < g->n; i++) {
        int64_t id = g->now[i]->department_id;

        if (r->department_id == 0 && (i == 0 || id != g->now[i - 1]->department_id))
            read_figures(s, id, r->since_s, r, &n);
        g->measured[i] = measure(g->now[i], g->now[i]->measure, &n);
    }
    if (r->department_id != 0 && g->n > 0)
        read_history(s, r, g);
}

/* ---- words ---- */

static const char *
target_of(const struct store_goal *g, struct arena *a)
{
    return g == NULL ? "none"
                     : arena_printf(a, "%s %s", g->at_most ? "at most" : "at least",
                                    store_goal_say(a, g->measure, g->target));
}

static const char *
value_of(const struct measured *m, int what, struct arena *a)
{
    return m->some ? store_goal_say(a, what, m->value) : "\xE2\x80\x93";
}

static const char *
outcome_of(const struct measured *m, bool running)
{
    if (m->goal == NULL)
        return "no goal";
    if (!m->some)
        return "nothing to measure";
    if (store_goal_met(m->goal, m->value))
        return running ? "reached so far" : "reached";
    return running ? "not reached so far" : "not reached";
}

/* ---- this month ---- */

static struct report_sheet
sheet_of(const struct report *r)
{
    const struct report_goals *g = r->goals;
    enum { FIGURE, TARGET, VALUE, REACHED, COLUMNS };
    struct report_cell *cells = arena_alloc(r->arena, (g->n * COLUMNS + 1) * sizeof(*cells));
    struct report_sheet sheet = {
        .title = "Goals",
        .means = "What was to be reached in this month, and what was.",
        .empty = is_narrowed(r)
                     ? "Goals are of a whole department, not of what it is narrowed down to."
                     : "No goal was in force in this month.",
        .columns = { { "Figure", true },
                     { "Goal", true },
                     { "This month", false },
                     { "Reached", true } },
        .n_columns = COLUMNS,
        .cells = cells,
        .n_rows = g->n,
    };

    for (size_t i = 0; i < g->n; i++) {
        struct store_goal_measure m = store_goal_measure(g->now[i]->measure);
        struct report_cell *c = &cells[i * COLUMNS];

        c[FIGURE] = (struct report_cell){
            .text = r->department_id != 0 ? m.label
                                          : arena_printf(r->arena, "%.*s: %s",
                                                         TEXT_ARG(g->now[i]->department), m.label),
            .means = m.means
        };
        c[TARGET] = (struct report_cell){ .text = target_of(g->now[i], r->arena) };
        c[VALUE] =
            (struct report_cell){ .text = value_of(&g->measured[i], g->now[i]->measure, r->arena) };
        c[REACHED] = (struct report_cell){ .text = outcome_of(&g->measured[i], report_running(r)) };
    }
    return sheet;
}

/* ---- the months before ---- */

static struct report_sheet
months_of(const struct report *r, size_t goal)
{
    const struct report_goals *g = r->goals;
    enum { MONTH, VALUE, TARGET, REACHED, COLUMNS };
    struct report_cell *cells = arena_alloc(r->arena, g->n_months * COLUMNS * sizeof(*cells));
    struct report_sheet sheet = { .columns = { { "Month", true },
                                               { "Value", false },
                                               { "Goal then", true },
                                               { "Reached", true } },
                                  .n_columns = COLUMNS,
                                  .cells = cells,
                                  .n_rows = g->n_months };

    for (size_t i = 0; i < g->n_months; i++) {
        const struct measured *m = &g->history[goal * MAX_MONTHS + i];
        struct report_cell *c = &cells[i * COLUMNS];

        c[MONTH] = (struct report_cell){ .text = report_month_name(r->arena, g->months[i]) };
        c[VALUE] = (struct report_cell){ .text = value_of(m, g->now[goal]->measure, r->arena) };
        c[TARGET] = (struct report_cell){ .text = target_of(m->goal, r->arena) };
        c[REACHED] = (struct report_cell){ .text = outcome_of(m, i == 0 && report_running(r)) };
    }
    return sheet;
}

static void
write_plot(struct buf *b, const struct report *r, size_t goal)
{
    const struct report_goals *g = r->goals;
    const char *label = store_goal_measure(g->now[goal]->measure).label;
    const char *labels[MAX_MONTHS];
    double values[MAX_MONTHS], targets[MAX_MONTHS];
    struct plot p = {
        .id = arena_printf(r->arena, "goal-%zu", goal + 1),
        .title = arena_printf(r->arena, "%s, month by month", label),
        .desc = "The value of each month and the goal in force then; the table below has the "
                "numbers.",
        .labels = labels,
        .n = g->n_months,
        .series = { { .label = label, .v = values, .gaps = true },
                    { .label = "Goal then", .v = targets, .gaps = true } },
        .n_series = 2,
    };

    for (size_t i = 0; i < g->n_months; i++) { /* the oldest on the left */
        size_t at = g->n_months - 1 - i;
        const struct measured *m = &g->history[goal * MAX_MONTHS + at];

        labels[i] = report_month_short(r->arena, g->months[at]);
        values[i] = m->some ? m->value : (double)NAN;
        targets[i] = m->goal != NULL ? m->goal->target : (double)NAN;
    }
    buf_add_str(b, "<figure>\n");
    plot_lines(b, &p);
    buf_add_str(b, "</figure>\n");
}

static void
write_goals(struct buf *b, const struct report *r)
{
    struct report_sheet sheet = sheet_of(r);

    report_html_sheet(b, &sheet);
    for (size_t i = 0; i < r->goals->n && r->goals->n_months > 1; i++) {
        struct report_sheet months = months_of(r, i);

        markup_addf(b, "<section class=\"whole\"><h3>%s, month by month</h3>\n",
                    store_goal_measure(r->goals->now[i]->measure).label);
        write_plot(b, r, i);
        report_html_table(b, &months);
        buf_add_str(b, "</section>\n");
    }
}

/* What no other part of the report explains. */
static void
add_shares(struct buf *b, const struct report *r)
{
    bool first = true;

    for (size_t i = 0; i < r->goals->n; i++) {
        struct store_goal_measure m = store_goal_measure(r->goals->now[i]->measure);

        if (m.unit != STORE_GOAL_PERCENT)
            continue;
        buf_addf(b, "%s- **%s**: %s\n", first ? "\n" : "", m.label, m.means);
        first = false;
    }
}

static void
add_goals(struct buf *b, const struct report *r)
{
    struct report_sheet sheet = sheet_of(r);

    report_markdown_sheet(b, &sheet);
    add_shares(b, r);
    for (size_t i = 0; i < r->goals->n && r->goals->n_months > 1; i++) {
        struct report_sheet months = months_of(r, i);

        buf_addf(b, "\n### %s, month by month\n\n",
                 store_goal_measure(r->goals->now[i]->measure).label);
        report_markdown_table(b, &months);
    }
}

static const struct report_term terms[] = {
    { "Goal", "What the department wanted a figure of a month to be, as it was set before that "
              "month was over; the figure means what it means elsewhere in this report." },
};

const struct report_section report_goals = {
    .read = read_goals,
    .html = write_goals,
    .markdown = add_goals,
    .terms = terms,
    .n_terms = N_ELEMENTS(terms),
};
