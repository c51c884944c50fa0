/* config_check.c - what can be said of a setting only when its file has been read. */
#include <stdio.h>
#include <string.h>

#include "config_private.h"
#include "file.h"
#include "guard.h"
#include "listen.h"
#include "match.h"
#include "mute.h"
#include "url.h"

#define SHOWN_MAX_BYTES   200                        /* of a value in a message */
#define CA_FILE_MAX_BYTES ((size_t)16 * 1024 * 1024) /* the web's authorities are 0.2 */
#define TAG_MAX_BYTES     40                         /* of a side of answer_tag */
#define LANGUAGE_BYTES    2                          /* ISO 639-1 */

/* Where a list's value was set, counted from 0. */
int
config_check_line(const struct config *c, const char *file, const char *section, const char *key,
                  size_t nth)
{
    for (size_t i = 0; i < c->n_origins; i++) {
        const struct config_origin *o = &c->origins[i];

        if (strcmp(o->key, key) == 0 && strcmp(o->section, section) == 0 &&
            strcmp(o->file, file) == 0 && nth-- == 0)
            return o->line;
    }
    return 1;
}

static int
line_of(const struct config *c, const char *file, const char *section, const char *key)
{
    return config_check_line(c, file, section, key, 0);
}

/* An http(s) address, in its normal form; NULL, with the problem noted, for anything else. */
static const char *
checked_url(struct config *c, const char *file, int line, const char *key, struct text value)
{
    struct err err = { "" };
    struct text href;

    if (url_resolve(value, TEXT_NONE, c->arena, &href, &err) == ST_OK &&
        (text_starts(href, TEXT_LIT("http://")) || text_starts(href, TEXT_LIT("https://"))))
        return arena_str(c->arena, href);
    config_problem(c, "%s:%d: %s = %.*s: wanted an address such as https://physics.example.edu/",
                   file, line, key, TEXT_ARG(text_sub(value, 0, SHOWN_MAX_BYTES)));
    return NULL;
}

static void
check_ranges(struct config *c, const char *file)
{
    const struct text_list *l = &c->crawler.allow_address;

    for (size_t i = 0; i < l->n; i++) {
        struct guard_range range;
        struct err err = { "" };

        if (guard_range_parse(l->v[i], &range, &err) != ST_OK)
            config_problem(c, "%s:%d: allow_address: %s", file,
                           config_check_line(c, file, "crawler", "allow_address", i), err.msg);
    }
}

/* A path beside earshot.ini unless it is absolute; there must be a certificate in it. */
const char *
config_check_ca_file(struct config *c, const char *file, const char *section, const char *path)
{
    const char *said = path;
    struct buf pem;

    if (path == NULL || path[0] == '\0')
        return NULL;
    if (path[0] != '/')
        path = arena_printf(c->arena, "%s/%s", c->dir, path);
    buf_init(&pem, CA_FILE_MAX_BYTES);
    if (file_read(path, &pem, NULL) != ST_OK ||
        text_find(buf_text(&pem), TEXT_LIT("-----BEGIN CERTIFICATE-----")) == TEXT_NPOS)
        config_problem(c, "%s:%d: ca_file = %s: wanted a file with a certificate in it (PEM)", file,
                       line_of(c, file, section, "ca_file"), said);
    buf_release(&pem);
    return path;
}

void
config_check_crawler(struct config *c, const char *file)
{
    struct text contact = text_of(c->crawler.contact);

    check_ranges(c, file);
    c->crawler.ca_file = config_check_ca_file(c, file, "crawler", c->crawler.ca_file);
    if (contact.n > 0 && !text_starts(contact, TEXT_LIT("https://")) &&
        !text_starts(contact, TEXT_LIT("http://")) &&
        !(text_starts(contact, TEXT_LIT("mailto:")) && text_find_char(contact, '@') < contact.n))
        config_problem(c, "%s:%d: contact = %.*s: wanted an address such as mailto:web@example.edu",
                       file, line_of(c, file, "crawler", "contact"),
                       TEXT_ARG(text_sub(contact, 0, SHOWN_MAX_BYTES)));
    if (c->crawler.homepage != NULL && c->crawler.homepage[0] != '\0')
        c->crawler.homepage = checked_url(c, file, line_of(c, file, "crawler", "homepage"),
                                          "homepage", text_of(c->crawler.homepage));
}

void
config_check_serve(struct config *c, const char *file)
{
    struct listen_address a = { .loopback = true };
    int line = line_of(c, file, "serve", "listen");
    struct err err = { "" };

    if (listen_parse(text_of(c->serve.listen), &a, &err) != ST_OK)
        config_problem(c, "%s:%d: %s", file, line, err.msg);
    else if (!a.loopback && !c->serve.tls_proxy)
        config_problem(c,
                       "%s:%d: listen = %s: passwords would cross the network in the clear: listen "
                       "on 127.0.0.1 behind a proxy that does TLS, or set tls_proxy = yes if one "
                       "on another machine does",
                       file, line, c->serve.listen);
}

