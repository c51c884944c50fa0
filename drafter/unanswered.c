/* unanswered.c - see unanswered.h: the columns and what they mean. */

#include "unanswered.h"

#include <string.h>

/* clang-format off */
const struct table_column unanswered_columns[UNANSWERED_COLUMNS] = {
    { "group", TABLE_COLUMN_INT, 0, false },
    { "department", TABLE_COLUMN_TEXT, 20, false },
    { "question", TABLE_COLUMN_TEXT, 0, false },
    { "times_asked", TABLE_COLUMN_INT, 0, false },
    { "sites", TABLE_COLUMN_INT, 0, false },
    { "places", TABLE_COLUMN_JSON, 0, false },
    { "first_seen", TABLE_COLUMN_TIME, 0, false },
    { "last_seen", TABLE_COLUMN_TIME, 0, false },
    { "why", TABLE_COLUMN_TEXT, 0, false },
    { "nearest_page", TABLE_COLUMN_TEXT, 0, false },
    { "owner", TABLE_COLUMN_TEXT, 28, false },
    { "language", TABLE_COLUMN_TEXT, 12, false },
};
static const struct table_column summary[] = {
    { "figure", TABLE_COLUMN_TEXT, 28, false },
    { "value", TABLE_COLUMN_REAL, 0, false },
    { "unit", TABLE_COLUMN_TEXT, 12, false },
    { "means", TABLE_COLUMN_TEXT, 0, false },
};
static const struct table_column answered[] = {
    { "group", TABLE_COLUMN_INT, 0, false },
    { "department", TABLE_COLUMN_TEXT, 20, false },
    { "question", TABLE_COLUMN_TEXT, 0, false },
    { "times_asked", TABLE_COLUMN_INT, 0, false },
    { "state", TABLE_COLUMN_TEXT, 16, false },
    { "answer", TABLE_COLUMN_TEXT, 0, false },
    { "link", TABLE_COLUMN_TEXT, 0, false },
    { "approved", TABLE_COLUMN_TIME, 0, false },
};
static const struct table_column pages[] = {
    { "page", TABLE_COLUMN_TEXT, 0, false },
    { "title", TABLE_COLUMN_TEXT, 0, false },
    { "answered", TABLE_COLUMN_INT, 0, false },
    { "posted", TABLE_COLUMN_INT, 0, false },
};
static const struct table_column sources[] = {
    { "source", TABLE_COLUMN_TEXT, 24, false },
    { "address", TABLE_COLUMN_TEXT, 0, false },
    { "found", TABLE_COLUMN_INT, 0, false },
    { "groups", TABLE_COLUMN_INT, 0, false },
};
static const struct table_column definitions[] = {
    { "sheet", TABLE_COLUMN_TEXT, 0, false },
    { "column", TABLE_COLUMN_TEXT, 0, false },
    { "means", TABLE_COLUMN_TEXT, 0, false },
};

static const struct meaning {
    const char *sheet, *column, *means;
} meanings[] = {
    { "Summary", "figure, value, unit", "what is counted, and how often; with the unit hours it is a median, with not measured there is none; means says it in a line" },
    { "Unanswered", "", "groups of questions asked in the span that nobody answers, counted up to its end: no page, nothing proposed, parked, handed over, wants a page, or refused as wrong" },
    { "Unanswered", "group", "the number of the group, which never changes: earshot group N shows it" },
    { "Unanswered", "question", "the clearest wording of those in the group" },
    { "Unanswered", "times_asked", "posts of the group, each counted once" },
    { "Unanswered", "sites", "different sites among them" },
    { "Unanswered", "places", "the addresses of these posts, oldest first" },
    { "Unanswered", "first_seen, last_seen", "when it was asked first and last, or found where the post has no date; UTC" },
    { "Unanswered", "why", "why it is unanswered: what the program or an editor said" },
    { "Unanswered", "nearest_page", "the own page that came nearest to an answer" },
    { "Unanswered", "owner", "the person it asks about, or who answers for the department's pages" },
    { "Answered", "", "answers that were approved in the span; answer is the editors' last wording" },
    { "Pages", "answered, posted", "groups whose approved, posted answer links to the page; the 20 that answered most" },
    { "Sources", "found, groups", "posts that were found through the source, and the groups they are in" },
};

const struct unanswered_sheet unanswered_sheets[UNANSWERED_LISTS] = {
    [UNANSWERED_SUMMARY] = { "summary", "Summary", summary, N_ELEMENTS(summary) },
    [UNANSWERED_GROUPS] = { "unanswered", "Unanswered", unanswered_columns, UNANSWERED_COLUMNS },
    [UNANSWERED_ANSWERED] = { "answered", "Answered", answered, N_ELEMENTS(answered) },
    [UNANSWERED_PAGES] = { "pages", "Pages", pages, N_ELEMENTS(pages) },
    [UNANSWERED_SOURCES] = { "sources", "Sources", sources, N_ELEMENTS(sources) },
    [UNANSWERED_DEFINITIONS] = { "definitions", "Definitions", definitions, N_ELEMENTS(definitions) },
};
/* clang-format on */

const char *
unanswered_owner(const struct config *c, struct text department)
{
    for (size_t i = 0; i < c->n_departments; i++) {
        const struct department_config *d = &c->departments[i];

        if (text_is(department, d->key))
            return d->contact != NULL ? d->contact : d->name;
    }
    return NULL;
}

void
unanswered_put(struct table *t, const struct store_export_group *g, const char *owner)
{
    table_int(t, g->id);
    table_text(t, g->department);
    table_text(t, g->question);
    table_int(t, g->times_asked);
    table_int(t, g->sites);
    table_json(t, json_incref(g->urls));
    table_time(t, g->first_asked_s);
    table_time(t, g->last_asked_s);
    if (strcmp(g->state, "open") == 0)
        table_str(t, "nothing proposed yet");
    else
        table_text(t, g->why);
    table_text(t, g->nearest_url);
    if (g->owner.n > 0)
        table_text(t, g->owner);
    else
        table_str(t, owner);
    table_text(t, g->language);
    table_end_row(t);
}

static void
put_cell(struct table *t, enum table_type type, const json_t *v)
{
    if (v == NULL || json_is_null(v))
        table_null(t);
    else if (type == TABLE_COLUMN_JSON)
        table_json(t, json_deep_copy(v));
    else if (type == TABLE_COLUMN_INT)
        table_int(t, json_integer_value(v));
    else if (type == TABLE_COLUMN_TIME)
        table_time(t, json_integer_value(v));
    else if (type == TABLE_COLUMN_REAL)
        table_real(t, json_number_value(v));
    else
        table_text(t, (struct text){ json_string_value(v), json_string_length(v) });
}

void
unanswered_put_row(struct table *t, const struct unanswered_sheet *sheet, const json_t *row)
{
    for (size_t i = 0; i < sheet->n; i++)
        put_cell(t, sheet->columns[i].type, json_object_get(row, sheet->columns[i].name));
    table_end_row(t);
}

void
unanswered_define(struct table *t)
{
    for (size_t i = 0; i < N_ELEMENTS(meanings); i++) {
        table_str(t, meanings[i].sheet);
        table_str(t, meanings[i].column);
        table_str(t, meanings[i].means);
        table_end_row(t);
    }
}
