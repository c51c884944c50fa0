/*
 * fetch_loop.c - libcurl's sockets and timer on epoll: one thread, no polling.
 * A quiet crawl sleeps in epoll_wait() until a socket, a timer or a signal.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "fetch_private.h"

#define MAX_EVENTS   64
#define US_PER_MS    1000
#define MAX_SLEEP_MS 1000 /* a signal just before epoll_wait() is noticed after this */

static int
on_socket(CURL *easy, curl_socket_t fd, int what, void *self, void *known)
{
    struct fetch_curl *f = self;
    struct epoll_event ev = { .data.fd = fd };

    (void)easy;
    if (what == CURL_POLL_REMOVE) {
        epoll_ctl(f->epoll_fd, EPOLL_CTL_DEL, fd, NULL);
        return 0;
    }
    if (what == CURL_POLL_IN || what == CURL_POLL_INOUT)
        ev.events |= EPOLLIN;
    if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT)
        ev.events |= EPOLLOUT;
    if (epoll_ctl(f->epoll_fd, known != NULL ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &ev) != 0)
        epoll_ctl(f->epoll_fd, known != NULL ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, fd, &ev);
    curl_multi_assign(f->multi, fd, f); /* any pointer: the socket is known from now on */
    return 0;
}

static int
on_timer(CURLM *multi, long span_ms, void *self)
{
    struct fetch_curl *f = self;

    (void)multi;
    f->timer_us = span_ms < 0 ? -1 : clock_monotonic_us() + span_ms * US_PER_MS;
    return 0;
}

enum status
fetch_loop_open(struct fetch_curl *f, struct err *err)
{
    struct epoll_event wake = { .events = EPOLLIN, .data.fd = f->cfg->wake_fd };

    f->timer_us = -1;
    f->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    if (f->epoll_fd < 0)
        return err_set(err, ST_IO, "epoll: %s", strerror(errno));
    f->multi = curl_multi_init();
    if (f->multi == NULL)
        return err_set(err, ST_NET, "libcurl does not start");
    if (f->cfg->wake_fd > 0 && epoll_ctl(f->epoll_fd, EPOLL_CTL_ADD, f->cfg->wake_fd, &wake) != 0)
        return err_set(err, ST_IO, "epoll: %s", strerror(errno));
    curl_multi_setopt(f->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
    curl_multi_setopt(f->multi, CURLMOPT_SOCKETDATA, f);
    curl_multi_setopt(f->multi, CURLMOPT_TIMERFUNCTION, on_timer);
    curl_multi_setopt(f->multi, CURLMOPT_TIMERDATA, f);
    return ST_OK;
}

void
fetch_loop_close(void *self)
{
    struct fetch_curl *f = self;
    struct fetch_transfer *t;

    while ((t = f->active) != NULL) {
        f->active = t->next;
        curl_multi_remove_handle(f->multi, t->easy);
        fetch_curl_drop(t);
    }
    while ((t = f->idle) != NULL) {
        f->idle = t->next;
        fetch_curl_drop(t);
    }
    curl_multi_cleanup(f->multi);
    if (f->epoll_fd >= 0)
        close(f->epoll_fd);
    free(f);
    curl_global_cleanup();
}

static struct fetch_response *
next_ended(struct fetch_curl *f)
{
    struct fetch_transfer *t = NULL;
    CURLMsg *msg;
    int left;

    while ((msg = curl_multi_info_read(f->multi, &left)) != NULL)
        if (msg->msg == CURLMSG_DONE) {
            CURLcode rc = msg->data.result; /* msg dies with the handle's removal */

            curl_easy_getinfo(msg->easy_handle, CURLINFO_PRIVATE, &t);
            return fetch_curl_finish(t, rc);
        }
    return NULL;
}

/* How long may epoll_wait() sleep? */
static int
sleep_ms(const struct fetch_curl *f, int64_t until_ms)
{
    int64_t span = until_ms - clock_now_ms(f->cfg->clock);

    if (f->timer_us >= 0) {
        int64_t timer = (f->timer_us - clock_monotonic_us() + US_PER_MS - 1) / US_PER_MS;

        if (timer < span)
            span = timer;
    }
    if (span > MAX_SLEEP_MS)
        span = MAX_SLEEP_MS;
    return span > 0 ? (int)span : 0;
}

static void
run_timer(struct fetch_curl *f)
{
    int running;

    if (f->timer_us < 0 || clock_monotonic_us() < f->timer_us)
        return;
    f->timer_us = -1;
    curl_multi_socket_action(f->multi, CURL_SOCKET_TIMEOUT, 0, &running);
}

/* Was the caller's descriptor among them? */
static bool
run_sockets(struct fetch_curl *f, const struct epoll_event *events, int n)
{
    bool woken = false;
    int running;

    for (int i = 0; i < n; i++) {
        int bits = 0;

        if (events[i].data.fd == f->cfg->wake_fd) {
            woken = true;
            continue;
        }
        if (events[i].events & EPOLLIN)
            bits |= CURL_CSELECT_IN;
        if (events[i].events & EPOLLOUT)
            bits |= CURL_CSELECT_OUT;
        if (events[i].events & (EPOLLERR | EPOLLHUP))
            bits |= CURL_CSELECT_ERR;
        curl_multi_socket_action(f->multi, events[i].data.fd, bits, &running);
    }
    return woken;
}

struct fetch_response *
fetch_loop_wait(void *self, int64_t until_ms)
{
    struct fetch_curl *f = self;
    struct fetch_response *r = next_ended(f);
    bool woken = false;

    while (r == NULL && !woken) {
        struct epoll_event events[MAX_EVENTS];
        int span = sleep_ms(f, until_ms);
        int n = epoll_wait(f->epoll_fd, events, MAX_EVENTS, span);

        if (n < 0)
            return NULL; /* a signal: the caller looks at it */
        woken = run_sockets(f, events, n);
        run_timer(f);
        r = next_ended(f);
        if (r == NULL && (clock_now_ms(f->cfg->clock) >= until_ms || span == MAX_SLEEP_MS))
            return NULL;
    }
    return r;
}
