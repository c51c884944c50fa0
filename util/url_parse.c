/*
 * url_parse.c - see url_parse.h.  The standard's states as functions: each of
 * them reads from parser.in and appends to parser.out.  A fragment can begin
 * in any state and ends the address, so it is cut off before the first one.
 */
#include "url_parse.h"

#include "ascii.h"
#include "url_chars.h"
#include "url_host.h"

#define PORT_MAX 65535

/* The special schemes and their ports. */
static const struct {
    struct text name;
    uint16_t port;
} special_schemes[] = {
    { { "http", 4 }, 80 }, { { "https", 5 }, 443 }, { { "file", 4 }, 0 },
    { { "ws", 2 }, 80 },   { { "wss", 3 }, 443 },   { { "ftp", 3 }, 21 },
};

struct parser {
    struct text in;         /* what is still to be read */
    bool fragment;          /* '#' followed it */
    struct buf *out;        /* the serialisation so far */
    size_t path_at;         /* where the path begins in out, once it has begun */
    bool special, file;     /* of the scheme in out */
    bool has_host;          /* "//host" is in out */
    const struct url *base; /* NULL: none */
    const char *why;        /* the failure; NULL: none yet */
};

bool
url_parse_special(struct text scheme, uint16_t *port)
{
    for (size_t i = 0; i < N_ELEMENTS(special_schemes); i++) {
        if (text_eq(scheme, special_schemes[i].name)) {
            *port = special_schemes[i].port;
            return true;
        }
    }
    return false;
}

static bool
is_alpha(char c)
{
    return (unsigned)((c | 0x20) - 'a') < 26u;
}

static bool
in_scheme(char c)
{
    return is_alpha(c) || ascii_is_digit(c) || c == '+' || c == '-' || c == '.';
}

/* '/' or, in a special address, '\'. */
static bool
is_slash(const struct parser *ps, char c)
{
    return c == '/' || (ps->special && c == '\\');
}

static bool
at_slash(const struct parser *ps, size_t i)
{
    return i < ps->in.n && is_slash(ps, ps->in.p[i]);
}

static void
skip(struct parser *ps, size_t n)
{
    ps->in = text_from(ps->in, n);
}

/* "C:" or "C|". */
static bool
drive_letter(struct text t)
{
    return t.n == 2 && is_alpha(t.p[0]) && (t.p[1] == ':' || t.p[1] == '|');
}

/* Starts with a Windows drive letter, which an end, a slash, '?' or '#' follows. */
static bool
starts_with_drive(struct text t)
{
    return drive_letter(text_sub(t, 0, 2)) &&
           (t.n == 2 || t.p[2] == '/' || t.p[2] == '\\' || t.p[2] == '?');
}

static struct text
path_so_far(const struct parser *ps)
{
    return text_from(buf_text(ps->out), ps->path_at);
}

/* Drop the last segment of the path; a drive letter stays. */
static void
shorten(struct parser *ps)
{
    struct text path = path_so_far(ps);
    size_t n = path.n;

    if (ps->file && path.n == 3 && is_alpha(path.p[1]) && path.p[2] == ':')
        return;
    while (n > 0 && path.p[n - 1] != '/')
        n--;
    ps->out->n = ps->path_at + (n > 0 ? n - 1 : 0);
}

/* Dots in a segment that says ".", ".." or so with %2e for dots; 0 for any other. */
static unsigned
dots(struct text t)
{
    unsigned n = 0;

    while (t.n > 0 && n <= 2) {
        bool escaped = text_starts_nocase(t, TEXT_LIT("%2e"));

        if (!escaped && t.p[0] != '.')
            return 0;
        t = text_from(t, escaped ? 3 : 1);
        n++;
    }
    return n <= 2 ? n : 0;
}

/* Path state for one segment; last: no slash follows it. */
static void
add_segment(struct parser *ps, struct text segment, bool last)
{
    unsigned n_dots = dots(segment);

    if (n_dots == 2)
        shorten(ps);
    if (n_dots > 0) {
        if (last)
            buf_add_char(ps->out, '/');
        return;
    }
    buf_add_char(ps->out, '/');
    if (ps->file && ps->out->n == ps->path_at + 1 && drive_letter(segment)) {
        buf_add(ps->out, segment.p, 1);
        buf_add_char(ps->out, ':');
        return;
    }
    url_chars_encode(segment, URL_CHARS_PATH, ps->out);
}

/* Path state: segments up to '?', the first slash already passed. */
static void
parse_path(struct parser *ps)
{
    struct text path = text_before(ps->in, '?');
    size_t from = 0;

    for (size_t i = 0; i <= path.n; i++) {
        if (i < path.n && !is_slash(ps, path.p[i]))
            continue;
        add_segment(ps, text_sub(path, from, i - from), i == path.n);
        from = i + 1;
    }
    skip(ps, path.n);
}

