/*
 * export_cmd.c - earshot export: the lists that leave the program.
 *
 * The column names are the format: they are in earshot(1), and scripts rely on
 * them.  A new column goes at the end.
 */
#include <string.h>

#include "answers_cmd.h"
#include "commands.h"
#include "config_sync.h"
#include "markdown.h"
#include "sheet.h"
#include "store_export.h"
#include "unanswered.h"
#include "unanswered_cmd.h"

struct export_options {
    const char *format, *month;
    int64_t older_ms, group;
    bool bom;
};

/* clang-format off */
#define AT(field) offsetof(struct export_options, field)
static const struct option rows[] = {
    { .name = "format", .type = OPTION_CHOICE, .offset = AT(format), .arg = "FORMAT", .help = "form of the file", .initial = "csv", .choices = "csv|jsonl|md|xlsx|html|jsonld|atom" },
    { .name = "month", .type = OPTION_TEXT, .offset = AT(month), .arg = "YYYY-MM", .help = "unanswered: what was asked in that month; once it is over the list is frozen" },
    { .name = "older", .type = OPTION_DURATION, .offset = AT(older_ms), .arg = "SPAN", .help = "unanswered: only what was first asked longer ago" },
    { .name = "group", .type = OPTION_INT, .offset = AT(group), .arg = "ID", .help = "answers: that of one group; its structured data is a QAPage" },
    { .name = "bom", .type = OPTION_FLAG, .offset = AT(bom), .help = "csv: begin with a byte order mark, for Excel" },
};
#undef AT

static const struct table_column question_columns[] = {
    { "id", TABLE_COLUMN_INT, 0, false },
    { "department", TABLE_COLUMN_TEXT, 20, false },
    { "group", TABLE_COLUMN_INT, 0, false },
    { "question", TABLE_COLUMN_TEXT, 0, false },
    { "body", TABLE_COLUMN_TEXT, 0, false },
    { "language", TABLE_COLUMN_TEXT, 12, false },
    { "state", TABLE_COLUMN_TEXT, 16, false },
    { "times_asked", TABLE_COLUMN_INT, 0, false },
    { "first_seen", TABLE_COLUMN_TIME, 0, false },
    { "last_seen", TABLE_COLUMN_TIME, 0, false },
    { "urls", TABLE_COLUMN_JSON, 0, false },
};
static const struct table_column draft_columns[] = {
    { "id", TABLE_COLUMN_INT, 0, false },
    { "department", TABLE_COLUMN_TEXT, 20, false },
    { "group", TABLE_COLUMN_INT, 0, false },
    { "question", TABLE_COLUMN_TEXT, 0, false },
    { "urls", TABLE_COLUMN_JSON, 0, false },
    { "state", TABLE_COLUMN_TEXT, 16, false },
    { "tone", TABLE_COLUMN_TEXT, 12, false },
    { "answer", TABLE_COLUMN_TEXT, 0, false },
    { "link", TABLE_COLUMN_TEXT, 0, false },
    { "confidence", TABLE_COLUMN_REAL, 0, false },
    { "sentences", TABLE_COLUMN_JSON, 0, false },
    { "created_at", TABLE_COLUMN_TIME, 0, false },
    { "kind", TABLE_COLUMN_TEXT, 14, false },
    { "revision", TABLE_COLUMN_INT, 0, false },
    { "owner", TABLE_COLUMN_TEXT, 28, false },
};
/* clang-format on */

struct exporting {
    struct table *table;
    struct cmd_env *env;
};

static void
put_unanswered(void *self, const struct store_export_group *g)
{
    struct exporting *x = self;

    unanswered_put(x->table, g, unanswered_owner(x->env->config, g->department));
}

static void
put_sheet(void *self, const struct store_export_group *g)
{
    struct exporting *x = self;

    if (sheet_takes(g))
        sheet_put(x->table, g);
}

struct printing {
    struct cmd_env *env;
    bool whose;
};

static void
print_sheet(void *self, const struct store_export_group *g)
{
    struct buf b;
    const struct printing *p = self;

    if (!sheet_takes(g))
        return;
    buf_init(&b, BUF_LARGE);
    sheet_html_row(&b, g, p->whose);
    fwrite(b.p, 1, b.n, p->env->out);
    buf_release(&b);
}

static enum status
write_sheet(struct cmd_env *env, const struct department_config *d,
            const struct store_export_query *query, struct err *err)
{
    struct printing p = { env, d == NULL && env->config->n_departments > 1 };
    struct buf b;
    enum status st;

    buf_init(&b, BUF_LARGE);
    sheet_html_begin(&b, d != NULL ? text_of(d->name) : TEXT_LIT(""));
    fwrite(b.p, 1, b.n, env->out);
    buf_clear(&b);
    st = store_export_unanswered(env->store, query, print_sheet, &p, err);
    sheet_html_end(&b);
    fwrite(b.p, 1, b.n, env->out);
    buf_release(&b);
    return st;
}

