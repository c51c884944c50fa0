/*
 * server.c - the hosts of the politeness soak (world.h), all in one thread.
 *
 *   build/tests/soak/server DIR [--hosts N] [--pages N] [--seed N] [--seconds N] [--brief]
 *
 * Writes DIR/rules.jsonl (one line per host: its address, its rules), then serves.
 * SIGUSR1 begins the storm and DIR/log.jsonl: one line per request, written when
 * its answer has ended:
 *
 *   {"host","ip","uri","start_us","end_us","status","retry_ms","how"}
 *
 * Times are microseconds of the monotonic clock: when the request's first bytes
 * were read, and just before the last bytes of the answer were handed over, or
 * when the other side was found gone (how = gone).  how = cut and reset are the
 * server's own doing.  Ends with SIGTERM, after --seconds, or with its parent.
 */
#define _GNU_SOURCE /* accept4() */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "mem.h"
#include "world.h"

#define DEFAULT_HOSTS   200
#define DEFAULT_PAGES   60
#define DEFAULT_SECONDS 1200
#define US_PER_MS       1000
#define US_PER_S        INT64_C(1000000)
#define REQUEST_BYTES   4096
#define PATH_BYTES      1024
#define MAX_EVENTS      64
#define LOOK_MS         200 /* how often to see whether the parent is still there */
#define BACKLOG         16
#define ANSWER_MAX      ((size_t)256 * 1024)

/* A connection; fd < 0: a free slot. */
struct conn {
    int fd;
    size_t host;
    char in[REQUEST_BYTES];
    size_t n_in;
    char uri[PATH_BYTES];
    struct buf out;
    size_t sent;
    bool answering, kept;     /* kept: it has had an answer before */
    int64_t start_us, due_us; /* when the next part of the answer leaves */
    struct world_answer a;
};

struct server {
    struct world world;
    int *doors; /* owned; listening, by host */
    struct conn *conns;
    size_t n_conns, cap_conns;
    int epoll_fd;
    FILE *log;
    const char *dir;
};

static volatile sig_atomic_t stop, storm;

static void
on_signal(int number)
{
    if (number == SIGUSR1)
        storm = 1;
    else
        stop = 1;
}

/* ---- the log ---- */

static void
note(struct server *s, const struct conn *c, const char *how, int64_t end_us)
{
    const struct world_host *h = &s->world.hosts[c->host];

    if (s->log == NULL)
        return;
    fprintf(s->log,
            "{\"host\":\"%s\",\"ip\":\"%s\",\"uri\":\"%s\",\"start_us\":%lld,\"end_us\":%lld,"
            "\"status\":%u,\"retry_ms\":%lld,\"how\":\"%s\"}\n",
            h->name, h->ip, c->uri, (long long)c->start_us, (long long)end_us, c->a.status,
            (long long)c->a.retry_ms, how);
}

/* ---- connections ---- */

static void
drop(struct conn *c)
{
    close(c->fd);
    c->fd = -1;
    buf_release(&c->out);
}

static void
reset(struct conn *c)
{
    struct linger now = { 1, 0 };

    setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
    drop(c);
}