/* Path start state. */
static void
parse_path_start(struct parser *ps)
{
    ps->path_at = ps->out->n;
    if (!ps->special && (ps->in.n == 0 || ps->in.p[0] == '?'))
        return; /* the path is empty */
    if (at_slash(ps, 0))
        skip(ps, 1);
    parse_path(ps);
}

/* Query state; in begins with '?' or is empty. */
static void
parse_query(struct parser *ps)
{
    if (ps->in.n == 0)
        return;
    buf_add_char(ps->out, '?');
    url_chars_encode(text_from(ps->in, 1), ps->special ? URL_CHARS_SPECIAL_QUERY : URL_CHARS_QUERY,
                     ps->out);
}

/* "user:secret" before the last '@'; an empty secret loses its colon. */
static void
add_credentials(struct parser *ps, struct text t)
{
    struct text user = text_before(t, ':'), secret = text_after(t, ':');

    if (user.n == 0 && secret.n == 0)
        return;
    url_chars_encode(user, URL_CHARS_USERINFO, ps->out);
    if (secret.n > 0) {
        buf_add_char(ps->out, ':');
        url_chars_encode(secret, URL_CHARS_USERINFO, ps->out);
    }
    buf_add_char(ps->out, '@');
}

/* Port state; scheme_port is not written out. */
static bool
add_port(struct parser *ps, struct text t, uint16_t scheme_port)
{
    unsigned port = 0;

    for (size_t i = 0; i < t.n; i++) {
        if (!ascii_is_digit(t.p[i])) {
            ps->why = "the port is no number";
            return false;
        }
        port = port * 10 + (unsigned)(t.p[i] - '0');
        if (port > PORT_MAX) {
            ps->why = "the port is over 65535";
            return false;
        }
    }
    if (t.n > 0 && !(ps->special && port == scheme_port))
        buf_addf(ps->out, ":%u", port);
    return true;
}

/* Authority, host and port states, then the path; the slashes are passed. */
static void
parse_authority(struct parser *ps, uint16_t scheme_port)
{
    size_t end = 0, at, colon;
    struct text all, host;
    bool bracket = false;

    while (end < ps->in.n && ps->in.p[end] != '?' && !at_slash(ps, end))
        end++;
    all = text_sub(ps->in, 0, end);
    skip(ps, end);
    buf_add_str(ps->out, "//");
    ps->has_host = true;

    for (at = all.n; at > 0 && all.p[at - 1] != '@'; at--)
        ;
    if (at > 0)
        add_credentials(ps, text_sub(all, 0, at - 1));
    host = text_from(all, at);
    for (colon = 0; colon < host.n && (bracket || host.p[colon] != ':'); colon++)
        bracket = host.p[colon] == '[' || (bracket && host.p[colon] != ']');

    if (colon == 0 && (ps->special || at > 0 || host.n > 0))
        ps->why = "the host is empty";
    else
        ps->why = url_host_parse(text_sub(host, 0, colon), ps->special, ps->out);
    if (ps->why == NULL && add_port(ps, text_from(host, colon + 1), scheme_port))
        parse_path_start(ps);
}

/* Everything of the base from its authority up to its path. */
static void
copy_authority(struct parser *ps)
{
    const struct url *b = ps->base;

    ps->has_host = b->has_host;
    if (b->has_host)
        buf_add(ps->out, b->scheme.p + b->scheme.n + 1,
                (size_t)(b->path.p - b->scheme.p) - b->scheme.n - 1);
    ps->path_at = ps->out->n;
}

/* The base's path and, when the address is empty, its query too. */
static void
follow_base_path(struct parser *ps)
{
    buf_add_text(ps->out, ps->base->path);
    if (ps->in.n == 0) {
        if (ps->base->has_query) {
            buf_add_char(ps->out, '?');
            buf_add_text(ps->out, ps->base->query);
        }
    } else if (ps->in.p[0] != '?') {
        shorten(ps);
        parse_path(ps);
    }
}

/* Relative and relative slash states: the scheme is the base's. */
static void
parse_relative(struct parser *ps, uint16_t scheme_port)
{
    if (at_slash(ps, 0) && at_slash(ps, 1)) {
        skip(ps, 2);
        while (ps->special && at_slash(ps, 0))
            skip(ps, 1);
        parse_authority(ps, scheme_port);
        return;
    }
    copy_authority(ps);
    if (at_slash(ps, 0)) {
        skip(ps, 1);
        parse_path(ps);
    } else {
        follow_base_path(ps);
    }
}

/* File host state; the slashes are passed. */
static void
parse_file_host(struct parser *ps)
{
    size_t end = 0, at = ps->out->n + 2;
    struct text host;

    while (end < ps->in.n && ps->in.p[end] != '?' && !at_slash(ps, end))
        end++;
    host = text_sub(ps->in, 0, end);
    buf_add_str(ps->out, "//");
    ps->has_host = true;
    ps->path_at = ps->out->n;
    if (drive_letter(host)) {
        parse_path(ps); /* "file://C:/x": the host was the path's beginning */
        return;
    }
    skip(ps, end);
    if (host.n > 0)
        ps->why = url_host_parse(host, true, ps->out);
    if (ps->why != NULL)
        return;
    if (text_is(text_from(buf_text(ps->out), at), "localhost"))
        ps->out->n = at;
    parse_path_start(ps);
}

