/*
 * crawl_lease.c - a host belongs to one crawler at a time.
 *
 * The workspace's lock keeps a second run on this machine away, and goes with
 * the process that held it, however that ended.  Leases do the same for crawlers
 * that share a store but no lock: MACHINE:PROCESS has the host until a time that
 * it moves on while it runs.  What a dead process of this machine has left is
 * free as soon as the lock is ours; what one of another machine has left, when
 * its time is over.
 */
#include <stdio.h>
#include <unistd.h>

#include "crawl_private.h"

#define LEASE_S     INT64_C(600)
#define RENEW_MS    INT64_C(200000) /* a third of it: two may go wrong */
#define MACHINE_MAX 64              /* bytes; POSIX: host names have 255 at most, ours are cut */

void
crawl_lease_open(struct crawl *c)
{
    char machine[MACHINE_MAX];

    if (gethostname(machine, sizeof(machine)) != 0)
        snprintf(machine, sizeof(machine), "unnamed");
    machine[sizeof(machine) - 1] = '\0';
    c->lease_machine = arena_printf(c->arena, "%s:", machine);
    c->lease_owner = arena_printf(c->arena, "%s%ld", c->lease_machine, (long)getpid());
}

void
crawl_lease_begin(struct crawl *c)
{
    store_host_unlease(c->store, c->lease_machine);
    store_host_unlease(c->store, "local"); /* as older versions called themselves */
    c->leased_ms = clock_now_ms(c->cfg->clock);
}

void
crawl_lease_take(struct crawl *c, struct crawl_host *h)
{
    int64_t now_s = clock_now_s(c->cfg->clock);

    if (!store_host_lease(c->store, h->row.id, c->lease_owner, now_s, now_s + LEASE_S))
        crawl_host_close(c, h, "another crawler is at work on it");
}

void
crawl_lease_renew(struct crawl *c)
{
    int64_t now_ms = clock_now_ms(c->cfg->clock);

    if (now_ms < c->leased_ms + RENEW_MS)
        return;
    c->leased_ms = now_ms;
    crawl_host_begin(c);
    for (size_t i = 0; i < c->n_hosts; i++)
        if (c->hosts[i]->closed == NULL)
            crawl_lease_take(c, c->hosts[i]); /* fails if the machine slept and it was taken */
}

void
crawl_lease_end(struct crawl *c)
{
    store_host_unlease(c->store, c->lease_owner);
}
