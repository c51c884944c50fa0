/* report_tables.c - the store's tables of a month as sections, and its plots; see report_parts.h.
 */

#include <math.h>

#include "markup.h"
#include "plot.h"
#include "report_parts.h"

enum tables { KINDS, PAGES, TOPICS, SOURCES, SITES, DAYS };

static const struct report_sheet sheets[] = {
    [KINDS] = { .title = "Drafts by kind",
                .means = "How editors decided last on each kind of draft; each draft counts once.",
                .empty = "No draft was decided.",
                .columns = { { "Kind of draft", true },
                             { "Unchanged", false },
                             { "Edited", false },
                             { "Rejected", false } },
                .n_columns = 4 },
    [PAGES] = { .title = "Pages that answered most",
                .means = "Pages of ours that the answers approved and posted in this month lead "
                         "to, the first 20.",
                .empty = "No answer was approved.",
                .columns = { { "Page", true }, { "Answered", false }, { "Posted", false } },
                .n_columns = 3 },
    [TOPICS] = { .title = "Topics with no page",
                 .means = "How often each question was found in this month that no page of ours "
                          "answered at its end; the first 20.",
                 .empty = "Nothing was asked that no page answers.",
                 .columns = { { "Question", true }, { "Times asked", false } },
                 .n_columns = 2 },
    [SOURCES] = { .title = "By source",
                  .means = "Posts found, and the different questions in them; one question may "
                           "come from several.",
                  .empty = "Nothing was found.",
                  .columns = { { "Source", true }, { "Found", false }, { "Questions", false } },
                  .n_columns = 3 },
    [SITES] = { .title = "By site",
                .means = "The same by the site where it was asked, the first 20.",
                .empty = "Nothing was found.",
                .columns = { { "Site", true }, { "Found", false }, { "Questions", false } },
                .n_columns = 3 },
    [DAYS] = { .title = "By day",
               .means =
                   "Posts found, groups answered and groups posted on each day, as far as they "
                   "have come.",
               .empty = "None of its days has come yet.",
               .columns = { { "Day", true },
                            { "Found", false },
                            { "Answered", false },
                            { "Posted", false } },
               .n_columns = 4 },
};

static const struct store_numbers_table *
rows_of(const struct report *r, enum tables t)
{
    const struct store_numbers_table *const tables[] = {
        [KINDS] = &r->now.kinds,     [PAGES] = &r->now.pages, [TOPICS] = &r->now.topics,
        [SOURCES] = &r->now.sources, [SITES] = &r->now.sites, [DAYS] = &r->now.periods,
    };

    return tables[t];
}

static struct report_cell
name_of(const struct report *r, enum tables t, const struct store_numbers_row *row)
{
    struct report_cell c = { .text = arena_str(r->arena, row->name) };

    if (t == DAYS)
        c.text = report_day_name(r->arena, row->key);
    else if (t == KINDS)
        c.text = store_numbers_kind(row->key);
    if (t != SITES) /* its name is its address */
        c.address = row->address;
    if (t == TOPICS) {
        c.lead = "nearest page";
        c.note = row->note;
    }
    return c;
}

/* A day that has not begun has no numbers, which 0 would be. */
static size_t
n_come(const struct report *r)
{
    const struct store_numbers_table *t = &r->now.periods;
    size_t n = 0;

    while (n < t->n && t->rows[n].key <= r->now_s)
        n++;
    return n;
}

static struct report_sheet
fill(const struct report *r, enum tables t)
{
    const struct store_numbers_table *rows = rows_of(r, t);
    struct report_sheet sheet = sheets[t];
    struct report_cell *c =
        arena_alloc(r->arena, (rows->n * sheet.n_columns + 1) * sizeof(*sheet.cells));

    sheet.cells = c;
    sheet.n_rows = t == DAYS ? n_come(r) : rows->n;
    for (size_t i = 0; i < sheet.n_rows; i++) {
        *c++ = name_of(r, t, &rows->rows[i]);
        for (size_t k = 1; k < sheet.n_columns; k++)
            *c++ = (struct report_cell){ .text = arena_printf(r->arena, "%lld",
                                                              (long long)rows->rows[i].n[k - 1]) };
    }
    return sheet;
}

/* ---- plots ---- */

