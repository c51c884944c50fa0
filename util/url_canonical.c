/*
 * url_canonical.c - the form under which the frontier knows an address.
 *
 * A parameter is dropped when it only says who brought the reader here or in
 * which visit, or that its first page is meant: the page is the same without
 * it.  Names are compared without case.  When a name also serves honest purposes ("s", "sid"), the
 * value must look like a session id, so that a search for "s=cats" stays.
 */
#include "ascii.h"
#include "url.h"

#include <string.h>

#include "buf.h"
#include "url_chars.h"

#define HEX_ID_BYTES 32 /* MD5 in hexadecimal: phpBB, vBulletin, osCommerce */
#define ID_BYTES     16 /* the shortest session id of PHP and Java containers */

enum value {
    VALUE_ANY,
    VALUE_HEX, /* HEX_ID_BYTES hexadecimal digits or more */
    VALUE_ID,  /* ID_BYTES letters and digits or more */
    VALUE_ZERO,
};

/* A trailing '*' in a name stands for any ending.  Sources: the vendors' own help pages. */
static const struct {
    const char *name;
    enum value value;
} dropped[] = {
    /* clang-format off */
    { "utm_*", VALUE_ANY },       /* Google Analytics campaigns */
    { "gclid", VALUE_ANY }, { "gclsrc", VALUE_ANY }, { "dclid", VALUE_ANY },
    { "gbraid", VALUE_ANY }, { "wbraid", VALUE_ANY }, { "gad_source", VALUE_ANY },
    { "gad_campaignid", VALUE_ANY },
    { "_ga", VALUE_ANY }, { "_gl", VALUE_ANY },         /* Google's cross-domain linker */
    { "fbclid", VALUE_ANY }, { "igshid", VALUE_ANY },   /* Meta */
    { "msclkid", VALUE_ANY },                           /* Microsoft */
    { "yclid", VALUE_ANY }, { "ysclid", VALUE_ANY }, { "_openstat", VALUE_ANY }, /* Yandex */
    { "twclid", VALUE_ANY }, { "ttclid", VALUE_ANY }, { "li_fat_id", VALUE_ANY },
    { "rdt_cid", VALUE_ANY }, { "srsltid", VALUE_ANY }, { "epik", VALUE_ANY },
    { "mc_cid", VALUE_ANY }, { "mc_eid", VALUE_ANY },   /* Mailchimp */
    { "_hsenc", VALUE_ANY }, { "_hsmi", VALUE_ANY }, { "hsctatracking", VALUE_ANY }, /* HubSpot */
    { "mkt_tok", VALUE_ANY },                           /* Marketo */
    { "oly_anon_id", VALUE_ANY }, { "oly_enc_id", VALUE_ANY }, { "vero_id", VALUE_ANY },
    { "pk_*", VALUE_ANY }, { "piwik_*", VALUE_ANY }, { "mtm_*", VALUE_ANY }, /* Matomo */
    { "matomo_*", VALUE_ANY },
    { "phpsessid", VALUE_ANY }, { "jsessionid", VALUE_ANY }, { "aspsessionid*", VALUE_ANY },
    { "asp.net_sessionid", VALUE_ANY }, { "cftoken", VALUE_ANY }, { "cfid", VALUE_ANY },
    { "oscsid", VALUE_ANY }, { "zenid", VALUE_ANY },    /* osCommerce, Zen Cart */
    { "sessionid", VALUE_ID }, { "session_id", VALUE_ID }, { "sessid", VALUE_ID },
    { "sid", VALUE_HEX },                               /* phpBB */
    { "s", VALUE_HEX },                                 /* vBulletin */
    { "start", VALUE_ZERO }, { "offset", VALUE_ZERO },  /* the first page, said twice */
    /* clang-format on */
};

/* Session ids that travel as ";name=value" in the path: Java and PHP containers. */
static const char *const path_parameters[] = { ";jsessionid=", ";phpsessid=", ";sessionid=" };

