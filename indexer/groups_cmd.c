/* groups_cmd.c - earshot groups, group ID, questions, question ID: what is asked, and where. */

#include "commands.h"
#include "config_sync.h"
#include "store_question.h"

/* clang-format off */
static const struct table_column group_columns[] = {
    { "group", TABLE_COLUMN_INT, 0, false },
    { "times_asked", TABLE_COLUMN_INT, 0, false },
    { "sites", TABLE_COLUMN_INT, 0, false },
    { "questions", TABLE_COLUMN_INT, 0, true },
    { "state", TABLE_COLUMN_TEXT, 0, false },
    { "department", TABLE_COLUMN_TEXT, 16, false },
    { "first_asked", TABLE_COLUMN_TIME, 0, true },
    { "last_asked", TABLE_COLUMN_TIME, 0, false },
    { "question", TABLE_COLUMN_TEXT, 100, false },
    { "language", TABLE_COLUMN_TEXT, 0, true },
    { "head", TABLE_COLUMN_INT, 0, true },
};

static const struct table_column question_columns[] = {
    { "question_id", TABLE_COLUMN_INT, 0, false },
    { "group", TABLE_COLUMN_INT, 0, false },
    { "head", TABLE_COLUMN_BOOL, 0, false },
    { "times_asked", TABLE_COLUMN_INT, 0, false },
    { "p", TABLE_COLUMN_REAL, 0, false },
    { "department", TABLE_COLUMN_TEXT, 16, true },
    { "first_asked", TABLE_COLUMN_TIME, 0, true },
    { "last_asked", TABLE_COLUMN_TIME, 0, false },
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

static const struct table_column member_columns[] = {
    { "question_id", TABLE_COLUMN_INT, 0, false },
    { "head", TABLE_COLUMN_BOOL, 0, false },
    { "times_asked", TABLE_COLUMN_INT, 0, false },
    { "p", TABLE_COLUMN_REAL, 0, false },
    { "how", TABLE_COLUMN_TEXT, 0, false },
    { "question", TABLE_COLUMN_TEXT, 100, false },
    { "shared", TABLE_COLUMN_JSON, 40, false },
    { "only_here", TABLE_COLUMN_JSON, 40, false },
    { "only_head", TABLE_COLUMN_JSON, 40, false },
    { "asked_at", TABLE_COLUMN_JSON, 80, false },
};
/* clang-format on */

struct list {
    struct cmd_env *env;
    struct table *table;
    size_t n;
};

static enum status
department_id(struct cmd_env *env, int64_t *ret, struct err *err)
{
    const struct department_config *d;
    enum status st = cmd_department(env, &d, err);

    if (st == ST_OK)
        *ret = d != NULL ? config_department_id(env->store, d->key) : 0;
    return st;
}

static void
add_address(void *self, const struct store_sighting_row *r)
{
    json_t *v = json_stringn(r->address.p, r->address.n);

    if (v != NULL)
        json_array_append_new(self, v);
}

/* Where a question was asked, as a JSON list. */
static json_t *
addresses(struct cmd_env *env, int64_t question_id)
{
    json_t *list = json_array();

    store_question_sightings(env->store, question_id, env->arena, add_address, list);
    return list;
}

static void
group_row(void *self, const struct store_group_row *g)
{
    struct list *l = self;
    struct table *t = l->table;

    l->n++;
    table_int(t, g->id);
    table_int(t, g->times_asked);
    table_int(t, g->sites);
    table_int(t, g->n_questions);
    table_text(t, g->state);
    table_text(t, g->department);
    table_time(t, g->first_asked_s);
    table_time(t, g->last_asked_s);
    table_text(t, g->question);
    table_text(t, g->language);
    table_int(t, g->head_id);
    table_end_row(t);
}

static json_t *
json_of(struct text t)
{
    json_t *v = json_loadb(t.n > 0 ? t.p : "", t.n, 0, NULL);

    return v != NULL ? v : json_object();
}

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
    table_json(t, json_of(m->why));
    table_json(t, addresses(l->env, m->id));
    table_end_row(t);
}

