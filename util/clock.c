#include "clock.h"

#include <errno.h>
#include <stdio.h>
#include <time.h>

#define MS_PER_S  INT64_C(1000)
#define S_PER_DAY INT64_C(86400)
#define US_PER_MS 1000

#define FRACTION_DIGITS 9 /* of a second: as fine as a timespec, and an int holds it */

static int64_t
system_now(void *self)
{
    struct timespec t;

    (void)self;
    clock_gettime(CLOCK_REALTIME, &t);
    return t.tv_sec * MS_PER_S + t.tv_nsec / 1000000;
}

static void
system_sleep(void *self, int64_t span_ms)
{
    struct timespec t = { span_ms / MS_PER_S, (span_ms % MS_PER_S) * 1000000 };

    (void)self;
    if (span_ms > 0)
        nanosleep(&t, NULL);
}

static int64_t
system_steady(void *self)
{
    (void)self;
    return clock_monotonic_us();
}

const struct clock clock_system = { system_now, system_sleep, NULL, system_steady };

static int64_t
fake_now(void *self)
{
    const struct clock_fake *fake = self;

    return fake->at_ms + fake->set_ms;
}

static int64_t
fake_steady(void *self)
{
    return ((struct clock_fake *)self)->at_ms * US_PER_MS;
}

static void
fake_sleep(void *self, int64_t span_ms)
{
    if (span_ms > 0)
        ((struct clock_fake *)self)->at_ms += span_ms;
}

struct clock
clock_of_fake(struct clock_fake *fake)
{
    return (struct clock){ fake_now, fake_sleep, fake, fake_steady };
}

static int64_t
wall_steady_us(const struct clock *wall)
{
    return wall->steady_us != NULL ? wall->steady_us(wall->self) : clock_now_ms(wall) * US_PER_MS;
}

static int64_t
steady_now(void *self)
{
    const struct clock_steady *s = self;

    return (wall_steady_us(s->wall) + s->ahead_us) / US_PER_MS;
}

static void
steady_sleep(void *self, int64_t span_ms)
{
    clock_sleep_ms(((struct clock_steady *)self)->wall, span_ms);
}

struct clock
clock_of_steady(struct clock_steady *s, const struct clock *wall)
{
    *s = (struct clock_steady){ .wall = wall };
    s->ahead_us = clock_now_ms(wall) * US_PER_MS - wall_steady_us(wall);
    return (struct clock){ steady_now, steady_sleep, s, NULL };
}

int64_t
clock_steady_jump_ms(const struct clock_steady *s)
{
    return clock_now_ms(s->wall) - (wall_steady_us(s->wall) + s->ahead_us) / US_PER_MS;
}

void
clock_steady_follow(struct clock_steady *s)
{
    s->ahead_us += clock_steady_jump_ms(s) * US_PER_MS;
}

int64_t
clock_now_ms(const struct clock *c)
{
    return c->now_ms(c->self);
}

int64_t
clock_now_s(const struct clock *c)
{
    return clock_now_ms(c) / MS_PER_S;
}

void
clock_sleep_ms(const struct clock *c, int64_t span_ms)
{
    c->sleep_ms(c->self, span_ms);
}

int64_t
clock_monotonic_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * INT64_C(1000000) + t.tv_nsec / 1000;
}

