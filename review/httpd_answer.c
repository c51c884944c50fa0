/* httpd_answer.c - one request: gathered, parsed, dispatched, answered. */
#include "httpd_private.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "log.h"
#include "mem.h"
#include "page.h"
#include "vital.h"

#define URI_TOO_LONG      414 /* RFC 9110 15.5.15 */
#define WRONG_TYPE        415
#define STATUS_PER_CLASS  100
#define MAX_HEADERS       100 /* a browser sends 20 */
#define MAX_ADDRESS_BYTES 46  /* INET6_ADDRSTRLEN */

/* One request, from its first line to its last byte. */
struct visit {
    char *target; /* owned */
    struct buf body;
    bool begun; /* its headers have been looked at */
    int64_t start_us;
};

/* What every answer carries, whatever it is. */
static const struct {
    const char *name, *value;
} always[] = {
    { "Content-Security-Policy",
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
      "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'" },
    { "X-Content-Type-Options", "nosniff" },
    { "X-Frame-Options", "DENY" },
    { "Referrer-Policy", "no-referrer" },
    { "Cross-Origin-Opener-Policy", "same-origin" },
    { "Cross-Origin-Resource-Policy", "same-origin" },
    { "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
};

void *
httpd_begin(void *cls, const char *target, struct MHD_Connection *c)
{
    struct httpd *h = cls;
    struct visit *v = mem_zalloc(sizeof(*v));

    (void)c;
    v->target = mem_dup(target, strlen(target));
    v->start_us = clock_monotonic_us();
    buf_init(&v->body, REQUEST_MAX_BODY);
    atomic_fetch_add(&h->under_way, 1);
    return v;
}

void
httpd_end(void *cls, struct MHD_Connection *c, void **visit, enum MHD_RequestTerminationCode why)
{
    struct httpd *h = cls;
    struct visit *v = *visit;

    (void)why;
    if (v == NULL)
        return;
    vital_spent(h->config.serve->counters, clock_monotonic_us() - v->start_us);
    atomic_fetch_sub(&h->under_way, 1);
    httpd_watch_phase(&h->watch, c, false);
    buf_release(&v->body);
    free(v->target);
    free(v);
    *visit = NULL;
}

static struct httpd_worker *
worker(struct httpd *h)
{
    struct httpd_worker *w = pthread_getspecific(h->worker);
    struct err err = { "" };

    if (w == NULL) {
        w = mem_zalloc(sizeof(*w));
        w->arena = arena_new();
        pthread_setspecific(h->worker, w);
        pthread_mutex_lock(&h->lock);
        w->next = h->workers;
        h->workers = w;
        pthread_mutex_unlock(&h->lock);
    }
    if (w->store == NULL &&
        store_open(h->config.serve->store_path, STORE_REVIEW, &w->store, &err) != ST_OK)
        log_error("%s", err.msg);
    return w;
}

static enum MHD_Result
keep_header(void *cls, enum MHD_ValueKind kind, const char *name, const char *value)
{
    struct request *r = cls;
    struct form *f = &r->headers;

    (void)kind;
    if (f->n == MAX_HEADERS)
        return MHD_NO;
    f->fields = arena_grow(r->arena, f->fields, f->n, &f->cap, sizeof(*f->fields));
    f->fields[f->n++] = (struct form_field){ text_of(name), text_of(value) };
    return MHD_YES;
}

/* The last address in the last line of that header. */
static struct text
forwarded_for(const struct request *r)
{
    struct text told = TEXT_NONE, last = TEXT_NONE;

    for (size_t i = 0; i < r->headers.n; i++)
        if (text_eq_nocase(r->headers.fields[i].name, TEXT_LIT("X-Forwarded-For")))
            told = r->headers.fields[i].value;
    while (text_cut(&told, ",", &last))
        continue;
    return text_trim(last);
}

/*
 * Who asks.  A proxy appends the address it saw, to the line or as a line of its own (HAProxy
 * does): what stands before that, anybody may have said.
 */
static struct text
client(const struct httpd *h, struct request *r, struct MHD_Connection *c)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    struct text last = h->config.tls_proxy ? forwarded_for(r) : TEXT_NONE;
    char *out = arena_alloc(r->arena, LISTEN_TEXT_BYTES);

    if (last.n > 0 && last.n < MAX_ADDRESS_BYTES)
        return last;
    return text_of(listen_host(info->client_addr, out));
}

/* Fill r from what came.  ST_INVALID and ST_LIMIT: no request of ours. */
static enum status
parse(struct httpd *h, struct visit *v, struct MHD_Connection *c, struct request *r,
      struct err *err)
{
    struct text target = text_of(v->target);
    enum status st;

    r->target = target;
    r->path = text_before(target, '?');
    MHD_get_connection_values(c, MHD_HEADER_KIND, keep_header, r);
    form_cookies(request_header(r, "Cookie"), r->arena, &r->cookies);
    r->address = client(h, r, c);
    r->secure = h->config.tls_proxy && text_is(request_header(r, "X-Forwarded-Proto"), "https");
    if (r->path.n == 0 || r->path.p[0] != '/')
        return err_set(err, ST_INVALID, "not a path");
    st = form_parse(text_after(target, '?'), r->arena, &r->query, err);
    if (st == ST_OK && text_is(r->method, "POST"))
        st = form_parse(buf_text(&v->body), r->arena, &r->form, err);
    return st;
}

