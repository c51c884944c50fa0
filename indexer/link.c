#include "link.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

/* A neighbour and how like it is; lists are in order of cluster. */
struct near {
    uint32_t cluster;
    float likeness;
};

/* A cluster is named by one of its items.  Dead ones point to who took them over. */
struct cluster {
    struct pair_term *sum; /* owned; NULL while it is one item that counts once: its vector */
    size_t n_sum;
    struct near *near; /* owned; all at or above the floor, alive */
    size_t n_near, cap_near;
    uint32_t size, parent, label;
};

struct candidate {
    float likeness;
    uint32_t a, b; /* a < b */
};

struct linker {
    struct link_items items;
    float floor;
    struct cluster *clusters; /* owned; one per item */
    struct candidate *heap;   /* owned; the best on top; may hold stale ones */
    size_t n_heap, cap_heap;
};

static uint32_t
root(const struct linker *l, uint32_t i)
{
    while (l->clusters[i].parent != i) /* each step halves the way for the next */
        i = l->clusters[i].parent = l->clusters[l->clusters[i].parent].parent;
    return i;
}

static struct pair_vector
sum_of(const struct linker *l, uint32_t c)
{
    const struct cluster *cl = &l->clusters[c];

    return cl->sum != NULL ? (struct pair_vector){ cl->sum, cl->n_sum } : l->items.vectors[c];
}

static float
likeness(const struct linker *l, uint32_t a, uint32_t b)
{
    struct pair_vector x = sum_of(l, a), y = sum_of(l, b);

    return pair_side_dot(&x, &y) / ((float)l->clusters[a].size * (float)l->clusters[b].size);
}

static bool
better(const struct candidate *x, const struct candidate *y)
{
    if (x->likeness > y->likeness || x->likeness < y->likeness)
        return x->likeness > y->likeness;
    return x->a != y->a ? x->a < y->a : x->b < y->b;
}

static void
push(struct linker *l, uint32_t a, uint32_t b, float like)
{
    struct candidate x = { like, a < b ? a : b, a < b ? b : a };
    size_t i;

    l->heap = mem_grow(l->heap, &l->cap_heap, l->n_heap + 1, sizeof(*l->heap));
    for (i = l->n_heap++; i > 0 && better(&x, &l->heap[(i - 1) / 2]); i = (i - 1) / 2)
        l->heap[i] = l->heap[(i - 1) / 2];
    l->heap[i] = x;
}

static struct candidate
pop(struct linker *l)
{
    struct candidate top = l->heap[0], x = l->heap[--l->n_heap];
    size_t i = 0;

    for (size_t child; (child = 2 * i + 1) < l->n_heap; i = child) {
        if (child + 1 < l->n_heap && better(&l->heap[child + 1], &l->heap[child]))
            child++;
        if (!better(&l->heap[child], &x))
            break;
        l->heap[i] = l->heap[child];
    }
    l->heap[i] = x;
    return top;
}

