#include "fetchplan.h"

#include <string.h>

#include "httpdate.h"

#define MS_PER_S       INT64_C(1000)
#define JITTER_PERCENT 10
#define MAX_DOUBLINGS  30 /* far past the cap; keeps the shift defined */

/* What a status means beyond its class. */
enum meaning {
    MEANS_DROP,
    MEANS_OK,
    MEANS_NOT_MODIFIED,
    MEANS_REDIRECT,
    MEANS_GONE,
    MEANS_BUSY,       /* the host asks for a pause: Retry-After, or back-off */
    MEANS_HOST_ILL,   /* the host, or what stands before it, is down */
    MEANS_PAGE_ILL,   /* this page fails; others may not */
    MEANS_UNWELCOME,  /* the host does not want us */
    MEANS_NO_ENTRANCE /* needs an account: nothing of ours */
};

/* Single statuses first, then each class as a range.  Sources: RFC 9110 15, RFC 6585, RFC 7725;
 * 420, 509, 520-530, 529 and 999 as the services that send them explain. */
static const struct {
    unsigned from, to;
    enum meaning meaning;
    const char *why;
} statuses[] = {
    /* clang-format off */
    { 304, 304, MEANS_NOT_MODIFIED, "unchanged since the last visit" },
    { 301, 303, MEANS_REDIRECT, "moved" },
    { 307, 308, MEANS_REDIRECT, "moved" },
    { 300, 399, MEANS_DROP, "a redirect we cannot follow" },
    { 401, 402, MEANS_NO_ENTRANCE, "needs an account" },
    { 403, 403, MEANS_UNWELCOME, "the host forbids it: parked" },
    { 404, 404, MEANS_GONE, "not found" },
    { 407, 407, MEANS_NO_ENTRANCE, "needs a proxy account" },
    { 408, 408, MEANS_HOST_ILL, "the host grew tired of waiting" },
    { 410, 410, MEANS_GONE, "gone for good" },
    { 420, 420, MEANS_BUSY, "too many requests" },
    { 421, 421, MEANS_HOST_ILL, "the wrong connection for this host" },
    { 425, 425, MEANS_PAGE_ILL, "too early" },
    { 429, 429, MEANS_BUSY, "too many requests" },
    { 451, 451, MEANS_DROP, "withheld for legal reasons" },
    { 500, 501, MEANS_PAGE_ILL, "the server failed on this page" },
    { 502, 502, MEANS_HOST_ILL, "bad gateway" },
    { 503, 503, MEANS_BUSY, "service unavailable" },
    { 504, 504, MEANS_HOST_ILL, "gateway timeout" },
    { 509, 509, MEANS_BUSY, "bandwidth used up" },
    { 529, 529, MEANS_BUSY, "overloaded" },
    { 520, 530, MEANS_HOST_ILL, "the server behind the front is down" },
    { 999, 999, MEANS_UNWELCOME, "the host denies robots: parked" },
    { 200, 299, MEANS_OK, "fetched" },
    { 400, 499, MEANS_DROP, "the server refuses the request" },
    { 500, 599, MEANS_PAGE_ILL, "the server failed on this page" },
    /* clang-format on */
};

static const struct {
    enum fetchplan_failure failure;
    enum meaning meaning;
    const char *why;
} failures[] = {
    { FETCHPLAN_DNS, MEANS_HOST_ILL, "the host's name does not resolve" },
    { FETCHPLAN_CONNECT, MEANS_HOST_ILL, "no connection" },
    { FETCHPLAN_TLS, MEANS_HOST_ILL, "TLS failed" },
    { FETCHPLAN_TIMEOUT, MEANS_HOST_ILL, "timed out" },
    { FETCHPLAN_RESET, MEANS_HOST_ILL, "the connection was cut" },
    { FETCHPLAN_PROTOCOL, MEANS_HOST_ILL, "the answer is no HTTP" },
    { FETCHPLAN_DENIED, MEANS_UNWELCOME, "the host's address is not public: parked" },
    { FETCHPLAN_TOO_BIG, MEANS_DROP, "the body passed its cap" },
    { FETCHPLAN_REDIRECTS, MEANS_DROP, "too many redirects" },
};

