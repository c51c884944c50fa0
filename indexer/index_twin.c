/*
 * index_twin.c - which own pages are another one's twins; see index.h and twin.h.
 *
 * What costs (sketches, comparing texts) is done for new and changed pages only and kept; who
 * counts among those that are alike is worked out each time from all pages, in order of preference:
 * a page is the twin of the most alike page before it that counts itself, and else counts.  So the
 * outcome depends on the pages alone, not on the order in which they came.
 */

#include <stdlib.h>
#include <string.h>

#include "index.h"
#include "mem.h"
#include "store_twin.h"
#include "twin.h"

#define SKETCH_VERSION 1 /* raise it when sketches or likeness are made in another way */

/* A sketch as it is stored: in the machine's byte order, for this store alone. */
struct stored_sketch {
    uint32_t version;
    struct twin_sketch sketch;
};

struct page {
    struct store_twin_page row;
    size_t of; /* number of the page that counts; SELF: itself */
    double likeness;
};
#define SELF SIZE_MAX

struct like {
    size_t hi, lo; /* numbers of pages, lo before hi */
    double likeness;
};

struct twins {
    const struct index_job *job;
    struct arena *arena; /* rows */
    struct page *pages;  /* owned; in order of preference */
    size_t n, cap;
    struct twin_sketch *sketches; /* owned, as the next ones; by number of page */
    bool *fresh;
    struct like *likes;
    size_t n_likes, cap_likes;
};

/* ---- preference ---- */

static bool
is_linkable(const struct store_twin_page *p)
{
    return p->linkable;
}

static bool
is_canonical(const struct store_twin_page *p)
{
    return p->canonical.n == 0 || text_eq(p->canonical, p->address);
}

static bool
is_https(const struct store_twin_page *p)
{
    return text_starts(p->address, TEXT_LIT("https:"));
}

static bool
has_no_query(const struct store_twin_page *p)
{
    return text_find_char(p->address, '?') == TEXT_NPOS;
}

/* Why one counts and not the other: the first of these that only one has. */
static const struct {
    bool (*has)(const struct store_twin_page *p);
    const char *why;
} marks[] = {
    { is_linkable, "answers may link to it" },
    { is_canonical, "its own canonical address" },
    { is_https, "https" },
    { has_no_query, "no query in its address" },
};

/* Below 0: a is preferred. */
static int
compare(const struct store_twin_page *a, const struct store_twin_page *b, const char **why)
{
    for (size_t i = 0; i < N_ELEMENTS(marks); i++) {
        *why = marks[i].why;
        if (marks[i].has(a) != marks[i].has(b))
            return marks[i].has(a) ? -1 : 1;
    }
    *why = "shorter address";
    if (a->address.n != b->address.n)
        return a->address.n < b->address.n ? -1 : 1;
    *why = "first by address";
    return text_cmp(a->address, b->address);
}

static int
by_preference(const void *a, const void *b)
{
    const struct page *x = a, *y = b;
    const char *why;

    return compare(&x->row, &y->row, &why);
}

/* ---- what costs ---- */

static void
keep_page(void *self, const struct store_twin_page *p)
{
    struct twins *t = self;

    t->pages = mem_grow(t->pages, &t->cap, t->n + 1, sizeof(*t->pages));
    t->pages[t->n++] = (struct page){ *p, SELF, 0 };
}

static void
add_like(struct twins *t, size_t i, size_t j, double likeness)
{
    t->likes = mem_grow(t->likes, &t->cap_likes, t->n_likes + 1, sizeof(*t->likes));
    t->likes[t->n_likes++] = (struct like){ i > j ? i : j, i > j ? j : i, likeness };
}

static void
try_pair(void *self, size_t i, size_t j)
{
    struct twins *t = self;
    const struct store_twin_page *x = &t->pages[i].row, *y = &t->pages[j].row;
    struct arena *a;
    double likeness = 1;

    if (t->job->stop != NULL && t->job->stop())
        return;
    if (x->text_hash != y->text_hash) {
        a = arena_new();
        likeness = twin_likeness(store_twin_text(t->job->store, x->url_id, a),
                                 store_twin_text(t->job->store, y->url_id, a), a);
        arena_free(a);
    }
    if (likeness >= TWIN_ALIKE)
        add_like(t, i, j, likeness);
}

/* Sketches of all pages, made for those that have none of their present text; how many. */
static size_t
make_sketches(struct twins *t, bool rebuild)
{
    size_t n_fresh = 0;

    t->sketches = mem_zalloc((t->n + 1) * sizeof(*t->sketches));
    t->fresh = mem_zalloc(t->n + 1);
    for (size_t i = 0; i < t->n; i++) {
        const struct store_twin_page *p = &t->pages[i].row;
        struct stored_sketch stored = { 0 };
        struct arena *a;

        if (p->sketched && p->sketch.n == sizeof(stored))
            memcpy(&stored, p->sketch.p, sizeof(stored));
        t->fresh[i] = rebuild || stored.version != SKETCH_VERSION;
        t->sketches[i] = stored.sketch;
        if (!t->fresh[i])
            continue;
        n_fresh++;
        a = arena_new();
        twin_sketch(store_twin_text(t->job->store, p->url_id, a), &t->sketches[i]);
        arena_free(a);
    }
    return n_fresh;
}

