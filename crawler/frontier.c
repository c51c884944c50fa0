/* frontier.c - links: whose they are, what they are worth, and whether they are known. */
#include "crawl_private.h"

#include <string.h>

#include <xxhash.h>

#include "mem.h"
#include "trap.h"
#include "utf8.h"

/*
 * Larger goes first.  The least load comes first (sitemaps and feeds tell many
 * addresses for one request), then what is likely to be a question, then the
 * list that leads to more of them.
 */
#define LABEL_BYTES       120 /* of a link's words that are kept: a line */
#define PRIORITY_SITEMAP  1000
#define PRIORITY_API      960
#define PRIORITY_FEED     950
#define PRIORITY_SEED     900
#define PRIORITY_KEYWORD  200 /* on top, when the link's or its address's words match */
#define PRIORITY_SEARCHED 520 /* the next page of a list, where keywords choose among threads */
#define PRIORITY_THREAD   500
#define PRIORITY_LIST     480
#define PRIORITY_PLAIN    300
#define PRIORITY_LOW      100
#define PRIORITY_CALENDAR 50
#define PRIORITY_ASIDE    (-20)
#define PRIORITY_DEPTH    (-2) /* per level */

#define MAX_HOPS        FETCHPLAN_MAX_REDIRECTS
#define SLASHES_OF_HOST 3 /* "https://a.example/" */

bool
frontier_canonical(struct text href, struct text base, struct arena *a, struct url *ret)
{
    struct text address;
    struct url
        b; /* base has been normalised: to parse it again for each link would double the work */

    if (url_resolve_on(href, base.n > 0 && url_split(base, &b) ? &b : NULL, a, &address, NULL) !=
            ST_OK ||
        !url_split(address, ret) || !url_fetchable(ret))
        return false;
    return url_split(url_canonical(address, a), ret);
}

static bool
in_scope(const struct crawl_source *src, struct text authority)
{
    for (size_t i = 0; i < src->n_scopes; i++)
        if (text_eq(src->scopes[i], authority))
            return true;
    return false;
}

struct crawl_source *
frontier_scope(struct crawl *c, struct crawl_source *src, struct text authority)
{
    if (in_scope(src, authority))
        return src;
    for (size_t i = 0; src->row.own_site && i < c->n_sources; i++) {
        struct crawl_source *other = &c->sources[i];

        if (other->row.own_site && other->row.department_id == src->row.department_id &&
            in_scope(other, authority))
            return other;
    }
    return NULL;
}

/* A site that went over to https still has links to http: they mean the same host. */
static bool
upgrade(struct crawl *c, const struct crawl_source *src, struct url *u, struct arena *a)
{
    struct text address;

    (void)c;
    if (!text_is(u->scheme, "http") || u->port.n > 0 ||
        !text_starts(src->authority, TEXT_LIT("https://")) ||
        !text_eq(text_from(src->authority, sizeof("https://") - 1), u->host))
        return false;
    address = text_of(
        arena_printf(a, "https://%.*s%.*s", TEXT_ARG(u->host), TEXT_ARG(url_path_query(u))));
    return url_split(address, u);
}

static int
hex_digit(char c)
{
    return c >= '0' && c <= '9'                 ? c - '0'
           : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                : -1;
}

/* "how to apply for a visa 12" of "/t/how-to-apply%20for-a-visa/12": what stands between words
 * in a path becomes a space. */
static struct text
words_of(const struct url *u, struct arena *a)
{
    struct text from = url_path_query(u);
    char *to = arena_alloc(a, from.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < from.n; i++) {
        char ch = from.p[i];
        int high, low;

        if (ch == '%' && i + 2 < from.n && (high = hex_digit(from.p[i + 1])) >= 0 &&
            (low = hex_digit(from.p[i + 2])) >= 0) {
            ch = (char)(high << 4 | low);
            i += 2;
        }
        to[n++] = ch != '\0' && strchr("/-_.+=&;?", ch) != NULL ? ' ' : ch;
    }
    return (struct text){ to, n };
}

