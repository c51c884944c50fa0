/*
 * extract_talk.c - talk pages of wikis: threads are sections, and a comment ends
 * in a signature, which is a time of day, a date and a zone in brackets:
 * "12:05, 3 May 2021 (UTC)".  The order of the date's parts and the month's
 * language vary; "hh:mm", a year and the brackets do not.
 */

#include "extract_parts.h"

#include <ctype.h>
#include <string.h>

#include "isquestion.h"
#include "utf8.h"

#define TALK_SIGN_BYTES 70 /* from the time of day to the bracket that closes the zone */
#define TALK_NAME_BYTES 90 /* a name and its links before the time */
#define TALK_TALK_BYTES 40 /* "(talk)", and the name before it */
#define TALK_DATE_BYTES 24 /* a date that stands before the time of day */
#define TALK_YEAR       4  /* digits */

static bool
digits(struct text t, size_t at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (at + i >= t.n || !isdigit((unsigned char)t.p[at + i]))
            return false;
    return true;
}

static bool
is_year(struct text t, size_t at)
{
    return digits(t, at, TALK_YEAR) && t.p[at] == '2' && t.p[at + 1] == '0';
}

/* A signature that starts at at: its bytes, or 0. */
static size_t
signature_at(struct text t, size_t at)
{
    struct text rest = text_sub(t, at, TALK_SIGN_BYTES);
    size_t open, close;
    bool year = false;

    if (!digits(rest, 0, 2) || rest.n < 6 || rest.p[2] != ':' || !digits(rest, 3, 2))
        return 0;
    open = text_find_char(rest, '(');
    close = text_find_char(rest, ')');
    if (open == TEXT_NPOS || close == TEXT_NPOS || close < open || close - open > 8)
        return 0;
    for (size_t i = 5; i < open; i++)
        year = year || is_year(rest, i);
    for (size_t i = at > TALK_DATE_BYTES ? at - TALK_DATE_BYTES : 0; i < at; i++)
        year = year || is_year(t, i); /* "3 mai 2021 a 12:05 (CEST)" */
    return year ? close + 1 : 0;
}

/* The signature with its date, on whichever side that stands. */
static struct text
date_before(struct text t, size_t at, size_t n)
{
    size_t from = at > TALK_DATE_BYTES ? at - TALK_DATE_BYTES : 0;

    for (size_t i = 5; i + TALK_YEAR <= n; i++)
        if (is_year(text_sub(t, at, n), i))
            return text_sub(t, at, n);
    while (from < at && !isdigit((unsigned char)t.p[from]))
        from++;
    return text_sub(t, from, at - from + n);
}

/* The next signature from *at on: its text; *at moves past it.  False: there is none. */
static bool
next_signature(struct text t, size_t *at, struct text *sign)
{
    for (size_t i = *at; i < t.n; i++) {
        size_t n = signature_at(t, i);

        if (n == 0)
            continue;
        *sign = date_before(t, i, n);
        *at = i + n;
        return true;
    }
    return false;
}

/* "... I see. Ann (talk)": without the brackets, and the name up to the sentence's end. */
static struct text
without_talk(struct text t)
{
    size_t open = t.n, from;

    while (open > 0 && t.n - open < TALK_TALK_BYTES && t.p[open - 1] != '(')
        open--;
    if (!text_ends(t, TEXT_LIT(")")) || open < 2 || t.p[open - 1] != '(')
        return t;
    t = text_trim(text_sub(t, 0, open - 1));
    from = t.n > TALK_TALK_BYTES ? t.n - TALK_TALK_BYTES : 0;
    for (size_t i = t.n; i > from; i--)
        if (memchr(".?!\n", t.p[i - 1], sizeof(".?!\n") - 1) != NULL ||
            text_starts(text_from(t, i - 1), TEXT_LIT(" -")))
            return text_trim(text_sub(t, 0, i));
    return t;
}

