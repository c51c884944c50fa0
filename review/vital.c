/* vital.c - see vital.h. */

#include "vital.h"

#include "page.h"
#include "store_queue.h"
#include "store_session.h"

#define US_PER_S 1e6

/* 50 ms is what a page may take. */
static const int64_t bounds_us[] = { 1000, 5000, 10000, 25000, 50000, 100000, 500000, 2000000 };
_Static_assert(N_ELEMENTS(bounds_us) + 1 == SERVE_SPANS, "a counter for each, and one beyond");

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
    int64_t counts[STORE_QUEUE_STATES];

    store_queue_counts(r->store, 0, counts); /* what every page reads: its failure sticks */
    if (store_check(r->store, &err) == ST_OK)
        response_plain(res, PAGE_OK, "ready");
    else
        response_plain(res, PAGE_BUSY, "the store cannot be read");
}

static void
add_counter(struct buf *b, const char *name, const char *help, long long v)
{
    buf_addf(b, "# HELP earshot_%s %s\n# TYPE earshot_%s counter\nearshot_%s %lld\n", name, help,
             name, name, v);
}

void
vital_spent(struct serve_counters *c, int64_t span_us)
{
    size_t i = 0;

    while (i < N_ELEMENTS(bounds_us) && span_us > bounds_us[i])
        i++;
    atomic_fetch_add(&c->spans[i], 1);
    atomic_fetch_add(&c->span_us, span_us);
}

/* Prometheus' buckets hold what is in those before, too. */
static void
add_spans(struct buf *b, struct serve_counters *c)
{
    long long n = 0;

    buf_add_str(b, "# HELP earshot_request_seconds From the first line of a request to the last "
                   "byte of its answer.\n"
                   "# TYPE earshot_request_seconds histogram\n");
    for (size_t i = 0; i < N_ELEMENTS(bounds_us); i++) {
        n += atomic_load(&c->spans[i]);
        buf_addf(b, "earshot_request_seconds_bucket{le=\"%g\"} %lld\n",
                 (double)bounds_us[i] / US_PER_S, n);
    }
    n += atomic_load(&c->spans[N_ELEMENTS(bounds_us)]);
    buf_addf(b,
             "earshot_request_seconds_bucket{le=\"+Inf\"} %lld\n"
             "earshot_request_seconds_sum %.10g\nearshot_request_seconds_count %lld\n",
             n, (double)atomic_load(&c->span_us) / US_PER_S, n);
}

/* What stands in the store now. */
static void
add_store(struct buf *b, const struct request *r)
{
    int64_t counts[STORE_QUEUE_STATES];

    store_queue_counts(r->store, 0, counts);
    buf_add_str(b, "# HELP earshot_cards Cards by state.\n# TYPE earshot_cards gauge\n");
    for (int i = 0; i < STORE_QUEUE_STATES; i++)
        buf_addf(b, "earshot_cards{state=\"%s\"} %lld\n",
                 store_queue_state_name((enum store_queue_state)i), (long long)counts[i]);
    buf_addf(b,
             "# HELP earshot_sessions Sessions that are signed in.\n"
             "# TYPE earshot_sessions gauge\nearshot_sessions %lld\n",
             (long long)store_session_count(r->store, r->now_s));
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
    add_counter(b, "requests_total", "Requests answered.", atomic_load(&c->requests));
    add_spans(b, c);
    add_counter(b, "answer_bytes_total", "Bytes of the bodies of answers.",
                atomic_load(&c->answer_bytes));
    add_counter(b, "slow_closed_total", "Connections closed because nothing whole came in time.",
                atomic_load(&c->slow_closed));
    add_counter(b, "decisions_total", "Decisions made on these pages.", atomic_load(&c->decisions));
    buf_add_str(b, "# HELP earshot_answers_total Answers by class of status.\n"
                   "# TYPE earshot_answers_total counter\n");
    for (size_t i = 2; i < SERVE_CLASSES; i++)
        buf_addf(b, "earshot_answers_total{class=\"%zuxx\"} %lld\n", i,
                 (long long)atomic_load(&c->answers[i]));
    add_store(b, r);
}

const struct route vital_routes[] = {
    { "GET", "/healthz", 0, healthz },
    { "GET", "/readyz", 0, readyz },
    { "GET", "/metrics", 0, metrics },
    { NULL, NULL, 0, NULL },
};