static void
member_row(void *self, const struct store_member_row *m)
{
    static const char *const lists[] = { "shared", "only_here", "only_head" };
    struct list *l = self;
    struct table *t = l->table;
    json_t *why = json_of(m->why);

    l->n++;
    table_int(t, m->id);
    table_bool(t, m->head);
    table_int(t, m->times_asked);
    table_real(t, m->p);
    table_str(t, m->head ? "head" : json_string_value(json_object_get(why, "how")));
    table_text(t, m->text);
    for (size_t i = 0; i < N_ELEMENTS(lists); i++) {
        json_t *v = m->head ? NULL : json_object_get(why, lists[i]);

        table_json(t, v != NULL ? json_incref(v) : json_array());
    }
    table_json(t, addresses(l->env, m->id));
    table_end_row(t);
    json_decref(why);
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
finish(struct list *l, struct err *err)
{
    enum status st = store_check(l->env->store, err), closed = table_close(l->table, err);

    return st != ST_OK ? st : closed;
}

static enum status
run_groups(struct cmd_env *env, struct err *err)
{
    const struct cmd_common *c = env->common;
    struct store_group_query q = { .since_s = c->since_s,
                                   .until_s = c->until_s,
                                   .limit = c->limit };
    struct list l = { .env = env };
    enum status st = department_id(env, &q.department_id, err);

    if (st != ST_OK)
        return st;
    l.table = cmd_table(env, group_columns, N_ELEMENTS(group_columns));
    store_question_groups(env->store, &q, env->arena, group_row, &l);
    return finish(&l, err);
}

static enum status
run_questions(struct cmd_env *env, struct err *err)
{
    const struct cmd_common *c = env->common;
    struct store_member_query q = { .since_s = c->since_s,
                                    .until_s = c->until_s,
                                    .limit = c->limit };
    struct list l = { .env = env };
    enum status st = department_id(env, &q.department_id, err);

    if (st != ST_OK)
        return st;
    l.table = cmd_table(env, question_columns, N_ELEMENTS(question_columns));
    store_question_members(env->store, &q, env->arena, question_row, &l);
    return finish(&l, err);
}

static enum status
run_group(struct cmd_env *env, struct err *err)
{
    struct store_member_query q = { .group_id = 0 };
    struct list l = { .env = env };
    enum status st = cmd_id(env->args[0], &q.group_id, err);

    if (st != ST_OK)
        return st;
    l.table = cmd_table(env, member_columns, N_ELEMENTS(member_columns));
    store_question_members(env->store, &q, env->arena, member_row, &l);
    st = finish(&l, err);
    if (st == ST_OK && l.n == 0)
        st = err_set(err, ST_NOTFOUND, "group %lld: there is none", (long long)q.group_id);
    return st;
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
    st = finish(&l, err);
    if (st == ST_OK && l.n == 0)
        st = err_set(err, ST_NOTFOUND, "question %lld: there is none", (long long)id);
    return st;
}

const struct cmd groups_cmd = {
    .name = "groups",
    .summary = "what is asked, each thing once, the most asked first",
    .help =
        "state: gap (no own page answers), open (nothing proposed yet), machine (a draft waits),\n"
        "edited, approved, rejected.  --since and --until look at when it was last asked.\n",
    .examples = "  earshot groups --dept physics --limit 20\n  earshot groups --since 7d --csv\n",
    .needs = CMD_WORKSPACE | CMD_STORE,
    .role = STORE_READER,
    .run = run_groups,
};

const struct cmd questions_cmd = {
    .name = "questions",
    .summary = "every question as it was worded, with its group",
    .examples = "  earshot questions --dept physics --jsonl\n",
    .needs = CMD_WORKSPACE | CMD_STORE,
    .role = STORE_READER,
    .run = run_questions,
};

const struct cmd group_cmd = {
    .name = "group",
    .args = "ID",
    .summary = "the questions of a group, where they were asked, and why they are together",
    .examples = "  earshot group 12\n  earshot group 12 --json\n",
    .needs = CMD_WORKSPACE | CMD_STORE,
    .role = STORE_READER,
    .min_args = 1,
    .max_args = 1,
    .run = run_group,
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
