#include "health.h"

#include <string.h>

#include "host_state.h"
#include "store_explain.h"
#include "store_host.h"
#include "store_page.h"
#include "store_url.h"
#include "trap.h"
#include "url.h"

#define MS_PER_S       INT64_C(1000)
#define S_PER_DAY      INT64_C(86400)
#define MAX_RUNS       60  /* looked back at: two months of nights */
#define MAX_HOPS       5   /* from a source's own address to the page that stands for it */
#define MAX_UNREAD     200 /* pages looked at for the shape of a thread */
#define LAYOUT_PAGES   5   /* that look like threads and have no question: no accident any more */
#define ROBOTS_ALARM_S S_PER_DAY

/* One source being judged. */
struct patient {
    const struct health_in *in;
    const struct store_source *src;
    struct store_explain_run runs[MAX_RUNS]; /* that asked something, newest first */
    size_t n_runs, n_own;  /* n_own: of the source itself, not of the one that asks for it */
    struct store_url seed; /* the row that stands for its own address; id 0: none yet */
    struct store_host host;
    struct health *h;
};

static bool
is_good(const struct store_explain_run *r)
{
    return r->tally.pages > 0 && r->tally.failed < r->tally.pages;
}

static int64_t
end_of(const struct store_explain_run *r)
{
    return r->ended_s > 0 ? r->ended_s : r->started_s;
}

static void
take_runs(struct patient *p, int64_t source_id)
{
    struct store_explain_run *all = arena_alloc(p->in->arena, MAX_RUNS * sizeof(*all));
    size_t n = store_explain_runs(p->in->store, source_id, MAX_RUNS, p->in->arena, all);

    for (size_t i = 0; i < n; i++)
        if (all[i].run_id != p->in->skip_run && all[i].tally.requests > 0)
            p->runs[p->n_runs++] = all[i];
}

/* Of an address that several departments share one source asks, for all. */
static void
read_runs(struct patient *p)
{
    take_runs(p, p->src->id);
    p->n_own = p->n_runs;
    if (p->n_runs == 0 && p->seed.id != 0 && p->seed.source_id != p->src->id &&
        store_explain_took_part(p->in->store, p->src->id))
        take_runs(p, p->seed.source_id);
    p->h->runs = (int64_t)p->n_runs;
    while (p->h->failures < p->h->runs && !is_good(&p->runs[p->h->failures]))
        p->h->failures++;
    if (p->h->failures < p->h->runs)
        p->h->last_success_s = end_of(&p->runs[p->h->failures]);
}

static void
read_seed(struct patient *p)
{
    struct store_url_known known;
    struct text address, canonical;
    struct url u;

    if (url_resolve(p->src->url, TEXT_NONE, p->in->arena, &address, NULL) != ST_OK)
        return;
    canonical = url_canonical(address, p->in->arena);
    if (url_split(canonical, &u)) {
        int64_t id = store_host_find(p->in->store, url_authority(&u, p->in->arena));

        if (id != 0)
            store_host_get(p->in->store, id, p->in->arena, &p->host);
    }
    if (!store_url_find(p->in->store, canonical, &known))
        return;
    store_url_get(p->in->store, known.id, p->in->arena, &p->seed);
    for (int i = 0; i < MAX_HOPS && p->seed.redirect_to != 0; i++)
        if (!store_url_get(p->in->store, p->seed.redirect_to, p->in->arena, &p->seed))
            break;
}

static bool
alarm_is(struct patient *p, const char *state, const char *reason)
{
    p->h->state = state;
    p->h->reason = reason;
    p->h->alarm = true;
    return true;
}

/* ---- what may be wrong, gravest first; each says whether it is ---- */

static bool
is_off(struct patient *p)
{
    const char *why = "no basis: it does not run";

    if (p->src->basis.n > 0)
        why = p->in->profiles != NULL ? extract_refusal(p->in->profiles, p->src->url, p->src->basis)
                                      : NULL;
    if (why == NULL)
        return false;
    p->h->state = "off";
    p->h->reason = arena_str(p->in->arena, text_of(why));
    return true;
}

static bool
is_parked(struct patient *p)
{
    int64_t since_s = p->host.robots_failing_s;

    if (p->host.parked_until_s * MS_PER_S > p->in->now_ms) /* "parked until ...": said once */
        return alarm_is(p, "parked",
                        host_state_refusal(&p->host, p->in->now_ms, p->in->arena) +
                            strlen("parked "));
    if (since_s > 0 && text_is(p->host.verdict, "disallow") &&
        p->in->now_ms / MS_PER_S - since_s >= ROBOTS_ALARM_S)
        return alarm_is(
            p, "fails",
            arena_printf(p->in->arena, "its robots.txt cannot be had for %s",
                         host_state_span(p->in->now_ms - since_s * MS_PER_S, p->in->arena)));
    return false;
}

static bool
is_failing(struct patient *p)
{
    struct arena *a = p->in->arena;
    struct text why = p->seed.reason;

    if (p->h->failures < HEALTH_MAX_FAILURES)
        return false;
    return alarm_is(p, "fails",
                    arena_printf(a, "no page in %lld runs in a row%s%.*s",
                                 (long long)p->h->failures, why.n > 0 ? ": " : "", TEXT_ARG(why)));
}

static bool
is_seed_gone(struct patient *p)
{
    const struct store_url *u = &p->seed;

    if (u->id == 0 || (u->state != STORE_URL_GONE && u->state != STORE_URL_FAILED &&
                       u->state != STORE_URL_REFUSED))
        return false;
    return alarm_is(p, "gone",
                    arena_printf(p->in->arena, "its own address: %.*s", TEXT_ARG(u->reason)));
}

