/* words_read.c - see words_read.h. */
#include "words_read.h"

#include <libxml/HTMLparser.h>
#include <string.h>

#include "utf8.h"

enum { DECIMAL = 10, HEXADECIMAL = 16, ALPHANUMERIC = 36, JSON_DIGITS = 4, BYTE_DIGITS = 2 };

#define MAX_NAME 10   /* bytes between & and ; : &#x10FFFF; &thetasym; */
#define MAX_TAG  4096 /* letters between < and >: with addresses and data- attributes */
#define INLINE                                                                                     \
    " a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp"   \
    " small span strike strong sub sup time tt u var wbr "
#define MAX_INLINE 7 /* the longest of these; a letter more is none of them */

static uint32_t layer(struct text t, size_t *at, int n);

static int
digit(uint32_t c, int base)
{
    int d = c >= '0' && c <= '9'            ? (int)(c - '0')
            : (c | 0x20) >= 'a' && c < 0x80 ? (int)((c | 0x20) - 'a') + DECIMAL
                                            : base;

    return d < base ? d : -1;
}

/* So many hexadecimal digits from *at on, or nothing. */
static bool
digits(struct text t, size_t *at, int n, int n_digits, uint32_t *ret)
{
    size_t to = *at;
    uint32_t code = 0;

    for (int i = 0; i < n_digits; i++) {
        int d = to < t.n ? digit(layer(t, &to, n), HEXADECIMAL) : -1;

        if (d < 0)
            return false;
        code = code * HEXADECIMAL + (uint32_t)d;
    }
    *at = to;
    *ret = code;
    return true;
}

/* "#252", "#xFC" */
static bool
number(const char *name, uint32_t *ret)
{
    bool hex = (name[1] | 0x20) == 'x';
    uint32_t code = 0;
    const char *c = name + (hex ? 2 : 1);

    if (name[0] != '#' || *c == '\0')
        return false;
    for (; *c != '\0'; c++) {
        int d = digit((unsigned char)*c, hex ? HEXADECIMAL : DECIMAL);

        if (d < 0)
            return false;
        code = code * (hex ? HEXADECIMAL : DECIMAL) + (uint32_t)d;
    }
    *ret = code;
    return code > 0 && code <= 0x10FFFF;
}

/* After a "&": HTML 4's names, which libxml2 knows, and numbers. */
static bool
reference(struct text t, size_t *at, int n, uint32_t *ret)
{
    const htmlEntityDesc *known;
    char name[MAX_NAME + 1] = "";
    size_t to = *at;
    uint32_t c = 0;

    for (size_t i = 0; to < t.n; i++) {
        c = layer(t, &to, n);
        if (c == ';' || i == MAX_NAME || (c != '#' && digit(c, ALPHANUMERIC) < 0))
            break;
        name[i] = (char)c;
    }
    if (c != ';' || name[0] == '\0')
        return false;
    if (!number(name, ret)) {
        known = htmlEntityLookup((const xmlChar *)name);
        if (known == NULL)
            return false;
        *ret = known->value;
    }
    *at = to;
    return true;
}

/* The second half of a letter beyond U+FFFF, as JSON writes it. */
static void
join_surrogate(struct text t, size_t *at, int n, uint32_t *c)
{
    size_t to = *at;
    uint32_t low;

    if (*c < 0xD800 || *c > 0xDBFF || to >= t.n || layer(t, &to, n) != '\\' || to >= t.n ||
        layer(t, &to, n) != 'u' || !digits(t, &to, n, JSON_DIGITS, &low) || low < 0xDC00 ||
        low > 0xDFFF)
        return;
    *c = 0x10000 + ((*c - 0xD800) << 10 | (low - 0xDC00));
    *at = to;
}