/* Do the link's words, those of its address or what is told of it speak of the department? */
static bool
words_match(struct crawl *c, const struct crawl_source *src, const struct frontier_link *link,
            const struct url *u, struct arena *a)
{
    struct match_subject subject = { .title = link->label,
                                     .text = words_of(u, a),
                                     .host = u->host };
    struct matcher *m = c->reader->matchers[src->department->number];
    struct match_result result = { 0 };

    if (m == NULL)
        return false;
    if (link->about.n > 0)
        subject.text =
            text_of(arena_printf(a, "%.*s\n%.*s", TEXT_ARG(subject.text), TEXT_ARG(link->about)));
    match_find(m, c->reader->tokenizer, &subject, a, &result);
    return result.matched;
}

/* Does the run choose among the source's pages by their words? */
static bool
is_choosy(const struct crawl_source *src)
{
    return !src->row.own_site && !src->row.match_all;
}

/* Its place in line but for its depth. */
static int64_t
priority_of(struct crawl *c, const struct crawl_source *src, const struct frontier_link *link,
            const struct url *u, enum trap_class class, struct arena *a)
{
    static const int64_t by_class[] = {
        [TRAP_PLAIN] = PRIORITY_PLAIN, [TRAP_THREAD] = PRIORITY_THREAD,
        [TRAP_LIST] = PRIORITY_LIST,   [TRAP_CALENDAR] = PRIORITY_CALENDAR,
        [TRAP_LOW] = PRIORITY_LOW,     [TRAP_SKIP] = 0,
    };
    int64_t p = by_class[class];

    if (link->kind == STORE_URL_API)
        return PRIORITY_API;
    if (link->kind == STORE_URL_SITEMAP)
        return PRIORITY_SITEMAP;
    if (link->kind == STORE_URL_FEED)
        return PRIORITY_FEED;
    if (link->kind == STORE_URL_SEED)
        return PRIORITY_SEED;
    if (class == TRAP_LIST || link->next)
        return is_choosy(src) ? PRIORITY_SEARCHED : PRIORITY_LIST;
    if (link->aside)
        p += PRIORITY_ASIDE;
    if ((class == TRAP_THREAD || class == TRAP_PLAIN) && is_choosy(src) &&
        words_match(c, src, link, u, a))
        p += PRIORITY_KEYWORD;
    return p;
}

/* A source's first page goes by another address: that one is asked for in every run then. */
static void
pass_on_seed(struct crawl *c, const struct frontier_link *link, int64_t id, struct arena *a)
{
    struct store_url u = { 0 };

    if (link->kind != STORE_URL_SEED || !link->moved || !store_url_get(c->store, id, a, &u) ||
        u.kind != STORE_URL_PAGE)
        return;
    u.kind = STORE_URL_SEED;
    store_url_put(c->store, &u);
}

static int64_t
depth_of(const struct frontier_from *from, const struct frontier_link *link)
{
    return from->job->url.depth + !(link->next || link->moved);
}

/* Feeds, sitemaps and APIs are asked for as what they are; traps are for pages. */
static struct trap_verdict
judge(const struct frontier_link *link, const struct url *u)
{
    struct trap_verdict v = trap_judge(u);

    if (crawl_api_is(link->kind))
        return (struct trap_verdict){ link->next ? TRAP_LIST : TRAP_THREAD, "its site's API" };
    if (link->kind == STORE_URL_FEED || link->kind == STORE_URL_SITEMAP)
        return (struct trap_verdict){ TRAP_PLAIN, "a list of addresses" };
    if (link->moved && v.class == TRAP_SKIP)
        return (struct trap_verdict){ TRAP_LOW, v.why };
    return v;
}

/* For the search: what a link to an own page says.  What others' links say are words of the public.
 */
static struct text
label_of(const struct crawl_source *src, const struct frontier_link *link)
{
    if (!src->row.own_site)
        return TEXT_NONE;
    return text_sub(link->label, 0, utf8_cut(link->label, LABEL_BYTES));
}

/* It is known: a list may say that it changed, or this link more of it than the one that it was
 * found by. */
static void
meet_again(struct crawl *c, const struct frontier_from *from, const struct store_url_known *known,
           const struct crawl_source *src, const struct frontier_link *link, const struct url *u)
{
    bool settled = known->state == STORE_URL_DONE || known->state == STORE_URL_GONE;
    bool changed = settled && link->lastmod_s > 0 && link->lastmod_s > known->fetched_s;
    struct trap_verdict verdict;
    int64_t priority;

    if (!known->labelled && known->id != from->job->url.id && /* "skip to content" */
        label_of(src, link).n > 0)
        store_url_label(c->store, known->id, label_of(src, link));
    if (!changed && known->state != STORE_URL_QUEUED)
        return;
    verdict = judge(link, u);
    priority = priority_of(c, src, link, u, verdict.class, from->job->arena) +
               depth_of(from, link) * PRIORITY_DEPTH;
    if (changed)
        store_url_requeue(c->store, known->id, priority);
    else if (priority > known->priority)
        store_url_raise(c->store, known->id, priority);
}

