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
};

extern const struct clock clock_system;

/* A clock that moves only when told: sleep_ms() adds to it. */
struct clock_fake {
    int64_t at_ms;
};
struct clock clock_of_fake(struct clock_fake *fake);

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
/* Proleptic Gregorian civil date to days since 1970-01-01 (valid for any year in int range). */
int64_t clock_days(int year, int month, int day);

#endif /* CLOCK_H */