static void
put_question(void *self, const struct store_export_question *q)
{
    struct exporting *x = self;

    table_int(x->table, q->id);
    table_text(x->table, q->department);
    table_int(x->table, q->group_id);
    table_text(x->table, q->question);
    table_text(x->table, q->body);
    table_text(x->table, q->language);
    table_str(x->table, q->state);
    table_int(x->table, q->times_asked);
    table_time(x->table, q->first_asked_s);
    table_time(x->table, q->last_asked_s);
    table_json(x->table, json_incref(q->urls));
    table_end_row(x->table);
}

static void
put_draft(void *self, const struct store_export_draft *d)
{
    struct exporting *x = self;

    table_int(x->table, d->id);
    table_text(x->table, d->department);
    table_int(x->table, d->group_id);
    table_text(x->table, d->question);
    table_json(x->table, json_incref(d->urls));
    table_str(x->table, d->state);
    table_text(x->table, d->tone);
    table_text(x->table, d->answer);
    if (d->link.n > 0)
        table_text(x->table, d->link);
    else
        table_null(x->table);
    table_real(x->table, d->confidence);
    table_json(x->table, json_incref(d->sentences));
    table_time(x->table, d->created_s);
    table_text(x->table, d->kind);
    table_int(x->table, d->revision);
    table_text(x->table, d->owner);
    table_end_row(x->table);
}

static const struct form {
    const char *name;
    enum table_format format;
} tables[] = { { "csv", TABLE_CSV },   { "jsonl", TABLE_JSONL }, { "md", TABLE_MD },
               { "xlsx", TABLE_XLSX }, { "json", TABLE_JSON },   { "ids", TABLE_IDS } };

/* The name of the form that was asked for: --jsonl and its like come before --format. */
static const char *
form_of(const struct cmd_env *env)
{
    const struct export_options *o = env->options;
    const struct cmd_common *c = env->common;

    return c->json ? "json" : c->ids ? "ids" : c->jsonl ? "jsonl" : c->csv ? "csv" : o->format;
}

/* NULL: the form is no table. */
static const struct form *
table_form(const char *name)
{
    for (size_t i = 0; i < N_ELEMENTS(tables); i++)
        if (strcmp(tables[i].name, name) == 0)
            return &tables[i];
    return NULL;
}

/* What has texts too long for the cells of a table. */
static bool
is_sections(const struct cmd_env *env)
{
    return strcmp(form_of(env), "md") == 0 &&
           (strcmp(env->args[0], "drafts") == 0 || strcmp(env->args[0], "answers") == 0);
}

static void
put_section(void *self, const struct store_export_draft *d)
{
    struct cmd_env *env = self;
    struct buf b;

    buf_init(&b, BUF_LARGE);
    markdown_draft(&b, d);
    fwrite(b.p, 1, b.n, env->out);
    buf_release(&b);
}

static enum status
walk(struct exporting *x, const struct store_export_query *query, struct err *err)
{
    struct store *s = x->env->store;

    switch (x->env->args[0][0]) {
    case 'u':
        return store_export_unanswered(s, query, put_unanswered, x, err);
    case 'a':
        return answers_cmd_export(x->env, NULL, x->table, query, err);
    case 's':
        return store_export_unanswered(s, query, put_sheet, x, err);
    case 'q':
        return store_export_questions(s, query, put_question, x, err);
    default:
        return store_export_drafts(s, query, put_draft, x, err);
    }
}

