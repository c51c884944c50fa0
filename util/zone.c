/*
 * zone.c - see zone.h.
 *
 * RFC 8536: a header and block with 32-bit times, which is skipped, then the same with 64-bit
 * ones, then the footer: a POSIX TZ string for all times after the last change,
 *
 *   footer = "\n" [ std offset [ dst [offset] [ "," date "," date ] ] ] "\n"
 *   date   = ( "M" month "." week "." day / "J" 1*3DIGIT / 1*3DIGIT ) [ "/" time ]
 *   offset = [ "+" / "-" ] hours [ ":" minutes [ ":" seconds ] ]      ; west is positive
 */
#include "zone.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "clock.h"
#include "file.h"

#define MAX_FILE_BYTES ((size_t)256 * 1024) /* the largest there is has 4 KB */
#define MAX_CHANGES    20000                /* the most there are is 240 */
#define MAX_NAME_BYTES 64                   /* the longest has 32 */
#define MAX_OFFSET_S   (26 * 3600)          /* RFC 8536 3.2: more is nobody's */
#define MAX_TIME_H     167                  /* of a rule, RFC 8536 3.3.1 */

enum tzif {
    HEADER_BYTES = 44,
    COUNTS_AT = 20, /* six of them, of four bytes */
    N_COUNTS = 6,
    TYPE_BYTES = 6,
    TIME_BYTES = 8,
    OLD_TIME_BYTES = 4,
};

enum span {
    MINUTE_S = 60,
    HOUR_S = 3600,
    DAY_S = 86400,
    WEEK_DAYS = 7,
    LAST_WEEK = 5,
    YEAR_DAYS = 365,
    FEBRUARY = 2,
    DECEMBER = 12,
    TM_YEAR = 1900,
    THURSDAY = 4, /* of the week in which the count began, from Sunday */
    DEFAULT_RULE_S = 2 * HOUR_S,
};

struct change {
    int64_t at_s;
    int32_t offset_s; /* from then on */
};

/* A day of each year, and seconds from its midnight. */
struct date {
    char kind; /* 'M': weekday week of month; 'J': 1 to 365, no 29 February; '0': from 0 */
    int month, week, day;
    int64_t time_s;
};

struct zone {
    int32_t first_s; /* before the first change */
    const struct change *changes;
    size_t n;
    bool has_rule, has_dst; /* the rule holds after the last change */
    int32_t standard_s, dst_s;
    struct date begin, end; /* of daylight saving time, in the local time before each */
};

/* ---- the rule ---- */

static bool
take_number(struct text *t, int max, int *ret)
{
    size_t n = 0;
    int v = 0;

    while (n < t->n && t->p[n] >= '0' && t->p[n] <= '9' && v <= max)
        v = v * 10 + (t->p[n++] - '0');
    if (n == 0 || v > max)
        return false;
    *t = text_from(*t, n);
    *ret = v;
    return true;
}

static bool
take_char(struct text *t, char c)
{
    if (t->n == 0 || t->p[0] != c)
        return false;
    *t = text_from(*t, 1);
    return true;
}

static bool
take_time(struct text *t, int64_t *ret)
{
    int h = 0, m = 0, s = 0;
    bool minus = take_char(t, '-');

    if (!minus)
        (void)take_char(t, '+'); /* may stand there */
    if (!take_number(t, MAX_TIME_H, &h) ||
        (take_char(t, ':') && (!take_number(t, MINUTE_S - 1, &m) ||
                               (take_char(t, ':') && !take_number(t, MINUTE_S - 1, &s)))))
        return false;
    *ret = (int64_t)h * HOUR_S + m * MINUTE_S + s;
    if (minus)
        *ret = -*ret;
    return true;
}

static bool
take_name(struct text *t)
{
    size_t n = 0;

    if (take_char(t, '<')) {
        size_t end = text_find_char(*t, '>');

        if (end == TEXT_NPOS)
            return false;
        *t = text_from(*t, end + 1);
        return true;
    }
    while (n < t->n && (t->p[n] | ' ') >= 'a' && (t->p[n] | ' ') <= 'z')
        n++;
    *t = text_from(*t, n);
    return n > 0;
}

static bool
take_offset(struct text *t, int32_t *ret)
{
    int64_t west;

    if (!take_time(t, &west) || west < -MAX_OFFSET_S || west > MAX_OFFSET_S)
        return false;
    *ret = (int32_t)-west;
    return true;
}

