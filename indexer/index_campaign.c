/* index_campaign.c - after the mutes: which posts belong to a department's campaigns; see index.h.
 */

#include "index.h"

#include <stdlib.h>

#include "match.h"
#include "mem.h"
#include "store_campaign.h"
#include "url.h"

struct change {
    int64_t post_id;
    bool on;
};

struct tagging {
    const struct index_job *job;
    const struct index_department *department;
    struct matcher *matcher;
    struct arena *arena; /* of one post */
    struct change *changes;
    size_t n, cap;
};

static void
try_post(void *self, const struct store_campaign_post *p)
{
    struct tagging *t = self;
    struct match_subject s = { p->title, p->body, url_host_of(p->address), NULL };
    struct match_result result = { .matched = false };

    arena_clear(t->arena);
    s.language = lang_of(t->job->guesser, p->language, p->body, t->department->language);
    if (p->in_time)
        match_find(t->matcher, t->job->tokenizer, &s, t->arena, &result);
    if (result.matched == p->tagged)
        return;
    t->changes = mem_grow(t->changes, &t->cap, t->n + 1, sizeof(*t->changes));
    t->changes[t->n++] = (struct change){ p->post_id, result.matched };
}

static enum status
tag_one(struct tagging *t, const struct index_campaign *c, struct err *err)
{
    struct match_rule *rules;
    enum status st;

    if (c->n == 0)
        return ST_OK;
    arena_clear(t->arena);
    rules = arena_alloc(t->arena, c->n * sizeof(*rules));
    for (size_t i = 0; i < c->n; i++)
        rules[i] = (struct match_rule){ c->keywords[i], false };
    st = match_compile(rules, c->n, &t->matcher, err);
    if (st != ST_OK)
        return st;
    t->n = 0;
    store_campaign_posts(t->job->store, c->id, try_post, t);
    match_free(t->matcher);
    st = store_check(t->job->store, err);
    if (st != ST_OK || t->n == 0)
        return st;
    store_begin(t->job->store);
    for (size_t i = 0; i < t->n; i++)
        store_campaign_tag(t->job->store, c->id, t->changes[i].post_id, t->changes[i].on);
    return store_commit(t->job->store, err);
}

enum status
index_campaigns(const struct index_job *job, const struct index_department *d, struct err *err)
{
    struct tagging t = { .job = job, .department = d, .arena = arena_new() };
    enum status st = ST_OK;

    for (size_t i = 0; i < d->n_campaigns && st == ST_OK; i++)
        st = tag_one(&t, &d->campaigns[i], err);
    free(t.changes);
    arena_free(t.arena);
    return st;
}
