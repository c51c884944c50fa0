/*
 * crawl_api.c - sources that are read through their site's API.
 *
 * A source whose address a profile's API fits asks that API, and its own pages
 * are put on the shelf: known, but not fetched (state "shelved").  Where the
 * profile fits any host, the source's own page is read first, to see what
 * software runs there.  When the API is refused (robots.txt, 401, 403, 404, no
 * answer that its profile reads) the next way is tried, and after the last one
 * the pages come off the shelf.  All of this follows from the rows in the
 * store, so that the next run knows it too.
 */
#include <stdio.h>

#include "api.h"
#include "crawl_private.h"
#include "log.h"
#include "politeness.h"
#include "store_url_api.h"

#define PRIORITY_API  960 /* before feeds: a list by API tells more */
#define MS_PER_S      INT64_C(1000)
#define STATUS_LOG_IN 401
#define STATUS_DENIED 403
#define STATUS_FAILED 400 /* and all above it: there may be a reason in the body */
#define WHY_UNREAD    "its API answers with nothing that its profile reads"
#define WHY_NOINDEX   "its API's answers ask not to be kept (X-Robots-Tag)"
#define WHY_REFUSED   "its API refuses"

bool
crawl_api_is(enum store_url_kind kind)
{
    return kind == STORE_URL_API || kind == STORE_URL_API_ITEM;
}

bool
crawl_api_shelves(const struct crawl_source *src, enum store_url_kind kind)
{
    return src->by_api && !crawl_api_is(kind);
}

/* ---- plans ---- */

/* What the source searches for; none where every question is wanted. */
static size_t
words_of(struct crawl *c, const struct crawl_source *src, struct arena *a, struct text **ret)
{
    struct store_keyword *rows;
    size_t n = src->row.match_all ? 0
                                  : store_run_keywords(c->store, src->row.department_id,
                                                       clock_now_s(c->cfg->clock), a, &rows);
    size_t cap = 0, n_words = 0;

    *ret = NULL;
    for (size_t i = 0; i < n; i++) {
        struct text forms = rows[i].phrase, form;

        while (!text_is(rows[i].kind, "exclude") && text_cut(&forms, ",", &form)) {
            *ret = arena_grow(a, *ret, n_words, &cap, sizeof(**ret));
            (*ret)[n_words++] = form;
        }
    }
    return n_words;
}

/* An address of the plan is a row that is asked for in every run. */
static void
put_list(struct crawl *c, struct crawl_source *src, struct text address)
{
    struct store_url_known known;
    struct store_url u = { .address = address,
                           .source_id = src->row.id,
                           .kind = STORE_URL_API,
                           .priority = PRIORITY_API,
                           .first_seen_s = clock_now_s(c->cfg->clock) };
    struct url parts;

    if (store_url_find(c->store, address, &known)) {
        bool joined =
            known.source_id != src->row.id && store_url_join(c->store, known.id, src->row.id);

        if (known.state == STORE_URL_SHELVED)
            store_url_requeue(c->store, known.id, PRIORITY_API);
        if (store_url_get(c->store, known.id, c->arena, &u))
            crawl_wanted_list(c, src, &u, joined);
        return;
    }
    if (!url_split(address, &parts))
        return;
    u.host_id = crawl_setup_host(c, url_authority(&parts, c->arena))->row.id;
    store_url_add(c->store, &u);
}

/* Lists that are asked for no longer: of a keyword that is gone, or of another way. */
static void
retire_lists(struct crawl *c, const struct crawl_source *src, const struct api_plan *plan)
{
    struct store_url u = { 0 };

    while (store_url_api_next(c->store, src->row.id, u.id, c->arena, &u)) {
        bool wanted = u.state == STORE_URL_GONE || u.state == STORE_URL_FAILED ||
                      u.state == STORE_URL_REFUSED; /* it has its own time to be tried again */

        for (size_t i = 0; i < plan->n && !wanted; i++)
            wanted = text_eq(u.address, plan->lists[i]);
        if (wanted || u.state == STORE_URL_SHELVED)
            continue;
        u.state = STORE_URL_SHELVED;
        u.due_s = 0;
        store_url_put(c->store, &u);
    }
}

/* Was the first address of the plan refused before? */
static bool
was_refused(struct crawl *c, const struct api_plan *plan)
{
    struct store_url_known known;

    return store_url_find(c->store, plan->lists[0], &known) &&
           (known.state == STORE_URL_GONE || known.state == STORE_URL_FAILED ||
            known.state == STORE_URL_REFUSED);
}