static enum meaning
meaning_of(const struct fetchplan_in *in, const char **why)
{
    for (size_t i = 0; in->failure != FETCHPLAN_NO_FAILURE && i < N_ELEMENTS(failures); i++) {
        if (failures[i].failure == in->failure) {
            *why = failures[i].why;
            return in->answered && failures[i].meaning == MEANS_HOST_ILL ? MEANS_PAGE_ILL
                                                                         : failures[i].meaning;
        }
    }
    for (size_t i = 0; i < N_ELEMENTS(statuses); i++) {
        if (in->status >= statuses[i].from && in->status <= statuses[i].to) {
            *why = statuses[i].why;
            return statuses[i].meaning;
        }
    }
    *why = "a status that HTTP does not have";
    return MEANS_DROP;
}

int64_t
fetchplan_backoff_ms(unsigned failures_so_far, struct rng *rng)
{
    unsigned doublings = failures_so_far < MAX_DOUBLINGS ? failures_so_far : MAX_DOUBLINGS;
    int64_t wait = FETCHPLAN_FIRST_WAIT_MS << doublings, spread;

    if (wait > FETCHPLAN_MAX_WAIT_MS)
        wait = FETCHPLAN_MAX_WAIT_MS;
    spread = wait * JITTER_PERCENT / 100;
    if (rng != NULL)
        wait += (int64_t)rng_below(rng, (uint64_t)(2 * spread + 1)) - spread;
    return wait < FETCHPLAN_MAX_WAIT_MS ? wait : FETCHPLAN_MAX_WAIT_MS;
}

/* Seconds, and what people write behind them ("120 s", "120, 60"); a date begins otherwise. */
static bool
seconds(struct text value, int64_t *ret_ms)
{
    size_t digits = 0;
    int64_t wait;

    while (digits < value.n && value.p[digits] >= '0' && value.p[digits] <= '9')
        digits++;
    if (digits == 0 || (digits < value.n && strchr(" ,;s", value.p[digits]) == NULL))
        return false;
    if (!text_to_int(text_sub(value, 0, digits), &wait) || wait > FETCHPLAN_MAX_WAIT_MS / MS_PER_S)
        wait = FETCHPLAN_MAX_WAIT_MS / MS_PER_S;
    *ret_ms = wait * MS_PER_S;
    return true;
}

/* A date, or seconds; a day at the most. */
static bool
wait_of(struct text value, int64_t now_s, int64_t *ret_ms)
{
    int64_t at_s, wait_s;

    if (now_s == 0 || !httpdate_parse(value, now_s, &at_s))
        return seconds(value, ret_ms);
    wait_s = at_s > now_s ? at_s - now_s : 0;
    if (wait_s > FETCHPLAN_MAX_WAIT_MS / MS_PER_S)
        wait_s = FETCHPLAN_MAX_WAIT_MS / MS_PER_S;
    *ret_ms = wait_s * MS_PER_S;
    return true;
}

/* Where the value ends that the list begins with: most dates have a comma behind their day. */
static size_t
end_of_value(struct text list)
{
    size_t first = text_before(list, ',').n;
    struct text head = text_trim(text_sub(list, 0, first));

    if (first == list.n || head.n == 0 || (head.p[0] >= '0' && head.p[0] <= '9'))
        return first;
    return first + 1 + text_before(text_from(list, first + 1), ',').n;
}

/*
 * What Retry-After asks for: seconds or an HTTP date (measured from Date, else
 * from now_s), 0 to FETCHPLAN_MAX_WAIT_MS; the longest of several.  False if it
 * says nothing readable.
 */
static bool
retry_after(const struct fetchplan_in *in, int64_t *ret_ms)
{
    struct text list = in->retry_after;
    int64_t now_s = in->now_s, wait_ms;
    bool said = false;

    (void)httpdate_parse(in->date, in->now_s, &now_s); /* the sender's clock, if it shows it */
    while (list.n > 0) {
        size_t end = end_of_value(list);

        if (wait_of(text_trim(text_sub(list, 0, end)), now_s, &wait_ms) &&
            (!said || wait_ms > *ret_ms)) {
            *ret_ms = wait_ms;
            said = true;
        }
        list = text_from(list, end < list.n ? end + 1 : end);
    }
    return said;
}

/* Ask again later: after what Retry-After says (a zero says nothing), else after the back-off. */
static void
retry_later(const struct fetchplan_in *in, bool host, struct fetchplan *plan)
{
    plan->action = FETCHPLAN_RETRY_LATER;
    plan->host = host;
    plan->asked = retry_after(in, &plan->wait_ms) && plan->wait_ms > 0;
    if (!plan->asked)
        plan->wait_ms = fetchplan_backoff_ms(in->failures, in->rng);
}

