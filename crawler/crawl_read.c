/*
 * crawl_read.c - from a body to what it says, without the store: pure work on a
 * job's own memory, so that it may run on any thread.
 */
#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "crawl_private.h"
#include "feed.h"
#include "mem.h"
#include "trap.h"
#include "workers.h"

/* Bytes of bodies read ahead: dozens of common pages, but never two of the largest at a time, since
 * parsing makes each up to ten times as large. */
#define MAX_AHEAD     ((size_t)2 * 1024 * 1024)
#define JOBS_A_THREAD 8 /* read ahead: pages differ in size, and the writer pauses to commit */

/* The name as an exact phrase; NULL: there is no word in it. */
static struct matcher *
name_matcher(struct text name)
{
    struct arena *a = arena_new();
    char *p = arena_str(a, name);
    struct matcher *m = NULL;

    for (size_t i = 0; i < name.n; i++)
        p[i] = p[i] == '"' || p[i] == '*' ? ' ' : p[i]; /* a keyword's own marks */
    (void)match_compile(&(struct match_rule){ text_of(arena_printf(a, "\"%s\"", p)), false }, 1, &m,
                        NULL);
    arena_free(a);
    return m;
}

struct crawl_reader *
crawl_read_new(const struct crawl *c)
{
    struct crawl_reader *rd = mem_zalloc(sizeof(*rd));

    rd->cfg = c->cfg;
    rd->tokenizer = token_new();
    rd->lang = lang_new();
    rd->matchers = mem_zalloc((c->n_departments + 1) * sizeof(*rd->matchers));
    rd->names = mem_zalloc((c->n_departments + 1) * sizeof(*rd->names));
    rd->n_matchers = c->n_departments;
    for (size_t i = 0; i < c->n_departments; i++) {
        const struct crawl_department *d = &c->departments[i];

        rd->names[i] = name_matcher(d->name);
        if (d->n_rules > 0)
            (void)match_compile(d->rules, d->n_rules, &rd->matchers[i], NULL); /* they do */
    }
    return rd;
}

void
crawl_read_free(struct crawl_reader *rd)
{
    if (rd == NULL)
        return;
    for (size_t i = 0; i < rd->n_matchers; i++) {
        match_free(rd->matchers[i]);
        match_free(rd->names[i]);
    }
    token_free(rd->tokenizer);
    lang_free(rd->lang);
    free(rd->matchers);
    free(rd->names);
    free(rd);
}

/* A canonical link is believed if it stays on the host and is not just the front page. */
static struct text
canonical_of(const struct crawl_reading *read)
{
    struct url u, own;

    if (read->x.canonical.n == 0 || !url_split(read->address, &own) ||
        !frontier_canonical(read->x.canonical, read->address, read->arena, &u) ||
        !text_eq(u.host, own.host) || !text_eq(u.port, own.port) ||
        !text_eq(u.scheme, own.scheme) || text_is(url_path_query(&u), "/") ||
        text_eq(u.href, read->address))
        return TEXT_NONE;
    return u.href;
}

static uint64_t
hash_of(struct text t)
{
    return XXH3_64bits(t.p, t.n);
}

static uint64_t
page_hash(const struct extract_page *x, uint64_t h)
{
    h = XXH3_64bits_withSeed(x->title.p, x->title.n, h);
    for (size_t i = 0; i < x->n_questions; i++)
        h = XXH3_64bits_withSeed(x->questions[i].title.p, x->questions[i].title.n,
                                 h ^ (uint64_t)x->questions[i].answers);
    return h;
}

static void
read_page(struct crawl_reader *rd, struct crawl_reading *read)
{
    const struct fetch_response *r = read->response;
    struct extract_input in = { read->address, r->body, r->fields[FETCH_CONTENT_TYPE],
                                r->fields[FETCH_ROBOTS_TAG], r->fields[FETCH_LINK] };
    struct extract_page *x = &read->x;

    extract_page(rd->cfg->extract, &in, read->arena, x);
    read->text_hash = hash_of(x->text);
    read->page_hash = page_hash(x, read->text_hash);
    read->shape_hash = trap_text_hash(x->text) ^ trap_text_hash(x->title);
    read->language = lang_of(rd->lang, x->language, x->text, NULL);
    read->canonical = canonical_of(read);
    crawl_post_collect(rd, read);
}

/* A source's own address may be a feed: nothing else says so before it is read. */
static bool
is_list(const struct crawl_reading *read)
{
    return read->kind == STORE_URL_FEED || read->kind == STORE_URL_SITEMAP ||
           (read->kind == STORE_URL_SEED && feed_likely(read->response->body));
}

void
crawl_read_body(struct crawl_reader *rd, struct crawl_reading *read)
{
    const struct fetch_response *r = read->response;

    read->body_hash = hash_of(r->body);
    read->same = read->known_hash == (int64_t)read->body_hash;
    read->is_list = is_list(read);
    if (read->same || r->unwanted)
        return;
    if (read->is_list)
        crawl_list_read(read);
    else
        read_page(rd, read);
}

bool
crawl_read_holds(struct crawl_reading *read, const struct crawl_reading *asked)
{
    if (read == NULL)
        return false;
    read->known_hash = asked->known_hash;
    read->before_s = asked->before_s;
    if (asked->known_hash == (int64_t)read->body_hash)
        return read->same = true;
    return !read->same && read->kind == asked->kind && read->n_sources == asked->n_sources &&
           memcmp(read->sources, asked->sources,
                  asked->n_sources * sizeof(struct crawl_source *)) == 0;
}

/* ---- on threads ---- */

static void *
begin(void *self)
{
    return crawl_read_new(self);
}

static void
end(void *state)
{
    crawl_read_free(state);
}

static void
run(void *state, void *self)
{
    struct crawl_job *job = self;

    if (job->reading != NULL)
        crawl_read_body(state, job->reading);
}

void
crawl_read_start(struct crawl *c)
{
    size_t n = c->cfg->threads > 0 ? c->cfg->threads : 1;
    struct workers_config cfg = { .n_threads = n,
                                  .max_jobs = n > 1 ? n * JOBS_A_THREAD : 1,
                                  .own = c->reader,
                                  .begin = begin,
                                  .end = end,
                                  .run = run,
                                  .self = c };

    if (c->workers == NULL)
        c->workers = workers_new(&cfg);
}

static size_t
body_bytes(const struct crawl_job *job)
{
    return job->reading != NULL ? job->reading->response->body.n : 0;
}

bool
crawl_read_room(const struct crawl *c)
{
    return !workers_full(c->workers) && c->ahead_bytes < MAX_AHEAD;
}

void
crawl_read_put(struct crawl *c, struct crawl_job *job)
{
    c->ahead_bytes += body_bytes(job);
    workers_put(c->workers, job);
}

static struct crawl_job *
took(struct crawl *c, struct crawl_job *job)
{
    if (job != NULL)
        c->ahead_bytes -= body_bytes(job);
    return job;
}

struct crawl_job *
crawl_read_take(struct crawl *c)
{
    return took(c, workers_take(c->workers));
}

struct crawl_job *
crawl_read_poll(struct crawl *c)
{
    return took(c, workers_poll(c->workers));
}
