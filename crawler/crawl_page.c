/* crawl_page.c - an answer for a page: read it, then write all it leads to at once. */
#include <stdio.h>
#include <string.h>

#include "crawl_private.h"
#include "recrawl.h"
#include "trap.h"

#define MS_PER_S        INT64_C(1000)
#define MAX_TRIES       3 /* of a page that fails, over as many runs; then it is given up */
#define FAILED_S        (INT64_C(30) * 86400) /* until a page that was given up is tried again */
#define PRIORITY_FAILED 50 /* what a page loses by failing: a seed stays before its pages */
/* RFC 9110 15.4.2, 15.4.9: for good; after others the page may be back tomorrow. */
#define STATUS_MOVED     301
#define STATUS_PERMANENT 308
#define TYPE_BYTES       100

/* ---- before reading ---- */

/* Which department changed its mind does not matter: a page that several share is read for all. */
static uint64_t
rules_of(const struct crawl_job *job, struct crawl_source *const *sources, size_t n)
{
    uint64_t h = 0;
    bool mine = false;

    for (size_t i = 0; i < n; i++) {
        h += sources[i]->rules_hash; /* in any order */
        mine = mine || sources[i] == job->source;
    }
    return mine ? h : h + job->source->rules_hash;
}

void
crawl_page_rules(struct crawl *c, struct crawl_job *job)
{
    struct crawl_source *sources[CRAWL_MAX_SOURCES_PER_PAGE];

    job->rules_hash = rules_of(job, sources, crawl_setup_sources(c, job->url.id, sources));
}

/* What the body is read for; the answer must outlive *ret. */
static void
ask(struct crawl *c, struct crawl_job *job, const struct fetch_response *r,
    struct crawl_reading *ret)
{
    struct crawl_source *sources[CRAWL_MAX_SOURCES_PER_PAGE];
    bool mine = false;

    *ret = (struct crawl_reading){
        .arena = job->arena, .address = job->url.address, .response = r, .kind = job->url.kind
    };
    ret->before_s = job->url.fetched_s;
    ret->n_sources = crawl_setup_sources(c, job->url.id, sources);
    job->rules_hash = rules_of(job, sources, ret->n_sources);
    if (job->url.rules_hash == (int64_t)job->rules_hash)
        ret->known_hash = job->url.content_hash;
    else if (crawl_api_is(job->url.kind) &&
             crawl_wanted_by(c, job->url.id, sources, ret->n_sources))
        ret->before_s = 0; /* for one of them it is new down to its end */
    for (size_t i = 0; i < ret->n_sources; i++) {
        ret->sources[i] = sources[i];
        mine = mine || sources[i] == job->source;
    }
    if (!mine) /* an archive's page that is not in the store yet */
        ret->sources[ret->n_sources++] = job->source;
}

/* ---- writing ---- */

static bool
any_own_site(struct crawl_source **sources, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (sources[i]->row.own_site)
            return true;
    return false;
}

static enum recrawl_kind
kind_of(const struct store_url *u, const struct crawl_reading *read)
{
    if (u->kind != STORE_URL_PAGE || read->x.kind == EXTRACT_LISTING)
        return RECRAWL_LIST;
    if (read->posts.thread)
        return read->posts.settled ? RECRAWL_SETTLED : RECRAWL_OPEN;
    return RECRAWL_PAGE;
}

static void
done(struct crawl *c, struct store_url *u, enum recrawl_kind kind, bool changed)
{
    u->state = STORE_URL_DONE;
    u->reason = TEXT_NONE;
    u->tries = 0;
    u->interval_s = recrawl_interval_s(kind, u->interval_s, changed);
    u->due_s = clock_now_s(c->cfg->clock) + u->interval_s;
}

static void
keep_validators(struct crawl_job *job, const struct fetch_response *r,
                const struct crawl_reading *read)
{
    job->url.etag = r->fields[FETCH_ETAG];
    job->url.last_modified = r->fields[FETCH_LAST_MODIFIED];
    job->url.content_hash = (int64_t)read->body_hash;
    job->url.rules_hash = (int64_t)job->rules_hash;
}

static void
stay_collapsed(struct store_url *u)
{
    u->reason = TEXT_LIT("a duplicate: canonical link");
    u->due_s = 0; /* its canonical is looked at instead */
}

/*
 * The page says that it is another one: that one's row stands for both from
 * now on.  A source's first page passes on that it is asked for in every run.
 */
static void
collapse(struct crawl *c, const struct frontier_from *from, struct crawl_reading *read)
{
    struct crawl_job *job = from->job;
    struct frontier_link link = { .href = read->canonical, .kind = job->url.kind, .moved = true };

    job->url.redirect_to = frontier_add(c, from, &link);
    if (job->url.redirect_to == 0)
        return;
    stay_collapsed(&job->url);
    store_page_drop(c->store, job->url.id);
}

