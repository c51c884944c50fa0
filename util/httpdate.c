#include "httpdate.h"

#include <stdio.h>
#include <time.h>

#include "ascii.h"
#include "clock.h"

#define MAX_BYTES   64 /* of a date; the longest form has 33 */
#define S_PER_MIN   60
#define S_PER_HOUR  3600
#define S_PER_DAY   INT64_C(86400)
#define MAX_DIGITS  4 /* of a number: a year */
#define PIVOT_YEARS 50

static const char *const month_names[] = { "January",   "February", "March",    "April",
                                           "May",       "June",     "July",     "August",
                                           "September", "October",  "November", "December" };
static const char *const day_names[] = { "Sunday",   "Monday", "Tuesday", "Wednesday",
                                         "Thursday", "Friday", "Saturday" };

/* RFC 9110 has GMT only; RFC 5322 (4.3) gives the rest their meaning, for feeds. */
static const struct {
    struct text name;
    int east_s;
} zones[] = {
    { { "GMT", 3 }, 0 },
    { { "UTC", 3 }, 0 },
    { { "UT", 2 }, 0 },
    { { "Z", 1 }, 0 },
    { { "EST", 3 }, -5 * S_PER_HOUR },
    { { "EDT", 3 }, -4 * S_PER_HOUR },
    { { "CST", 3 }, -6 * S_PER_HOUR },
    { { "CDT", 3 }, -5 * S_PER_HOUR },
    { { "MST", 3 }, -7 * S_PER_HOUR },
    { { "MDT", 3 }, -6 * S_PER_HOUR },
    { { "PST", 3 }, -8 * S_PER_HOUR },
    { { "PDT", 3 }, -7 * S_PER_HOUR },
};

/* What has been read so far; -1: not yet. */
struct parts {
    int day, month, year, year_digits, second_of_day;
    int64_t east_s;
    bool zone;
};

/* The number of the name that word is the whole or the beginning (3 letters or more) of; -1. */
static int
name_index(struct text word, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (word.n >= 3 && text_starts_nocase(text_of(names[i]), word))
            return (int)i;
    return -1;
}

/* A word: the day's name, a month, a zone. */
static bool
take_word(struct text word, struct parts *p)
{
    int month = name_index(word, month_names, N_ELEMENTS(month_names));

    if (month >= 0 && p->month < 0) {
        p->month = month + 1;
        return true;
    }
    if (name_index(word, day_names, N_ELEMENTS(day_names)) >= 0)
        return true;
    for (size_t i = 0; i < N_ELEMENTS(zones); i++) {
        if (text_eq_nocase(word, zones[i].name) && !p->zone) {
            p->east_s = zones[i].east_s;
            p->zone = true;
            return true;
        }
    }
    return false;
}

/* Digits at the head of t, moving t past them: their number, or -1 if not 1 to MAX_DIGITS. */
static int
take_digits(struct text *t, size_t *ret_n)
{
    size_t n = 0;
    int v = 0;

    while (n < t->n && ascii_is_digit(t->p[n]) && n <= MAX_DIGITS)
        v = v * 10 + (t->p[n++] - '0');
    *t = text_from(*t, n);
    *ret_n = n;
    return n > 0 && n <= MAX_DIGITS ? v : -1;
}

/* ":49:37" or ":49" after the hour. */
static bool
take_time(struct text *t, int hour, struct parts *p)
{
    size_t n;
    int minute, second = 0;

    *t = text_from(*t, 1);
    minute = take_digits(t, &n);
    if (n != 2 || p->second_of_day >= 0)
        return false;
    if (t->n > 0 && t->p[0] == ':') {
        *t = text_from(*t, 1);
        second = take_digits(t, &n);
        if (n != 2)
            return false;
    }
    p->second_of_day = hour * S_PER_HOUR + minute * S_PER_MIN + second;
    return hour < 24 && minute < S_PER_MIN && second <= S_PER_MIN;
}

static bool
take_number(struct text *t, struct parts *p)
{
    size_t n;
    int v = take_digits(t, &n);

    if (v < 0)
        return false;
    if (t->n > 0 && t->p[0] == ':' && n <= 2)
        return take_time(t, v, p);
    if (n <= 2 && p->day < 0) {
        p->day = v;
        return true;
    }
    if (p->year >= 0 || n == 3)
        return false;
    p->year = v;
    p->year_digits = (int)n;
    return true;
}

/* "+0200", "-05:00", after the time. */
static bool
take_offset(struct text *t, struct parts *p)
{
    int sign = t->p[0] == '-' ? -1 : 1, v, minutes = 0;
    size_t n;

    *t = text_from(*t, 1);
    v = take_digits(t, &n);
    if (n == 2 && t->n > 0 && t->p[0] == ':') {
        *t = text_from(*t, 1);
        minutes = take_digits(t, &n);
        n += 2;
        v = v * 100 + minutes;
    }
    if (n != 4 || v < 0 || minutes < 0 || p->zone)
        return false;
    p->zone = true;
    p->east_s = sign * (v / 100 * INT64_C(3600) + v % 100 * INT64_C(60));
    return true;
}

static bool
take_part(struct text *t, struct parts *p)
{
    char c = t->p[0];
    size_t n = 0;
    struct text word;

    if (ascii_is_digit(c))
        return take_number(t, p);
    if (ascii_is_letter(c)) {
        while (n < t->n && ascii_is_letter(t->p[n]))
            n++;
        word = text_sub(*t, 0, n);
        *t = text_from(*t, n);
        return take_word(word, p);
    }
    if (c == '+' || (c == '-' && p->second_of_day >= 0 && p->year >= 0))
        return take_offset(t, p);
    *t = text_from(*t, 1);
    return c == ' ' || c == '\t' || c == ',' || c == '-' || c == '.';
}

/* RFC 9110 5.6.7: two digits are never more than 50 years in the future. */
static int
full_year(const struct parts *p, int64_t now_s)
{
    struct tm tm;
    time_t now = now_s;
    int this_year, year;

    if (p->year_digits > 2)
        return p->year;
    gmtime_r(&now, &tm);
    this_year = tm.tm_year + 1900;
    year = this_year - this_year % 100 + p->year;
    if (year > this_year + PIVOT_YEARS)
        year -= 100;
    else if (year <= this_year - PIVOT_YEARS)
        year += 100;
    return year;
}

bool
httpdate_parse(struct text t, int64_t now_s, int64_t *ret_s)
{
    struct parts p = { .day = -1, .month = -1, .year = -1, .second_of_day = -1 };
    int year;
    int64_t day;

    t = text_trim(t);
    if (t.n == 0 || t.n > MAX_BYTES)
        return false;
    while (t.n > 0)
        if (!take_part(&t, &p))
            return false;
    if (p.day < 1 || p.month < 0 || p.year < 0)
        return false;
    year = full_year(&p, now_s);
    day = clock_days(year, p.month, p.day);
    if (year < 1 || day >= clock_days(year + p.month / 12, p.month % 12 + 1, 1))
        return false; /* the month has no such day */
    *ret_s = day * S_PER_DAY + (p.second_of_day > 0 ? p.second_of_day : 0) - p.east_s;
    return true;
}
