/* group_verb_cmd.c - see group_verb_cmd.h. */

#include "group_verb_cmd.h"

#include <inttypes.h>

#include "group_decide.h"
#include "log.h"
#include "regroup.h"

/* clang-format off */
#define AT(f) offsetof(struct group_verb_cmd_options, f)
const struct option group_verb_cmd_options[GROUP_VERB_CMD_OPTIONS] = {
    { .name = "by", .type = OPTION_TEXT, .offset = AT(by), .arg = "NAME",
      .initial = "command line", .help = "who decides" },
    { .name = "revision", .type = OPTION_INT, .offset = AT(revision), .arg = "N", .initial = "-1",
      .min = -1, .max = INT32_MAX, .help = "decide only if the group is still at this revision; -1: at any" },
};
#undef AT

static const struct table_column move_columns[] = {
    { "question_id", TABLE_COLUMN_INT, 0, false },
    { "from", TABLE_COLUMN_INT, 0, false },
    { "to", TABLE_COLUMN_INT, 0, false },
    { "question", TABLE_COLUMN_TEXT, 100, false },
};

static const struct table_column history_columns[] = {
    { "decision", TABLE_COLUMN_INT, 0, false },
    { "at", TABLE_COLUMN_TIME, 0, false },
    { "by", TABLE_COLUMN_TEXT, 30, false },
    { "verb", TABLE_COLUMN_TEXT, 0, false },
    { "group", TABLE_COLUMN_INT, 0, false },
    { "parts", TABLE_COLUMN_JSON, 60, false },
    { "opened", TABLE_COLUMN_INT, 0, false, true },
    { "stands", TABLE_COLUMN_BOOL, 0, false },
};
/* clang-format on */

struct moves {
    struct table *table;
    int64_t n;
};

static void
move_row(void *self, const struct regroup_move *m)
{
    struct moves *x = self;

    x->n++;
    table_int(x->table, m->question_id);
    table_int(x->table, m->from);
    if (m->to != 0)
        table_int(x->table, m->to);
    else
        table_null(x->table);
    table_text(x->table, m->text);
    table_end_row(x->table);
}

static enum status
read_input(struct cmd_env *env, int64_t group_id, struct group_decide_input *in, struct err *err)
{
    const struct group_verb_cmd_options *o = env->options;
    int verb = store_group_verb_of(text_of(env->args[1]));
    int64_t *ids = arena_alloc(env->arena, env->n_args * sizeof(*ids));
    bool alone = verb == STORE_GROUP_UNDO, one = verb == STORE_GROUP_HEAD;

    if (verb < 0)
        return err_set(err, ST_USAGE, "\"%.40s\": wanted show, history, merge, split, head or undo",
                       env->args[1]);
    if (text_trim(text_of(o->by)).n == 0)
        return err_set(err, ST_USAGE, "--by: wanted a name: the history shows it");
    *in = (struct group_decide_input){ .verb = (enum store_group_verb)verb,
                                       .group_id = group_id,
                                       .ids = ids,
                                       .n_ids = env->n_args - 2,
                                       .actor = text_of(o->by),
                                       .revision = o->revision,
                                       .now_s = clock_now_s(env->clock),
                                       .dry_run = env->common->dry_run };
    if (alone ? in->n_ids != 0 : in->n_ids == 0 || (one && in->n_ids > 1))
        return err_set(err, ST_USAGE, "usage: earshot group ID %s%s", env->args[1],
                       alone                       ? ""
                       : one                       ? " QUESTION"
                       : verb == STORE_GROUP_MERGE ? " OTHER-GROUP..."
                                                   : " QUESTION...");
    for (size_t i = 0; i < in->n_ids; i++) {
        enum status st = cmd_id(env->args[i + 2], &ids[i], err);

        if (st != ST_OK)
            return st;
    }
    return ST_OK;
}

static const char *
when(struct cmd_env *env, const struct store_group_decision *d)
{
    return arena_printf(env->arena, "the %s of group %" PRId64 " by %.*s",
                        store_group_verb_name(d->verb), d->group_id, TEXT_ARG(d->actor));
}

static const char *
questions(struct cmd_env *env, int64_t n)
{
    return arena_printf(env->arena, "%" PRId64 " question%s", n, n == 1 ? "" : "s");
}

