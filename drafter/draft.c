/* draft.c - see draft.h.  Which groups are looked at, in batches that are short transactions. */

#include "draft.h"

#include "draft_work.h"
#include "stale.h"

#define BATCH_GROUPS 32 /* written in one transaction: milliseconds */
/* How long a group that is only listened to is looked at, in every run, for what a person must see:
 * it has no row that says that somebody did. */
#define LISTENED_S INT64_C(604800) /* a week */

/* An editor said no, or not now: only reopening it, or a request, asks for another. */
static bool
is_put_away(const struct store_draft_group *g)
{
    static const char *const states[] = { "rejected", "parked", "handed-over", "withdrawn" };

    for (size_t i = 0; i < N_ELEMENTS(states); i++)
        if (text_is(g->state, states[i]))
            return true;
    return false;
}

bool
draft_work_is_done(const struct draft_work *w, const struct store_draft_group *g)
{
    return (g->draft_id != 0 || g->has_gap || g->asks_nothing) &&
           g->basis_hash == draft_basis_group(w, g);
}

/* Collect the groups that are not up to date. */
static void
on_group(void *self, const struct store_draft_group *g)
{
    struct draft_work *w = self;

    w->counts->groups++;
    if (!g->answers)
        w->counts->listen_only++;
    if (!g->answers && (g->draft_id != 0 || g->has_gap || w->now_s - g->changed_s > LISTENED_S))
        return;
    if (draft_work_is_done(w, g) || (is_put_away(g) && !draft_group_is_asked(g)))
        return;
    if (w->o->limit > 0 && (int64_t)w->n_pending >= w->o->limit)
        return;
    w->pending =
        arena_grow(w->arena, w->pending, w->n_pending, &w->cap_pending, sizeof(*w->pending));
    w->pending[w->n_pending++] = *g;
}

/* Another run may have been quicker: inside the transaction nobody else writes. */
static bool
is_overtaken(struct draft_work *w, const struct store_draft_group *g)
{
    return store_draft_basis(w->s, g->id) == draft_basis_group(w, g);
}

static enum status
draft_pending(struct draft_work *w, struct err *err)
{
    enum status st = ST_OK;
    bool stopped = false;

    for (size_t i = 0; i < w->n_pending && st == ST_OK && !stopped;) {
        size_t end = i + BATCH_GROUPS < w->n_pending ? i + BATCH_GROUPS : w->n_pending;

        if (!w->o->dry_run)
            store_begin(w->s);
        for (; i < end && !stopped; i++) {
            arena_clear(w->scratch);
            if (!is_overtaken(w, &w->pending[i]))
                (w->pending[i].answers ? draft_group : draft_group_alarm)(w, &w->pending[i]);
            stopped = w->o->stop != NULL && w->o->stop();
        }
        st = w->o->dry_run ? store_check(w->s, err) : store_commit(w->s, err);
        if (w->o->progress != NULL)
            w->o->progress((int64_t)i, (int64_t)w->n_pending);
    }
    if (st == ST_OK && stopped)
        return err_set(err, ST_PARTIAL, "stopped: what was done is kept");
    return st;
}

enum status
draft_work_init(struct draft_work *w, struct store *s, const struct department_config *d,
                int64_t department_id, const struct draft_options *o, struct draft_engine *e,
                struct err *err)
{
    enum status st;

    *w = (struct draft_work){ .s = s,
                              .d = d,
                              .o = o,
                              .department_id = department_id,
                              .arena = arena_new(),
                              .scratch = arena_new(),
                              .now_s = clock_now_s(o->clock) };
    st = draft_engine_desk(e, s, d, department_id, &w->desk, err);
    if (st != ST_OK)
        return st;
    w->byline = compose_fill_byline(w->d->byline, w->d->name, w->arena);
    w->source = VOICES_DEPARTMENT;
    w->voice = voices_of(w->desk->voices, w->source, NULL);
    w->tone = draft_engine_tone(e);
    w->reply = draft_engine_reply(e);
    w->basis = draft_basis_shared(w);
    w->previous = store_draft_last_template(s, department_id, w->arena);
    draft_arm_load(w);
    return ST_OK;
}

void
draft_work_release(struct draft_work *w)
{
    arena_free(w->scratch);
    arena_free(w->arena);
}

enum status
draft_run(struct store *s, const struct department_config *d, int64_t department_id,
          const struct draft_options *o, struct draft_counts *counts, struct err *err)
{
    struct draft_engine *e = draft_engine_new(o->seeds, o->clock);
    struct draft_work w;
    enum status st = draft_work_init(&w, s, d, department_id, o, e, err);

    w.counts = counts;
    if (st == ST_OK)
        st = stale_find(&w, err);
    if (st == ST_OK) {
        store_draft_groups(s, department_id, w.arena, on_group, &w);
        counts->pending += (int64_t)w.n_pending;
        st = store_check(s, err);
    }
    if (st == ST_OK)
        st = draft_pending(&w, err);
    if (w.desk != NULL)
        counts->pages += (int64_t)w.desk->site.n_own;
    draft_work_release(&w);
    draft_engine_free(e);
    return st;
}
