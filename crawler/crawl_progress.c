/* crawl_progress.c - what a run says while it is under way. */
#include <stdio.h>
#include <stdlib.h>

#include "buf.h"
#include "crawl_private.h"
#include "host_state.h"
#include "log.h"
#include "politeness.h"
#include "store_explain.h"

#define MS_PER_S     INT64_C(1000)
#define S_PER_MIN    60
#define LINE_BYTES   256
#define VIEW_BYTES   2048
#define SHOW_MS      200  /* it counts all hosts, and nobody reads faster */
#define TICK_MS      1000 /* the view counts seconds down */
#define SAY_WAIT_MS  5000 /* a shorter wait needs no words */
#define MAX_SHOWN    5    /* hosts; the others are counted */
#define NAME_CHARS   34
#define COUNT_SHARE  100 /* counting the queue may take a hundredth of the time */
#define MIN_COUNT_MS 1000

/* A host for the view. */
struct sight {
    const struct crawl_host *host;
    int64_t queued, left_ms; /* that budgets allow, and how long it takes at the least */
    const char *state;
};

/* ---- what is queued ---- */

static void
count_queues(struct crawl *c, int64_t now_ms)
{
    int64_t from_us = clock_monotonic_us();

    if (now_ms < c->count_again_ms)
        return;
    if (c->view_arena == NULL)
        c->view_arena = arena_new();
    arena_clear(c->view_arena);
    c->n_queues = store_explain_queues(c->store, c->view_arena, &c->queues);
    c->count_again_ms =
        now_ms + MIN_COUNT_MS + (clock_monotonic_us() - from_us) * COUNT_SHARE / MS_PER_S;
}

/* Of a host's addresses those that the budgets of their sources allow. */
static int64_t
allowed_on(struct crawl *c, const struct crawl_host *h)
{
    int64_t n = 0;

    for (size_t i = 0; i < c->n_queues; i++) {
        const struct crawl_source *src;
        int64_t left;

        if (c->queues[i].host_id != h->row.id)
            continue;
        src = crawl_setup_source(c, c->queues[i].source_id);
        if (src == NULL)
            continue;
        left = src->row.max_pages > 0 ? src->row.max_pages - src->tally.pages : INT64_MAX;
        if (left > 0)
            n += c->queues[i].queued < left ? c->queues[i].queued : left;
    }
    return n;
}

/* ---- hosts ---- */

static const char *
state_of(struct crawl *c, const struct crawl_host *h, int64_t now_ms, struct arena *a)
{
    const char *refusal = host_state_refusal(&h->row, now_ms, a);
    int64_t at_ms = h->row.next_ok_ms;

    if (h->closed != NULL)
        return arena_printf(a, "left: %s", h->closed);
    if (h->busy)
        return "asking";
    if (refusal != NULL)
        return refusal;
    if (h->ip != NULL && h->ip->next_ok_ms > at_ms)
        at_ms = h->ip->next_ok_ms;
    if (at_ms > now_ms)
        return arena_printf(
            a, "waits %s",
            host_state_span((at_ms - now_ms + MS_PER_S - 1) / MS_PER_S * MS_PER_S, a));
    return crawl_may_ask(h) && !crawl_is_left(c, h) ? "its turn" : "done";
}

/* Who is asked or takes longest first. */
static int
by_relevance(const void *a, const void *b)
{
    const struct sight *x = a, *y = b;

    if (x->left_ms != y->left_ms)
        return x->left_ms < y->left_ms ? 1 : -1;
    return (int)y->host->busy - (int)x->host->busy;
}

/* Hosts for which something is left to do; how many. */
static size_t
look_at_hosts(struct crawl *c, int64_t now_ms, struct arena *a, struct sight **ret)
{
    struct sight *v = arena_alloc(a, (c->n_hosts + 1) * sizeof(*v));
    size_t n = 0;

    for (size_t i = 0; i < c->n_hosts; i++) {
        const struct crawl_host *h = c->hosts[i];
        struct sight *s = &v[n];

        s->host = h;
        s->queued = allowed_on(c, h);
        if (!h->busy && s->queued == 0 && h->visitors == NULL)
            continue;
        s->state = state_of(c, h, now_ms, a);
        if (!crawl_is_left(c, h) && h->closed == NULL) {
            s->left_ms =
                s->queued * (politeness_delay_ms(&h->row, h->floor_ms) + h->row.response_ms);
            s->left_ms += h->row.next_ok_ms > now_ms ? h->row.next_ok_ms - now_ms : 0;
        }
        n++;
    }
    qsort(v, n, sizeof(*v), by_relevance);
    *ret = v;
    return n;
}

/* ---- the view ---- */

static void
put_summary(struct crawl *c, const struct sight *v, size_t n, int64_t now_ms, struct arena *a,
            struct buf *b)
{
    int64_t span_s = (now_ms - c->started_ms) / MS_PER_S, requests = 0, queued = 0;
    char line[LINE_BYTES];

