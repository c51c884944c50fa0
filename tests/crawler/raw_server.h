/*
 * raw_server.h - a server on loopback that sends any bytes at any pace, from a
 * table: what no proper server would do.  It ends with raw_server_close(), or
 * when nobody comes for RAW_IDLE_MS.
 */
#ifndef RAW_SERVER_H
#define RAW_SERVER_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../test.h"

#define RAW_IDLE_MS     20000
#define RAW_REQUEST_MAX 8192
#define RAW_PATH_MAX    200

struct raw_answer {
    const char *path;
    const char *bytes; /* the whole answer, status line first */
    size_t n;          /* 0: strlen(bytes) */
    const char *again; /* sent after it, times times or till the client leaves; NULL: nothing */
    long times;
    int pause_ms;     /* before each again */
    int stay_ms;      /* at the end, unless the client leaves */
    bool reset;       /* ends with RST in place of FIN */
    bool keep;        /* takes one more request on the connection, and leaves it unanswered */
    size_t n_again;   /* of again; 0: strlen(again) */
    const char *when; /* only if the request holds this; NULL: always */
};

struct raw_server {
    int fd, port;
    pthread_t thread;
    const struct raw_answer *answers;
    size_t n_answers;
    char request[RAW_REQUEST_MAX]; /* the last one */
    int n_requests;                /* each on a connection of its own */
};

/* True when the client has closed its side within ms. */
static inline bool
raw_left(int fd, int ms)
{
    struct pollfd p = { fd, POLLIN, 0 };
    char c;

    return poll(&p, 1, ms) > 0 && recv(fd, &c, 1, MSG_DONTWAIT) <= 0;
}

static inline void
raw_answer_with(int fd, const struct raw_answer *a)
{
    struct linger hard = { 1, 0 };
    bool ok;

    ok = a->bytes == NULL || write(fd, a->bytes, a->n > 0 ? a->n : strlen(a->bytes)) > 0;
    for (long i = 0; ok && a->again != NULL && i < a->times; i++) {
        if (a->pause_ms > 0 && raw_left(fd, a->pause_ms))
            break;
        ok = write(fd, a->again, a->n_again > 0 ? a->n_again : strlen(a->again)) > 0;
    }
    if (ok && a->stay_ms > 0)
        raw_left(fd, a->stay_ms);
    if (a->reset)
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof(hard));
}

/* One request per connection, one connection at a time. */
static inline void *
raw_serve(void *self)
{
    struct raw_server *s = self;
    char path[RAW_PATH_MAX] = "";

    while (strcmp(path, "/end") != 0) {
        struct pollfd p = { s->fd, POLLIN, 0 };
        ssize_t n;
        int fd;

        if (poll(&p, 1, RAW_IDLE_MS) <= 0 || (fd = accept(s->fd, NULL, NULL)) < 0)
            break;
        n = read(fd, s->request, sizeof(s->request) - 1);
        s->request[n > 0 ? n : 0] = '\0';
        s->n_requests++;
        path[0] = '\0';
        sscanf(s->request, "GET %199s", path);
        for (size_t i = 0; i < s->n_answers; i++)
            if (strcmp(s->answers[i].path, path) == 0 &&
                (s->answers[i].when == NULL || strstr(s->request, s->answers[i].when) != NULL)) {
                raw_answer_with(fd, &s->answers[i]);
                if (s->answers[i].keep)
                    n = read(fd, s->request, sizeof(s->request) - 1);
            }
        close(fd);
    }
    return NULL;
}

static inline void
raw_server_open(struct raw_server *s, const struct raw_answer *answers, size_t n)
{
    struct sockaddr_in in = { .sin_family = AF_INET };
    socklen_t size = sizeof(in);

    signal(SIGPIPE, SIG_IGN);
    *s = (struct raw_server){ .fd = socket(AF_INET, SOCK_STREAM, 0),
                              .answers = answers,
                              .n_answers = n };
    in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(bind(s->fd, (struct sockaddr *)&in, sizeof(in)), 0);
    assert_int_equal(listen(s->fd, 8), 0);
    getsockname(s->fd, (struct sockaddr *)&in, &size);
    s->port = ntohs(in.sin_port);
    assert_int_equal(pthread_create(&s->thread, NULL, raw_serve, s), 0);
}

static inline void
raw_server_close(struct raw_server *s)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons((uint16_t)s->port) };

    in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd, (struct sockaddr *)&in, sizeof(in)) == 0)
        (void)!write(fd, "GET /end HTTP/1.1\r\n\r\n", sizeof("GET /end HTTP/1.1\r\n\r\n") - 1);
    close(fd);
    pthread_join(s->thread, NULL);
    close(s->fd);
}

#endif /* RAW_SERVER_H */
