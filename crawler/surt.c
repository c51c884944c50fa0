#include "surt.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "url.h"

#define MAX_PARAMETERS 1000 /* more stay as they are */
#define MAX_LABELS     128  /* of a host name: 253 bytes hold no more */
#define MAX_UNESCAPES  8    /* of "%2525...": what is nested deeper stays */

static int
hex(char c)
{
    c = (char)(c | 0x20);
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* One pass of unescaping in place; the new length. */
static size_t
unescape(char *p, size_t n)
{
    size_t out = 0;

    for (size_t i = 0; i < n; i++) {
        if (p[i] == '%' && i + 2 < n && hex(p[i + 1]) >= 0 && hex(p[i + 2]) >= 0) {
            p[out++] = (char)(hex(p[i + 1]) << 4 | hex(p[i + 2]));
            i += 2;
        } else {
            p[out++] = p[i];
        }
    }
    return out;
}

/* Append t with only those escapes that are needed, in lower case. */
static void
add_plain(struct buf *out, struct text t, struct arena *arena)
{
    char *p = arena_str(arena, t);
    size_t n = t.n, before = n + 1;

    for (size_t i = 0; i < MAX_UNESCAPES && n < before; i++) {
        before = n;
        n = unescape(p, n);
    }
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)p[i];

        if (c <= ' ' || c >= 0x7F || c == '#' || c == '%')
            buf_addf(out, "%%%02x", c);
        else
            buf_add_char(out, c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : (char)c);
    }
}

/* "www.", "www3." and the like. */
static struct text
without_www(struct text host)
{
    size_t n = 3;

    if (!text_starts(host, TEXT_LIT("www")))
        return host;
    while (n < host.n && host.p[n] >= '0' && host.p[n] <= '9')
        n++;
    return n < host.n && host.p[n] == '.' && n + 1 < host.n ? text_from(host, n + 1) : host;
}

static bool
is_ip(struct text host)
{
    for (size_t i = 0; i < host.n; i++)
        if (host.p[i] != '.' && (host.p[i] < '0' || host.p[i] > '9'))
            return host.p[0] == '[';
    return true;
}

static void
add_host(struct buf *out, struct text host)
{
    struct text labels[MAX_LABELS], rest = without_www(host);
    size_t n = 0;

    if (is_ip(host)) {
        buf_add_text(out, host);
        return;
    }
    while (n < MAX_LABELS && text_cut(&rest, ".", &labels[n]))
        n++;
    while (n-- > 0) {
        buf_add_text(out, labels[n]);
        if (n > 0)
            buf_add_char(out, ',');
    }
}

static int
compare(const void *a, const void *b)
{
    struct text x = *(const struct text *)a, y = *(const struct text *)b;
    int names = text_cmp(text_before(x, '='), text_before(y, '='));

    return names != 0 ? names : text_cmp(x, y);
}

static void
add_query(struct buf *out, struct text query, struct arena *arena)
{
    struct text v[MAX_PARAMETERS];
    struct buf plain;
    size_t n = 0, from = 0;

    if (query.n == 0)
        return;
    buf_init(&plain, URL_MAX_BYTES * 3);
    add_plain(&plain, query, arena);
    for (size_t i = 0; i <= plain.n && n < MAX_PARAMETERS; i++)
        if (i == plain.n || plain.p[i] == '&') {
            v[n++] = (struct text){ plain.p + from, i - from };
            from = i + 1;
        }
    if (from > plain.n) /* all of them: sort by name, "a" before "a=1" */
        qsort(v, n, sizeof(v[0]), compare);
    for (size_t i = 0; i < n; i++) {
        buf_add_char(out, i == 0 ? '?' : '&');
        buf_add_text(out, v[i]);
    }
    if (from <= plain.n) {
        buf_add_char(out, '&');
        buf_add_text(out, text_from(buf_text(&plain), from));
    }
    buf_release(&plain);
}

struct text
surt_key(struct text address, struct arena *arena)
{
    struct buf out;
    struct text ret, path;
    struct url u;

    buf_init(&out, URL_MAX_BYTES * 4);
    if (url_resolve(address, TEXT_NONE, arena, &address, NULL) != ST_OK ||
        !url_split(address, &u) || u.host.n == 0) {
        add_plain(&out, address, arena);
    } else {
        add_host(&out, u.host);
        if (u.port.n > 0)
            buf_addf(&out, ":%.*s", TEXT_ARG(u.port));
        buf_add_char(&out, ')');
        path = u.path;
        if (path.n > 1 && path.p[path.n - 1] == '/')
            path = text_sub(path, 0, path.n - 1);
        add_plain(&out, path, arena);
        add_query(&out, u.query, arena);
    }
    ret = arena_text(arena, buf_text(&out));
    buf_release(&out);
    return ret;
}
