/*
 * fetch_curl.c - the fetcher on libcurl: transfers and what they are made of.
 * What comes in is fetch_receive.c, the event loop that drives it all fetch_loop.c.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fetch_private.h"
#include "mem.h"

#define BUFFER_BYTES 65536 /* most pages come in one piece then; libcurl's own are 16,384 */
/* An answer ended within the millisecond that the clock shows, and that clock may be one behind
 * the next run's: no delay shall be short by a fraction. */
#define ROUND_UP_MS        2
#define MAX_IDLE_TRANSFERS 64  /* kept for the next request; a handle is about 80 KiB */
#define FIRST_FINAL_STATUS 200 /* RFC 9110 15.2: 1xx announce an answer, they are none */

/* ---- the guard: every address, when its socket is opened ---- */

/*
 * A connection that was kept open may turn out dead when the next request has
 * been sent.  libcurl then sends it again at once, on a new one; a host that
 * resets connections to be left alone would be asked twice without a delay.
 */
static bool
is_repeat(struct fetch_transfer *t)
{
    t->response.again = t->response.again || t->sent;
    return t->sent;
}

static int
on_sending(void *self, char *ip, char *local_ip, int port, int local_port)
{
    struct fetch_transfer *t = self;
    bool repeat = is_repeat(t);

    (void)ip;
    (void)local_ip;
    (void)port;
    (void)local_port;
    t->sent = true;
    return repeat ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

static curl_socket_t
on_open_socket(void *self, curlsocktype purpose, struct curl_sockaddr *addr)
{
    struct fetch_transfer *t = self;
    const struct fetch_config *cfg = t->owner->cfg;
    char ip[FETCH_IP_BYTES] = "";
    struct err err = { "" };
    int64_t until_ms = 0;

    if (purpose != CURLSOCKTYPE_IPCXN || is_repeat(t))
        return CURL_SOCKET_BAD;
    if (guard_check(&addr->addr, cfg->allow, cfg->n_allow, &err) != ST_OK) {
        t->denied = true;
        snprintf(t->response.why, sizeof(t->response.why), "%.150s", err.msg);
        return CURL_SOCKET_BAD;
    }
    if (addr->family == AF_INET) {
        struct sockaddr_in in;

        memcpy(&in, &addr->addr, sizeof(in));
        inet_ntop(AF_INET, &in.sin_addr, ip, sizeof(ip));
    } else if (addr->family == AF_INET6) {
        struct sockaddr_in6 in6;

        memcpy(&in6, &addr->addr, sizeof(in6));
        inet_ntop(AF_INET6, &in6.sin6_addr, ip, sizeof(ip));
    }
    snprintf(t->response.ip, sizeof(t->response.ip), "%s", ip);
    if (cfg->may_connect != NULL &&
        !cfg->may_connect(cfg->may_connect_self, t->response.tag, ip, &until_ms)) {
        t->response.wait_until_ms = until_ms;
        return CURL_SOCKET_BAD;
    }
    t->connecting = true;
    return socket(addr->family, addr->socktype | SOCK_CLOEXEC, addr->protocol);
}

/* ---- making and ending transfers ---- */

/*
 * Which authorities are trusted.  libcurl reads its file of them, 140, once a
 * day if it is told of no folder besides, else for every connection: 2 ms in
 * place of 18 (7.88).  With a file of ours it looks up the others in the folder.
 */
static CURLcode
set_authorities(CURL *c, const char *ca_file)
{
    const char *all = curl_version_info(CURLVERSION_NOW)->cainfo;

    if (ca_file != NULL)
        return curl_easy_setopt(c, CURLOPT_CAINFO, ca_file);
    if (all == NULL || access(all, R_OK) != 0)
        return CURLE_OK;
    return curl_easy_setopt(c, CURLOPT_CAPATH, NULL);
}

static bool
set_up(struct fetch_transfer *t, const struct fetch_config *cfg)
{
    CURL *c = t->easy;
    CURLcode rc = CURLE_OK;

    rc |= curl_easy_setopt(c, CURLOPT_PRIVATE, t);
    rc |= curl_easy_setopt(c, CURLOPT_ERRORBUFFER, t->error);
    rc |= curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    rc |= curl_easy_setopt(c, CURLOPT_QUICK_EXIT, 1L); /* who gives up waits for no resolver */
    rc |= curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
    rc |= curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
    rc |= curl_easy_setopt(c, CURLOPT_PROXY, "");                    /* nor from the environment */
    rc |= curl_easy_setopt(c, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L); /* we log in nowhere */
    rc |= curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    rc |= curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    rc |= curl_easy_setopt(c, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    rc |= curl_easy_setopt(c, CURLOPT_BUFFERSIZE, (long)BUFFER_BYTES);
    rc |= curl_easy_setopt(c, CURLOPT_USERAGENT, cfg->user_agent);
    rc |= curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS,
                           (long)(cfg->connect_ms > 0 ? cfg->connect_ms : FETCH_CONNECT_MS));
    rc |= curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)cfg->timeout_ms);
    rc |= curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, (long)FETCH_LOW_SPEED_BPS);
    rc |= curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME,
                           (long)(cfg->low_speed_s > 0 ? cfg->low_speed_s : FETCH_LOW_SPEED_S));
    rc |= set_authorities(c, cfg->ca_file);
    rc |= curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, fetch_receive_header);
    rc |= curl_easy_setopt(c, CURLOPT_HEADERDATA, t);
    rc |= curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, fetch_receive_body);
    rc |= curl_easy_setopt(c, CURLOPT_WRITEDATA, t);
    rc |= curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
    rc |= curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, t);
    rc |= curl_easy_setopt(c, CURLOPT_PREREQFUNCTION, on_sending);
    rc |= curl_easy_setopt(c, CURLOPT_PREREQDATA, t);
    if (cfg->keep_heads) {
        rc |= curl_easy_setopt(c, CURLOPT_DEBUGFUNCTION, fetch_receive_trace);
        rc |= curl_easy_setopt(c, CURLOPT_DEBUGDATA, t);
        rc |= curl_easy_setopt(c, CURLOPT_VERBOSE, 1L);
    }
    return rc == CURLE_OK;
}