static bool
take_date(struct text *t, struct date *ret)
{
    struct date d = { .kind = '0', .time_s = DEFAULT_RULE_S };
    bool ok;

    if (take_char(t, 'M')) {
        d.kind = 'M';
        ok = take_number(t, DECEMBER, &d.month) && d.month > 0 && take_char(t, '.') &&
             take_number(t, LAST_WEEK, &d.week) && d.week > 0 && take_char(t, '.') &&
             take_number(t, WEEK_DAYS - 1, &d.day);
    } else {
        d.kind = take_char(t, 'J') ? 'J' : '0';
        ok = take_number(t, YEAR_DAYS, &d.day) && (d.kind == '0' || d.day > 0);
    }
    if (!ok || (take_char(t, '/') && !take_time(t, &d.time_s)))
        return false;
    *ret = d;
    return true;
}

static bool
read_rule(struct text t, struct zone *z)
{
    if (t.n == 0)
        return true; /* the last change holds for good */
    if (!take_name(&t) || !take_offset(&t, &z->standard_s))
        return false;
    z->has_rule = true;
    if (t.n == 0)
        return true;
    z->has_dst = true;
    z->dst_s = z->standard_s + HOUR_S;
    if (!take_name(&t) || (t.n > 0 && t.p[0] != ',' && !take_offset(&t, &z->dst_s)))
        return false;
    return take_char(&t, ',') && take_date(&t, &z->begin) && take_char(&t, ',') &&
           take_date(&t, &z->end) && t.n == 0;
}

static bool
is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* That day of a year, as local seconds. */
static int64_t
date_in(const struct date *d, int year)
{
    int64_t day = clock_days(year, 1, 1);

    if (d->kind == 'M') {
        int64_t first = clock_days(year, d->month, 1), last;
        int weekday = (int)(((first + THURSDAY) % WEEK_DAYS + WEEK_DAYS) % WEEK_DAYS);

        last =
            d->month == DECEMBER ? clock_days(year + 1, 1, 1) : clock_days(year, d->month + 1, 1);
        day =
            first + (d->day - weekday + WEEK_DAYS) % WEEK_DAYS + (int64_t)(d->week - 1) * WEEK_DAYS;
        if (day >= last)
            day -= WEEK_DAYS;
    } else if (d->kind == 'J') {
        day += d->day - 1 + (is_leap(year) && d->day >= 31 + 29);
    } else {
        day += d->day;
    }
    return day * DAY_S + d->time_s;
}

static int64_t
rule_offset(const struct zone *z, int64_t at_s)
{
    time_t local = (time_t)(at_s + z->standard_s);
    int64_t begin, end;
    struct tm tm;

    if (!z->has_dst || gmtime_r(&local, &tm) == NULL)
        return z->standard_s;
    begin = date_in(&z->begin, tm.tm_year + TM_YEAR) - z->standard_s;
    end = date_in(&z->end, tm.tm_year + TM_YEAR) - z->dst_s;
    if (begin < end) /* the northern way */
        return at_s >= begin && at_s < end ? z->dst_s : z->standard_s;
    return at_s >= end && at_s < begin ? z->standard_s : z->dst_s;
}

/* ---- the file ---- */

struct block {
    size_t counts[N_COUNTS]; /* isut isstd leap time type char */
    size_t bytes;            /* behind the header */
};

static uint64_t
big_endian(const char *p, size_t n)
{
    uint64_t v = 0;

    for (size_t i = 0; i < n; i++)
        v = v << 8 | (unsigned char)p[i];
    return v;
}

static bool
read_block(struct text t, size_t time_bytes, struct block *ret)
{
    enum counts { ISUT, ISSTD, LEAPS, TIMES, TYPES, CHARS };

    if (t.n < HEADER_BYTES || !text_starts(t, TEXT_LIT("TZif")) || t.p[4] < '2')
        return false;
    for (size_t i = 0; i < N_COUNTS; i++) {
        ret->counts[i] = big_endian(t.p + COUNTS_AT + i * OLD_TIME_BYTES, OLD_TIME_BYTES);
        if (ret->counts[i] > MAX_CHANGES)
            return false;
    }
    ret->bytes = ret->counts[TIMES] * (time_bytes + 1) + ret->counts[TYPES] * TYPE_BYTES +
                 ret->counts[CHARS] + ret->counts[LEAPS] * (time_bytes + OLD_TIME_BYTES) +
                 ret->counts[ISSTD] + ret->counts[ISUT];
    return ret->counts[TYPES] > 0 && ret->bytes <= t.n - HEADER_BYTES;
}

