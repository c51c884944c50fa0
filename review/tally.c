/* tally.c - see tally.h. */

#include "tally.h"

#include <pthread.h>
#include <stdlib.h>

#include "extract.h"
#include "log.h"
#include "mem.h"

#define MS_PER_S  1000
#define US_PER_MS 1000
#define REST      20 /* times as long as counting took, until it is done again */

struct counted {
    struct tally_view view; /* first: a view is one of these */
    struct arena *arena;    /* owned: what the view points to */
    int n_holders;          /* the tally itself is one */
};

struct tally {
    struct tally_about about;
    pthread_t thread;
    pthread_mutex_t lock; /* of all below */
    pthread_cond_t change;
    bool wanted, stop;
    int64_t rounds;          /* counts that have ended, well or not */
    int64_t end_ms, span_ms; /* of the last one */
    struct counted *last;    /* NULL: none yet, or it failed */
};

void
tally_count(struct store *s, const struct tally_about *about, int64_t now_s, struct arena *a,
            struct tally_view *ret)
{
    struct health_in in = { .store = s,
                            .arena = a,
                            .now_ms = now_s * MS_PER_S,
                            .silent_days = about->config->crawler.silent_days };
    struct extract *profiles = NULL;

    *ret = (struct tally_view){ .at_s = now_s };
    ret->n = store_run_sources(s, a, &ret->sources);
    if (about->dir != NULL &&
        extract_new(arena_printf(a, "%s/seeds/platforms", about->dir), &profiles, NULL) == ST_OK)
        in.profiles = profiles; /* without, only what sites refuse is not told */
    ret->health = health_of(&in, ret->sources, ret->n);
    extract_free(profiles);
    ret->facts = arena_alloc(a, (ret->n + 1) * sizeof(*ret->facts));
    store_run_facts(s, ret->sources, ret->n, ret->facts);
    ret->n_counts = store_explain_counts(s, now_s, false, a, &ret->counts);
}

/* The lock is held. */
static void
let_go(struct counted *c)
{
    if (c == NULL || --c->n_holders > 0)
        return;
    arena_free(c->arena);
    free(c);
}

static struct counted *
count(const struct tally_about *about, struct store **s)
{
    struct counted *c = mem_zalloc(sizeof(*c));
    struct err err = { "" };
    enum status st = ST_OK;

    c->arena = arena_new();
    c->n_holders = 1;
    if (*s == NULL)
        st = store_open(about->store_path, STORE_REVIEW, s, &err);
    if (st == ST_OK) {
        tally_count(*s, about, clock_now_s(about->clock), c->arena, &c->view);
        st = store_check(*s, &err);
    }
    if (st == ST_OK)
        return c;
    log_warn("figures of sources: %s", err.msg);
    arena_free(c->arena);
    free(c);
    return NULL;
}

static void *
run(void *self)
{
    struct tally *t = self;
    struct store *s = NULL;

    pthread_mutex_lock(&t->lock);
    while (!t->stop) {
        struct tally_about about;
        struct counted *c;
        int64_t began_ms;

        if (!t->wanted) {
            pthread_cond_wait(&t->change, &t->lock);
            continue;
        }
        t->wanted = false;
        about = t->about;
        pthread_mutex_unlock(&t->lock);
        began_ms = clock_monotonic_us() / US_PER_MS;
        c = count(&about, &s);
        pthread_mutex_lock(&t->lock);
        let_go(t->last);
        t->last = c;
        t->end_ms = clock_monotonic_us() / US_PER_MS;
        t->span_ms = t->end_ms - began_ms;
        t->rounds++;
        pthread_cond_broadcast(&t->change);
    }
    pthread_mutex_unlock(&t->lock);
    store_close(s);
    return NULL;
}

struct tally *
tally_new(const struct tally_about *about)
{
    struct tally *t = mem_zalloc(sizeof(*t));

    t->about = *about;
    t->wanted = true;
    pthread_mutex_init(&t->lock, NULL);
    pthread_cond_init(&t->change, NULL);
    if (pthread_create(&t->thread, NULL, run, t) == 0)
        return t;
    pthread_mutex_destroy(&t->lock);
    pthread_cond_destroy(&t->change);
    free(t);
    return NULL; /* then each request counts for itself */
}

void
tally_free(struct tally *t)
{
    if (t == NULL)
        return;
    pthread_mutex_lock(&t->lock);
    t->stop = true;
    pthread_cond_broadcast(&t->change);
    pthread_mutex_unlock(&t->lock);
    pthread_join(t->thread, NULL);
    let_go(t->last);
    pthread_mutex_destroy(&t->lock);
    pthread_cond_destroy(&t->change);
    free(t);
}

struct tally_view *
tally_get(struct tally *t, const struct config *config)
{
    struct counted *c;
    int64_t rounds;
    bool wait;

    pthread_mutex_lock(&t->lock);
    t->about.config = config;
    rounds = t->rounds;
    wait = t->last == NULL || t->span_ms < TALLY_QUICK_MS;
    if (wait || clock_monotonic_us() / US_PER_MS - t->end_ms > REST * t->span_ms) {
        t->wanted = true;
        pthread_cond_broadcast(&t->change);
    }
    while (wait && t->rounds == rounds)
        pthread_cond_wait(&t->change, &t->lock);
    c = t->last;
    if (c != NULL)
        c->n_holders++;
    pthread_mutex_unlock(&t->lock);
    return c != NULL ? &c->view : NULL;
}

void
tally_release(struct tally *t, struct tally_view *v)
{
    if (t == NULL || v == NULL)
        return;
    pthread_mutex_lock(&t->lock);
    let_go((struct counted *)v); /* the view is its first member */
    pthread_mutex_unlock(&t->lock);
}

void
tally_reload(struct tally *t, const struct config *config)
{
    if (t == NULL)
        return;
    pthread_mutex_lock(&t->lock);
    t->about.config = config;
    t->wanted = true;
    pthread_cond_broadcast(&t->change);
    pthread_mutex_unlock(&t->lock);
}
