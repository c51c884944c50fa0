/*
 * check.c - hold what the soak's server saw against what was allowed.
 *
 *   build/tests/soak/check [--delay-ms N] [--slack-us N] [--lost-ms N] FILE...
 *
 * The files hold JSON lines, in any order: rules of hosts (world.c), requests
 * (server.c), kills and ends of the crawler (drive.c).  What counts as a breach:
 *
 *   - two requests at a time to a host, or to an IP address
 *   - less than the delay between the end of an answer and the next request:
 *     the largest of --delay-ms, twice the time of the last answer and, once
 *     robots.txt is known, the host's Crawl-delay; for an IP address without the last
 *   - a request while the host's pause (Retry-After, back-off) holds
 *   - a path that robots.txt forbids; anything before robots.txt was had
 *   - an address asked for again, unless its answer was a failure, or a kill came
 *     after it was asked for (one such repeat per host and kill), or it is an
 *     entrance (/, /sitemap.xml) and a new run has begun
 *
 * An answer that ended less than --lost-ms before a kill may never have been read: then
 * only the delay counts, not what the answer said.  Such answers are counted.
 * Prints one line per breach and the figures; exits 1 if there is a breach.
 */
#include <getopt.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../site/log_lines.h"
#include "mem.h"

#define US_PER_MS       1000
#define SLACK_US        0
#define LOST_MS         50
#define LATE_US         50000 /* what is seen so soon after a kill had been sent before */
#define RESPONSE_FACTOR 2
#define MAX_RESPONSE_US INT64_C(60000000) /* of delay for slowness */
#define STATUS_FOUND    302
#define STATUS_BUSY     429
#define STATUS_SERVER   500
#define ROBOTS_URI      "/robots.txt"
#define MOVED_ROBOTS    "/rules/" /* other hosts' robots.txt, by a redirect */

/* What a host or an IP address is owed. */
struct clock_state {
    const char *name;
    int64_t end_us, response_us, hold_us, margin_us;
    bool asked, lost; /* the last answer may not have been read */
};

struct host {
    struct clock_state clock;
    struct clock_state *ip;
    const char *disallow;
    int64_t crawl_delay_us;
    bool robots_had, known; /* robots.txt was answered; and read */
    struct row *last;
    size_t repeat_kill; /* the kill that the last repeat was for, from 1 */
};

struct row {
    json_t *o;
    struct host *host;
    struct row *before; /* on the same host */
    const char *uri, *how;
    int64_t start_us, end_us, retry_us, status;
};

struct times {
    int64_t *v;
    size_t n, cap;
};

struct check {
    int64_t delay_us, slack_us, lost_us;
    json_t **lines; /* owned */
    size_t n_lines, cap_lines;
    struct host *hosts; /* by name */
    size_t n_hosts, cap_hosts;
    struct clock_state *ips;
    size_t n_ips;
    struct row *rows; /* by start */
    size_t n_rows, cap_rows;
    struct times kills, ends;
    long breaches, repeats, lost;
    int64_t margin_us, hold_margin_us;
};

static const char *
str(json_t *o, const char *key)
{
    const char *z = json_string_value(json_object_get(o, key));

    return z != NULL ? z : "";
}

static int64_t
num(json_t *o, const char *key)
{
    return json_integer_value(json_object_get(o, key));
}

static void
breach(struct check *k, const struct row *r, const char *who, const char *what, int64_t us)
{
    k->breaches++;
    printf("%s: %s at %.3f s: %s", who, r->uri,
           (double)(r->start_us - k->rows[0].start_us) / (US_PER_MS * US_PER_MS), what);
    if (us != 0)
        printf(" %.1f ms", (double)us / US_PER_MS);
    puts("");
}

/* ---- reading ---- */

static void
add_time(struct times *t, int64_t at_us)
{
    t->v = mem_grow(t->v, &t->cap, t->n + 1, sizeof(*t->v));
    t->v[t->n++] = at_us;
}

static void
take_line(void *self, json_t *line)
{
    struct check *k = self;

    k->lines = mem_grow(k->lines, &k->cap_lines, k->n_lines + 1, sizeof(json_t *));
    k->lines[k->n_lines++] = line;
}

static int
by_name(const void *a, const void *b)
{
    return strcmp(((const struct host *)a)->clock.name, ((const struct host *)b)->clock.name);
}

static int
by_start(const void *a, const void *b)
{
    const struct row *x = a, *y = b;

    return (x->start_us > y->start_us) - (x->start_us < y->start_us);
}

