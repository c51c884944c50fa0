/* sheet.c - see sheet.h. */

#include "sheet.h"

#include "markup.h"

const struct table_column sheet_columns[SHEET_COLUMNS] = {
    { "group", TABLE_COLUMN_INT, 0, false },
    { "question", TABLE_COLUMN_TEXT, 0, false },
    { "times_asked", TABLE_COLUMN_INT, 0, false },
    { "answer", TABLE_COLUMN_TEXT, 0, false },
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
    table_text(t, g->question);
    table_int(t, g->times_asked);
    table_null(t);
    table_end_row(t);
}

void
sheet_html_begin(struct buf *b, struct text name)
{
    buf_add_str(b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
    markup_addf(b, "<title>Question sheet%s%.*s</title>\n", name.n > 0 ? ", " : "", TEXT_ARG(name));
    buf_add_str(b, "<style>\n:root { color-scheme: light dark; }\n"
                   "body { margin: 0 auto; max-width: 46rem; padding: 1rem;"
                   " font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }\n"
                   "h2 { font-size: 1.1rem; margin: 0; }\n"
                   "section { border-top: 1px solid; padding: .5rem 0; break-inside: avoid; }\n"
                   ".room { height: 6rem; }\n</style>\n</head>\n<body>\n<main>\n");
    markup_addf(b, "<h1>Question sheet%s%.*s</h1>\n", name.n > 0 ? ", " : "", TEXT_ARG(name));
}

void
sheet_html_row(struct buf *b, const struct store_export_group *g)
{
    markup_addf(b, "<section lang=\"%.*s\">\n<h2 dir=\"auto\">%.*s</h2>\n", TEXT_ARG(g->language),
                TEXT_ARG(g->question));
    markup_addf(b,
                "<p lang=\"en\">No. %lld, asked %lld time%s</p>\n<div class=\"room\"></div>\n"
                "</section>\n",
                (long long)g->id, (long long)g->times_asked, g->times_asked == 1 ? "" : "s");
}

void
sheet_html_end(struct buf *b)
{
    buf_add_str(b, "</main>\n</body>\n</html>\n");
}
