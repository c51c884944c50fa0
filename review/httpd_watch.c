/*
 * httpd_watch.c - no client holds a connection for ever.
 *
 * libmicrohttpd closes what is silent; a client that sends one byte a second is not.  So each
 * connection has the time its phase began, and is shut down when that is too long ago.  The
 * shutdown happens under the lock under which a connection leaves the list before its socket is
 * closed: the descriptor is never another one's.
 */
#include "httpd_private.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "clock.h"
#include "mem.h"

#define US_PER_MS   1000
#define CHECKS      4 /* within the shorter of the two spans */
#define MAX_WAIT_MS 1000
#define NS_PER_MS   1000000
#define MS_PER_S    1000

static void
close_late(struct httpd_watch *w)
{
    int64_t now_us = clock_monotonic_us();

    for (struct httpd_line *l = w->lines; l != NULL; l = l->next)
        if (now_us - l->since_us > (l->sending ? w->send_us : w->receive_us)) {
            shutdown(l->fd, SHUT_RDWR);
            l->since_us = now_us; /* once is enough */
            atomic_fetch_add(&w->counters->slow_closed, 1);
        }
}

static void *
watch(void *self)
{
    struct httpd_watch *w = self;
    int64_t span_ms =
        (w->receive_us < w->send_us ? w->receive_us : w->send_us) / US_PER_MS / CHECKS;
    struct timespec at;

    if (span_ms > MAX_WAIT_MS)
        span_ms = MAX_WAIT_MS;
    pthread_mutex_lock(&w->lock);
    while (!w->stop) {
        clock_gettime(CLOCK_MONOTONIC, &at);
        at.tv_sec += (at.tv_nsec + span_ms * NS_PER_MS) / (MS_PER_S * (int64_t)NS_PER_MS);
        at.tv_nsec = (at.tv_nsec + span_ms * NS_PER_MS) % (MS_PER_S * (int64_t)NS_PER_MS);
        pthread_cond_timedwait(&w->wake, &w->lock, &at);
        close_late(w);
    }
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

void
httpd_watch_start(struct httpd_watch *w)
{
    pthread_condattr_t attr;

    pthread_mutex_init(&w->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&w->wake, &attr);
    pthread_condattr_destroy(&attr);
    pthread_create(&w->thread, NULL, watch, w);
}

void
httpd_watch_stop(struct httpd_watch *w)
{
    pthread_mutex_lock(&w->lock);
    w->stop = true;
    pthread_cond_signal(&w->wake);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    pthread_cond_destroy(&w->wake);
    pthread_mutex_destroy(&w->lock);
}

void
httpd_watch_connection(void *cls, struct MHD_Connection *c, void **line,
                       enum MHD_ConnectionNotificationCode code)
{
    struct httpd_watch *w = cls;
    struct httpd_line *l = *line;

    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        l = *line = mem_zalloc(sizeof(*l));
        l->fd = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
        l->since_us = clock_monotonic_us();
        pthread_mutex_lock(&w->lock);
        l->next = w->lines;
        if (l->next != NULL)
            l->next->prev = l;
        w->lines = l;
        pthread_mutex_unlock(&w->lock);
        return;
    }
    pthread_mutex_lock(&w->lock);
    if (l->prev != NULL)
        l->prev->next = l->next;
    else
        w->lines = l->next;
    if (l->next != NULL)
        l->next->prev = l->prev;
    pthread_mutex_unlock(&w->lock);
    free(l);
    *line = NULL;
}

void
httpd_watch_phase(struct httpd_watch *w, struct MHD_Connection *c, bool sending)
{
    struct httpd_line *l =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;

    if (l == NULL)
        return;
    pthread_mutex_lock(&w->lock);
    l->sending = sending;
    l->since_us = clock_monotonic_us();
    pthread_mutex_unlock(&w->lock);
}
