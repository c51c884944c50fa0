/* httpd.c - see httpd.h. */

#include "httpd.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "httpd_private.h"
#include "log.h"
#include "mem.h"

#define BACKLOG      128
#define US_PER_MS    1000
#define MS_PER_S     1000
#define STOP_MS      5000 /* for what is under way when the program is told to stop */
#define STOP_LOOK_MS 20

/* Called as printf is, by libmicrohttpd. */
static void on_log(void *cls, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));

static void
on_log(void *cls, const char *fmt, va_list ap)
{
    char line[sizeof(((struct err *)0)->msg)];

    (void)cls;
    vsnprintf(line, sizeof(line), fmt, ap);
    log_debug("http: %.*s", TEXT_ARG(text_trim(text_of(line))));
}

/* Paths are taken apart first and unescaped then, by us. */
static size_t
leave_escaped(void *cls, struct MHD_Connection *c, char *s)
{
    (void)cls;
    (void)c;
    return strlen(s);
}

static int
open_socket(struct listen_address *at, struct err *err)
{
    char name[LISTEN_TEXT_BYTES];
    int on = 1, cause;
    int fd = socket(at->at.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

    listen_print((struct sockaddr *)&at->at, name);
    if (fd >= 0) {
        (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)); /* a restart's wish only */
        if (bind(fd, (struct sockaddr *)&at->at, at->bytes) == 0 && listen(fd, BACKLOG) == 0 &&
            getsockname(fd, (struct sockaddr *)&at->at, &at->bytes) == 0)
            return fd;
    }
    cause = errno;
    if (fd >= 0)
        close(fd);
    (void)err_set(err, ST_IO, "cannot listen on %s: %s%s", name, strerror(cause),
                  cause == EADDRINUSE ? " (another one is there: --listen or [serve] listen)" : "");
    return -1;
}

static struct MHD_Daemon *
start_daemon(struct httpd *h, int fd)
{
    unsigned seconds = (unsigned)(h->config.receive_ms / MS_PER_S) + 1;
    struct MHD_OptionItem pool[] = {
        { MHD_OPTION_THREAD_POOL_SIZE, (intptr_t)h->config.threads, NULL },
        { MHD_OPTION_END, 0, NULL },
    };

    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ERROR_LOG, 0, NULL, NULL, httpd_answer, h,
        MHD_OPTION_EXTERNAL_LOGGER, on_log, NULL, MHD_OPTION_LISTEN_SOCKET, fd,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)HTTPD_MAX_CONNECTIONS,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        h->config.tls_proxy ? (unsigned)HTTPD_MAX_CONNECTIONS : (unsigned)HTTPD_PER_ADDRESS,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, HTTPD_MEMORY, MHD_OPTION_CONNECTION_TIMEOUT, seconds,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL,
        MHD_OPTION_URI_LOG_CALLBACK, httpd_begin, h, MHD_OPTION_NOTIFY_COMPLETED, httpd_end, h,
        MHD_OPTION_NOTIFY_CONNECTION, httpd_watch_connection, &h->watch, MHD_OPTION_ARRAY,
        h->config.threads > 1 ? pool : pool + 1, MHD_OPTION_END);
}

enum status
httpd_open(const struct httpd_config *c, struct httpd **ret, struct err *err)
{
    struct httpd *h = mem_zalloc(sizeof(*h));
    int fd;

    h->config = *c;
    if (h->config.receive_ms == 0)
        h->config.receive_ms = HTTPD_RECEIVE_MS;
    if (h->config.send_ms == 0)
        h->config.send_ms = HTTPD_SEND_MS;
    fd = open_socket(&h->config.listen, err);
    if (fd < 0) {
        free(h);
        return ST_IO;
    }
    pthread_mutex_init(&h->lock, NULL);
    pthread_key_create(&h->worker, NULL);
    h->watch.receive_us = h->config.receive_ms * US_PER_MS;
    h->watch.send_us = h->config.send_ms * US_PER_MS;
    h->watch.counters = c->serve->counters;
    httpd_watch_start(&h->watch);
    h->daemon = start_daemon(h, fd);
    if (h->daemon == NULL) {
        close(fd);
        httpd_close(h);
        return err_set(err, ST_IO, "cannot start the web server (see -v)");
    }
    *ret = h;
    return ST_OK;
}

const char *
httpd_address(const struct httpd *h, char out[LISTEN_TEXT_BYTES])
{
    return listen_print((const struct sockaddr *)&h->config.listen.at, out);
}

int64_t
httpd_busy_ms(struct httpd *h)
{
    int64_t now_us = clock_monotonic_us(), longest_us = 0;

    pthread_mutex_lock(&h->lock);
    for (struct httpd_worker *w = h->workers; w != NULL; w = w->next) {
        int64_t since_us = atomic_load(&w->since_us);

        if (since_us > 0 && now_us - since_us > longest_us)
            longest_us = now_us - since_us;
    }
    pthread_mutex_unlock(&h->lock);
    return longest_us / US_PER_MS;
}

void
httpd_close(struct httpd *h)
{
    struct httpd_worker *next;
    int fd = h->daemon != NULL ? MHD_quiesce_daemon(h->daemon) : -1;

    for (int64_t ms = 0; ms < STOP_MS && atomic_load(&h->under_way) > 0; ms += STOP_LOOK_MS)
        clock_sleep_ms(&clock_system, STOP_LOOK_MS);
    if (h->daemon != NULL)
        MHD_stop_daemon(h->daemon);
    if (fd >= 0)
        close(fd);
    httpd_watch_stop(&h->watch);
    for (struct httpd_worker *w = h->workers; w != NULL; w = next) {
        next = w->next;
        store_close(w->store);
        arena_free(w->arena);
        free(w);
    }
    pthread_key_delete(h->worker);
    pthread_mutex_destroy(&h->lock);
    free(h);
}
