/* draft_basis.c - what a draft was made from, as a number: another one, and it is made anew. */

#include "draft_work.h"

#include <xxhash.h>

/* Raise it when drafts made from the same input come out differently. */
#define ENGINE_VERSION "4"

static void
hash_text(uint64_t *h, struct text t)
{
    *h = XXH64(t.p != NULL ? t.p : "", t.n, *h ^ t.n);
}

uint64_t
draft_basis_shared(const struct draft_work *w)
{
    const char *const settings[] = { ENGINE_VERSION, w->d->voice,    w->d->contact,   w->d->byline,
                                     w->d->name,     w->d->language, w->d->answer_tag };
    uint64_t h = (uint64_t)w->desk->site.hash;

    for (size_t i = 0; i < N_ELEMENTS(settings); i++)
        hash_text(&h, text_of(settings[i]));
    for (size_t i = 0; i < w->d->site.n; i++)
        hash_text(&h, w->d->site.v[i]);
    for (size_t i = 0; i < w->d->n_sources; i++)
        if (w->d->sources[i].voice != NULL) {
            hash_text(&h, text_of(w->d->sources[i].key));
            hash_text(&h, text_of(w->d->sources[i].voice));
        }
    for (size_t i = 0; i < w->d->person.n; i++)
        hash_text(&h, w->d->person.v[i]);
    h ^= (uint64_t)(int64_t)(w->o->threshold * 1e6); /* six decimals tell thresholds apart */
    return h;
}

int64_t
draft_basis_group(const struct draft_work *w, const struct store_draft_group *g)
{
    uint64_t h = w->basis;

    hash_text(&h, g->question);
    hash_text(&h, g->body);
    h = XXH64(&g->posts_hash, sizeof(g->posts_hash), h); /* other wordings, other alarms */
    if (g->request.hash != 0)
        h = XXH64(&g->request.hash, sizeof(g->request.hash), h);
    return (int64_t)h;
}