/* A key must not cross the network in the clear. */
void
config_check_model(struct config *c, const char *file)
{
    struct model_config *m = &c->model;
    int line = line_of(c, file, "model", "url");
    struct url u;

    if (m->url == NULL || m->url[0] == '\0') {
        m->url = NULL;
        return;
    }
    m->url = checked_url(c, file, line, "url", text_of(m->url));
    if (m->url != NULL && m->key_file != NULL && m->key_file[0] != '\0' &&
        text_starts(text_of(m->url), TEXT_LIT("http://")) && url_split(text_of(m->url), &u) &&
        !text_starts(u.host, TEXT_LIT("127.")) && !text_is(u.host, "localhost") &&
        !text_is(u.host, "[::1]"))
        config_problem(c,
                       "%s:%d: url = %s: the key of key_file would cross the network in the clear: "
                       "wanted https, or an address on this machine",
                       file, line, m->url);
    if (m->name == NULL || m->name[0] == '\0')
        config_problem(c,
                       "%s:%d: [model] name is empty: wanted the model's name as its endpoint "
                       "knows it",
                       file, line_of(c, file, "model", "name"));
}

static void
check_campaigns(struct config *c, const struct department_config *d)
{
    for (size_t i = 0; i < d->n_campaigns; i++) {
        const struct campaign_config *p = &d->campaigns[i];
        char section[CONFIG_SECTION_BYTES];
        int line;

        snprintf(section, sizeof(section), "campaign %s", p->key);
        line = line_of(c, d->file, section, "to");
        if (config_find_origin(c, d->file, section, "from") == NULL ||
            config_find_origin(c, d->file, section, "to") == NULL)
            config_problem(c, "%s:%d: [%s]: wanted both from and to", d->file,
                           line > 1 ? line : line_of(c, d->file, section, "from"), section);
        else if (p->to_s < p->from_s)
            config_problem(c, "%s:%d: [%s] ends before it begins", d->file, line, section);
    }
}

static bool
compiles(const struct match_rule *rules, size_t n, struct err *err)
{
    struct matcher *m = NULL;

    if (n > 0 && match_compile(rules, n, &m, err) != ST_OK)
        return false;
    match_free(m);
    return true;
}

/* match_compile()'s message without the rule's number and words, which the caller gives. */
static const char *
match_why(const struct err *err)
{
    const char *end = strstr(err->msg, "\": ");

    return end != NULL ? end + strlen("\": ") : err->msg;
}

/* Keywords are read by match.h; only when one of them is wrong is it looked for. */
static void
check_phrases(struct config *c, const struct department_config *d, const char *key,
              const struct text_list *l)
{
    struct match_rule *rules = arena_alloc(c->arena, (l->n + 1) * sizeof(*rules));
    struct err err = { "" };
    size_t n_wrong = 0;

    for (size_t i = 0; i < l->n; i++)
        rules[i] = (struct match_rule){ l->v[i], false };
    if (compiles(rules, l->n, &err))
        return;
    for (size_t i = 0; i < l->n; i++) {
        struct err why = { "" };

        if (compiles(&rules[i], 1, &why))
            continue;
        n_wrong++;
        config_problem(c, "%s:%d: %s = %.*s: %s", d->file,
                       config_check_line(c, d->file, "department", key, i), key,
                       TEXT_ARG(text_sub(l->v[i], 0, SHOWN_MAX_BYTES)), match_why(&why));
    }
    if (n_wrong == 0) /* each is well, together they are too many */
        config_problem(c, "%s:%d: %s: %s", d->file, line_of(c, d->file, "department", key), key,
                       err.msg);
}

/* A source's mute lines, each by itself, so that each problem has its line. */
static void
check_mutes(struct config *c, const struct department_config *d, const struct source_config *s,
            const char *section)
{
    for (size_t i = 0; i < s->mute.n; i++) {
        struct err why = { "" };
        struct mute *m = NULL;

        if (mute_compile(&s->mute.v[i], 1, &m, &why) != ST_OK)
            config_problem(c, "%s:%d: mute = %.*s: %s", d->file,
                           config_check_line(c, d->file, section, "mute", i),
                           TEXT_ARG(text_sub(s->mute.v[i], 0, SHOWN_MAX_BYTES)), match_why(&why));
        mute_free(m);
    }
}

/* What goes into drafts as it stands: a draft has one link, to an own page, and no second. */
static void
check_no_link(struct config *c, const struct department_config *d, const char *key,
              const char *value)
{
    static const char *const marks[] = { "http://", "https://", "www." };
    struct text t = text_of(value);

    for (size_t i = 0; i < N_ELEMENTS(marks); i++)
        if (text_find_nocase(t, text_of(marks[i])) != TEXT_NPOS) {
            config_problem(c,
                           "%s:%d: %s = %.*s: goes into drafts, which have one link already:"
                           " wanted no web address",
                           d->file, line_of(c, d->file, "department", key), key,
                           TEXT_ARG(text_sub(t, 0, SHOWN_MAX_BYTES)));
            return;
        }
}

