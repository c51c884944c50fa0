/* group_decide.c - see group_decide.h. */

#include "group_decide.h"

#include <inttypes.h>

#include "regroup.h"

/* What a decision is looked over against. */
struct desk {
    struct store *store;
    const struct group_decide_input *in;
    struct arena *arena;
    struct identity past;
    struct store_group group;
    struct store_group_decision *d; /* being made */
};

static enum status
no_group(int64_t id, struct err *err)
{
    return err_set(err, ST_NOTFOUND, "group %" PRId64 ": there is none", id);
}

/* It was merged away: where to. */
static enum status
went_to(const struct desk *k, const struct store_group *g, struct err *err)
{
    const struct store_group_decision *d = identity_latest(&k->past, g->id);

    return err_set(err, ST_CONFLICT, "group %" PRId64 " is part of group %" PRId64 " now (by %.*s)",
                   g->id, identity_follow(&k->past, g->id), d != NULL ? (int)d->actor.n : 0,
                   d != NULL ? d->actor.p : "");
}

static bool
add_part(struct desk *k, int64_t id)
{
    for (size_t i = 0; i < k->d->n_parts; i++)
        if (k->d->parts[i] == id)
            return false;
    k->d->parts =
        arena_grow(k->arena, k->d->parts, k->d->n_parts, &k->d->cap_parts, sizeof(int64_t));
    k->d->parts[k->d->n_parts++] = id;
    return true;
}

static enum status
check_merge(struct desk *k, struct err *err)
{
    for (size_t i = 0; i < k->in->n_ids; i++) {
        struct store_group g;

        if (k->in->ids[i] == k->group.id)
            return err_set(err, ST_USAGE, "group %" PRId64 " cannot be merged with itself",
                           k->group.id);
        if (!store_group_find(k->store, k->in->ids[i], &g))
            return no_group(k->in->ids[i], err);
        if (g.department_id != k->group.department_id)
            return err_set(err, ST_INVALID,
                           "group %" PRId64 " is of another department than group %" PRId64, g.id,
                           k->group.id);
        if (g.merged_into != 0)
            return went_to(k, &g, err);
        (void)add_part(k, g.id); /* named twice is named */
    }
    return ST_OK;
}

/* The question is in the group. */
static enum status
check_question(const struct desk *k, int64_t id, struct err *err)
{
    struct store_group_place at;

    if (!store_group_of(k->store, id, &at))
        return err_set(err, ST_NOTFOUND, "question %" PRId64 ": there is none", id);
    if (at.group_id == 0)
        return err_set(err, ST_INVALID,
                       "question %" PRId64 " is in no group yet: earshot index puts it in one", id);
    if (at.group_id != k->group.id)
        return err_set(err, ST_CONFLICT,
                       "question %" PRId64 " is in group %" PRId64 ", not in %" PRId64, id,
                       at.group_id, k->group.id);
    return ST_OK;
}

struct rest {
    struct desk *desk;
    size_t n; /* questions of the group that stay and were seen in a post */
};

static bool
leaves(const struct desk *k, int64_t question)
{
    for (size_t i = 0; i < k->d->n_parts; i++)
        if (k->d->parts[i] == question)
            return true;
    return false;
}

static void
count_rest(void *self, const struct store_group_member *m)
{
    struct rest *r = self;

    if (!leaves(r->desk, m->question_id))
        r->n += store_group_sighted(r->desk->store, m->question_id);
}

static enum status
check_split(struct desk *k, struct err *err)
{
    struct rest rest = { k, 0 };

    for (size_t i = 0; i < k->in->n_ids; i++) {
        enum status st = check_question(k, k->in->ids[i], err);

        if (st != ST_OK)
            return st;
        (void)add_part(k, k->in->ids[i]); /* named twice is named */
    }
    store_group_members(k->store, k->group.id, k->arena, count_rest, &rest);
    if (rest.n == 0)
        return err_set(err, ST_INVALID,
                       "that is every question of group %" PRId64 ": leave one at least",
                       k->group.id);
    return ST_OK;
}

static enum status
check_head(struct desk *k, struct err *err)
{
    int64_t id = k->in->ids[0];
    enum status st = check_question(k, id, err);

    if (st != ST_OK)
        return st;
    if (identity_head(&k->past, k->group.id) == id && k->group.head_id == id)
        return err_set(err, ST_INVALID,
                       "question %" PRId64 " was made the head already: nothing changed", id);
    (void)add_part(k, id); /* the only one */
    return ST_OK;
}

static enum status
check_undo(struct desk *k, struct err *err)
{
    const struct store_group_decision *last = identity_latest(&k->past, k->in->group_id), *later;

    if (last == NULL)
        return err_set(err, ST_INVALID, "nothing that stands was decided about group %" PRId64,
                       k->in->group_id);
    later = identity_blocker(&k->past, last);
    if (later != NULL)
        return err_set(err, ST_CONFLICT,
                       "the %s of group %" PRId64 " came after the %s: take it back first "
                       "(earshot group %" PRId64 " undo)",
                       store_group_verb_name(later->verb), later->group_id,
                       store_group_verb_name(last->verb), later->group_id);
    k->d->undoes = last->id;
    return ST_OK;
}

