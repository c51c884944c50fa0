/* api_template.c - see api_template.h. */
#include "api_template.h"

#include <string.h>

#include "api_path.h"
#include "buf.h"

#define ORIGIN     TEXT_LIT("{origin}")
#define MAX_RESULT ((size_t)8 * 1024) /* bytes of an address; servers stop there */

struct text
api_template_get(const struct api_values *v, const char *name)
{
    for (size_t i = 0; i < v->n; i++)
        if (text_is(v->v[i].name, name))
            return v->v[i].value;
    return TEXT_NONE;
}

void
api_template_set(struct api_values *v, struct text name, struct text value)
{
    size_t i = 0;

    while (i < v->n && !text_eq(v->v[i].name, name))
        i++;
    if (i == API_MAX_VALUES)
        return;
    v->v[i].name = name;
    v->v[i].value = value;
    v->n += i == v->n;
}

/* "host[:port]", as addresses are written. */
static struct text
host_port(const struct url *u)
{
    struct text host = u->host;

    if (u->port.n > 0)
        host.n += 1 + u->port.n;
    return host;
}

/* Move "{name}" at the head of *t into *name; false: there is none. */
static bool
cut_hole(struct text *t, struct text *name)
{
    size_t end = t->n > 0 && t->p[0] == '{' ? text_find_char(*t, '}') : TEXT_NPOS;

    if (end == TEXT_NPOS)
        return false;
    *name = text_sub(*t, 1, end - 1);
    *t = text_from(*t, end + 1);
    return true;
}

/* ---- from a template to an address ---- */

static bool
is_bare(unsigned char c, bool in_path)
{
    return (c | 0x20u) - 'a' < 26u || c - (unsigned)'0' < 10u ||
           (c != '\0' && strchr(in_path ? "-._~:@!$'()*,;=+" : "-._~", c) != NULL);
}

static void
add_encoded(struct buf *b, struct text t, bool in_path, bool slashes)
{
    for (size_t i = 0; i < t.n; i++) {
        unsigned char c = (unsigned char)t.p[i];

        if (is_bare(c, in_path) || (slashes && c == '/'))
            buf_add_char(b, (char)c);
        else
            buf_addf(b, "%%%02X", c);
    }
}

static struct text
with_underscores(struct text t, struct arena *a)
{
    char *z = arena_str(a, t);

    for (size_t i = 0; i < t.n; i++)
        if (z[i] == ' ')
            z[i] = '_';
    return (struct text){ z, t.n };
}

static struct text
value_of(struct text name, const struct api_values *v, const json_t *item, struct arena *a)
{
    struct text value = TEXT_NONE, paths, path;

    if (name.n == 0 || name.p[0] != '.') {
        if (text_ends(name, TEXT_LIT("*")))
            name.n--;
        return api_template_get(v, arena_str(a, name));
    }
    name = text_from(name, 1);
    paths = text_before(name, ':');
    while (value.n == 0 && text_cut(&paths, "|", &path))
        value = api_path_text(item, path, a);
    return text_ends(name, TEXT_LIT(":_")) ? with_underscores(value, a) : value;
}

/* One part of a template, its holes filled; false: one has no value. */
static bool
add_part(struct buf *b, struct text part, const struct api_values *v, const json_t *item,
         struct arena *a, bool in_path)
{
    struct text name;

    while (part.n > 0) {
        struct text value;

        if (!cut_hole(&part, &name)) {
            buf_add_char(b, part.p[0]);
            part = text_from(part, 1);
            continue;
        }
        value = value_of(name, v, item, a);
        if (value.n == 0)
            return false;
        if (text_is(name, "origin"))
            buf_add_text(b, value);
        else
            add_encoded(b, value, in_path, text_ends(name, TEXT_LIT("*")));
    }
    return true;
}

bool
api_template_fill(struct text template, const struct api_values *v, const json_t *item,
                  struct arena *a, struct text *ret)
{
    struct text query = text_after(template, '?'), parameter;
    struct buf b;
    char sep = '?';
    bool ok;

    buf_init(&b, MAX_RESULT);
    ok = add_part(&b, text_before(template, '?'), v, item, a, true);
    while (ok && text_cut(&query, "&", &parameter)) {
        size_t n = b.n;

        buf_add_char(&b, sep);
        if (add_part(&b, parameter, v, item, a, false))
            sep = '&';
        else
            b.n = n; /* without a value it is left out */
    }
    ok = ok && !b.over;
    if (ok)
        *ret = arena_text(a, buf_text(&b));
    buf_release(&b);
    return ok;
}