/* A copy of what the file holds, by a descriptor of its own, which the library closes. */
static struct MHD_Response *
of_file(FILE *f, size_t *n)
{
    struct stat st;
    int fd = fflush(f) == 0 ? dup(fileno(f)) : -1;

    if (fd < 0 || fstat(fd, &st) != 0)
        return NULL;
    *n = (size_t)st.st_size;
    return MHD_create_response_from_fd64((uint64_t)st.st_size, fd);
}

static struct MHD_Response *
of_bytes(struct response *res, size_t *n)
{
    bool fixed;

    *n = res->fixed.p != NULL ? res->fixed.n : res->body.n;
    fixed = res->fixed.p != NULL || *n == 0;
    return MHD_create_response_from_buffer(
        *n,
        fixed ? (void *)(uintptr_t)(res->fixed.p != NULL ? res->fixed.p : "")
              : buf_take(&res->body),
        fixed ? MHD_RESPMEM_PERSISTENT : MHD_RESPMEM_MUST_FREE);
}

static void
respond(struct httpd *h, struct response *res, struct MHD_Connection *c)
{
    size_t n = 0;
    struct MHD_Response *m = res->file != NULL ? of_file(res->file, &n) : of_bytes(res, &n);
    struct serve_counters *count = h->config.serve->counters;

    if (m == NULL) { /* the disk is full: the headers of the file would lie */
        response_no_file(res);
        response_plain(res, PAGE_BROKEN, "The file cannot be read.");
        m = of_bytes(res, &n);
    }
    MHD_add_response_header(m, "Content-Type", res->type);
    MHD_add_response_header(m, "Cache-Control", res->cache);
    for (size_t i = 0; i < N_ELEMENTS(always); i++)
        MHD_add_response_header(m, always[i].name, always[i].value);
    for (size_t i = 0; i < res->headers.n; i++)
        MHD_add_response_header(m, res->headers.fields[i].name.p, res->headers.fields[i].value.p);
    httpd_watch_phase(&h->watch, c, true);
    MHD_queue_response(c, (unsigned)res->status, m);
    MHD_destroy_response(m);
    atomic_fetch_add(&count->requests, 1);
    atomic_fetch_add(&count->answers[res->status / STATUS_PER_CLASS % SERVE_CLASSES], 1);
    atomic_fetch_add(&count->answer_bytes, (long long)n);
}

static void
handle(struct httpd *h, struct request *r, struct response *res, enum status st,
       const struct err *err)
{
    struct err left = { "" };

    if (st != ST_OK) {
        page_error(r, res, PAGE_BAD, err->msg);
    } else if (r->store == NULL) {
        page_error(r, res, PAGE_BUSY, "The store cannot be opened.");
    } else {
        route_dispatch(h->config.routes, r, res);
        if (store_check(r->store, &left) != ST_OK) {
            log_error("%.*s: %s", TEXT_ARG(r->path), left.msg);
            response_no_file(res);
            page_failed(r, res, ST_DB, &left);
        }
    }
    if (res->body.over)
        page_error(r, res, PAGE_BROKEN, "The page is too large.");
}

/* refused: a status that is answered without a look at the route; 0: none. */
static enum MHD_Result
finish(struct httpd *h, struct MHD_Connection *c, const char *method, struct visit *v, int refused)
{
    struct httpd_worker *w = worker(h);
    struct request r = { .serve = h->config.serve,
                         .store = w->store,
                         .arena = w->arena,
                         .now_s = clock_now_s(h->config.serve->clock),
                         .method = text_of(method) };
    struct response res;
    struct err err = { "" };
    enum status st;

    atomic_store(&w->since_us, clock_monotonic_us());
    response_init(&res, w->arena);
    st = parse(h, v, c, &r, &err);
    if (refused != 0)
        response_plain(&res, refused, "refused");
    else
        handle(h, &r, &res, st, &err);
    respond(h, &res, c);
    response_release(&res);
    arena_clear(w->arena);
    atomic_store(&w->since_us, 0);
    return MHD_YES;
}

/* What can be told from the headers alone; 0: read on. */
static int
refusal(struct MHD_Connection *c, const char *method, const struct visit *v)
{
    const char *length = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Content-Length");
    const char *type = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Content-Type");
    struct text t = text_trim(text_before(text_of(type), ';'));
    int64_t n = 0;

    if (strlen(v->target) > HTTPD_MAX_TARGET)
        return URI_TOO_LONG;
    if (length != NULL && (!text_to_int(text_of(length), &n) || n > (int64_t)REQUEST_MAX_BODY))
        return PAGE_TOO_LARGE;
    if (strcmp(method, "POST") == 0 && n > 0 &&
        !text_eq_nocase(t, TEXT_LIT("application/x-www-form-urlencoded")))
        return WRONG_TYPE;
    return 0;
}

enum MHD_Result
httpd_answer(void *cls, struct MHD_Connection *c, const char *path, const char *method,
             const char *version, const char *data, size_t *n_data, void **visit)
{
    struct httpd *h = cls;
    struct visit *v = *visit;
    int refused;

    (void)path;
    (void)version;
    if (!v->begun) {
        v->begun = true;
        refused = refusal(c, method, v);
        return refused != 0 ? finish(h, c, method, v, refused) : MHD_YES;
    }
    if (*n_data == 0)
        return finish(h, c, method, v, v->body.over ? PAGE_TOO_LARGE : 0);
    if (v->body.over) /* in pieces without a length, and too many of them: no answer to that */
        return MHD_NO;
    buf_add(&v->body, data, *n_data);
    *n_data = 0;
    return MHD_YES;
}
