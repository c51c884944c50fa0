/*
 * crawl_target.c - pages that drafts and posted answers link to: they are asked for again
 * before their last answer is too old to approve with.
 *
 * In every run they come first among what is queued, with the conditional request that any
 * known page gets, each host on its own clock; in a run of cfg->links nothing else is asked for.
 */
#include "crawl_private.h"
#include "store_link.h"

#define TARGET_PRIORITY 1000 /* before a seed */

void
crawl_target_setup(struct crawl *c)
{
    struct store_link_target *v;
    struct crawl_target *replies;
    int64_t before_s = clock_now_s(c->cfg->clock) - STORE_LINK_REFRESH_S;
    size_t n = store_link_due(c->store, before_s, c->arena, &v);
    size_t n_replies = crawl_reply_setup(c, &replies);

    c->targets = arena_alloc(c->arena, (n + n_replies + 1) * sizeof(*c->targets));
    for (size_t i = 0; i < n; i++) {
        struct crawl_source *src = crawl_setup_source(c, v[i].source_id);

        if (src == NULL)
            continue;
        c->targets[c->n_targets++] =
            (struct crawl_target){ v[i].url_id, v[i].host_id, src, false, NULL };
        if (!c->dry)
            store_url_requeue(c->store, v[i].url_id, TARGET_PRIORITY);
    }
    for (size_t i = 0; i < n_replies; i++)
        c->targets[c->n_targets++] = replies[i];
}

bool
crawl_target_any(const struct crawl *c, const struct crawl_host *h)
{
    for (size_t i = 0; i < c->n_targets; i++)
        if (c->targets[i].host_id == h->row.id && !c->targets[i].asked &&
            crawl_host_has_budget(c, c->targets[i].source))
            return true;
    return false;
}

bool
crawl_target_next(struct crawl *c, const struct crawl_host *h, struct crawl_job *job)
{
    for (size_t i = 0; i < c->n_targets; i++) {
        struct crawl_target *t = &c->targets[i];

        if (t->host_id != h->row.id || t->asked || !crawl_host_has_budget(c, t->source))
            continue;
        if (store_url_get(c->store, t->url_id, job->arena, &job->url) &&
            job->url.state == STORE_URL_QUEUED) {
            job->source = t->source;
            return true;
        }
        t->asked = true;
    }
    return false;
}

size_t
crawl_target_count(struct crawl *c)
{
    c->dry = true;
    crawl_target_setup(c);
    return c->n_targets;
}