/* File and file slash states. */
static void
parse_file(struct parser *ps)
{
    bool on_file = ps->base != NULL && text_is(ps->base->scheme, "file");

    if (at_slash(ps, 0) && at_slash(ps, 1)) {
        skip(ps, 2);
        parse_file_host(ps);
        return;
    }
    ps->has_host = true;
    if (on_file)
        copy_authority(ps);
    else
        buf_add_str(ps->out, "//");
    ps->path_at = ps->out->n;
    if (at_slash(ps, 0)) {
        struct text drive = on_file ? text_sub(ps->base->path, 0, 3) : TEXT_NONE;

        skip(ps, 1);
        if (!starts_with_drive(ps->in) && drive.n == 3 && drive_letter(text_from(drive, 1)) &&
            (ps->base->path.n == 3 || ps->base->path.p[3] == '/'))
            buf_add_text(ps->out, drive);
        parse_path(ps);
    } else if (on_file && !starts_with_drive(ps->in)) {
        follow_base_path(ps);
    } else {
        parse_path(ps);
    }
}

/* Opaque path state: what follows "mailto:". */
static void
parse_opaque(struct parser *ps)
{
    struct text path = text_before(ps->in, '?');
    bool more = path.n < ps->in.n || ps->fragment;

    ps->path_at = ps->out->n;
    skip(ps, path.n);
    if (more && path.n > 0 && path.p[path.n - 1] == ' ') {
        url_chars_encode(text_sub(path, 0, path.n - 1), URL_CHARS_C0, ps->out);
        buf_add_str(ps->out, "%20"); /* the last space only: it would be trimmed */
    } else {
        url_chars_encode(path, URL_CHARS_C0, ps->out);
    }
}

/* After "scheme:". */
static void
parse_after_scheme(struct parser *ps, uint16_t port)
{
    struct text scheme = text_sub(buf_text(ps->out), 0, ps->out->n - 1);

    if (ps->file) {
        parse_file(ps);
    } else if (ps->special) {
        if (ps->base != NULL && text_eq(ps->base->scheme, scheme)) {
            parse_relative(ps, port); /* "https:x" on an https page: an old habit */
            return;
        }
        while (at_slash(ps, 0))
            skip(ps, 1);
        parse_authority(ps, port);
    } else if (text_starts(ps->in, TEXT_LIT("//"))) {
        skip(ps, 2);
        parse_authority(ps, port);
    } else if (at_slash(ps, 0)) {
        parse_path_start(ps);
    } else {
        parse_opaque(ps);
    }
}

/* Scheme start, scheme and no scheme states. */
static void
parse_start(struct parser *ps)
{
    size_t n = 0;
    uint16_t port = 0;

    if (ps->in.n > 0 && is_alpha(ps->in.p[0]))
        while (n < ps->in.n && in_scheme(ps->in.p[n]))
            n++;
    if (n > 0 && n < ps->in.n && ps->in.p[n] == ':') {
        for (size_t i = 0; i <= n; i++) {
            char c = ps->in.p[i];

            buf_add_char(ps->out, c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c);
        }
        skip(ps, n + 1);
        ps->special = url_parse_special(text_sub(buf_text(ps->out), 0, n), &port);
        ps->file = text_is(buf_text(ps->out), "file:");
        parse_after_scheme(ps, port);
        return;
    }
    if (ps->base == NULL) {
        ps->why = "it is relative and there is no base";
    } else if (ps->base->opaque) {
        if (ps->in.n > 0 || !ps->fragment)
            ps->why = "its base is opaque";
        else
            buf_add_text(ps->out, ps->base->href);
    } else {
        buf_add_text(ps->out, ps->base->scheme);
        buf_add_char(ps->out, ':');
        ps->special = url_parse_special(ps->base->scheme, &port);
        ps->file = text_is(ps->base->scheme, "file");
        if (ps->file)
            parse_file(ps);
        else
            parse_relative(ps, port);
    }
}

/* "/." before a path that would else read as an authority. */
static void
guard_path(struct parser *ps)
{
    struct buf path;

    if (ps->has_host || !text_starts(path_so_far(ps), TEXT_LIT("//")))
        return;
    buf_init(&path, ps->out->max);
    buf_add_text(&path, path_so_far(ps));
    ps->out->n = ps->path_at;
    buf_add_str(ps->out, "/.");
    buf_add_text(ps->out, buf_text(&path));
    buf_release(&path);
}

const char *
url_parse(struct text address, const struct url *base, struct buf *out)
{
    struct parser ps = { .in = text_before(address, '#'), .out = out, .base = base };

    ps.fragment = ps.in.n < address.n;
    parse_start(&ps);
    if (ps.why != NULL)
        return ps.why;
    guard_path(&ps);
    parse_query(&ps);
    return NULL;
}
