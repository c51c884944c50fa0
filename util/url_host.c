#include "url_host.h"

#include <idn2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "url_chars.h"

#define IPV4_PARTS  4
#define IPV4_END    (UINT64_C(1) << 32)
#define BYTE_MAX    255u
#define IPV6_PIECES 8

/* An IPv4 number: decimal, 0x hexadecimal or 0 octal; false if it is none.  Caps at IPV4_END. */
static bool
ipv4_number(struct text t, uint64_t *ret)
{
    unsigned base = 10;
    uint64_t v = 0;

    if (t.n == 0)
        return false;
    if (t.n >= 2 && t.p[0] == '0') {
        bool hex = t.p[1] == 'x' || t.p[1] == 'X';

        base = hex ? 16 : 8;
        t = text_from(t, hex ? 2 : 1);
    }
    for (size_t i = 0; i < t.n; i++) {
        int digit = url_chars_hex(t.p[i]);

        if (digit < 0 || (unsigned)digit >= base)
            return false;
        v = v * base + (unsigned)digit;
        if (v > IPV4_END)
            v = IPV4_END;
    }
    *ret = v;
    return true;
}

/* "Ends in a number": such a host is an IPv4 address or nothing. */
static bool
ends_in_number(struct text host)
{
    struct text last = host;
    uint64_t v;
    bool digits;

    if (last.n > 0 && last.p[last.n - 1] == '.')
        last.n--;
    if (last.n == 0)
        return false;
    for (size_t i = last.n; i > 0; i--) {
        if (last.p[i - 1] == '.') {
            last = text_from(last, i);
            break;
        }
    }
    digits = last.n > 0;
    for (size_t i = 0; i < last.n; i++)
        digits = digits && last.p[i] >= '0' && last.p[i] <= '9';
    return digits || ipv4_number(last, &v);
}

static const char *
parse_ipv4(struct text host, struct buf *out)
{
    uint64_t parts[IPV4_PARTS], address, limit = IPV4_END;
    size_t n = 0;
    struct text rest = host, part;

    if (rest.n > 1 && rest.p[rest.n - 1] == '.')
        rest.n--;
    while (text_cut(&rest, ".", &part)) {
        if (n == IPV4_PARTS)
            return "more than four parts in an IPv4 address";
        if (!ipv4_number(part, &parts[n++]))
            return "a part of an IPv4 address is no number";
    }
    for (size_t i = 0; i + 1 < n; i++) {
        if (parts[i] > BYTE_MAX)
            return "a part of an IPv4 address is over 255";
        limit >>= 8;
    }
    if (parts[n - 1] >= limit)
        return "an IPv4 address is too large";
    address = parts[n - 1];
    for (size_t i = 0; i + 1 < n; i++)
        address |= parts[i] << (8 * (IPV4_PARTS - 1 - i));
    buf_addf(out, "%u.%u.%u.%u", (unsigned)(address >> 24 & BYTE_MAX),
             (unsigned)(address >> 16 & BYTE_MAX), (unsigned)(address >> 8 & BYTE_MAX),
             (unsigned)(address & BYTE_MAX));
    return NULL;
}

/* The dotted IPv4 tail of an IPv6 address, as two pieces: four plain decimals. */
static bool
ipv6_tail(struct text t, unsigned pieces[2])
{
    unsigned v[IPV4_PARTS];
    size_t n = 0;
    struct text part;

    if (t.n == 0 || t.p[t.n - 1] == '.')
        return false;
    while (text_cut(&t, ".", &part)) {
        int64_t x = -1;

        if (n == IPV4_PARTS || part.n == 0 || part.p[0] == '-' || !text_to_int(part, &x) ||
            x > (int64_t)BYTE_MAX || (part.n > 1 && part.p[0] == '0'))
            return false;
        v[n++] = (unsigned)x;
    }
    if (n != IPV4_PARTS)
        return false;
    pieces[0] = v[0] << 8 | v[1];
    pieces[1] = v[2] << 8 | v[3];
    return true;
}

