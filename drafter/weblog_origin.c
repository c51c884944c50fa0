/* weblog_origin.c - see weblog_origin.h. */

#include "weblog_origin.h"

#include <stdlib.h>

#include "mem.h"
#include "url.h"

struct weblog_origin {
    struct arena *arena; /* owned; of what is added */
    struct arena *work;  /* owned; of one referer */
    struct names {
        struct text *v;
        size_t n, cap;
    } places, own;
    struct store_visit_thread *threads; /* address: normalised, without its fragment */
    size_t n_threads, cap_threads;
    bool sorted;
};

struct weblog_origin *
weblog_origin_new(void)
{
    struct weblog_origin *o = mem_zalloc(sizeof(*o));

    o->arena = arena_new();
    o->work = arena_new();
    return o;
}

void
weblog_origin_free(struct weblog_origin *o)
{
    if (o == NULL)
        return;
    arena_free(o->arena);
    arena_free(o->work);
    free(o);
}

/* Places are few: one for each site that is listened to. */
static struct text
find(const struct names *names, struct text place)
{
    for (size_t i = 0; i < names->n; i++)
        if (text_eq(names->v[i], place))
            return names->v[i];
    return TEXT_NONE;
}

static void
add(struct weblog_origin *o, struct names *names, struct text address)
{
    struct text place = store_visit_place(address, o->arena);

    if (place.n == 0 || find(names, place).n > 0)
        return;
    names->v = arena_grow(o->arena, names->v, names->n, &names->cap, sizeof(place));
    names->v[names->n++] = place;
}

void
weblog_origin_add_site(struct weblog_origin *o, struct text address)
{
    add(o, &o->places, address);
}

void
weblog_origin_add_own(struct weblog_origin *o, struct text address)
{
    add(o, &o->own, address);
}

static struct text
normal(struct text address, struct arena *a)
{
    struct text whole;

    if (url_resolve(address, TEXT_NONE, a, &whole, NULL) != ST_OK)
        return TEXT_NONE;
    return url_canonical(whole, a);
}

void
weblog_origin_add_thread(struct weblog_origin *o, const struct store_visit_thread *t)
{
    struct store_visit_thread x = *t;

    weblog_origin_add_site(o, t->address);
    x.address = normal(t->address, o->arena);
    if (x.address.n == 0)
        return;
    o->threads = arena_grow(o->arena, o->threads, o->n_threads, &o->cap_threads, sizeof(x));
    o->threads[o->n_threads++] = x;
    o->sorted = false;
}

struct text
weblog_origin_place(struct weblog_origin *o, struct text referer)
{
    struct text place;

    arena_clear(o->work);
    place = store_visit_place(referer, o->work);
    return find(&o->own, place).n > 0 ? TEXT_NONE : find(&o->places, place);
}

static int
by_address(const void *x, const void *y)
{
    const struct store_visit_thread *a = x, *b = y;
    int order = text_cmp(a->address, b->address);

    if (order != 0)
        return order;
    if (a->url_id != b->url_id)
        return a->url_id < b->url_id ? -1 : 1;
    return (a->at_s > b->at_s) - (a->at_s < b->at_s);
}

int64_t
weblog_origin_group(struct weblog_origin *o, struct text referer, int64_t url_id, int64_t at_s)
{
    struct store_visit_thread want = { .url_id = url_id, .at_s = at_s };
    size_t low = 0, high = o->n_threads;
    const struct store_visit_thread *t;

    if (!o->sorted && o->n_threads > 0)
        qsort(o->threads, o->n_threads, sizeof(*o->threads), by_address);
    o->sorted = true;
    arena_clear(o->work);
    want.address = normal(referer, o->work);
    if (want.address.n == 0)
        return 0;
    while (low < high) { /* the first that is later */
        size_t mid = low + (high - low) / 2;

        if (by_address(&o->threads[mid], &want) <= 0)
            low = mid + 1;
        else
            high = mid;
    }
    t = low > 0 ? &o->threads[low - 1] : NULL;
    return t != NULL && t->url_id == url_id && text_eq(t->address, want.address) ? t->group_id : 0;
}
