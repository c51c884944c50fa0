/* workshop.c - see workshop.h. */

#include "workshop.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "draft_apply.h"
#include "log.h"
#include "mem.h"

#define PATH_BYTES 4096

struct remembered {
    int64_t department_id;
    struct memory *memory;
};

struct workshop {
    const char *store_path;
    const struct clock *clock;
    char seeds[PATH_BYTES];
    pthread_mutex_t lock;
    struct store *store; /* NULL until it is needed */
    struct draft_engine *engine;
    struct remembered *memories;
    size_t n_memories, cap_memories;
};

struct workshop *
workshop_new(const char *store_path, const char *dir, const struct clock *clock)
{
    struct workshop *w = mem_zalloc(sizeof(*w));

    w->store_path = store_path;
    w->clock = clock;
    snprintf(w->seeds, sizeof(w->seeds), "%s/seeds", dir);
    pthread_mutex_init(&w->lock, NULL);
    return w;
}

void
workshop_free(struct workshop *w)
{
    if (w == NULL)
        return;
    for (size_t i = 0; i < w->n_memories; i++)
        memory_free(w->memories[i].memory);
    free(w->memories);
    draft_engine_free(w->engine);
    store_close(w->store);
    pthread_mutex_destroy(&w->lock);
    free(w);
}

/* Under the lock. */
static enum status
open_store(struct workshop *w, struct err *err)
{
    return w->store != NULL ? ST_OK : store_open(w->store_path, STORE_DRAFTER, &w->store, err);
}

enum status
workshop_draft(struct workshop *w, const struct department_config *d, int64_t group_id,
               struct err *err)
{
    struct draft_apply_options o = { .seeds = w->seeds, .clock = w->clock };
    enum status st;

    pthread_mutex_lock(&w->lock);
    st = open_store(w, err);
    if (st == ST_OK) {
        if (w->engine == NULL)
            w->engine = draft_engine_new(w->seeds, w->clock);
        o.engine = w->engine;
        st = draft_apply(w->store, d, group_id, &o, NULL, err);
    }
    pthread_mutex_unlock(&w->lock);
    return st;
}

static struct memory *
memory_of(struct workshop *w, int64_t department_id)
{
    for (size_t i = 0; i < w->n_memories; i++)
        if (w->memories[i].department_id == department_id)
            return w->memories[i].memory;
    w->memories = mem_grow(w->memories, &w->cap_memories, w->n_memories + 1, sizeof(*w->memories));
    w->memories[w->n_memories] = (struct remembered){ department_id, memory_new(department_id) };
    return w->memories[w->n_memories++].memory;
}

size_t
workshop_earlier(struct workshop *w, int64_t department_id, struct text question,
                 const char *language, int64_t group_id, struct arena *a,
                 struct memory_hit ret[MEMORY_EARLIER])
{
    struct err err = { "" };
    size_t n = 0;

    pthread_mutex_lock(&w->lock);
    if (open_store(w, &err) == ST_OK)
        n = memory_find(memory_of(w, department_id), w->store, question, language, group_id, a,
                        ret);
    if (w->store != NULL && store_check(w->store, &err) != ST_OK)
        n = 0;
    pthread_mutex_unlock(&w->lock);
    if (err.msg[0] != '\0')
        log_warn("earlier answers: %s", err.msg);
    return n;
}
