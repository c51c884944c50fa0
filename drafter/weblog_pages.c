/*
 * weblog_pages.c - see weblog_pages.h.
 *
 * Nearly all lines of a log are for something else.  So the path is looked up first as it
 * stands; only where it is a page's, or is written in a way that normalising may change, the
 * address is taken apart.
 */

#include "weblog_pages.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "mem.h"
#include "url.h"

#define MIN_SLOTS 64 /* of a table; a power of 2 */

/* Hashes, open addressing; value 0: free. */
struct table {
    struct slot {
        uint64_t hash;
        size_t value; /* what was put, and 1 */
    } * slots;
    size_t n, cap;
};

struct weblog_pages {
    struct arena *arena; /* owned; of what is added */
    struct arena *work;  /* owned; of one request */
    struct text *sites, *tags;
    struct weblog_page *pages;
    size_t n_sites, cap_sites, n_tags, cap_tags, n_pages, cap_pages;
    struct table paths, whole; /* of a site's path; of its path and query */
};

static void
put(struct table *t, uint64_t hash, size_t value)
{
    if (2 * (t->n + 1) > t->cap) {
        struct table wider = { .cap = t->cap > 0 ? 2 * t->cap : MIN_SLOTS };

        wider.slots = mem_zalloc(wider.cap * sizeof(*wider.slots));
        for (size_t i = 0; i < t->cap; i++)
            if (t->slots[i].value != 0)
                put(&wider, t->slots[i].hash, t->slots[i].value - 1);
        free(t->slots);
        *t = wider;
    }
    for (size_t i = (size_t)hash & (t->cap - 1);; i = (i + 1) & (t->cap - 1)) {
        if (t->slots[i].value != 0 && t->slots[i].hash == hash)
            return; /* the first that was added stays */
        if (t->slots[i].value == 0) {
            t->slots[i] = (struct slot){ hash, value + 1 };
            t->n++;
            return;
        }
    }
}

static size_t
get(const struct table *t, uint64_t hash)
{
    for (size_t i = (size_t)hash & (t->cap - 1); t->cap > 0 && t->slots[i].value != 0;
         i = (i + 1) & (t->cap - 1))
        if (t->slots[i].hash == hash)
            return t->slots[i].value - 1;
    return WEBLOG_PAGES_NONE;
}

static uint64_t
hash_of(size_t site, struct text t)
{
    return XXH3_64bits_withSeed(t.n > 0 ? t.p : "", t.n, site);
}

struct weblog_pages *
weblog_pages_new(void)
{
    struct weblog_pages *p = mem_zalloc(sizeof(*p));

    p->arena = arena_new();
    p->work = arena_new();
    return p;
}

void
weblog_pages_free(struct weblog_pages *p)
{
    if (p == NULL)
        return;
    free(p->paths.slots);
    free(p->whole.slots);
    arena_free(p->arena);
    arena_free(p->work);
    free(p);
}

static struct text
name_of(const struct url *u, struct arena *a)
{
    return u->port.n == 0
               ? u->host
               : text_of(arena_printf(a, "%.*s:%.*s", TEXT_ARG(u->host), TEXT_ARG(u->port)));
}

static size_t
exact_site(const struct weblog_pages *p, struct text name)
{
    for (size_t i = 0; i < p->n_sites; i++)
        if (text_eq_nocase(p->sites[i], name))
            return i;
    return WEBLOG_PAGES_NONE;
}

static size_t
add_site(struct weblog_pages *p, const struct url *u)
{
    struct text name = name_of(u, p->arena);
    size_t site = exact_site(p, name);

    if (site != WEBLOG_PAGES_NONE)
        return site;
    p->sites = arena_grow(p->arena, p->sites, p->n_sites, &p->cap_sites, sizeof(*p->sites));
    p->sites[p->n_sites] = arena_text(p->arena, name);
    return p->n_sites++;
}

void
weblog_pages_add_site(struct weblog_pages *p, struct text address)
{
    struct text whole;
    struct url u;

    if (url_resolve(address, TEXT_NONE, p->arena, &whole, NULL) == ST_OK && url_split(whole, &u) &&
        url_fetchable(&u))
        (void)add_site(p, &u); /* it may be there */
}

void
weblog_pages_add(struct weblog_pages *p, struct text address, int64_t url_id)
{
    struct text whole;
    struct url u;
    size_t site;

    if (url_resolve(address, TEXT_NONE, p->arena, &whole, NULL) != ST_OK)
        return;
    whole = url_canonical(whole, p->arena);
    if (!url_split(whole, &u) || !url_fetchable(&u))
        return;
    site = add_site(p, &u);
    p->pages = arena_grow(p->arena, p->pages, p->n_pages, &p->cap_pages, sizeof(*p->pages));
    p->pages[p->n_pages] = (struct weblog_page){ whole, url_id, site };
    put(&p->paths, hash_of(site, u.path), p->n_pages);
    put(&p->whole, hash_of(site, url_path_query(&u)), p->n_pages);
    p->n_pages++;
}

