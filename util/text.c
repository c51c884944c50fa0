#define _GNU_SOURCE /* memmem */
#include "text.h"

#include <string.h>

struct text
text_of(const char *z)
{
    return z != NULL ? (struct text){ z, strlen(z) } : TEXT_NONE;
}

struct text
text_sub(struct text t, size_t at, size_t n)
{
    if (at > t.n)
        at = t.n;
    if (n > t.n - at)
        n = t.n - at;
    return n > 0 ? (struct text){ t.p + at, n } : TEXT_NONE;
}

struct text
text_from(struct text t, size_t at)
{
    return text_sub(t, at, t.n);
}

static bool
is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct text
text_trim(struct text t)
{
    while (t.n > 0 && is_space(t.p[0])) {
        t.p++;
        t.n--;
    }
    while (t.n > 0 && is_space(t.p[t.n - 1]))
        t.n--;
    return t;
}

size_t
text_find_char(struct text t, char c)
{
    const char *hit = t.n > 0 ? memchr(t.p, c, t.n) : NULL;

    return hit != NULL ? (size_t)(hit - t.p) : TEXT_NPOS;
}

struct text
text_before(struct text t, char c)
{
    return text_sub(t, 0, text_find_char(t, c));
}

struct text
text_after(struct text t, char c)
{
    size_t at = text_find_char(t, c);

    return at != TEXT_NPOS ? text_from(t, at + 1) : TEXT_NONE;
}

bool
text_cut(struct text *rest, const char *seps, struct text *head)
{
    size_t i = 0;

    if (rest->n == 0)
        return false;
    if (seps[0] != '\0' && seps[1] == '\0') { /* one separator: what nearly all callers have */
        const char *at = memchr(rest->p, seps[0], rest->n);

        i = at != NULL ? (size_t)(at - rest->p) : rest->n;
    } else {
        while (i < rest->n && (rest->p[i] == '\0' || strchr(seps, rest->p[i]) == NULL))
            i++;
    }
    *head = (struct text){ rest->p, i };
    i += i < rest->n;
    rest->p += i;
    rest->n -= i;
    return true;
}

bool
text_eq(struct text a, struct text b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static char
fold(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* Not strncasecmp(): that ends at a NUL and asks the locale. */
bool
text_eq_nocase(struct text a, struct text b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (a.p[i] != b.p[i] && fold(a.p[i]) != fold(b.p[i]))
            return false;
    return true;
}

bool
text_is(struct text t, const char *z)
{
    return text_eq(t, text_of(z));
}

int
text_cmp(struct text a, struct text b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n > 0 ? memcmp(a.p, b.p, n) : 0;

    return c != 0 ? c : (a.n > b.n) - (a.n < b.n);
}

size_t
text_ascii(struct text t)
{
    size_t i = 0;
    uint64_t eight;

    for (; i + sizeof(eight) <= t.n; i += sizeof(eight)) {
        memcpy(&eight, t.p + i, sizeof(eight));
        if ((eight & UINT64_C(0x8080808080808080)) != 0)
            break;
    }
    while (i < t.n && (unsigned char)t.p[i] < 0x80)
        i++;
    return i;
}

bool
text_is_ascii(struct text t)
{
    return text_ascii(t) == t.n;
}

bool
text_starts(struct text t, struct text head)
{
    return t.n >= head.n && text_eq((struct text){ t.p, head.n }, head);
}

bool
text_starts_nocase(struct text t, struct text head)
{
    return t.n >= head.n && text_eq_nocase((struct text){ t.p, head.n }, head);
}

bool
text_ends(struct text t, struct text tail)
{
    return t.n >= tail.n && text_eq(text_from(t, t.n - tail.n), tail);
}

size_t
text_find(struct text t, struct text what)
{
    const char *hit = NULL;

    if (what.n == 0)
        return 0;
    if (t.n >= what.n)
        hit = memmem(t.p, t.n, what.p, what.n);
    return hit != NULL ? (size_t)(hit - t.p) : TEXT_NPOS;
}

/* Where c is next, or end. */
static size_t
next_char(struct text t, size_t from, size_t end, char c)
{
    const char *p = from < end ? memchr(t.p + from, c, end - from) : NULL;

    return p != NULL ? (size_t)(p - t.p) : end;
}

size_t
text_find_nocase(struct text t, struct text what)
{
    char first[2]; /* small and capital */
    size_t at[2], n_starts;

    if (what.n == 0)
        return 0;
    if (t.n < what.n)
        return TEXT_NPOS;
    n_starts = t.n - what.n + 1;
    first[0] = fold(what.p[0]);
    first[1] = first[0] >= 'a' && first[0] <= 'z' ? (char)(first[0] - 'a' + 'A') : first[0];
    for (size_t k = 0; k < 2; k++)
        at[k] = next_char(t, 0, n_starts, first[k]);
    while (at[0] < n_starts || at[1] < n_starts) {
        size_t k = at[1] < at[0], i = at[k];

        if (text_eq_nocase((struct text){ t.p + i, what.n }, what))
            return i;
        at[k] = next_char(t, i + 1, n_starts, first[k]);
    }
    return TEXT_NPOS;
}

bool
text_to_int(struct text t, int64_t *ret)
{
    int64_t v = 0, digit; /* summed up below zero, where there is room for INT64_MIN */
    bool minus = t.n > 0 && t.p[0] == '-';

    if (minus)
        t = text_from(t, 1);
    if (t.n == 0)
        return false;
    for (size_t i = 0; i < t.n; i++) {
        digit = t.p[i] - '0';
        if (digit < 0 || digit > 9 || __builtin_mul_overflow(v, INT64_C(10), &v) ||
            __builtin_sub_overflow(v, digit, &v))
            return false;
    }
    if (!minus && v == INT64_MIN)
        return false;
    *ret = minus ? v : -v;
    return true;
}
