/* crawl_heal.c - clocks that stand further ahead than any wait: cut, and said. */
#include "crawl_private.h"

#include "log.h"
#include "politeness.h"

static int64_t
largest_floor_ms(const struct crawl *c)
{
    int64_t floor_ms = c->cfg->delay_ms;

    for (size_t i = 0; i < c->n_sources; i++)
        if (c->sources[i].floor_ms > floor_ms)
            floor_ms = c->sources[i].floor_ms;
    return floor_ms;
}

void
crawl_heal_host(struct crawl *c, struct crawl_host *h)
{
    int64_t now_ms = clock_now_ms(c->cfg->clock), floor_ms = largest_floor_ms(c);
    int64_t most_ms = now_ms + politeness_max_ip_wait_ms(floor_ms);
    const char *what = politeness_heal(&h->row, floor_ms, now_ms);

    if (what != NULL) {
        store_host_put_clock(c->store, &h->row);
        store_host_put_robots(c->store, &h->row, TEXT_NONE, true);
    }
    if (h->row.ip.n > 0 && store_ip_next_ok_ms(c->store, h->row.ip) > most_ms) {
        store_ip_put(c->store, h->row.ip, most_ms);
        what = "the clock of its IP address";
    }
    if (what != NULL)
        log_warn("%.*s: %s stood further ahead than any wait (was the system's clock set back?):"
                 " cut to the longest there is",
                 TEXT_ARG(h->row.authority), what);
}
