/* sheet.c - see sheet.h. */

#include "sheet.h"

#include "handout.h"
#include "markup.h"

const struct table_column sheet_columns[SHEET_COLUMNS] = {
    { "group", TABLE_COLUMN_INT, 0, false },
    { "department", TABLE_COLUMN_TEXT, 14, false },
    { "question", TABLE_COLUMN_TEXT, 0, false },
    { "times_asked", TABLE_COLUMN_INT, 0, false },
    { "answer", TABLE_COLUMN_TEXT, 0, .blank = true },
};

bool
sheet_takes(const struct store_export_group *g)
{
    return g->escalation.n == 0;
}

void
sheet_put(struct table *t, const struct store_export_group *g)
{
    table_int(t, g->id);
    table_text(t, g->department);
    table_text(t, g->question);
    table_int(t, g->times_asked);
    table_null(t);
    table_end_row(t);
}

void
sheet_html_begin(struct buf *b, struct text name)
{
    struct buf title;

    buf_init(&title, BUF_SMALL);
    buf_addf(&title, "Question sheet%s%.*s", name.n > 0 ? ", " : "", TEXT_ARG(name));
    handout_begin(b, buf_text(&title),
                  "section { border-top: 1px solid; padding: .5rem 0; break-inside: avoid; }\n"
                  "h2 { margin: 0; }\n.room { height: 6rem; }\n");
    buf_release(&title);
}

void
sheet_html_row(struct buf *b, const struct store_export_group *g, bool whose)
{
    markup_addf(b, "<section lang=\"%.*s\">\n<h2 dir=\"auto\">%.*s</h2>\n", TEXT_ARG(g->language),
                TEXT_ARG(g->question));
    markup_addf(b, "<p lang=\"en\">No. %lld, ", (long long)g->id);
    if (whose)
        markup_addf(b, "for <bdi>%.*s</bdi>, ", TEXT_ARG(g->department_name));
    markup_addf(b, "asked %lld time%s</p>\n<div class=\"room\"></div>\n</section>\n",
                (long long)g->times_asked, g->times_asked == 1 ? "" : "s");
}

void
sheet_html_end(struct buf *b)
{
    handout_end(b);
}
