/* mail.c - see mail.h. */
#include "mail.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "secret.h"
#include "url.h"

#define MAX_CONNECT_MS 10000L
#define SHOWN_BYTES    120 /* of what the server says */

struct mail {
    const struct mail_config *cfg;
    CURL *easy;     /* owned */
    char *password; /* owned; NULL: none */
    bool here;      /* the server is on this machine */
    char problem[CURL_ERROR_SIZE];
};

struct upload {
    struct text left;
};

enum status
mail_new(const struct mail_config *cfg, const char *dir, struct mail **ret, struct err *err)
{
    struct mail *m = mem_zalloc(sizeof(*m));
    struct text host = url_host_of(text_of(cfg->server));
    enum status st = ST_OK;

    m->cfg = cfg;
    m->here =
        text_starts(host, TEXT_LIT("127.")) || text_is(host, "localhost") || text_is(host, "[::1]");
    m->easy = curl_easy_init();
    if (m->easy == NULL)
        st = err_set(err, ST_IO, "libcurl does not start");
    else if (cfg->password_file != NULL)
        st = secret_read(dir, cfg->password_file, &m->password, err);
    if (st == ST_OK)
        *ret = m;
    else
        mail_free(m);
    return st;
}

void
mail_free(struct mail *m)
{
    if (m == NULL)
        return;
    curl_easy_cleanup(m->easy);
    secret_free(m->password);
    free(m);
}

static size_t
on_read(char *out, size_t size, size_t n, void *self)
{
    struct upload *u = self;
    size_t part = size * n < u->left.n ? size * n : u->left.n;

    if (part > 0)
        memcpy(out, u->left.p, part);
    u->left = text_from(u->left, part);
    return part;
}

/* What every mail of this server has in common. */
static CURLcode
set_server(struct mail *m)
{
    const struct mail_config *c = m->cfg;
    long timeout_ms = (long)c->timeout_ms;
    CURLcode rc = CURLE_OK;

    curl_easy_reset(m->easy);
    m->problem[0] = '\0';
    rc |= curl_easy_setopt(m->easy, CURLOPT_ERRORBUFFER, m->problem);
    rc |= curl_easy_setopt(m->easy, CURLOPT_URL, c->server);
    rc |= curl_easy_setopt(m->easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    rc |= curl_easy_setopt(m->easy, CURLOPT_PROXY, ""); /* nor from the environment */
    rc |= curl_easy_setopt(m->easy, CURLOPT_NOSIGNAL, 1L);
    rc |= curl_easy_setopt(m->easy, CURLOPT_USE_SSL,
                           (long)(m->here ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    rc |= curl_easy_setopt(m->easy, CURLOPT_TIMEOUT_MS, timeout_ms);
    rc |= curl_easy_setopt(m->easy, CURLOPT_CONNECTTIMEOUT_MS,
                           timeout_ms < MAX_CONNECT_MS ? timeout_ms : MAX_CONNECT_MS);
    if (c->ca_file != NULL)
        rc |= curl_easy_setopt(m->easy, CURLOPT_CAINFO, c->ca_file);
    if (m->password != NULL) {
        rc |= curl_easy_setopt(m->easy, CURLOPT_USERNAME, c->user);
        rc |= curl_easy_setopt(m->easy, CURLOPT_PASSWORD, m->password);
    }
    return rc;
}

enum status
mail_send(struct mail *m, struct text to, struct text message, struct err *err)
{
    struct upload upload = { message };
    struct arena *a = arena_new();
    struct curl_slist *rcpt = curl_slist_append(NULL, arena_printf(a, "<%.*s>", TEXT_ARG(to)));
    CURLcode rc = set_server(m);
    enum status st = ST_OK;

    rc |= curl_easy_setopt(m->easy, CURLOPT_MAIL_FROM, arena_printf(a, "<%s>", m->cfg->from));
    rc |= curl_easy_setopt(m->easy, CURLOPT_MAIL_RCPT, rcpt);
    rc |= curl_easy_setopt(m->easy, CURLOPT_UPLOAD, 1L);
    rc |= curl_easy_setopt(m->easy, CURLOPT_READFUNCTION, on_read);
    rc |= curl_easy_setopt(m->easy, CURLOPT_READDATA, &upload);
    if (rc == CURLE_OK)
        rc = curl_easy_perform(m->easy);
    if (rc != CURLE_OK)
        st = err_set(err, ST_NET, "%s: %.*s", m->cfg->server, SHOWN_BYTES,
                     m->problem[0] != '\0' ? m->problem : curl_easy_strerror(rc));
    curl_slist_free_all(rcpt);
    arena_free(a);
    return st;
}
