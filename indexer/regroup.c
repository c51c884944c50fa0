/* regroup.c - see regroup.h. */

#include "regroup.h"

#include <stdlib.h>

#include "group.h"
#include "mem.h"
#include "reason.h"
#include "wording.h"

struct members {
    struct store_group_member *v; /* in the arena */
    size_t n, cap;
    struct arena *arena;
};

/* Group ids, each once, in the order they were named. */
struct ids {
    int64_t *v; /* in the arena */
    size_t n, cap;
    struct arena *arena;
};

static void
keep_member(void *self, const struct store_group_member *m)
{
    struct members *x = self;

    x->v = arena_grow(x->arena, x->v, x->n, &x->cap, sizeof(*x->v));
    x->v[x->n++] = *m;
}

static void
append_id(void *self, int64_t id)
{
    struct ids *x = self;

    x->v = arena_grow(x->arena, x->v, x->n, &x->cap, sizeof(*x->v));
    x->v[x->n++] = id;
}

static void
keep_id(struct ids *x, int64_t id)
{
    for (size_t i = 0; i < x->n; i++)
        if (x->v[i] == id)
            return;
    append_id(x, id);
}

struct reading {
    struct identity *identity;
    int64_t until;
};

static void
read_one(void *self, const struct store_group_decision *d)
{
    struct reading *r = self;

    if (r->until == 0 || d->id <= r->until)
        identity_add(r->identity, d);
}

void
regroup_read(struct store *s, int64_t department_id, int64_t until, struct arena *a,
             struct identity *ret)
{
    struct reading r = { ret, until };

    *ret = (struct identity){ .n = 0 };
    store_group_decisions(s, department_id, a, read_one, &r);
}

/* ---- heads and reasons of one group ---- */

struct fit {
    const struct index_job *job;
    const struct members *all; /* of several groups */
    struct arena *arena;
    size_t *at; /* the members that are in the group: places in all */
    size_t n;
};

static void
compared(const struct index_job *job, const struct store_group_member *m, struct arena *a,
         struct text *text, const char **language)
{
    *language = lang_normalize(m->language);
    *text = wording_compared(job->tokenizer, m->text, m->body, *language, a);
}

static bool
is_there(const struct fit *f, int64_t question)
{
    for (size_t i = 0; i < f->n; i++)
        if (f->all->v[f->at[i]].question_id == question)
            return true;
    return false;
}

static struct text
why_json(const struct fit *f, const struct store_group_member *here,
         const struct store_group_member *head, const char *how)
{
    struct token_list x, y;

    token_split(f->job->tokenizer, here->text, lang_normalize(here->language), f->arena, &x);
    token_split(f->job->tokenizer, head->text, lang_normalize(head->language), f->arena, &y);
    return reason_json(how, &x, &y, f->arena);
}

/* How well each fits the group, who speaks for it (wanted, if that is not 0), and why. */
static int64_t
refit(const struct fit *f, int64_t wanted)
{
    struct group_set *set = group_new(f->job->tokenizer);
    struct group_member *fits = mem_zalloc(f->n * sizeof(*fits));
    struct store_group_member *head;

    for (size_t i = 0; i < f->n; i++) {
        const struct store_group_member *m = &f->all->v[f->at[i]];
        const char *language;
        struct text text;
        uint32_t number;

        compared(f->job, m, f->arena, &text, &language);
        number = group_add(set, text, language, 0);
        if (m->question_id == wanted ||
            (wanted == 0 && !store_group_sighted(f->job->store, m->question_id)))
            group_prefer(set, number, m->question_id == wanted);
    }
    group_refit(set, fits);
    head = &f->all->v[f->at[fits[0].head]];
    for (size_t i = 0; i < f->n; i++) {
        struct store_group_member *m = &f->all->v[f->at[i]];
        const char *how = group_why_name(fits[i].why);

        if (m->home_id != m->group_id && m != head)
            how = "editor";
        m->p = fits[i].p;
        m->why = why_json(f, m, head, how);
        store_group_put(f->job->store, m);
    }
    free(fits);
    group_free(set);
    return head->question_id;
}

/* ---- one decision ---- */

/* The group's head after d (NULL: as things are): picked by hand, as it was before what is
 * undone, as it is, or 0: the clearest. */
static int64_t
wanted_head(const struct identity *x, const struct store_group_decision *d, const struct fit *f,
            const struct store_group *g)
{
    const struct store_group_decision *target = d != NULL ? identity_target(x, d) : NULL;
    int64_t picked = identity_head(x, g->id);

    if (picked != 0 && is_there(f, picked))
        return picked;
    if (target != NULL && target->undone && target->group_id == g->id &&
        is_there(f, target->head_id))
        return target->head_id;
    if (target != NULL && target == d && d->verb == STORE_GROUP_MERGE && d->group_id == g->id)
        return 0;
    return is_there(f, g->head_id) ? g->head_id : 0;
}

static void
settle_group(const struct index_job *job, const struct identity *x,
             const struct store_group_decision *d, int64_t id, const struct members *m)
{
    struct fit f = { .job = job, .all = m, .arena = m->arena };
    struct store_group g;
    int64_t now_s = clock_now_s(job->clock), to = identity_follow(x, id);
    size_t cap = 0;

    if (!store_group_find(job->store, id, &g))
        return;
    for (size_t i = 0; i < m->n; i++)
        if (m->v[i].group_id == id) {
            f.at = arena_grow(f.arena, f.at, f.n, &cap, sizeof(*f.at));
            f.at[f.n++] = i;
        }
    g.merged_into = to != id ? to : 0;
    if (f.n > 0)
        g.head_id = refit(&f, wanted_head(x, d, &f, &g));
    store_group_set(job->store, &g, now_s);
}