static void
tell(struct cmd_env *env, const struct group_decide_input *in, const struct group_decide_result *r,
     int64_t n_moved)
{
    if (r->taken_back.id != 0)
        log_info("takes back %s", when(env, &r->taken_back));
    if (r->overruled.id != 0)
        log_info("overrules %s: the later decision wins", when(env, &r->overruled));
    if (in->dry_run)
        log_info("dry run: %s would move, nothing was written", questions(env, n_moved));
    else
        log_info("group %" PRId64 ": %s, %s moved, revision %" PRId64 " (earshot group %" PRId64
                 " %s)",
                 in->group_id, store_group_verb_name(in->verb), questions(env, n_moved),
                 r->revision, in->group_id,
                 in->verb == STORE_GROUP_UNDO ? "history shows all" : "undo takes it back");
}

static enum status
preview(struct cmd_env *env, const struct group_decide_input *in, struct moves *moves,
        struct group_decide_result *ret, struct err *err)
{
    struct identity past;
    enum status st = group_decide(env->store, in, env->arena, ret, err);

    if (st != ST_OK)
        return st;
    regroup_read(env->store, ret->decision.department_id, 0, env->arena, &past);
    regroup_preview(env->store, &past, &ret->decision, env->arena, move_row, moves);
    identity_release(&past);
    return store_check(env->store, err);
}

enum status
group_verb_cmd_decide(struct cmd_env *env, int64_t group_id, struct err *err)
{
    struct group_decide_input in;
    struct group_decide_result result;
    struct moves moves = { .n = 0 };
    enum status st = read_input(env, group_id, &in, err);

    if (st != ST_OK)
        return st;
    moves.table = cmd_table(env, move_columns, N_ELEMENTS(move_columns));
    st = in.dry_run ? preview(env, &in, &moves, &result, err)
                    : group_decide_now(env->store, env->clock, &in, env->arena, move_row, &moves,
                                       &result, err);
    st = table_end(moves.table, st, err);
    if (st == ST_OK)
        tell(env, &in, &result, moves.n);
    return st;
}

static void
history_row(struct table *t, const struct store_group_decision *d)
{
    json_t *parts = json_array();

    for (size_t i = 0; i < d->n_parts; i++)
        json_array_append_new(parts, json_integer(d->parts[i]));
    if (d->undoes != 0)
        json_array_append_new(parts, json_integer(d->undoes));
    table_int(t, d->id);
    table_time(t, d->at_s);
    table_text(t, d->actor);
    table_str(t, store_group_verb_name(d->verb));
    table_int(t, d->group_id);
    table_json(t, parts);
    if (d->opened_id != 0)
        table_int(t, d->opened_id);
    else
        table_null(t);
    table_bool(t, !d->undone);
    table_end_row(t);
}

enum status
group_verb_cmd_history(struct cmd_env *env, int64_t group_id, size_t *n, struct err *err)
{
    struct store_group g;
    struct identity past;
    struct table *t = NULL;
    enum status st = ST_OK;

    *n = 0;
    if (!store_group_find(env->store, group_id, &g)) {
        st = store_check(env->store, err);
        return st != ST_OK
                   ? st
                   : err_set(err, ST_NOTFOUND, "group %" PRId64 ": there is none", group_id);
    }
    regroup_read(env->store, g.department_id, 0, env->arena, &past);
    for (size_t i = 0; i < past.n; i++) {
        if (!identity_names(&past, &past.v[i], group_id))
            continue;
        if (t == NULL)
            t = cmd_table(env, history_columns, N_ELEMENTS(history_columns));
        history_row(t, &past.v[i]);
        ++*n;
    }
    st = store_check(env->store, err);
    if (t != NULL)
        st = table_end(t, st, err);
    identity_release(&past);
    return st;
}

int64_t
group_verb_cmd_follow(struct cmd_env *env, int64_t group_id)
{
    const struct store_group_decision *d;
    struct store_group g;
    struct identity past;

    if (!store_group_find(env->store, group_id, &g) || g.merged_into == 0)
        return group_id;
    regroup_read(env->store, g.department_id, 0, env->arena, &past);
    for (size_t i = past.n; i-- > 0;) {
        d = &past.v[i];
        if (!identity_names(&past, d, group_id))
            continue;
        log_info("group %" PRId64 " is part of group %" PRId64 " now: %s", group_id, g.merged_into,
                 when(env, d));
        break;
    }
    identity_release(&past);
    return g.merged_into;
}