/* Up to four hexadecimal digits at t[*at], moving past them. */
static unsigned
hex_piece(struct text t, size_t *at)
{
    unsigned v = 0;

    for (size_t n = 0; n < 4 && *at < t.n && url_chars_hex(t.p[*at]) >= 0; n++)
        v = v << 4 | (unsigned)url_chars_hex(t.p[(*at)++]);
    return v;
}

/* The eight pieces of an IPv6 address (without brackets). */
static bool
ipv6_pieces(struct text t, unsigned pieces[IPV6_PIECES])
{
    size_t n = 0, gap = IPV6_PIECES + 1, at = 0;

    if (t.n > 0 && t.p[0] == ':') {
        if (t.n < 2 || t.p[1] != ':')
            return false;
        gap = 0;
        at = 2;
    }
    while (at < t.n) {
        size_t from = at;

        if (n == IPV6_PIECES)
            return false;
        if (t.p[at] == ':') {
            if (gap <= IPV6_PIECES)
                return false;
            gap = n;
            at++;
            continue;
        }
        pieces[n] = hex_piece(t, &at);
        if (at < t.n && t.p[at] == '.') {
            if (n > IPV6_PIECES - 2 || !ipv6_tail(text_from(t, from), pieces + n))
                return false;
            n += 2;
            at = t.n;
            break;
        }
        n++;
        if (at == t.n)
            break;
        if (at == from || t.p[at] != ':' || ++at == t.n)
            return false; /* no digit, no colon, or a single colon at the end */
    }
    if (gap > IPV6_PIECES)
        return n == IPV6_PIECES;
    if (n >= IPV6_PIECES)
        return false;
    memmove(pieces + IPV6_PIECES - (n - gap), pieces + gap, (n - gap) * sizeof(*pieces));
    for (size_t i = gap; i < IPV6_PIECES - (n - gap); i++)
        pieces[i] = 0;
    return true;
}

/* The first longest run of two or more zero pieces: where it starts, how long it is. */
static size_t
longest_zeros(const unsigned pieces[IPV6_PIECES], size_t *ret_n)
{
    size_t best = IPV6_PIECES, best_n = 1;

    for (size_t i = 0; i < IPV6_PIECES; i++) {
        size_t n = 0;

        while (i + n < IPV6_PIECES && pieces[i + n] == 0)
            n++;
        if (n > best_n) {
            best = i;
            best_n = n;
        }
        i += n;
    }
    *ret_n = best_n;
    return best;
}

static const char *
parse_ipv6(struct text t, struct buf *out)
{
    unsigned pieces[IPV6_PIECES] = { 0 };
    size_t zeros, n;

    if (!ipv6_pieces(t, pieces))
        return "an IPv6 address is malformed";
    zeros = longest_zeros(pieces, &n);
    buf_add_char(out, '[');
    for (size_t i = 0; i < IPV6_PIECES; i++) {
        if (i == zeros) {
            buf_add_str(out, i == 0 ? "::" : ":");
            i += n - 1;
            continue;
        }
        buf_addf(out, "%x%s", pieces[i], i + 1 < IPV6_PIECES ? ":" : "");
    }
    buf_add_char(out, ']');
    return NULL;
}

/* The four characters that transitional processing maps and nontransitional keeps. */
static bool
has_deviation(struct text t)
{
    static const struct text four[] = {
        { "\xC3\x9F", 2 },     /* sharp s */
        { "\xCF\x82", 2 },     /* final sigma */
        { "\xE2\x80\x8C", 3 }, /* zero width non-joiner */
        { "\xE2\x80\x8D", 3 }, /* zero width joiner */
    };

    for (size_t i = 0; i < N_ELEMENTS(four); i++)
        if (text_find(t, four[i]) != TEXT_NPOS)
            return true;
    return false;
}

/*
 * UTS 46 "ToASCII" of one label; false if libidn2 refuses it.  Nontransitional,
 * libidn2 2.3.3 refuses symbols such as U+2603 that UTS 46 lets pass (IDNA 2008
 * does not); transitional, it takes them.  Where none of the four characters that
 * tell the two apart is in the label, both must give the same, so the second
 * is asked when the first says no.
 */
