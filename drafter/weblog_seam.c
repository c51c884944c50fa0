/* weblog_seam.c - see weblog_seam.h. */

#include "weblog_seam.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "mem.h"
#include "weblog_hash.h"

#define WINDOW_S WEBLOG_WINDOW_S
#define BATCH    2048 /* rows of a transaction: some 10 ms */

/* A visit of another import. */
struct known {
    struct store_seam row;
    bool seen;   /* this import has a request of it */
    bool joined; /* it turned out to begin here */
};

/* What was kept by one key. */
struct import {
    struct store_seam_key key;
    int64_t from_s, to_s; /* requests that may be near one of its visits */
    int64_t end_s;        /* of the last visit that may go on; INT64_MIN: none */
    size_t first, n;      /* among all that are known; in the order of their visitors */
};

struct weblog_seam {
    struct store *store;
    const struct weblog_pages *pages;
    struct arena *arena;         /* owned */
    int64_t now_s, from_s, to_s; /* from_s > to_s: no line was read yet */
    struct store_seam_key key;   /* of this import */
    struct import *imports;
    struct known *known;
    size_t n_imports, cap_imports, n_known, cap_known;
    size_t n_written; /* of the batch at hand */
    struct buf scratch;
};

/* ---- what is known ---- */

static int
by_number(const void *x, const void *y)
{
    const int64_t *a = x, *b = y;

    return (*a > *b) - (*a < *b);
}

static int
by_visitor(const void *x, const void *y)
{
    const struct known *a = x, *b = y;

    return (a->row.visitor > b->row.visitor) - (a->row.visitor < b->row.visitor);
}

/* The pages that were asked for, in order. */
static size_t
asked_pages(const struct weblog_seam *m, const bool *sites, int64_t **ret)
{
    size_t all = weblog_pages_count(m->pages), n = 0;

    *ret = mem_alloc((all + 1) * sizeof(**ret));
    for (size_t i = 0; i < all; i++) {
        const struct weblog_page *p = weblog_pages_at(m->pages, i);

        if (sites[p->site])
            (*ret)[n++] = p->url_id;
    }
    if (n > 0)
        qsort(*ret, n, sizeof(**ret), by_number);
    return n;
}

static void
read_import(struct weblog_seam *m, const struct store_seam_key *key, const int64_t *asked,
            size_t n_asked)
{
    struct import x = { .key = *key, .from_s = INT64_MAX, .end_s = INT64_MIN, .first = m->n_known };
    struct store_seam *rows;
    size_t n = store_seam_read(m->store, key->id, m->now_s, m->arena, &rows);

    for (size_t i = 0; i < n; i++) {
        if (n_asked == 0 ||
            bsearch(&rows[i].url_id, asked, n_asked, sizeof(*asked), by_number) == NULL)
            continue;
        m->known = arena_grow(m->arena, m->known, m->n_known, &m->cap_known, sizeof(*m->known));
        m->known[m->n_known++] = (struct known){ .row = rows[i] };
        x.n++;
        if (rows[i].at_s - WINDOW_S < x.from_s)
            x.from_s = rows[i].at_s - WINDOW_S;
        if (rows[i].at_s + WINDOW_S > x.to_s)
            x.to_s = rows[i].at_s + WINDOW_S;
        if (!rows[i].begins && rows[i].at_s > x.end_s)
            x.end_s = rows[i].at_s;
    }
    if (x.n == 0)
        return;
    qsort(&m->known[x.first], x.n, sizeof(*m->known), by_visitor);
    m->imports =
        arena_grow(m->arena, m->imports, m->n_imports, &m->cap_imports, sizeof(*m->imports));
    m->imports[m->n_imports++] = x;
}

struct weblog_seam *
weblog_seam_new(struct store *s, const struct weblog_pages *pages, const bool *sites, int64_t now_s)
{
    struct weblog_seam *m = mem_zalloc(sizeof(*m));
    struct store_seam_key *keys;
    int64_t *asked;
    size_t n_asked, n_keys;

    m->store = s;
    m->pages = pages;
    m->now_s = now_s;
    m->from_s = INT64_MAX;
    m->to_s = INT64_MIN;
    m->arena = arena_new();
    buf_init(&m->scratch, BUF_PAGE);
    randombytes_buf(&m->key, sizeof(m->key));
    m->key.id &= INT64_MAX;
    n_asked = asked_pages(m, sites, &asked);
    n_keys = store_seam_keys(s, m->arena, &keys);
    for (size_t i = 0; i < n_keys; i++)
        read_import(m, &keys[i], asked, n_asked);
    free(asked);
    return m;
}

void
weblog_seam_free(struct weblog_seam *m)
{
    if (m == NULL)
        return;
    sodium_memzero(&m->key, sizeof(m->key));
    buf_release(&m->scratch);
    arena_free(m->arena);
    free(m);
}

