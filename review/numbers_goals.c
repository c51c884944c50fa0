/* numbers_goals.c - what a department wanted its month to be, on /numbers; see numbers.h. */

#include "markup.h"
#include "numbers.h"
#include "store_goal.h"

static bool
is_month(const struct numbers_view *v)
{
    int64_t next;

    return store_numbers_period(STORE_NUMBERS_MONTH, v->q.since_s, &next) == v->q.since_s &&
           next == v->q.until_s;
}

static void
write_row(const struct numbers_view *v, struct buf *b, const struct store_goal *g)
{
    struct store_goal_measure m = store_goal_measure(g->measure);
    struct arena *a = v->r->arena;
    double value = 0;
    bool some = store_goal_value(&v->now, g->measure, &value);

    markup_addf(b,
                "<tr><th scope=\"row\">%s<span class=\"facts\">%s</span></th><td>%s %s</td>"
                "<td class=\"number\">",
                m.label, m.means, g->at_most ? "at most" : "at least",
                store_goal_say(a, g->measure, g->target));
    if (!some)
        buf_add_str(b, "\xE2\x80\x93");
    else if (m.unit == STORE_GOAL_COUNT)
        numbers_link(v, b, (enum store_numbers_figure)g->measure, STORE_NUMBERS_WHOLE, 0,
                     (int64_t)value);
    else
        markup_addf(b, "%s", store_goal_say(a, g->measure, value));
    markup_addf(b, "</td><td>%s%s</td></tr>\n",
                !some                      ? "nothing to measure"
                : store_goal_met(g, value) ? "reached"
                                           : "not reached",
                some && v->running ? " so far" : "");
}

void
numbers_goals(const struct numbers_view *v, struct buf *b)
{
    const struct store_goal **goals;
    struct store_goal *all;
    size_t n;

    if ((v->list.only == NULL && v->list.n_departments != 1) || v->list.campaign.n > 0 ||
        v->list.audience.n > 0)
        return;
    n = store_goal_list(v->r->store, v->q.departments[0], v->r->arena, &all);
    if (n == 0)
        return;
    buf_add_str(b, "<section class=\"numbers\" id=\"goals\"><h2>Goals</h2>\n");
    n = store_goal_in_force(all, n, v->q.since_s, v->r->arena, &goals);
    if (!is_month(v) || n == 0) {
        markup_addf(b, "<p class=\"empty\">%s</p></section>\n",
                    n > 0 ? "Goals are of a month: look at one to see whether they were reached."
                          : "No goal was in force then.");
        return;
    }
    buf_add_str(b, "<p class=\"facts\">What was to be reached in this month, and what was.</p>\n"
                   "<div class=\"scroll dense\" tabindex=\"0\" role=\"region\" "
                   "aria-label=\"Goals\"><table><thead><tr><th scope=\"col\">Figure</th>"
                   "<th scope=\"col\">Goal</th><th scope=\"col\" class=\"number\">This month</th>"
                   "<th scope=\"col\">Reached</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < n; i++)
        write_row(v, b, goals[i]);
    buf_add_str(b, "</tbody></table></div>\n</section>\n");
}
