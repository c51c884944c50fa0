/*
 * Whose turn it is, against a look at every host: hosts that share addresses are
 * asked, answer, are blocked, closed and moved at random.
 */
#include "../test.h"

#include "../../crawler/crawl_private.h"
#include "mem.h"

#define T0_MS   INT64_C(1795300000000)
#define DELAY   5000
#define N_TURNS 600

struct world {
    struct crawl c;
    struct crawl_config cfg;
    struct clock clock;
    struct clock_fake fake;
    struct crawl_ip *ips;
    size_t n_ips;
    struct rng rng;
};

static void
world_open(struct world *w, size_t n, size_t n_ips)
{
    *w = (struct world){ .fake = { T0_MS }, .n_ips = n_ips };
    w->clock = clock_of_fake(&w->fake);
    w->cfg.clock = &w->clock;
    w->c.cfg = &w->cfg;
    rng_seed(&w->rng, n);
    w->ips = calloc(n_ips, sizeof(*w->ips));
    for (size_t i = 0; i < n_ips; i++) {
        w->ips[i].next = w->c.ips;
        w->c.ips = &w->ips[i];
    }
    w->c.hosts = calloc(n, sizeof(struct crawl_host *));
    for (; w->c.n_hosts < n; w->c.n_hosts++) {
        struct crawl_host *h = mem_zalloc(sizeof(*h));

        w->c.hosts[w->c.n_hosts] = h;
        h->row.next_ok_ms = T0_MS + (int64_t)rng_below(&w->rng, DELAY * n / 10 + 1);
        if (n_ips > 0 && rng_below(&w->rng, 2) == 0)
            crawl_queue_move(&w->c, h, &w->ips[rng_below(&w->rng, n_ips)]);
        crawl_queue_touch(&w->c, h);
    }
}

static void
world_close(struct world *w)
{
    crawl_queue_release(&w->c);
    for (size_t i = 0; i < w->c.n_hosts; i++)
        free(w->c.hosts[i]);
    free(w->c.hosts);
    free(w->ips);
}

/* When it may be asked, by looking; INT64_MAX: not before something happens. */
static int64_t
ready_ms(const struct world *w, const struct crawl_host *h)
{
    if (!crawl_may_ask(h) || crawl_is_left(&w->c, h))
        return INT64_MAX;
    for (size_t i = 0; h->ip != NULL && i < w->c.n_hosts; i++)
        if (w->c.hosts[i]->asked && w->c.hosts[i]->ip == h->ip)
            return INT64_MAX;
    if (h->ip != NULL && h->ip->next_ok_ms > h->row.next_ok_ms)
        return h->ip->next_ok_ms;
    return h->row.next_ok_ms;
}

static int64_t
first_ready_ms(const struct world *w)
{
    int64_t first_ms = INT64_MAX;

    for (size_t i = 0; i < w->c.n_hosts; i++)
        if (ready_ms(w, w->c.hosts[i]) < first_ms)
            first_ms = ready_ms(w, w->c.hosts[i]);
    return first_ms;
}

static void
ask(struct world *w, struct crawl_host *h, bool asked)
{
    crawl_queue_ask(&w->c, h, asked);
    h->row.next_ok_ms = w->fake.at_ms + DELAY;
    if (h->ip != NULL)
        h->ip->next_ok_ms = w->fake.at_ms + DELAY;
}

static void
something_happens(struct world *w)
{
    struct crawl_host *h = w->c.hosts[rng_below(&w->rng, w->c.n_hosts)];

    switch (rng_below(&w->rng, 8)) {
    case 0:
        h->row.blocked_until_ms = w->fake.at_ms + (int64_t)rng_below(&w->rng, 900000);
        if (h->row.next_ok_ms < h->row.blocked_until_ms)
            h->row.next_ok_ms = h->row.blocked_until_ms;
        break;
    case 1:
        h->row.failures = (int64_t)rng_below(&w->rng, 4);
        break;
    case 2:
        h->idle = !h->idle;
        break;
    case 3:
        h->closed = rng_below(&w->rng, 8) == 0 ? "closed" : NULL;
        break;
    case 4:
        crawl_queue_move(&w->c, h, &w->ips[rng_below(&w->rng, w->n_ips)]);
        break;
    default:
        if (h->asked)
            ask(w, h, false);
        break;
    }
    crawl_queue_touch(&w->c, h);
}

static void
test_against_a_look_at_all(void)
{
    struct world w;

    world_open(&w, 60, 12);
    for (size_t turn = 0; turn < N_TURNS; turn++) {
        struct crawl_host *h;
        int64_t next_ms = 0;

        crawl_queue_settle(&w.c);
        CHECK(w.c.stale == NULL, "settled");
        while ((h = crawl_queue_next(&w.c, &next_ms)) != NULL) {
            CHECK(ready_ms(&w, h) <= w.fake.at_ms, "turn %zu: its time has not come", turn);
            ask(&w, h, true);
        }
        CHECK(next_ms == first_ready_ms(&w), "turn %zu: the next one's time: %lld, by looking %lld",
              turn, (long long)(next_ms - w.fake.at_ms),
              (long long)(first_ready_ms(&w) - w.fake.at_ms));
        w.fake.at_ms += (int64_t)rng_below(&w.rng, 3000);
        for (size_t i = rng_below(&w.rng, 40); i > 0; i--)
            something_happens(&w);
    }
    CHECK(crawl_queue_look_again(&w.c) == first_ready_ms(&w), "a look again");
    world_close(&w);
}
TEST_FN(test_against_a_look_at_all)

/* Ten thousand that wait cost no more than a hundred, but for the depth of the heap. */
static double
moves_per_turn(size_t n)
{
    struct world w;
    uint64_t moves;

    world_open(&w, n, n / 4);
    crawl_queue_settle(&w.c);
    moves = w.c.doors.moves;
    for (size_t turn = 0; turn < N_TURNS; turn++) {
        struct crawl_host *h;
        int64_t next_ms;

        crawl_queue_settle(&w.c);
        h = crawl_queue_next(&w.c, &next_ms);
        if (h != NULL) {
            ask(&w, h, true);
            w.fake.at_ms += 1;
            ask(&w, h, false);
        } else {
            w.fake.at_ms = next_ms;
        }
    }
    moves = w.c.doors.moves - moves;
    world_close(&w);
    return (double)moves / N_TURNS;
}

static void
test_growth(void)
{
    double few = moves_per_turn(100), more = moves_per_turn(1000), many = moves_per_turn(10000);

    CHECK(many <= 3 * few, "%.1f of 100, %.1f of 1,000, %.1f of 10,000", few, more, many);
    printf("doors moved per turn: %.1f of 100, %.1f of 1,000, %.1f of 10,000\n", few, more, many);
}
TEST_FN(test_growth)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_against_a_look_at_all), TEST(test_growth) };

    return TEST_RUN(tests);
}
