/* draft_engine.c - see draft_engine.h. */

#include "draft_engine.h"

#include <stdlib.h>

#include "mem.h"
#include "store_draft.h"

struct draft_engine {
    const char *seeds;
    const struct clock *clock;
    struct tone *tone;         /* owned; NULL until the first call */
    struct reply *reply;       /* owned */
    struct draft_desk **desks; /* owned */
    size_t n_desks, cap_desks;
};

struct draft_engine *
draft_engine_new(const char *seeds, const struct clock *clock)
{
    struct draft_engine *e = mem_zalloc(sizeof(*e));

    e->seeds = seeds;
    e->clock = clock;
    e->reply = reply_new(seeds);
    return e;
}

static void
free_desk(struct draft_desk *desk)
{
    draft_site_release(&desk->site);
    memory_free(desk->memory);
    arena_free(desk->arena);
    free(desk);
}

void
draft_engine_free(struct draft_engine *e)
{
    if (e == NULL)
        return;
    for (size_t i = 0; i < e->n_desks; i++)
        free_desk(e->desks[i]);
    free(e->desks);
    tone_free(e->tone);
    reply_free(e->reply);
    free(e);
}

const struct tone *
draft_engine_tone(const struct draft_engine *e)
{
    return e->tone;
}

struct reply *
draft_engine_reply(const struct draft_engine *e)
{
    return e->reply;
}

static enum status
add_desk(struct draft_engine *e, const struct department_config *d, int64_t department_id,
         struct draft_desk **ret, struct err *err)
{
    struct draft_desk *desk = mem_zalloc(sizeof(*desk));
    enum status st;

    desk->d = d;
    desk->arena = arena_new();
    st = voices_load(d, e->seeds, desk->arena, &desk->voices, err);
    if (st != ST_OK) {
        free_desk(desk);
        return st;
    }
    desk->memory = memory_new(department_id);
    draft_site_init(&desk->site, d);
    e->desks = mem_grow(e->desks, &e->cap_desks, e->n_desks + 1, sizeof(*e->desks));
    e->desks[e->n_desks++] = desk;
    *ret = desk;
    return ST_OK;
}

enum status
draft_engine_desk(struct draft_engine *e, struct store *s, const struct department_config *d,
                  int64_t department_id, struct draft_desk **ret, struct err *err)
{
    struct draft_desk *desk = NULL;
    int64_t hash = store_draft_pages_hash(s, department_id);
    enum status st = e->tone == NULL ? tone_new(e->seeds, &e->tone, err) : ST_OK;

    for (size_t i = 0; i < e->n_desks; i++)
        if (e->desks[i]->d == d)
            desk = e->desks[i];
    if (st == ST_OK && desk == NULL)
        st = add_desk(e, d, department_id, &desk, err);
    if (st != ST_OK)
        return st;
    if (desk->site.loaded && desk->site.hash != hash) {
        draft_site_release(&desk->site);
        draft_site_init(&desk->site, d);
    }
    desk->site.hash = hash;
    *ret = desk;
    return ST_OK;
}
