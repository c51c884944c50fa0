/*
 * crawl_queue.c - whose turn it is: hosts in the order in which they may be asked.
 *
 * Hosts wait at the door of their IP address, by their own clocks; doors wait by
 * the later of the address's clock and their first host's.  A door at which
 * somebody is being asked does not wait at all: the answer will put it back.
 * So a turn costs what happens in it, and nothing for those who wait.
 *
 * Whatever changes a host (clock, work, address, closing) tells
 * crawl_queue_touch(); it finds its new place before the next choice.
 */
#include <stdlib.h>

#include "crawl_private.h"

static struct crawl_ip *
door_of(struct crawl_host *h)
{
    return h->ip != NULL ? h->ip : &h->alone;
}

static struct crawl_host *
host_at(struct schedule_item *item)
{
    return (struct crawl_host *)(void *)((char *)item - offsetof(struct crawl_host, item));
}

static struct crawl_ip *
door_at(struct schedule_item *item)
{
    return (struct crawl_ip *)(void *)((char *)item - offsetof(struct crawl_ip, item));
}

static void
place_door(struct crawl *c, struct crawl_ip *door)
{
    const struct schedule_item *first = schedule_first(&door->hosts);

    if (first == NULL || door->n_busy > 0 || first->rank != door->item.rank)
        schedule_drop(&door->item);
    if (first == NULL || door->n_busy > 0)
        return;
    door->item.rank = first->rank;
    schedule_put(&c->doors, &door->item,
                 first->at_ms > door->next_ok_ms ? first->at_ms : door->next_ok_ms);
}

/* When a host that the run does not wait for may be one again. */
static int64_t
left_until_ms(const struct crawl_host *h)
{
    return h->row.failures >= CRAWL_MAX_FAILURES ? h->row.blocked_until_ms
                                                 : h->row.blocked_until_ms - CRAWL_MAX_BLOCK_MS;
}

static void
place(struct crawl *c, struct crawl_host *h)
{
    struct crawl_ip *door = door_of(h);

    if (!crawl_may_ask(h))
        schedule_drop(&h->item);
    else if (crawl_is_left(c, h))
        schedule_put(&c->left, &h->item, left_until_ms(h));
    else
        schedule_put(&door->hosts, &h->item, h->row.next_ok_ms);
    place_door(c, door);
}

void
crawl_queue_touch(struct crawl *c, struct crawl_host *h)
{
    if (h->stale)
        return;
    h->stale = true;
    h->next_stale = c->stale;
    c->stale = h;
}

void
crawl_queue_settle(struct crawl *c)
{
    int64_t now_ms = clock_now_ms(c->cfg->clock);
    struct schedule_item *item;
    struct crawl_host *h;

    while ((item = schedule_first(&c->left)) != NULL && item->at_ms <= now_ms) {
        schedule_drop(item);
        crawl_queue_touch(c, host_at(item));
    }
    while ((h = c->stale) != NULL) {
        c->stale = h->next_stale;
        h->stale = false;
        if (c->visits != NULL)
            crawl_probe_look(c, h);
        place(c, h);
    }
}

struct crawl_host *
crawl_queue_next(struct crawl *c, int64_t *next_ms)
{
    struct schedule_item *first = schedule_first(&c->doors);
    struct crawl_ip *door;
    struct crawl_host *h;

    *next_ms = first != NULL ? first->at_ms : INT64_MAX;
    if (first == NULL || first->at_ms > clock_now_ms(c->cfg->clock))
        return NULL;
    door = door_at(first);
    h = host_at(schedule_first(&door->hosts));
    schedule_drop(&h->item);
    place_door(c, door);
    crawl_queue_touch(c, h);
    return h;
}

int64_t
crawl_queue_look_again(struct crawl *c)
{
    const struct schedule_item *first;

    for (size_t i = 0; i < c->n_hosts; i++)
        crawl_queue_touch(c, c->hosts[i]);
    crawl_queue_settle(c);
    first = schedule_first(&c->doors);
    return first != NULL ? first->at_ms : INT64_MAX;
}

void
crawl_queue_ask(struct crawl *c, struct crawl_host *h, bool asked)
{
    struct crawl_ip *door = door_of(h);

    h->busy = h->asked = asked;
    if (asked)
        door->n_busy++;
    else
        door->n_busy--;
    place_door(c, door);
    crawl_queue_touch(c, h);
}

void
crawl_queue_move(struct crawl *c, struct crawl_host *h, struct crawl_ip *ip)
{
    struct crawl_ip *old = door_of(h);

    schedule_drop(&h->item);
    h->ip = ip;
    old->n_busy -= h->asked;
    ip->n_busy += h->asked;
    place_door(c, ip);
    place_door(c, old);
    crawl_queue_touch(c, h);
}

bool
crawl_queue_has_busy_neighbour(const struct crawl_host *h)
{
    return h->ip != NULL && h->ip->n_busy > h->asked;
}

void
crawl_queue_release(struct crawl *c)
{
    for (size_t i = 0; i < c->n_hosts; i++)
        schedule_release(&c->hosts[i]->alone.hosts);
    for (struct crawl_ip *ip = c->ips; ip != NULL; ip = ip->next)
        schedule_release(&ip->hosts);
    schedule_release(&c->doors);
    schedule_release(&c->left);
    names_release(&c->host_names);
    names_release(&c->ip_names);
    names_release(&c->source_names);
    names_release(&c->sites);
}