static void
wake_hosts(struct crawl *c, const struct crawl_source *src)
{
    for (size_t i = 0; i < c->n_hosts; i++)
        for (size_t j = 0; j < c->hosts[i]->n_sources; j++)
            if (c->hosts[i]->sources[j] == src)
                c->hosts[i]->idle = false;
}

/* Take the first way that was not refused; none: the pages. */
static void
choose(struct crawl *c, struct crawl_source *src, struct text address, struct text platform)
{
    struct api_wanted wanted = { .address = address, .platform = platform };
    struct api_plan plan = { .n = 0 };
    struct text *words;
    unsigned attempt = 0;
    struct url u;

    wanted.n_words = words_of(c, src, c->arena, &words);
    wanted.words = words;
    while (api_plan(c->cfg->extract, &wanted, attempt, c->arena, &plan) && was_refused(c, &plan)) {
        plan.n = 0;
        attempt++;
    }
    if (plan.n == 0)
        store_url_api_unshelve(c->store, src->row.id);
    else if (!src->by_api) /* at another attempt, all is on the shelf but what was just read */
        store_url_api_shelve(c->store, src->row.id);
    src->by_api = plan.n > 0;
    retire_lists(c, src, &plan);
    for (size_t i = 0; i < plan.n; i++) {
        put_list(c, src, plan.lists[i]);
        if (url_split(plan.lists[i], &u))
            crawl_setup_scope(c, src, url_authority(&u, c->arena));
    }
    wake_hosts(c, src);
}

void
crawl_api_setup(struct crawl *c, struct crawl_source *src)
{
    struct store_url_known known;
    struct store_url seed = { 0 };
    struct text platform = TEXT_NONE, address = src->row.url;
    int64_t id;

    if (src->row.own_site || c->cfg->extract == NULL)
        return;
    id = store_url_find(c->store, address, &known) ? known.id : 0;
    for (int hops = 0; hops <= FETCHPLAN_MAX_REDIRECTS && platform.n == 0 && id != 0 &&
                       store_url_get(c->store, id, c->arena, &seed);
         hops++, id = seed.redirect_to) {
        struct store_page page = { 0 };

        if (store_page_get(c->store, id, c->arena, &page))
            platform = page.profile;
        address = seed.address;
    }
    choose(c, src, platform.n > 0 ? address : src->row.url, platform);
}

/* Does the source's own address lead there?  Others' pages may, too. */
static bool
is_seed_of(struct crawl *c, const struct crawl_source *src, int64_t id)
{
    struct store_url_known known;
    struct store_url u = { 0 };
    int64_t at = store_url_find(c->store, src->row.url, &known) ? known.id : 0;

    for (int hops = 0; hops <= FETCHPLAN_MAX_REDIRECTS && at != 0 && at != id; hops++)
        at = store_url_get(c->store, at, c->arena, &u) ? u.redirect_to : 0;
    return at == id;
}

void
crawl_api_discover(struct crawl *c, const struct frontier_from *from, struct text platform)
{
    if (from->job->url.kind != STORE_URL_SEED || platform.n == 0)
        return;
    for (size_t i = 0; i < from->n_sources; i++)
        if (!from->sources[i]->row.own_site && !from->sources[i]->by_api &&
            !from->sources[i]->reads_only && is_seed_of(c, from->sources[i], from->job->url.id))
            choose(c, from->sources[i], from->job->url.address, arena_text(c->arena, platform));
}

/* ---- answers ---- */

static void
give_up(struct fetchplan *plan, const char *why)
{
    *plan = (struct fetchplan){ .action = FETCHPLAN_DROP, .why = why };
}

/* "Later", in the body: as Retry-After says it, which outranks the body. */
static void
wait_for(struct crawl *c, const struct crawl_job *job, int64_t wait_s, struct fetchplan *plan)
{
    int64_t wait_ms = wait_s * MS_PER_S;
    bool asked = plan->asked && plan->wait_ms > 0;

    if (wait_ms <= 0)
        wait_ms = fetchplan_backoff_ms((unsigned)job->host->row.backoff_step, &c->rng);
    if (wait_ms > FETCHPLAN_MAX_WAIT_MS)
        wait_ms = FETCHPLAN_MAX_WAIT_MS;
    *plan = (struct fetchplan){ .action = FETCHPLAN_RETRY_LATER,
                                .wait_ms = asked ? plan->wait_ms : wait_ms,
                                .host = true,
                                .asked = asked || wait_s > 0,
                                .why = "its API asks for a pause" };
}

