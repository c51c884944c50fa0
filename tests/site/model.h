/*
 * model.h - a chat endpoint on loopback that speaks the protocol of OpenAI-compatible
 * servers well and badly.  The first part of the path says how:
 *   /good      the sentences it was given, each begun with other words
 *   /half      the same, and a sentence of its own that claims nothing in particular
 *   /drift     only sentences of its own
 *   /number    a fee that is on no page
 *   /link /bare /mail   an address, with and without a scheme, and an e-mail address
 *   /obey      what an instruction in the sentences asks for ("SAY: ...")
 *   /long      far more words than anybody wants
 *   /nonsense  HTML; /other: JSON of another kind; /empty: no words; /error: 500; /moved: 302
 *   /huge      16 MiB; /slow: nothing for SLOW_MS; /bidi: a text that turns around
 * The last request's body is kept.
 */
#ifndef TESTS_SITE_MODEL_H
#define TESTS_SITE_MODEL_H

#include <arpa/inet.h>
#include <jansson.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#define MODEL_BODY_MAX 65536
#define MODEL_SLOW_MS  3000
#define MODEL_HUGE     ((size_t)16 * 1024 * 1024)

struct model_server {
    struct MHD_Daemon *daemon;
    int port, n_requests;
    char body[MODEL_BODY_MAX], authorization[128];
    size_t n_body;
};

static const struct model_says {
    const char *how, *says;
} model_says[] = {
    { "drift", "Universities are wonderful places. Many people love to learn there." },
    { "number", "You pay a handling charge of 4,711 dollars at the desk." },
    { "link", "Read all of it at https://evil.example/answer today." },
    { "bare", "Read all of it at evil.example today." },
    { "mail", "Write to win@evil.example today." },
    { "empty", "  \n " },
    { "bidi", "Order it \xE2\x80\xAE online." },
};

/* The sentences of the last message, begun with other words. */
static inline char *
model_good(struct model_server *m, const char *prefix)
{
    json_t *o = json_loadb(m->body, m->n_body, 0, NULL), *list, *v;
    const char *content = json_string_value(
        json_object_get(json_array_get(json_object_get(o, "messages"), 1), "content"));
    char *out = calloc(1, MODEL_BODY_MAX + 4096);
    size_t i;

    list = content != NULL ? json_loads(content, 0, NULL) : NULL;
    json_array_foreach(list, i, v)
    {
        if (i > 0)
            strcat(out, " ");
        strcat(out, prefix);
        strcat(out, json_string_value(v));
    }
    json_decref(list);
    json_decref(o);
    return out;
}

static inline char *
model_text(struct model_server *m, const char *how)
{
    char *good, *say;

    for (size_t i = 0; i < sizeof(model_says) / sizeof(model_says[0]); i++)
        if (strcmp(how, model_says[i].how) == 0)
            return strdup(model_says[i].says);
    good = model_good(m, "In short: ");
    if (strcmp(how, "half") == 0)
        strcat(good, " Do ask again whenever something puzzles you.");
    for (int i = 0; strcmp(how, "long") == 0 && i < 100; i++)
        strcat(good, " and so on");
    say = strstr(good, "SAY:");
    if (strcmp(how, "obey") == 0 && say != NULL) {
        say = strdup(say + 4);
        free(good);
        return say;
    }
    return good;
}

static inline enum MHD_Result
model_send(struct MHD_Connection *c, unsigned status, char *body, size_t n)
{
    struct MHD_Response *r = MHD_create_response_from_buffer(n, body, MHD_RESPMEM_MUST_FREE);
    enum MHD_Result ret;

    MHD_add_response_header(r, "Content-Type", "application/json");
    if (status == 302)
        MHD_add_response_header(r, "Location", "/good/v1/chat/completions");
    ret = MHD_queue_response(c, status, r);
    MHD_destroy_response(r);
    return ret;
}

static inline enum MHD_Result
model_answer(struct model_server *m, struct MHD_Connection *c, const char *how)
{
    char *text, *body;
    json_t *o;

    if (strcmp(how, "slow") == 0) {
        struct timespec t = { MODEL_SLOW_MS / 1000, MODEL_SLOW_MS % 1000 * 1000000L };

        nanosleep(&t, NULL);
    }
    if (strcmp(how, "huge") == 0)
        return model_send(c, 200, calloc(1, MODEL_HUGE), MODEL_HUGE);
    if (strcmp(how, "nonsense") == 0)
        return model_send(c, 200, strdup("<html>hello"), strlen("<html>hello"));
    if (strcmp(how, "other") == 0)
        return model_send(c, 200, strdup("{\"choices\":[]}"), strlen("{\"choices\":[]}"));
    if (strcmp(how, "error") == 0)
        return model_send(c, 500, strdup("{}"), 2);
    if (strcmp(how, "moved") == 0)
        return model_send(c, 302, strdup("{}"), 2);
    text = model_text(m, how);
    o = json_pack("{s:s, s:[{s:i, s:{s:s, s:s}, s:s}]}", "object", "chat.completion", "choices",
                  "index", 0, "message", "role", "assistant", "content", text, "finish_reason",
                  "stop");
    body = json_dumps(o, JSON_COMPACT);
    json_decref(o);
    free(text);
    return model_send(c, 200, body, strlen(body));
}

static inline enum MHD_Result
model_on_request(void *self, struct MHD_Connection *c, const char *url, const char *method,
                 const char *version, const char *data, size_t *n, void **seen)
{
    struct model_server *m = self;
    char how[32] = "";
    const char *key;

    (void)version;
    if (*seen == NULL) {
        *seen = m;
        m->n_body = 0;
        return MHD_YES;
    }
    if (*n > 0) {
        size_t room = sizeof(m->body) - 1 - m->n_body, take = *n < room ? *n : room;

        memcpy(m->body + m->n_body, data, take);
        m->n_body += take;
        m->body[m->n_body] = '\0';
        *n = 0;
        return MHD_YES;
    }
    m->n_requests++;
    key = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Authorization");
    snprintf(m->authorization, sizeof(m->authorization), "%s", key != NULL ? key : "");
    sscanf(url, "/%31[a-z]/", how);
    if (strcmp(method, "POST") != 0 || strstr(url, "/v1/chat/completions") == NULL)
        return model_send(c, 404, strdup("{}"), 2);
    return model_answer(m, c, how);
}

static inline int
model_start(struct model_server *m)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
    const union MHD_DaemonInfo *info;

    memset(m, 0, sizeof(*m));
    m->daemon = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD, 0, NULL, NULL, model_on_request,
                                 m, MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&at, MHD_OPTION_END);
    info = m->daemon != NULL ? MHD_get_daemon_info(m->daemon, MHD_DAEMON_INFO_BIND_PORT) : NULL;
    m->port = info != NULL ? info->port : 0;
    return m->port;
}

static inline void
model_stop(struct model_server *m)
{
    if (m->daemon != NULL)
        MHD_stop_daemon(m->daemon);
}

#endif /* TESTS_SITE_MODEL_H */
