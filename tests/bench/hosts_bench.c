/*
 * hosts_bench.c - what a request costs beside the hosts that wait: runs over so
 * many hosts, each asked for robots.txt and one page that are not there, on a
 * clock that only the fetcher moves.  What grows with the number of hosts in
 * every turn shows as growth; the work for one host is the same in all rows.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../crawler/crawl.h"
#include "bench.h"
#include "buf.h"
#include "config.h"
#include "config_sync.h"
#include "extract.h"
#include "file.h"
#include "log.h"
#include "mem.h"

#define PATH_BYTES 512
#define NOT_FOUND  404
#define LATENCY_MS 20
#define T0_MS      INT64_C(1795300000000)
#define DELAY_MS   5000
#define US_PER_S   1e6
#define SHARED     4 /* hosts of one address */

/* A web in which every host answers, in the order of asking, that it has nothing. */
struct nowhere {
    struct clock_fake fake;
    struct fetch_response *queue[CRAWL_MAX_BUSY];
    size_t first, n, n_asked;
};

static enum status
ask(void *self, const struct fetch_request *rq, struct err *err)
{
    struct nowhere *w = self;
    struct fetch_response *r = mem_zalloc(sizeof(*r));
    const char *dot = strchr(rq->url.p, '.');

    (void)err;
    *r = (struct fetch_response){ .tag = rq->tag, .status = NOT_FOUND, .answered = true };
    r->started_ms = w->fake.at_ms;
    r->ended_ms = w->fake.at_ms + LATENCY_MS;
    snprintf(r->ip, sizeof(r->ip), "2001:db8::%lx",
             strtoul(rq->url.p + sizeof("http://h") - 1, NULL, 10) / SHARED + (dot == NULL));
    w->queue[(w->first + w->n++) % CRAWL_MAX_BUSY] = r;
    w->n_asked++;
    return ST_OK;
}

static struct fetch_response *
next(void *self, int64_t until_ms)
{
    struct nowhere *w = self;
    struct fetch_response *r = w->n > 0 ? w->queue[w->first] : NULL;

    if (r == NULL || r->ended_ms > until_ms) {
        if (until_ms > w->fake.at_ms)
            w->fake.at_ms = until_ms;
        return NULL;
    }
    w->first = (w->first + 1) % CRAWL_MAX_BUSY;
    w->n--;
    if (r->ended_ms > w->fake.at_ms)
        w->fake.at_ms = r->ended_ms;
    return r;
}

static void
give_back(void *self, struct fetch_response *r)
{
    (void)self;
    free(r);
}

static void
must(enum status st, const struct err *err)
{
    if (st == ST_OK || st == ST_PARTIAL)
        return;
    fprintf(stderr, "bench: %s\n", err->msg);
    exit(EXIT_FAILURE);
}

/* A workspace with one source for each host. */
static struct store *
prepare(const char *dir, size_t n_hosts, struct err *err)
{
    char path[PATH_BYTES];
    struct buf seed;
    struct config *config = NULL;
    struct store *store = NULL;

    buf_init(&seed, BUF_LARGE);
    buf_add_str(&seed, "[department]\nname = X\nkeyword = visa\n");
    for (size_t i = 0; i < n_hosts; i++)
        buf_addf(&seed, "[source s%zu]\nurl = http://h%zu.example/\nbasis = test\n", i, i);
    snprintf(path, sizeof(path), "%s/seeds", dir);
    must(file_mkdir(path, err), err);
    snprintf(path, sizeof(path), "%s/seeds/x.ini", dir);
    must(file_write(path, buf_text(&seed), 0644, err), err);
    buf_release(&seed);
    snprintf(path, sizeof(path), "%s/earshot.ini", dir);
    must(file_write(path, TEXT_LIT("[crawler]\ncontact = mailto:test@example.edu\n"), 0644, err),
         err);
    snprintf(path, sizeof(path), "%s/earshot.db", dir);
    must(store_create(path, err), err);
    must(config_load(dir, &config, err), err);
    must(store_open(path, STORE_CONFIG, &store, err), err);
    must(config_sync(config, store, err), err);
    config_free(config);
    store_set_role(store, STORE_CRAWLER);
    return store;
}

static double
cost_us(size_t n_hosts, size_t *n_asked)
{
    static struct nowhere w;
    char dir[PATH_BYTES / 2], seeds[PATH_BYTES];
    struct err err = { "" };
    struct extract *extract = NULL;
    struct store *store = prepare(bench_mkdir(dir), n_hosts, &err);
    struct fetcher fetcher = { ask, next, give_back, NULL, &w };
    struct arena *a = arena_new();
    struct crawl_report report = { 0 };
    struct crawl *c = NULL;
    struct clock clock = clock_of_fake(&w.fake);
    struct crawl_config cfg = { .store = store, .clock = &clock, .agent = "Earshot/1.0" };
    double s;

    w = (struct nowhere){ .fake = { .at_ms = T0_MS } };
    must(extract_new(NULL, &extract, &err), &err);
    cfg.extract = extract;
    cfg.delay_ms = DELAY_MS;
    must(crawl_open(&cfg, &c, &err), &err);
    s = bench_cpu_s();
    must(crawl_run(c, &fetcher, a, &report, &err), &err);
    s = bench_cpu_s() - s;
    crawl_close(c);
    store_close(store);
    extract_free(extract);
    arena_free(a);
    snprintf(seeds, sizeof(seeds), "%s/seeds", dir);
    bench_rmdir(seeds);
    bench_rmdir(dir);
    *n_asked = w.n_asked;
    return s * US_PER_S / (double)w.n_asked;
}

int
main(void)
{
    static const size_t sizes[] = { 100, 1000, 10000 };
    struct bench *b = bench_new("hosts: a request beside all the hosts that wait");
    double first = 0;

    log_set_level(LOG_ERROR);
    for (size_t i = 0; i < N_ELEMENTS(sizes); i++) {
        size_t n_asked = 0;
        double us = cost_us(sizes[i], &n_asked);

        if (i == 0)
            first = us;
        bench_note(b, "%6zu hosts, %6zu requests: %6.1f us of CPU each, growth %.2f", sizes[i],
                   n_asked, us, us / first);
    }
    bench_end(b);
    return 0;
}