static size_t
near_place(const struct cluster *c, uint32_t other)
{
    size_t lo = 0, hi = c->n_near;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (c->near[mid].cluster < other)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static const struct near *
near_find(const struct cluster *c, uint32_t other)
{
    size_t i = near_place(c, other);

    return i < c->n_near && c->near[i].cluster == other ? &c->near[i] : NULL;
}

static void
near_set(struct cluster *c, uint32_t other, float like)
{
    size_t i = near_place(c, other);

    if (i == c->n_near || c->near[i].cluster != other) {
        c->near = mem_grow(c->near, &c->cap_near, c->n_near + 1, sizeof(*c->near));
        memmove(&c->near[i + 1], &c->near[i], (c->n_near - i) * sizeof(*c->near));
        c->n_near++;
    }
    c->near[i] = (struct near){ other, like };
}

static void
near_drop(struct cluster *c, uint32_t other)
{
    size_t i = near_place(c, other);

    if (i == c->n_near || c->near[i].cluster != other)
        return;
    c->n_near--;
    memmove(&c->near[i], &c->near[i + 1], (c->n_near - i) * sizeof(*c->near));
}

/* Add b's sum to a's. */
static void
add_sums(struct linker *l, uint32_t a, uint32_t b)
{
    struct pair_vector x = sum_of(l, a), y = sum_of(l, b);
    struct pair_term *t = mem_zalloc((x.n + y.n) * sizeof(*t));
    size_t i = 0, k = 0, n = 0;

    while (i < x.n || k < y.n) {
        bool from_x = i < x.n && (k == y.n || x.terms[i].key <= y.terms[k].key);
        bool from_y = k < y.n && (i == x.n || y.terms[k].key <= x.terms[i].key);

        t[n].key = from_x ? x.terms[i].key : y.terms[k].key;
        t[n].weight = (from_x ? x.terms[i].weight : 0) + (from_y ? y.terms[k].weight : 0);
        i += from_x;
        k += from_y;
        n++;
    }
    free(l->clusters[a].sum);
    free(l->clusters[b].sum);
    l->clusters[b].sum = NULL;
    l->clusters[a].sum = t;
    l->clusters[a].n_sum = n;
}

static bool
may_join(const struct linker *l, uint32_t a, uint32_t b)
{
    return l->clusters[a].label == LINK_NONE || l->clusters[b].label == LINK_NONE;
}

/* The mean of what a and b were to n; what was below the floor is worked out now. */
static void
relink(struct linker *l, uint32_t a, uint32_t b, uint32_t n, float size_a, float size_b)
{
    const struct near *na = near_find(&l->clusters[a], n), *nb = near_find(&l->clusters[b], n);
    float la = na != NULL ? na->likeness : likeness(l, a, n);
    float lb = nb != NULL ? nb->likeness : likeness(l, b, n);
    float like = (size_a * la + size_b * lb) / (size_a + size_b);
    bool keep = like >= l->floor && may_join(l, a, n) && may_join(l, b, n);

    near_drop(&l->clusters[n], b);
    if (!keep) {
        near_drop(&l->clusters[n], a);
        return;
    }
    near_set(&l->clusters[n], a, like);
    push(l, a, n, like);
}

/* b becomes part of a (a < b). */
static void
join(struct linker *l, uint32_t a, uint32_t b)
{
    struct cluster *ca = &l->clusters[a], *cb = &l->clusters[b];
    float size_a = (float)ca->size, size_b = (float)cb->size;
    size_t n_all = ca->n_near + cb->n_near, n = 0;
    uint32_t *all = mem_zalloc(n_all * sizeof(*all));

    for (size_t i = 0, k = 0; i < ca->n_near || k < cb->n_near;) {
        uint32_t x = i < ca->n_near ? ca->near[i].cluster : LINK_NONE;
        uint32_t y = k < cb->n_near ? cb->near[k].cluster : LINK_NONE;
        uint32_t least = x < y ? x : y;

        i += x == least;
        k += y == least;
        if (least != a && least != b)
            all[n++] = least;
    }
    for (size_t i = 0; i < n; i++)
        relink(l, a, b, all[i], size_a, size_b);
    add_sums(l, a, b);
    ca->size += cb->size;
    if (ca->label == LINK_NONE)
        ca->label = cb->label;
    cb->parent = a;
    free(cb->near);
    cb->near = NULL;
    cb->n_near = cb->cap_near = 0;
    ca->n_near = 0;
    for (size_t i = 0; i < n; i++) {
        const struct near *back = near_find(&l->clusters[all[i]], a);

        if (back != NULL)
            near_set(ca, all[i], back->likeness);
    }
    free(all);
}

/* An item that counts several times is a cluster of its own from the start. */
static void
count_copies(struct linker *l, uint32_t i, uint32_t copies)
{
    const struct pair_vector *v = &l->items.vectors[i];
    struct cluster *c = &l->clusters[i];

    c->size = copies;
    c->n_sum = v->n;
    c->sum = mem_zalloc(v->n * sizeof(*c->sum));
    for (size_t k = 0; k < v->n; k++)
        c->sum[k] = (struct pair_term){ v->terms[k].key, v->terms[k].weight * (float)copies };
}

struct labelled {
    uint32_t label, item;
};

static int
by_label(const void *a, const void *b)
{
    const struct labelled *x = a, *y = b;

    if (x->label != y->label)
        return x->label < y->label ? -1 : 1;
    return x->item < y->item ? -1 : x->item > y->item;
}

/* Items of one label are together before anything is compared: neighbours in the list are joined,
 * then what they made, so that no sum is copied more than log n times. */
static void
join_labelled(struct linker *l, const struct labelled *v, size_t n)
{
    for (size_t step = 1; step < n; step *= 2)
        for (size_t i = 0; i + step < n; i += 2 * step) {
            uint32_t a = v[i].item, b = v[i + step].item;

            add_sums(l, a, b);
            l->clusters[a].size += l->clusters[b].size;
            l->clusters[b].parent = a;
        }
    for (size_t i = 1; i < n; i++)
        l->clusters[v[i].item].parent = v[0].item;
}

static void
join_labels(struct linker *l)
{
    struct labelled *v = mem_zalloc(l->items.n * sizeof(*v));
    size_t n = 0;

    for (uint32_t i = 0; i < l->items.n; i++)
        if (l->clusters[i].label != LINK_NONE)
            v[n++] = (struct labelled){ l->clusters[i].label, i };
    qsort(v, n, sizeof(*v), by_label);
    for (size_t i = 0, from; i < n;) {
        from = i;
        while (i < n && v[i].label == v[from].label)
            i++;
        join_labelled(l, &v[from], i - from);
    }
    free(v);
}

struct linker *
link_new(const struct link_items *items, float floor)
{
    struct linker *l = mem_zalloc(sizeof(*l));

    l->items = *items;
    l->floor = floor;
    l->clusters = mem_zalloc(items->n * sizeof(*l->clusters));
    for (uint32_t i = 0; i < items->n; i++) {
        l->clusters[i].size = 1;
        l->clusters[i].parent = i;
        l->clusters[i].label = items->labels[i];
        if (items->copies != NULL && items->copies[i] > 1)
            count_copies(l, i, items->copies[i]);
    }
    join_labels(l);
    return l;
}

void
link_free(struct linker *l)
{
    if (l == NULL)
        return;
    for (uint32_t i = 0; i < l->items.n; i++) {
        free(l->clusters[i].sum);
        free(l->clusters[i].near);
    }
    free(l->clusters);
    free(l->heap);
    free(l);
}

void
link_add(struct linker *l, struct link_edge e)
{
    uint32_t a = root(l, e.a), b = root(l, e.b);
    float like;

    if (a == b || !may_join(l, a, b) || near_find(&l->clusters[a], b) != NULL)
        return;
    like = likeness(l, a, b);
    if (like < l->floor)
        return;
    near_set(&l->clusters[a], b, like);
    near_set(&l->clusters[b], a, like);
    push(l, a, b, like);
}

void
link_run(struct linker *l, uint32_t *cluster)
{
    while (l->n_heap > 0) {
        struct candidate c = pop(l);
        const struct near *now;

        if (l->clusters[c.a].parent != c.a || l->clusters[c.b].parent != c.b)
            continue;
        now = near_find(&l->clusters[c.a], c.b);
        if (now == NULL || now->likeness > c.likeness || now->likeness < c.likeness)
            continue; /* stale */
        join(l, c.a, c.b);
    }
    for (uint32_t i = 0; i < l->items.n; i++)
        cluster[i] = root(l, i);
}

float
link_fit(const struct linker *l, uint32_t item)
{
    uint32_t c = root(l, item);
    struct pair_vector sum = sum_of(l, c), own = l->items.vectors[item];
    float self = pair_side_dot(&own, &own);

    if (l->clusters[c].size < 2)
        return 1;
    return (pair_side_dot(&own, &sum) - self) / (float)(l->clusters[c].size - 1);
}