/* Lists as documents, or frozen; false: it is to be written as a table. */
static bool
is_elsewhere(struct cmd_env *env, const struct department_config *d,
             const struct store_export_query *query, enum status *ret, struct err *err)
{
    const struct export_options *o = env->options;
    const char *form = form_of(env), *list = env->args[0];
    bool unanswered = strcmp(list, "unanswered") == 0;
    const struct unanswered_cmd_ask ask = { o->month, form, d != NULL ? d->key : NULL, o->bom };

    if (o->group != 0 && strcmp(list, "answers") != 0)
        *ret = err_set(err, ST_USAGE, "--group: only of answers there is one alone");
    else if (o->month != NULL && !unanswered)
        *ret = err_set(err, ST_USAGE, "--month: only the list of what is unanswered has one");
    else if (strcmp(list, "answers") == 0 && table_form(form) == NULL)
        *ret = answers_cmd_export(env, form, NULL, query, err);
    else if (strcmp(list, "sheet") == 0 && strcmp(form, "html") == 0)
        *ret = write_sheet(env, d, query, err);
    else if (table_form(form) == NULL && (!unanswered || strcmp(form, "jsonld") == 0))
        *ret = err_set(err, ST_USAGE, "--format %s: wanted for %s one of csv|jsonl|md|xlsx%s", form,
                       list,
                       unanswered                   ? "|html|atom"
                       : strcmp(list, "sheet") == 0 ? "|html"
                                                    : "");
    else if (env->common->output != NULL && env->out == stdout)
        *ret = err_set(err, ST_USAGE, "%.80s: a folder, wanted a file", env->common->output);
    else if (unanswered &&
             (o->month != NULL || table_form(form) == NULL || strcmp(form, "xlsx") == 0))
        *ret = unanswered_cmd_export(env, &ask, query, err);
    else if (is_sections(env) && strcmp(list, "answers") == 0)
        *ret = answers_cmd_export(env, "md", NULL, query, err);
    else if (is_sections(env))
        *ret = store_export_drafts(env->store, query, put_section, env, err);
    else
        return false;
    return true;
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    static const struct {
        const char *what, *schema;
        const struct table_column *columns;
        size_t n;
    } lists[] = {
        { "unanswered", UNANSWERED_SCHEMA, unanswered_columns, UNANSWERED_COLUMNS },
        { "questions", "questions/1", question_columns, N_ELEMENTS(question_columns) },
        { "drafts", "drafts/1", draft_columns, N_ELEMENTS(draft_columns) },
        { "answers", "answers/1", answers_cmd_columns, ANSWERS_CMD_COLUMNS },
        { "sheet", SHEET_SCHEMA, sheet_columns, SHEET_COLUMNS },
    };
    const struct export_options *o = env->options;
    const struct cmd_common *c = env->common;
    struct store_export_query query = {
        .since_s = c->since_s, .until_s = c->until_s, .limit = c->limit, .group_id = o->group
    };
    struct exporting x = { .env = env };
    const struct department_config *d;
    enum status st = cmd_department(env, &d, err), written;
    size_t i = 0;

    if (st != ST_OK)
        return st;
    while (i < N_ELEMENTS(lists) && strcmp(env->args[0], lists[i].what) != 0)
        i++;
    if (i == N_ELEMENTS(lists))
        return err_set(err, ST_USAGE,
                       "\"%.80s\": wanted unanswered, questions, drafts, answers or sheet",
                       env->args[0]);
    st = config_department_of(env->store, d, &query.department_id, err);
    if (st != ST_OK)
        return st;
    if (o->older_ms > 0)
        query.before_s = clock_now_s(env->clock) - o->older_ms / 1000;
    query.within = c->campaign != NULL || c->audience != NULL; /* the queue counts all posts */
    if (is_elsewhere(env, d, &query, &st, err))
        return st;
    x.table = table_open(env->out, table_form(form_of(env))->format, lists[i].columns, lists[i].n);
    table_set_schema(x.table, lists[i].schema);
    if (o->bom)
        table_set_bom(x.table);
    st = walk(&x, &query, err);
    written = table_close(x.table, st == ST_OK ? err : NULL);
    return st != ST_OK ? st : written;
}

const struct cmd export_cmd = {
    .name = "export",
    .args = "unanswered|questions|drafts|answers|sheet",
    .summary = "lists for people and scripts, and the answers as a page or feed",
    .help =
        "unanswered  what nobody answers, most asked first: the pages somebody should write; also\n"
        "            as a page (html), a feed (atom), and as an Excel file with sheets for\n"
        "            summary, answers, pages, sources and definitions; --month 2026-10: what\n"
        "            was asked in that month, frozen in exports/ once the month is over:\n"
        "            the same bytes whenever it is asked for again\n"
        "questions   every question found, with where it was asked\n"
        "drafts      each group's latest draft, with its evidence\n"
        "answers     what editors approved, to be read by anybody: as a list, as a page of\n"
        "            questions and answers (html), its structured data alone (jsonld) or a\n"
        "            feed (atom); with a folder for -o one file for each department\n"
        "sheet       what nobody answers with room for an answer, to print for a live session\n"
        "            (html) or to fill in (xlsx, csv), without alarms; earshot import answers\n"
        "            takes it back\n"
        "Each row as JSON says the version of its columns: \"schema\":\"unanswered/1\".\n",
    .examples = "  earshot export unanswered -o unanswered.csv --bom\n"
                "  earshot export unanswered --month 2026-10 --format xlsx -o october.xlsx\n"
                "  earshot export drafts --format jsonl --since 7d\n"
                "  earshot export answers --format html --dept physics -o faq.html\n"
                "  earshot export unanswered --format md --dept physics --older 14d\n",
    .needs = CMD_WORKSPACE | CMD_STORE,
    .role = STORE_READER,
    .min_args = 1,
    .max_args = 1,
    .folder = true,
    .options = rows,
    .n_options = N_ELEMENTS(rows),
    .options_bytes = sizeof(struct export_options),
    .run = run,
};