/* Lines of the journal, on their days. */
static const struct plot_mark *
marks_of(const struct report *r)
{
    struct plot_mark *v = arena_alloc(r->arena, (r->journal.n + 1) * sizeof(*v));
    const struct store_numbers_table *t = &r->now.periods;

    for (size_t i = 0, at = 0; i < r->journal.n; i++) { /* both are in order of time */
        while (at + 1 < t->n && t->rows[at + 1].key <= r->journal.lines[i].on_s)
            at++;
        v[i] = (struct plot_mark){ at, r->journal.lines[i].text };
    }
    return v;
}

static void
write_days(struct buf *b, const struct report *r)
{
    const struct store_numbers_table *t = &r->now.periods;
    const char **labels = arena_alloc(r->arena, (t->n + 1) * sizeof(*labels));
    struct plot p = { .id = "days", .title = "By day", .labels = labels, .n = t->n };
    size_t n = n_come(r);

    p.desc = "Found, answered and posted on each day of the month; the table of days has the "
             "numbers.";
    for (size_t i = 0; i < t->n; i++)
        labels[i] = report_day_name(r->arena, t->rows[i].key);
    for (size_t k = 1; k < sheets[DAYS].n_columns; k++) {
        double *v = arena_alloc(r->arena, (t->n + 1) * sizeof(*v));

        for (size_t i = 0; i < t->n; i++)
            v[i] = i < n ? (double)t->rows[i].n[k - 1] : NAN;
        p.series[p.n_series++] = (struct plot_series){ sheets[DAYS].columns[k].label, v, true };
    }
    p.marks = marks_of(r);
    p.n_marks = r->journal.n;
    buf_add_str(b, "<figure>\n");
    plot_lines(b, &p);
    buf_add_str(b, "</figure>\n");
}

static void
write_heat(struct buf *b, const struct report *r)
{
    static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
    const char **hours = arena_alloc(r->arena, STORE_NUMBERS_HOURS * sizeof(*hours));
    double v[STORE_NUMBERS_WEEKDAYS * STORE_NUMBERS_HOURS];
    int64_t known = 0;

    for (int h = 0; h < STORE_NUMBERS_HOURS; h++)
        hours[h] = arena_printf(r->arena, "%d", h);
    for (int d = 0; d < STORE_NUMBERS_WEEKDAYS; d++)
        for (int h = 0; h < STORE_NUMBERS_HOURS; h++) {
            v[d * STORE_NUMBERS_HOURS + h] = (double)r->now.heat[d][h];
            known += r->now.heat[d][h];
        }
    if (known == 0)
        return;
    markup_addf(
        b,
        "<section><h2>When people ask</h2>\n<p class=\"soft\">%lld post%s whose time of day "
        "is known, by weekday and hour, UTC; the larger the square, the more.</p>\n"
        "<figure>\n",
        (long long)known, known == 1 ? "" : "s");
    plot_heat(b, &(struct plot_heat){ .id = "hours",
                                      .title = "When people ask",
                                      .desc = "Weekdays by hours; the larger the square, the more "
                                              "posts.",
                                      .rows = days,
                                      .columns = hours,
                                      .n_rows = STORE_NUMBERS_WEEKDAYS,
                                      .n_columns = STORE_NUMBERS_HOURS,
                                      .v = v });
    buf_add_str(b, "</figure></section>\n");
}

/* ---- sections ---- */

static struct report_sheet
kinds(const struct report *r)
{
    return fill(r, KINDS);
}

static struct report_sheet
pages(const struct report *r)
{
    return fill(r, PAGES);
}

static struct report_sheet
topics(const struct report *r)
{
    return fill(r, TOPICS);
}

static struct report_sheet
sources(const struct report *r)
{
    return fill(r, SOURCES);
}

static struct report_sheet
sites(const struct report *r)
{
    return fill(r, SITES);
}

static struct report_sheet
days(const struct report *r)
{
    return fill(r, DAYS);
}

const struct report_section report_kinds = { .sheet = kinds };
const struct report_section report_pages = { .sheet = pages };
const struct report_section report_topics = { .sheet = topics };
const struct report_section report_sources = { .sheet = sources };
const struct report_section report_sites = { .sheet = sites };
const struct report_section report_days = { .sheet = days };
const struct report_section report_days_plot = { .html = write_days };
const struct report_section report_heat = { .html = write_heat };
