/* crawl_progress.c - what a run says while it is under way. */
#include <stdio.h>

#include "crawl_private.h"
#include "log.h"

#define MS_PER_S    INT64_C(1000)
#define S_PER_MIN   60
#define LINE_BYTES  256
#define SHOW_MS     200  /* it counts all hosts, and nobody reads faster */
#define SAY_WAIT_MS 5000 /* a shorter wait needs no words */

void
crawl_progress_show(struct crawl *c)
{
    int64_t now_ms = clock_now_ms(c->cfg->clock), span_s = (now_ms - c->started_ms) / MS_PER_S;
    size_t waiting = 0, blocked = 0;
    char line[LINE_BYTES];

    if (c->cfg->progress == NULL || now_ms < c->shown_ms + SHOW_MS)
        return;
    c->shown_ms = now_ms;
    for (size_t i = 0; i < c->n_hosts; i++) {
        const struct crawl_host *h = c->hosts[i];

        waiting += crawl_may_ask(h);
        blocked += h->closed != NULL || h->row.blocked_until_ms > now_ms;
    }
    snprintf(line, sizeof(line),
             "%lld pages, %lld questions; hosts: %lld asked, %zu waiting, %zu blocked; %lld:%02lld",
             (long long)c->pages, (long long)c->questions, (long long)c->n_busy, waiting, blocked,
             (long long)(span_s / S_PER_MIN), (long long)(span_s % S_PER_MIN));
    c->cfg->progress(c->cfg->progress_self, line);
}

/* A long wait without a word looks like a hang. */
void
crawl_progress_wait(struct crawl *c, int64_t next_ms)
{
    int64_t now_ms = clock_now_ms(c->cfg->clock);

    if (c->n_busy > 0 || next_ms - now_ms < SAY_WAIT_MS || next_ms == c->said_wait_ms)
        return;
    c->said_wait_ms = next_ms;
    for (size_t i = 0; i < c->n_hosts; i++) {
        const struct crawl_host *h = c->hosts[i];

        if (crawl_may_ask(h) && !crawl_is_left(c, h) && h->row.next_ok_ms <= next_ms)
            log_info("waiting %lld s until %.*s may be asked again%s",
                     (long long)((next_ms - now_ms) / MS_PER_S), TEXT_ARG(h->row.authority),
                     h->row.blocked_until_ms > now_ms ? " (it failed or asked for a pause)" : "");
    }
}
