/* timetable.c - see timetable.h. */
#include "timetable.h"

#include <time.h>
#include <xxhash.h>

#include "clock.h"
#include "options.h"

enum span {
    MINUTE_S = 60,
    HOUR_S = 3600,
    DAY_S = 86400,
    DAY_HOURS = 24,
    MS_PER_S = 1000,
    WEEK_DAYS = 7,
    THURSDAY = 3, /* of the week in which the count began, from Monday */
    MONTH_DAYS = 31,
    DECEMBER = 12,
    TM_YEAR = 1900,
    WEEKDAYS = 0x1f,
    WEEKENDS = 0x60,
    DAILY = 0x7f,
};

#define MAX_WINDOW_S (12 * HOUR_S) /* so that the slots of two days never change places */
#define MAX_DAYS     100           /* from one slot to the next: a month, and days to spare */
#define SHOWN_BYTES  40            /* of a word in a message */

static const char *const weekday_names[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };

/* ---- reading ---- */

static bool
read_number(struct text t, size_t max_digits, int64_t max, int64_t *ret)
{
    return t.n > 0 && t.n <= max_digits && t.p[0] >= '0' && t.p[0] <= '9' && text_to_int(t, ret) &&
           *ret <= max;
}

static bool
read_time(struct text t, int64_t *ret)
{
    struct text minutes = text_after(t, ':');
    int64_t h, m;

    if (minutes.n != 2 || !read_number(text_before(t, ':'), 2, DAY_HOURS - 1, &h) ||
        !read_number(minutes, 2, HOUR_S / MINUTE_S - 1, &m))
        return false;
    *ret = h * HOUR_S + m * MINUTE_S;
    return true;
}

static bool
read_weekdays(struct text t, unsigned *ret)
{
    struct text word;
    unsigned days = 0;

    if (t.n == 0 || t.p[t.n - 1] == ',')
        return false;
    while (text_cut(&t, ",", &word)) {
        size_t i = 0;

        while (i < WEEK_DAYS && !text_eq_nocase(word, text_of(weekday_names[i])))
            i++;
        if (i == WEEK_DAYS)
            return false;
        days |= 1u << i;
    }
    *ret = days;
    return true;
}

/* The next word, or "" and false. */
static bool
next_word(struct text *rest, struct text *ret)
{
    *ret = TEXT_NONE;
    *rest = text_trim(*rest);
    return text_cut(rest, " \t", ret);
}

static enum status
read_days(struct text word, struct text *rest, struct timetable *t, struct err *err)
{
    static const struct {
        const char *name;
        unsigned days;
    } names[] = { { "daily", DAILY }, { "weekdays", WEEKDAYS }, { "weekends", WEEKENDS } };
    int64_t day = 0;

    for (size_t i = 0; i < N_ELEMENTS(names); i++)
        if (text_eq_nocase(word, text_of(names[i].name))) {
            t->weekdays = names[i].days;
            return ST_OK;
        }
    if (text_eq_nocase(word, TEXT_LIT("monthly"))) {
        if (!next_word(rest, &word) || !read_number(word, 2, MONTH_DAYS, &day) || day == 0)
            return err_set(err, ST_INVALID, "monthly \"%.*s\": wanted a day, 1 to 31",
                           TEXT_ARG(text_sub(word, 0, SHOWN_BYTES)));
        t->month_day = (int)day;
        return ST_OK;
    }
    if (read_weekdays(word, &t->weekdays))
        return ST_OK;
    return err_set(err, ST_INVALID,
                   "\"%.*s\": wanted daily, weekdays, weekends, days such as mon,wed,fri, or "
                   "monthly and a day",
                   TEXT_ARG(text_sub(word, 0, SHOWN_BYTES)));
}

static enum status
read_window(struct text word, struct timetable *t, struct err *err)
{
    bool window = text_find_char(word, '-') != TEXT_NPOS;

    if (!read_time(text_before(word, '-'), &t->from_s) ||
        (window && !read_time(text_after(word, '-'), &t->to_s)))
        return err_set(err, ST_INVALID, "\"%.*s\": wanted a time or a window: 05:00 or 05:00-07:00",
                       TEXT_ARG(text_sub(word, 0, SHOWN_BYTES)));
    if (!window)
        t->to_s = t->from_s;
    else if (t->to_s <= t->from_s)
        t->to_s += DAY_S;
    if (t->to_s - t->from_s > MAX_WINDOW_S)
        return err_set(err, ST_INVALID, "\"%.*s\": wanted a window of 12 hours at most",
                       TEXT_ARG(text_sub(word, 0, SHOWN_BYTES)));
    return ST_OK;
}

static enum status
read_jitter(struct text word, struct timetable *t, struct err *err)
{
    int64_t span_ms = 0;

    if (word.n < 2 || (word.p[word.n - 1] != 'm' && word.p[word.n - 1] != 'h') ||
        !options_duration(word, &span_ms) || span_ms < (int64_t)MINUTE_S * MS_PER_S ||
        span_ms / MS_PER_S > MAX_WINDOW_S)
        return err_set(err, ST_INVALID, "jitter \"%.*s\": wanted 1m to 12h, such as 20m",
                       TEXT_ARG(text_sub(word, 0, SHOWN_BYTES)));
    t->jitter_s = span_ms / MS_PER_S;
    if (t->to_s > t->from_s && t->jitter_s > t->to_s - t->from_s)
        return err_set(err, ST_INVALID, "jitter %.*s is longer than the window", TEXT_ARG(word));
    return ST_OK;
}

