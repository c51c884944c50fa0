/*
 * polite.c - read the request log of the test site and report what an honest
 * crawler does not do.
 *
 *   build/tests/site/polite LOG [--delay-ms N] [--slack-ms N] [--repeats N] [--conditional]
 *
 * Breaches, per host: the first request is not for robots.txt; two requests at
 * a time; less than the delay (the floor given, or the host's Crawl-delay)
 * between the end of an answer and the next request; a request while
 * Retry-After holds; a path that robots.txt forbids; a User-Agent without
 * name, version and contact; an address fetched whole more often than
 * --repeats allows (a killed run may ask once more).  --conditional is for the
 * log of a second crawl: robots.txt may be known already, but an answer that
 * carries validators must not have been asked for without any.  Prints one line per breach and a
 * summary; exits 1 if there is one.
 */
#include <getopt.h>
#include <jansson.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "log_lines.h"
#include "mem.h"

#define MAX_HOSTS 16
#define MS_PER_S  1000
#define SLACK_MS  3 /* two clock readings, in whole milliseconds */
#define AGENT     "^Earshot/[0-9.]+ \\(.*(mailto:|https?://).*\\)$"

struct row {
    json_t *o;
    int64_t start_ms, end_ms;
};

struct host {
    const char *name;
    int64_t end_ms, hold_ms, shortest_ms;
    long requests, repeats;
};

struct check {
    long delay_ms, slack_ms, repeats;
    bool conditional;
    struct row *rows; /* by start */
    size_t n, cap;
    struct host hosts[MAX_HOSTS];
    long breaches;
    regex_t agent;
};

static const char *
str(const struct row *r, const char *key)
{
    const char *z = json_string_value(json_object_get(r->o, key));

    return z != NULL ? z : "";
}

static int64_t
num(const struct row *r, const char *key)
{
    return json_integer_value(json_object_get(r->o, key));
}

static void
breach(struct check *k, const struct row *r, const char *what, int64_t ms)
{
    k->breaches++;
    printf("%s: %s%s", str(r, "host"), str(r, "uri"), what);
    if (ms != 0)
        printf(" %lld ms", (long long)ms);
    puts("");
}

static int
by_start(const void *a, const void *b)
{
    const struct row *x = a, *y = b;

    return (x->start_ms > y->start_ms) - (x->start_ms < y->start_ms);
}

static void
take_row(void *self, json_t *line)
{
    struct check *k = self;

    k->rows = mem_grow(k->rows, &k->cap, k->n + 1, sizeof(*k->rows));
    k->rows[k->n] = (struct row){ .o = line };
    k->rows[k->n].start_ms = num(&k->rows[k->n], "start_ms");
    k->rows[k->n].end_ms = num(&k->rows[k->n], "end_ms");
    k->n++;
}

static bool
read_log(struct check *k, const char *path)
{
    if (!log_lines(path, take_row, k))
        return false;
    qsort(k->rows, k->n, sizeof(*k->rows), by_start);
    return true;
}

static struct host *
host_of(struct check *k, const char *name)
{
    size_t i = 0;

    while (i < MAX_HOSTS - 1 && k->hosts[i].name != NULL && strcmp(k->hosts[i].name, name) != 0)
        i++;
    k->hosts[i].name = name;
    return &k->hosts[i];
}

/* Answers 200 to the same address before this one. */
static long
seen_before(const struct check *k, const struct row *r)
{
    long n = 0;

    for (const struct row *x = k->rows; x < r; x++)
        n += num(x, "status") == 200 && strcmp(str(x, "uri"), str(r, "uri")) == 0 &&
             strcmp(str(x, "host"), str(r, "host")) == 0;
    return n;
}

