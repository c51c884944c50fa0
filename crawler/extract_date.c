/*
 * extract_date.c - the dates that forums write, as RFC 3339.
 *
 * Tried in turn: RFC 3339 and its careless kin, Unix seconds or milliseconds,
 * then a scan for day, month (by name in a dozen languages, or number), year
 * and time of day.  A relative date ("yesterday") is none: we have no clock.
 * A zone that is not given is taken as UTC, which is a day off at most.
 */

#include "extract_parts.h"

#include <ctype.h>
#include <string.h>

#include "clock.h"

#define DATE_MAX_BYTES   200                 /* of text looked at */
#define DATE_UNIX_MIN    INT64_C(500000000)  /* 1985: smaller numbers are no times */
#define DATE_UNIX_MAX    INT64_C(4000000000) /* 2096 */
#define DATE_MS_PER_S    1000
#define DATE_YEAR_MIN    1980
#define DATE_YEAR_MAX    2099
#define DATE_SHORT_PIVOT 70 /* '69 is 2069, '70 is 1970 */
#define DATE_MONTHS      12
#define DATE_DAYS        31
#define DATE_MAX_WORDS   24

struct month_name {
    const char *start; /* lower case; a word that starts so names the month */
    int month;
};

/* Longest first where one starts another.  en de fr es it nl pt fi sv da pl ru sr el cs tr hu. */
/* clang-format off */
static const struct month_name months[] = {
    { "january", 1 }, { "januar", 1 }, { "janv", 1 }, { "jan", 1 }, { "ene", 1 }, { "gen", 1 }, { "tammi", 1 },
    { "stycz", 1 }, { "январ", 1 }, { "янв", 1 }, { "јан", 1 }, { "led", 1 }, { "oca", 1 }, { "jän", 1 },
    { "feb", 2 }, { "fév", 2 }, { "fev", 2 }, { "helmi", 2 }, { "lut", 2 }, { "фев", 2 }, { "феб", 2 }, { "únor", 2 }, { "şub", 2 },
    { "mars", 3 }, { "mar", 3 }, { "mär", 3 }, { "mrz", 3 }, { "maa", 3 }, { "mrt", 3 }, { "мар", 3 }, { "břez", 3 },
    { "apr", 4 }, { "avr", 4 }, { "abr", 4 }, { "huhti", 4 }, { "kwie", 4 }, { "апр", 4 }, { "dub", 4 }, { "nis", 4 },
    { "may", 5 }, { "mai", 5 }, { "mei", 5 }, { "mag", 5 }, { "maj", 5 }, { "touko", 5 }, { "мая", 5 }, { "май", 5 }, { "мај", 5 },
    { "kvě", 5 }, { "máj", 5 },
    { "juin", 6 }, { "jun", 6 }, { "giu", 6 }, { "kesä", 6 }, { "czer", 6 }, { "июн", 6 }, { "јун", 6 }, { "haz", 6 }, { "jún", 6 },
    { "juil", 7 }, { "jul", 7 }, { "lug", 7 }, { "heinä", 7 }, { "lip", 7 }, { "июл", 7 }, { "јул", 7 }, { "tem", 7 }, { "júl", 7 },
    { "aug", 8 }, { "aoû", 8 }, { "aou", 8 }, { "ago", 8 }, { "elo", 8 }, { "sier", 8 }, { "авг", 8 }, { "ağu", 8 },
    { "sep", 9 }, { "set", 9 }, { "syys", 9 }, { "wrz", 9 }, { "сен", 9 }, { "сеп", 9 }, { "eyl", 9 }, { "szep", 9 },
    { "oct", 10 }, { "okt", 10 }, { "ott", 10 }, { "out", 10 }, { "loka", 10 }, { "paź", 10 }, { "окт", 10 }, { "eki", 10 },
    { "nov", 11 }, { "marras", 11 }, { "list", 11 }, { "ноя", 11 }, { "нов", 11 }, { "kas", 11 },
    { "dec", 12 }, { "dez", 12 }, { "déc", 12 }, { "dic", 12 }, { "joulu", 12 }, { "grud", 12 }, { "дек", 12 }, { "дец", 12 }, { "ara", 12 },
};
/* clang-format on */

struct date {
    int year, month, day, hour, minute, second;
    bool has_time;
};

/* A run of digits or of letters. */
struct word {
    struct text t;
    int number; /* -1: letters */
    char after; /* the byte behind it, '\0' at the end */
};

