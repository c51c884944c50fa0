/* words.c - see words.h. */
#include "words.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "utf8.h"

enum { HEXADECIMAL = 16, DECIMAL = 10, HEX_DIGITS = 4 };

#define MAX_REFERENCE 10 /* bytes between & and ; : &#x10FFFF; */
#define MAX_WORK      8 /* looks at each byte of a text, on average: words in a language have 1 or 2 */
#define MAX_TAG       64 /* bytes between < and >: longer is no tag that parts words */

static bool
is_space(uint32_t c)
{
    static const struct {
        uint32_t from, to;
    } spaces[] = { { 0x09, 0x0D },     { 0x20, 0x20 },     { 0x85, 0x85 },     { 0xA0, 0xA0 },
                   { 0x1680, 0x1680 }, { 0x2000, 0x200B }, { 0x2028, 0x2029 }, { 0x202F, 0x202F },
                   { 0x205F, 0x205F }, { 0x3000, 0x3000 }, { 0xFEFF, 0xFEFF } };

    for (size_t i = 0; i < N_ELEMENTS(spaces); i++)
        if (c >= spaces[i].from && c <= spaces[i].to)
            return true;
    return false;
}

static uint32_t
lower(uint32_t c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

static void
skip_space(struct text t, size_t *at)
{
    size_t next = *at;

    while (next < t.n && is_space(utf8_next(t, &next)))
        *at = next;
}

/* How many bytes of t, from at on, what matches; 0: it does not.  *work: bytes looked at. */
static size_t
match(struct text t, size_t at, struct text what, size_t *work)
{
    size_t i = 0, j = at;

    while (i < what.n) {
        uint32_t a, b;

        *work += 1;
        if (j >= t.n)
            return 0;
        a = utf8_next(what, &i);
        b = utf8_next(t, &j);
        if (is_space(a) && is_space(b)) {
            skip_space(what, &i);
            skip_space(t, &j);
        } else if (lower(a) != lower(b)) {
            return 0;
        }
    }
    return j - at;
}

/* The next letter from *at on: a small one, one blank for all white space that follows. */
static uint32_t
next_folded(struct text t, size_t *at)
{
    uint32_t c = utf8_next(t, at);

    if (!is_space(c))
        return lower(c);
    skip_space(t, at);
    return ' ';
}

static void
fold(struct text t, struct buf *out)
{
    for (size_t i = 0; i < t.n;)
        buf_add_utf8(out, next_folded(t, &i));
}

/* Where the byte of that number of what fold() makes of t comes from. */
static size_t
unfold(struct text t, size_t number)
{
    char z[UTF8_MAX_BYTES];
    size_t i = 0;

    for (size_t n = 0; n < number && i < t.n;)
        n += utf8_encode(next_folded(t, &i), z);
    return i;
}

/*
 * The same in a time that grows with the texts' lengths alone, some times as long for most: "aaaa"
 * is nearly found at every letter of "aaaaa...".
 */
static bool
find_folded(struct text t, struct text what, struct text *ret)
{
    struct buf in, of;
    size_t found;

    buf_init(&in, t.n * UTF8_MAX_BYTES);
    buf_init(&of, what.n * UTF8_MAX_BYTES);
    fold(t, &in);
    fold(what, &of);
    found = text_find(buf_text(&in), buf_text(&of));
    if (found != TEXT_NPOS) {
        size_t from = unfold(t, found);

        *ret = text_sub(t, from, unfold(t, found + of.n) - from);
    }
    buf_release(&in);
    buf_release(&of);
    return found != TEXT_NPOS;
}

bool
words_find(struct text t, struct text what, struct text *ret)
{
    unsigned char first = what.n > 0 ? (unsigned char)what.p[0] : 0;
    bool ascii = first < 0x80 && first != 'k' && first != 'K' && first != 's' && first != 'S';
    int small = first >= 'A' && first <= 'Z' ? first + ('a' - 'A') : first;
    int large = first >= 'a' && first <= 'z' ? first - ('a' - 'A') : first;
    size_t work = 0;

    /* U+212A and U+017F fold to k and s: only words that begin with these look at every letter */
    for (size_t at = 0; what.n > 0 && at < t.n; at++) {
        unsigned char c = (unsigned char)t.p[at];
        size_t n;

        if ((c & 0xC0) == 0x80 || (ascii && c != small && c != large))
            continue;
        n = match(t, at, what, &work);
        if (n > 0) {
            *ret = text_sub(t, at, n);
            return true;
        }
        if (work > MAX_WORK * (t.n + 1))
            return find_folded(text_from(t, at), what, ret);
    }
    return false;
}

bool
words_any(struct text t, const struct text *what, size_t n)
{
    struct text at;

    for (size_t i = 0; i < n; i++)
        if (words_find(t, what[i], &at))
            return true;
    return false;
}

bool
words_replace(struct text t, const struct text *what, size_t n, const char *mark, struct buf *out)
{
    bool any = false;

    while (t.n > 0) {
        struct text first = TEXT_NONE, at;

        /* the first place of all, and of those the longest: the order of what is no matter */
        for (size_t i = 0; i < n; i++)
            if (words_find(t, what[i], &at) &&
                (first.p == NULL || at.p < first.p || (at.p == first.p && at.n > first.n)))
                first = at;
        if (first.p == NULL)
            break;
        buf_add_text(out, text_sub(t, 0, (size_t)(first.p - t.p)));
        buf_add_str(out, mark);
        t = text_from(t, (size_t)(first.p - t.p) + first.n);
        any = true;
    }
    buf_add_text(out, t);
    return any;
}

/* The value that takes the place of a string; NULL: it may stay. */
static json_t *
mend_string(json_t *v, const struct text *what, size_t n, const char *mark)
{
    struct text t = { json_string_value(v), json_string_length(v) };
    json_t *ret = NULL;
    struct buf b;

    buf_init(&b, BUF_LARGE);
    if (words_replace(t, what, n, mark, &b))
        ret = json_stringn(buf_str(&b), b.n);
    buf_release(&b);
    return ret;
}

bool
words_replace_json(json_t *v, const struct text *what, size_t n, const char *mark)
{
    const char *key;
    json_t *member;
    size_t i;
    void *safe;
    bool any = false;

    json_object_foreach_safe(v, safe, key, member)
    {
        json_t *is = json_is_string(member) ? mend_string(member, what, n, mark) : NULL;

        if (is != NULL)
            json_object_set_new(v, key, is);
        any = is != NULL || words_replace_json(member, what, n, mark) || any;
    }
    json_array_foreach(v, i, member)
    {
        json_t *is = json_is_string(member) ? mend_string(member, what, n, mark) : NULL;

        if (is != NULL)
            json_array_set_new(v, i, is);
        any = is != NULL || words_replace_json(member, what, n, mark) || any;
    }
    return any;
}

/* ---- how a text reads ---- */

static bool
reference(struct text t, size_t *at, struct buf *out)
{
    static const struct {
        const char *name;
        char is;
    } names[] = { { "amp", '&' },  { "lt", '<' },    { "gt", '>' },
                  { "quot", '"' }, { "apos", '\'' }, { "nbsp", ' ' } };
    size_t end = text_find_char(text_sub(t, *at + 1, MAX_REFERENCE), ';');
    struct text name = end == TEXT_NPOS ? TEXT_NONE : text_sub(t, *at + 1, end);
    char digits[MAX_REFERENCE + 1] = "", *rest;
    bool hex = name.n > 1 && (name.p[1] == 'x' || name.p[1] == 'X');
    unsigned long code;

    if (name.n == 0)
        return false;
    for (size_t i = 0; i < N_ELEMENTS(names); i++)
        if (text_is(name, names[i].name)) {
            *at += name.n + 2;
            return buf_add_char(out, names[i].is);
        }
    if (name.p[0] != '#')
        return false;
    name = text_from(name, hex ? 2 : 1);
    if (name.n == 0)
        return false;
    memcpy(digits, name.p, name.n);
    code = strtoul(digits, &rest, hex ? HEXADECIMAL : DECIMAL);
    if (*rest != '\0')
        return false;
    *at += name.n + (hex ? 4 : 3);
    return buf_add_utf8(out, (uint32_t)code);
}

static bool
escape(struct text t, size_t *at, struct buf *out)
{
    char c = *at + 1 < t.n ? t.p[*at + 1] : '\0', digits[HEX_DIGITS + 1] = "", *rest;
    uint32_t code;

    if (c == 'u' && *at + 2 + HEX_DIGITS <= t.n) {
        memcpy(digits, t.p + *at + 2, HEX_DIGITS);
        code = (uint32_t)strtoul(digits, &rest, HEXADECIMAL);
        if (*rest != '\0')
            return false;
        *at += 2 + HEX_DIGITS;
        return buf_add_utf8(out, code);
    }
    if (c == '\0' || c >= 0x7F || c < '!')
        return false;
    *at += 2;
    return buf_add_char(out, c == 'n' || c == 't' || c == 'r' ? ' ' : c);
}

/* "<b>", "</a>": not "a < b". */
static bool
tag(struct text t, size_t *at)
{
    struct text inner = text_sub(t, *at + 1, MAX_TAG);
    size_t end = text_find_char(inner, '>');
    char c = inner.n > 0 ? inner.p[0] : ' ';

    if (end == TEXT_NPOS || !(c == '/' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')))
        return false;
    *at += end + 2;
    return true;
}

static void
plain_once(struct text t, struct buf *out)
{
    for (size_t at = 0; at < t.n;) {
        char c = t.p[at];

        if ((c == '&' && reference(t, &at, out)) || (c == '\\' && escape(t, &at, out)) ||
            (c == '<' && tag(t, &at)))
            continue;
        if (c == '"' && at + 1 < t.n && t.p[at + 1] == '"')
            at++;
        buf_add_char(out, c);
        at++;
    }
}

void
words_plain(struct text t, struct buf *out)
{
    struct buf once;

    buf_init(&once, out->max);
    plain_once(t, &once);
    plain_once(buf_text(&once), out);
    buf_release(&once);
}
