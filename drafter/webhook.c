/* webhook.c - see webhook.h. */
#include "webhook.h"

#include <curl/curl.h>
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "clock.h"
#include "secret.h"

#define MAX_ANSWER_BYTES ((size_t)64 * 1024) /* read and dropped */
#define TIME_BYTES       32
#define HTTP_YES         200
#define HTTP_YES_END     300
#define SHOWN_BYTES      160

int64_t
webhook_delay_s(int64_t tries)
{
    static const int64_t delays_s[] = { 300, 3600, 6 * 3600, 17 * 3600 };

    return tries >= 1 && (size_t)tries <= N_ELEMENTS(delays_s) ? delays_s[tries - 1] : 0;
}

struct text
webhook_body(enum webhook_event e, const struct store_webhook_event *x, const char *base,
             struct arena *a)
{
    char when[CLOCK_RFC3339_BYTES];
    json_t *o = json_object();
    struct text ret = TEXT_NONE;
    char *z;

    json_object_set_new(o, "event", json_string(webhook_event_name(e)));
    json_object_set_new(o, "object", json_stringn(x->object.p, x->object.n));
    json_object_set_new(o, "at", json_string(clock_rfc3339(x->at_s, when)));
    json_object_set_new(o, "department", json_stringn(x->department.p, x->department.n));
    if (x->group_id > 0) {
        json_object_set_new(o, "group", json_integer(x->group_id));
        json_object_set_new(o, "question", json_stringn(x->question.p, x->question.n));
    }
    json_object_set_new(o, e == WEBHOOK_EVENT_ALARM ? "kind" : "state",
                        json_stringn(x->state.p, x->state.n));
    if (e == WEBHOOK_EVENT_ALARM)
        json_object_set_new(o, "mended", json_boolean(text_starts(x->object, TEXT_LIT("mended:"))));
    json_object_set_new(o, "text", json_stringn(x->text.p, x->text.n));
    if (base != NULL)
        json_object_set_new(o, "link",
                            json_string(arena_printf(a, "%s/%.*s", base, TEXT_ARG(x->link))));
    z = json_dumps(o, JSON_COMPACT);
    if (z != NULL)
        ret = arena_text(a, text_of(z));
    free(z);
    json_decref(o);
    return ret;
}

const char *
webhook_sign(const char *secret, int64_t now_s, const char *delivery, struct text body,
             char out[WEBHOOK_SIGNATURE_BYTES])
{
    unsigned char mac[crypto_auth_hmacsha256_BYTES];
    char hex[2 * sizeof(mac) + 1], time[TIME_BYTES];
    crypto_auth_hmacsha256_state s;

    snprintf(time, sizeof(time), "%lld.", (long long)now_s);
    crypto_auth_hmacsha256_init(&s, (const unsigned char *)secret, strlen(secret));
    crypto_auth_hmacsha256_update(&s, (const unsigned char *)time, strlen(time));
    crypto_auth_hmacsha256_update(&s, (const unsigned char *)delivery, strlen(delivery));
    crypto_auth_hmacsha256_update(&s, (const unsigned char *)".", 1);
    crypto_auth_hmacsha256_update(&s, (const unsigned char *)body.p, body.n);
    crypto_auth_hmacsha256_final(&s, mac);
    sodium_bin2hex(hex, sizeof(hex), mac, sizeof(mac));
    snprintf(out, WEBHOOK_SIGNATURE_BYTES, "t=%lld,v1=%s", (long long)now_s, hex);
    return out;
}

struct asking {
    const struct webhook_call *call;
    struct err denied; /* why no socket was opened */
    size_t n_received;
};

/* libcurl has resolved the name; what it would connect to is looked at here, each time. */
static curl_socket_t
on_socket(void *self, curlsocktype purpose, struct curl_sockaddr *addr)
{
    struct asking *a = self;

    (void)purpose;
    if (guard_check(&addr->addr, a->call->allow, a->call->n_allow, &a->denied) != ST_OK)
        return CURL_SOCKET_BAD;
    return socket(addr->family, addr->socktype | SOCK_CLOEXEC, addr->protocol);
}

