/* draft.c - see draft.h.  Which groups are looked at, in batches that are short transactions. */

#include "draft.h"

#include "draft_work.h"
#include "voice.h"

#define BATCH_GROUPS 32 /* written in one transaction: milliseconds */

/* Collect the groups that are not up to date. */
static void
on_group(void *self, const struct store_draft_group *g)
{
    struct draft_work *w = self;

    w->counts->groups++;
    if (!g->answers) {
        w->counts->listen_only++;
        return;
    }
    if ((g->draft_id != 0 || g->has_gap) && g->basis_hash == draft_basis_group(w, g))
        return;
    if (text_is(g->state, "rejected") || text_is(g->state, "parked"))
        return; /* an editor said no: only reopening it asks for another */
    if (w->o->limit > 0 && (int64_t)w->n_pending >= w->o->limit)
        return;
    w->pending =
        arena_grow(w->arena, w->pending, w->n_pending, &w->cap_pending, sizeof(*w->pending));
    w->pending[w->n_pending++] = *g;
}

/* Another run may have been quicker: inside the transaction nobody else writes. */
static bool
is_done(struct draft_work *w, const struct store_draft_group *g)
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
            if (!is_done(w, &w->pending[i]))
                draft_group(w, &w->pending[i]);
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

/* The department's voice, and those of its sources that have their own. */
static enum status
load_voices(struct draft_work *w, struct err *err)
{
    const struct department_config *d = w->d;
    enum status st = voice_load(w->o->seeds, d->voice != NULL ? d->voice : VOICE_DEFAULT, w->arena,
                                &w->own_voice, err);

    w->source_voice = arena_alloc(w->arena, (d->n_sources + 1) * sizeof(*w->source_voice));
    for (size_t i = 0; i < d->n_sources && st == ST_OK; i++)
        if (d->sources[i].voice != NULL)
            st = voice_load(w->o->seeds, d->sources[i].voice, w->arena, &w->source_voice[i], err);
    w->voice = w->own_voice;
    return st;
}

static enum status
prepare(struct draft_work *w, struct err *err)
{
    enum status st = tone_new(w->o->seeds, &w->tone, err);

    if (st != ST_OK)
        return st;
    st = load_voices(w, err);
    if (st != ST_OK)
        return st;
    w->byline = compose_fill_byline(w->d->byline, w->d->name, w->arena);
    w->now_s = clock_now_s(w->o->clock);
    draft_site_init(&w->site, w->d);
    return ST_OK;
}

enum status
draft_run(struct store *s, const struct department_config *d, int64_t department_id,
          const struct draft_options *o, struct draft_counts *counts, struct err *err)
{
    struct draft_work w = { .s = s,
                            .d = d,
                            .o = o,
                            .counts = counts,
                            .department_id = department_id,
                            .arena = arena_new(),
                            .scratch = arena_new() };
    enum status st = prepare(&w, err);

    if (st == ST_OK) {
        w.basis = draft_basis_shared(&w, store_draft_pages_hash(s, department_id));
        store_draft_groups(s, department_id, w.arena, on_group, &w);
        w.previous = store_draft_last_template(s, department_id, w.arena);
        counts->pending += (int64_t)w.n_pending;
        st = store_check(s, err);
    }
    if (st == ST_OK)
        st = draft_pending(&w, err);
    counts->pages += (int64_t)w.site.n_own;
    tone_free(w.tone);
    draft_site_release(&w.site);
    arena_free(w.scratch);
    arena_free(w.arena);
    return st;
}