static void
check_timing(struct check *k, struct host *h, const struct row *r)
{
    int64_t floor_ms = num(r, "delay_ms") > k->delay_ms ? num(r, "delay_ms") : k->delay_ms;
    int64_t gap_ms = r->start_ms - h->end_ms;

    if (r->start_ms + k->slack_ms < h->hold_ms)
        breach(k, r, ": asked while Retry-After holds, early by", h->hold_ms - r->start_ms);
    if (h->requests == 0)
        return;
    if (h->requests == 1 || gap_ms < h->shortest_ms)
        h->shortest_ms = gap_ms;
    if (gap_ms + k->slack_ms < 0)
        breach(k, r, ": two requests at a time, overlap", -gap_ms);
    else if (gap_ms + k->slack_ms < floor_ms)
        breach(k, r, ": asked too soon, gap", gap_ms);
}

static void
check_row(struct check *k, const struct row *r)
{
    struct host *h = host_of(k, str(r, "host"));
    bool robots = strcmp(str(r, "uri"), "/robots.txt") == 0;
    int64_t hold_ms = r->end_ms + num(r, "retry_after_s") * MS_PER_S;

    check_timing(k, h, r);
    if (h->requests == 0 && !robots && !k->conditional)
        breach(k, r, ": the first request is not for robots.txt", 0);
    if (json_is_true(json_object_get(r->o, "disallowed")))
        breach(k, r, ": robots.txt forbids it", 0);
    if (regexec(&k->agent, str(r, "agent"), 0, NULL, 0) != 0)
        breach(k, r, ": User-Agent without name, version and contact", 0);
    if (!robots && num(r, "status") == 200 && seen_before(k, r) > 0 && ++h->repeats > k->repeats)
        breach(k, r, ": fetched whole again", 0);
    if (k->conditional && !robots && num(r, "status") == 200 &&
        json_is_true(json_object_get(r->o, "validators")) && str(r, "if_none_match")[0] == '\0')
        breach(k, r, ": asked for without validators", 0);
    if (num(r, "retry_after_s") > 0)
        h->hold_ms = hold_ms;
    if (r->end_ms > h->end_ms)
        h->end_ms = r->end_ms;
    h->requests++;
}

static bool
read_args(int argc, char **argv, struct check *k)
{
    static const struct option options[] = { { "delay-ms", required_argument, NULL, 'd' },
                                             { "slack-ms", required_argument, NULL, 's' },
                                             { "repeats", required_argument, NULL, 'r' },
                                             { "conditional", no_argument, NULL, 'c' },
                                             { NULL, 0, NULL, 0 } };
    int c;

    while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (c) {
        case 'd':
            k->delay_ms = strtol(optarg, NULL, 10);
            break;
        case 's':
            k->slack_ms = strtol(optarg, NULL, 10);
            break;
        case 'r':
            k->repeats = strtol(optarg, NULL, 10);
            break;
        case 'c':
            k->conditional = true;
            break;
        default:
            return false;
        }
    }
    return optind == argc - 1;
}

int
main(int argc, char **argv)
{
    struct check k = { .slack_ms = SLACK_MS };

    if (!read_args(argc, argv, &k) || !read_log(&k, argv[optind])) {
        fputs("usage: polite LOG [--delay-ms N] [--slack-ms N] [--repeats N] [--conditional]\n",
              stderr);
        return 2;
    }
    if (regcomp(&k.agent, AGENT, REG_EXTENDED | REG_NOSUB) != 0)
        return 2;
    for (size_t i = 0; i < k.n; i++)
        check_row(&k, &k.rows[i]);
    for (size_t i = 0; i < MAX_HOSTS && k.hosts[i].name != NULL; i++)
        printf("%-11s %4ld requests, shortest gap %lld ms\n", k.hosts[i].name, k.hosts[i].requests,
               (long long)k.hosts[i].shortest_ms);
    printf("%zu requests, %ld breaches\n", k.n, k.breaches);
    for (size_t i = 0; i < k.n; i++)
        json_decref(k.rows[i].o);
    free(k.rows);
    regfree(&k.agent);
    return k.breaches > 0;
}