static bool
label_to_ascii(struct text label, struct buf *out)
{
    char *z = mem_dup(label.p, label.n), *ascii = NULL;
    int rc = IDN2_DISALLOWED;

    if (strlen(z) == label.n)
        rc = idn2_to_ascii_8z(z, &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    if (rc == IDN2_DISALLOWED && !has_deviation(label))
        rc = idn2_to_ascii_8z(z, &ascii, IDN2_NFC_INPUT | IDN2_TRANSITIONAL);
    if (rc == IDN2_OK)
        buf_add_str(out, ascii);
    idn2_free(ascii);
    free(z);
    return rc == IDN2_OK;
}

static void
add_lower(struct text t, struct buf *out)
{
    for (size_t i = 0; i < t.n; i++)
        buf_add_char(out, t.p[i] >= 'A' && t.p[i] <= 'Z' ? (char)(t.p[i] | 0x20) : t.p[i]);
}

/* Where the first dot, or what UTS 46 maps to one, stands in t, and its length; or t.n, 0. */
static size_t
find_dot(struct text t, size_t *ret_n)
{
    static const struct text dots[] = {
        { ".", 1 },
        { "\xE3\x80\x82", 3 }, /* ideographic full stop */
        { "\xEF\xBC\x8E", 3 }, /* full-width full stop */
        { "\xEF\xBD\xA1", 3 }, /* half-width ideographic full stop */
    };

    for (size_t i = 0; i < t.n; i++) {
        for (size_t k = 0; k < N_ELEMENTS(dots); k++) {
            if (text_starts(text_from(t, i), dots[k])) {
                *ret_n = dots[k].n;
                return i;
            }
        }
    }
    *ret_n = 0;
    return t.n;
}

/*
 * "Domain to ASCII", not strict: a domain that is ASCII is only put in lower
 * case.  Label by label, because the standard lets pass hyphens and lengths that
 * libidn2 refuses, and labels that are ASCII may have them.
 */
static const char *
domain_to_ascii(struct text domain, struct buf *out)
{
    bool ascii = text_is_ascii(domain);

    while (domain.n > 0) {
        size_t n_dot, n = find_dot(domain, &n_dot);
        struct text label = text_sub(domain, 0, n);

        if (ascii || (text_is_ascii(label) && !text_starts_nocase(label, TEXT_LIT("xn--"))))
            add_lower(label, out);
        else if (!label_to_ascii(label, out))
            return "the host is no valid internationalised name";
        if (n_dot > 0)
            buf_add_char(out, '.');
        domain = text_from(domain, n + n_dot);
    }
    return NULL;
}

static const char *
parse_domain(struct text host, struct buf *out)
{
    size_t at = out->n;
    struct buf decoded;
    struct text name;
    const char *why;

    buf_init(&decoded, BUF_SMALL);
    url_chars_decode(host, &decoded);
    why = domain_to_ascii(buf_text(&decoded), out);
    buf_release(&decoded);
    if (why != NULL)
        return why;
    name = text_from(buf_text(out), at);
    if (name.n == 0)
        return "the host is empty";
    for (size_t i = 0; i < name.n; i++)
        if (url_chars_in((unsigned char)name.p[i], URL_CHARS_DOMAIN))
            return "the host holds a character that none may";
    if (ends_in_number(name)) {
        char *copy = mem_dup(name.p, name.n);

        out->n = at;
        why = parse_ipv4((struct text){ copy, name.n }, out);
        free(copy);
    }
    return why;
}

const char *
url_host_parse(struct text host, bool special, struct buf *out)
{
    if (host.n > 0 && host.p[0] == '[') {
        if (host.p[host.n - 1] != ']')
            return "'[' without ']'";
        return parse_ipv6(text_sub(host, 1, host.n - 2), out);
    }
    if (special)
        return parse_domain(host, out);
    for (size_t i = 0; i < host.n; i++)
        if (url_chars_in((unsigned char)host.p[i], URL_CHARS_HOST))
            return "the host holds a character that none may";
    url_chars_encode(host, URL_CHARS_C0, out);
    return NULL;
}