/* Howard Hinnant's days_from_civil: exact for every Gregorian date. */
int64_t
clock_days(int year, int month, int day)
{
    int64_t y = year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

const char *
clock_rfc3339(int64_t at_s, char out[CLOCK_RFC3339_BYTES])
{
    const int64_t first = clock_days(1, 1, 1) * S_PER_DAY;
    const int64_t last = clock_days(10000, 1, 1) * S_PER_DAY - 1;
    struct tm tm;
    time_t t = at_s < first ? first : at_s > last ? last : at_s;

    gmtime_r(&t, &tm);
    snprintf(out, CLOCK_RFC3339_BYTES, "%04u-%02u-%02uT%02u:%02u:%02uZ",
             (unsigned)(tm.tm_year + 1900) % 10000, (unsigned)(tm.tm_mon + 1) % 100,
             (unsigned)tm.tm_mday % 100, (unsigned)tm.tm_hour % 100, (unsigned)tm.tm_min % 100,
             (unsigned)tm.tm_sec % 100);
    return out;
}

/* Between min and max digits at t[*at], moving past them; -1 if there are fewer. */
static int
digits(struct text t, size_t *at, size_t min, size_t max)
{
    int v = 0;
    size_t n = 0;

    while (n < max && *at < t.n && t.p[*at] >= '0' && t.p[*at] <= '9') {
        v = v * 10 + (t.p[(*at)++] - '0');
        n++;
    }
    return n >= min ? v : -1;
}

static bool
is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static bool
skip(struct text t, size_t *at, char c)
{
    bool hit = *at < t.n && t.p[*at] == c;

    *at += hit;
    return hit;
}

/* "Z", "+02:00", "-0500" or nothing, at t[*at]; seconds east of UTC. */
static bool
parse_zone(struct text t, size_t *at, int64_t *ret)
{
    int sign, h, m;

    *ret = 0;
    if (*at == t.n || skip(t, at, 'Z') || skip(t, at, 'z'))
        return true;
    sign = t.p[*at] == '-' ? -1 : 1;
    if (t.p[*at] != '+' && t.p[*at] != '-')
        return false;
    ++*at;
    h = digits(t, at, 2, 2);
    m = skip(t, at, ':') || *at < t.n ? digits(t, at, 2, 2) : 0;
    if (h < 0 || h > 23 || m < 0 || m > 59)
        return false;
    *ret = sign * (h * INT64_C(3600) + m * INT64_C(60));
    return true;
}

/* "T09:15[:30[.123]][zone]" at t[*at], 'T' already passed. */
static bool
parse_time(struct text t, size_t *at, int64_t *ret_s)
{
    int h = digits(t, at, 1, 2), m = -1, s = 0;
    int64_t east;

    if (skip(t, at, ':'))
        m = digits(t, at, 2, 2);
    if (skip(t, at, ':'))
        s = digits(t, at, 2, 2);
    if (h < 0 || h > 24 || m < 0 || m > 59 || s < 0 || s > 60 || (h == 24 && m + s > 0))
        return false;
    if ((skip(t, at, '.') || skip(t, at, ',')) && digits(t, at, 1, FRACTION_DIGITS) < 0)
        return false;
    skip(t, at, ' ');
    if (!parse_zone(t, at, &east))
        return false;
    *ret_s = h * INT64_C(3600) + m * INT64_C(60) + s - east;
    return true;
}

bool
clock_parse_rfc3339(struct text t, int64_t *ret_s, bool *has_time)
{
    static const int month_days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    size_t at = 0;
    int64_t of_day = 0;
    int y, m = -1, d = -1;
    bool time;

    t = text_trim(t);
    y = digits(t, &at, 4, 4);
    if (y > 0 && skip(t, &at, '-'))
        m = digits(t, &at, 1, 2);
    if (m >= 1 && m <= 12 && skip(t, &at, '-'))
        d = digits(t, &at, 1, 2);
    if (d < 1 || d > month_days[m - 1] + (m == 2 && is_leap(y)))
        return false;
    time = skip(t, &at, 'T') || skip(t, &at, 't') || skip(t, &at, ' ');
    if (time && !parse_time(t, &at, &of_day))
        return false;
    if (at != t.n)
        return false;
    *ret_s = clock_days(y, m, d) * S_PER_DAY + of_day;
    if (has_time != NULL)
        *has_time = time;
    return true;
}

bool
clock_parse_month(struct text t, int64_t *ret_since_s, int64_t *ret_until_s)
{
    size_t at = 0;
    int y = digits(t, &at, 4, 4), m = y > 0 && skip(t, &at, '-') ? digits(t, &at, 2, 2) : -1;

    if (m < 1 || m > 12 || at != t.n)
        return false;
    *ret_since_s = clock_days(y, m, 1) * S_PER_DAY;
    *ret_until_s = clock_days(m == 12 ? y + 1 : y, m == 12 ? 1 : m + 1, 1) * S_PER_DAY;
    return true;
}