/* ---- from an address to values ---- */

static int
hex(char c)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    const char *at = c != '\0' ? strchr(digits, c) : NULL;

    return at != NULL ? (int)(at - digits) & 15 : -1;
}

/* "%20" undone, wherever it is whole. */
static struct text
decoded(struct text t, struct arena *a)
{
    char *z = arena_str(a, t);
    size_t n = 0;

    for (size_t i = 0; i < t.n; i++) {
        bool coded = t.p[i] == '%' && i + 2 < t.n && hex(t.p[i + 1]) >= 0 && hex(t.p[i + 2]) >= 0;

        z[n++] = coded ? (char)(hex(t.p[i + 1]) * 16 + hex(t.p[i + 2])) : t.p[i];
        i += coded ? 2 : 0;
    }
    return (struct text){ z, n };
}

/* The literal bytes up to the next hole. */
static struct text
literal(struct text pattern)
{
    return text_before(pattern, '{');
}

/* Lay a pattern over a text, hole by hole: a value ends where what follows is first met. */
static bool
fit_part(struct text pattern, struct text t, struct arena *a, struct api_values *ret)
{
    struct text name, head = literal(pattern);

    if (!text_starts(t, head))
        return false;
    pattern = text_from(pattern, head.n);
    t = text_from(t, head.n);
    while (cut_hole(&pattern, &name)) {
        struct text value;
        size_t end;

        head = literal(pattern);
        end = head.n > 0 ? text_find(t, head) : pattern.n > 0 ? TEXT_NPOS : t.n;
        value = text_sub(t, 0, end);
        if (end == TEXT_NPOS || value.n == 0)
            return false;
        if (text_ends(name, TEXT_LIT("*")))
            name.n--;
        else if (text_find_char(value, '/') != TEXT_NPOS)
            return false;
        api_template_set(ret, name, decoded(value, a));
        pattern = text_from(pattern, head.n);
        t = text_from(t, end + head.n);
    }
    return pattern.n == 0 && t.n == 0;
}

/* The value behind "name=" in a query. */
static bool
find_parameter(struct text query, struct text name, struct text *ret)
{
    struct text pair;

    while (text_cut(&query, "&", &pair))
        if (text_eq(text_before(pair, '='), name)) {
            *ret = text_after(pair, '=');
            return true;
        }
    return false;
}

static bool
fit_query(struct text query, const struct url *u, bool strict, struct arena *a,
          struct api_values *ret, int *score)
{
    struct text parameter, value;

    while (text_cut(&query, "&", &parameter)) {
        struct text pattern = text_after(parameter, '=');
        bool there = find_parameter(u->query, text_before(parameter, '='), &value);
        bool fits = there && fit_part(pattern, value, a, ret);

        if (strict && !fits)
            return false;
        if (fits)
            ++*score;
        else if (there && text_find_char(pattern, '{') == TEXT_NPOS)
            --*score;
    }
    return true;
}

static struct text
without_slash(struct text path)
{
    if (text_ends(path, TEXT_LIT("/")))
        path.n--;
    return path;
}

bool
api_template_fit(struct text template, const struct url *u, bool strict, struct arena *a,
                 struct api_values *ret, int *score)
{
    struct text rest = text_before(template, '?'), host;
    size_t scheme = text_find(rest, TEXT_LIT("://"));

    api_template_set(ret, TEXT_LIT("origin"), url_authority(u, a));
    api_template_set(ret, TEXT_LIT("host"), host_port(u));
    if (text_starts(rest, ORIGIN)) {
        rest = text_from(rest, ORIGIN.n);
    } else {
        if (scheme != TEXT_NPOS) {
            if (!text_eq(text_sub(rest, 0, scheme), u->scheme))
                return false;
            rest = text_from(rest, scheme + sizeof("://") - 1);
        }
        host = text_before(rest, '/');
        if (!fit_part(host, host_port(u), a, ret))
            return false;
        rest = text_from(rest, host.n);
    }
    return fit_part(without_slash(rest), without_slash(u->path), a, ret) &&
           fit_query(text_after(template, '?'), u, strict, a, ret, score);
}
