/*
 * site.c - run the local test site (site.h).
 *
 *   build/tests/site/site [--www DIR] [--log FILE] [--gold FILE] [--port N]
 *                         [--seconds N] [--crawl-delay S] [--slow-ms N] [--calm] [--api] [--stay]
 *
 * Prints one JSON line with the addresses, serves, and ends after --seconds,
 * on SIGTERM, or when the process that started it is gone (not with --stay).
 * --gold writes one line per thread: address, kind, answering page, title.
 */
#include "site.h"

#include <getopt.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "board.h"
#include "clock.h"
#include "forum.h"
#include "httpd.h"
#include "qa.h"
#include "threads.h"

#define DEFAULT_SECONDS 1800
#define DEFAULT_SLOW_MS 1500
#define LOOK_MS         100 /* how often to see whether it is time to end */
#define MS_PER_S        1000

static volatile sig_atomic_t stop;

struct args {
    const char *log, *gold;
    long seconds;
    bool stay;
};

static void
on_signal(int signal_number)
{
    stop = signal_number;
}

static bool
read_args(int argc, char **argv, struct site *s, struct args *a)
{
    static const struct option options[] = { { "www", required_argument, NULL, 'w' },
                                             { "log", required_argument, NULL, 'l' },
                                             { "gold", required_argument, NULL, 'g' },
                                             { "port", required_argument, NULL, 'p' },
                                             { "seconds", required_argument, NULL, 's' },
                                             { "crawl-delay", required_argument, NULL, 'd' },
                                             { "slow-ms", required_argument, NULL, 'm' },
                                             { "calm", no_argument, NULL, 'c' },
                                             { "api", no_argument, NULL, 'a' },
                                             { "stay", no_argument, NULL, 'y' },
                                             { NULL, 0, NULL, 0 } };
    int c;

    while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (c) {
        case 'w':
            s->www = optarg;
            break;
        case 'l':
            a->log = optarg;
            break;
        case 'g':
            a->gold = optarg;
            break;
        case 'p':
            s->port = (unsigned)strtoul(optarg, NULL, 10);
            break;
        case 's':
            a->seconds = strtol(optarg, NULL, 10);
            break;
        case 'd':
            s->crawl_delay = optarg;
            break;
        case 'm':
            s->slow_ms = strtol(optarg, NULL, 10);
            break;
        case 'c':
            s->calm = true;
            break;
        case 'a':
            s->api = true;
            break;
        case 'y':
            a->stay = true;
            break;
        default:
            return false;
        }
    }
    return optind == argc;
}

static enum status
load(struct site *s, struct err *err)
{
    static const enum site_host with_threads[] = { SITE_FORUM, SITE_QA, SITE_BOARD };
    char path[SITE_PATH_BYTES];
    enum status st = ST_OK;

    for (size_t i = 0; i < N_ELEMENTS(with_threads) && st == ST_OK; i++) {
        snprintf(path, sizeof(path), "%s/%s/threads.json", s->www, httpd_names[with_threads[i]]);
        st = threads_load(path, &s->threads[with_threads[i]], err);
    }
    return st;
}

static bool
write_gold(const struct site *s, const char *path)
{
    static void (*const address[SITE_N])(const struct site *, const struct site_thread *,
                                         char[SITE_PATH_BYTES]) = {
        [SITE_FORUM] = forum_address, [SITE_QA] = qa_address, [SITE_BOARD] = board_address
    };
    FILE *f = fopen(path, "w");
    char url[SITE_PATH_BYTES];

    if (f == NULL)
        return false;
    for (size_t h = 0; h < SITE_N; h++) {
        for (size_t i = 0; i < s->threads[h].n; i++) {
            const struct site_thread *t = &s->threads[h].all[i];

            address[h](s, t, url);
            fprintf(f, "%s\t%s\t%s%s\t%s\n", url, t->kind,
                    t->gold != NULL ? s->base[SITE_DEPARTMENT] : "",
                    t->gold != NULL ? t->gold : "-", t->title);
        }
    }
    return fclose(f) == 0;
}

static void
print_addresses(const struct site *s)
{
    json_t *o = json_object();

    json_object_set_new(o, "port", json_integer(s->port));
    for (size_t i = 0; i < SITE_N; i++)
        json_object_set_new(o, httpd_names[i], json_string(s->base[i]));
    json_dumpf(o, stdout, JSON_COMPACT);
    puts("");
    fflush(stdout);
    json_decref(o);
}

static void
serve(const struct args *a, pid_t parent)
{
    int64_t end_ms = clock_now_ms(&clock_system) + a->seconds * MS_PER_S;

    while (!stop && clock_now_ms(&clock_system) < end_ms && (a->stay || getppid() == parent))
        clock_sleep_ms(&clock_system, LOOK_MS);
}

int
main(int argc, char **argv)
{
    pid_t parent = getppid();
    struct site s = { .www = "tests/site/www", .crawl_delay = "0.5", .slow_ms = DEFAULT_SLOW_MS };
    struct args a = { .seconds = DEFAULT_SECONDS };
    struct sigaction action = { .sa_handler = on_signal };
    struct httpd *h = NULL;
    struct err err = { "" };

    if (!read_args(argc, argv, &s, &a)) {
        fputs("usage: site [--www DIR] [--log FILE] [--gold FILE] [--port N] [--seconds N]\n"
              "            [--crawl-delay S] [--slow-ms N] [--calm] [--api] [--stay]\n",
              stderr);
        return 2;
    }
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    pthread_mutex_init(&s.lock, NULL);
    s.log = a.log != NULL ? fopen(a.log, "a") : NULL;
    if (load(&s, &err) != ST_OK || httpd_start(&s, &h, &err) != ST_OK ||
        (a.gold != NULL && !write_gold(&s, a.gold)) || (a.log != NULL && s.log == NULL)) {
        fprintf(stderr, "site: %s\n", err.msg[0] != '\0' ? err.msg : "cannot write a file");
        httpd_stop(h);
        return 1;
    }
    print_addresses(&s);
    serve(&a, parent);
    httpd_stop(h);
    for (size_t i = 0; i < SITE_N; i++)
        threads_release(&s.threads[i]);
    if (s.log != NULL)
        fclose(s.log);
    return 0;
}