static int
by_time(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static struct clock_state *
ip_of(struct check *k, const char *name)
{
    size_t i = 0;

    while (i < k->n_ips && strcmp(k->ips[i].name, name) != 0)
        i++;
    if (i == k->n_ips)
        k->ips[k->n_ips++] = (struct clock_state){ .name = name };
    return &k->ips[i];
}

static void
sort_hosts(struct check *k)
{
    for (size_t i = 0; i < k->n_lines; i++) {
        json_t *o = k->lines[i];

        if (str(o, "rules")[0] == '\0')
            continue;
        k->hosts = mem_grow(k->hosts, &k->cap_hosts, k->n_hosts + 1, sizeof(*k->hosts));
        k->hosts[k->n_hosts] =
            (struct host){ .clock = { .name = str(o, "rules") },
                           .disallow = str(o, "disallow"),
                           .crawl_delay_us = num(o, "crawl_delay_ms") * US_PER_MS };
        k->n_hosts++;
    }
    k->ips = mem_zalloc((k->n_hosts + 1) * sizeof(*k->ips));
    for (size_t i = 0, at = 0; i < k->n_lines; i++)
        if (str(k->lines[i], "rules")[0] != '\0')
            k->hosts[at++].ip = ip_of(k, str(k->lines[i], "ip"));
    qsort(k->hosts, k->n_hosts, sizeof(*k->hosts), by_name);
}

static void
add_row(struct check *k, json_t *o)
{
    struct host key = { .clock = { .name = str(o, "host") } };
    struct host *h =
        k->n_hosts > 0 ? bsearch(&key, k->hosts, k->n_hosts, sizeof(*k->hosts), by_name) : NULL;

    if (h == NULL)
        return;
    k->rows = mem_grow(k->rows, &k->cap_rows, k->n_rows + 1, sizeof(*k->rows));
    k->rows[k->n_rows++] = (struct row){ .o = o,
                                         .host = h,
                                         .uri = str(o, "uri"),
                                         .how = str(o, "how"),
                                         .start_us = num(o, "start_us"),
                                         .end_us = num(o, "end_us"),
                                         .retry_us = num(o, "retry_ms") * US_PER_MS,
                                         .status = num(o, "status") };
}

static void
sort_out(struct check *k)
{
    sort_hosts(k);
    for (size_t i = 0; i < k->n_lines; i++) {
        json_t *o = k->lines[i];

        if (strcmp(str(o, "event"), "kill") == 0)
            add_time(&k->kills, num(o, "at_us"));
        else if (strcmp(str(o, "event"), "end") == 0)
            add_time(&k->ends, num(o, "at_us"));
        else if (str(o, "host")[0] != '\0')
            add_row(k, o);
    }
    if (k->n_rows > 0)
        qsort(k->rows, k->n_rows, sizeof(*k->rows), by_start);
    if (k->kills.n > 0)
        qsort(k->kills.v, k->kills.n, sizeof(*k->kills.v), by_time);
    if (k->ends.n > 0)
        qsort(k->ends.v, k->ends.n, sizeof(*k->ends.v), by_time);
}

/* ---- checking ---- */

/* The first of the times after at_us, counted from 1; 0: none. */
static size_t
first_after(const struct times *t, int64_t at_us)
{
    for (size_t i = 0; i < t->n; i++)
        if (t->v[i] > at_us)
            return i + 1;
    return 0;
}

static bool
any_between(const struct times *t, int64_t from_us, int64_t to_us)
{
    size_t i = first_after(t, from_us);

    return i > 0 && t->v[i - 1] < to_us;
}

static bool
starts(const char *z, const char *prefix)
{
    return strncmp(z, prefix, strlen(prefix)) == 0;
}

static void
check_clock(struct check *k, struct clock_state *c, const struct row *r, int64_t floor_us)
{
    int64_t need_us = floor_us, slow_us = c->response_us * RESPONSE_FACTOR;
    int64_t gap_us = r->start_us - c->end_us;

    if (slow_us > MAX_RESPONSE_US)
        slow_us = MAX_RESPONSE_US;
    if (!c->lost && slow_us > need_us)
        need_us = slow_us;
    if (!c->asked)
        return;
    if (gap_us < 0)
        breach(k, r, c->name, "two requests at a time, overlap", -gap_us);
    else if (gap_us + k->slack_us < need_us)
        breach(k, r, c->name, "asked too soon, by", need_us - gap_us);
    if (gap_us - need_us < k->margin_us)
        k->margin_us = gap_us - need_us;
    if (r->start_us + k->slack_us < c->hold_us)
        breach(k, r, c->name, "asked during a pause, early by", c->hold_us - r->start_us);
    if (c->hold_us > 0 && r->start_us - c->hold_us < k->hold_margin_us)
        k->hold_margin_us = r->start_us - c->hold_us;
}

static void
move_clock(struct clock_state *c, const struct row *r, bool lost, bool is_host)
{
    c->asked = true;
    c->lost = lost;
    c->response_us = r->end_us - r->start_us;
    c->hold_us = is_host && r->retry_us > 0 && !lost ? r->end_us + r->retry_us : 0;
    if (r->end_us > c->end_us)
        c->end_us = r->end_us;
}

static bool
answered(const struct row *r)
{
    return strcmp(r->how, "whole") == 0 && r->status < STATUS_SERVER && r->status != STATUS_BUSY;
}

/* An address that was asked for before: why again? */
static void
check_repeat(struct check *k, struct row *r)
{
    struct host *h = r->host;
    const struct row *p = r->before;
    bool entrance = strcmp(r->uri, "/") == 0 || strcmp(r->uri, "/sitemap.xml") == 0;
    size_t kill;

    while (p != NULL && strcmp(p->uri, r->uri) != 0)
        p = p->before;
    if (p == NULL || (!answered(p) && strcmp(p->how, "gone") != 0))
        return;
    if (strcmp(r->uri, ROBOTS_URI) == 0 && p->status == STATUS_FOUND)
        return; /* the answer is another host's, and may have been a failure */
    if (entrance && any_between(&k->ends, p->start_us, r->start_us))
        return;
    k->repeats++;
    kill = first_after(&k->kills, p->start_us - LATE_US);
    if (kill == 0 || k->kills.v[kill - 1] > r->start_us)
        breach(k, r, h->clock.name, "asked again, and no kill in between", 0);
    else if (kill == h->repeat_kill)
        breach(k, r, h->clock.name, "a second repeat for one kill", 0);
    h->repeat_kill = kill;
}

static void
check_robots(struct check *k, const struct row *r)
{
    struct host *h = r->host;
    bool exempt = strcmp(r->uri, ROBOTS_URI) == 0 || starts(r->uri, MOVED_ROBOTS);

    if (exempt)
        return;
    if (!h->robots_had)
        breach(k, r, h->clock.name, "asked before robots.txt was had", 0);
    if (h->disallow[0] != '\0' && starts(r->uri, h->disallow))
        breach(k, r, h->clock.name, "robots.txt forbids it", 0);
    h->known = true;
}

static void
check_row(struct check *k, struct row *r)
{
    struct host *h = r->host;
    bool robots = strcmp(r->uri, ROBOTS_URI) == 0, delayed;
    bool lost = any_between(&k->kills, r->end_us - 1, r->end_us + k->lost_us);

    check_robots(k, r);
    delayed = h->known && h->crawl_delay_us > k->delay_us;
    check_clock(k, &h->clock, r, delayed ? h->crawl_delay_us : k->delay_us);
    check_clock(k, h->ip, r, k->delay_us);
    r->before = h->last;
    check_repeat(k, r);
    h->last = r;
    lost = lost || strcmp(r->how, "gone") == 0;
    k->lost += lost;
    move_clock(&h->clock, r, lost, true);
    move_clock(h->ip, r, lost, false);
    if (robots && answered(r))
        h->robots_had = true;
}

static bool
read_args(int argc, char **argv, struct check *k)
{
    static const struct option options[] = { { "delay-ms", required_argument, NULL, 'd' },
                                             { "slack-us", required_argument, NULL, 's' },
                                             { "lost-ms", required_argument, NULL, 'l' },
                                             { NULL, 0, NULL, 0 } };
    int c;

    while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (c == 'd')
            k->delay_us = strtol(optarg, NULL, 10) * US_PER_MS;
        else if (c == 's')
            k->slack_us = strtol(optarg, NULL, 10);
        else if (c == 'l')
            k->lost_us = strtol(optarg, NULL, 10) * US_PER_MS;
        else
            return false;
    }
    for (int i = optind; i < argc; i++)
        if (!log_lines(argv[i], take_line, k))
            return false;
    return optind < argc;
}