/* The comment before a signature, without the name that stands between them. */
static struct text
without_name(struct text t)
{
    size_t from = t.n > TALK_NAME_BYTES ? t.n - TALK_NAME_BYTES : 0, cut = t.n;

    for (size_t i = from; i < t.n; i++) {
        bool ends = memchr(".?!\n)", t.p[i], sizeof(".?!\n)") - 1) != NULL && i + 1 < t.n &&
                    isspace((unsigned char)t.p[i + 1]);

        if (ends && cut == t.n && t.p[i] != ')')
            cut = i + 1;
        else if (ends && t.p[i] != ')')
            cut = i + 1; /* the last sentence's end wins */
        if (text_starts(text_from(t, i), TEXT_LIT("--")) ||
            text_starts(text_from(t, i), TEXT_LIT("\u2014")))
            return text_trim(text_sub(t, 0, i));
    }
    return without_talk(text_trim(text_sub(t, 0, cut)));
}

static struct text
section_url(const struct extract_work *w, uint32_t heading)
{
    const struct html *h = &w->h;
    struct text page = w->page->canonical.n > 0 ? w->page->canonical : w->in->url;

    for (uint32_t k = heading; k < h->nodes[heading].end; k++)
        if (h->nodes[k].id.n > 0)
            return text_of(
                arena_printf(w->a, "%.*s#%.*s", TEXT_ARG(page), TEXT_ARG(h->nodes[k].id)));
    return page;
}

/* Where the page's own text ends: the skin's foot bears a date as well. */
static uint32_t
content_end(const struct extract_work *w, uint32_t heading, uint32_t end)
{
    const struct html *h = &w->h;

    for (uint32_t k = h->nodes[heading].parent; k != HTML_ROOT; k = h->nodes[k].parent)
        if (text_is(h->nodes[k].id, "mw-content-text") && h->nodes[k].end < end)
            return h->nodes[k].end;
    return end;
}

/* The comments after the first, each up to its signature. */
static void
read_replies(struct extract_work *w, struct text t, size_t at, struct extract_question *q)
{
    struct text sign;
    size_t from = at, n = 0, cap = 0;

    while (next_signature(t, &at, &sign)) {
        struct text said = without_name(text_sub(t, from, at - sign.n - from));

        if (n < EXTRACT_MAX_ANSWERS) {
            q->answers_text = arena_grow(w->a, q->answers_text, n, &cap, sizeof(*q->answers_text));
            q->answers_text[n] =
                (struct extract_answer){ .text = said, .score = EXTRACT_NO_NUMBER };
            q->n_answers_text = n + 1;
        }
        n++;
        from = at;
    }
    q->answers = (int64_t)n;
}

/* One section; false if nobody signed in it. */
static bool
read_section(struct extract_work *w, uint32_t heading, uint32_t end, struct extract_question *q)
{
    struct text t, sign;
    size_t at = 0;

    t = extract_faq_run(w, w->h.nodes[heading].end, content_end(w, heading, end));
    if (!next_signature(t, &at, &sign))
        return false;
    *q = (struct extract_question){ .score = EXTRACT_NO_NUMBER, .views = EXTRACT_NO_NUMBER };
    q->title = extract_meta_clean_title(w, html_fold(extract_text_render(w, heading), w->a));
    q->posted_at = extract_date_parse(sign, true, false, w->a);
    q->body = without_name(text_sub(t, 0, at - sign.n));
    q->url = section_url(w, heading);
    read_replies(w, t, at, q);
    q->how = text_of(arena_printf(w->a, "platform %s", w->profile->name));
    q->p = isquestion_of_post(q->title, q->body);
    return q->title.n > 0;
}

size_t
extract_talk_read(struct extract_work *w, struct extract_question **ret)
{
    struct extract_question *q;
    uint32_t *heads;
    size_t n, kept = 0;

    *ret = NULL;
    n = extract_profile_all(w, FIELD_SECTION, HTML_ROOT, EXTRACT_MAX_QUESTIONS, &heads, NULL);
    if (n == 0)
        return 0;
    q = arena_alloc(w->a, n * sizeof(*q));
    for (size_t i = 0; i < n; i++)
        kept += read_section(w, heads[i], i + 1 < n ? heads[i + 1] : w->h.n, &q[kept]);
    w->n_posts = 0;
    *ret = q;
    return kept;
}
