/* question_cmd.c - earshot questions and question ID: every wording, and where it was asked. */

#include "commands.h"
#include "filter.h"
#include "list_cmd.h"
#include "log.h"
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
    { "muted", TABLE_COLUMN_TEXT, 40, true },
};

/* --muted: what a person wants to see is why. */
static const struct table_column muted_columns[] = {
    { "question_id", TABLE_COLUMN_INT, 0, false },
    { "department", TABLE_COLUMN_TEXT, 16, false },
    { "muted", TABLE_COLUMN_TEXT, 40, false },
    { "times_asked", TABLE_COLUMN_INT, 0, false },
    { "question", TABLE_COLUMN_TEXT, 100, false },
    { "group", TABLE_COLUMN_INT, 0, true },
    { "first_asked", TABLE_COLUMN_TIME, 0, true },
    { "last_asked", TABLE_COLUMN_TIME, 0, true },
    { "asked_at", TABLE_COLUMN_JSON, 0, true },
};

/* One question; in text the sightings are a table of their own. */
static const struct table_column one_columns[] = {
    { "question_id", TABLE_COLUMN_INT, 0, false },
    { "department", TABLE_COLUMN_TEXT, 0, false },
    { "group", TABLE_COLUMN_INT, 0, false },
    { "times_asked", TABLE_COLUMN_INT, 0, false },
    { "first_asked", TABLE_COLUMN_TIME, 0, false },
    { "last_asked", TABLE_COLUMN_TIME, 0, false },
    { "language", TABLE_COLUMN_TEXT, 0, false },
    { "question", TABLE_COLUMN_TEXT, 0, false },
    { "body", TABLE_COLUMN_TEXT, 0, false },
    { "sightings", TABLE_COLUMN_JSON, 0, false },
};
#define N_IN_TEXT (N_ELEMENTS(one_columns) - 1)

static const struct table_column sighting_columns[] = {
    { "address", TABLE_COLUMN_TEXT, 0, false },
    { "asked", TABLE_COLUMN_TIME, 0, false },
    { "answers", TABLE_COLUMN_INT, 0, false },
    { "gone", TABLE_COLUMN_BOOL, 0, false },
    { "words", TABLE_COLUMN_TEXT, 40, false },
    { "muted", TABLE_COLUMN_TEXT, 40, false, true },
};

struct question_options {
    bool muted, mentions;
};

static const struct option options[] = {
    { "muted", 0, OPTION_FLAG, offsetof(struct question_options, muted), NULL,
      "those that a mute hides, and by which line" },
    { "mentions", 0, OPTION_FLAG, offsetof(struct question_options, mentions), NULL,
      "posts that name the department and ask nothing, in place of questions" },
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
    table_json(t, list_addresses(l->env, m->id, false));
    table_null(t);
    table_end_row(t);
}

static void
muted_row(void *self, const struct store_member_row *m)
{
    struct list *l = self;
    struct table *t = l->table;

    l->n++;
    table_int(t, m->id);
    table_text(t, m->department);
    table_text(t, m->muted);
    table_int(t, m->times_asked);
    table_text(t, m->text);
    table_int(t, m->group_id);
    table_time(t, m->first_asked_s);
    table_time(t, m->last_asked_s);
    table_json(t, list_addresses(l->env, m->id, true));
    table_end_row(t);
}

static void
add_sighting(void *self, const struct store_sighting_row *r)
{
    json_t *v = json_object();
    char at[CLOCK_RFC3339_BYTES];

    json_put_text(v, "address", r->address);
    json_put_text(v, "asked", text_of(clock_rfc3339(r->asked_s, at)));
    json_object_set_new(v, "answers", r->answers >= 0 ? json_integer(r->answers) : json_null());
    json_object_set_new(v, "gone", json_boolean(r->gone));
    json_put_text(v, "words", r->words);
    json_put_text(v, "muted", r->muted);
    json_put_text(v, "author_hash", r->author_hash);
    json_array_append_new(self, v);
}

