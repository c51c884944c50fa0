/* queue_visits.c - see queue_visits.h. */

#include "queue_visits.h"

#include <math.h>
#include <stdlib.h>

#include "db_version.h"
#include "mem.h"
#include "store_private.h"
#include "store_visit.h"

#define KEPT_S 60   /* half a second of work for a year of a busy university's logs */
#define MILLI  1000 /* shares are no whole numbers */

struct visited {
    int64_t group_id;
    double tagged, referred, dark;
};

struct queue_visits {
    struct db_version version;
    int64_t at_s, generation; /* generation 0: none was read yet */
    struct visited *v;        /* owned; by group */
    size_t n, cap;
};

bool
queue_visits_order(enum store_queue_order order)
{
    return order >= STORE_QUEUE_BY_VISITS && order <= STORE_QUEUE_BY_DARK;
}

static void
read_all(struct store *s, struct queue_visits *m)
{
    struct arena *a = arena_new();
    struct store_visits all;

    m->n = 0;
    store_visit_read(s, &(struct store_visit_query){ .by_group = true }, a, &all);
    for (size_t i = 0; i < all.n; i++) {
        const struct store_visit_answer *x = &all.answers[i];
        struct visited *v = m->n > 0 ? &m->v[m->n - 1] : NULL;

        if (v == NULL || v->group_id != x->group_id) {
            m->v = mem_grow(m->v, &m->cap, m->n + 1, sizeof(*m->v));
            v = &m->v[m->n++];
            *v = (struct visited){ .group_id = x->group_id };
        }
        v->tagged += x->tagged;
        v->referred += x->referred;
        v->dark += x->dark;
    }
    arena_free(a);
}

int64_t
queue_visits_refresh(struct store *s, int64_t now_s)
{
    struct db_version now = db_version(s); /* before they are read: a change in between shows */
    struct queue_visits *m = s->visits;

    if (m == NULL)
        m = s->visits = mem_zalloc(sizeof(*m));
    if (m->generation > 0 &&
        (db_version_same(&m->version, &now) || (now_s >= m->at_s && now_s - m->at_s < KEPT_S)))
        return m->generation;
    read_all(s, m);
    m->version = store_failed(s) ? DB_VERSION_NONE : now;
    m->at_s = now_s;
    return ++m->generation;
}

static int64_t
key_of(const struct visited *v, enum store_queue_order order)
{
    double n = order == STORE_QUEUE_BY_TAGGED     ? v->tagged
               : order == STORE_QUEUE_BY_REFERRED ? v->referred
               : order == STORE_QUEUE_BY_DARK     ? v->dark
                                                  : v->tagged + v->referred + v->dark;

    return llround(n * MILLI);
}

static int
by_group(const void *x, const void *y)
{
    const struct visited *a = x, *b = y;

    return (a->group_id > b->group_id) - (a->group_id < b->group_id);
}

int64_t
queue_visits_of(struct store *s, enum store_queue_order order, int64_t group_id)
{
    const struct visited at = { .group_id = group_id };
    const struct visited *v = NULL;

    if (s->visits == NULL)
        (void)queue_visits_refresh(s, 0); /* of a card whose list was not asked for yet */
    if (s->visits->n > 0)
        v = bsearch(&at, s->visits->v, s->visits->n, sizeof(*v), by_group);
    return v != NULL ? key_of(v, order) : 0;
}

void
queue_visits_free(struct queue_visits *v)
{
    if (v == NULL)
        return;
    free(v->v);
    free(v);
}
