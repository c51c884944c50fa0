/*
 * clock.h - time comes in through here, so that a test can supply its own.
 *
 * Times in the store and in files are Unix seconds or milliseconds, UTC.
 */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>

#include "text.h"

struct clock {
    int64_t (*now_ms)(void *self);              /* Unix time */
    void (*sleep_ms)(void *self, int64_t span); /* may return early, on a signal */
    void *self;
    int64_t (*steady_us)(void *self); /* goes on evenly whoever sets now_ms; NULL: nobody does */
};

extern const struct clock clock_system;

/* A clock that moves only when told, for tests: sleep_ms() adds to it. */
struct clock_fake {
    int64_t at_ms;
    int64_t set_ms; /* somebody has set it ahead by so much */
};
struct clock clock_of_fake(struct clock_fake *fake);

/*
 * Unix time that goes on evenly: what the wall clock said at first, and what
 * has passed since.  So spans have their length although somebody sets the
 * system's clock; jump tells by how much that was, follow accepts it.  It is up
 * to 1 ms behind the wall clock, never ahead.
 */
struct clock_steady {
    const struct clock *wall;
    int64_t ahead_us; /* of wall's steady_us */
};
struct clock clock_of_steady(struct clock_steady *s, const struct clock *wall);
int64_t clock_steady_jump_ms(const struct clock_steady *s); /* < 0: it was set back */
void clock_steady_follow(struct clock_steady *s);

int64_t clock_now_ms(const struct clock *c);
int64_t clock_now_s(const struct clock *c);
void clock_sleep_ms(const struct clock *c, int64_t span_ms);
int64_t clock_monotonic_us(void); /* for measuring spans; never stored */

#define CLOCK_RFC3339_BYTES 32
/* "2026-11-22T03:34:14Z"; years 0001 to 9999, clamped. */
const char *clock_rfc3339(int64_t at_s, char out[CLOCK_RFC3339_BYTES]);
/*
 * RFC 3339 date or date-time, also with a space for 'T', without seconds,
 * without a zone (taken as UTC), with +0200 for +02:00, with "2026-1-5", with
 * 24:00:00 for the next midnight: what real pages emit.
 * has_time tells whether a time of day stood there.
 */
bool clock_parse_rfc3339(struct text t, int64_t *ret_s, bool *has_time);
/* "2026-10": its first second and the next month's.  False: it is no month, *ret untouched. */
bool clock_parse_month(struct text t, int64_t *ret_since_s, int64_t *ret_until_s);
/* Proleptic Gregorian civil date to days since 1970-01-01 (valid for any year in int range). */
int64_t clock_days(int year, int month, int day);

#endif /* CLOCK_H */
