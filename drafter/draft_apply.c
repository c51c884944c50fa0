/* draft_apply.c - see draft_apply.h. */

#include "draft_apply.h"

#include "config_sync.h"
#include "draft_work.h"
#include "gate.h"

static void
on_group(void *self, const struct store_draft_group *g)
{
    struct store_draft_group *ret = self;

    *ret = *g;
}

static enum status
apply(struct draft_work *w, int64_t group_id, struct draft_applied *ret, struct err *err)
{
    struct store_draft_group g = { .id = 0 };

    store_begin(w->s);
    store_draft_group(w->s, w->department_id, group_id, w->arena, on_group, &g);
    if (g.id == 0) {
        store_rollback(w->s);
        return err_set(err, ST_NOTFOUND, "there is no group %lld whose question still stands",
                       (long long)group_id);
    }
    ret->draft_id = g.draft_id;
    ret->gap = g.has_gap;
    if (!draft_work_is_done(w, &g)) {
        draft_group(w, &g);
        ret->draft_id = store_draft_latest(w->s, group_id);
        ret->gap = w->counts->gaps > 0;
        ret->changed = w->counts->kept == 0;
    }
    return store_commit(w->s, err);
}

enum status
draft_apply(struct store *s, const struct department_config *d, int64_t group_id,
            const struct draft_apply_options *o, struct draft_applied *ret, struct err *err)
{
    struct draft_engine *e = o->engine != NULL ? o->engine : draft_engine_new(o->seeds, o->clock);
    struct draft_options options = { .clock = o->clock,
                                     .threshold =
                                         o->threshold > 0 ? o->threshold : GATE_THRESHOLD };
    struct draft_counts counts = { 0 };
    struct draft_applied none = { 0 };
    struct draft_work w;
    enum status st;

    store_set_role(s, STORE_DRAFTER);
    st = draft_work_init(&w, s, d, config_department_id(s, d->key), &options, e, err);
    w.counts = &counts;
    if (st == ST_OK)
        st = apply(&w, group_id, &none, err);
    if (ret != NULL)
        *ret = none;
    draft_work_release(&w);
    if (o->engine == NULL)
        draft_engine_free(e);
    return st;
}
