#include "schedule.h"

#include <stdbool.h>
#include <stdlib.h>

#include "mem.h"

static bool
before(const struct schedule_item *a, const struct schedule_item *b)
{
    return a->at_ms < b->at_ms || (a->at_ms == b->at_ms && a->rank < b->rank);
}

static void
set(struct schedule *s, size_t place, struct schedule_item *item)
{
    s->v[place] = item;
    item->place = place;
    s->moves++;
}

static void
rise(struct schedule *s, struct schedule_item *item)
{
    size_t at = item->place;

    while (at > 0 && before(item, s->v[(at - 1) / 2])) {
        set(s, at, s->v[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
    set(s, at, item);
}

static void
sink(struct schedule *s, struct schedule_item *item)
{
    size_t at = item->place, child;

    while ((child = 2 * at + 1) < s->n) {
        if (child + 1 < s->n && before(s->v[child + 1], s->v[child]))
            child++;
        if (!before(s->v[child], item))
            break;
        set(s, at, s->v[child]);
        at = child;
    }
    set(s, at, item);
}

void
schedule_put(struct schedule *s, struct schedule_item *item, int64_t at_ms)
{
    if (item->in == s && item->at_ms == at_ms)
        return;
    if (item->in != s) {
        schedule_drop(item);
        s->v = mem_grow(s->v, &s->cap, s->n + 1, sizeof(struct schedule_item *));
        item->in = s;
        item->place = s->n;
        s->v[s->n++] = item;
    }
    item->at_ms = at_ms;
    rise(s, item);
    sink(s, item);
}

void
schedule_drop(struct schedule_item *item)
{
    struct schedule *s = item->in;
    struct schedule_item *last;

    if (s == NULL)
        return;
    item->in = NULL;
    last = s->v[--s->n];
    if (last == item)
        return;
    last->place = item->place;
    rise(s, last);
    sink(s, last);
}

struct schedule_item *
schedule_first(const struct schedule *s)
{
    return s->n > 0 ? s->v[0] : NULL;
}

void
schedule_release(struct schedule *s)
{
    while (s->n > 0)
        s->v[--s->n]->in = NULL;
    free(s->v);
    *s = (struct schedule){ 0 };
}
