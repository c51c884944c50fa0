/* numbers_parts.c - tiles, plots and tables of /numbers; see numbers.h. */

#include <stdio.h>

#include "markup.h"
#include "numbers.h"
#include "plot.h"
#include "say.h"

#define DAY_HOURS    24.
#define SAY_DAYS     48. /* hours from which days are told */
#define DIGITS       3   /* between two commas */
#define DIGITS_BYTES 32

void
numbers_say(struct buf *b, int64_t n)
{
    char z[DIGITS_BYTES];
    size_t length = (size_t)snprintf(z, sizeof(z), "%lld", (long long)n);

    for (size_t i = 0; i < length; i++) {
        if (i > 0 && (length - i) % DIGITS == 0 && z[i - 1] != '-')
            buf_add_char(b, ',');
        buf_add_char(b, z[i]);
    }
}

void
numbers_say_hours(struct buf *b, double hours)
{
    if (hours < SAY_DAYS)
        buf_addf(b, "%.1f h", hours);
    else
        buf_addf(b, "%.1f days", hours / DAY_HOURS);
}

static void
open_link(const struct numbers_view *v, struct buf *b, enum store_numbers_figure f,
          enum store_numbers_part part, int64_t key)
{
    markup_addf(b, "<a href=\"/numbers/rows?figure=%s", store_numbers_meaning(f)->name);
    if (part != STORE_NUMBERS_WHOLE)
        markup_addf(b, "&amp;part=%s&amp;key=%lld", store_numbers_part_name(part), (long long)key);
    markup_addf(b, "&amp;%s\">", v->params);
}

void
numbers_link(const struct numbers_view *v, struct buf *b, enum store_numbers_figure f,
             enum store_numbers_part part, int64_t key, int64_t n)
{
    if (n != 0)
        open_link(v, b, f, part, key);
    numbers_say(b, n);
    if (n != 0)
        buf_add_str(b, "</a>");
}

/* ---- tiles ---- */

static void
write_figure(const struct numbers_view *v, struct buf *b, enum store_numbers_figure f)
{
    const struct store_numbers_meaning *m = store_numbers_meaning(f);

    if (!store_numbers_measured(&v->now, f)) {
        buf_add_str(b, STORE_NUMBERS_NOT_MEASURED);
    } else if (!m->hours) {
        numbers_link(v, b, f, STORE_NUMBERS_WHOLE, 0, v->now.count[f]);
    } else if (v->now.count[f] == 0) {
        buf_add_str(b, "\xE2\x80\x93"); /* en dash: there is nothing to take a median of */
    } else {
        open_link(v, b, f, STORE_NUMBERS_WHOLE, 0);
        numbers_say_hours(b, v->now.hours[f]);
        buf_add_str(b, "</a>");
    }
}

/* What it was in the period before, and what is to be seen over four. */
static void
write_before(const struct numbers_view *v, struct buf *b, enum store_numbers_figure f)
{
    enum store_compare_trend t = store_compare_trend(&v->compare, &v->now, f);
    const struct store_numbers *then = &v->compare.then[0];
    int64_t n = v->now.count[f], before = then->count[f];

    if (v->compare.verdict != STORE_COMPARE_MAY || !store_numbers_measured(&v->now, f))
        return;
    buf_add_str(b, "<p class=\"before\">before: ");
    if (store_numbers_meaning(f)->hours) {
        if (before == 0)
            buf_add_str(b, "none");
        else
            numbers_say_hours(b, then->hours[f]);
    } else {
        numbers_say(b, before);
        if (n != before) {
            buf_add_str(b, n > before ? " (+" : " (\xE2\x88\x92");
            numbers_say(b, n > before ? n - before : before - n);
            buf_add_str(b, ")");
        }
    }
    buf_add_str(b, "</p>");
    if (t == STORE_COMPARE_ABOVE || t == STORE_COMPARE_BELOW)
        markup_addf(b, "<p class=\"before\"><span aria-hidden=\"true\">%s</span> %s</p>",
                    store_compare_trend_sign(t), store_compare_trend_words(t));
}

