/*
 * The clock of one host against a model of it: random answers on a clock moved by
 * hand, restarts and kills among them.  The model keeps everything that ever
 * happened and works out anew each time, sentence by sentence, when the host may
 * be asked again.
 */
#include "../store/crawl_store.h"

#include <time.h>

#include "../../crawler/politeness.h"

#define FLOOR_MS   INT64_C(200)
#define S_MS       INT64_C(1000)
#define MIN_MS     (60 * S_MS)
#define DAY_MS     (24 * 60 * MIN_MS)
#define T0_MS      INT64_C(1795300000000)
#define N_ANSWERS  40
#define N_LIVES    400
#define DATE_BYTES 64

/* One thing that happened. */
struct happened {
    int64_t start_ms, end_ms;
    unsigned status; /* 0: no answer, the connection broke */
    int64_t asked_s; /* of Retry-After; -1: none that can be read */
    bool killed;     /* the crawler died at end_ms */
};

struct model {
    struct happened v[N_ANSWERS];
    size_t n;
    int64_t crawl_delay_ms;
};

static int64_t
most(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static bool
is_signal(const struct happened *e)
{
    return e->status == 429 || e->status == 503 || e->status == 0;
}

/*
 * "Retry-After (seconds or date) obeyed up to 24 h; without it 60 s x 2^n to 24 h,
 * one step per window, forgiven after a quiet time that begins when the block ends."
 */
static int64_t
model_block_ms(const struct model *m)
{
    int64_t until_ms = 0, n = 0;

    for (size_t i = 0; i < m->n; i++) {
        const struct happened *e = &m->v[i];
        int64_t wait_ms = most(e->asked_s, 0) * S_MS;

        if (e->killed)
            continue;
        if (!is_signal(e)) {
            if (e->status != 500 && e->status != 403 && e->end_ms >= until_ms + POLITENESS_QUIET_MS)
                n = 0;
            if (e->status == 301 && wait_ms > 0)
                until_ms = most(until_ms, e->end_ms + (wait_ms < DAY_MS ? wait_ms : DAY_MS));
            if (e->status == 403)
                until_ms = most(until_ms, e->end_ms + DAY_MS);
            continue;
        }
        if (wait_ms == 0) {
            wait_ms = MIN_MS;
            for (int64_t k = 0; k < n && wait_ms < DAY_MS; k++)
                wait_ms *= 2;
        }
        n += e->start_ms >= until_ms;
        until_ms = most(until_ms, e->end_ms + (wait_ms < DAY_MS ? wait_ms : DAY_MS));
    }
    return until_ms;
}

/* "403 on a page parks the host": for a day. */
static int64_t
model_park_ms(const struct model *m)
{
    int64_t until_ms = 0;

    for (size_t i = 0; i < m->n; i++)
        if (m->v[i].status == 403 && !m->v[i].killed)
            until_ms = most(until_ms, m->v[i].end_ms + DAY_MS);
    return until_ms;
}

/* "delay = max(floor, Crawl-delay, k x response time, back-off), from the end of one answer". */
static int64_t
model_next_ms(const struct model *m)
{
    const struct happened *last = &m->v[m->n - 1];
    int64_t response_ms = 0, delay_ms;

    for (size_t i = 0; i < m->n; i++)
        if (!m->v[i].killed)
            response_ms = m->v[i].end_ms - m->v[i].start_ms;
    delay_ms = 2 * response_ms < MIN_MS ? 2 * response_ms : MIN_MS;
    delay_ms = most(most(FLOOR_MS, m->crawl_delay_ms), delay_ms);
    if (last->killed) /* it may have ended as late as now; and it may be as slow as the last */
        delay_ms += response_ms;
    return most(last->end_ms + delay_ms, most(model_block_ms(m), model_park_ms(m)));
}

/* Something that a server does. */
static struct happened
invent(struct rng *rng, int64_t now_ms)
{
    static const unsigned statuses[] = { 200, 200, 200, 304, 404, 301, 500, 429, 503, 503, 0, 403 };
    struct happened e = { .start_ms = now_ms, .asked_s = -1 };
    uint64_t dice = rng_below(rng, 10);

    e.status = statuses[rng_below(rng, N_ROWS(statuses) - (rng_below(rng, 8) > 0))];
    e.end_ms = now_ms + (int64_t)rng_below(rng, dice < 7 ? 300 : dice < 9 ? 8000 : 90000);
    e.killed = rng_below(rng, 8) == 0;
    if (e.status != 0 && rng_below(rng, 2) == 0)
        e.asked_s = (int64_t)rng_below(rng, rng_below(rng, 4) == 0 ? 200000 : 30);
    return e;
}

static void
say_retry(struct rng *rng, const struct happened *e, char out[DATE_BYTES])
{
    static const char *const nonsense[] = { "", "soon", "-5", "1e3", "Mon, 99 Foo 2026" };
    time_t at = (time_t)(e->end_ms / S_MS + e->asked_s);
    struct tm tm;

    if (e->asked_s < 0) {
        snprintf(out, DATE_BYTES, "%s", nonsense[rng_below(rng, N_ROWS(nonsense))]);
    } else if (rng_below(rng, 2) == 0) {
        snprintf(out, DATE_BYTES, "%lld", (long long)e->asked_s);
    } else {
        gmtime_r(&at, &tm);
        strftime(out, DATE_BYTES, "%a, %d %b %Y %H:%M:%S GMT", &tm);
    }
}

/* What the crawler does with it (crawl_page.c). */
static void
answer(struct store_host *h, struct rng *rng, const struct happened *e)
{
    char retry[DATE_BYTES];
    struct fetchplan_in in = { .status = e->status,
                               .failure = e->status == 0 ? FETCHPLAN_RESET : FETCHPLAN_NO_FAILURE,
                               .location = TEXT_LIT("/x"),
                               .failures = 0,
                               .now_s = e->end_ms / S_MS };
    struct fetchplan plan;
    struct politeness_answer a = { &plan, e->start_ms, e->end_ms };

    say_retry(rng, e, retry);
    in.retry_after = text_of(retry);
    plan = fetchplan_page(&in);
    if (plan.host) {
        in.failures = (unsigned)h->backoff_step;
        plan = fetchplan_page(&in);
    }
    politeness_after(h, FLOOR_MS, &a);
}

/* Through the disk, as when the process ends here. */
static void
restart(struct fixture *f, struct store_host *h)
{
    store_host_put_clock(f->store, h);
    *h = (struct store_host){ 0 };
    assert_true(store_host_get(f->store, f->host, f->arena, h));
}

static void
live(struct fixture *f, uint64_t seed)
{
    struct store_host h = { .id = f->host };
    struct model m = { 0 };
    struct rng rng;
    int64_t now_ms = T0_MS;

    rng_seed(&rng, seed);
    if (rng_below(&rng, 3) == 0)
        h.crawl_delay_ms = m.crawl_delay_ms = (int64_t)rng_below(&rng, 20000);
    while (m.n < N_ANSWERS && h.backoff_step + 1 < FETCHPLAN_PARK_FAILURES) {
        struct happened *e = &m.v[m.n++];
        int64_t want_ms;

        *e = invent(&rng, now_ms);
        politeness_before(&h, FLOOR_MS, now_ms);
        if (e->killed) {
            restart(f, &h);
            politeness_recover(&h, e->end_ms);
        } else {
            answer(&h, &rng, e);
            if (rng_below(&rng, 5) == 0)
                restart(f, &h);
        }
        want_ms = model_next_ms(&m);
        CHECK(e->killed ? h.next_ok_ms >= want_ms && h.next_ok_ms <= want_ms + MIN_MS
                        : h.next_ok_ms == want_ms,
              "life %llu, answer %zu, status %u, Retry-After %lld%s: %lld ms from its end, wanted "
              "%lld",
              (unsigned long long)seed, m.n, e->status, (long long)e->asked_s,
              e->killed ? ", killed" : "", (long long)(h.next_ok_ms - e->end_ms),
              (long long)(want_ms - e->end_ms));
        now_ms = h.next_ok_ms + (int64_t)rng_below(&rng, rng_below(&rng, 3) == 0 ? 900000 : 500);
        CHECK(h.blocked_until_ms <= now_ms && h.parked_until_s * 1000 <= now_ms,
              "refused when its time has come");
    }
}

static void
test_lives(void)
{
    struct fixture f;

    fixture_open(&f);
    for (uint64_t seed = 1; seed <= N_LIVES && test_failures == 0; seed++)
        live(&f, seed);
    fixture_close(&f);
}
TEST_FN(test_lives)

/* 60 s x 2^n, give or take 10 %, and never over a day. */
static void
test_jitter(void)
{
    struct rng rng;
    int64_t low = INT64_MAX, high = 0;

    rng_seed(&rng, 1);
    for (unsigned n = 0; n < 14; n++) {
        int64_t whole_ms = MIN_MS << n < DAY_MS ? MIN_MS << n : DAY_MS;

        for (int i = 0; i < 1000; i++) {
            int64_t ms = fetchplan_backoff_ms(n, &rng);
            int64_t percent = ms * 100 / whole_ms;

            CHECK(ms <= DAY_MS, "more than a day after %u", n);
            low = percent < low ? percent : low;
            high = percent > high ? percent : high;
        }
    }
    CHECK(low == 90 && high >= 109 && high <= 110, "%lld to %lld %%", (long long)low,
          (long long)high);
}
TEST_FN(test_jitter)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_lives), TEST(test_jitter) };

    return TEST_RUN(tests);
}
