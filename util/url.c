#include "url.h"

#include <libpsl.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "url_chars.h"
#include "url_parse.h"
#include "utf8.h"

#define SHOWN 200 /* bytes of an address in a message */
#define ROOM  32  /* bytes more than address and base: a few escapes */

/* What the standard strips before it parses: C0 controls and spaces at both ends, tabs and
 * line ends everywhere.  Bytes that are no UTF-8 become U+FFFD. */
static void
strip(struct text address, struct buf *out)
{
    struct text line;
    size_t at;

    while (address.n > 0 && (unsigned char)address.p[0] <= ' ')
        address = text_from(address, 1);
    while (address.n > 0 && (unsigned char)address.p[address.n - 1] <= ' ')
        address.n--;
    at = out->n;
    while (text_cut(&address, "\t\r\n", &line))
        buf_add_text(out, line);
    if (!utf8_valid(text_from(buf_text(out), at))) {
        struct buf clean;

        buf_init(&clean, out->max);
        utf8_clean(text_from(buf_text(out), at), &clean);
        out->n = at;
        buf_add_text(out, buf_text(&clean));
        buf_release(&clean);
    }
}

/* Does address need no strip()?  Nearly all do not, and then no copy is made. */
static bool
is_stripped(struct text address)
{
    for (size_t i = 0; i < address.n; i++)
        if ((unsigned char)address.p[i] <= ' ' || (unsigned char)address.p[i] >= 0x7F)
            return false;
    return true;
}

static enum status
parse(struct text address, const struct url *base, struct buf *out, struct err *err)
{
    struct buf in;
    const char *why = NULL;

    buf_init(&in, URL_MAX_BYTES);
    if (address.n <= URL_MAX_BYTES) /* room for nearly every result at once */
        out->p =
            mem_grow(out->p, &out->cap, address.n + (base != NULL ? base->href.n : 0) + ROOM, 1);
    if (address.n <= URL_MAX_BYTES && is_stripped(address)) {
        why = url_parse(address, base, out);
    } else if (address.n <= URL_MAX_BYTES) {
        strip(address, &in);
        why = url_parse(buf_text(&in), base, out);
    }
    buf_release(&in);
    if (address.n > URL_MAX_BYTES || in.over || out->over)
        return err_set(err, ST_LIMIT, "address \"%.*s...\": over %zu bytes",
                       TEXT_ARG(text_sub(address, 0, SHOWN)), URL_MAX_BYTES);
    if (why != NULL)
        return err_set(err, ST_INVALID, "address \"%.*s\": %s",
                       TEXT_ARG(text_sub(address, 0, SHOWN)), why);
    return ST_OK;
}

enum status
url_resolve_on(struct text address, const struct url *base, struct arena *arena, struct text *ret,
               struct err *err)
{
    struct buf out;
    enum status st;

    buf_init(&out, URL_MAX_BYTES);
    st = parse(address, base, &out, err);
    if (st == ST_OK)
        *ret = arena_text(arena, buf_text(&out));
    buf_release(&out);
    return st;
}

enum status
url_resolve(struct text address, struct text base, struct arena *arena, struct text *ret,
            struct err *err)
{
    struct buf normal;
    struct url b;
    enum status st;

    if (base.n == 0)
        return url_resolve_on(address, NULL, arena, ret, err);
    buf_init(&normal, URL_MAX_BYTES);
    st = parse(base, NULL, &normal, err);
    if (st == ST_OK)
        st = url_resolve_on(address, url_split(buf_text(&normal), &b) ? &b : NULL, arena, ret, err);
    buf_release(&normal);
    return st;
}

/* "user:secret@host:port" into its parts; the brackets of IPv6 stay in the host. */
static void
split_authority(struct text t, struct url *u)
{
    size_t at = text_find_char(t, '@'), end;

    if (at != TEXT_NPOS) {
        u->userinfo = text_sub(t, 0, at);
        t = text_from(t, at + 1);
    }
    end = t.n > 0 && t.p[0] == '[' ? text_find_char(t, ']') : 0;
    if (end == TEXT_NPOS)
        end = 0;
    while (end < t.n && t.p[end] != ':')
        end++;
    u->host = text_sub(t, 0, end);
    u->port = text_from(t, end + 1);
}