/* [ zone ] [ "jitter" span ] */
static enum status
read_rest(struct text rest, struct arena *a, struct timetable *t, struct err *err)
{
    struct text word, zone = TEXT_LIT("UTC");
    bool more = next_word(&rest, &word);
    enum status st;

    if (more && !text_eq_nocase(word, TEXT_LIT("jitter"))) {
        zone = word;
        more = next_word(&rest, &word);
    }
    st = zone_load(zone, a, &t->zone, err);
    if (st == ST_OK && more && text_eq_nocase(word, TEXT_LIT("jitter"))) {
        (void)next_word(&rest, &word); /* none: read_jitter() says so */
        st = read_jitter(word, t, err);
        more = next_word(&rest, &word);
    }
    if (st == ST_OK && more)
        return err_set(err, ST_INVALID,
                       "\"%.*s\": wanted nothing behind the time but a zone, \"jitter\" and a span",
                       TEXT_ARG(text_sub(word, 0, SHOWN_BYTES)));
    return st;
}

enum status
timetable_parse(struct text text, struct arena *a, struct timetable *ret, struct err *err)
{
    struct timetable t = { 0 };
    struct text rest = text, word;
    enum status st;

    if (!next_word(&rest, &word))
        return err_set(err, ST_INVALID, "it is empty: wanted days and a time, such as daily 05:00");
    st = read_days(word, &rest, &t, err);
    if (st == ST_OK && !next_word(&rest, &word))
        st = err_set(err, ST_INVALID, "no time: wanted days and a time, such as daily 05:00");
    if (st == ST_OK)
        st = read_window(word, &t, err);
    if (st == ST_OK)
        st = read_rest(rest, a, &t, err);
    if (st == ST_OK)
        *ret = t;
    return st;
}

/* ---- asking ---- */

static int64_t
day_of(int64_t local_s)
{
    return (local_s - ((local_s % DAY_S) + DAY_S) % DAY_S) / DAY_S;
}

static bool
on_timetable(const struct timetable *t, int64_t day)
{
    time_t at = (time_t)day * DAY_S;
    int64_t last;
    struct tm tm;

    if (t->weekdays != 0)
        return t->weekdays >> ((day + THURSDAY) % WEEK_DAYS + WEEK_DAYS) % WEEK_DAYS & 1;
    if (gmtime_r(&at, &tm) == NULL)
        return false;
    last = tm.tm_mon + 1 == DECEMBER ? MONTH_DAYS
                                     : clock_days(tm.tm_year + TM_YEAR, tm.tm_mon + 2, 1) -
                                           clock_days(tm.tm_year + TM_YEAR, tm.tm_mon + 1, 1);
    return tm.tm_mday == (t->month_day < last ? t->month_day : last);
}

/* A moment of the window, whole seconds, by key and day. */
static int64_t
moment(const struct timetable *t, struct text key, int64_t day)
{
    int64_t from = zone_instant(t->zone, day * DAY_S + t->from_s);
    int64_t span = zone_instant(t->zone, day * DAY_S + t->to_s) - from;

    if (t->jitter_s > 0 && (t->to_s == t->from_s || t->jitter_s < span))
        span = t->jitter_s;
    if (span <= 0) /* a time, or a window that the clocks skip */
        return from;
    return from + (int64_t)(XXH3_64bits_withSeed(key.n > 0 ? key.p : "", key.n, (uint64_t)day) %
                            (uint64_t)span);
}

struct timetable_slot
timetable_last(const struct timetable *t, struct text key, int64_t now_s)
{
    int64_t day = day_of(now_s + zone_offset(t->zone, now_s)) + 1;
    struct timetable_slot s = { day, 0 };

    for (int i = 0; i < MAX_DAYS; i++, s.day--) {
        if (!on_timetable(t, s.day))
            continue;
        s.at_s = moment(t, key, s.day);
        if (s.at_s <= now_s)
            break;
    }
    return s;
}

struct timetable_slot
timetable_next(const struct timetable *t, struct text key, int64_t now_s)
{
    struct timetable_slot s = { day_of(now_s + zone_offset(t->zone, now_s)) - 2, 0 };

    for (int i = 0; i < MAX_DAYS; i++, s.day++) {
        if (!on_timetable(t, s.day))
            continue;
        s.at_s = moment(t, key, s.day);
        if (s.at_s > now_s)
            break;
    }
    return s;
}

int64_t
timetable_between(const struct timetable *t, int64_t day, int64_t later)
{
    int64_t n = 0;

    if (later - day > TIMETABLE_COUNT_MAX)
        day = later - TIMETABLE_COUNT_MAX;
    for (int64_t d = day + 1; d < later; d++)
        n += on_timetable(t, d);
    return n;
}
