/* weblog.c - see weblog.h. */

#include "weblog.h"

#include <string.h>

#include "ascii.h"
#include "clock.h"

#define TIME_BYTES     26  /* 22/Nov/2026:03:34:14 +0000 */
#define NAME_MAX_BYTES 255 /* of a client or host: as long as a name in the DNS can be */
#define STATUS_DIGITS  3
#define IP4_DOTS       3
#define HOUR_S         3600
#define MINUTE_S       60

#define EXAMPLE "192.0.2.1 - - [22/Nov/2026:03:34:14 +0000] \"GET / HTTP/1.1\" 200 5316"

/* Formats that people give by mistake. */
static const char why_json[] = "it is JSON, wanted a line such as " EXAMPLE;
static const char why_w3c[] = "it is W3C extended form (IIS), wanted a line such as " EXAMPLE;
static const char why_start[] = "wanted a client, ident and user before [time]";
static const char why_time[] = "wanted a time such as [22/Nov/2026:03:34:14 +0000]";
static const char why_request[] = "wanted a request in quotes behind the time";
static const char why_status[] = "wanted a status of three digits behind the request";
static const char why_bytes[] = "wanted a number of bytes, or -, behind the status";
static const char why_quotes[] = "wanted referer and agent in quotes behind the bytes";

static int
two(const char *p)
{
    return ascii_is_digit(p[0]) && ascii_is_digit(p[1]) ? (p[0] - '0') * 10 + (p[1] - '0') : -1;
}

static int
month_of(const char *p)
{
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

    for (int i = 0; i < (int)sizeof(names) / 3; i++)
        if (memcmp(p, names + i * 3, 3) == 0)
            return i + 1;
    return 0;
}

/* Has the month that day?  No 31/Feb. */
static bool
is_day(int year, int month, int day)
{
    int64_t next = month == 12 ? clock_days(year + 1, 1, 1) : clock_days(year, month + 1, 1);

    return day >= 1 && clock_days(year, month, day) < next;
}

/* Twenty-six bytes at p as a time, UTC. */
static bool
read_time(const char *p, int64_t *ret_s)
{
    enum { MONTH = 3, YEAR = 7, HOUR = 12, MINUTE = 15, SECOND = 18, SIGN = 21, ZONE = 22 };
    static const struct {
        int at;
        char c;
    } marks[] = { { 2, '/' }, { 6, '/' }, { 11, ':' }, { 14, ':' }, { 17, ':' }, { 20, ' ' } };
    int day = two(p), month = month_of(p + MONTH), century = two(p + YEAR),
        year = two(p + YEAR + 2);
    int h = two(p + HOUR), m = two(p + MINUTE), s = two(p + SECOND);
    int zone_h = two(p + ZONE), zone_m = two(p + ZONE + 2), zone_s;

    for (size_t i = 0; i < N_ELEMENTS(marks); i++)
        if (p[marks[i].at] != marks[i].c)
            return false;
    if (month == 0 || century < 0 || year < 0 || !is_day(century * 100 + year, month, day) ||
        h < 0 || h > 23 || m < 0 || m > 59 || s < 0 || s > 60 || zone_h < 0 || zone_h > 23 ||
        zone_m < 0 || zone_m > 59 || (p[SIGN] != '+' && p[SIGN] != '-'))
        return false;
    zone_s = zone_h * HOUR_S + zone_m * MINUTE_S;
    *ret_s = clock_days(century * 100 + year, month, day) * 24 * HOUR_S + h * HOUR_S +
             m * MINUTE_S + s - (p[SIGN] == '-' ? -zone_s : zone_s);
    return true;
}

static bool
looks_like_address(struct text t)
{
    size_t dots = 0, colons = 0;

    for (size_t i = 0; i < t.n; i++) {
        char c = t.p[i];
        bool hex = ascii_is_digit(c) || (unsigned)((c | 0x20) - 'a') < 6u;

        dots += c == '.';
        colons += c == ':';
        if (!hex && c != '.' && c != ':')
            return false;
    }
    return colons > 1 || (colons == 0 && dots == IP4_DOTS);
}

/* The words before the time: three, or four with a virtual host; a user may be several. */
static bool
read_start(struct text head, struct weblog_line *ret, size_t *ret_rest)
{
    struct text rest = head, words[IP4_DOTS + 1];
    size_t n = 0;
    bool vhost;

    while (n < N_ELEMENTS(words) && text_cut(&rest, " ", &words[n]))
        n++;
    if (n < 3 || words[0].n == 0 || words[1].n == 0 || words[2].n == 0)
        return false;
    vhost = n > 3 && !text_is(words[1], "-") &&
            (text_is(words[2], "-") || !looks_like_address(words[0]));
    ret->vhost = vhost ? words[0] : TEXT_NONE;
    ret->client = words[vhost];
    *ret_rest = vhost ? words[0].n + 1 : 0;
    return ret->client.n <= NAME_MAX_BYTES && ret->vhost.n <= NAME_MAX_BYTES;
}

/* The field that begins behind a quote at *at; *at is then past the quote that ends it. */
static bool
read_quoted(struct text line, size_t *at, struct text *ret)
{
    size_t from = *at + 1, i = from;

    if (*at >= line.n || line.p[*at] != '"')
        return false;
    for (;;) {
        const char *quote = i < line.n ? memchr(line.p + i, '"', line.n - i) : NULL;
        size_t slashes = 0;

        if (quote == NULL)
            return false;
        i = (size_t)(quote - line.p);
        while (i - slashes > from && line.p[i - slashes - 1] == '\\')
            slashes++;
        if (slashes % 2 == 0)
            break;
        i++;
    }
    *ret = (struct text){ line.p + from, i - from };
    *at = i + 1;
    return true;
}