/* add_own_sites() names them "site", "site-2" and so on. */
static bool
is_own_site_key(const char *key)
{
    int64_t n;
    struct text t = text_of(key);

    return text_is(t, "site") ||
           (text_starts(t, TEXT_LIT("site-")) && text_to_int(text_after(t, '-'), &n));
}

/* Own sites are sources too, before the others, so that pages to link to come first. */
static void
add_own_sites(struct config *c, struct department_config *d)
{
    struct source_config *others = d->sources;
    size_t n_others = d->n_sources;

    d->sources = NULL;
    d->n_sources = d->cap_sources = 0;
    for (size_t i = 0; i < d->site.n; i++) {
        const char *url =
            checked_url(c, d->file, config_check_line(c, d->file, "department", "site", i), "site",
                        d->site.v[i]);
        char key[32];
        struct source_config *s;

        snprintf(key, sizeof(key), i == 0 ? "site" : "site-%zu", i + 1);
        if (url == NULL)
            continue;
        d->site.v[i] = text_of(url);
        s = config_add_source(c, d, text_of(key), 1);
        s->url = url;
        s->basis = "own site";
        s->own_site = true;
    }
    for (size_t i = 0; i < n_others; i++) {
        d->sources =
            arena_grow(c->arena, d->sources, d->n_sources, &d->cap_sources, sizeof(*d->sources));
        d->sources[d->n_sources++] = others[i];
    }
}

/* Values whose type is right and that still mean nothing. */
static void
check_values(struct config *c, const struct department_config *d)
{
    struct text language = text_of(d->language);

    if (language.n != LANGUAGE_BYTES || language.p[0] < 'a' || language.p[0] > 'z' ||
        language.p[1] < 'a' || language.p[1] > 'z')
        config_problem(c, "%s:%d: language = %.*s: wanted two letters of ISO 639-1, such as en",
                       d->file, line_of(c, d->file, "department", "language"),
                       TEXT_ARG(text_sub(language, 0, SHOWN_MAX_BYTES)));
    if (!(d->threshold >= 0 && d->threshold <= 1))
        config_problem(c, "%s:%d: threshold = %g: wanted a probability, 0 to 1", d->file,
                       line_of(c, d->file, "department", "threshold"), d->threshold);
}

/* Of one side of a query parameter: nothing that would have to be escaped there. */
static bool
is_plain(struct text t)
{
    for (size_t i = 0; i < t.n; i++)
        if (strchr("-._~", t.p[i]) == NULL && !(t.p[i] >= '0' && t.p[i] <= '9') &&
            !((t.p[i] | ' ') >= 'a' && (t.p[i] | ' ') <= 'z'))
            return false;
    return t.n > 0 && t.n <= TAG_MAX_BYTES;
}

static void
check_answer_tag(struct config *c, const struct department_config *d)
{
    struct text tag = text_of(d->answer_tag);

    if (tag.n > 0 && !(is_plain(text_before(tag, '=')) && is_plain(text_after(tag, '='))))
        config_problem(c,
                       "%s:%d: answer_tag = %.*s: wanted one parameter such as src=answer "
                       "(letters, digits and -._~)",
                       d->file, line_of(c, d->file, "department", "answer_tag"),
                       TEXT_ARG(text_sub(tag, 0, SHOWN_MAX_BYTES)));
}

void
config_check_department(struct config *c, struct department_config *d)
{
    if (d->name == NULL || d->name[0] == '\0')
        config_problem(c, "%s:1: [department] has no name", d->file);
    for (size_t i = 0; i < d->n_sources; i++) {
        struct source_config *s = &d->sources[i];
        char section[CONFIG_SECTION_BYTES];

        snprintf(section, sizeof(section), "source %s", s->key);
        if (s->url == NULL)
            config_problem(c, "%s:%d: [%s] has no url", d->file, s->line, section);
        else
            s->url = checked_url(c, d->file, line_of(c, d->file, section, "url"), "url",
                                 text_of(s->url));
        check_mutes(c, d, s, section);
        s->timetable = config_tell_timetable(c, d->file, section, "schedule", s->schedule);
        if (is_own_site_key(s->key))
            config_problem(c, "%s:%d: [%s]: the names site and site-N are kept for the own sites",
                           d->file, s->line, section);
    }
    if (d->model && c->model.url == NULL)
        config_problem(c, "%s:%d: model = yes: earshot.ini names no url in [model]", d->file,
                       line_of(c, d->file, "department", "model"));
    check_phrases(c, d, "keyword", &d->keyword);
    check_phrases(c, d, "exclude", &d->exclude);
    check_values(c, d);
    check_campaigns(c, d);
    config_experiment_check(c, d);
    d->timetable = config_tell_timetable(c, d->file, "department", "schedule", d->schedule);
    check_answer_tag(c, d);
    check_no_link(c, d, "contact", d->contact);
    check_no_link(c, d, "byline", d->byline);
    check_no_link(c, d, "name", d->name);
    add_own_sites(c, d);
}
