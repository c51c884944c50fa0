#include "url_chars.h"

#define LAST_PRINTABLE 0x7E
#define DEL            0x7F

#define QUERIES  (URL_CHARS_QUERY | URL_CHARS_SPECIAL_QUERY)
#define ALL      (QUERIES | URL_CHARS_PATH | URL_CHARS_USERINFO)
#define PATHS    (URL_CHARS_PATH | URL_CHARS_USERINFO)
#define IN_HOSTS (URL_CHARS_HOST | URL_CHARS_DOMAIN)

/*
 * The printable bytes that each set has; the path set is the query set and more,
 * the userinfo set the path set and more.
 */
static const uint8_t sets_of[] = {
    [' '] = ALL | IN_HOSTS,
    ['"'] = ALL,
    ['#'] = ALL | IN_HOSTS,
    ['%'] = URL_CHARS_DOMAIN,
    ['\''] = URL_CHARS_SPECIAL_QUERY,
    ['/'] = URL_CHARS_USERINFO | IN_HOSTS,
    [':'] = URL_CHARS_USERINFO | IN_HOSTS,
    [';'] = URL_CHARS_USERINFO,
    ['<'] = ALL | IN_HOSTS,
    ['='] = URL_CHARS_USERINFO,
    ['>'] = ALL | IN_HOSTS,
    ['?'] = PATHS | IN_HOSTS,
    ['@'] = URL_CHARS_USERINFO | IN_HOSTS,
    ['['] = URL_CHARS_USERINFO | IN_HOSTS,
    ['\\'] = URL_CHARS_USERINFO | IN_HOSTS,
    [']'] = URL_CHARS_USERINFO | IN_HOSTS,
    ['^'] = PATHS | IN_HOSTS,
    ['`'] = PATHS,
    ['{'] = PATHS,
    ['|'] = URL_CHARS_USERINFO | IN_HOSTS,
    ['}'] = PATHS,
    [LAST_PRINTABLE] = 0,
};

bool
url_chars_in(unsigned char c, enum url_chars_set set)
{
    if (c >= ' ' && c <= LAST_PRINTABLE)
        return (sets_of[c] & set) != 0;
    if (set == URL_CHARS_HOST)
        return c == '\0' || c == '\t' || c == '\n' || c == '\r';
    return set != URL_CHARS_DOMAIN || c <= DEL;
}

void
url_chars_encode(struct text t, enum url_chars_set set, struct buf *out)
{
    static const char digits[] = "0123456789ABCDEF";
    size_t from = 0;

    for (size_t i = 0; i < t.n; i++) {
        unsigned char c = (unsigned char)t.p[i];
        char escape[3];

        if (!url_chars_in(c, set))
            continue;
        escape[0] = '%';
        escape[1] = digits[c >> 4];
        escape[2] = digits[c & 0xF];
        buf_add(out, t.p + from, i - from);
        buf_add(out, escape, sizeof(escape));
        from = i + 1;
    }
    buf_add_text(out, text_from(t, from));
}

int
url_chars_hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

void
url_chars_decode(struct text t, struct buf *out)
{
    for (size_t i = 0; i < t.n; i++) {
        int high = -1, low = -1;

        if (t.p[i] == '%' && t.n - i > 2) {
            high = url_chars_hex(t.p[i + 1]);
            low = url_chars_hex(t.p[i + 2]);
        }
        if (high >= 0 && low >= 0) {
            buf_add_char(out, (char)(high << 4 | low));
            i += 2;
        } else {
            buf_add_char(out, t.p[i]);
        }
    }
}