static bool
value_is(struct text t, enum value kind)
{
    if (kind == VALUE_ANY || kind == VALUE_ZERO)
        return kind == VALUE_ANY || text_is(t, "0");
    if (t.n < (kind == VALUE_HEX ? HEX_ID_BYTES : ID_BYTES))
        return false;
    for (size_t i = 0; i < t.n; i++) {
        bool letter = (unsigned)((t.p[i] | 0x20) - 'a') < 26u;

        if (url_chars_hex(t.p[i]) < 0 && !(kind == VALUE_ID && letter))
            return false;
    }
    return true;
}

static bool
is_dropped(struct text parameter)
{
    struct text name = text_before(parameter, '='), value = text_after(parameter, '=');

    for (size_t i = 0; name.n > 0 && i < N_ELEMENTS(dropped); i++) {
        struct text want;
        bool any_end, hit;

        if (dropped[i].name[0] != (name.p[0] | (ascii_is_upper(name.p[0]) ? 0x20 : 0)))
            continue; /* nearly all: this runs for each parameter of each link */
        want = text_of(dropped[i].name);
        any_end = want.p[want.n - 1] == '*';
        hit = any_end ? text_starts_nocase(name, text_sub(want, 0, want.n - 1))
                      : text_eq_nocase(name, want);
        if (hit)
            return value_is(value, dropped[i].value);
    }
    return false;
}

/* The path without ";jsessionid=..." in any of its segments. */
static void
add_path(struct text path, struct buf *out)
{
    while (path.n > 0) {
        size_t semicolon = text_find_char(path, ';');
        bool found = false;

        buf_add_text(out, text_sub(path, 0, semicolon));
        path = semicolon != TEXT_NPOS ? text_from(path, semicolon) : TEXT_NONE;
        for (size_t i = 0; i < N_ELEMENTS(path_parameters); i++)
            found = found || text_starts_nocase(path, text_of(path_parameters[i]));
        if (found) {
            size_t end = 1;

            while (end < path.n && path.p[end] != '/' && path.p[end] != ';')
                end++;
            path = text_from(path, end);
        } else if (path.n > 0) {
            buf_add_char(out, ';');
            path = text_from(path, 1);
        }
    }
}

static void
add_query(struct text query, struct buf *out)
{
    struct text parameter;
    char sep = '?';

    while (text_cut(&query, "&", &parameter)) {
        if (parameter.n == 0 || is_dropped(parameter))
            continue;
        buf_add_char(out, sep);
        buf_add_text(out, parameter);
        sep = '&';
    }
}

/* Is there nothing to drop?  Most addresses are canonical as they stand. */
static bool
is_canonical(const struct url *u)
{
    struct text query = u->query, parameter;

    if (u->userinfo.n > 0 || text_find_char(u->path, ';') != TEXT_NPOS ||
        (u->has_query && query.n == 0) || text_ends(query, TEXT_LIT("&")))
        return false;
    while (text_cut(&query, "&", &parameter))
        if (parameter.n == 0 || is_dropped(parameter))
            return false;
    return true;
}

struct text
url_canonical(struct text normalised, struct arena *arena)
{
    struct url u;
    struct buf out;
    struct text ret;

    if (!url_split(normalised, &u) || !url_fetchable(&u) || is_canonical(&u))
        return normalised;
    buf_init(&out, URL_MAX_BYTES);
    buf_add_text(&out, u.scheme);
    buf_add_str(&out, "://");
    buf_add_text(&out, u.host);
    if (u.port.n > 0) {
        buf_add_char(&out, ':');
        buf_add_text(&out, u.port);
    }
    add_path(u.path, &out);
    add_query(u.query, &out);
    ret = out.over || text_eq(buf_text(&out), normalised) ? normalised
                                                          : arena_text(arena, buf_text(&out));
    buf_release(&out);
    return ret;
}
