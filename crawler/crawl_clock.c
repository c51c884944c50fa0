/*
 * crawl_clock.c - somebody sets the system's clock while a run is under way.
 *
 * The run's own clock goes on evenly (clock_of_steady), so that no delay or block
 * is cut short or drawn out.  But what is on disk is read by the next run, by the
 * new time: all times to come are moved with the clock.
 */
#include <stdlib.h>

#include "crawl_private.h"
#include "log.h"
#include "politeness.h"

#define JUMP_MS  INT64_C(10000) /* less is what time servers mend */
#define MS_PER_S INT64_C(1000)

static void
shift_all(struct crawl *c, int64_t now_ms, int64_t ahead_ms)
{
    struct arena *a = arena_new();

    for (int64_t id = 0; (id = store_host_after(c->store, id)) != 0;) {
        struct store_host row = { 0 };

        arena_clear(a);
        if (!store_host_get(c->store, id, a, &row))
            continue;
        politeness_shift(&row, now_ms, ahead_ms);
        store_host_put_clock(c->store, &row);
        store_host_put_robots(c->store, &row, TEXT_NONE, true);
    }
    store_ip_shift(c->store, now_ms, ahead_ms);
    for (size_t i = 0; i < c->n_hosts; i++) {
        politeness_shift(&c->hosts[i]->row, now_ms, ahead_ms);
        crawl_queue_touch(c, c->hosts[i]);
    }
    for (struct crawl_ip *ip = c->ips; ip != NULL; ip = ip->next)
        if (ip->next_ok_ms > now_ms)
            ip->next_ok_ms += ahead_ms;
    arena_free(a);
}

/*
 * After the turn in which answers were written: their times, and all others in
 * the store, are by the time that was.
 */
int64_t
crawl_clock_look(struct crawl *c, int64_t next_ms)
{
    int64_t ahead_ms = c->cfg->steady != NULL ? clock_steady_jump_ms(c->cfg->steady) : 0;

    if (llabs(ahead_ms) < JUMP_MS)
        return next_ms;
    log_warn("the system's clock was set %lld s %s: hosts wait as long as they would have",
             (long long)(llabs(ahead_ms) / MS_PER_S), ahead_ms > 0 ? "ahead" : "back");
    crawl_host_begin(c);
    shift_all(c, clock_now_ms(c->cfg->clock), ahead_ms);
    if (!crawl_host_commit(c))
        return next_ms;
    clock_steady_follow(c->cfg->steady);
    c->ahead_ms += ahead_ms;
    c->started_ms += ahead_ms;
    c->leased_ms = 0; /* renewed at once, by the new time */
    c->disk_checked_ms = c->shown_ms = c->said_wait_ms = 0;
    return next_ms < INT64_MAX ? next_ms + ahead_ms : next_ms;
}