bool
url_split(struct text normalised, struct url *ret)
{
    struct text rest = text_before(normalised, '#');
    size_t colon = text_find_char(rest, ':'), n;

    if (colon == TEXT_NPOS || colon == 0)
        return false;
    *ret = (struct url){ .href = rest, .scheme = text_sub(rest, 0, colon) };
    rest = (struct text){ rest.p + colon + 1, rest.n - colon - 1 };
    if (text_starts(rest, TEXT_LIT("//"))) {
        ret->has_host = true;
        for (n = 2; n < rest.n && rest.p[n] != '/' && rest.p[n] != '?'; n++)
            ;
        split_authority(text_sub(rest, 2, n - 2), ret);
        rest = (struct text){ rest.p + n, rest.n - n };
    } else if (text_starts(rest, TEXT_LIT("/.//"))) {
        rest = (struct text){ rest.p + 2, rest.n - 2 }; /* the guard before a path of "//" */
    } else {
        ret->opaque = rest.n == 0 || rest.p[0] != '/';
    }
    n = text_find_char(rest, '?');
    ret->has_query = n != TEXT_NPOS;
    ret->query = ret->has_query ? text_from(rest, n + 1) : TEXT_NONE;
    ret->path = (struct text){ rest.p, ret->has_query ? n : rest.n };
    return true;
}

bool
url_fetchable(const struct url *u)
{
    return u->host.n > 0 && (text_is(u->scheme, "http") || text_is(u->scheme, "https"));
}

static char *
put(char *at, struct text t)
{
    if (t.n > 0)
        memcpy(at, t.p, t.n);
    return at + t.n;
}

/* By hand: it is asked for every link. */
struct text
url_host_of(struct text t)
{
    size_t at = text_find(t, TEXT_LIT("://"));

    if (at != TEXT_NPOS)
        t = text_from(t, at + 3);
    t = text_before(t, '/');
    if (text_starts(t, TEXT_LIT("["))) /* an IPv6 address has colons of its own */
        return text_sub(t, 0, text_before(t, ']').n + 1);
    return text_before(t, ':');
}

struct text
url_authority(const struct url *u, struct arena *arena)
{
    size_t n = u->scheme.n + (sizeof("://") - 1) + u->host.n + (u->port.n > 0) + u->port.n;
    char *out = arena_alloc(arena, n + 1), *at = out;

    at = put(at, u->scheme);
    at = put(at, TEXT_LIT("://"));
    at = put(at, u->host);
    if (u->port.n > 0) {
        at = put(at, TEXT_LIT(":"));
        put(at, u->port);
    }
    return (struct text){ out, n };
}

struct text
url_path_query(const struct url *u)
{
    return text_from(u->href, (size_t)(u->path.p - u->href.p));
}

/* An address in numbers belongs to nobody's domain. */
static bool
is_ip(struct text host)
{
    size_t n = host.n;

    while (n > 0 && ((host.p[n - 1] >= '0' && host.p[n - 1] <= '9') || host.p[n - 1] == '.'))
        n--;
    return n == 0 || host.p[0] == '[';
}

struct text
url_registrable(struct text host)
{
    const psl_ctx_t *psl = psl_builtin();
    const char *found;
    char *z;
    struct text ret = host;

    if (host.n == 0 || is_ip(host) || psl == NULL || memchr(host.p, '\0', host.n) != NULL)
        return host;
    z = mem_dup(host.p, host.n);
    found = psl_registrable_domain(psl, z);
    if (found != NULL)
        ret = text_from(host, (size_t)(found - z));
    free(z);
    return ret;
}

bool
url_same_site(struct text a, struct text b)
{
    struct url ua, ub;

    return url_split(a, &ua) && url_split(b, &ub) && ua.host.n > 0 &&
           text_eq(url_registrable(ua.host), url_registrable(ub.host));
}