void
numbers_tiles(const struct numbers_view *v, struct buf *b)
{
    static const struct {
        const char *title;
        enum store_numbers_figure first, last;
        bool large;
    } rows[] = {
        { "Heard", STORE_NUMBERS_FOUND, STORE_NUMBERS_GROUPS, true },
        { "Answered", STORE_NUMBERS_ANSWERED, STORE_NUMBERS_THERE, true },
        { "How fast", STORE_NUMBERS_TO_APPROVED, STORE_NUMBERS_TO_POSTED, true },
        { "Where it stands at the end", STORE_NUMBERS_OPEN, STORE_NUMBERS_PARKED, false },
        { "Tone of what was found", STORE_NUMBERS_POSITIVE, STORE_NUMBERS_NEGATIVE, false },
        { "What editors did with drafts", STORE_NUMBERS_UNCHANGED, STORE_NUMBERS_REJECTED, false },
    };

    buf_add_str(b, "<div class=\"tile-groups\">\n");
    for (size_t i = 0; i < N_ELEMENTS(rows); i++) {
        markup_addf(b, "<section class=\"tile-group\"><h2>%s</h2>\n<ul class=\"tiles%s\">\n",
                    rows[i].title, rows[i].large ? " large" : "");
        for (int f = (int)rows[i].first; f <= (int)rows[i].last; f++) {
            const struct store_numbers_meaning *m =
                store_numbers_meaning((enum store_numbers_figure)f);

            markup_addf(b, "<li><h3>%s</h3><p class=\"figure\">", m->label);
            write_figure(v, b, (enum store_numbers_figure)f);
            buf_add_str(b, "</p>");
            write_before(v, b, (enum store_numbers_figure)f);
            markup_addf(b, "<p class=\"means\">%s</p></li>\n", m->means);
        }
        buf_add_str(b, "</ul></section>\n");
    }
    buf_add_str(b, "</div>\n");
}

/* ---- tables ---- */

static void
write_cells(const struct numbers_view *v, struct buf *b, enum numbers_table t,
            const struct store_numbers_row *row, int64_t max)
{
    const struct numbers_spec *spec = numbers_spec(t);

    buf_add_str(b, "<tr><th scope=\"row\" dir=\"auto\">");
    if (t == NUMBERS_TOPICS)
        markup_addf(b, "<a href=\"/g/%lld\">%s</a>", (long long)row->key, numbers_name(v, t, row));
    else
        markup_addf(b, "%s", numbers_name(v, t, row));
    if (row->address.n > 0 && t != NUMBERS_SITES) {
        buf_add_str(b, "<span class=\"facts\">");
        if (t == NUMBERS_TOPICS)
            markup_addf(b, "nearest: %.*s ", TEXT_ARG(row->note));
        say_link_open(b, row->address, "address");
        say_address(b, row->address);
        buf_add_str(b, "</a></span>");
    }
    buf_add_str(b, "</th>");
    for (size_t i = 0; i < spec->n_columns; i++) {
        buf_add_str(b, "<td class=\"number\">");
        numbers_link(v, b, spec->columns[i].figure, spec->part, row->key, row->n[i]);
        buf_add_str(b, "</td>");
    }
    buf_add_str(b, "<td class=\"bar-cell\">");
    plot_bar(b, (double)row->n[0], (double)max);
    buf_add_str(b, "</td></tr>\n");
}