/* ---- requests ---- */

static uint64_t
visitor_of(struct weblog_seam *m, const struct store_seam_key *key, struct text client,
           struct text agent, int64_t url_id)
{
    uint64_t h = weblog_hash(key->bytes, client, agent, &m->scratch) +
                 (uint64_t)url_id * UINT64_C(0x9e3779b97f4a7c15);

    return h != 0 ? h : 1;
}

uint64_t
weblog_seam_visitor(struct weblog_seam *m, struct text client, struct text agent, int64_t url_id)
{
    return visitor_of(m, &m->key, client, agent, url_id);
}

void
weblog_seam_note(struct weblog_seam *m, int64_t at_s)
{
    if (at_s < m->from_s)
        m->from_s = at_s;
    if (at_s > m->to_s)
        m->to_s = at_s;
}

bool
weblog_seam_is_first(const struct weblog_seam *m, int64_t at_s)
{
    for (size_t k = 0; k < m->n_imports; k++)
        if (m->imports[k].end_s >= m->from_s - WINDOW_S &&
            m->imports[k].end_s <= m->from_s + WINDOW_S)
            return false; /* that was the log before: nothing is to be kept */
    return at_s - m->from_s <= WINDOW_S;
}

/* The first of a visitor's among those of an import; n if there is none. */
static size_t
find(const struct known *v, size_t n, uint64_t visitor)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (v[mid].row.visitor < visitor)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

bool
weblog_seam_goes_on(struct weblog_seam *m, struct text client, struct text agent, int64_t url_id,
                    int64_t at_s, size_t *ret_later)
{
    bool on = false;

    *ret_later = 0;
    for (size_t k = 0; k < m->n_imports; k++) {
        const struct import *x = &m->imports[k];
        uint64_t visitor;

        if (at_s < x->from_s || at_s > x->to_s)
            continue;
        visitor = visitor_of(m, &x->key, client, agent, url_id);
        for (size_t i = x->first + find(&m->known[x->first], x->n, visitor);
             i < x->first + x->n && m->known[i].row.visitor == visitor; i++) {
            struct known *v = &m->known[i];
            int64_t gap_s = at_s - v->row.at_s;

            if (gap_s > WINDOW_S || gap_s < -WINDOW_S)
                continue;
            if (v->row.begins && gap_s < 0) {
                /* its own log has come by: then this is a line that was written late */
                if (!v->seen && !v->joined)
                    *ret_later = i + 1;
                continue;
            }
            v->seen = on = true;
        }
    }
    return on;
}

/* ---- keeping ---- */

void
weblog_seam_begin(struct weblog_seam *m, uint64_t visitor, int64_t at_s,
                  const struct store_visit_request *begun)
{
    store_seam_add(m->store, &m->key,
                   &(struct store_seam){
                       .visitor = visitor, .url_id = begun->url_id, .at_s = at_s, .begins = true },
                   m->now_s, begun);
}

bool
weblog_seam_join(struct weblog_seam *m, size_t later, bool dry)
{
    struct known *v = &m->known[later - 1];

    if (v->joined)
        return false;
    v->joined = true;
    return dry || store_seam_join(m->store, v->row.id);
}

/* Rows of a transaction are few, so that editors do not wait. */
static void
wrote(struct weblog_seam *m)
{
    m->n_written++;
    if (m->n_written % BATCH != 0)
        return;
    (void)store_commit(m->store, NULL); /* sticky */
    store_begin(m->store);
}

static void
keep_end(void *self, uint64_t visitor, size_t page, int64_t at_s)
{
    struct weblog_seam *m = self;

    store_seam_add(m->store, &m->key,
                   &(struct store_seam){ .visitor = visitor,
                                         .url_id = weblog_pages_at(m->pages, page)->url_id,
                                         .at_s = at_s },
                   m->now_s, NULL);
    wrote(m);
}

/* An end is over when the log went on, or the visit did: then it is kept by the key of this
 * import.  A beginning is over when what was before it has been read. */
static bool
is_over(const struct weblog_seam *m, const struct known *v)
{
    int64_t beyond_s = v->row.at_s + (v->row.begins ? -WINDOW_S : WINDOW_S);

    return (v->seen && !v->row.begins) || (beyond_s >= m->from_s && beyond_s <= m->to_s);
}

enum status
weblog_seam_end(struct weblog_seam *m, const struct weblog_window *w, struct err *err)
{
    store_begin(m->store);
    if (m->from_s <= m->to_s)
        weblog_window_each(w, m->to_s - WINDOW_S, keep_end, m);
    for (size_t i = 0; i < m->n_known; i++)
        if (is_over(m, &m->known[i])) {
            store_seam_drop(m->store, m->known[i].row.id);
            wrote(m);
        }
    (void)store_seam_tidy(m->store, m->now_s); /* whatever is over */
    return store_commit(m->store, err);
}
