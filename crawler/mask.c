#include "mask.h"

#include <string.h>

#include "ascii.h"
#include "buf.h"
#include "mask_phone.h"

#define EMAIL     "[email]"
#define PHONE     "[phone]"
#define MAX_LOCAL 64 /* bytes before the '@': RFC 5321 4.5.3.1.1 */
#define MAX_BYTES ((size_t)64 * 1024 * 1024)

/*
 * Length of the character before t.p[at] if it may stand in the local part or a
 * label: ASCII as mail has it, and Latin letters with marks.  Other scripts
 * are left out, since they may run into an address without a space.
 */
static size_t
letter_before(struct text t, size_t at)
{
    char c = at > 0 ? t.p[at - 1] : ' ';
    unsigned char lead = at > 1 ? (unsigned char)t.p[at - 2] : 0;

    if (ascii_is_alnum(c) || (c != '\0' && strchr("._%+-'", c) != NULL))
        return at > 0;
    return ((unsigned char)c & 0xC0) == 0x80 && lead >= 0xC3 && lead <= 0xC9 ? 2 : 0;
}

/* Where the local part that ends at end begins; end if there is none. */
static size_t
local_start(struct text t, size_t end)
{
    size_t at = end, n;

    while ((n = letter_before(t, at)) > 0 && end - at < MAX_LOCAL)
        at -= n;
    while (at < end && strchr(".-'", t.p[at]) != NULL)
        at++; /* a quote or a dash before it is not its own */
    return at;
}

/* "(at)", "[dot]", "{at}", with spaces around: its length at t.p[at]; 0 if it is none. */
static size_t
spelled(struct text t, size_t at, const char *word)
{
    size_t i = at, n = strlen(word);

    while (i < t.n && t.p[i] == ' ' && i - at < 2)
        i++;
    if (i + n + 2 > t.n || strchr("([{", t.p[i]) == NULL || t.p[i] == '\0' ||
        !text_eq_nocase(text_sub(t, i + 1, n), text_of(word)) ||
        strchr(")]}", t.p[i + 1 + n]) == NULL || t.p[i + 1 + n] == '\0')
        return 0;
    i += n + 2;
    while (i < t.n && t.p[i] == ' ')
        i++;
    return i - at;
}

/* Where the domain that begins at at ends; at if there is none ("a.org", "a [dot] org"). */
static size_t
domain_end(struct text t, size_t at)
{
    size_t i = at, end = at, labels = 0;

    while (i < t.n) {
        size_t from = i, dot;

        while (i < t.n &&
               (ascii_is_alnum(t.p[i]) || t.p[i] == '-' || (unsigned char)t.p[i] >= 0x80))
            i++;
        if (i == from)
            break;
        labels++;
        if (labels > 1 && i - from >= 2)
            end = i;
        dot = i < t.n && t.p[i] == '.' ? 1 : spelled(t, i, "dot");
        if (dot == 0)
            break;
        i += dot;
    }
    while (end > at && t.p[end - 1] == '-')
        end--;
    return end;
}

struct pass {
    struct text t;
    struct buf out;
    size_t done; /* t up to here is in out */
    struct mask_counts *counts;
};

static void
replace(struct pass *p, size_t from, size_t end, const char *by)
{
    buf_add_text(&p->out, text_sub(p->t, p->done, from - p->done));
    buf_add_str(&p->out, by);
    p->done = end;
}

/* An address whose '@', n_at bytes of it, stands at at; returns where to go on. */
static size_t
try_email(struct pass *p, size_t at, size_t n_at)
{
    size_t name_end = at, from, end;

    while (n_at > 1 && name_end > p->done && p->t.p[name_end - 1] == ' ')
        name_end--; /* "name (at) site" */
    from = local_start(p->t, name_end);
    if (from < p->done)
        from = p->done;
    end = domain_end(p->t, at + n_at);
    if (from >= name_end || end == at + n_at)
        return at + n_at;
    replace(p, from, end, EMAIL);
    p->counts->emails++;
    return end;
}

/* The end of the address of a page that begins with "http" at at; at if none does. */
static size_t
skip_address(struct text t, size_t at)
{
    size_t end = at;

    if (!text_starts_nocase(text_from(t, at), TEXT_LIT("http://")) &&
        !text_starts_nocase(text_from(t, at), TEXT_LIT("https://")))
        return at;
    while (end < t.n && t.p[end] != '@' && (unsigned char)t.p[end] > ' ' && t.p[end] != '<' &&
           t.p[end] != '>')
        end++;
    return end;
}

struct text
mask_text(struct text t, struct arena *arena, struct mask_counts *counts)
{
    struct pass p = { .t = t, .counts = counts };
    size_t i = 0, end;
    struct text ret;

    buf_init(&p.out, MAX_BYTES);
    while (i < t.n) {
        char c = t.p[i];

        if (c == '@') {
            i = try_email(&p, i, 1);
        } else if ((c == '(' || c == '[' || c == '{') && (end = spelled(t, i, "at")) > 0) {
            i = try_email(&p, i, end);
        } else if (c == 'h' || c == 'H') {
            end = skip_address(t, i);
            i = end > i ? end : i + 1;
        } else if (c == '+' || c == '(' || (c >= '0' && c <= '9')) {
            if (mask_phone_at(t, i, &end)) {
                replace(&p, i, end, PHONE);
                counts->phones++;
            }
            i = end;
        } else {
            i++;
        }
    }
    if (p.done == 0)
        return t;
    buf_add_text(&p.out, text_from(t, p.done));
    ret = arena_text(arena, buf_text(&p.out));
    buf_release(&p.out);
    return ret;
}
