/* reply.c - see reply.h. */

#include "reply.h"

#include <stdlib.h>

#include "file.h"
#include "inifile.h"
#include "log.h"
#include "mem.h"
#include "seeds.h"
#include "store_draft.h"

struct limit {
    struct text platform;
    size_t max_chars;
};

struct reply {
    const char *seeds;
    struct arena *arena, *scratch; /* owned */
    struct limit *v;               /* owned */
    size_t n, cap;
};

struct reply *
reply_new(const char *seeds)
{
    struct reply *r = mem_zalloc(sizeof(*r));

    r->seeds = seeds;
    r->arena = arena_new();
    r->scratch = arena_new();
    return r;
}

void
reply_free(struct reply *r)
{
    if (r == NULL)
        return;
    arena_free(r->arena);
    arena_free(r->scratch);
    free(r->v);
    free(r);
}

/* The rest of a profile is the crawler's. */
static enum status
on_entry(void *self, const struct inifile_entry *e, struct err *err)
{
    size_t *max_chars = self;
    int64_t n;

    (void)err;
    if (text_is(e->section, "reply") && text_is(e->key, "max_chars") && text_to_int(e->value, &n) &&
        n > 0)
        *max_chars = (size_t)n;
    return ST_OK;
}

/* As elsewhere, a workspace's own profile stands for the one built in. */
static size_t
read_limit(const struct reply *r, struct text platform)
{
    const char *path = arena_printf(r->scratch, "platforms/%.*s.ini", TEXT_ARG(platform));
    const char *own = arena_printf(r->scratch, "%s/%s", r->seeds != NULL ? r->seeds : ".", path);
    const struct seed *seed = seeds_find(path);
    enum status st = ST_OK;
    size_t max_chars = 0;
    struct err err;

    if (text_find_char(platform, '/') != TEXT_NPOS)
        return 0;
    if (r->seeds != NULL && file_exists(own))
        st = inifile_load(own, on_entry, &max_chars, &err);
    else if (seed != NULL)
        st = inifile_read(path, seed->body, on_entry, &max_chars, &err);
    if (st != ST_OK)
        log_warn("how long a reply may be is not known: %s", err.msg);
    return max_chars;
}

static size_t
limit_of(struct reply *r, struct text platform)
{
    for (size_t i = 0; i < r->n; i++)
        if (text_eq(r->v[i].platform, platform))
            return r->v[i].max_chars;
    r->v = mem_grow(r->v, &r->cap, r->n + 1, sizeof(*r->v));
    r->v[r->n] = (struct limit){ arena_text(r->arena, platform), read_limit(r, platform) };
    return r->v[r->n++].max_chars;
}

size_t
reply_max_chars(struct reply *r, struct store *s, int64_t group_id)
{
    struct text *platforms;
    size_t n, least = 0;

    arena_clear(r->scratch);
    n = store_draft_platforms(s, group_id, r->scratch, &platforms);
    for (size_t i = 0; i < n; i++) {
        size_t max_chars = limit_of(r, platforms[i]);

        if (max_chars > 0 && (least == 0 || max_chars < least))
            least = max_chars;
    }
    return least;
}
