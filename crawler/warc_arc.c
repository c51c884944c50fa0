#include "warc_arc.h"

#include "clock.h"

#define FIELDS_1    4 /* after the address */
#define FIELDS_2    9
#define DATE_DIGITS 14
#define S_PER_DAY   INT64_C(86400)

/* Take the last word off *t; empty: there is none. */
static struct text
last_word(struct text *t)
{
    size_t at = t->n;
    struct text word;

    while (at > 0 && t->p[at - 1] != ' ')
        at--;
    word = text_from(*t, at);
    *t = text_sub(*t, 0, at > 0 ? at - 1 : 0);
    return word;
}

static int
number(struct text t, size_t at, size_t n)
{
    int v = 0;

    for (size_t i = at; i < at + n; i++)
        v = v * 10 + (t.p[i] - '0');
    return v;
}

bool
warc_arc_date(struct text t, int64_t *ret_s)
{
    enum { YEAR = 4, TWO = 2 };
    int month, day;

    if (t.n != DATE_DIGITS)
        return false;
    for (size_t i = 0; i < t.n; i++)
        if (t.p[i] < '0' || t.p[i] > '9')
            return false;
    month = number(t, 4, TWO);
    day = number(t, 6, TWO);
    if (month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    *ret_s = clock_days(number(t, 0, YEAR), month, day) * S_PER_DAY +
             ((int64_t)number(t, 8, TWO) * 60 + number(t, 10, TWO)) * 60 + number(t, 12, TWO);
    return true;
}

bool
warc_arc_parse(struct text line, bool version_2, struct warc_arc_line *ret)
{
    struct warc_arc_line l;
    size_t n = version_2 ? FIELDS_2 : FIELDS_1;
    struct text words[FIELDS_2];

    for (size_t i = n; i-- > 0;)
        words[i] = last_word(&line);
    l.url = text_trim(line);
    l.date = words[1];
    l.type = words[2];
    if (l.url.n == 0 || text_find_char(l.url, ':') == TEXT_NPOS ||
        !text_to_int(words[n - 1], &l.length) || l.length < 0 || !warc_arc_date(l.date, &l.at_s))
        return false;
    *ret = l;
    return true;
}