static void
name_groups(const struct identity *x, const struct store_group_decision *d, struct ids *ret)
{
    const struct store_group_decision *t = identity_target(x, d);

    if (t == NULL)
        return;
    keep_id(ret, t->group_id);
    if (t->opened_id != 0)
        keep_id(ret, t->opened_id);
    for (size_t i = 0; i < t->n_parts && t->verb == STORE_GROUP_MERGE; i++)
        keep_id(ret, t->parts[i]);
}

static void
move(const struct members *m, const struct identity *x, regroup_move_fn *fn, void *self)
{
    for (size_t i = 0; i < m->n; i++) {
        struct store_group_member *q = &m->v[i];
        int64_t to = identity_place(x, q->question_id, q->home_id);

        if (to != q->group_id && fn != NULL)
            fn(self, &(struct regroup_move){ q->question_id, q->group_id, to, q->text });
        q->group_id = to;
    }
}

/* Replay the decision at place at of x, the last of it. */
static void
apply(const struct index_job *job, struct identity *x, size_t at, regroup_move_fn *fn, void *self)
{
    struct store_group_decision *d = &x->v[at];
    struct members m = { .arena = arena_new() };
    struct ids groups = { .arena = m.arena };

    if (d->verb == STORE_GROUP_SPLIT && d->opened_id == 0)
        d->opened_id = store_group_open(job->store, d, clock_now_s(job->clock));
    name_groups(x, d, &groups);
    for (size_t i = 0; i < groups.n; i++)
        store_group_members(job->store, groups.v[i], m.arena, keep_member, &m);
    move(&m, x, fn, self);
    for (size_t i = 0; i < groups.n; i++)
        settle_group(job, x, d, groups.v[i], &m);
    arena_free(m.arena);
}

enum status
regroup_apply(const struct index_job *job, int64_t department_id, regroup_move_fn *fn, void *self,
              struct err *err)
{
    struct arena *a = arena_new();
    struct identity all, done = { .n = 0 };
    int64_t applied;
    enum status st = ST_OK;

    if (store_group_latest(job->store, department_id) ==
        store_group_applied(job->store, department_id)) {
        arena_free(a);
        return store_check(job->store, err);
    }
    store_begin(job->store);
    applied = store_group_applied(job->store, department_id);
    regroup_read(job->store, department_id, 0, a, &all);
    for (size_t i = 0; i < all.n && !store_failed(job->store); i++) {
        all.v[i].undone = false; /* told again as they are replayed */
        identity_add(&done, &all.v[i]);
        if (all.v[i].id > applied) {
            apply(job, &done, i, fn, self);
            store_group_set_applied(job->store, department_id, all.v[i].id);
        }
    }
    st = store_commit(job->store, err);
    identity_release(&all);
    identity_release(&done);
    arena_free(a);
    return st;
}

void
regroup_preview(struct store *s, const struct identity *before,
                const struct store_group_decision *d, struct arena *a, regroup_move_fn *fn,
                void *self)
{
    struct members m = { .arena = a };
    struct ids groups = { .arena = a };
    struct identity x = { .n = 0 };

    for (size_t i = 0; i < before->n; i++)
        identity_add(&x, &before->v[i]);
    identity_add(&x, d);
    name_groups(&x, d, &groups);
    for (size_t i = 0; i < groups.n; i++)
        store_group_members(s, groups.v[i], a, keep_member, &m);
    move(&m, &x, fn, self);
    identity_release(&x);
}

/* ---- all again ---- */

enum status
regroup_again(const struct index_job *job, int64_t department_id, struct err *err)
{
    struct arena *a = arena_new();
    struct identity x;
    struct ids groups = { .arena = a };
    struct members m = { .arena = a };
    enum status st = regroup_apply(job, department_id, NULL, NULL, err);

    if (st != ST_OK) {
        arena_free(a);
        return st;
    }
    store_begin(job->store);
    regroup_read(job->store, department_id, store_group_applied(job->store, department_id), a, &x);
    for (size_t i = 0; i < x.n; i++)
        name_groups(&x, &x.v[i], &groups);
    for (size_t i = 0; i < groups.n; i++)
        store_group_members(job->store, groups.v[i], a, keep_member, &m);
    move(&m, &x, NULL, NULL);
    for (size_t i = 0; i < groups.n; i++)
        settle_group(job, &x, NULL, groups.v[i], &m);
    st = store_commit(job->store, err);
    identity_release(&x);
    arena_free(a);
    return st;
}

enum status
regroup_heads(const struct index_job *job, int64_t department_id, struct err *err)
{
    struct arena *a = arena_new();
    struct ids groups = { .arena = a };
    enum status st;

    store_begin(job->store);
    store_group_headless(job->store, department_id, append_id, &groups);
    for (size_t i = 0; i < groups.n; i++) {
        struct members m = { .arena = a };
        struct fit f = { .job = job, .all = &m, .arena = a };
        struct store_group g;

        store_group_members(job->store, groups.v[i], a, keep_member, &m);
        f.at = arena_alloc(a, m.n * sizeof(*f.at));
        for (; f.n < m.n; f.n++)
            f.at[f.n] = f.n;
        if (f.n > 0 && store_group_find(job->store, groups.v[i], &g)) {
            g.head_id = refit(&f, 0);
            store_group_set(job->store, &g, clock_now_s(job->clock));
        }
    }
    st = store_commit(job->store, err);
    arena_free(a);
    return st;
}