static void
one_row(void *self, const struct store_member_row *m)
{
    struct list *l = self;
    struct table *t = l->table;
    json_t *sightings;

    if (l->n++ > 0)
        return; /* heard in one post and muted in another: the same question */
    table_int(t, m->id);
    table_text(t, m->department);
    table_int(t, m->group_id);
    table_int(t, m->times_asked);
    table_time(t, m->first_asked_s);
    table_time(t, m->last_asked_s);
    table_text(t, m->language);
    table_text(t, m->text);
    table_text(t, m->body);
    if (list_is_data(l->env)) {
        sightings = json_array();
        store_question_sightings(l->env->store, m->id, l->env->arena, add_sighting, sightings);
        table_json(t, sightings);
    }
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
    table_text(t, r->muted);
    table_end_row(t);
}

static void
count_row(void *self, const struct store_member_row *m)
{
    *(int64_t *)self += m->times_asked;
}

static enum status
run_questions(struct cmd_env *env, struct err *err)
{
    const struct cmd_common *c = env->common;
    const struct question_options *o = env->options;
    struct store_member_query q = { .since_s = c->since_s,
                                    .until_s = c->until_s,
                                    .limit = c->limit,
                                    .muted = o->muted,
                                    .mentions = o->mentions };
    struct list l = { .env = env };
    enum status st = list_department(env, &q.department_id, err);
    int64_t n_muted = 0;

    if (st != ST_OK)
        return st;
    if (o->muted) {
        l.table = cmd_table(env, muted_columns, N_ELEMENTS(muted_columns));
        store_question_members(env->store, &q, env->arena, muted_row, &l);
        return list_finish(&l, err);
    }
    l.table = cmd_table(env, question_columns, N_ELEMENTS(question_columns));
    store_question_members(env->store, &q, env->arena, question_row, &l);
    q.muted = true;
    q.limit = 0;
    store_question_members(env->store, &q, env->arena, count_row, &n_muted);
    st = list_finish(&l, err);
    if (st == ST_OK && n_muted > 0)
        log_info("muted posts left out: %lld (earshot questions --muted)", (long long)n_muted);
    return st;
}

static enum status
run_question(struct cmd_env *env, struct err *err)
{
    bool data = list_is_data(env);
    struct store_member_query q = { .id = 0 };
    struct list l = { .env = env };
    enum status st = cmd_id(env->args[0], &q.id, err);

    if (st != ST_OK)
        return st;
    l.table = cmd_table(env, one_columns, data ? N_ELEMENTS(one_columns) : N_IN_TEXT);
    table_set_record(l.table);
    store_question_members(env->store, &q, env->arena, one_row, &l);
    q.muted = true;
    store_question_members(env->store, &q, env->arena, one_row, &l);
    st = list_finish(&l, err);
    if (st == ST_OK && l.n == 0)
        return err_set(err, ST_NOTFOUND, "question %lld: there is none", (long long)q.id);
    if (st != ST_OK || data)
        return st;
    fputc('\n', env->out);
    l.table = cmd_table(env, sighting_columns, N_ELEMENTS(sighting_columns));
    store_question_sightings(env->store, q.id, env->arena, sighting_row, &l);
    return list_finish(&l, err);
}

const struct cmd questions_cmd = {
    .name = "questions",
    .summary = "every question as it was worded, with its group",
    .help = "What a source's mute lines hide is left out; --muted shows it, with the line.  Lines\n"
            "that were changed since apply with the next earshot index or run.\n",
    .examples = "  earshot questions --dept physics --jsonl\n  earshot questions --muted\n",
    .needs = CMD_WORKSPACE | CMD_STORE,
    .role = STORE_READER,
    .options = options,
    .n_options = N_ELEMENTS(options),
    .options_bytes = sizeof(struct question_options),
    .run = run_questions,
};

const struct cmd question_cmd = {
    .name = "question",
    .args = "ID",
    .summary = "a question, its group, where and when it was asked, by which words it was found",
    .help = "--json adds the hash of each asker, which a mute line may name.\n",
    .examples = "  earshot question 40\n  earshot question 40 --json\n",
    .needs = CMD_WORKSPACE | CMD_STORE,
    .role = STORE_READER,
    .min_args = 1,
    .max_args = 1,
    .run = run_question,
};