static size_t
on_body(char *p, size_t size, size_t n, void *self)
{
    struct asking *a = self;

    (void)p;
    a->n_received += size * n;
    return a->n_received <= MAX_ANSWER_BYTES ? size * n : 0;
}

static CURLcode
set_up(CURL *easy, struct asking *a, struct curl_slist *headers, char *problem)
{
    const struct webhook_call *c = a->call;
    CURLcode rc = CURLE_OK;

    rc |= curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, problem);
    rc |= curl_easy_setopt(easy, CURLOPT_URL, c->to->url);
    rc |= curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    rc |= curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    rc |= curl_easy_setopt(easy, CURLOPT_PROXY, ""); /* nor from the environment */
    rc |= curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    rc |= curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)c->to->timeout_ms);
    rc |= curl_easy_setopt(easy, CURLOPT_USERAGENT, "Earshot/" EARSHOT_VERSION);
    rc |= curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    rc |= curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, (long)c->row->body.n);
    rc |= curl_easy_setopt(easy, CURLOPT_POSTFIELDS, c->row->body.p);
    rc |= curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_socket);
    rc |= curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, a);
    rc |= curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    rc |= curl_easy_setopt(easy, CURLOPT_WRITEDATA, a);
    if (c->ca_file != NULL && c->ca_file[0] != '\0')
        rc |= curl_easy_setopt(easy, CURLOPT_CAINFO, c->ca_file);
    return rc;
}

static enum status
post(const struct webhook_call *c, struct curl_slist *headers, int64_t *status, struct err *err)
{
    struct asking a = { .call = c };
    char problem[CURL_ERROR_SIZE] = "";
    CURL *easy = curl_easy_init();
    CURLcode rc;
    long code = 0;

    if (easy == NULL)
        return err_set(err, ST_IO, "libcurl does not start");
    rc = set_up(easy, &a, headers, problem);
    if (rc == CURLE_OK)
        rc = curl_easy_perform(easy);
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &code);
    if (rc != CURLE_OK && problem[0] == '\0')
        snprintf(problem, sizeof(problem), "%s", curl_easy_strerror(rc));
    curl_easy_cleanup(easy);
    *status = code;
    if (a.denied.msg[0] != '\0')
        return err_set(err, ST_NET, "%s", a.denied.msg);
    if (rc != CURLE_OK)
        return err_set(err, ST_NET, "%.*s", SHOWN_BYTES, problem);
    if (code < HTTP_YES || code >= HTTP_YES_END)
        return err_set(err, ST_NET, "answered %ld, wanted 2xx", code);
    return ST_OK;
}

enum status
webhook_send(const struct webhook_call *c, int64_t *status, struct err *err)
{
    char signature[WEBHOOK_SIGNATURE_BYTES], *secret = NULL;
    struct curl_slist *headers = NULL;
    const char *delivery;
    struct arena *a;
    enum status st;

    *status = 0;
    st = secret_read(c->dir, c->to->secret_file, &secret, err);
    if (st != ST_OK)
        return st;
    a = arena_new();
    headers = curl_slist_append(headers, "Content-Type: application/json");
    headers = curl_slist_append(headers, "Expect:"); /* no round trip before the body */
    headers =
        curl_slist_append(headers, arena_printf(a, "Earshot-Event: %.*s", TEXT_ARG(c->row->event)));
    /* ids begin again below the last in a store that was restored: with its time none is another's
     */
    delivery = arena_printf(a, "%lld-%lld", (long long)c->row->id, (long long)c->row->created_s);
    headers = curl_slist_append(headers, arena_printf(a, "Earshot-Delivery: %s", delivery));
    headers = curl_slist_append(
        headers, arena_printf(a, "Earshot-Signature: %s",
                              webhook_sign(secret, c->now_s, delivery, c->row->body, signature)));
    st = post(c, headers, status, err);
    curl_slist_free_all(headers);
    arena_free(a);
    secret_free(secret);
    return st;
}