static void
note_shape(struct crawl *c, const struct crawl_job *job, const struct crawl_reading *read)
{
    struct url u;

    if (job->url.kind == STORE_URL_PAGE && url_split(job->url.address, &u))
        store_url_shape_note(c->store, job->host->row.id, trap_shape(&u), read->shape_hash);
}

/* Titles of others' pages are words of the public, wanted or not: posts keep those that are. */
static bool
write_page_row(struct crawl *c, const struct crawl_job *job, const struct crawl_reading *read,
               bool own)
{
    struct store_page page = { .url_id = job->url.id,
                               .title = own ? read->x.title : TEXT_NONE,
                               .canonical = read->canonical,
                               .language = text_of(read->language),
                               .kind = text_of(extract_kind_name(read->x.kind)),
                               .profile = read->x.profile,
                               .content_hash = read->page_hash,
                               .noindex = read->x.noindex,
                               .nofollow = read->x.nofollow,
                               .left_out = read->posts.left_out,
                               .fetched_s = clock_now_s(c->cfg->clock) };

    return store_page_put(c->store, &page);
}

static void
write_posts(struct crawl *c, struct crawl_job *job, struct crawl_reading *read)
{
    int64_t now_s = clock_now_s(c->cfg->clock);
    int64_t n_new = crawl_post_store(c, &read->posts, job->url.id);

    if (read->x.kind == EXTRACT_THREAD)
        store_page_lose_posts(c->store, job->url.id, now_s, now_s);
    c->questions += n_new;
    job->source->tally.questions += n_new;
    crawl_host_delta(c, job->source)->questions += n_new;
    job->source->tally.threads += read->posts.thread;
    crawl_host_delta(c, job->source)->threads += read->posts.thread;
}

static void
write_page(struct crawl *c, const struct frontier_from *from, struct crawl_reading *read,
           const struct fetch_response *r)
{
    struct crawl_job *job = from->job;
    bool own = any_own_site(from->sources, from->n_sources), changed;

    store_url_join(c->store, job->url.id, job->source->row.id);
    job->url.redirect_to = 0; /* what it was last time */
    crawl_api_discover(c, from, read->x.profile);
    crawl_links_add(c, from, &read->x, own);
    note_shape(c, job, read);
    keep_validators(job, r, read);
    if (read->x.kind == EXTRACT_BLOCKED) {
        done(c, &job->url, RECRAWL_PAGE, false);
        job->url.reason = TEXT_LIT("a challenge, log-in or error page in place of the content");
        return;
    }
    changed = write_page_row(c, job, read, own);
    done(c, &job->url, kind_of(&job->url, read), changed);
    write_posts(c, job, read);
    if (own && !read->x.noindex && read->x.text.n > 0)
        store_page_put_text(c->store, job->url.id, read->x.text, read->text_hash);
    else if (own)
        store_page_drop_text(c->store, job->url.id);
    if (read->canonical.n > 0 && read->posts.n == 0 && !job->source->by_api)
        collapse(c, from, read);
}

/* An API's list, whose next pages are asked for when it changed; or one thread. */
static void
write_api(struct crawl *c, const struct frontier_from *from, struct crawl_reading *read,
          const struct fetch_response *r)
{
    struct crawl_job *job = from->job;
    bool list = read->x.kind == EXTRACT_LISTING;

    store_url_join(c->store, job->url.id, job->source->row.id);
    crawl_api_links(c, from, read);
    keep_validators(job, r, read);
    done(c, &job->url, list ? RECRAWL_LIST : RECRAWL_SETTLED, write_page_row(c, job, read, false));
    if (list && job->url.kind == STORE_URL_API_ITEM)
        job->url.due_s = 0;
    write_posts(c, job, read);
}

static void
write_list(struct crawl *c, const struct frontier_from *from, const struct crawl_reading *read,
           const struct fetch_response *r)
{
    struct crawl_job *job = from->job;

    store_url_join(c->store, job->url.id, job->source->row.id);
    for (size_t i = 0; i < read->list.n; i++)
        frontier_add(c, from, &read->list.links[i]);
    keep_validators(job, r, read);
    done(c, &job->url, RECRAWL_LIST, true);
    if (read->list.bad != NULL)
        job->url.reason = text_of(read->list.bad);
}

static void
write_unwanted(struct crawl *c, struct crawl_job *job, const struct fetch_response *r)
{
    done(c, &job->url, RECRAWL_SETTLED, false);
    job->url.reason =
        text_of(arena_printf(job->arena, "no HTML: %.*s",
                             TEXT_ARG(text_sub(r->fields[FETCH_CONTENT_TYPE], 0, TYPE_BYTES))));
    job->source->tally.skipped++;
    crawl_host_delta(c, job->source)->skipped++;
}