static int
month_of(struct text word)
{
    for (size_t i = 0; i < N_ELEMENTS(months); i++)
        if (text_starts_nocase(word, text_of(months[i].start)))
            return months[i].month;
    return 0;
}

static size_t
split(struct text t, struct word words[DATE_MAX_WORDS])
{
    size_t n = 0, at = 0, from;

    while (at < t.n && n < DATE_MAX_WORDS) {
        unsigned char c = (unsigned char)t.p[at];

        from = at;
        if (isdigit(c)) {
            int64_t value = -1;

            while (at < t.n && isdigit((unsigned char)t.p[at]))
                at++;
            (void)text_to_int(text_sub(t, from, at - from), &value);
            words[n].number = value >= 0 && value <= INT32_MAX ? (int)value : INT32_MAX;
        } else if (isalpha(c) || c >= 0x80) {
            while (at < t.n && (isalpha((unsigned char)t.p[at]) || (unsigned char)t.p[at] >= 0x80))
                at++;
            words[n].number = -1;
        } else {
            at++;
            continue;
        }
        words[n].t = text_sub(t, from, at - from);
        words[n++].after = at < t.n ? t.p[at] : '\0';
    }
    return n;
}

static bool
is_day(const struct word *w)
{
    return w->number >= 1 && w->number <= DATE_DAYS && w->t.n <= 2 && w->after != ':';
}

static int
year_of(const struct word *w)
{
    if (w->t.n == sizeof("2026") - 1 && w->number >= DATE_YEAR_MIN && w->number <= DATE_YEAR_MAX)
        return w->number;
    if (w->t.n == 2 && w->number >= 0)
        return w->number < DATE_SHORT_PIVOT ? 2000 + w->number : 1900 + w->number;
    return 0;
}

/* "am" or "pm" behind a time moves it to the 24-hour day. */
static void
half_day(const struct word *w, struct date *d)
{
    if (text_eq_nocase(w->t, TEXT_LIT("pm")) || text_eq_nocase(w->t, TEXT_LIT("p"))) {
        if (d->hour < DATE_MONTHS)
            d->hour += DATE_MONTHS;
    } else if (d->hour == DATE_MONTHS &&
               (text_eq_nocase(w->t, TEXT_LIT("am")) || text_eq_nocase(w->t, TEXT_LIT("a")))) {
        d->hour = 0;
    }
}

/* The first hh:mm[:ss] among the words from at on. */
static void
find_time(const struct word *w, size_t n, size_t at, struct date *d)
{
    for (size_t i = at; i + 1 < n; i++) {
        size_t k = i + 1;

        if (w[i].number < 0 || w[i].number > 23 || w[i].after != ':' || w[k].number < 0 ||
            w[k].number > 59)
            continue;
        d->has_time = true;
        d->hour = w[i].number;
        d->minute = w[k].number;
        if (w[k].after == ':' && k + 1 < n && w[k + 1].number >= 0 && w[k + 1].number < 60)
            d->second = w[++k].number;
        if (k + 1 < n && w[k + 1].number < 0)
            half_day(&w[k + 1], d);
        return;
    }
}

/* "5 March 2013", "Mar 5, 2013", "5. Mai 13": a month by name at i, or nothing. */
static bool
by_name(const struct word *w, size_t n, size_t i, struct date *d, size_t *past)
{
    int month = w[i].number < 0 ? month_of(w[i].t) : 0;
    size_t k = i + 1;

    if (month == 0)
        return false;
    d->month = month;
    /* "de", "th", "st" between the parts do not count */
    while (k < n && w[k].number < 0)
        k++;
    if (i > 0 && is_day(&w[i - 1])) {
        d->day = w[i - 1].number;
    } else if (i > 1 && is_day(&w[i - 2]) && w[i - 1].number < 0 && w[i - 1].t.n <= 2) {
        d->day = w[i - 2].number;
    } else if (k < n && is_day(&w[k])) {
        d->day = w[k++].number;
        while (k < n && w[k].number < 0 && w[k].t.n <= 2)
            k++;
    } else {
        return false;
    }
    if (k >= n || (d->year = year_of(&w[k])) == 0 || w[k].after == ':')
        return false;
    *past = k + 1;
    return true;
}

