/* report.c - what a report is made of; see report.h and report_parts.h. */

#include "report.h"

#include <time.h>

#include "clock.h"
#include "report_parts.h"

#define DATE_BYTES  32
#define MONTH_CHARS 7 /* "2026-10" */
#define DAY_HOURS   24.
#define SAY_DAYS    48. /* hours from which days are told */

bool
report_month(struct text month, int64_t *ret_since_s, int64_t *ret_until_s)
{
    int64_t since_s, year, number;
    bool has_time;
    struct buf b;
    bool ok;

    if (month.n != MONTH_CHARS || !text_to_int(text_before(month, '-'), &year) ||
        !text_to_int(text_after(month, '-'), &number))
        return false;
    buf_init(&b, BUF_SMALL);
    buf_addf(&b, "%.*s-01", TEXT_ARG(month));
    ok = clock_parse_rfc3339(buf_text(&b), &since_s, &has_time);
    buf_release(&b);
    if (ok)
        *ret_since_s = store_numbers_period(STORE_NUMBERS_MONTH, since_s, ret_until_s);
    return ok;
}

void
report_read(struct store *s, int64_t department_id, struct report *r)
{
    struct store_numbers_query q = { .departments = &department_id,
                                     .n_departments = department_id != 0,
                                     .since_s = r->since_s,
                                     .until_s = r->until_s };
    int64_t next;

    store_begin_read(s);
    store_numbers_read(s, &q, r->arena, &r->now);
    q.until_s = r->since_s;
    q.since_s = store_numbers_period(STORE_NUMBERS_MONTH, r->since_s - 1, &next);
    q.figures_only = true;
    store_numbers_read(s, &q, r->arena, &r->before);
}

static const struct report_table_words words[] = {
    [REPORT_KINDS] = { "Drafts by kind",
                       "Kind of draft",
                       "No draft was decided.",
                       { "Unchanged", "Edited", "Rejected" },
                       3 },
    [REPORT_PAGES] = { "Pages that answered most",
                       "Page",
                       "No answer was approved.",
                       { "Answered", "Posted" },
                       2 },
    [REPORT_TOPICS] = { "Topics with no page",
                        "Question",
                        "Nothing was asked that no page answers.",
                        { "Times asked" },
                        1 },
    [REPORT_SOURCES] = { "By source", "Source", "Nothing was found.", { "Found", "Questions" }, 2 },
    [REPORT_SITES] = { "By site", "Site", "Nothing was found.", { "Found", "Questions" }, 2 },
    [REPORT_DAYS] = { "By day", "Day", "", { "Found", "Answered", "Posted" }, 3 },
};

const struct report_table_words *
report_words(enum report_table t)
{
    return &words[t];
}

const struct store_numbers_table *
report_rows(const struct report *r, enum report_table t)
{
    const struct store_numbers_table *const tables[] = {
        [REPORT_KINDS] = &r->now.kinds,   [REPORT_PAGES] = &r->now.pages,
        [REPORT_TOPICS] = &r->now.topics, [REPORT_SOURCES] = &r->now.sources,
        [REPORT_SITES] = &r->now.sites,   [REPORT_DAYS] = &r->now.periods,
    };

    return tables[t];
}

static const char *
date(struct arena *a, int64_t at_s, bool month)
{
    time_t t = (time_t)at_s;
    struct tm tm = { 0 };
    char z[DATE_BYTES];

    gmtime_r(&t, &tm);
    strftime(z, sizeof(z), month ? "%B %Y" : "%e %b", &tm);
    return arena_str(a, text_trim(text_of(z)));
}

const char *
report_row_name(const struct report *r, enum report_table t, const struct store_numbers_row *row)
{
    if (t == REPORT_DAYS)
        return date(r->arena, row->key, false);
    if (t == REPORT_KINDS)
        return store_numbers_kind(row->key);
    return arena_str(r->arena, row->name);
}

const char *
report_month_name(const struct report *r)
{
    return date(r->arena, r->since_s, true);
}

const char *
report_title(const struct report *r)
{
    return arena_printf(r->arena, "%.*s%s%s", TEXT_ARG(r->department),
                        r->department.n > 0 ? ", " : "", report_month_name(r));
}

const char *
report_value(struct arena *a, const struct store_numbers *n, enum store_numbers_figure f)
{
    if (!store_numbers_meaning(f)->hours)
        return arena_printf(a, "%lld", (long long)n->count[f]);
    if (n->count[f] == 0)
        return "\xE2\x80\x93";
    return n->hours[f] < SAY_DAYS ? arena_printf(a, "%.1f h", n->hours[f])
                                  : arena_printf(a, "%.1f days", n->hours[f] / DAY_HOURS);
}
