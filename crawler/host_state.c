#include "host_state.h"

#include "clock.h"
#include "politeness.h"

#define MS_PER_S     INT64_C(1000)
#define S_PER_MIN    60
#define MIN_PER_HOUR 60
#define MIN_PER_DAY  (24 * MIN_PER_HOUR)
#define SECONDS_TO_S 120 /* up to there a span is told in seconds */
#define MAX_DAYS     2   /* from there on in days */

static const char *
at(int64_t at_s, struct arena *a)
{
    char out[CLOCK_RFC3339_BYTES];

    return arena_str(a, text_of(clock_rfc3339(at_s, out)));
}

const char *
host_state_span(int64_t span_ms, struct arena *a)
{
    int64_t s = (span_ms + MS_PER_S / 2) / MS_PER_S, min = (s + S_PER_MIN / 2) / S_PER_MIN;

    if (span_ms < MS_PER_S)
        return arena_printf(a, "%lld ms", (long long)span_ms);
    if (span_ms % MS_PER_S != 0 && s < S_PER_MIN)
        return arena_printf(a, "%.1f s", (double)span_ms / (double)MS_PER_S);
    if (s <= SECONDS_TO_S)
        return arena_printf(a, "%lld s", (long long)s);
    if (min < MIN_PER_HOUR)
        return arena_printf(a, "%lld min", (long long)min);
    if (min >= MAX_DAYS * MIN_PER_DAY)
        return arena_printf(a, "%lld days", (long long)((min + MIN_PER_DAY / 2) / MIN_PER_DAY));
    if (min % MIN_PER_HOUR == 0)
        return arena_printf(a, "%lld h", (long long)(min / MIN_PER_HOUR));
    return arena_printf(a, "%lld h %lld min", (long long)(min / MIN_PER_HOUR),
                        (long long)(min % MIN_PER_HOUR));
}

/* "HTTP 503", or that there was no answer at all. */
static const char *
robots_answer(const struct store_host *h, struct arena *a)
{
    return h->robots_status > 0 ? arena_printf(a, "HTTP %lld", (long long)h->robots_status)
                                : "no answer";
}

const char *
host_state_refusal(const struct store_host *h, int64_t now_ms, struct arena *a)
{
    const char *why = h->parked_why.n > 0 ? arena_str(a, h->parked_why) : "no reason given";

    if (h->parked_until_s == POLITENESS_FOR_GOOD_S)
        return arena_printf(a, "parked until somebody unparks it: %s", why);
    if (h->parked_until_s * MS_PER_S > now_ms)
        return arena_printf(a, "parked until %s: %s", at(h->parked_until_s, a), why);
    if (text_is(h->verdict, "disallow") && h->robots_expires_s * MS_PER_S > now_ms)
        return arena_printf(a, "closed: its robots.txt cannot be had (%s), asked for again at %s",
                            robots_answer(h, a), at(h->robots_expires_s, a));
    if (h->blocked_until_ms > now_ms)
        return arena_printf(a,
                            "blocked until %s: it asked for a pause, or does not answer"
                            " (%lld in a row)",
                            at(h->blocked_until_ms / MS_PER_S, a), (long long)h->failures);
    return NULL;
}

const char *
host_state_robots(const struct store_host *h, int64_t now_ms, struct arena *a)
{
    const char *age = host_state_span((now_ms / MS_PER_S - h->robots_fetched_s) * MS_PER_S, a);
    bool stale = h->robots_expires_s * MS_PER_S <= now_ms;

    if (h->verdict.n == 0)
        return "not asked for yet";
    if (text_is(h->verdict, "disallow"))
        return arena_printf(
            a, "cannot be had (%s): nothing is fetched until it can; %s", robots_answer(h, a),
            stale ? "to be asked for again"
                  : arena_printf(a, "asked for again at %s", at(h->robots_expires_s, a)));
    if (text_is(h->verdict, "allow"))
        return arena_printf(a, "there is none (%s): everything is allowed%s", robots_answer(h, a),
                            stale ? "; to be asked for again" : "");
    if (h->robots_failing_s != 0)
        return arena_printf(a, "read %s ago; it cannot be had since %s, so the copy holds", age,
                            at(h->robots_failing_s, a));
    return arena_printf(a, "read %s ago%s", age, stale ? "; to be asked for again" : "");
}
