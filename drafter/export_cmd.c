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
#include "store_export.h"

struct export_options {
    const char *format;
    int64_t older_ms;
    bool bom;
};

/* clang-format off */
#define AT(field) offsetof(struct export_options, field)
static const struct option rows[] = {
    { .name = "format", .type = OPTION_CHOICE, .offset = AT(format), .arg = "FORMAT", .help = "form of the file", .initial = "csv", .choices = "csv|jsonl|md|xlsx|html|jsonld|atom" },
    { .name = "older", .type = OPTION_DURATION, .offset = AT(older_ms), .arg = "SPAN", .help = "unanswered: only what was first asked longer ago" },
    { .name = "bom", .type = OPTION_FLAG, .offset = AT(bom), .help = "csv: begin with a byte order mark, for Excel" },
};
#undef AT

static const struct table_column unanswered_columns[] = {
    { "group", TABLE_COLUMN_INT, 0, false },
    { "department", TABLE_COLUMN_TEXT, 0, false },
    { "question", TABLE_COLUMN_TEXT, 0, false },
    { "times_asked", TABLE_COLUMN_INT, 0, false },
    { "sites", TABLE_COLUMN_INT, 0, false },
    { "places", TABLE_COLUMN_JSON, 0, false },
    { "first_seen", TABLE_COLUMN_TIME, 0, false },
    { "last_seen", TABLE_COLUMN_TIME, 0, false },
    { "why", TABLE_COLUMN_TEXT, 0, false },
    { "nearest_page", TABLE_COLUMN_TEXT, 0, false },
    { "owner", TABLE_COLUMN_TEXT, 0, false },
    { "language", TABLE_COLUMN_TEXT, 0, false },
};
static const struct table_column question_columns[] = {
    { "id", TABLE_COLUMN_INT, 0, false },
    { "department", TABLE_COLUMN_TEXT, 0, false },
    { "group", TABLE_COLUMN_INT, 0, false },
    { "question", TABLE_COLUMN_TEXT, 0, false },
    { "body", TABLE_COLUMN_TEXT, 0, false },
    { "language", TABLE_COLUMN_TEXT, 0, false },
    { "state", TABLE_COLUMN_TEXT, 0, false },
    { "times_asked", TABLE_COLUMN_INT, 0, false },
    { "first_seen", TABLE_COLUMN_TIME, 0, false },
    { "last_seen", TABLE_COLUMN_TIME, 0, false },
    { "urls", TABLE_COLUMN_JSON, 0, false },
};
static const struct table_column draft_columns[] = {
    { "id", TABLE_COLUMN_INT, 0, false },
    { "department", TABLE_COLUMN_TEXT, 0, false },
    { "group", TABLE_COLUMN_INT, 0, false },
    { "question", TABLE_COLUMN_TEXT, 0, false },
    { "urls", TABLE_COLUMN_JSON, 0, false },
    { "state", TABLE_COLUMN_TEXT, 0, false },
    { "tone", TABLE_COLUMN_TEXT, 0, false },
    { "answer", TABLE_COLUMN_TEXT, 0, false },
    { "link", TABLE_COLUMN_TEXT, 0, false },
    { "confidence", TABLE_COLUMN_REAL, 0, false },
    { "sentences", TABLE_COLUMN_JSON, 0, false },
    { "created_at", TABLE_COLUMN_TIME, 0, false },
    { "kind", TABLE_COLUMN_TEXT, 0, false },
    { "revision", TABLE_COLUMN_INT, 0, false },
    { "owner", TABLE_COLUMN_TEXT, 0, false },
};
/* clang-format on */

struct exporting {
    struct table *table;
    struct cmd_env *env;
};

/* The page somebody should write: whose list it is on. */
static const char *
owner_of(const struct exporting *x, struct text department)
{
    for (size_t i = 0; i < x->env->config->n_departments; i++) {
        const struct department_config *d = &x->env->config->departments[i];

        if (text_is(department, d->key))
            return d->contact != NULL ? d->contact : d->name;
    }
    return NULL;
}

