#include "politeness.h"

#include "robots.h"

#define MS_PER_S INT64_C(1000)

/* A block is at most 24 h, and 10 % for jitter. */
#define MAX_BLOCK_MS (FETCHPLAN_MAX_WAIT_MS + FETCHPLAN_MAX_WAIT_MS / 10)

static int64_t
larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

int64_t
politeness_ip_delay_ms(const struct store_host *h, int64_t floor_ms)
{
    int64_t slow_ms = h->response_ms * POLITENESS_RESPONSE_FACTOR;

    if (slow_ms > POLITENESS_MAX_RESPONSE_MS)
        slow_ms = POLITENESS_MAX_RESPONSE_MS;
    return larger(floor_ms, slow_ms);
}

int64_t
politeness_delay_ms(const struct store_host *h, int64_t floor_ms)
{
    return larger(politeness_ip_delay_ms(h, floor_ms), h->crawl_delay_ms);
}

const char *
politeness_delay_why(const struct store_host *h, int64_t floor_ms)
{
    if (h->crawl_delay_ms > politeness_ip_delay_ms(h, floor_ms))
        return "robots.txt asks for it (Crawl-delay)";
    if (politeness_ip_delay_ms(h, floor_ms) > floor_ms)
        return "twice the time of its last answer";
    return "configured";
}

static void
set_next(struct store_host *h, int64_t at_ms)
{
    h->next_ok_ms = larger(larger(at_ms, h->blocked_until_ms), h->parked_until_s * MS_PER_S);
}

void
politeness_before(struct store_host *h, int64_t floor_ms, int64_t now_ms)
{
    h->requests++;
    h->asked_ms = now_ms;
    if (h->parked_until_s != 0 && h->parked_until_s * MS_PER_S <= now_ms) {
        h->parked_until_s = 0; /* its time is up: this request is the trial */
        h->parked_why = TEXT_NONE;
    }
    set_next(h, now_ms + h->response_ms + politeness_delay_ms(h, floor_ms));
}

void
politeness_recover(struct store_host *h, int64_t now_ms)
{
    int64_t span_ms = larger(h->next_ok_ms - h->asked_ms, 0);

    if (h->asked_ms == 0)
        return;
    h->asked_ms = 0;
    set_next(h, larger(h->next_ok_ms, now_ms + span_ms));
}

/* A block that the host asked for, or that its silence calls for. */
static void
block(struct store_host *h, const struct politeness_answer *in)
{
    if (in->plan->action != FETCHPLAN_PARK && in->started_ms >= h->blocked_until_ms)
        h->backoff_step++;
    h->blocked_until_ms = larger(h->blocked_until_ms, in->ended_ms + in->plan->wait_ms);
}

/* The host is well, whatever it said about the page. */
static void
forgive(struct store_host *h, const struct politeness_answer *in)
{
    h->failures = 0;
    if (in->ended_ms >= h->blocked_until_ms + POLITENESS_QUIET_MS)
        h->backoff_step = 0;
    if (in->plan->asked) /* Retry-After of a redirect: a pause, and no fault */
        h->blocked_until_ms = larger(h->blocked_until_ms, in->ended_ms + in->plan->wait_ms);
    if (in->plan->action == FETCHPLAN_OK || in->plan->action == FETCHPLAN_NOT_MODIFIED)
        h->last_ok_s = in->ended_ms / MS_PER_S;
}

void
politeness_after(struct store_host *h, int64_t floor_ms, const struct politeness_answer *in)
{
    const struct fetchplan *plan = in->plan;
    bool bad = plan->host && (plan->wait_ms > 0 || plan->action == FETCHPLAN_PARK);

    h->asked_ms = 0;
    if (in->ended_ms >= in->started_ms) /* else the clock was set back meanwhile */
        h->response_ms = in->ended_ms - in->started_ms;
    if (plan->action == FETCHPLAN_PARK)
        politeness_park(h, in->ended_ms / MS_PER_S + POLITENESS_PARK_S, text_of(plan->why));
    if (bad) {
        h->failures++;
        block(h, in);
    } else if (plan->action != FETCHPLAN_RETRY_LATER) {
        forgive(h, in);
    }
    set_next(h, in->ended_ms + politeness_delay_ms(h, floor_ms));
}

void
politeness_set_crawl_delay(struct store_host *h, int64_t floor_ms, int64_t crawl_delay_ms,
                           int64_t ended_ms)
{
    h->crawl_delay_ms = crawl_delay_ms;
    set_next(h, larger(h->next_ok_ms, ended_ms + politeness_delay_ms(h, floor_ms)));
}

void
politeness_pause(struct store_host *h, int64_t until_ms)
{
    h->blocked_until_ms = larger(h->blocked_until_ms, until_ms);
    set_next(h, h->next_ok_ms);
}

void
politeness_park(struct store_host *h, int64_t until_s, struct text why)
{
    h->parked_until_s = until_s;
    h->parked_why = why;
    set_next(h, h->next_ok_ms);
}

int64_t
politeness_max_ip_wait_ms(int64_t floor_ms)
{
    return POLITENESS_MAX_ANSWER_MS + larger(floor_ms, POLITENESS_MAX_RESPONSE_MS);
}

static bool
cut(int64_t *at, int64_t most)
{
    bool far = *at > most;

    if (far)
        *at = most;
    return far;
}

const char *
politeness_heal(struct store_host *h, int64_t floor_ms, int64_t now_ms)
{
    int64_t most_ms = now_ms + POLITENESS_MAX_ANSWER_MS;
    const char *what = NULL;

    if (cut(&h->crawl_delay_ms, ROBOTS_MAX_DELAY_MS))
        what = "its Crawl-delay";
    if (h->robots_expires_s * MS_PER_S > now_ms + MAX_BLOCK_MS) {
        h->robots_expires_s = now_ms / MS_PER_S; /* asking anew costs one request */
        what = "the age of its robots.txt";
    }
    if (cut(&h->blocked_until_ms, now_ms + MAX_BLOCK_MS))
        what = "the end of its block";
    if (h->parked_until_s != POLITENESS_FOR_GOOD_S &&
        cut(&h->parked_until_s, now_ms / MS_PER_S + POLITENESS_PARK_S))
        what = "the time for which it is parked";
    most_ms += larger(larger(floor_ms, POLITENESS_MAX_RESPONSE_MS), h->crawl_delay_ms);
    most_ms = larger(most_ms, larger(h->blocked_until_ms, h->parked_until_s * MS_PER_S));
    most_ms = larger(most_ms, h->robots_expires_s * MS_PER_S);
    if (cut(&h->next_ok_ms, most_ms) && what == NULL)
        what = "the time of its next request";
    return what;
}

void
politeness_shift(struct store_host *h, int64_t now_ms, int64_t ahead_ms)
{
    if (h->next_ok_ms > now_ms)
        h->next_ok_ms += ahead_ms;
    if (h->blocked_until_ms > now_ms)
        h->blocked_until_ms += ahead_ms;
    if (h->asked_ms > 0)
        h->asked_ms += ahead_ms;
    if (h->parked_until_s > now_ms / MS_PER_S && h->parked_until_s != POLITENESS_FOR_GOOD_S)
        h->parked_until_s += ahead_ms / MS_PER_S;
    if (h->robots_expires_s > now_ms / MS_PER_S)
        h->robots_expires_s += ahead_ms / MS_PER_S;
}