static void
write_same(struct crawl *c, struct crawl_job *job)
{
    int64_t now_s = clock_now_s(c->cfg->clock);
    struct store_page_kind kind = { 0 };
    enum recrawl_kind as = RECRAWL_PAGE;

    store_page_get_kind(c->store, job->url.id, &kind);
    if (job->url.kind != STORE_URL_PAGE || kind.listing)
        as = RECRAWL_LIST;
    else if (kind.has_posts)
        as = kind.settled ? RECRAWL_SETTLED : RECRAWL_OPEN;
    store_page_seen(c->store, job->url.id, now_s);
    store_page_see_posts(c->store, job->url.id, now_s);
    done(c, &job->url, as, false);
    if (job->url.redirect_to != 0)
        stay_collapsed(&job->url);
}

static void
write_redirect(struct crawl *c, const struct frontier_from *from, const struct fetch_response *r)
{
    struct frontier_link link = { .href = r->fields[FETCH_LOCATION],
                                  .kind = from->job->url.kind,
                                  .moved = true };
    struct crawl_job *job = from->job;
    struct url u;
    int64_t now_s = clock_now_s(c->cfg->clock);
    bool seed = job->url.kind == STORE_URL_SEED;

    /* A source's own address may lead to another name of the same site: example.org to www. */
    if (seed && frontier_canonical(link.href, from->base, job->arena, &u) &&
        url_same_site(u.href, job->url.address)) {
        struct text authority = url_authority(&u, job->arena);

        for (size_t i = 0; i < from->n_sources; i++)
            crawl_setup_scope(c, from->sources[i], authority);
        crawl_robots_lists(c, crawl_setup_host(c, authority));
    }
    job->url.redirect_to = frontier_add(c, from, &link);
    if (job->url.redirect_to == job->url.id)
        job->url.redirect_to = 0;
    if (r->status == STATUS_MOVED || r->status == STATUS_PERMANENT) {
        store_page_move_posts(c->store, job->url.id, job->url.address, now_s);
        store_page_drop(c->store, job->url.id);
    }
    done(c, &job->url, RECRAWL_REDIRECT, false);
    job->url.reason = TEXT_LIT("moved");
    if (job->url.redirect_to == 0) {
        job->url.state = STORE_URL_REFUSED;
        job->url.reason = TEXT_LIT("moved to where this source does not go");
    }
}

/* For now: what ailed it may be mended one day. */
static void
give_up(struct crawl *c, struct crawl_job *job)
{
    job->url.state = STORE_URL_FAILED;
    job->url.due_s = clock_now_s(c->cfg->clock) + FAILED_S;
}

static void
write_later(struct crawl *c, struct crawl_job *job, const struct fetch_response *r,
            const struct fetchplan *plan)
{
    int64_t wait_ms;

    job->url.tries++;
    job->url.reason = text_of(r->failure != FETCHPLAN_NO_FAILURE && r->why[0] != '\0'
                                  ? arena_str(job->arena, text_of(r->why))
                                  : plan->why);
    if (plan->host && job->url.tries < MAX_TRIES) {
        job->url.state = STORE_URL_QUEUED; /* the host waits; others go first then */
        job->url.priority -= PRIORITY_FAILED;
        return;
    }
    if (!plan->host && job->url.tries >= MAX_TRIES) {
        give_up(c, job);
        return;
    }
    wait_ms = fetchplan_backoff_ms((unsigned)job->url.tries, NULL);
    if (plan->asked && plan->wait_ms > wait_ms) /* a page that fails may say for how long, too */
        wait_ms = plan->wait_ms;
    job->url.state = STORE_URL_WAITING;
    job->url.due_s = clock_now_s(c->cfg->clock) + wait_ms / MS_PER_S;
}

static void
write_gone(struct crawl *c, struct crawl_job *job)
{
    job->url.state = STORE_URL_GONE;
    job->url.due_s = 0;
    job->url.reason = TEXT_LIT("not found");
    store_page_lose_posts(c->store, job->url.id, INT64_MAX, clock_now_s(c->cfg->clock));
    store_page_drop(c->store, job->url.id);
}