static void
fill(struct crawl *c, const struct frontier_from *from, const struct frontier_link *link,
     const struct crawl_source *payer, struct crawl_host *h, struct store_url *u)
{
    const struct store_url *page = &from->job->url;
    struct robots_verdict verdict = { true, 0 };
    struct url parts;

    u->host_id = h->row.id;
    u->kind = link->kind;
    u->depth = depth_of(from, link);
    u->hops = link->moved ? page->hops + 1 : 0;
    u->priority += u->depth * PRIORITY_DEPTH;
    u->lastmod_s = link->lastmod_s;
    u->found_on = page->id;
    u->first_seen_s = clock_now_s(c->cfg->clock);
    u->state = crawl_api_shelves(payer, u->kind) ? STORE_URL_SHELVED : STORE_URL_QUEUED;
    if (u->hops > MAX_HOPS) {
        u->state = STORE_URL_REFUSED;
        u->reason = TEXT_LIT("more than 5 redirects");
    } else if (h->robots != NULL && !crawl_api_is(u->kind) && url_split(u->address, &parts)) {
        verdict = robots_ask(h->robots, url_path_query(&parts));
    }
    if (!verdict.allow) {
        u->state = STORE_URL_REFUSED;
        u->reason = text_of(
            arena_printf(from->job->arena, "robots.txt line %u disallows it", verdict.line));
    }
}

static struct crawl_source *
source_for(struct crawl *c, const struct frontier_from *from, struct url *u, struct text *authority)
{
    struct arena *a = from->job->arena;

    for (size_t i = 0; i < from->n_sources; i++) {
        struct crawl_source *src;

        upgrade(c, from->sources[i], u, a);
        *authority = url_authority(u, a);
        src = frontier_scope(c, from->sources[i], *authority);
        if (src != NULL)
            return src;
    }
    return NULL;
}

/* Most links stay on the page's host; the others' have been set up with their source's scopes. */
static struct crawl_host *
host_of(struct crawl *c, const struct frontier_from *from, struct text authority)
{
    struct crawl_host *h = from->job->host;

    return text_eq(h->row.authority, authority) ? h : crawl_setup_host(c, authority);
}

/* Its place in line for one of the page's sources. */
static int64_t
place_for(struct crawl *c, const struct frontier_from *from, const struct frontier_link *link,
          const struct crawl_source *src, const struct url *u)
{
    struct trap_verdict verdict = judge(link, u);

    return priority_of(c, src, link, u, verdict.class, from->job->arena) +
           depth_of(from, link) * PRIORITY_DEPTH;
}

/* Words that the link says ask for a page that was read before they were keywords. */
static bool
is_called_for(struct crawl *c, const struct frontier_from *from, const struct frontier_link *link,
              const struct store_url_known *known, const struct crawl_source *src,
              const struct url *u)
{
    return src->since_s > 0 && link->kind == STORE_URL_PAGE && is_choosy(src) &&
           crawl_wanted_newly(c, src, known) && words_match(c, src, link, u, from->job->arena);
}

/*
 * Sources that share a page share what it leads to: one pays, all are told of it, and what has not
 * been read for them they want.
 */
static void
share(struct crawl *c, const struct frontier_from *from, const struct frontier_link *link,
      const struct store_url_known *known, struct crawl_host *h, const struct url *u)
{
    struct crawl_wanted_at at = { known->id, h, known->state, link->kind, false };

    for (size_t i = 0; i < from->n_sources; i++) {
        struct crawl_source *src = frontier_scope(c, from->sources[i], h->row.authority);
        bool joined;

        if (src == NULL)
            continue;
        joined =
            src->row.id != known->source_id && store_url_join(c->store, known->id, src->row.id);
        at.called_for = !joined && is_called_for(c, from, link, known, src, u);
        if (joined || at.called_for)
            crawl_wanted_led(c, src, &at, place_for(c, from, link, src, u), from->job->arena);
    }
}

