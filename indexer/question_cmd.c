/* question_cmd.c - earshot questions and question ID: every wording, and where it was asked. */

#include "commands.h"
#include "list_cmd.h"
#include "store_question.h"

/* clang-format off */
static const struct table_column question_columns[] = {
    { "question_id", TABLE_COLUMN_INT, 0, false },
    { "group", TABLE_COLUMN_INT, 0, false },
    { "head", TABLE_COLUMN_BOOL, 0, false, true },
    { "times_asked", TABLE_COLUMN_INT, 0, false },
    { "p", TABLE_COLUMN_REAL, 0, false, true },
    { "department", TABLE_COLUMN_TEXT, 16, true },
    { "first_asked", TABLE_COLUMN_TIME, 0, true },
    { "last_asked", TABLE_COLUMN_TIME, 0, false, true },
    { "question", TABLE_COLUMN_TEXT, 100, false },
    { "body", TABLE_COLUMN_TEXT, 0, true },
    { "language", TABLE_COLUMN_TEXT, 0, true },
    { "why_together", TABLE_COLUMN_JSON, 0, true },
    { "asked_at", TABLE_COLUMN_JSON, 0, true },
};

static const struct table_column sighting_columns[] = {
    { "address", TABLE_COLUMN_TEXT, 0, false },
    { "asked", TABLE_COLUMN_TIME, 0, false },
    { "answers", TABLE_COLUMN_INT, 0, false },
    { "gone", TABLE_COLUMN_BOOL, 0, false },
    { "words", TABLE_COLUMN_TEXT, 40, false },
};

/* clang-format on */

static void
question_row(void *self, const struct store_member_row *m)
{
    struct list *l = self;
    struct table *t = l->table;

    l->n++;
    table_int(t, m->id);
    table_int(t, m->group_id);
    table_bool(t, m->head);
    table_int(t, m->times_asked);
    table_real(t, m->p);
    table_text(t, m->department);
    table_time(t, m->first_asked_s);
    table_time(t, m->last_asked_s);
    table_text(t, m->text);
    table_text(t, m->body);
    table_text(t, m->language);
    table_json(t, list_reason(m->why));
    table_json(t, list_addresses(l->env, m->id));
    table_end_row(t);
}

static void
sighting_row(void *self, const struct store_sighting_row *r)
{
    struct list *l = self;
    struct table *t = l->table;

    l->n++;
    table_text(t, r->address);
    table_time(t, r->asked_s);
    if (r->answers >= 0)
        table_int(t, r->answers);
    else
        table_null(t);
    table_bool(t, r->gone);
    table_text(t, r->words);
    table_end_row(t);
}

static enum status
run_questions(struct cmd_env *env, struct err *err)
{
    const struct cmd_common *c = env->common;
    struct store_member_query q = { .since_s = c->since_s,
                                    .until_s = c->until_s,
                                    .limit = c->limit };
    struct list l = { .env = env };
    enum status st = list_department(env, &q.department_id, err);

    if (st != ST_OK)
        return st;
    l.table = cmd_table(env, question_columns, N_ELEMENTS(question_columns));
    store_question_members(env->store, &q, env->arena, question_row, &l);
    return list_finish(&l, err);
}

static enum status
run_question(struct cmd_env *env, struct err *err)
{
    struct list l = { .env = env };
    int64_t id;
    enum status st = cmd_id(env->args[0], &id, err);

    if (st != ST_OK)
        return st;
    l.table = cmd_table(env, sighting_columns, N_ELEMENTS(sighting_columns));
    store_question_sightings(env->store, id, env->arena, sighting_row, &l);
    st = list_finish(&l, err);
    if (st == ST_OK && l.n == 0)
        st = err_set(err, ST_NOTFOUND, "question %lld: there is none", (long long)id);
    return st;
}

const struct cmd questions_cmd = {
    .name = "questions",
    .summary = "every question as it was worded, with its group",
    .examples = "  earshot questions --dept physics --jsonl\n",
    .needs = CMD_WORKSPACE | CMD_STORE,
    .role = STORE_READER,
    .run = run_questions,
};

const struct cmd question_cmd = {
    .name = "question",
    .args = "ID",
    .summary = "where a question was asked, when, and by which words it was found",
    .examples = "  earshot question 40\n",
    .needs = CMD_WORKSPACE | CMD_STORE,
    .role = STORE_READER,
    .min_args = 1,
    .max_args = 1,
    .run = run_question,
};