static struct fetch_transfer *
transfer_new(struct fetch_curl *f)
{
    struct fetch_transfer *t = f->idle;

    if (t != NULL) {
        f->idle = t->next;
        f->n_idle--;
        return t;
    }
    t = mem_zalloc(sizeof(*t));
    t->owner = f;
    t->easy = curl_easy_init();
    for (size_t i = 0; i < FETCH_N_FIELDS; i++)
        buf_init(&t->fields[i], FETCH_MAX_FIELD);
    buf_init(&t->coding, FETCH_MAX_FIELD);
    buf_init(&t->body, 0);
    buf_init(&t->head, FETCH_MAX_HEADERS);
    buf_init(&t->request, FETCH_MAX_HEADERS);
    if (t->easy == NULL || !set_up(t, f->cfg)) {
        fetch_curl_drop(t);
        return NULL;
    }
    return t;
}

void
fetch_curl_drop(struct fetch_transfer *t)
{
    if (t == NULL)
        return;
    curl_easy_cleanup(t->easy);
    curl_slist_free_all(t->headers);
    for (size_t i = 0; i < FETCH_N_FIELDS; i++)
        buf_release(&t->fields[i]);
    buf_release(&t->coding);
    buf_release(&t->body);
    unpack_stream_free(t->unpack);
    buf_release(&t->head);
    buf_release(&t->request);
    free(t);
}

static void
add_header(struct fetch_transfer *t, const char *name, struct text value)
{
    char line[FETCH_MAX_FIELD + 64];

    if (value.n == 0 || value.n > FETCH_MAX_FIELD)
        return;
    snprintf(line, sizeof(line), "%s: %.*s", name, TEXT_ARG(value));
    t->headers = curl_slist_append(t->headers, line);
}