/* "2013-03-05", "03-05-2013", "5/3/13". */
static bool
by_number(const struct word *w, size_t n, size_t i, bool dmy, bool mdy, struct date *d,
          size_t *past)
{
    char sep = w[i].after;
    int a, b;

    if (i + 2 >= n || memchr("-/.", sep, sizeof("-/.") - 1) == NULL || w[i + 1].after != sep ||
        w[i].number < 0 || w[i + 1].number < 0 || w[i + 2].number < 0)
        return false;
    *past = i + 3;
    if (w[i].t.n == sizeof("2026") - 1 && year_of(&w[i]) != 0) {
        *d = (struct date){ .year = w[i].number, .month = w[i + 1].number, .day = w[i + 2].number };
        return d->month >= 1 && d->month <= DATE_MONTHS && is_day(&w[i + 2]);
    }
    a = w[i].number;
    b = w[i + 1].number;
    d->year = year_of(&w[i + 2]);
    if (a < 1 || b < 1 || a > DATE_DAYS || b > DATE_DAYS || d->year == 0)
        return false;
    /* Dots are continental; otherwise the page's other dates, then American use. */
    if (a > DATE_MONTHS || (b <= DATE_MONTHS && !mdy && (dmy || sep == '.'))) {
        d->day = a;
        d->month = b;
    } else {
        d->month = a;
        d->day = b;
    }
    return d->month <= DATE_MONTHS;
}

void
extract_date_order(struct text t, bool *dmy, bool *mdy)
{
    struct word w[DATE_MAX_WORDS];
    size_t n = split(text_sub(t, 0, DATE_MAX_BYTES), w);

    for (size_t i = 0; i + 2 < n; i++) {
        if (memchr("-/", w[i].after, 2) == NULL || w[i + 1].after != w[i].after || w[i].t.n > 2 ||
            w[i + 1].t.n > 2 || year_of(&w[i + 2]) == 0)
            continue;
        *dmy = *dmy || (w[i].number > DATE_MONTHS && w[i].number <= DATE_DAYS);
        *mdy = *mdy || (w[i + 1].number > DATE_MONTHS && w[i + 1].number <= DATE_DAYS);
    }
}

/* Do those who write this language put the day before the month? */
bool
extract_date_day_first(struct text language)
{
    static const char *const yes[] = { "de", "fr",    "es",    "it",    "pt",    "nl",   "sv",
                                       "da", "nb",    "no",    "fi",    "pl",    "cs",   "ru",
                                       "el", "en-gb", "en-au", "en-nz", "en-ie", "en-in" };

    for (size_t i = 0; i < N_ELEMENTS(yes); i++) {
        struct text tag = text_of(yes[i]);

        if (text_starts_nocase(language, tag) &&
            (language.n == tag.n || language.p[tag.n] == '-' || language.p[tag.n] == '_'))
            return true;
    }
    return false;
}

static struct text
format(const struct date *d, struct arena *a)
{
    char *z = d->has_time ? arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", d->year, d->month,
                                         d->day, d->hour, d->minute, d->second)
                          : arena_printf(a, "%04d-%02d-%02d", d->year, d->month, d->day);

    return text_of(z);
}

static struct text
of_unix(int64_t at, struct arena *a)
{
    char out[CLOCK_RFC3339_BYTES];

    if (at > DATE_UNIX_MAX)
        at /= DATE_MS_PER_S;
    if (at < DATE_UNIX_MIN || at > DATE_UNIX_MAX)
        return TEXT_NONE;
    return arena_text(a, text_of(clock_rfc3339(at, out)));
}

struct text
extract_date_parse(struct text t, bool dmy, bool mdy, struct arena *a)
{
    struct word w[DATE_MAX_WORDS];
    struct date d = { 0 };
    int64_t at;
    bool has_time;
    size_t n, past = 0;

    t = text_trim(text_sub(text_trim(t), 0, DATE_MAX_BYTES));
    if (text_to_int(t, &at))
        return of_unix(at, a);
    if (clock_parse_rfc3339(t, &at, &has_time)) {
        char out[CLOCK_RFC3339_BYTES];
        struct text full = arena_text(a, text_of(clock_rfc3339(at, out)));

        return has_time ? full : text_before(full, 'T');
    }
    n = split(t, w);
    for (size_t i = 0; i < n; i++) {
        if (by_number(w, n, i, dmy, mdy, &d, &past) || by_name(w, n, i, &d, &past)) {
            find_time(w, n, past, &d);
            if (!d.has_time)
                find_time(w, i, 0, &d); /* "9:10 am, 5 May 2013" */
            return format(&d, a);
        }
        d = (struct date){ 0 };
    }
    return TEXT_NONE;
}
