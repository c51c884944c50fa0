/* report.c - what a report is made of; see report.h and report_parts.h. */

#include "report.h"

#include <time.h>

#include "clock.h"
#include "report_parts.h"

#define DATE_BYTES 32
#define DAY_HOURS  24.
#define SAY_DAYS   48. /* hours from which days are told */

static const struct report_section *const sections[] = {
    &report_summary, &report_days_plot, &report_journal,     &report_goals,  &report_kinds,
    &report_pages,   &report_visits,    &report_experiments, &report_topics, &report_sources,
    &report_sites,   &report_heat,      &report_figures,     &report_days,
};

const struct report_section *const *
report_sections(size_t *ret_n)
{
    *ret_n = N_ELEMENTS(sections);
    return sections;
}

void
report_read(struct store *s, int64_t department_id, struct report *r)
{
    struct store_numbers_query q = { .departments = &department_id,
                                     .n_departments = department_id != 0,
                                     .since_s = r->since_s,
                                     .until_s = r->until_s,
                                     .campaign = r->campaign,
                                     .audience = r->audience };

    r->department_id = department_id;
    store_begin_read(s);
    store_numbers_read(s, &q, r->arena, &r->now);
    store_compare_read(s, &q, r->now_s, r->arena, &r->compare);
    for (size_t i = 0; i < N_ELEMENTS(sections); i++)
        if (sections[i]->read != NULL)
            sections[i]->read(s, r);
}

enum date_form { MONTH, SHORT_MONTH, DAY, FULL_DAY };

static const char *
date(struct arena *a, int64_t at_s, enum date_form form)
{
    time_t t = (time_t)at_s;
    struct tm tm = { 0 };
    char z[DATE_BYTES];

    gmtime_r(&t, &tm);
    if (form == MONTH)
        strftime(z, sizeof(z), "%B %Y", &tm);
    else if (form == SHORT_MONTH)
        strftime(z, sizeof(z), "%b %Y", &tm);
    else if (form == FULL_DAY)
        strftime(z, sizeof(z), "%e %b %Y", &tm);
    else
        strftime(z, sizeof(z), "%e %b", &tm);
    return arena_str(a, text_trim(text_of(z)));
}

const char *
report_month_name(struct arena *a, int64_t at_s)
{
    return date(a, at_s, MONTH);
}

const char *
report_month_short(struct arena *a, int64_t at_s)
{
    return date(a, at_s, SHORT_MONTH);
}

const char *
report_day_name(struct arena *a, int64_t at_s)
{
    return date(a, at_s, DAY);
}

const char *
report_title(const struct report *r)
{
    struct arena *a = r->arena;
    const char *of = "", *by = "";
    const char *when = report_month_name(a, r->since_s);

    if (r->days)
        when = arena_printf(a, "%s to %s", date(a, r->since_s, FULL_DAY),
                            date(a, r->until_s - 1, FULL_DAY));
    if (r->campaign.n > 0)
        of = arena_printf(a, "campaign %.*s, ", TEXT_ARG(r->campaign));
    if (r->audience.n > 0)
        by = arena_printf(a, "asked by %.*s, ", TEXT_ARG(r->audience));
    return arena_printf(a, "%.*s%s%s%s%s", TEXT_ARG(r->department), r->department.n > 0 ? ", " : "",
                        of, by, when);
}

const char *
report_value(struct arena *a, const struct store_numbers *n, enum store_numbers_figure f)
{
    if (!store_numbers_measured(n, f))
        return STORE_NUMBERS_NOT_MEASURED;
    if (!store_numbers_meaning(f)->hours)
        return arena_printf(a, "%lld", (long long)n->count[f]);
    if (n->count[f] == 0)
        return "\xE2\x80\x93";
    return n->hours[f] < SAY_DAYS ? arena_printf(a, "%.1f h", n->hours[f])
                                  : arena_printf(a, "%.1f days", n->hours[f] / DAY_HOURS);
}

bool
report_running(const struct report *r)
{
    return r->until_s > r->now_s;
}