/* After a "\": JSON's and scripts', and the letters that Markdown takes for themselves. */
static bool
escape(struct text t, size_t *at, int n, uint32_t *ret)
{
    size_t to = *at;
    uint32_t c = to < t.n ? layer(t, &to, n) : 0;

    if (c == 'u' || c == 'x') {
        if (!digits(t, &to, n, c == 'u' ? JSON_DIGITS : BYTE_DIGITS, ret))
            return false;
        if (c == 'u')
            join_surrogate(t, &to, n, ret);
    } else if (c == 'n' || c == 't' || c == 'r') {
        *ret = ' ';
    } else if (c > ' ' && c < 0x7F) {
        *ret = c;
    } else {
        return false;
    }
    *at = to;
    return true;
}

/* After a "%": the bytes of one letter. */
static bool
percent(struct text t, size_t *at, int n, uint32_t *ret)
{
    char z[UTF8_MAX_BYTES];
    size_t to = *at, k = 0, used = 0;
    uint32_t byte;

    do {
        if (k > 0 && (to >= t.n || layer(t, &to, n) != '%'))
            break;
        if (!digits(t, &to, n, BYTE_DIGITS, &byte))
            break;
        z[k++] = (char)byte;
        used = 0;
        *ret = utf8_next((struct text){ z, k }, &used);
    } while (*ret == UTF8_REPLACEMENT && k < UTF8_MAX_BYTES);
    if (k == 0 || *ret == UTF8_REPLACEMENT || used < k)
        return false;
    *at = to;
    return true;
}

/* The letter that n layers make of what stands at *at. */
static uint32_t
layer(struct text t, size_t *at, int n)
{
    static bool (*const undo[])(struct text, size_t *, int, uint32_t *) = {
        ['&'] = reference, ['\\'] = escape, ['%'] = percent
    };
    uint32_t c, ret;

    if (n == 0)
        return utf8_next(t, at);
    c = layer(t, at, n - 1);
    if (c == '"' && n == 1 && *at < t.n && t.p[*at] == '"')
        *at += 1;
    if (c < N_ELEMENTS(undo) && undo[c] != NULL && undo[c](t, at, n - 1, &ret))
        return ret;
    return c;
}

/*
 * After a "<", whose first byte is opened: "b>", "/a>", "!-- -->"; not "a < b".  A "<" written the
 * same way ends the search, so that no place is looked at for many tags.
 */
static bool
tag(struct text t, size_t *at, char opened, uint32_t *ret)
{
    char name[MAX_INLINE + 4] = " ";
    size_t to = *at, k = 1;
    uint32_t c = to < t.n ? layer(t, &to, WORDS_LAYERS) : 0;
    bool in_name = true;
    char next;

    if (c == '/' && to < t.n)
        c = layer(t, &to, WORDS_LAYERS);
    else if (c == '!')
        c = 'b'; /* a comment is nothing, as <b> is */
    if (c < 'A' || digit(c, ALPHANUMERIC) < DECIMAL)
        return false;
    for (int i = 0; c != '>'; i++) {
        in_name = in_name && digit(c, ALPHANUMERIC) >= 0;
        if (in_name && k < sizeof(name) - 2)
            name[k++] = (char)(c | 0x20);
        if (to >= t.n || i == MAX_TAG)
            return false;
        next = t.p[to];
        c = layer(t, &to, WORDS_LAYERS);
        if (c == '<' && next == opened)
            return false;
    }
    name[k] = ' ';
    *at = to;
    *ret = strstr(INLINE, name) != NULL ? WORDS_NOTHING : ' ';
    return true;
}

uint32_t
words_read_next(struct text t, size_t *at, enum words_reading how)
{
    unsigned char byte = (unsigned char)t.p[*at];
    uint32_t c, ret;

    if (how == WORDS_RAW || !words_read_special(byte))
        return utf8_next(t, at);
    c = layer(t, at, WORDS_LAYERS);
    return c == '<' && how == WORDS_UNTAGGED && tag(t, at, (char)byte, &ret) ? ret : c;
}