static void
print_figures(const struct check *k)
{
    size_t asked = 0;

    for (size_t i = 0; i < k->n_hosts; i++)
        asked += k->hosts[i].clock.asked;
    printf("%zu requests to %zu hosts on %zu addresses, %zu kills, %ld answers lost to them, "
           "%ld repeats\n",
           k->n_rows, asked, k->n_ips, k->kills.n, k->lost, k->repeats);
    if (k->margin_us < INT64_MAX)
        printf("smallest margin: %.3f ms above the delay\n", (double)k->margin_us / US_PER_MS);
    if (k->hold_margin_us < INT64_MAX)
        printf("smallest margin: %.3f ms after a pause\n", (double)k->hold_margin_us / US_PER_MS);
    printf("%ld breaches\n", k->breaches);
}

int
main(int argc, char **argv)
{
    struct check k = { .slack_us = SLACK_US,
                       .lost_us = (int64_t)LOST_MS * US_PER_MS,
                       .margin_us = INT64_MAX,
                       .hold_margin_us = INT64_MAX };

    if (!read_args(argc, argv, &k)) {
        fputs("usage: check [--delay-ms N] [--slack-us N] [--lost-ms N] FILE...\n", stderr);
        return 2;
    }
    sort_out(&k);
    for (size_t i = 0; i < k.n_rows; i++)
        check_row(&k, &k.rows[i]);
    print_figures(&k);
    for (size_t i = 0; i < k.n_lines; i++)
        json_decref(k.lines[i]);
    free(k.lines);
    free(k.hosts);
    free(k.ips);
    free(k.rows);
    free(k.kills.v);
    free(k.ends.v);
    return k.breaches > 0 || k.n_rows == 0;
}
