/* report_figures.c - the figures of a month, and what they are beside those before; see
 * report_parts.h. */

#include "markup.h"
#include "report_parts.h"

enum columns { FIGURE, NOW, BEFORE, TREND, COLUMNS };

static bool
compared(const struct report *r)
{
    return r->compare.verdict == STORE_COMPARE_MAY;
}

/* "12", of the month before. */
static const char *
before_of(const struct report *r, enum store_numbers_figure f)
{
    return report_value(r->arena, &r->compare.then[0], f);
}

static enum store_compare_trend
trend_of(const struct report *r, enum store_numbers_figure f)
{
    return store_compare_trend(&r->compare, &r->now, f);
}

static void
write_tile(struct buf *b, const struct report *r, enum store_numbers_figure f)
{
    enum store_compare_trend t = trend_of(r, f);

    markup_addf(b, "<li><h2>%s</h2><p class=\"figure\">%s</p>", store_numbers_meaning(f)->label,
                report_value(r->arena, &r->now, f));
    if (compared(r))
        markup_addf(b, "<p class=\"soft\">%s: %s</p>",
                    r->days ? "as long before" : "the month before", before_of(r, f));
    if (t == STORE_COMPARE_ABOVE || t == STORE_COMPARE_BELOW)
        markup_addf(b, "<p class=\"soft\"><span aria-hidden=\"true\">%s</span> %s</p>",
                    store_compare_trend_sign(t), store_compare_trend_words(t));
    buf_add_str(b, "</li>\n");
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
        write_tile(b, r, tiles[i]);
    buf_add_str(b, "</ul>\n");
}

static struct report_sheet
sheet_of(const struct report *r)
{
    struct report_cell *cells = arena_alloc(r->arena, (size_t)STORE_NUMBERS_FIGURES * COLUMNS *
                                                          sizeof(*cells)),
                       *c = cells;
    size_t n = compared(r) ? COLUMNS : BEFORE;
    struct report_sheet sheet = {
        .title = "All figures, and what they mean",
        .columns = { [FIGURE] = { "Figure", true },
                     [NOW] = { r->days ? "The campaign" : "This month", false },
                     [BEFORE] = { r->days ? "As long before" : "The month before", false },
                     [TREND] = { "Trend", true } },
        .n_columns = n,
        .cells = cells,
        .n_rows = STORE_NUMBERS_FIGURES,
    };

    for (int i = 0; i < STORE_NUMBERS_FIGURES; i++, c += n) {
        enum store_numbers_figure f = (enum store_numbers_figure)i;

        for (size_t k = 0; k < n; k++)
            c[k] = (struct report_cell){ .text = NULL };
        c[FIGURE].text = store_numbers_meaning(f)->label;
        c[FIGURE].means = store_numbers_meaning(f)->means;
        c[NOW].text = report_value(r->arena, &r->now, f);
        if (!compared(r))
            continue;
        c[BEFORE].text = before_of(r, f);
        c[TREND].text = store_compare_trend_words(trend_of(r, f));
    }
    return sheet;
}

static void
add_figures(struct buf *b, const struct report *r)
{
    struct report_sheet sheet = sheet_of(r);

    buf_add_str(b, "\n");
    report_markdown_table(b, &sheet);
}

static void
write_figures(struct buf *b, const struct report *r)
{
    struct report_sheet sheet = sheet_of(r);

    report_html_sheet(b, &sheet);
}

static const struct report_term terms[] = {
    { "Trend", "Whether a figure of this month is more, or less, than in each of the three months "
               "before; within them otherwise. There is none before the fourth whole month, and "
               "none in the baseline." },
    { "Baseline", "The first weeks that a department is listened for, which show what it was like "
                  "before; months that begin in it are compared with nothing." },
};

/* What a reader wants first: a few as tiles, or all of them as a table. */
const struct report_section report_summary = { .html = write_tiles, .markdown = add_figures };
const struct report_section report_figures = { .html = write_figures,
                                               .terms = terms,
                                               .n_terms = N_ELEMENTS(terms) };