static void
set_headers(struct fetch_transfer *t, const struct fetch_request *rq)
{
    curl_slist_free_all(t->headers);
    t->headers = NULL;
    if (rq->body == FETCH_BODY_HTML)
        add_header(t, "Accept", TEXT_LIT("text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"));
    else if (rq->body == FETCH_BODY_SEED)
        add_header(t, "Accept",
                   TEXT_LIT("text/html,application/xhtml+xml;q=0.9,"
                            "application/atom+xml;q=0.9,*/*;q=0.1"));
    add_header(t, "Accept-Encoding", TEXT_LIT(UNPACK_ACCEPT));
    add_header(t, "From", text_of(t->owner->cfg->from));
    add_header(t, "If-None-Match", rq->etag);
    add_header(t, "If-Modified-Since", rq->last_modified);
    curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->headers);
}

static enum status
curl_start(void *self, const struct fetch_request *rq, struct err *err)
{
    struct fetch_curl *f = self;
    struct fetch_transfer *t = transfer_new(f);
    curl_off_t most = rq->body == FETCH_BODY_CUT ? 0 : (curl_off_t)rq->max_body;

    if (t == NULL)
        return err_set(err, ST_NET, "libcurl gives no handle");
    t->response = (struct fetch_response){ .tag = rq->tag };
    t->mode = rq->body;
    t->header_bytes = t->packed_bytes = 0;
    t->in_header = t->connecting = t->sent = t->denied = t->full = false;
    t->broken = NULL;
    t->error[0] = '\0';
    fetch_receive_begin(t);
    buf_clear(&t->request);
    buf_clear(&t->body);
    t->body.max = rq->max_body;
    set_headers(t, rq);
    curl_easy_setopt(t->easy, CURLOPT_URL, rq->url.p);
    curl_easy_setopt(t->easy, CURLOPT_MAXFILESIZE_LARGE, most);
    t->response.started_ms = clock_now_ms(f->cfg->clock);
    if (curl_multi_add_handle(f->multi, t->easy) != CURLM_OK) {
        fetch_curl_drop(t);
        return err_set(err, ST_NET, "libcurl takes no more transfers");
    }
    t->next = f->active;
    f->active = t;
    return ST_OK;
}

/* What a libcurl error says about the host or the page. */
static const struct {
    CURLcode code;
    enum fetchplan_failure failure;
} failures[] = {
    { CURLE_COULDNT_RESOLVE_HOST, FETCHPLAN_DNS },
    { CURLE_COULDNT_CONNECT, FETCHPLAN_CONNECT },
    { CURLE_OPERATION_TIMEDOUT, FETCHPLAN_TIMEOUT },
    { CURLE_SSL_CONNECT_ERROR, FETCHPLAN_TLS },
    { CURLE_PEER_FAILED_VERIFICATION, FETCHPLAN_TLS },
    { CURLE_SSL_CERTPROBLEM, FETCHPLAN_TLS },
    { CURLE_SSL_CIPHER, FETCHPLAN_TLS },
    { CURLE_SSL_ISSUER_ERROR, FETCHPLAN_TLS },
    { CURLE_SSL_INVALIDCERTSTATUS, FETCHPLAN_TLS },
    { CURLE_GOT_NOTHING, FETCHPLAN_RESET },
    { CURLE_PARTIAL_FILE, FETCHPLAN_RESET },
    { CURLE_SEND_ERROR, FETCHPLAN_RESET },
    { CURLE_RECV_ERROR, FETCHPLAN_RESET },
    { CURLE_HTTP2_STREAM, FETCHPLAN_RESET },
    { CURLE_FILESIZE_EXCEEDED, FETCHPLAN_TOO_BIG },
};

/* Addresses that were refused count only if no other could be asked. */
static void
settle_refusals(struct fetch_transfer *t, CURLcode rc)
{
    if (!t->connecting)
        return;
    t->denied = false;
    t->response.why[0] = '\0';
    if (rc != CURLE_COULDNT_CONNECT)
        t->response.wait_until_ms = 0;
}