/* Look the address up, or add it.  ret_final: other pages would lead to the same. */
static int64_t
meet(struct crawl *c, const struct frontier_from *from, const struct frontier_link *link,
     struct url *parts, bool *ret_final)
{
    struct store_url u = { 0 };
    struct store_url_known known;
    struct text authority;
    struct crawl_source *src = source_for(c, from, parts, &authority);
    struct crawl_host *h;
    struct trap_verdict verdict;

    *ret_final = true;
    if (src == NULL)
        return 0;
    h = host_of(c, from, authority);
    if (store_url_find_on(c->store, h->row.id, parts->href, &known)) {
        meet_again(c, from, &known, src, link, parts);
        pass_on_seed(c, link, known.id, from->job->arena);
        share(c, from, link, &known, h, parts);
        return known.id;
    }
    verdict = judge(link, parts); /* after the look-up, which most links end with */
    if (verdict.class == TRAP_SKIP)
        return 0;
    if (from->job->url.depth >= c->cfg->max_depth && c->cfg->max_depth > 0 && !link->moved) {
        *ret_final = false; /* from a page nearer to the seed it would count */
        return 0;
    }
    u.address = parts->href;
    u.source_id = src->row.id;
    u.priority = priority_of(c, src, link, parts, verdict.class, from->job->arena);
    fill(c, from, link, src, h, &u);
    u.label = label_of(src, link);
    h->idle = false;
    crawl_queue_touch(c, h);
    known = (struct store_url_known){ store_url_add(c->store, &u), src->row.id, u.state, 0, 0, 0 };
    if (known.id != 0)
        share(c, from, link, &known, h, parts);
    return known.id;
}

/* Does the link mean the same on all pages of a host: "/x", "https://a.example/x"? */
static bool
stands_alone(struct text href)
{
    if (text_starts(href, TEXT_LIT("/")))
        return href.n == 1 || (href.p[1] != '/' && href.p[1] != '\\');
    return text_starts(href, TEXT_LIT("https://")) || text_starts(href, TEXT_LIT("http://"));
}

/*
 * What a link's fate depends on beside its address: whose page it stands on and where, who takes
 * part, and, where words choose, what it says.
 */
static uint64_t
circumstances(const struct crawl *c, const struct frontier_from *from,
              const struct frontier_link *link)
{
    uint64_t seed = (uint64_t)c->started_ms ^ c->n_scopes;
    size_t slashes = 0, n = 0;
    bool choosy = false;

    while (n < from->base.n && slashes < SLASHES_OF_HOST)
        slashes += from->base.p[n++] == '/';
    for (size_t i = 0; i < from->n_sources; i++) {
        seed = XXH3_64bits_withSeed(&from->sources[i]->row.id, sizeof(int64_t), seed);
        choosy = choosy || is_choosy(from->sources[i]);
    }
    if (choosy) {
        seed = XXH3_64bits_withSeed(link->label.p, link->label.n, seed);
        seed = XXH3_64bits_withSeed(link->about.p, link->about.n, seed);
    }
    seed += 2U * link->next + link->aside;
    return XXH3_64bits_withSeed(from->base.p, n, seed);
}

/* The memory of the page's host; NULL: the link tells more than that it is there. */
static struct seen *
memory_for(const struct frontier_from *from, const struct frontier_link *link)
{
    struct crawl_host *h = from->job->host;

    if (link->kind != STORE_URL_PAGE || link->lastmod_s != 0 || link->moved || from->base.n == 0)
        return NULL;
    if (h->seen == NULL)
        h->seen = mem_zalloc(sizeof(*h->seen));
    return h->seen;
}

int64_t
frontier_add(struct crawl *c, const struct frontier_from *from, const struct frontier_link *link)
{
    struct seen *seen = memory_for(from, link);
    uint64_t seed = seen != NULL ? circumstances(c, from, link) : 0;
    bool alone = stands_alone(link->href), final;
    XXH128_hash_t key = { 0, 0 };
    struct url parts;
    int64_t id;

    if (seen != NULL && alone) {
        key = seen_key(link->href, seed);
        if (seen_find(seen, key, &id))
            return id;
    }
    if (!frontier_canonical(link->href, from->base, from->job->arena, &parts))
        return 0;
    if (seen != NULL && !alone) {
        key = seen_key(parts.href, seed);
        if (seen_find(seen, key, &id))
            return id;
    }
    id = meet(c, from, link, &parts, &final);
    if (seen != NULL && final)
        seen_put(seen, key, id);
    return id;
}
