/* served.c - see served.h: libmicrohttpd in a forked child. */

#include "served.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <microhttpd.h>

#include "mem.h"
#include "pages_gen.h"

#define CHILDREN   8  /* each page links to so many not linked before */
#define CROSSINGS  12 /* and to so many others */
#define N_STEMS    20000
#define MAX_LIFE_S 900 /* the child ends by itself */
#define PORT_BYTES 8

/* The links around the posts lead nowhere; most sites keep crawlers from such pages, too. */
static const char robots_txt[] = "User-agent: *\nDisallow: /\nAllow: /$\nAllow: /questions/\n"
                                 "Disallow: /questions/tagged/\n";

struct world {
    struct MHD_Response **pages, *robots, *none;
    size_t n;
};

static enum MHD_Result
answer(void *cls, struct MHD_Connection *c, const char *url, const char *method,
       const char *version, const char *data, size_t *n_data, void **con)
{
    struct world *w = cls;
    size_t at = 0;

    (void)version;
    (void)data;
    (void)n_data;
    if (*con == NULL) { /* an answer to the first call would end the connection */
        *con = w;
        return MHD_YES;
    }
    if (strcmp(method, "GET") != 0)
        return MHD_queue_response(c, MHD_HTTP_METHOD_NOT_ALLOWED, w->none);
    if (strncmp(url, "/questions/", sizeof("/questions/") - 1) == 0)
        at = strtoul(url + sizeof("/questions/") - 1, NULL, 10);
    else if (strcmp(url, "/robots.txt") == 0)
        return MHD_queue_response(c, MHD_HTTP_OK, w->robots);
    else if (strcmp(url, "/") != 0)
        return MHD_queue_response(c, MHD_HTTP_NOT_FOUND, w->none);
    if (at >= w->n)
        return MHD_queue_response(c, MHD_HTTP_NOT_FOUND, w->none);
    return MHD_queue_response(c, MHD_HTTP_OK, w->pages[at]);
}

/* Page i leads to i * CHILDREN + 1 and those that follow, as a heap does. */
static struct MHD_Response *
make_page(struct words *w, const struct served *s, size_t i, size_t bytes)
{
    const char *links[CHILDREN + CROSSINGS];
    struct MHD_Response *r;
    struct buf page;
    size_t n = 0, n_bytes;

    for (size_t k = i * CHILDREN + 1; k <= i * CHILDREN + CHILDREN && k < s->n; k++)
        links[n++] = s->urls[k];
    for (size_t k = 0; k < CROSSINGS; k++)
        links[n++] = s->urls[rng_below(words_rng(w), s->n)];
    buf_init(&page, BUF_PAGE);
    pages_gen_html(w, (enum pages_gen_shape)(i % PAGES_GEN_SHAPES), bytes, links, n, &page);
    n_bytes = page.n;
    r = MHD_create_response_from_buffer(n_bytes, buf_take(&page), MHD_RESPMEM_MUST_FREE);
    MHD_add_response_header(r, "Content-Type", "text/html; charset=utf-8");
    return r;
}

/* The child: tells its port, serves until it is told to stop. */
static void
serve(struct served *s, size_t page_bytes, int port_fd)
{
    struct words *w = words_new(page_bytes, N_STEMS);
    struct world world = { .n = s->n };
    struct sockaddr_in at = { .sin_family = AF_INET };
    struct MHD_Daemon *d;
    char out[PORT_BYTES];
    int n;

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    world.pages = mem_zalloc(s->n * sizeof(struct MHD_Response *));
    world.none = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    world.robots = MHD_create_response_from_buffer(
        sizeof(robots_txt) - 1, (void *)(uintptr_t)robots_txt, MHD_RESPMEM_PERSISTENT);
    for (size_t i = 0; i < s->n; i++)
        world.pages[i] = make_page(w, s, i, page_bytes);
    d = MHD_start_daemon(MHD_USE_AUTO | MHD_USE_INTERNAL_POLLING_THREAD, 0, NULL, NULL, answer,
                         &world, MHD_OPTION_SOCK_ADDR, &at, MHD_OPTION_END);
    if (d == NULL)
        _exit(EXIT_FAILURE);
    n = snprintf(out, sizeof(out), "%u", MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT)->port);
    if (write(port_fd, out, (size_t)n + 1) != n + 1)
        _exit(EXIT_FAILURE);
    alarm(MAX_LIFE_S);
    for (;;)
        pause();
}

static char *
page_url(unsigned port, size_t i)
{
    char url[64];
    int n = i == 0 ? snprintf(url, sizeof(url), "http://127.0.0.1:%u/", port)
                   : snprintf(url, sizeof(url), "http://127.0.0.1:%u/questions/%zu", port, i);

    return mem_dup(url, (size_t)n);
}

void
served_start(struct served *s, size_t n, size_t page_bytes)
{
    char port[PORT_BYTES] = "";
    int ends[2];

    *s = (struct served){ .n = n };
    s->urls = mem_zalloc(n * sizeof(*s->urls));
    for (size_t i = 0; i < n; i++) {
        char path[32];
        int len = i == 0 ? snprintf(path, sizeof(path), "/")
                         : snprintf(path, sizeof(path), "/questions/%zu", i);

        s->urls[i] = mem_dup(path, (size_t)len);
    }
    fflush(NULL);
    if (pipe(ends) != 0 || (s->pid = fork()) < 0) {
        fprintf(stderr, "bench: no process for the server\n");
        exit(EXIT_FAILURE);
    }
    if (s->pid == 0)
        serve(s, page_bytes, ends[1]);
    close(ends[1]);
    if (read(ends[0], port, sizeof(port)) <= 1) {
        fprintf(stderr, "bench: the server did not start\n");
        exit(EXIT_FAILURE);
    }
    close(ends[0]);
    s->port = (unsigned)strtoul(port, NULL, 10);
    for (size_t i = 0; i < n; i++) {
        free(s->urls[i]);
        s->urls[i] = page_url(s->port, i);
    }
}

void
served_stop(struct served *s)
{
    kill(s->pid, SIGTERM);
    waitpid(s->pid, NULL, 0);
    for (size_t i = 0; i < s->n; i++)
        free(s->urls[i]);
    free(s->urls);
}