void
weblog_pages_add_tag(struct weblog_pages *p, struct text tag)
{
    p->tags = arena_grow(p->arena, p->tags, p->n_tags, &p->cap_tags, sizeof(*p->tags));
    p->tags[p->n_tags++] = arena_text(p->arena, tag);
}

size_t
weblog_pages_count(const struct weblog_pages *p)
{
    return p->n_pages;
}

const struct weblog_page *
weblog_pages_at(const struct weblog_pages *p, size_t i)
{
    return &p->pages[i];
}

size_t
weblog_pages_sites(const struct weblog_pages *p)
{
    return p->n_sites;
}

struct text
weblog_pages_site_name(const struct weblog_pages *p, size_t site)
{
    return p->sites[site];
}

size_t
weblog_pages_site(const struct weblog_pages *p, struct text name)
{
    struct text host = url_host_of(name), port = text_from(name, host.n);
    size_t site, found = WEBLOG_PAGES_NONE;

    if (text_is(port, ":80") || text_is(port, ":443"))
        name = host;
    site = exact_site(p, name);
    for (size_t i = 0; i < p->n_sites && site == WEBLOG_PAGES_NONE; i++)
        if (text_eq_nocase(url_host_of(p->sites[i]), host)) {
            if (found != WEBLOG_PAGES_NONE)
                return WEBLOG_PAGES_NONE;
            found = i;
        }
    return site != WEBLOG_PAGES_NONE ? site : found;
}

/* Is the path as it stands what normalising would make of it? */
static bool
is_plain(struct text path)
{
    for (size_t i = 0; i < path.n; i++) {
        char c = path.p[i], before = i > 0 ? path.p[i - 1] : 'a';
        bool letter = (unsigned)((c | 0x20) - 'a') < 26u || (unsigned)(c - '0') < 10u;

        if (!letter && memchr("/-._~!$&'()*+,=:@", c, sizeof("/-._~!$&'()*+,=:@") - 1) == NULL)
            return false;
        if (c == '.' && before == '/')
            return false;
    }
    return path.n > 0 && path.p[0] == '/' && (path.n < 2 || path.p[1] != '/');
}

/* The query without our tags, in b behind '?'. */
static bool
drop_tags(const struct weblog_pages *p, struct text query, struct buf *b)
{
    struct text parameter;
    bool tagged = false;
    char sep = '?';

    while (text_cut(&query, "&", &parameter)) {
        bool ours = false;

        for (size_t i = 0; i < p->n_tags; i++)
            ours = ours || text_eq(parameter, p->tags[i]);
        tagged = tagged || ours;
        if (ours)
            continue;
        buf_add_char(b, sep);
        buf_add_text(b, parameter);
        sep = '&';
    }
    return tagged;
}

/* Taken apart, normalised, and looked for whole. */
static size_t
find_whole(struct weblog_pages *p, size_t site, struct text target, bool *ret_tagged)
{
    struct text base, whole;
    struct url u, mine;
    struct buf b;
    size_t page = WEBLOG_PAGES_NONE;
    bool tagged;

    arena_clear(p->work);
    base = text_of(arena_printf(p->work, "http://%.*s/", TEXT_ARG(p->sites[site])));
    if (text_starts(target, TEXT_LIT("//"))) /* a path, not a host: browsers ask for it so */
        target = text_of(
            arena_printf(p->work, "http://%.*s%.*s", TEXT_ARG(p->sites[site]), TEXT_ARG(target)));
    if (url_resolve(target, base, p->work, &whole, NULL) != ST_OK || !url_split(whole, &u) ||
        !url_fetchable(&u) || !text_eq(name_of(&u, p->work), p->sites[site]))
        return page;
    buf_init(&b, URL_MAX_BYTES);
    buf_addf(&b, "%.*s://%.*s%.*s", TEXT_ARG(u.scheme), TEXT_ARG(p->sites[site]), TEXT_ARG(u.path));
    tagged = drop_tags(p, u.query, &b);
    if (!b.over && url_split(url_canonical(buf_text(&b), p->work), &u)) {
        page = get(&p->whole, hash_of(site, url_path_query(&u)));
        if (page != WEBLOG_PAGES_NONE && (!url_split(p->pages[page].address, &mine) ||
                                          !text_eq(url_path_query(&u), url_path_query(&mine))))
            page = WEBLOG_PAGES_NONE;
    }
    buf_release(&b);
    if (page != WEBLOG_PAGES_NONE)
        *ret_tagged = tagged;
    return page;
}

size_t
weblog_pages_find(struct weblog_pages *p, size_t site, struct text target, bool *ret_tagged)
{
    struct text path = text_before(target, '?');

    if (is_plain(path) && get(&p->paths, hash_of(site, path)) == WEBLOG_PAGES_NONE)
        return WEBLOG_PAGES_NONE;
    return find_whole(p, site, target, ret_tagged);
}