static struct text
said(struct text t)
{
    return t.n == 1 && t.p[0] == '-' ? TEXT_NONE : t;
}

/* " 200 5316" */
static const char *
read_answer(struct text line, size_t *at, struct weblog_line *ret)
{
    const char *p = line.p + *at;
    size_t n = line.n - *at, i;

    if (n > 2 && p[0] == ' ' && p[1] == '-') {
        ret->status = 0;
        i = 2;
    } else {
        if (n < STATUS_DIGITS + 1 || p[0] != ' ' || !ascii_is_digit(p[1]) || two(p + 2) < 0)
            return why_status;
        ret->status = (p[1] - '0') * 100 + two(p + 2);
        i = STATUS_DIGITS + 1;
    }
    if (i < n && p[i] != ' ')
        return why_status;
    if (i + 1 >= n || (p[i + 1] != '-' && !ascii_is_digit(p[i + 1])))
        return why_bytes;
    for (i += 2; i < n && ascii_is_digit(p[i]);)
        i++;
    if (i < n && p[i] != ' ')
        return why_bytes;
    *at += i;
    return NULL;
}

static const char *
read_line(struct text line, struct weblog_line *ret)
{
    size_t bracket = text_find(line, TEXT_LIT(" [")), at = bracket + 2 + TIME_BYTES, rest = 0;
    const char *why;

    /* a user may have a bracket in its name, the time follows the last word before a quote */
    while (bracket != TEXT_NPOS &&
           (at + 1 >= line.n || !read_time(line.p + bracket + 2, &ret->at_s))) {
        size_t next = text_find(text_from(line, bracket + 2), TEXT_LIT(" ["));

        if (next == TEXT_NPOS || at + 1 >= line.n)
            return why_time;
        bracket += 2 + next;
        at = bracket + 2 + TIME_BYTES;
    }
    if (bracket == TEXT_NPOS)
        return why_time;
    if (!read_start(text_sub(line, 0, bracket), ret, &rest))
        return why_start;
    ret->logged = text_from(line, rest);
    if (line.p[at] != ']' || line.p[at + 1] != ' ')
        return why_time;
    at += 2;
    if (!read_quoted(line, &at, &ret->request))
        return why_request;
    why = read_answer(line, &at, ret);
    ret->referer = ret->agent = TEXT_NONE;
    ret->combined = why == NULL && at + 1 < line.n;
    if (why != NULL || !ret->combined)
        return why;
    at++;
    if (!read_quoted(line, &at, &ret->referer) || at + 1 >= line.n || line.p[at++] != ' ' ||
        !read_quoted(line, &at, &ret->agent) || (at < line.n && line.p[at] != ' '))
        return why_quotes;
    ret->referer = said(ret->referer);
    ret->agent = said(ret->agent);
    return NULL;
}

bool
weblog_parse(struct text line, struct weblog_line *ret, const char **ret_why)
{
    const char *why = read_line(line, ret);

    if (why == why_time && text_starts(line, TEXT_LIT("{")))
        why = why_json;
    if (why == why_time && text_starts(line, TEXT_LIT("#")))
        why = why_w3c;
    if (why != NULL)
        *ret_why = why;
    return why == NULL;
}

bool
weblog_request(struct text request, struct text *ret_method, struct text *ret_target)
{
    size_t space = text_find_char(request, ' '), end = request.n;
    struct text method = text_sub(request, 0, space), target;

    if (space == TEXT_NPOS || space == 0)
        return false;
    while (end > space + 1 && request.p[end - 1] != ' ')
        end--;
    /* without a protocol, as in HTTP/0.9: all that follows the method */
    if (end == space + 1 || !text_starts(text_from(request, end), TEXT_LIT("HTTP/")))
        end = request.n + 1;
    target = text_sub(request, space + 1, end - space - 2);
    if (target.n == 0)
        return false;
    *ret_method = method;
    *ret_target = target;
    return true;
}

static int
hex_of(char c)
{
    if (ascii_is_digit(c))
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

struct text
weblog_unescape(struct text t, struct buf *b)
{
    static const struct {
        char name, byte;
    } letters[] = { { 'n', '\n' }, { 't', '\t' }, { 'r', '\r' },
                    { 'b', '\b' }, { 'f', '\f' }, { 'v', '\v' } };
    size_t i = 0;

    if (text_find_char(t, '\\') == TEXT_NPOS)
        return t;
    buf_clear(b);
    while (i < t.n) {
        char c = t.p[i++];

        if (c == '\\' && i < t.n) {
            c = t.p[i++];
            if (c == 'x' && i + 1 < t.n && hex_of(t.p[i]) >= 0 && hex_of(t.p[i + 1]) >= 0) {
                c = (char)(hex_of(t.p[i]) << 4 | hex_of(t.p[i + 1]));
                i += 2;
            } else {
                for (size_t k = 0; k < N_ELEMENTS(letters); k++)
                    if (c == letters[k].name) {
                        c = letters[k].byte;
                        break;
                    }
            }
        }
        buf_add_char(b, c);
    }
    return buf_text(b);
}