/* An answer that is none may say in its body why, and for how long. */
static void
judge_failure(struct crawl *c, struct crawl_job *job, const struct fetch_response *r,
              struct fetchplan *plan)
{
    struct extract_input in = { .url = job->url.address,
                                .body = r->body,
                                .content_type = r->fields[FETCH_CONTENT_TYPE] };
    struct extract_page x = { .cut = false };

    if (r->status >= STATUS_FAILED && r->body.n > 0)
        extract_page(c->cfg->extract, &in, job->arena, &x);
    if (x.api.later)
        wait_for(c, job, x.api.wait_s, plan);
    else if (r->status == STATUS_LOG_IN || r->status == STATUS_DENIED)
        give_up(plan, WHY_REFUSED);
}

static void
judge_answer(struct crawl *c, struct crawl_job *job, const struct crawl_reading *read,
             struct fetchplan *plan)
{
    const struct extract_api *api = &read->x.api;
    int64_t ended_ms = read->response->ended_ms;

    if (read->same)
        return;
    if (!api->is)
        give_up(plan, WHY_UNREAD);
    else if (api->later)
        wait_for(c, job, api->wait_s, plan);
    else if (api->error.n > 0)
        give_up(plan, WHY_REFUSED);
    else if (read->x.noindex && read->x.n_questions > 0)
        give_up(plan, WHY_NOINDEX);
    if (api->wait_s > 0 && !api->later)
        politeness_pause(&job->host->row, ended_ms + api->wait_s * MS_PER_S);
}

void
crawl_api_judge(struct crawl *c, struct crawl_job *job, const struct fetch_response *r,
                const struct crawl_reading *read, struct fetchplan *plan)
{
    int64_t limit_ms =
        api_limit_ms(r->fields[FETCH_RATE_REMAINING], r->fields[FETCH_RATE_RESET], r->ended_ms);

    if (limit_ms > 0)
        politeness_pause(&job->host->row, r->ended_ms + limit_ms);
    if (crawl_api_is(job->url.kind) && plan->action == FETCHPLAN_OK)
        judge_answer(c, job, read, plan);
    else if (crawl_api_is(job->url.kind))
        judge_failure(c, job, r, plan);
}

/* Has the list changed since it was read, down to its end?  Then the next page may have, too. */
static bool
goes_deeper(const struct crawl_reading *read)
{
    const struct extract_page *x = &read->x;

    return x->next.n > 0 &&
           (read->before_s == 0 || x->api.oldest_s == 0 || x->api.oldest_s >= read->before_s);
}

void
crawl_api_links(struct crawl *c, const struct frontier_from *from, const struct crawl_reading *read)
{
    const struct extract_page *x = &read->x;

    for (size_t i = 0; i < x->n_links; i++) {
        struct frontier_link link = { .href = x->links[i].url,
                                      .label = x->links[i].text,
                                      .kind = STORE_URL_API_ITEM,
                                      .lastmod_s = x->links[i].changed_s };

        frontier_add(c, from, &link);
    }
    if (goes_deeper(read)) {
        struct frontier_link link = { .href = x->next,
                                      .kind = STORE_URL_API_ITEM,
                                      .lastmod_s = clock_now_s(c->cfg->clock) + 1,
                                      .next = true };

        frontier_add(c, from, &link);
    }
}

void
crawl_api_refused(struct crawl *c, const struct crawl_job *job)
{
    struct crawl_source *src = job->source;
    bool by_itself = job->url.state == STORE_URL_GONE || job->url.state == STORE_URL_FAILED ||
                     job->url.state == STORE_URL_REFUSED;

    if (!crawl_api_is(job->url.kind) || !by_itself || !src->by_api)
        return;
    if (job->url.kind == STORE_URL_API_ITEM && !text_is(job->url.reason, WHY_REFUSED) &&
        !text_is(job->url.reason, WHY_NOINDEX) && job->url.state != STORE_URL_REFUSED)
        return; /* one thread that is gone, or the end of a list */
    crawl_api_setup(c, src);
    log_info("source %.*s of %.*s: %.*s (%.*s): %s", TEXT_ARG(src->row.key),
             TEXT_ARG(src->row.department), TEXT_ARG(job->url.address), TEXT_ARG(job->url.reason),
             src->by_api ? "another way of its API is tried" : "its pages are read instead");
}
