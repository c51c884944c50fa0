/* vital.c - see vital.h. */

#include "vital.h"

#include "config_sync.h"
#include "page.h"

#define US_PER_S 1e6

static void
healthz(struct request *r, struct response *res)
{
    (void)r;
    response_plain(res, PAGE_OK, "ok");
}

static void
readyz(struct request *r, struct response *res)
{
    struct err err = { "" };

    (void)config_department_id(r->store, ""); /* any read: its failure sticks */
    if (store_check(r->store, &err) == ST_OK)
        response_plain(res, PAGE_OK, "ready");
    else
        response_plain(res, PAGE_BUSY, "the store cannot be read");
}

static void
add_counter(struct buf *b, const char *name, const char *help, double v)
{
    buf_addf(b, "# HELP earshot_%s %s\n# TYPE earshot_%s counter\nearshot_%s %.10g\n", name, help,
             name, name, v);
}

static void
metrics(struct request *r, struct response *res)
{
    struct serve_counters *c = r->serve->counters;
    struct buf *b = &res->body;

    if (!r->serve->config->serve.metrics) {
        page_error(r, res, PAGE_NOT_FOUND, "There is no such page.");
        return;
    }
    res->type = "text/plain; version=0.0.4; charset=utf-8";
    add_counter(b, "requests_total", "Requests answered.", (double)atomic_load(&c->requests));
    add_counter(b, "request_seconds_total", "Time spent on answering them.",
                (double)atomic_load(&c->span_us) / US_PER_S);
    add_counter(b, "answer_bytes_total", "Bytes of the answers' bodies.",
                (double)atomic_load(&c->answer_bytes));
    add_counter(b, "slow_closed_total", "Connections closed because nothing whole came in time.",
                (double)atomic_load(&c->slow_closed));
    buf_add_str(b, "# HELP earshot_answers_total Answers by class of status.\n"
                   "# TYPE earshot_answers_total counter\n");
    for (size_t i = 2; i < SERVE_CLASSES; i++)
        buf_addf(b, "earshot_answers_total{class=\"%zuxx\"} %lld\n", i,
                 (long long)atomic_load(&c->answers[i]));
}

const struct route vital_routes[] = {
    { "GET", "/healthz", 0, healthz },
    { "GET", "/readyz", 0, readyz },
    { "GET", "/metrics", 0, metrics },
    { NULL, NULL, 0, NULL },
};
