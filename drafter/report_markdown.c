/* report_markdown.c - a report as Markdown; see report.h. */

#include "markdown.h"
#include "report_parts.h"

/* In a cell: a bar would end it. */
static void
add_cell(struct buf *b, struct text t)
{
    struct text rest = t, part;
    bool first = true;

    while (text_cut(&rest, "|", &part)) {
        if (!first)
            buf_add_str(b, "/");
        markdown_text(b, part);
        first = false;
    }
}

static void
add_header(struct buf *b, const char *first, const char *const *columns, size_t n)
{
    buf_addf(b, "| %s |", first);
    for (size_t i = 0; i < n; i++)
        buf_addf(b, " %s |", columns[i]);
    buf_add_str(b, "\n|---|");
    for (size_t i = 0; i < n; i++)
        buf_add_str(b, "---:|");
    buf_add_str(b, "\n");
}

static void
add_table(struct buf *b, const struct report *r, enum report_table t)
{
    const struct store_numbers_table *rows = report_rows(r, t);
    const struct report_table_words *w = report_words(t);

    buf_addf(b, "\n## %s\n\n", w->title);
    if (rows->n == 0) {
        buf_addf(b, "%s\n", w->empty);
        return;
    }
    add_header(b, w->first, w->columns, w->n_columns);
    for (size_t i = 0; i < rows->n; i++) {
        const struct store_numbers_row *row = &rows->rows[i];

        buf_add_str(b, "| ");
        add_cell(b, text_of(report_row_name(r, t, row)));
        if (row->address.n > 0 && t != REPORT_SITES && t != REPORT_SOURCES) {
            buf_add_str(b, t == REPORT_TOPICS ? " (nearest page: " : " (");
            markdown_url(b, row->address);
            buf_add_str(b, ")");
        }
        buf_add_str(b, " |");
        for (size_t k = 0; k < w->n_columns; k++)
            buf_addf(b, " %lld |", (long long)row->n[k]);
        buf_add_str(b, "\n");
    }
}

void
report_markdown(struct buf *b, const struct report *r)
{
    static const char *const columns[] = { "This month", "The month before" };

    buf_add_str(b, "# ");
    markdown_text(b, text_of(report_title(r)));
    buf_add_str(b, "\n\nWhat people asked in public. Days and hours are UTC. No asker is named.\n");
    if (r->running)
        buf_add_str(b, "\nThe month was not over when this was made.\n");
    buf_add_str(b, "\n");
    add_header(b, "Figure", columns, N_ELEMENTS(columns));
    for (int f = 0; f < STORE_NUMBERS_FIGURES; f++)
        buf_addf(b, "| %s | %s | %s |\n",
                 store_numbers_meaning((enum store_numbers_figure)f)->label,
                 report_value(r->arena, &r->now, (enum store_numbers_figure)f),
                 report_value(r->arena, &r->before, (enum store_numbers_figure)f));
    for (int t = 0; t < REPORT_TABLES; t++)
        add_table(b, r, (enum report_table)t);
    buf_add_str(b, "\n## What the figures mean\n\n");
    for (int f = 0; f < STORE_NUMBERS_FIGURES; f++)
        buf_addf(b, "- **%s**: %s\n", store_numbers_meaning((enum store_numbers_figure)f)->label,
                 store_numbers_meaning((enum store_numbers_figure)f)->means);
}
