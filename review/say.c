/* say.c - see say.h. */

#include "say.h"

#include <stdio.h>
#include <time.h>

#include "clock.h"
#include "markup.h"

#define MINUTE_S      60
#define HOUR_S        3600
#define DAY_S         86400
#define NEAR_DAYS     7
#define YEAR_DAYS     300 /* then the year is told */
#define DATE_BYTES    48
#define ADDRESS_SHOWN 64

static const struct {
    const char *name, *label, *mark;
} states[] = {
    { "open", "Open", "\xE2\x97\x8B" },         /* white circle */
    { "gap", "No page", "\xE2\x97\x8C" },       /* dotted circle */
    { "machine", "To review", "\xE2\x97\x8F" }, /* black circle */
    { "edited", "Edited", "\xE2\x9C\x8E" },     /* pencil */
    { "approved", "Approved", "\xE2\x9C\x93" }, /* check mark */
    { "rejected", "Rejected", "\xE2\x9C\x95" }, /* cross */
    { "parked", "Parked", "\xE2\x97\xB7" },     /* clock-like circle */
    { "handed-over", "Handed over", "\xE2\x86\x92" },
    { "needs-page", "Needs a page", "\xE2\x96\xA1" },
    { "posted", "Posted", "\xE2\x86\x97" },
    { "withdrawn", "Withdrawn", "\xE2\x86\xA9" },
    { "stale", "Stale", "\xE2\x96\xB3" },
    { "reply-missing", "Reply missing", "?" },
    { "reopened", "Reopened", "\xE2\x86\xBB" },
};

static void
calendar(int64_t at_s, int64_t now_s, bool with_time, char out[DATE_BYTES])
{
    time_t t = (time_t)at_s;
    struct tm tm;
    int64_t days = (now_s - at_s) / DAY_S;

    gmtime_r(&t, &tm);
    strftime(out, DATE_BYTES,
             days > YEAR_DAYS || days < -YEAR_DAYS ? "%e %b %Y"
             : with_time                           ? "%e %b %H:%M"
                                                   : "%e %b",
             &tm);
}

static void
open_time(struct buf *b, int64_t at_s)
{
    char at[CLOCK_RFC3339_BYTES];

    clock_rfc3339(at_s, at);
    markup_addf(b, "<time datetime=\"%s\" title=\"%s\">", at, at);
}

void
say_time(struct buf *b, int64_t at_s, int64_t now_s)
{
    int64_t span_s = now_s - at_s;
    char date[DATE_BYTES];

    open_time(b, at_s);
    if (span_s < MINUTE_S)
        buf_add_str(b, "just now");
    else if (span_s < HOUR_S)
        buf_addf(b, "%lld min ago", (long long)(span_s / MINUTE_S));
    else if (span_s < DAY_S)
        buf_addf(b, "%lld h ago", (long long)(span_s / HOUR_S));
    else if (span_s < NEAR_DAYS * (int64_t)DAY_S)
        buf_addf(b, "%lld d ago", (long long)(span_s / DAY_S));
    else {
        calendar(at_s, now_s, false, date);
        markup_addf(b, "%s", date);
    }
    buf_add_str(b, "</time>");
}

void
say_until(struct buf *b, int64_t at_s, int64_t now_s)
{
    int64_t span_s = at_s - now_s;
    char date[DATE_BYTES];

    open_time(b, at_s);
    if (span_s > 0 && span_s < HOUR_S) {
        buf_addf(b, "%lld:%02lld left", (long long)(span_s / MINUTE_S),
                 (long long)(span_s % MINUTE_S));
    } else {
        calendar(at_s, now_s, true, date);
        markup_addf(b, "%s", date);
    }
    buf_add_str(b, "</time>");
}

void
say_count(struct buf *b, int64_t n, const char *one, const char *many)
{
    markup_addf(b, "%lld %s", (long long)n, n == 1 ? one : many);
}

const char *
say_state(struct text state)
{
    for (size_t i = 0; i < N_ELEMENTS(states); i++)
        if (text_is(state, states[i].name))
            return states[i].label;
    return "Unknown";
}

void
say_badge(struct buf *b, struct text state)
{
    const char *mark = "";

    for (size_t i = 0; i < N_ELEMENTS(states); i++)
        if (text_is(state, states[i].name))
            mark = states[i].mark;
    markup_addf(b,
                "<span class=\"badge state-%.*s\"><span aria-hidden=\"true\">%s</span> %s</span>",
                TEXT_ARG(state), mark, say_state(state));
}

void
say_standing(struct buf *b, struct text state, struct text escalation)
{
    if (escalation.n > 0 && text_is(state, "gap"))
        buf_add_str(b, "<span class=\"badge state-alarm\"><span aria-hidden=\"true\">\xE2\x97\x8C"
                       "</span> For a person</span>"); /* no page was sought */
    else
        say_badge(b, state);
}

void
say_tone(struct buf *b, struct text tone)
{
    if (text_is(tone, "negative"))
        buf_add_str(b, "<span class=\"badge tone-negative\"><span aria-hidden=\"true\">\xE2\x88\x92"
                       "</span> Negative</span>");
    else if (text_is(tone, "positive"))
        buf_add_str(b, "<span class=\"badge tone-positive\"><span aria-hidden=\"true\">+</span> "
                       "Positive</span>");
}

void
say_alarm(struct buf *b, struct text escalation)
{
    if (escalation.n > 0)
        markup_addf(b,
                    "<span class=\"badge alarm\"><span aria-hidden=\"true\">!</span> %.*s</span>",
                    TEXT_ARG(escalation));
}

void
say_address(struct buf *b, struct text url)
{
    size_t at = text_find(url, TEXT_LIT("://"));
    struct text shown = at == TEXT_NPOS ? url : text_from(url, at + sizeof("://") - 1);

    if (text_starts(shown, TEXT_LIT("www.")))
        shown = text_from(shown, sizeof("www.") - 1);
    if (text_ends(shown, TEXT_LIT("/")))
        shown = text_sub(shown, 0, shown.n - 1);
    if (shown.n > ADDRESS_SHOWN)
        markup_addf(b, "%.*s\xE2\x80\xA6", TEXT_ARG(text_sub(shown, 0, ADDRESS_SHOWN)));
    else
        markup_text(b, shown);
}

void
say_link_open(struct buf *b, struct text url, const char *css)
{
    markup_addf(b, "<a class=\"%s\" rel=\"noopener noreferrer nofollow\" target=\"_blank\" href=\"",
                css);
    markup_url(b, url);
    buf_add_str(b, "\">");
}

void
say_narrow(struct buf *b, struct text campaigns, struct text audience)
{
    if (campaigns.n > 0)
        markup_addf(b, " \xC2\xB7 campaign <span dir=\"auto\">%.*s</span>", TEXT_ARG(campaigns));
    if (audience.n > 0)
        markup_addf(b, " \xC2\xB7 asked by <span dir=\"auto\">%.*s</span>", TEXT_ARG(audience));
}
