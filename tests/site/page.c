/* page.c - see page.h. */

#include "page.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "clock.h"

#define HOUR_S 3600

void
page_escape(struct buf *b, const char *z)
{
    for (; *z != '\0'; z++) {
        switch (*z) {
        case '&':
            buf_add_str(b, "&amp;");
            break;
        case '<':
            buf_add_str(b, "&lt;");
            break;
        case '>':
            buf_add_str(b, "&gt;");
            break;
        case '"':
            buf_add_str(b, "&quot;");
            break;
        default:
            buf_add_char(b, *z);
        }
    }
}

void
page_paragraphs(struct buf *b, const char *z)
{
    struct text rest = text_of(z), part;
    size_t at;

    while (rest.n > 0) {
        at = text_find(rest, TEXT_LIT("\n\n"));
        part = at == TEXT_NPOS ? rest : text_sub(rest, 0, at);
        rest = at == TEXT_NPOS ? TEXT_NONE : text_from(rest, at + sizeof("\n\n") - 1);
        buf_add_str(b, "<p>");
        for (size_t i = 0; i < part.n; i++) {
            char one[] = { part.p[i], '\0' };

            page_escape(b, one);
        }
        buf_add_str(b, "</p>\n");
    }
}

void
page_slug(const char *title, char out[SITE_NAME_BYTES])
{
    size_t n = 0;

    for (; *title != '\0' && n < SITE_NAME_BYTES - 1; title++) {
        char c = *title >= 'A' && *title <= 'Z' ? (char)(*title - 'A' + 'a') : *title;

        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out[n++] = c;
        else if (n > 0 && out[n - 1] != '-')
            out[n++] = '-';
    }
    while (n > 0 && out[n - 1] == '-')
        n--;
    out[n] = '\0';
}

void
page_head(struct buf *b, const char *lang, const char *title)
{
    buf_addf(b, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<title>",
             lang);
    page_escape(b, title);
    buf_add_str(b, "</title>\n<meta name=\"viewport\" content=\"width=device-width\">\n");
}

void
page_list_link(struct buf *b, const char *href, const char *text)
{
    buf_add_str(b, "<li><a href=\"");
    page_escape(b, href);
    buf_add_str(b, "\">");
    page_escape(b, text);
    buf_add_str(b, "</a></li>\n");
}

const char *
page_date(const char *day, int hours, const char *fmt, char out[SITE_NAME_BYTES])
{
    int64_t at_s = 0;
    bool has_time;
    time_t t;
    struct tm tm;

    (void)clock_parse_rfc3339(text_of(day), &at_s, &has_time); /* a bad day shows as 1970 */
    t = (time_t)(at_s + (int64_t)hours * HOUR_S);
    gmtime_r(&t, &tm);
    /* fmt comes from the callers' literals alone. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    if (strftime(out, SITE_NAME_BYTES, fmt, &tm) == 0)
        out[0] = '\0';
#pragma GCC diagnostic pop
    return out;
}

const char *
page_user(unsigned seed)
{
    static const char *const names[] = { "quarkling",  "mireille_b",  "tomasz92",   "newton_not",
                                         "lab_goblin", "ada-in-ohio", "hannes.k",   "photon_phil",
                                         "sunita_r",   "late_again",  "entropy_up", "kaffeetasse" };

    return names[seed % N_ELEMENTS(names)];
}

long
page_query(const struct site_request *q, const char *name, long fallback)
{
    struct text uri = text_of(q->uri), rest = text_after(uri, '?'), pair;
    int64_t value;

    while (text_cut(&rest, "&", &pair))
        if (text_is(text_before(pair, '='), name) && text_to_int(text_after(pair, '='), &value))
            return (long)value;
    return fallback;
}

long
page_number_after(const struct site_request *q, const char *prefix)
{
    struct text path = text_of(q->path), head = text_of(prefix);
    int64_t value;

    if (!text_starts(path, head))
        return -1;
    if (!text_to_int(text_before(text_from(path, head.n), '/'), &value))
        return -1;
    return (long)value;
}

void
page_redirect(struct site_reply *r, unsigned status, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(r->where, sizeof(r->where), fmt, ap);
    va_end(ap);
    r->location = r->where;
    r->status = status;
    r->type = "text/plain; charset=utf-8";
    buf_add_str(&r->body, "This page has moved.\n");
}

void
page_not_found(struct site_reply *r)
{
    r->status = 404;
    r->no_etag = true;
    page_head(&r->body, "en", "Not found");
    buf_add_str(&r->body,
                "</head>\n<body><h1>Not found</h1><p>There is no page here.</p></body></html>\n");
}