static void
write_all(struct crawl *c, struct crawl_job *job, const struct fetch_response *r,
          const struct fetchplan *plan, struct crawl_reading *read)
{
    struct crawl_source *sources[CRAWL_MAX_SOURCES_PER_PAGE + 1];
    struct frontier_from from = { job, read->x.base, sources,
                                  crawl_setup_sources(c, job->url.id, sources) };

    if (from.base.n == 0 ||
        url_resolve(read->x.base, job->url.address, job->arena, &from.base, NULL) != ST_OK)
        from.base = job->url.address;
    job->url.fetched_s = clock_now_s(c->cfg->clock);
    switch (plan->action) {
    case FETCHPLAN_OK:
        if (r->unwanted)
            write_unwanted(c, job, r);
        else if (read->same)
            write_same(c, job);
        else if (read->is_list)
            write_list(c, &from, read, r);
        else if (crawl_api_is(job->url.kind))
            write_api(c, &from, read, r);
        else
            write_page(c, &from, read, r);
        break;
    case FETCHPLAN_NOT_MODIFIED:
        write_same(c, job);
        break;
    case FETCHPLAN_REDIRECT:
        write_redirect(c, &from, r);
        break;
    case FETCHPLAN_GONE:
        write_gone(c, job);
        break;
    case FETCHPLAN_RETRY_LATER:
    case FETCHPLAN_PARK:
        write_later(c, job, r, plan);
        break;
    case FETCHPLAN_DROP:
        give_up(c, job);
        job->url.reason = text_of(plan->why);
        break;
    }
    crawl_wanted_done(c, job, sources, from.n_sources);
    store_url_put(c->store, &job->url);
    crawl_api_refused(c, job);
}

/* ---- what the answer means ---- */

struct fetchplan
crawl_page_plan(struct crawl *c, const struct crawl_job *job, const struct fetch_response *r)
{
    struct fetchplan_in in = { .status = r->status,
                               .failure = r->failure,
                               .retry_after = r->fields[FETCH_RETRY_AFTER],
                               .location = r->fields[FETCH_LOCATION],
                               .date = r->fields[FETCH_DATE],
                               .answered = r->answered,
                               .failures = (unsigned)job->url.tries,
                               .now_s = r->ended_ms / MS_PER_S,
                               .rng = &c->rng };
    struct fetchplan plan = fetchplan_page(&in);

    if (plan.host) { /* then the host's failures count, not the page's */
        in.failures = (unsigned)job->host->row.backoff_step;
        plan = fetchplan_page(&in);
    }
    if (r->failure == FETCHPLAN_DENIED)
        plan = (struct fetchplan){ .action = FETCHPLAN_RETRY_LATER, .why = plan.why };
    return plan;
}

void
crawl_page_prepare(struct crawl *c, struct crawl_job *job, const struct fetch_response *r)
{
    struct fetchplan_in in = { .status = r->status,
                               .failure = r->failure,
                               .answered = r->answered,
                               .location = r->fields[FETCH_LOCATION] };

    if (fetchplan_page(&in).action != FETCHPLAN_OK)
        return;
    job->reading = arena_alloc(job->arena, sizeof(*job->reading));
    ask(c, job, r, job->reading);
}

/* Read what has not been read, or was read for less than the store knows by now. */
static void
settle(struct crawl *c, struct crawl_job *job, const struct fetch_response *r)
{
    struct crawl_reading asked;

    ask(c, job, r, &asked);
    if (crawl_read_holds(job->reading, &asked))
        return;
    crawl_read_body(c->reader, &asked);
    *job->reading = asked;
}

void
crawl_page_response(struct crawl *c, struct crawl_job *job, const struct fetch_response *r)
{
    struct fetchplan plan = crawl_page_plan(c, job, r);
    struct crawl_reading none = { 0 }, *read;
    bool read_it;

    if (job->reading != NULL) {
        settle(c, job, r);
    } else {
        crawl_page_prepare(c, job, r);
        if (job->reading != NULL)
            crawl_read_body(c->reader, job->reading);
    }
    read = job->reading != NULL ? job->reading : &none;
    crawl_host_begin(c);
    crawl_api_judge(c, job, r, read, &plan);
    crawl_host_account(c, job, r, &plan);
    write_all(c, job, r, &plan, read);
    crawl_reply_look(c, job, r, plan.action);
    if (r->failure == FETCHPLAN_DENIED)
        crawl_host_close(c, job->host, r->why);
    /* before the commit: what the store holds has its copy */
    read_it = job->reading != NULL && !r->unwanted && !read->same && !read->is_list;
    crawl_archive_keep(c, job, r, read_it ? &read->x : NULL);
}

bool
crawl_page_archived(struct crawl *c, struct crawl_job *job, const struct fetch_response *r)
{
    struct fetchplan plan = crawl_page_plan(c, job, r);
    struct crawl_reading none = { 0 };

    if (plan.action != FETCHPLAN_OK && plan.action != FETCHPLAN_NOT_MODIFIED &&
        plan.action != FETCHPLAN_REDIRECT && plan.action != FETCHPLAN_GONE)
        return false; /* what ailed the host then says nothing about today */
    if (job->reading != NULL)
        settle(c, job, r);
    write_all(c, job, r, &plan, job->reading != NULL ? job->reading : &none);
    return plan.action == FETCHPLAN_OK;
}
