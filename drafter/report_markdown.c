/* report_markdown.c - a report as Markdown; see report.h. */

#include "markdown.h"
#include "report_parts.h"

/* In a cell: a bar would end it. */
static void
add_words(struct buf *b, struct text t)
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
add_cell(struct buf *b, const struct report_cell *c, bool words)
{
    if (words)
        add_words(b, text_of(c->text));
    else
        buf_add_str(b, c->text != NULL ? c->text : ""); /* a number of ours */
    if (c->address.n > 0) {
        buf_add_str(b, " (");
        if (c->lead != NULL)
            buf_addf(b, "%s: ", c->lead);
        markdown_url(b, c->address);
        buf_add_str(b, ")");
    }
    buf_add_str(b, " |");
}

void
report_markdown_table(struct buf *b, const struct report_sheet *sheet)
{
    buf_add_str(b, "|");
    for (size_t i = 0; i < sheet->n_columns; i++)
        buf_addf(b, " %s |", sheet->columns[i].label);
    buf_add_str(b, "\n|");
    for (size_t i = 0; i < sheet->n_columns; i++)
        buf_add_str(b, i == 0 || sheet->columns[i].words ? "---|" : "---:|");
    buf_add_str(b, "\n");
    for (size_t i = 0; i < sheet->n_rows; i++) {
        buf_add_str(b, "|");
        for (size_t k = 0; k < sheet->n_columns; k++) {
            buf_add_str(b, " ");
            add_cell(b, &sheet->cells[i * sheet->n_columns + k], k == 0 || sheet->columns[k].words);
        }
        buf_add_str(b, "\n");
    }
}

void
report_markdown_sheet(struct buf *b, const struct report_sheet *sheet)
{
    buf_addf(b, "\n## %s\n\n", sheet->title);
    if (sheet->n_rows == 0) {
        buf_addf(b, "%s\n", sheet->empty);
        return;
    }
    if (sheet->means != NULL)
        buf_addf(b, "%s\n\n", sheet->means);
    report_markdown_table(b, sheet);
}

static void
write_section(struct buf *b, const struct report *r, const struct report_section *section)
{
    struct report_sheet sheet;

    if (section->markdown != NULL) {
        section->markdown(b, r);
    } else if (section->sheet != NULL) {
        sheet = section->sheet(r);
        report_markdown_sheet(b, &sheet);
    }
}

void
report_markdown(struct buf *b, const struct report *r)
{
    size_t n;
    const struct report_section *const *sections = report_sections(&n);

    buf_add_str(b, "# ");
    markdown_text(b, text_of(report_title(r)));
    buf_add_str(b, "\n\nWhat people asked in public. Days and hours are UTC. No asker is named.\n");
    if (report_running(r))
        buf_add_str(b, "\nIt was not over when this was made.\n");
    if (r->now.listens)
        buf_add_str(b, "\n" STORE_NUMBERS_LISTENS "\n");
    if (r->compare.verdict != STORE_COMPARE_MAY) {
        buf_add_str(b, "\n");
        markdown_text(b, text_of(store_compare_why(&r->compare, r->arena)));
        buf_add_str(b, "\n");
    }
    for (size_t i = 0; i < n; i++)
        write_section(b, r, sections[i]);
    buf_add_str(b, "\n## What the figures mean\n\n");
    for (int f = 0; f < STORE_NUMBERS_FIGURES; f++)
        buf_addf(b, "- **%s**: %s\n", store_numbers_meaning((enum store_numbers_figure)f)->label,
                 store_numbers_meaning((enum store_numbers_figure)f)->means);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < sections[i]->n_terms; k++)
            buf_addf(b, "- **%s**: %s\n", sections[i]->terms[k].label, sections[i]->terms[k].means);
}