static enum status
write_sketches(const struct twins *t, struct err *err)
{
    struct store *s = t->job->store;

    store_begin(s);
    store_twin_clean(s);
    for (size_t i = 0; i < t->n; i++) {
        struct stored_sketch stored = { SKETCH_VERSION, t->sketches[i] };

        if (t->fresh[i])
            store_twin_put_sketch(s, t->pages[i].row.url_id, t->pages[i].row.text_hash,
                                  (struct text){ (const char *)&stored, sizeof(stored) });
    }
    for (size_t i = 0; i < t->n_likes; i++)
        store_twin_put_like(s, t->pages[t->likes[i].hi].row.url_id,
                            t->pages[t->likes[i].lo].row.url_id, t->likes[i].likeness);
    return store_commit(s, err);
}

/* ---- who counts ---- */

struct number {
    int64_t url_id;
    size_t page;
};

static int
by_url(const void *a, const void *b)
{
    const struct number *x = a, *y = b;

    return (x->url_id > y->url_id) - (x->url_id < y->url_id);
}

struct loading {
    struct twins *twins;
    struct number *numbers; /* sorted */
};

static size_t
number_of(const struct loading *l, int64_t url_id)
{
    struct number key = { url_id, 0 };
    const struct number *n = bsearch(&key, l->numbers, l->twins->n, sizeof(*l->numbers), by_url);

    return n != NULL ? n->page : SELF;
}

static void
load_like(void *self, int64_t url_id, int64_t other_id, double likeness)
{
    struct loading *l = self;
    size_t i = number_of(l, url_id), j = number_of(l, other_id);

    if (i != SELF && j != SELF)
        add_like(l->twins, i, j, likeness);
}

static int
by_page(const void *a, const void *b)
{
    const struct like *x = a, *y = b;

    if (x->hi != y->hi)
        return x->hi < y->hi ? -1 : 1;
    return (x->lo > y->lo) - (x->lo < y->lo);
}

/* A page may stand for another one only where both answer for the same departments. */
static bool
may_stand_for(const struct store_twin_page *a, const struct store_twin_page *b)
{
    return a->n_departments == b->n_departments && a->sum_department == b->sum_department &&
           twin_titles(a->title, b->title);
}

static void
choose(struct twins *t)
{
    if (t->n_likes > 1)
        qsort(t->likes, t->n_likes, sizeof(*t->likes), by_page);
    for (size_t i = 0; i < t->n_likes; i++) {
        const struct like *k = &t->likes[i];
        struct page *page = &t->pages[k->hi], *before = &t->pages[k->lo];
        size_t of = before->of == SELF ? k->lo : before->of;
        double likeness = before->of == SELF ? k->likeness : k->likeness * before->likeness;

        if (likeness >= TWIN_ALIKE && likeness > page->likeness &&
            may_stand_for(&t->pages[of].row, &page->row)) {
            page->of = of;
            page->likeness = likeness;
        }
    }
}

static enum status
write_twins(const struct twins *t, struct index_counts *counts, struct err *err)
{
    store_begin(t->job->store);
    for (size_t i = 0; i < t->n; i++) {
        const struct page *p = &t->pages[i];
        int64_t of_id = p->of == SELF ? 0 : t->pages[p->of].row.url_id;
        const char *why = "";

        counts->twins += of_id != 0;
        if (of_id == p->row.of_id && (of_id == 0 || p->likeness == p->row.likeness))
            continue;
        if (of_id != 0)
            (void)compare(&t->pages[p->of].row, &p->row, &why); /* only why */
        store_twin_put(t->job->store, p->row.url_id, of_id, p->likeness, text_of(why));
    }
    return store_commit(t->job->store, err);
}

static enum status
choose_anew(struct twins *t, struct index_counts *counts, struct err *err)
{
    struct loading l = { t, mem_zalloc((t->n + 1) * sizeof(*l.numbers)) };
    enum status st;

    for (size_t i = 0; i < t->n; i++)
        l.numbers[i] = (struct number){ t->pages[i].row.url_id, i };
    if (t->n > 1)
        qsort(l.numbers, t->n, sizeof(*l.numbers), by_url);
    t->n_likes = 0;
    store_twin_likes(t->job->store, load_like, &l);
    free(l.numbers);
    st = store_check(t->job->store, err);
    if (st != ST_OK)
        return st;
    choose(t);
    return write_twins(t, counts, err);
}

enum status
index_twins(const struct index_job *job, bool rebuild, struct index_counts *counts, struct err *err)
{
    struct twins t = { .job = job, .arena = arena_new() };
    enum status st;

    store_twin_pages(job->store, t.arena, keep_page, &t);
    st = store_check(job->store, err);
    if (t.n > 1)
        qsort(t.pages, t.n, sizeof(*t.pages), by_preference);
    if (st == ST_OK && make_sketches(&t, rebuild) > 0) {
        twin_pairs(t.sketches, t.fresh, t.n, try_pair, &t);
        st = store_check(job->store, err);
    }
    if (st == ST_OK && job->stop != NULL && job->stop())
        st = err_set(err, ST_INTERRUPTED, "stopped");
    if (st == ST_OK)
        st = write_sketches(&t, err);
    if (st == ST_OK)
        st = choose_anew(&t, counts, err);
    free(t.pages);
    free(t.sketches);
    free(t.fresh);
    free(t.likes);
    arena_free(t.arena);
    return st;
}