static enum fetchplan_failure
failure_of(const struct fetch_transfer *t, CURLcode rc)
{
    if (t->response.again)
        return FETCHPLAN_RESET;
    if (t->denied)
        return FETCHPLAN_DENIED;
    if (t->full)
        return FETCHPLAN_TOO_BIG;
    for (size_t i = 0; i < N_ELEMENTS(failures); i++)
        if (failures[i].code == rc)
            return failures[i].failure;
    return rc == CURLE_OK ? FETCHPLAN_RESET : FETCHPLAN_PROTOCOL;
}

static const char *
why_of(const struct fetch_transfer *t, CURLcode rc)
{
    if (t->full)
        return "the body is larger than its cap";
    if (t->broken != NULL)
        return t->broken;
    return t->error[0] != '\0' ? t->error : curl_easy_strerror(rc);
}

static void
judge(struct fetch_transfer *t, CURLcode rc)
{
    struct fetch_response *r = &t->response;

    settle_refusals(t, rc);
    r->again = r->again && rc != CURLE_OK;
    if (rc == CURLE_OK && t->unpack != NULL &&
        unpack_stream_end(t->unpack, &t->body, NULL) != ST_OK)
        t->broken = "the compressed body is cut short";
    if ((rc == CURLE_OK && t->broken == NULL) || r->unwanted ||
        (t->full && t->mode == FETCH_BODY_CUT))
        return; /* an answer, whole or as much as we wanted */
    r->failure = failure_of(t, rc);
    if (r->failure != FETCHPLAN_DENIED) /* the guard has said why */
        snprintf(r->why, sizeof(r->why), "%.150s", why_of(t, rc));
    buf_clear(&t->body);
}

struct fetch_response *
fetch_curl_finish(struct fetch_transfer *t, CURLcode rc)
{
    struct fetch_response *r = &t->response;
    struct fetch_transfer **at = &t->owner->active;
    long status = 0;
    char *ip = NULL;

    curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(t->easy, CURLINFO_PRIMARY_IP, &ip);
    if (ip != NULL && ip[0] != '\0')
        snprintf(r->ip, sizeof(r->ip), "%s", ip);
    curl_multi_remove_handle(t->owner->multi, t->easy);
    while (*at != t)
        at = &(*at)->next;
    *at = t->next;
    r->ended_ms = clock_now_ms(t->owner->cfg->clock) + ROUND_UP_MS;
    judge(t, rc);
    unpack_stream_free(t->unpack);
    t->unpack = NULL;
    r->answered = status >= FIRST_FINAL_STATUS;
    r->status = r->failure == FETCHPLAN_NO_FAILURE ? (unsigned)status : 0;
    for (size_t i = 0; i < FETCH_N_FIELDS; i++)
        r->fields[i] = buf_text(&t->fields[i]);
    r->body = buf_text(&t->body);
    r->head = buf_text(&t->head);
    r->sent = buf_text(&t->request);
    r->cut = t->full && t->mode == FETCH_BODY_CUT;
    return r;
}

static void
curl_release(void *self, struct fetch_response *r)
{
    struct fetch_curl *f = self;
    struct fetch_transfer *t =
        (struct fetch_transfer *)((char *)r - offsetof(struct fetch_transfer, response));

    if (t->body.cap > FETCH_MAX_BODY)
        buf_release(&t->body); /* a sitemap's: too large to keep around */
    if (f->n_idle >= MAX_IDLE_TRANSFERS) {
        fetch_curl_drop(t);
        return;
    }
    t->next = f->idle;
    f->idle = t;
    f->n_idle++;
}

enum status
fetch_curl_new(const struct fetch_config *cfg, struct fetcher *ret, struct err *err)
{
    struct fetch_curl *f;
    enum status st;

    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return err_set(err, ST_NET, "libcurl does not start");
    f = mem_zalloc(sizeof(*f));
    f->cfg = cfg;
    st = fetch_loop_open(f, err);
    if (st != ST_OK) {
        fetch_loop_close(f);
        return st;
    }
    *ret = (struct fetcher){ curl_start, fetch_loop_wait, curl_release, fetch_loop_close, f };
    return ST_OK;
}
