/* group_cmd.c - earshot groups and group ID: what is asked, and what asks the same. */

#include <string.h>

#include "commands.h"
#include "group_audience_cmd.h"
#include "group_decide.h"
#include "group_verb_cmd.h"
#include "list_cmd.h"
#include "store_audience.h"
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
    { "last_asked", TABLE_COLUMN_TIME, 0, false, true },
    { "question", TABLE_COLUMN_TEXT, 100, false },
    { "language", TABLE_COLUMN_TEXT, 0, true },
    { "head", TABLE_COLUMN_INT, 0, true },
    { "audience", TABLE_COLUMN_TEXT, 0, true },
};

static const struct table_column member_columns[] = {
    { "question_id", TABLE_COLUMN_INT, 0, false },
    { "head", TABLE_COLUMN_BOOL, 0, false, true },
    { "times_asked", TABLE_COLUMN_INT, 0, false },
    { "p", TABLE_COLUMN_REAL, 0, false, true },
    { "how", TABLE_COLUMN_TEXT, 0, false },
    { "question", TABLE_COLUMN_TEXT, 100, false },
    { "shared", TABLE_COLUMN_JSON, 40, false, true },
    { "only_here", TABLE_COLUMN_JSON, 40, false, true },
    { "only_head", TABLE_COLUMN_JSON, 40, false, true },
    { "asked_at", TABLE_COLUMN_JSON, 80, false, true },
};
/* clang-format on */

/* What it takes goes with the row: a list may be long. */
static void
put_audience(struct list *l, int64_t group_id)
{
    struct arena *a = arena_new();
    struct store_audience x;

    store_audience_of(l->env->store, group_id, a, &x);
    table_text(l->table, store_audience_words(x.set, a));
    arena_free(a);
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
    put_audience(l, g->id);
    table_end_row(t);
}

static void
member_row(void *self, const struct store_member_row *m)
{
    static const char *const lists[] = { "shared", "only_here", "only_head" };
    struct list *l = self;
    struct table *t = l->table;
    json_t *why = list_reason(m->why);

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
    table_json(t, list_addresses(l->env, m->id, false));
    table_end_row(t);
    json_decref(why);
}

static enum status
run_groups(struct cmd_env *env, struct err *err)
{
    const struct cmd_common *c = env->common;
    struct store_group_query q = { .since_s = c->since_s,
                                   .until_s = c->until_s,
                                   .limit = c->limit };
    struct list l = { .env = env };
    enum status st = list_department(env, &q.department_id, err);

    if (st != ST_OK)
        return st;
    l.table = cmd_table(env, group_columns, N_ELEMENTS(group_columns));
    store_question_groups(env->store, &q, env->arena, group_row, &l);
    return list_finish(&l, err);
}

/* The questions; in words, what was decided about them below. */
static enum status
show_group(struct cmd_env *env, int64_t id, struct err *err)
{
    const struct cmd_common *c = env->common;
    struct store_member_query q = { .group_id = group_verb_cmd_follow(env, id) };
    struct list l = { .env = env };
    enum status st;
    size_t n;

    l.table = cmd_table(env, member_columns, N_ELEMENTS(member_columns));
    store_question_members(env->store, &q, env->arena, member_row, &l);
    st = list_finish(&l, err);
    if (st == ST_OK && l.n == 0)
        st = err_set(err, ST_NOTFOUND, "group %lld: there is none", (long long)id);
    if (st != ST_OK || c->json || c->jsonl || c->csv || c->ids)
        return st;
    fputc('\n', env->out);
    return group_verb_cmd_history(env, id, &n, err);
}

static enum status
run_group(struct cmd_env *env, struct err *err)
{
    const char *verb = env->n_args > 1 ? env->args[1] : "show";
    int64_t id;
    size_t n;
    enum status st = cmd_id(env->args[0], &id, err);

    if (st != ST_OK)
        return st;
    if (strcmp(verb, "audience") == 0)
        return group_audience_cmd(env, id, err);
    if (strcmp(verb, "show") != 0 && strcmp(verb, "history") != 0)
        return group_verb_cmd_decide(env, id, err);
    if (env->n_args > 2)
        return err_set(err, ST_USAGE, "usage: earshot group ID %s", verb);
    if (strcmp(verb, "show") == 0)
        return show_group(env, id, err);
    return group_verb_cmd_history(env, id, &n, err);
}

const struct cmd groups_cmd = {
    .name = "groups",
    .summary = "what is asked, each thing once, the most asked first",
    .help =
        "state: open (nothing proposed yet), gap (no own page answers), machine (a draft waits),\n"
        "edited, approved, posted, stale, reply-missing, rejected, parked, handed-over, "
        "needs-page,\n"
        "withdrawn, reopened. --since and --until look at when it was last asked.\n",
    .examples = "  earshot groups --dept physics --limit 20\n  earshot groups --since 7d --csv\n",
    .needs = CMD_WORKSPACE | CMD_STORE,
    .role = STORE_READER,
    .run = run_groups,
};

const struct cmd group_cmd = {
    .name = "group",
    .args =
        "ID [show|history|merge OTHER...|split QUESTION...|head QUESTION|undo|audience [NAME...]]",
    .summary = "the questions of a group and why they are together; merge, split, undo",
    .help =
        "Without a verb: its questions, where they were asked, and why they are together.\n"
        "merge: the other groups become part of this one, which keeps its id.  split: the\n"
        "questions leave it for a group of their own.  head: the question that speaks for it.\n"
        "undo: take back the latest of these that named the group.  audience: who asks, said by\n"
        "hand (students applicants, or none of those), in place of what its sources say\n"
        "(sources: as they say again; undo: as it was before); shown without a name.  What an "
        "editor decided\n"
        "outranks every likeness, now and for questions to come; of two that disagree the later\n"
        "one wins.  Questions that moved are listed; drafts of the groups are made anew by\n"
        "earshot draft where no editor rejected them.  With --dry-run: what would move.\n",
    .examples = "  earshot group 12\n  earshot group 12 merge 15 40 --by ann\n"
                "  earshot group 12 split 301 --dry-run\n  earshot group 12 head 299\n"
                "  earshot group 12 undo\n  earshot group 12 history --json\n",
    .needs = CMD_WORKSPACE | CMD_STORE,
    .role = STORE_READER,
    .min_args = 1,
    .max_args = 2 + GROUP_DECIDE_PARTS,
    .options = group_verb_cmd_options,
    .n_options = GROUP_VERB_CMD_OPTIONS,
    .options_bytes = sizeof(struct group_verb_cmd_options),
    .run = run_group,
};