    for (size_t i = 0; i < c->n_sources; i++)
        requests += c->sources[i].tally.requests;
    for (size_t i = 0; i < n; i++)
        queued += v[i].queued;
    snprintf(line, sizeof(line), "%lld page%s, %lld new question%s, %lld request%s in %lld:%02lld",
             (long long)c->pages, c->pages == 1 ? "" : "s", (long long)c->questions,
             c->questions == 1 ? "" : "s", (long long)requests, requests == 1 ? "" : "s",
             (long long)(span_s / S_PER_MIN), (long long)(span_s % S_PER_MIN));
    buf_add_str(b, line);
    if (queued == 0)
        return;
    snprintf(line, sizeof(line), "; %lld queued, at least %s", (long long)queued,
             host_state_span(v[0].left_ms / MS_PER_S * MS_PER_S + MS_PER_S, a));
    buf_add_str(b, line);
}

static void
put_host(const struct sight *s, struct arena *a, struct buf *b)
{
    struct text name = text_after(s->host->row.authority, '/');
    char line[LINE_BYTES];

    name = text_sub(text_from(name, 1), 0, NAME_CHARS);
    snprintf(line, sizeof(line), "\n  %-*.*s %6lld queued  %s%s%s", NAME_CHARS, TEXT_ARG(name),
             (long long)s->queued, s->state, s->left_ms > TICK_MS ? "; " : "",
             s->left_ms > TICK_MS
                 ? arena_printf(a, "%s left", host_state_span(s->left_ms / MS_PER_S * MS_PER_S, a))
                 : "");
    buf_add_str(b, line);
}

static void
put_run(struct crawl *c, int64_t now_ms, struct arena *a, struct buf *b)
{
    struct sight *v;
    size_t n;

    count_queues(c, now_ms);
    n = look_at_hosts(c, now_ms, a, &v);
    put_summary(c, v, n, now_ms, a, b);
    for (size_t i = 0; i < n && i < MAX_SHOWN; i++)
        put_host(&v[i], a, b);
    if (n > MAX_SHOWN)
        buf_add_str(b, arena_printf(a, "\n  and %zu host%s more", n - MAX_SHOWN,
                                    n - MAX_SHOWN == 1 ? "" : "s"));
}

/* One line: a probe asks each host once or twice, and who is slow is what one wants to know. */
static void
put_visits(const struct crawl *c, int64_t now_ms, struct arena *a, struct buf *b)
{
    int64_t span_s = (now_ms - c->started_ms) / MS_PER_S;
    const struct crawl_host *first = NULL;
    int64_t n = 0;

    for (size_t i = 0; i < c->n_hosts; i++) {
        if (c->hosts[i]->asked && first == NULL)
            first = c->hosts[i];
        n += c->hosts[i]->asked;
    }
    buf_add_str(b, arena_printf(a, "%zu of %zu addresses in %lld:%02lld", c->n_done, c->n_visits,
                                (long long)(span_s / S_PER_MIN), (long long)(span_s % S_PER_MIN)));
    if (first == NULL)
        return;
    buf_add_str(b, arena_printf(a, ", asking %.*s", TEXT_ARG(first->row.authority)));
    if (n > 1)
        buf_add_str(b, arena_printf(a, " and %lld more", (long long)n - 1));
}

void
crawl_progress_show(struct crawl *c)
{
    int64_t now_ms = clock_now_ms(c->cfg->clock);
    struct arena *a;
    struct buf b;

    if (c->cfg->progress == NULL || now_ms < c->shown_ms + SHOW_MS)
        return;
    c->shown_ms = now_ms;
    a = arena_new();
    buf_init(&b, VIEW_BYTES);
    if (c->visits != NULL)
        put_visits(c, now_ms, a, &b);
    else
        put_run(c, now_ms, a, &b);
    c->cfg->progress(c->cfg->progress_self, buf_str(&b));
    buf_release(&b);
    arena_free(a);
}

struct fetch_response *
crawl_progress_sleep(struct crawl *c, int64_t until_ms)
{
    while (c->cfg->progress != NULL) {
        int64_t tick_ms = clock_now_ms(c->cfg->clock) + TICK_MS;
        struct fetch_response *r;

        if (tick_ms >= until_ms)
            break;
        r = c->fetcher->wait(c->fetcher->self, tick_ms);
        if (r != NULL || clock_now_ms(c->cfg->clock) < tick_ms)
            return r; /* an answer, a page that was read, or a signal */
        crawl_progress_show(c);
    }
    return c->fetcher->wait(c->fetcher->self, until_ms);
}

/* A long wait without a word looks like a hang; where the view stands, it tells. */
void
crawl_progress_wait(struct crawl *c, int64_t next_ms)
{
    int64_t now_ms = clock_now_ms(c->cfg->clock);

    if (c->cfg->progress != NULL || c->n_busy > 0 || next_ms - now_ms < SAY_WAIT_MS ||
        next_ms == c->said_wait_ms)
        return;
    c->said_wait_ms = next_ms;
    for (size_t i = 0; i < c->n_hosts; i++) {
        const struct crawl_host *h = c->hosts[i];

        if (crawl_may_ask(h) && !crawl_is_left(c, h) && h->row.next_ok_ms <= next_ms)
            log_info("waiting %s until %.*s may be asked again%s",
                     host_state_span(next_ms - now_ms, c->arena), TEXT_ARG(h->row.authority),
                     h->row.blocked_until_ms > now_ms ? " (it failed or asked for a pause)" : "");
    }
}
