/* workshop.c - see workshop.h. */

#include "workshop.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "config_sync.h"
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
    /* Drafting takes its time, and no card waits for it: a lock for each, and a store handle. */
    pthread_mutex_t drafting;
    struct store *store; /* NULL until it is needed */
    struct draft_engine *engine;
    atomic_bool stale; /* the engine is of the settings before */
    pthread_mutex_t remembering;
    struct store *memory_store; /* NULL until it is needed */
    struct remembered *memories;
    size_t n_memories, cap_memories;
    /* Of workshop_warm(): */
    const struct config *config;
    pthread_t reader;
    bool has_reader;
    atomic_bool reading, stop;
};

struct workshop *
workshop_new(const char *store_path, const char *dir, const struct clock *clock)
{
    struct workshop *w = mem_zalloc(sizeof(*w));

    w->store_path = store_path;
    w->clock = clock;
    snprintf(w->seeds, sizeof(w->seeds), "%s/seeds", dir);
    pthread_mutex_init(&w->drafting, NULL);
    pthread_mutex_init(&w->remembering, NULL);
    return w;
}

void
workshop_free(struct workshop *w)
{
    if (w == NULL)
        return;
    atomic_store(&w->stop, true);
    if (w->has_reader)
        pthread_join(w->reader, NULL);
    for (size_t i = 0; i < w->n_memories; i++)
        memory_free(w->memories[i].memory);
    free(w->memories);
    draft_engine_free(w->engine);
    store_close(w->store);
    store_close(w->memory_store);
    pthread_mutex_destroy(&w->drafting);
    pthread_mutex_destroy(&w->remembering);
    free(w);
}

void
workshop_reload(struct workshop *w)
{
    if (w != NULL)
        atomic_store(&w->stale, true); /* whoever drafts next has the lock; this thread need not */
}

/* Under the lock that the handle belongs to. */
static enum status
open_store(const struct workshop *w, struct store **s, struct err *err)
{
    return *s != NULL ? ST_OK : store_open(w->store_path, STORE_DRAFTER, s, err);
}

enum status
workshop_draft(struct workshop *w, const struct department_config *d, int64_t group_id,
               struct err *err)
{
    struct draft_apply_options o = { .seeds = w->seeds, .clock = w->clock };
    enum status st;

    pthread_mutex_lock(&w->drafting);
    st = open_store(w, &w->store, err);
    if (atomic_exchange(&w->stale, false)) {
        draft_engine_free(w->engine);
        w->engine = NULL;
    }
    if (st == ST_OK) {
        if (w->engine == NULL)
            w->engine = draft_engine_new(w->seeds, w->clock);
        o.engine = w->engine;
        st = draft_apply(w->store, d, group_id, &o, NULL, err);
    }
    pthread_mutex_unlock(&w->drafting);
    return st;
}

/* NULL: not read yet. */
static struct memory *
find_memory(const struct workshop *w, int64_t department_id)
{
    for (size_t i = 0; i < w->n_memories; i++)
        if (w->memories[i].department_id == department_id)
            return w->memories[i].memory;
    return NULL;
}

static struct memory *
keep_memory(struct workshop *w, int64_t department_id, struct memory *m)
{
    w->memories = mem_grow(w->memories, &w->cap_memories, w->n_memories + 1, sizeof(*w->memories));
    w->memories[w->n_memories++] = (struct remembered){ department_id, m };
    return m;
}

/* Read the answers of a department, without a lock, and let others ask for them. */
static void
read_memory(struct workshop *w, struct store *s, int64_t department_id, struct arena *a)
{
    struct memory *m = memory_new(department_id);
    struct memory_hit hits[MEMORY_EARLIER];
    struct err err = { "" };

    (void)memory_find(m, s, TEXT_NONE, NULL, 0, a, hits); /* asks nothing, but reads them all */
    if (store_check(s, &err) != ST_OK) {
        log_warn("earlier answers: %s", err.msg);
        memory_free(m); /* whoever wants it first reads it then */
        return;
    }
    pthread_mutex_lock(&w->remembering);
    (void)keep_memory(w, department_id, m);
    pthread_mutex_unlock(&w->remembering);
}

static void *
read_memories(void *self)
{
    struct workshop *w = self;
    struct arena *a = arena_new();
    struct store *s = NULL;
    struct err err = { "" };

    if (open_store(w, &s, &err) != ST_OK)
        log_warn("earlier answers: %s", err.msg);
    for (size_t i = 0; s != NULL && i < w->config->n_departments && !atomic_load(&w->stop); i++) {
        int64_t id = config_department_id(s, w->config->departments[i].key);

        if (id != 0)
            read_memory(w, s, id, a);
    }
    store_close(s);
    arena_free(a);
    atomic_store(&w->reading, false);
    return NULL;
}

void
workshop_warm(struct workshop *w, const struct config *config)
{
    w->config = config;
    atomic_store(&w->reading, true);
    w->has_reader = pthread_create(&w->reader, NULL, read_memories, w) == 0;
    if (!w->has_reader) /* then each is read when it is wanted */
        atomic_store(&w->reading, false);
}

bool
workshop_reads(struct workshop *w)
{
    return atomic_load(&w->reading);
}

size_t
workshop_earlier(struct workshop *w, int64_t department_id, struct text question,
                 const char *language, int64_t group_id, struct arena *a,
                 struct memory_hit ret[MEMORY_EARLIER])
{
    struct err err = { "" };
    bool reading = workshop_reads(w); /* before looking: what is missing then is not ours to read */
    struct memory *m;
    size_t n = 0;

    pthread_mutex_lock(&w->remembering);
    m = find_memory(w, department_id);
    if (m == NULL && !reading)
        m = keep_memory(w, department_id, memory_new(department_id));
    if (m != NULL && open_store(w, &w->memory_store, &err) == ST_OK)
        n = memory_find(m, w->memory_store, question, language, group_id, a, ret);
    if (w->memory_store != NULL && store_check(w->memory_store, &err) != ST_OK)
        n = 0;
    pthread_mutex_unlock(&w->remembering);
    if (err.msg[0] != '\0')
        log_warn("earlier answers: %s", err.msg);
    return n;
}