static void
write_rows(const struct numbers_view *v, struct buf *b, enum numbers_table t)
{
    const struct store_numbers_table *rows = numbers_rows_of(v, t);
    const struct numbers_spec *spec = numbers_spec(t);
    int64_t max = 0;

    for (size_t i = 0; i < rows->n; i++)
        if (rows->rows[i].n[0] > max)
            max = rows->rows[i].n[0];
    markup_addf(b,
                "<div class=\"scroll dense\" tabindex=\"0\" role=\"region\" aria-label=\"%s\">"
                "<table><thead><tr><th scope=\"col\">%s</th>",
                spec->title, spec->first);
    for (size_t i = 0; i < spec->n_columns; i++)
        markup_addf(b, "<th scope=\"col\" class=\"number\">%s</th>", spec->columns[i].label);
    buf_add_str(b, "<td class=\"bar-cell\"></td></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < rows->n; i++)
        write_cells(v, b, t, &rows->rows[i], max);
    buf_add_str(b, "</tbody></table></div>\n");
    markup_addf(b, "<p class=\"facts files\">%s as a file: ", spec->title);
    for (size_t i = 0; i < DIGITS; i++) {
        static const char *const forms[DIGITS][2] = { { "csv", "CSV" },
                                                      { "xlsx", "Excel" },
                                                      { "json", "JSON" } };

        markup_addf(b, "%s<a href=\"/numbers/table.%s?table=%s&amp;%s\">%s</a>", i > 0 ? ", " : "",
                    forms[i][0], spec->name, v->params, forms[i][1]);
    }
    buf_add_str(b, "</p>\n");
}

void
numbers_table(const struct numbers_view *v, struct buf *b, enum numbers_table t)
{
    const struct numbers_spec *spec = numbers_spec(t);

    markup_addf(b, "<section class=\"numbers\" id=\"%s\"><h2>%s</h2>\n<p class=\"facts\">%s</p>\n",
                spec->name, spec->title, spec->means);
    if (numbers_rows_of(v, t)->n == 0)
        markup_addf(b, "<p class=\"empty\">%s</p>\n", spec->empty);
    else
        write_rows(v, b, t);
    buf_add_str(b, "</section>\n");
}

/* ---- plots ---- */

static void
plot_periods(const struct numbers_view *v, struct buf *b)
{
    const struct store_numbers_table *t = &v->now.periods;
    const struct numbers_spec *spec = numbers_spec(NUMBERS_PERIODS);
    const char **labels = arena_alloc(v->r->arena, (t->n + 1) * sizeof(*labels));
    struct plot p = { .id = "over-time", .title = spec->title, .labels = labels };

    p.desc = arena_printf(v->r->arena, "Found %lld, answered %lld, posted %lld; by %s, from 0.",
                          (long long)v->now.count[STORE_NUMBERS_FOUND],
                          (long long)v->now.count[STORE_NUMBERS_ANSWERED],
                          (long long)v->now.count[STORE_NUMBERS_POSTED],
                          v->now.unit == STORE_NUMBERS_DAY    ? "day"
                          : v->now.unit == STORE_NUMBERS_WEEK ? "week"
                                                              : "month");
    for (size_t k = 0; k < spec->n_columns; k++) {
        double *values = arena_alloc(v->r->arena, (t->n + 1) * sizeof(*values));

        for (size_t i = 0; i < t->n; i++)
            values[i] = (double)t->rows[i].n[k];
        p.series[p.n_series++] = (struct plot_series){ spec->columns[k].label, values };
    }
    for (; p.n < t->n && t->rows[p.n].key <= v->r->now_s; p.n++) /* what is to come is no 0 */
        labels[p.n] = numbers_name(v, NUMBERS_PERIODS, &t->rows[p.n]);
    markup_addf(
        b,
        "<section class=\"numbers\"><h2>%s</h2>\n<p class=\"facts\">%s</p>\n"
        "<div class=\"plot-box\" tabindex=\"0\" role=\"region\" aria-label=\"%s, a plot\">\n",
        spec->title, spec->means, spec->title);
    plot_lines(b, &p);
    buf_add_str(b, "</div>\n<details><summary>The same as a table</summary>\n");
    write_rows(v, b, NUMBERS_PERIODS);
    buf_add_str(b, "</details></section>\n");
}

static const char *const weekdays[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };

static void
write_hours(const struct numbers_view *v, struct buf *b)
{
    buf_add_str(b, "<details><summary>The same as a table</summary>\n<div class=\"scroll dense\" "
                   "tabindex=\"0\" role=\"region\" aria-label=\"When people ask\"><table><thead>"
                   "<tr><th scope=\"col\">Hour, UTC</th>");
    for (size_t d = 0; d < STORE_NUMBERS_WEEKDAYS; d++)
        markup_addf(b, "<th scope=\"col\" class=\"number\">%s</th>", weekdays[d]);
    buf_add_str(b, "</tr></thead>\n<tbody>\n");
    for (int h = 0; h < STORE_NUMBERS_HOURS; h++) {
        markup_addf(b, "<tr><th scope=\"row\">%d</th>", h);
        for (int d = 0; d < STORE_NUMBERS_WEEKDAYS; d++) {
            buf_add_str(b, "<td class=\"number\">");
            numbers_link(v, b, STORE_NUMBERS_FOUND, STORE_NUMBERS_HOUR,
                         (int64_t)d * STORE_NUMBERS_HOURS + h, v->now.heat[d][h]);
            buf_add_str(b, "</td>");
        }
        buf_add_str(b, "</tr>\n");
    }
    buf_add_str(b, "</tbody></table></div></details>\n");
}

static void
plot_hours(const struct numbers_view *v, struct buf *b)
{
    const char **hours = arena_alloc(v->r->arena, STORE_NUMBERS_HOURS * sizeof(*hours));
    double *values =
        arena_alloc(v->r->arena, sizeof(v->now.heat) / sizeof(int64_t) * sizeof(double));
    int64_t known = 0;

    for (int h = 0; h < STORE_NUMBERS_HOURS; h++)
        hours[h] = arena_printf(v->r->arena, "%d", h);
    for (int d = 0; d < STORE_NUMBERS_WEEKDAYS; d++)
        for (int h = 0; h < STORE_NUMBERS_HOURS; h++) {
            values[d * STORE_NUMBERS_HOURS + h] = (double)v->now.heat[d][h];
            known += v->now.heat[d][h];
        }
    buf_add_str(b, "<section class=\"numbers\"><h2>When people ask</h2>\n<p class=\"facts\">Posts "
                   "found, by weekday and hour of asking, UTC; ");
    numbers_say(b, known);
    buf_add_str(b, " whose time of day is known.</p>\n");
    if (known == 0) {
        buf_add_str(b, "<p class=\"empty\">Once posts with a time of day are found, the hours at "
                       "which people ask are here.</p>\n</section>\n");
        return;
    }
    buf_add_str(b, "<div class=\"plot-box\" tabindex=\"0\" role=\"region\" "
                   "aria-label=\"Hours, a plot\">\n");
    plot_heat(b, &(struct plot_heat){ .id = "hours",
                                      .title = "When people ask",
                                      .desc = "Weekdays by hours; the larger the square, the more "
                                              "posts. The table below has the numbers.",
                                      .rows = weekdays,
                                      .columns = hours,
                                      .n_rows = STORE_NUMBERS_WEEKDAYS,
                                      .n_columns = STORE_NUMBERS_HOURS,
                                      .v = values });
    buf_add_str(b, "</div>\n");
    write_hours(v, b);
    buf_add_str(b, "</section>\n");
}

void
numbers_plots(const struct numbers_view *v, struct buf *b)
{
    plot_periods(v, b);
    plot_hours(v, b);
}

void
numbers_meanings(struct buf *b)
{
    buf_add_str(b, "<section class=\"numbers meanings\"><h2>What the numbers mean</h2>\n<dl>\n");
    for (int f = 0; f < STORE_NUMBERS_FIGURES; f++) {
        const struct store_numbers_meaning *m = store_numbers_meaning((enum store_numbers_figure)f);

        markup_addf(b, "<dt>%s</dt><dd>%s</dd>\n", m->label, m->means);
    }
    buf_add_str(b, "</dl></section>\n");
}
