/* rephrase.c - see rephrase.h. */

#include "rephrase.h"

#include "buf.h"
#include "checks.h"
#include "decide.h"
#include "lang.h"
#include "model.h"
#include "store_rephrase.h"

#define ANSWER_MAX_BYTES ((size_t)16 * 1024)

struct work {
    struct store *s;
    const struct config *config;
    struct model *model;   /* owned */
    struct arena *arena;   /* of the run; owned */
    struct arena *scratch; /* of one draft; owned */
    struct store_rephrase_draft *pending;
    size_t n_pending, cap_pending;
};

static void
on_draft(void *self, const struct store_rephrase_draft *d)
{
    struct work *w = self;

    w->pending =
        arena_grow(w->arena, w->pending, w->n_pending, &w->cap_pending, sizeof(*w->pending));
    w->pending[w->n_pending++] = *d;
}

/*
 * The paragraph of the sentences: the second (compose.c).  What stands around it is the
 * voice's, and stays.  False: this is no text that compose.c made.
 */
static bool
replace_sentences(struct text answer, struct text words, struct buf *out)
{
    const struct text parting = TEXT_LIT("\n\n");
    size_t from = text_find(answer, parting), n;

    if (from == TEXT_NPOS)
        return false;
    from += parting.n;
    n = text_find(text_from(answer, from), parting);
    if (n == TEXT_NPOS)
        return false;
    buf_add_text(out, text_sub(answer, 0, from));
    buf_add_text(out, words);
    buf_add_text(out, text_from(answer, from + n));
    return true;
}

/* What an approval would say of the text: unsupported sentences of the model are named there. */
static struct text
checks_of(struct work *w, const struct store_rephrase_draft *d, struct text answer, int64_t now_s)
{
    struct decide_input in = { .store = w->s, .config = w->config, .now_s = now_s };
    struct lint_result r = { .n = 0 };
    struct decide_checks k;
    struct store_card card;

    if (!store_card_of_draft(w->s, d->id, w->scratch, &card))
        return TEXT_LIT("[]");
    decide_check(&in, &card, answer, w->scratch, &k);
    for (size_t i = 0; i < k.n && r.n < LINT_MAX_ISSUES; i++)
        r.issues[r.n++] = (struct lint_issue){ k.v[i].check, k.v[i].error, k.v[i].note };
    return checks_json(&r, w->scratch);
}

/* One draft: the model first, then a short transaction. */
static enum status
rephrase(struct work *w, const struct store_rephrase_draft *d, const struct draft_options *o,
         const char *name, struct rephrase_counts *n, struct err *err)
{
    struct model_input in = { .sentences = d->sentences,
                              .n = d->n,
                              .language = lang_normalize(d->language) };
    struct text words = TEXT_NONE;
    struct buf answer;
    enum status st = model_rephrase(w->model, &in, w->scratch, &words, &n->last);

    if (st == ST_IO) {
        n->failed++;
        return ST_OK;
    }
    buf_init(&answer, ANSWER_MAX_BYTES);
    store_begin(w->s);
    if (st == ST_OK && replace_sentences(d->answer, words, &answer)) {
        if (store_rephrase_put(w->s, d->id, buf_text(&answer),
                               checks_of(w, d, buf_text(&answer), clock_now_s(o->clock)), name,
                               clock_now_s(o->clock)))
            n->rephrased++;
    } else {
        store_rephrase_refuse(w->s, d->id);
        n->refused++;
    }
    buf_release(&answer);
    return store_commit(w->s, err);
}

enum status
rephrase_run(struct store *s, const struct config *c, int64_t department_id,
             const struct draft_options *o, struct rephrase_counts *counts, struct err *err)
{
    struct work w = { .s = s, .config = c, .arena = arena_new(), .scratch = arena_new() };
    enum status st = model_new(&c->model, c->dir, &w.model, err);
    int64_t in_a_row = 0;
    bool stopped = false;

    if (st == ST_OK) {
        store_rephrase_pending(s, department_id, o->limit, w.arena, on_draft, &w);
        st = store_check(s, err);
    }
    for (size_t i = 0; i < w.n_pending && st == ST_OK && !stopped; i++) {
        int64_t failed = counts->failed;

        arena_clear(w.scratch);
        st = rephrase(&w, &w.pending[i], o, c->model.name, counts, err);
        in_a_row = counts->failed > failed ? in_a_row + 1 : 0;
        if (in_a_row == REPHRASE_MAX_FAILURES)
            break;
        stopped = o->stop != NULL && o->stop();
        if (o->progress != NULL)
            o->progress((int64_t)i + 1, (int64_t)w.n_pending);
    }
    model_free(w.model);
    arena_free(w.scratch);
    arena_free(w.arena);
    if (st == ST_OK && stopped)
        return err_set(err, ST_PARTIAL, "stopped: what was done is kept");
    return st;
}