static void
put_unanswered(void *self, const struct store_export_group *g)
{
    struct exporting *x = self;

    table_int(x->table, g->id);
    table_text(x->table, g->department);
    table_text(x->table, g->question);
    table_int(x->table, g->times_asked);
    table_int(x->table, g->sites);
    table_json(x->table, json_incref(g->urls));
    table_time(x->table, g->first_asked_s);
    table_time(x->table, g->last_asked_s);
    if (strcmp(g->state, "open") == 0)
        table_str(x->table, "nothing proposed yet");
    else
        table_text(x->table, g->why);
    table_text(x->table, g->nearest_url);
    if (g->owner.n > 0)
        table_text(x->table, g->owner);
    else
        table_str(x->table, owner_of(x, g->department));
    table_text(x->table, g->language);
    table_end_row(x->table);
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

static enum table_format
format_of(const struct cmd_env *env, const struct export_options *o)
{
    if (env->common->json)
        return TABLE_JSON;
    if (env->common->ids)
        return TABLE_IDS;
    if (env->common->jsonl || strcmp(o->format, "jsonl") == 0)
        return TABLE_JSONL;
    if (strcmp(o->format, "xlsx") == 0)
        return TABLE_XLSX;
    return strcmp(o->format, "md") == 0 ? TABLE_MD : TABLE_CSV;
}

/* Documents, which only answers can be. */
static bool
is_document(const struct cmd_env *env, const struct export_options *o)
{
    const struct cmd_common *c = env->common;

    return !c->json && !c->jsonl && !c->ids && !c->csv &&
           (strcmp(o->format, "html") == 0 || strcmp(o->format, "jsonld") == 0 ||
            strcmp(o->format, "atom") == 0);
}

/* What has texts too long for the cells of a table. */
static bool
is_sections(const struct cmd_env *env, const struct export_options *o)
{
    return format_of(env, o) == TABLE_MD &&
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
    case 'q':
        return store_export_questions(s, query, put_question, x, err);
    default:
        return store_export_drafts(s, query, put_draft, x, err);
    }
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    static const struct {
        const char *what;
        const struct table_column *columns;
        size_t n;
    } lists[] = {
        { "unanswered", unanswered_columns, N_ELEMENTS(unanswered_columns) },
        { "questions", question_columns, N_ELEMENTS(question_columns) },
        { "drafts", draft_columns, N_ELEMENTS(draft_columns) },
        { "answers", answers_cmd_columns, ANSWERS_CMD_COLUMNS },
    };
    const struct export_options *o = env->options;
    const struct cmd_common *c = env->common;
    struct store_export_query query = { .since_s = c->since_s,
                                        .until_s = c->until_s,
                                        .limit = c->limit };
    struct exporting x = { .env = env };
    const struct department_config *d;
    enum status st = cmd_department(env, &d, err), written;

    if (st != ST_OK)
        return st;
    if (d != NULL)
        query.department_id = config_department_id(env->store, d->key);
    if (is_document(env, o) && strcmp(env->args[0], "answers") == 0)
        return answers_cmd_export(env, o->format, NULL, &query, err);
    if (is_document(env, o))
        return err_set(err, ST_USAGE, "--format %s: only answers can be that", o->format);
    if (c->output != NULL && env->out == stdout)
        return err_set(err, ST_USAGE, "%.80s: a folder, wanted a file", c->output);
    if (is_sections(env, o))
        return env->args[0][0] == 'a'
                   ? answers_cmd_export(env, "md", NULL, &query, err)
                   : store_export_drafts(env->store, &query, put_section, env, err);
    for (size_t i = 0; i < N_ELEMENTS(lists); i++)
        if (strcmp(env->args[0], lists[i].what) == 0)
            x.table = table_open(env->out, format_of(env, o), lists[i].columns, lists[i].n);
    if (x.table == NULL)
        return err_set(err, ST_USAGE, "\"%.80s\": wanted unanswered, questions, drafts or answers",
                       env->args[0]);
    if (o->bom)
        table_set_bom(x.table);
    if (o->older_ms > 0)
        query.before_s = clock_now_s(env->clock) - o->older_ms / 1000;
    st = walk(&x, &query, err);
    written = table_close(x.table, st == ST_OK ? err : NULL);
    return st != ST_OK ? st : written;
}

const struct cmd export_cmd = {
    .name = "export",
    .args = "unanswered|questions|drafts|answers",
    .summary = "lists for people and scripts, and the answers as a page or feed",
    .help = "unanswered  what nobody answers, most asked first: the pages somebody should write\n"
            "questions   every question found, with where it was asked\n"
            "drafts      each group's latest draft, with its evidence\n"
            "answers     what editors approved, to be read by anybody: as a list, as a page of\n"
            "            questions and answers (html), its structured data alone (jsonld) or a\n"
            "            feed (atom); with a folder for -o one file for each department\n",
    .examples = "  earshot export unanswered -o unanswered.csv --bom\n"
                "  earshot export unanswered --format xlsx -o unanswered.xlsx\n"
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
