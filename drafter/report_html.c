/* report_html.c - a report to print; see report.h. */

#include "markup.h"
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
    if (report_running(r))
        buf_add_str(b, "<p class=\"soft\">It was not over when this was made.</p>");
    if (r->now.listens)
        buf_add_str(b, "<p class=\"notice\">" STORE_NUMBERS_LISTENS "</p>");
    if (r->compare.verdict != STORE_COMPARE_MAY)
        markup_addf(b, "<p class=\"notice\">%s</p>", store_compare_why(&r->compare, r->arena));
    buf_add_str(b, "</header>\n<main>\n");
}

static void
write_cell(struct buf *b, const struct report_cell *c, const struct report_column *column,
           bool first)
{
    buf_add_str(b, first           ? "<th scope=\"row\" dir=\"auto\">"
                   : column->words ? "<td class=\"words\" dir=\"auto\">"
                                   : "<td>");
    markup_addf(b, "%s", c->text != NULL ? c->text : "");
    if (c->means != NULL)
        markup_addf(b, "<span class=\"soft\">%s</span>", c->means);
    if (c->address.n > 0) {
        buf_add_str(b, "<span class=\"soft\">");
        if (c->lead != NULL)
            markup_addf(b, "%s: ", c->lead);
        if (c->note.n > 0)
            markup_addf(b, "%.*s ", TEXT_ARG(c->note));
        buf_add_str(b, "<a href=\"");
        markup_url(b, c->address);
        markup_addf(b, "\">%.*s</a></span>", TEXT_ARG(c->address));
    }
    buf_add_str(b, first ? "</th>" : "</td>");
}

void
report_html_table(struct buf *b, const struct report_sheet *sheet)
{
    buf_add_str(b, "<table><thead><tr>");
    for (size_t i = 0; i < sheet->n_columns; i++)
        markup_addf(b, "<th scope=\"col\" class=\"%s\">%s</th>",
                    i == 0 || sheet->columns[i].words ? "words" : "number",
                    sheet->columns[i].label);
    buf_add_str(b, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < sheet->n_rows; i++) {
        buf_add_str(b, "<tr>");
        for (size_t k = 0; k < sheet->n_columns; k++)
            write_cell(b, &sheet->cells[i * sheet->n_columns + k], &sheet->columns[k], k == 0);
        buf_add_str(b, "</tr>\n");
    }
    buf_add_str(b, "</tbody></table>\n");
}

void
report_html_sheet(struct buf *b, const struct report_sheet *sheet)
{
    markup_addf(b, "<section><h2>%s</h2>\n", sheet->title);
    if (sheet->means != NULL && sheet->n_rows > 0)
        markup_addf(b, "<p class=\"soft\">%s</p>\n", sheet->means);
    if (sheet->n_rows > 0)
        report_html_table(b, sheet);
    else
        markup_addf(b, "<p>%s</p>\n", sheet->empty);
    buf_add_str(b, "</section>\n");
}

static void
write_terms(struct buf *b)
{
    size_t n;
    const struct report_section *const *sections = report_sections(&n);
    bool open = false;

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < sections[i]->n_terms; k++) {
            if (!open)
                buf_add_str(b, "<section><h2>What the other words mean</h2>\n<dl>\n");
            open = true;
            markup_addf(b, "<dt>%s</dt><dd>%s</dd>\n", sections[i]->terms[k].label,
                        sections[i]->terms[k].means);
        }
    if (open)
        buf_add_str(b, "</dl></section>\n");
}

static void
write_section(struct buf *b, const struct report *r, const struct report_section *section)
{
    struct report_sheet sheet;

    if (section->html != NULL) {
        section->html(b, r);
    } else if (section->sheet != NULL) {
        sheet = section->sheet(r);
        report_html_sheet(b, &sheet);
    }
}

void
report_html(struct buf *b, const struct report *r, struct text style)
{
    size_t n;
    const struct report_section *const *sections = report_sections(&n);

    write_head(b, r, style);
    for (size_t i = 0; i < n; i++)
        write_section(b, r, sections[i]);
    write_terms(b);
    buf_add_str(b, "</main>\n<footer><p class=\"soft\">Made by Earshot. Days and hours are UTC. No "
                   "asker is named here.</p></footer>\n</body>\n</html>\n");
}
