/* report_figures.c - the figures of a month beside those of the month before; see report_parts.h.
 */

#include "markup.h"
#include "report_parts.h"

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

static void
add_figures(struct buf *b, const struct report *r)
{
    enum columns { FIGURE, NOW, BEFORE, COLUMNS };
    struct report_cell cells[STORE_NUMBERS_FIGURES * COLUMNS] = { { .text = NULL } };
    struct report_sheet sheet = {
        .columns = { { "Figure", true }, { "This month", false }, { "The month before", false } },
        .n_columns = COLUMNS,
        .cells = cells,
        .n_rows = STORE_NUMBERS_FIGURES,
    };

    for (int f = 0; f < STORE_NUMBERS_FIGURES; f++) {
        struct report_cell *row = &cells[(size_t)f * COLUMNS];

        row[FIGURE].text = store_numbers_meaning((enum store_numbers_figure)f)->label;
        row[NOW].text = report_value(r->arena, &r->now, (enum store_numbers_figure)f);
        row[BEFORE].text = report_value(r->arena, &r->before, (enum store_numbers_figure)f);
    }
    buf_add_str(b, "\n");
    report_markdown_table(b, &sheet);
}

/* What a reader wants first: a few as tiles, or all of them as a table. */
const struct report_section report_summary = { .html = write_tiles, .markdown = add_figures };
const struct report_section report_figures = { .html = write_figures };