static bool
read_changes(struct text data, size_t n_times, size_t n_types, struct arena *a, struct zone *z)
{
    const char *index = data.p + n_times * TIME_BYTES, *types = index + n_times;
    struct change *v = arena_alloc(a, (n_times + 1) * sizeof(*v));

    z->first_s = (int32_t)big_endian(types, OLD_TIME_BYTES);
    for (size_t i = 0; i < n_times; i++) {
        size_t type = (unsigned char)index[i];

        if (type >= n_types)
            return false;
        v[i].at_s = (int64_t)big_endian(data.p + i * TIME_BYTES, TIME_BYTES);
        v[i].offset_s = (int32_t)big_endian(types + type * TYPE_BYTES, OLD_TIME_BYTES);
        if ((i > 0 && v[i].at_s <= v[i - 1].at_s) || v[i].offset_s < -MAX_OFFSET_S ||
            v[i].offset_s > MAX_OFFSET_S)
            return false;
    }
    z->changes = v;
    z->n = n_times;
    return z->first_s >= -MAX_OFFSET_S && z->first_s <= MAX_OFFSET_S;
}

enum status
zone_read(struct text bytes, struct arena *a, const struct zone **ret, struct err *err)
{
    enum counts { TIMES = 3, TYPES };
    struct zone *z = arena_alloc(a, sizeof(*z));
    struct block b;
    struct text t = bytes;
    bool ok = read_block(t, OLD_TIME_BYTES, &b);

    if (ok) {
        t = text_from(t, HEADER_BYTES + b.bytes);
        ok = read_block(t, TIME_BYTES, &b);
    }
    if (ok) {
        t = text_from(t, HEADER_BYTES);
        ok = read_changes(t, b.counts[TIMES], b.counts[TYPES], a, z);
        t = text_from(t, b.bytes);
    }
    ok = ok && take_char(&t, '\n') && text_find_char(t, '\n') != TEXT_NPOS &&
         read_rule(text_before(t, '\n'), z);
    if (!ok)
        return err_set(err, ST_INVALID, "no time zone file (TZif, version 2 or later)");
    *ret = z;
    return ST_OK;
}

static bool
is_name(struct text t)
{
    bool start = true;

    for (size_t i = 0; i < t.n; i++) {
        char c = t.p[i];
        bool letter = (c | ' ') >= 'a' && (c | ' ') <= 'z';

        if (!letter &&
            (start || (c != '/' && c != '_' && c != '-' && c != '+' && !(c >= '0' && c <= '9'))))
            return false;
        start = c == '/';
    }
    return t.n > 0 && t.n <= MAX_NAME_BYTES && !start;
}

enum status
zone_load(struct text name, struct arena *a, const struct zone **ret, struct err *err)
{
    char path[sizeof(ZONE_FOLDER) + MAX_NAME_BYTES + 2];
    struct err why = { "" };
    struct buf b;
    enum status st;

    if (text_is(name, "UTC")) {
        *ret = arena_alloc(a, sizeof(struct zone));
        return ST_OK;
    }
    if (!is_name(name))
        return err_set(err, ST_INVALID, "\"%.*s\": wanted a time zone such as Europe/Berlin",
                       TEXT_ARG(text_sub(name, 0, MAX_NAME_BYTES)));
    if (!file_exists(ZONE_FOLDER))
        return err_set(err, ST_NOTFOUND,
                       ZONE_FOLDER " is missing: install tzdata, or write times in UTC");
    snprintf(path, sizeof(path), "%s/%.*s", ZONE_FOLDER, TEXT_ARG(name));
    buf_init(&b, MAX_FILE_BYTES);
    st = file_read(path, &b, &why);
    if (st == ST_OK)
        st = zone_read(buf_text(&b), a, ret, &why);
    buf_release(&b);
    if (st != ST_OK)
        return err_set(err, st == ST_INVALID ? st : ST_NOTFOUND,
                       "no time zone \"%.*s\": wanted a name such as Europe/Berlin",
                       TEXT_ARG(name));
    return ST_OK;
}

/* ---- asking ---- */

int64_t
zone_offset(const struct zone *z, int64_t at_s)
{
    size_t low = 0, high = z->n;

    if (z->n == 0 || at_s < z->changes[0].at_s)
        return z->n == 0 && z->has_rule ? rule_offset(z, at_s) : z->first_s;
    if (z->has_rule && at_s >= z->changes[z->n - 1].at_s)
        return rule_offset(z, at_s);
    while (high - low > 1) { /* the last one that is not later */
        size_t mid = low + (high - low) / 2;

        if (z->changes[mid].at_s <= at_s)
            low = mid;
        else
            high = mid;
    }
    return z->changes[low].offset_s;
}

int64_t
zone_instant(const struct zone *z, int64_t local_s)
{
    /* No place has had two changes within two days; an offset is less than a day. */
    int64_t before = local_s - zone_offset(z, local_s - DAY_S);
    int64_t after = local_s - zone_offset(z, local_s + DAY_S);
    bool b = before + zone_offset(z, before) == local_s;
    bool f = after + zone_offset(z, after) == local_s;

    if (b && f)
        return before < after ? before : after;
    return f ? after : before;
}