/* It answers, but not with what it is there for (write_page() in crawl_page.c says so). */
static bool
is_login(struct patient *p)
{
    if (p->seed.state != STORE_URL_DONE ||
        text_find(p->seed.reason, TEXT_LIT("log-in")) == TEXT_NPOS)
        return false;
    return alarm_is(
        p, "login",
        arena_printf(p->in->arena, "its own address gives %.*s", TEXT_ARG(p->seed.reason)));
}

struct unread {
    size_t n;
};

static void
count_thread(void *self, struct text address)
{
    struct unread *seen = self;
    struct url u;

    seen->n += url_split(address, &u) && trap_judge(&u).class == TRAP_THREAD;
}

/* Pages that look like threads by their address were read, and none was one: since the last that
 * was. */
static bool
is_layout(struct patient *p)
{
    struct unread seen = { 0 };
    int64_t read = 0, since_s = 0;
    size_t i;

    for (i = 0; i < p->n_runs && p->runs[i].tally.threads == 0; i++)
        read += p->runs[i].tally.pages - p->runs[i].tally.unchanged - p->runs[i].tally.failed;
    if (p->src->own_site || read < LAYOUT_PAGES)
        return false;
    if (i < p->n_runs)
        since_s = end_of(&p->runs[i]);
    store_explain_unread(p->in->store, p->src->id, since_s, MAX_UNREAD, count_thread, &seen);
    if (seen.n < LAYOUT_PAGES)
        return false;
    return alarm_is(p, "layout",
                    arena_printf(p->in->arena,
                                 "%zu pages look like threads, but no question can be read on them:"
                                 " has the layout changed?",
                                 seen.n));
}

static bool
is_empty(struct patient *p)
{
    struct store_page page = { 0 };

    if (p->h->last_success_s == 0 || p->h->questions > 0 || p->seed.id == 0 ||
        store_explain_has_pages(p->in->store, p->src->id) ||
        store_explain_has_pages(p->in->store, p->seed.source_id))
        return false;
    if (p->src->own_site || !store_page_get(p->in->store, p->seed.id, p->in->arena, &page) ||
        page.left_out.n > 0 || !text_is(page.kind, "listing"))
        return false; /* one page may be all there is; a list without links is none */
    return alarm_is(p, "empty", "its own address is a list without links");
}

/* Since when it could have had a question: an address may be known from before, by others. */
static int64_t
listened_since_s(const struct patient *p)
{
    int64_t since_s = store_explain_begun_s(p->in->store, p->src->department_id, p->src->id);

    if (p->n_own > 0 && p->n_own < MAX_RUNS && p->runs[p->n_own - 1].started_s > since_s)
        since_s = p->runs[p->n_own - 1].started_s;
    return p->seed.first_seen_s > since_s ? p->seed.first_seen_s : since_s;
}

static bool
is_silent(struct patient *p)
{
    int64_t since_s = p->h->last_new_s, days;

    if (p->src->own_site || p->in->silent_days == 0 || p->n_runs == 0)
        return false;
    if (since_s == 0)
        since_s = listened_since_s(p);
    days = (p->h->last_success_s - since_s) / S_PER_DAY;
    if (days < p->in->silent_days)
        return false;
    return alarm_is(p, "silent",
                    arena_printf(p->in->arena, "%s for %lld days",
                                 p->h->last_new_s > 0 ? "nothing new" : "no question at all",
                                 (long long)days));
}

static bool
is_new(struct patient *p)
{
    if (p->h->last_success_s > 0)
        return false;
    p->h->state = "new";
    p->h->reason = p->h->runs == 0 ? "not crawled yet" : "no page yet";
    return true;
}

static void
judge(struct patient *p)
{
    static bool (*const wrongs[])(struct patient * p) = { is_off,       is_parked, is_failing,
                                                          is_seed_gone, is_login,  is_layout,
                                                          is_empty,     is_silent, is_new };
    const char *refusal;

    p->h->state = "works";
    p->h->reason = "";
    for (size_t i = 0; i < N_ELEMENTS(wrongs); i++)
        if (wrongs[i](p))
            return;
    refusal = p->host.id != 0 ? host_state_refusal(&p->host, p->in->now_ms, p->in->arena) : NULL;
    if (refusal != NULL)
        p->h->reason = arena_printf(p->in->arena, "its host is %s", refusal);
    else if (p->h->failures > 0)
        p->h->reason = arena_printf(p->in->arena, "no page in the last %lld run%s",
                                    (long long)p->h->failures, p->h->failures == 1 ? "" : "s");
}

struct health *
health_of(const struct health_in *in, const struct store_source *sources, size_t n)
{
    struct health *all = arena_alloc(in->arena, (n + 1) * sizeof(*all));
    struct store_explain_yield *yields;
    size_t n_yields = store_explain_yields(in->store, in->arena, &yields);

    for (size_t i = 0; i < n; i++) {
        struct patient *p = arena_alloc(in->arena, sizeof(*p));

        p->in = in;
        p->src = &sources[i];
        p->h = &all[i];
        for (size_t j = 0; j < n_yields; j++)
            if (yields[j].source_id == sources[i].id) {
                p->h->questions = yields[j].questions;
                p->h->last_new_s = yields[j].last_new_s;
            }
        read_seed(p);
        read_runs(p);
        judge(p);
    }
    return all;
}