static void
park(struct fetchplan *plan)
{
    plan->action = FETCHPLAN_PARK;
    plan->host = true;
    plan->wait_ms = FETCHPLAN_MAX_WAIT_MS;
}

struct fetchplan
fetchplan_page(const struct fetchplan_in *in)
{
    struct fetchplan plan = { .action = FETCHPLAN_DROP };
    enum meaning meaning = meaning_of(in, &plan.why);
    bool too_often = in->failures + 1 >= FETCHPLAN_PARK_FAILURES;

    switch (meaning) {
    case MEANS_OK:
        plan.action = FETCHPLAN_OK;
        break;
    case MEANS_NOT_MODIFIED:
        plan.action = FETCHPLAN_NOT_MODIFIED;
        break;
    case MEANS_REDIRECT:
        if (in->location.n > 0)
            plan.action = FETCHPLAN_REDIRECT;
        else
            plan.why = "moved, but it does not say where";
        plan.asked = retry_after(in, &plan.wait_ms); /* RFC 9110 10.2.3 has it here */
        break;
    case MEANS_GONE:
        plan.action = FETCHPLAN_GONE;
        break;
    case MEANS_BUSY:
        retry_later(in, true, &plan);
        break;
    case MEANS_HOST_ILL:
        if (too_often)
            park(&plan);
        else
            retry_later(in, true, &plan);
        break;
    case MEANS_PAGE_ILL:
        if (!too_often)
            retry_later(in, false, &plan);
        break;
    case MEANS_UNWELCOME:
        park(&plan);
        break;
    case MEANS_NO_ENTRANCE:
    case MEANS_DROP:
        break;
    }
    return plan;
}

const char *
fetchplan_action_name(enum fetchplan_action action)
{
    static const char *const names[] = {
        [FETCHPLAN_OK] = "ok",
        [FETCHPLAN_NOT_MODIFIED] = "not_modified",
        [FETCHPLAN_REDIRECT] = "redirect",
        [FETCHPLAN_RETRY_LATER] = "retry_later",
        [FETCHPLAN_GONE] = "gone",
        [FETCHPLAN_PARK] = "park",
        [FETCHPLAN_DROP] = "drop",
    };

    return names[action];
}

/* Without an answer: wait, and go by the copy if there is one that is not too old. */
static enum fetchplan_robots
without_answer(const struct fetchplan_robots_in *in, bool host_ill, struct fetchplan *wait,
               int64_t *again_ms)
{
    const struct fetchplan_in *f = &in->fetch;
    bool fresh = in->unreachable_since_s == 0 ||
                 f->now_s - in->unreachable_since_s <= FETCHPLAN_ROBOTS_GRACE_S;

    retry_later(f, true, wait);
    *again_ms = wait->wait_ms;
    if (!in->cached || !fresh)
        return FETCHPLAN_ROBOTS_DISALLOW_ALL;
    wait->host = host_ill; /* else the server is well, but for this file */
    if (*again_ms < FETCHPLAN_ROBOTS_AGAIN_MS)
        *again_ms = FETCHPLAN_ROBOTS_AGAIN_MS;
    return FETCHPLAN_ROBOTS_USE_CACHED;
}

enum fetchplan_robots
fetchplan_robots(const struct fetchplan_robots_in *in, struct fetchplan *wait, int64_t *again_ms)
{
    const struct fetchplan_in *f = &in->fetch;
    enum meaning meaning = meaning_of(f, &wait->why);
    bool host_ill = meaning == MEANS_BUSY || meaning == MEANS_HOST_ILL;
    bool cut = f->failure == FETCHPLAN_TOO_BIG || f->failure == FETCHPLAN_REDIRECTS;
    bool failed = f->failure != FETCHPLAN_NO_FAILURE && !cut;

    *wait = (struct fetchplan){ .action = FETCHPLAN_OK,
                                .why = wait->why,
                                .wait_ms = FETCHPLAN_ROBOTS_MAX_AGE_S * MS_PER_S };
    *again_ms = wait->wait_ms;
    if (failed || host_ill || f->status >= 500)
        return without_answer(in, host_ill, wait, again_ms);
    if (meaning == MEANS_NOT_MODIFIED && in->cached)
        return FETCHPLAN_ROBOTS_USE_CACHED;
    if (meaning == MEANS_OK || f->failure == FETCHPLAN_TOO_BIG)
        return FETCHPLAN_ROBOTS_PARSE; /* of a body past its cap, what was read */
    return FETCHPLAN_ROBOTS_ALLOW_ALL;
}
