/* report_html.c - a report to print; see report.h. */

#include "markup.h"
#include "plot.h"
#include "report_parts.h"

static void
write_head(struct buf *b, const struct report *r, struct text style)
{
    markup_addf(b,
                "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                "<title>%s - Earshot</title>\n"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                "<meta name=\"color-scheme\" content=\"light dark\">\n<style>\n",
                report_title(r));
    buf_add_text(b, style); /* ours */
    markup_addf(b,
                "</style>\n</head>\n<body>\n<header><p>What people asked in public</p><h1>%s</h1>",
                report_title(r));
    if (r->running)
        buf_add_str(b, "<p class=\"soft\">The month was not over when this was made.</p>");
    buf_add_str(b, "</header>\n<main>\n");
}

static void
write_tiles(struct buf *b, const struct report *r)
{
    static const enum store_numbers_figure tiles[] = {
        STORE_NUMBERS_FOUND,  STORE_NUMBERS_GROUPS, STORE_NUMBERS_ANSWERED,
        STORE_NUMBERS_POSTED, STORE_NUMBERS_THERE,  STORE_NUMBERS_TO_APPROVED,
    };

    buf_add_str(b, "<ul class=\"tiles\">\n");
    for (size_t i = 0; i < N_ELEMENTS(tiles); i++)
        markup_addf(b,
                    "<li><h3>%s</h3><p class=\"figure\">%s</p>"
                    "<p class=\"soft\">the month before: %s</p></li>\n",
                    store_numbers_meaning(tiles[i])->label,
                    report_value(r->arena, &r->now, tiles[i]),
                    report_value(r->arena, &r->before, tiles[i]));
    buf_add_str(b, "</ul>\n");
}

static void
write_plot(struct buf *b, const struct report *r)
{
    const struct report_table_words *w = report_words(REPORT_DAYS);
    const struct store_numbers_table *t = &r->now.periods;
    const char **labels = arena_alloc(r->arena, (t->n + 1) * sizeof(*labels));
    struct plot p = { .id = "days", .title = "By day", .labels = labels, .n = t->n };

    p.desc = "Found, answered and posted on each day of the month; the table of days has the "
             "numbers.";
    for (size_t i = 0; i < t->n; i++)
        labels[i] = report_row_name(r, REPORT_DAYS, &t->rows[i]);
    for (size_t k = 0; k < w->n_columns; k++) {
        double *v = arena_alloc(r->arena, (t->n + 1) * sizeof(*v));

        for (size_t i = 0; i < t->n; i++)
            v[i] = (double)t->rows[i].n[k];
        p.series[p.n_series++] = (struct plot_series){ w->columns[k], v };
    }
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
    markup_addf(b,
                "<section><h2>When people ask</h2>\n<p class=\"soft\">%lld posts whose time of day "
                "is known, by weekday and hour, UTC; the larger the square, the more.</p>\n"
                "<figure>\n",
                (long long)known);
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

static void
write_row(struct buf *b, const struct report *r, enum report_table t,
          const struct store_numbers_row *row)
{
    markup_addf(b, "<tr><th scope=\"row\" dir=\"auto\">%s", report_row_name(r, t, row));
    if (row->address.n > 0 && t != REPORT_SITES) {
        buf_add_str(b, "<span class=\"soft\">");
        if (t == REPORT_TOPICS)
            markup_addf(b, "nearest page: %.*s ", TEXT_ARG(row->note));
        buf_add_str(b, "<a href=\"");
        markup_url(b, row->address);
        markup_addf(b, "\">%.*s</a></span>", TEXT_ARG(row->address));
    }
    buf_add_str(b, "</th>");
    for (size_t i = 0; i < report_words(t)->n_columns; i++)
        buf_addf(b, "<td>%lld</td>", (long long)row->n[i]);
    buf_add_str(b, "</tr>\n");
}

static void
write_table(struct buf *b, const struct report *r, enum report_table t)
{
    const struct store_numbers_table *rows = report_rows(r, t);
    const struct report_table_words *w = report_words(t);

    markup_addf(b, "<section><h2>%s</h2>\n", w->title);
    if (rows->n == 0) {
        markup_addf(b, "<p>%s</p></section>\n", w->empty);
        return;
    }
    markup_addf(b, "<table><thead><tr><th scope=\"col\">%s</th>", w->first);
    for (size_t i = 0; i < w->n_columns; i++)
        markup_addf(b, "<th scope=\"col\" class=\"number\">%s</th>", w->columns[i]);
    buf_add_str(b, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < rows->n; i++)
        write_row(b, r, t, &rows->rows[i]);
    buf_add_str(b, "</tbody></table></section>\n");
}

static void
write_figures(struct buf *b, const struct report *r)
{
    buf_add_str(b,
                "<section><h2>All figures, and what they mean</h2>\n<table><thead><tr>"
                "<th scope=\"col\">Figure</th><th scope=\"col\" class=\"number\">This month</th>"
                "<th scope=\"col\" class=\"number\">The month before</th></tr></thead>\n<tbody>\n");
    for (int f = 0; f < STORE_NUMBERS_FIGURES; f++) {
        const struct store_numbers_meaning *m = store_numbers_meaning((enum store_numbers_figure)f);

        markup_addf(b,
                    "<tr><th scope=\"row\">%s<span class=\"soft\">%s</span></th><td>%s</td>"
                    "<td>%s</td></tr>\n",
                    m->label, m->means,
                    report_value(r->arena, &r->now, (enum store_numbers_figure)f),
                    report_value(r->arena, &r->before, (enum store_numbers_figure)f));
    }
    buf_add_str(b, "</tbody></table></section>\n");
}

void
report_html(struct buf *b, const struct report *r, struct text style)
{
    write_head(b, r, style);
    write_tiles(b, r);
    write_plot(b, r);
    for (int t = REPORT_KINDS; t < REPORT_DAYS; t++)
        write_table(b, r, (enum report_table)t);
    write_heat(b, r);
    write_figures(b, r);
    write_table(b, r, REPORT_DAYS);
    buf_add_str(b, "</main>\n<footer><p class=\"soft\">Made by Earshot. Days and hours are UTC. No "
                   "asker is named here.</p></footer>\n</body>\n</html>\n");
}
