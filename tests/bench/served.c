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
#define URL_BYTES  64

/* The links around the posts lead nowhere; most sites keep crawlers from such pages, too. */
static const char robots_txt[] = "User-agent: *\nDisallow: /\nAllow: /$\nAllow: /questions/\n"
                                 "Disallow: /questions/tagged/\n"
                                 "Disallow: /questions/*.php\n";

/* One host's.  Its page k is the site's page k * SERVED_HOSTS + host. */
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

static size_t
pages_of(const struct served *s, size_t host)
{
    return (s->n + SERVED_HOSTS - 1 - host) / SERVED_HOSTS;
}

/* Page k of a host leads to k * CHILDREN + 1 and those that follow, as a heap does. */
static struct MHD_Response *
make_page(struct words *w, const struct served *s, size_t i, size_t bytes)
{
    const char *links[CHILDREN + CROSSINGS];
    struct MHD_Response *r;
    struct buf page;
    size_t host = i % SERVED_HOSTS, first = i / SERVED_HOSTS * CHILDREN + 1, n = 0, n_bytes;

    for (size_t k = first; k < first + CHILDREN && k < pages_of(s, host); k++)
        links[n++] = s->urls[k * SERVED_HOSTS + host];
    for (size_t k = 0; k < CROSSINGS; k++)
        links[n++] = s->urls[rng_below(words_rng(w), pages_of(s, host)) * SERVED_HOSTS + host];
    buf_init(&page, BUF_PAGE);
    pages_gen_html(w, (enum pages_gen_shape)(i / SERVED_HOSTS % PAGES_GEN_SHAPES), bytes, links, n,
                   &page);
    n_bytes = page.n;
    r = MHD_create_response_from_buffer(n_bytes, buf_take(&page), MHD_RESPMEM_MUST_FREE);
    MHD_add_response_header(r, "Content-Type", "text/html; charset=utf-8");
    return r;
}

static unsigned
start_host(struct world *w, size_t host)
{
    struct sockaddr_in at = { .sin_family = AF_INET };
    struct MHD_Daemon *d;

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK + (uint32_t)host);
    d = MHD_start_daemon(MHD_USE_AUTO | MHD_USE_INTERNAL_POLLING_THREAD, 0, NULL, NULL, answer, w,
                         MHD_OPTION_SOCK_ADDR, &at, MHD_OPTION_END);
    if (d == NULL)
        _exit(EXIT_FAILURE);
    return MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT)->port;
}

/* The child: tells its ports, serves until it is told to stop. */
static void
serve(struct served *s, size_t page_bytes, int port_fd)
{
    static struct world worlds[SERVED_HOSTS];
    unsigned ports[SERVED_HOSTS];
    struct words *w = words_new(page_bytes, N_STEMS);
    struct MHD_Response *none = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    struct MHD_Response *robots = MHD_create_response_from_buffer(
        sizeof(robots_txt) - 1, (void *)(uintptr_t)robots_txt, MHD_RESPMEM_PERSISTENT);

    for (size_t h = 0; h < SERVED_HOSTS; h++)
        worlds[h] = (struct world){ mem_zalloc(pages_of(s, h) * sizeof(struct MHD_Response *)),
                                    robots, none, pages_of(s, h) };
    for (size_t i = 0; i < s->n; i++)
        worlds[i % SERVED_HOSTS].pages[i / SERVED_HOSTS] = make_page(w, s, i, page_bytes);
    for (size_t h = 0; h < SERVED_HOSTS; h++)
        ports[h] = start_host(&worlds[h], h);
    if (write(port_fd, ports, sizeof(ports)) != sizeof(ports))
        _exit(EXIT_FAILURE);
    alarm(MAX_LIFE_S);
    for (;;)
        pause();
}

/* Its path; with a port, its address. */
static char *
page_url(size_t i, unsigned port)
{
    char url[URL_BYTES];
    size_t host = i % SERVED_HOSTS, page = i / SERVED_HOSTS;
    int n = port != 0 ? snprintf(url, sizeof(url), "http://127.0.0.%zu:%u", host + 1, port) : 0;

    n += page == 0 ? snprintf(url + n, sizeof(url) - (size_t)n, "/")
                   : snprintf(url + n, sizeof(url) - (size_t)n, "/questions/%zu", page);
    return mem_dup(url, (size_t)n);
}

void
served_start(struct served *s, size_t n, size_t page_bytes)
{
    unsigned ports[SERVED_HOSTS];
    int ends[2];

    *s = (struct served){ .n = n };
    s->urls = mem_zalloc(n * sizeof(*s->urls));
    for (size_t i = 0; i < n; i++)
        s->urls[i] = page_url(i, 0); /* what pages link to: they are made before there is a port */
    fflush(NULL);
    if (pipe(ends) != 0 || (s->pid = fork()) < 0) {
        fprintf(stderr, "bench: no process for the server\n");
        exit(EXIT_FAILURE);
    }
    if (s->pid == 0)
        serve(s, page_bytes, ends[1]);
    close(ends[1]);
    if (read(ends[0], ports, sizeof(ports)) != sizeof(ports)) {
        fprintf(stderr, "bench: the server did not start\n");
        exit(EXIT_FAILURE);
    }
    close(ends[0]);
    for (size_t i = 0; i < n; i++) {
        free(s->urls[i]);
        s->urls[i] = page_url(i, ports[i % SERVED_HOSTS]);
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