static enum status
check(struct desk *k, struct err *err)
{
    static enum status (*const checks[])(struct desk * k, struct err * err) = {
        [STORE_GROUP_MERGE] = check_merge,
        [STORE_GROUP_SPLIT] = check_split,
        [STORE_GROUP_HEAD] = check_head,
        [STORE_GROUP_UNDO] = check_undo,
    };
    int64_t revision = identity_revision(&k->past, k->in->group_id);

    if (k->in->revision != GROUP_DECIDE_ANY && k->in->revision != revision)
        return err_set(err, ST_CONFLICT,
                       "group %" PRId64 " is at revision %" PRId64 ", not %" PRId64
                       ": somebody decided about it meanwhile",
                       k->in->group_id, revision, k->in->revision);
    if (k->group.merged_into != 0 && k->in->verb != STORE_GROUP_UNDO)
        return went_to(k, &k->group, err);
    return checks[k->in->verb](k, err);
}

/* A merge that put together what this split parts. */
struct brought {
    struct desk *desk;
    struct identity_question leaving;
    const struct store_group_decision *by;
};

static void
find_brought(void *self, const struct store_group_member *m)
{
    struct brought *b = self;
    const struct store_group_decision *d;

    if (leaves(b->desk, m->question_id))
        return;
    d = identity_joined(&b->desk->past, b->leaving,
                        (struct identity_question){ m->question_id, m->home_id });
    if (d != NULL)
        b->by = d;
}

static void
find_overruled(struct desk *k, struct group_decide_result *ret)
{
    const struct store_group_decision *d = NULL;

    if (k->d->verb == STORE_GROUP_MERGE)
        d = identity_parted(&k->past, k->d);
    for (size_t i = 0; k->d->verb == STORE_GROUP_SPLIT && i < k->d->n_parts && d == NULL; i++) {
        struct store_group_place at;
        struct brought b = { .desk = k };

        if (!store_group_of(k->store, k->d->parts[i], &at))
            continue;
        b.leaving = (struct identity_question){ k->d->parts[i], at.home_id };
        store_group_members(k->store, k->group.id, k->arena, find_brought, &b);
        d = b.by;
    }
    if (d != NULL)
        ret->overruled = *d;
}

/* Fill the decision in; the past is read and looked at. */
static enum status
prepare(struct desk *k, struct group_decide_result *ret, struct err *err)
{
    const struct store_group_decision *back;
    int64_t applied;
    enum status st;

    if (!store_group_find(k->store, k->in->group_id, &k->group)) {
        st = store_check(k->store, err);
        return st != ST_OK ? st : no_group(k->in->group_id, err);
    }
    regroup_read(k->store, k->group.department_id, 0, k->arena, &k->past);
    applied = store_group_applied(k->store, k->group.department_id);
    if (k->past.n > 0 && k->past.v[k->past.n - 1].id != applied)
        return err_set(err, ST_CONFLICT, "somebody decided at the same moment: look again");
    *k->d = (struct store_group_decision){ .department_id = k->group.department_id,
                                           .group_id = k->group.id,
                                           .head_id = k->group.head_id,
                                           .verb = k->in->verb,
                                           .at_s = k->in->now_s,
                                           .actor = k->in->actor };
    st = check(k, err);
    if (st != ST_OK)
        return st;
    back = k->d->undoes != 0 ? identity_target(&k->past, k->d) : NULL;
    if (back != NULL) {
        ret->taken_back = *back;
        k->d->group_id = back->group_id; /* the group that the other one named */
    }
    find_overruled(k, ret);
    ret->revision = identity_revision(&k->past, k->in->group_id) + 1;
    return ST_OK;
}

enum status
group_decide(struct store *s, const struct group_decide_input *in, struct arena *a,
             struct group_decide_result *ret, struct err *err)
{
    struct desk k = { .store = s, .in = in, .arena = a, .d = &ret->decision };
    enum status st;

    *ret = (struct group_decide_result){ .revision = 0 };
    if (!in->dry_run)
        store_begin(s);
    st = prepare(&k, ret, err);
    if (st == ST_OK && !in->dry_run)
        ret->decision.id = store_group_decide(s, &ret->decision);
    if (st == ST_OK && !in->dry_run && in->done != NULL)
        in->done(in->self, s);
    if (!in->dry_run && st == ST_OK)
        st = store_commit(s, err);
    else if (!in->dry_run)
        store_rollback(s);
    identity_release(&k.past);
    return st;
}

enum status
group_decide_now(struct store *s, const struct clock *clock, const struct group_decide_input *in,
                 struct arena *a, group_decide_move_fn *fn, void *self,
                 struct group_decide_result *ret, struct err *err)
{
    struct index_job job = { .store = s, .clock = clock };
    struct store_group g;
    enum status st = ST_OK;

    job.tokenizer = token_new();
    store_set_role(s, STORE_INDEXER);
    if (store_group_find(s, in->group_id, &g))
        st = regroup_apply(&job, g.department_id, NULL, NULL, err);
    store_set_role(s, STORE_REVIEW);
    if (st == ST_OK)
        st = group_decide(s, in, a, ret, err);
    store_set_role(s, STORE_INDEXER);
    if (st == ST_OK)
        st = regroup_apply(&job, ret->decision.department_id, fn, self, err);
    token_free(job.tokenizer);
    return st;
}
