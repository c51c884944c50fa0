/* group_audience_cmd.c - see group_audience_cmd.h. */

#include "group_audience_cmd.h"

#include <string.h>

#include "group_verb_cmd.h"
#include "log.h"
#include "store_audience.h"
#include "store_audit.h"
#include "store_group.h"

#define FIRST_NAME 2 /* of the arguments: ID audience NAME... */

/* clang-format off */
static const struct table_column columns[] = {
    { "group", TABLE_COLUMN_INT, 0, false },
    { "audience", TABLE_COLUMN_TEXT, 0, false },
    { "by_hand", TABLE_COLUMN_BOOL, 0, false },
    { "sources", TABLE_COLUMN_TEXT, 0, false },
    { "by", TABLE_COLUMN_TEXT, 30, false },
    { "at", TABLE_COLUMN_TIME, 0, false },
};
/* clang-format on */

static enum status
show(struct cmd_env *env, int64_t group_id, struct err *err)
{
    struct store_audience x;
    struct table *t;

    store_audience_of(env->store, group_id, env->arena, &x);
    t = cmd_table(env, columns, N_ELEMENTS(columns));
    table_int(t, group_id);
    table_text(t, store_audience_words(x.set, env->arena));
    table_bool(t, x.by_hand);
    table_text(t, store_audience_words(x.sources, env->arena));
    table_text(t, x.actor);
    table_time(t, x.at_s);
    table_end_row(t);
    return table_close(t, err);
}

/* The names of the arguments as one list with commas. */
static struct text
names_of(const struct cmd_env *env)
{
    const char *all = "";

    for (size_t i = FIRST_NAME; i < env->n_args; i++)
        all = arena_printf(env->arena, "%s%s%s", all, i > FIRST_NAME ? "," : "", env->args[i]);
    return text_of(all);
}

/* What is to be said; NULL: as its sources say. */
static enum status
read_said(const struct cmd_env *env, int64_t group_id, const struct text **ret, struct err *err)
{
    bool alone = env->n_args == FIRST_NAME + 1;
    struct text *set = arena_alloc(env->arena, sizeof(*set));
    enum status st;

    *ret = NULL;
    if (alone && strcmp(env->args[FIRST_NAME], "sources") == 0)
        return ST_OK;
    if (alone && strcmp(env->args[FIRST_NAME], "undo") == 0)
        return store_audience_before(env->store, group_id, env->arena, ret)
                   ? ST_OK
                   : err_set(err, ST_INVALID,
                             "group %lld: nobody has said who asks: there is nothing to undo",
                             (long long)group_id);
    *ret = set;
    if (alone && strcmp(env->args[FIRST_NAME], "none") == 0)
        return ST_OK;
    st = store_audience_parse(names_of(env), env->arena, set, err);
    if (st == ST_OK && set->n == 0)
        st = err_set(err, ST_USAGE, "wanted names, none, sources or undo");
    return st;
}

static struct text
told(const struct cmd_env *env, bool by_hand, struct text set)
{
    return by_hand ? text_of(arena_printf(env->arena, "who asks: %.*s",
                                          TEXT_ARG(store_audience_words(set, env->arena))))
                   : TEXT_LIT("who asks: as its sources say");
}

static enum status
say(struct cmd_env *env, int64_t group_id, struct err *err)
{
    const struct group_verb_cmd_options *o = env->options;
    struct store_audit row = { .at_s = clock_now_s(env->clock),
                               .actor = text_of(o->by),
                               .action = TEXT_LIT("audience"),
                               .result = TEXT_LIT("ok") };
    struct store_audience was;
    const struct text *set;
    enum status st;

    if (text_trim(text_of(o->by)).n == 0)
        return err_set(err, ST_USAGE, "--by: wanted a name: the history shows it");
    store_set_role(env->store, STORE_REVIEW);
    store_begin(env->store);
    store_audience_of(env->store, group_id, env->arena, &was);
    st = read_said(env, group_id, &set, err);
    if (st != ST_OK || env->common->dry_run) {
        store_rollback(env->store);
        if (st == ST_OK)
            log_info("dry run: nothing was written");
        return st;
    }
    row.object = text_of(arena_printf(env->arena, "group %lld", (long long)group_id));
    row.before = told(env, was.by_hand, was.set);
    row.after = told(env, set != NULL, set != NULL ? *set : TEXT_NONE);
    store_audience_put(env->store, group_id, set, text_of(o->by), row.at_s);
    store_audit_add(env->store, &row);
    return store_commit(env->store, err);
}

enum status
group_audience_cmd(struct cmd_env *env, int64_t group_id, struct err *err)
{
    struct store_group g;
    enum status st = ST_OK;

    if (!store_group_find(env->store, group_id, &g)) {
        st = store_check(env->store, err);
        return st != ST_OK
                   ? st
                   : err_set(err, ST_NOTFOUND, "group %lld: there is none", (long long)group_id);
    }
    if (g.merged_into != 0)
        return err_set(err, ST_CONFLICT, "group %lld is part of group %lld now",
                       (long long)group_id, (long long)group_verb_cmd_follow(env, group_id));
    if (env->n_args > FIRST_NAME)
        st = say(env, group_id, err);
    return st == ST_OK ? show(env, group_id, err) : st;
}
