/* mail.c - see mail.h. */
#include "mail.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guard.h"
#include "mem.h"
#include "secret.h"
#include "url.h"

#define MAX_CONNECT_MS 10000L
#define SHOWN_BYTES    120 /* of what the server says */

struct mail {
    const struct mail_config *cfg;
    CURL *easy;             /* owned */
    char *password;         /* owned; NULL: none */
    bool here;              /* the server is on this machine */
    char said[SHOWN_BYTES]; /* how it refused; "" : it did not */
    char problem[CURL_ERROR_SIZE];
};

struct upload {
    struct text left;
};

enum status
mail_new(const struct mail_config *cfg, const char *dir, struct mail **ret, struct err *err)
{
    struct mail *m = mem_zalloc(sizeof(*m));
    enum status st = ST_OK;

    m->cfg = cfg;
    m->here = guard_is_here(url_host_of(text_of(cfg->server)));
    m->easy = curl_easy_init();
    if (m->easy == NULL)
        st = err_set(err, ST_IO, "libcurl does not start");
    else if (cfg->password_file != NULL)
        st = secret_read(dir, cfg->password_file, &m->password, err);
    if (st == ST_OK && cfg->password_file != NULL)
        secret_warn(dir, cfg->password_file);
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

/* libcurl tells the code of an answer, not its words, which say what to do. */
static size_t
on_answer(char *p, size_t size, size_t n, void *self)
{
    struct mail *m = self;
    struct text line = text_trim((struct text){ p, size * n });

    if (line.n > 0 && (line.p[0] == '4' || line.p[0] == '5'))
        snprintf(m->said, sizeof(m->said), "%.*s", TEXT_ARG(line));
    else if (!text_starts(line, TEXT_LIT("221"))) /* the answer to our QUIT */
        m->said[0] = '\0';
    return size * n;
}

/* What every mail of this server has in common. */
static CURLcode
set_server(struct mail *m)
{
    const struct mail_config *c = m->cfg;
    long timeout_ms = (long)c->timeout_ms;
    CURLcode rc = CURLE_OK;

    curl_easy_reset(m->easy);
    m->problem[0] = m->said[0] = '\0';
    rc |= curl_easy_setopt(m->easy, CURLOPT_ERRORBUFFER, m->problem);
    rc |= curl_easy_setopt(m->easy, CURLOPT_URL, c->server);
    rc |= curl_easy_setopt(m->easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    rc |= curl_easy_setopt(m->easy, CURLOPT_PROXY, ""); /* nor from the environment */
    rc |= curl_easy_setopt(m->easy, CURLOPT_NOSIGNAL, 1L);
    rc |= curl_easy_setopt(m->easy, CURLOPT_HEADERFUNCTION, on_answer);
    rc |= curl_easy_setopt(m->easy, CURLOPT_HEADERDATA, m);
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

/* One line: where, what happened, and what the server had to say, if it refused. */
static enum status
explain(const struct mail *m, CURLcode rc, struct err *err)
{
    if (rc == CURLE_USE_SSL_FAILED)
        return err_set(err, ST_NET,
                       "%s: the server does not do STARTTLS: nothing was sent; smtps:// or another "
                       "server",
                       m->cfg->server);
    return err_set(err, ST_NET, "%s: %.*s%s%s", m->cfg->server, SHOWN_BYTES,
                   m->problem[0] != '\0' ? m->problem : curl_easy_strerror(rc),
                   m->said[0] != '\0' ? ": " : "", m->said);
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
        st = explain(m, rc, err);
    curl_slist_free_all(rcpt);
    arena_free(a);
    return st;
}