static void
take_in(struct server *s, size_t host)
{
    struct epoll_event ev = { .events = EPOLLIN | EPOLLRDHUP };
    struct conn *c = NULL;
    int fd = accept4(s->doors[host], NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

    if (fd < 0)
        return;
    for (size_t i = 0; i < s->n_conns && c == NULL; i++)
        if (s->conns[i].fd < 0)
            c = &s->conns[i];
    if (c == NULL) {
        s->conns = mem_grow(s->conns, &s->cap_conns, s->n_conns + 1, sizeof(*s->conns));
        c = &s->conns[s->n_conns++];
    }
    *c = (struct conn){ .fd = fd, .host = host };
    buf_init(&c->out, ANSWER_MAX);
    ev.data.u64 = s->world.n_hosts + (uint64_t)(c - s->conns);
    epoll_ctl(s->epoll_fd, EPOLL_CTL_ADD, fd, &ev);
}

/* The other side is gone; what it had asked for ends here. */
static void
lose(struct server *s, struct conn *c)
{
    if (c->answering)
        note(s, c, "gone", clock_monotonic_us());
    drop(c);
}

/* Send what is due.  Answers are small: a socket that takes less is given up as gone. */
static void
go_on(struct server *s, struct conn *c)
{
    size_t until = c->out.n;
    bool last = c->a.drip_ms == 0 || c->sent > 0;
    int64_t now_us = clock_monotonic_us();

    if (c->a.end == WORLD_END_RESET) {
        if (c->kept) /* to the other side a kept connection has died: no reason to stay away */
            c->a.retry_ms = 0;
        note(s, c, "reset", now_us);
        reset(c);
        return;
    }
    if (!last || c->a.end == WORLD_END_CUT)
        until -= (c->out.n - c->sent) / 2;
    if (last && c->a.end == WORLD_END_WHOLE) /* noted first: the other side may be quicker */
        note(s, c, "whole", now_us);
    if (send(c->fd, c->out.p + c->sent, until - c->sent, MSG_NOSIGNAL) !=
        (ssize_t)(until - c->sent)) {
        c->answering = c->answering && !(last && c->a.end == WORLD_END_WHOLE);
        lose(s, c);
        return;
    }
    c->sent = until;
    if (!last) {
        c->due_us = now_us + c->a.drip_ms * US_PER_MS;
        return;
    }
    c->answering = false;
    c->kept = true;
    if (c->a.end == WORLD_END_CUT) {
        note(s, c, "cut", now_us);
        drop(c);
    }
}

/* "GET /uri HTTP/1.1" and the rest of the header are there. */
static void
begin(struct server *s, struct conn *c)
{
    char *uri = strchr(c->in, ' ');
    int n = uri != NULL ? (int)strcspn(++uri, " \"\\\r") : 0;

    if (n == 0 || n >= PATH_BYTES || uri[n] != ' ') {
        reset(c);
        return;
    }
    snprintf(c->uri, sizeof(c->uri), "%.*s", n, uri);
    buf_clear(&c->out);
    c->sent = c->n_in = 0;
    world_answer(&s->world, c->host, c->uri, &c->a, &c->out);
    c->answering = true;
    c->due_us = clock_monotonic_us() + c->a.wait_ms * US_PER_MS;
}

static void
hear(struct server *s, struct conn *c)
{
    ssize_t n = recv(c->fd, c->in + c->n_in, sizeof(c->in) - 1 - c->n_in, 0);

    if (n <= 0 || c->answering) { /* nobody may ask while an answer is under way */
        if (n >= 0 || errno != EAGAIN)
            lose(s, c);
        return;
    }
    if (c->n_in == 0)
        c->start_us = clock_monotonic_us();
    c->n_in += (size_t)n;
    c->in[c->n_in] = '\0';
    if (strstr(c->in, "\r\n\r\n") != NULL)
        begin(s, c);
    else if (c->n_in == sizeof(c->in) - 1)
        reset(c);
}

/* Send what is due; how long until something is. */
static int
tick(struct server *s)
{
    int64_t now_us = clock_monotonic_us(), next_us = now_us + LOOK_MS * US_PER_MS;

    for (size_t i = 0; i < s->n_conns; i++) {
        struct conn *c = &s->conns[i];

        if (c->fd >= 0 && c->answering && c->due_us <= now_us)
            go_on(s, c);
        if (c->fd >= 0 && c->answering && c->due_us < next_us)
            next_us = c->due_us;
    }
    return next_us > now_us ? (int)((next_us - now_us + US_PER_MS - 1) / US_PER_MS) : 0;
}

static void
begin_storm(struct server *s)
{
    char path[PATH_BYTES];

    snprintf(path, sizeof(path), "%s/log.jsonl", s->dir);
    s->log = fopen(path, "w");
    if (s->log != NULL)
        setvbuf(s->log, NULL, _IOLBF, 0);
    world_storm(&s->world);
    storm = 0;
}

static void
serve(struct server *s, int64_t until_us)
{
    pid_t parent = getppid();

    while (!stop && getppid() == parent && clock_monotonic_us() < until_us) {
        struct epoll_event events[MAX_EVENTS];
        int n = epoll_wait(s->epoll_fd, events, MAX_EVENTS, tick(s));

        if (storm)
            begin_storm(s);
        for (int i = 0; i < n; i++) {
            uint64_t who = events[i].data.u64;

            if (who < s->world.n_hosts)
                take_in(s, who);
            else if (s->conns[who - s->world.n_hosts].fd >= 0)
                hear(s, &s->conns[who - s->world.n_hosts]);
        }
    }
}

/* ---- start ---- */

static bool
open_door(struct server *s, size_t i)
{
    struct world_host *h = &s->world.hosts[i];
    struct sockaddr_in at = { .sin_family = AF_INET };
    socklen_t n = sizeof(at);
    struct epoll_event ev = { .events = EPOLLIN, .data.u64 = i };

    s->doors[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (inet_pton(AF_INET, h->ip, &at.sin_addr) != 1 ||
        bind(s->doors[i], (struct sockaddr *)&at, sizeof(at)) != 0 ||
        listen(s->doors[i], BACKLOG) != 0 ||
        getsockname(s->doors[i], (struct sockaddr *)&at, &n) != 0)
        return false;
    h->port = ntohs(at.sin_port);
    snprintf(h->name, sizeof(h->name), "%.20s:%u", h->ip, h->port);
    return epoll_ctl(s->epoll_fd, EPOLL_CTL_ADD, s->doors[i], &ev) == 0;
}

static bool
start(struct server *s)
{
    struct buf rules;
    char path[PATH_BYTES], part[PATH_BYTES];
    FILE *f;
    bool ok;

    s->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    s->doors = mem_zalloc(s->world.n_hosts * sizeof(*s->doors));
    buf_init(&rules, BUF_PAGE);
    for (size_t i = 0; i < s->world.n_hosts; i++) {
        if (!open_door(s, i))
            return false;
        world_rules(&s->world, i, &rules);
    }
    snprintf(path, sizeof(path), "%s/rules.jsonl", s->dir);
    snprintf(part, sizeof(part), "%s/rules.part", s->dir);
    f = fopen(part, "w");
    if (f == NULL)
        return false;
    ok = fwrite(rules.p, 1, rules.n, f) == rules.n;
    ok = fclose(f) == 0 && ok;
    buf_release(&rules);
    return ok && rename(part, path) == 0; /* there at once: who waits for it finds it whole */
}

struct args {
    size_t n_hosts;
    unsigned pages;
    uint64_t seed;
    int64_t seconds;
    bool brief;
};

static bool
read_args(int argc, char **argv, struct args *a, const char **dir)
{
    static const struct option options[] = {
        { "hosts", required_argument, NULL, 'h' }, { "pages", required_argument, NULL, 'p' },
        { "seed", required_argument, NULL, 's' },  { "seconds", required_argument, NULL, 't' },
        { "brief", no_argument, NULL, 'b' },       { NULL, 0, NULL, 0 }
    };
    int c;

    while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (c == 'h')
            a->n_hosts = strtoul(optarg, NULL, 10);
        else if (c == 'p')
            a->pages = (unsigned)strtoul(optarg, NULL, 10);
        else if (c == 's')
            a->seed = strtoull(optarg, NULL, 10);
        else if (c == 't')
            a->seconds = strtol(optarg, NULL, 10);
        else if (c == 'b')
            a->brief = true;
        else
            return false;
    }
    if (optind != argc - 1 || a->n_hosts < WORLD_N_OWN || a->n_hosts > WORLD_MAX_HOSTS ||
        a->pages == 0)
        return false;
    *dir = argv[optind];
    return true;
}

static void
end(struct server *s)
{
    for (size_t i = 0; i < s->n_conns; i++)
        if (s->conns[i].fd >= 0)
            lose(s, &s->conns[i]);
    if (s->log != NULL)
        fclose(s->log);
    for (size_t i = 0; i < s->world.n_hosts; i++)
        close(s->doors[i]);
    close(s->epoll_fd);
    free(s->doors);
    free(s->conns);
    world_release(&s->world);
}

int
main(int argc, char **argv)
{
    struct args a = { DEFAULT_HOSTS, DEFAULT_PAGES, 1, DEFAULT_SECONDS, false };
    struct server s = { 0 };
    struct sigaction act = { .sa_handler = on_signal };

    if (!read_args(argc, argv, &a, &s.dir)) {
        fputs("usage: server DIR [--hosts N] [--pages N] [--seed N] [--seconds N] [--brief]\n",
              stderr);
        return 2;
    }
    sigaction(SIGTERM, &act, NULL);
    sigaction(SIGINT, &act, NULL);
    sigaction(SIGUSR1, &act, NULL);
    world_init(&s.world, a.n_hosts, a.pages, a.seed, a.brief);
    if (!start(&s)) {
        fprintf(stderr, "server: %s\n", strerror(errno));
        return 1;
    }
    serve(&s, clock_monotonic_us() + a.seconds * US_PER_S);
    end(&s);
    return 0;
}
