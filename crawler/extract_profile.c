/*
 * extract_profile.c - platform profiles: seeds/platforms/NAME.ini.
 *
 *   [platform]  name, match, except, asks = yes|no|mixed, counts = yes|no,
 *               titles = yes|no, dates = dmy|mdy, blocked, site (its domain),
 *               refused (why it may not be crawled)
 *   [thread]    is, later, title, post, question, answer, body, date, author,
 *               score, accepted, closed, asks, tells, tag, count,
 *               posts, total, posted, views, next, drop, main, byline,
 *               quote, shell, section
 *   [answer]    body, accepted, score
 *   [listing]   is, thread
 *   [reply]     max_chars: the drafter's (drafter/reply.h)
 *   [api ...], [source NAME]   its API: api_parts.h
 *
 * Values are selectors (select.h).  A key that stands several times gives
 * alternatives: the first with a hit counts.  "counts = no" says that the
 * platform's structured data lies about the number of answers, "titles = no"
 * that posts have none there: what stands in its place names their author.
 */

#include "extract_parts.h"

#include <dirent.h>
#include <string.h>

#include "inifile.h"
#include "seeds.h"
#include "url.h"

#define PROFILE_FOLDER "platforms/"
#define PROFILE_SUFFIX ".ini"

static const struct {
    const char *section, *key;
    enum extract_field field;
} keys[] = {
    { "platform", "match", FIELD_MATCH },
    { "platform", "except", FIELD_EXCEPT },
    { "platform", "blocked", FIELD_BLOCKED },
    { "thread", "is", FIELD_THREAD },
    { "thread", "later", FIELD_LATER },
    { "thread", "title", FIELD_TITLE },
    { "thread", "post", FIELD_POST },
    { "thread", "question", FIELD_QUESTION },
    { "thread", "answer", FIELD_ANSWER },
    { "thread", "body", FIELD_BODY },
    { "thread", "date", FIELD_DATE },
    { "thread", "author", FIELD_AUTHOR },
    { "thread", "score", FIELD_SCORE },
    { "thread", "accepted", FIELD_ACCEPTED },
    { "thread", "closed", FIELD_CLOSED },
    { "thread", "asks", FIELD_ASKS },
    { "thread", "tells", FIELD_TELLS },
    { "thread", "tag", FIELD_TAG },
    { "thread", "count", FIELD_COUNT },
    { "thread", "posts", FIELD_POSTS },
    { "thread", "total", FIELD_TOTAL },
    { "thread", "posted", FIELD_POSTED },
    { "thread", "shell", FIELD_SHELL },
    { "thread", "section", FIELD_SECTION },
    { "thread", "views", FIELD_VIEWS },
    { "thread", "next", FIELD_NEXT },
    { "thread", "drop", FIELD_DROP },
    { "thread", "main", FIELD_MAIN },
    { "thread", "byline", FIELD_BYLINE },
    { "thread", "quote", FIELD_QUOTE },
    { "answer", "body", FIELD_ANSWER_BODY },
    { "answer", "accepted", FIELD_ANSWER_ACCEPTED },
    { "answer", "score", FIELD_ANSWER_SCORE },
    { "listing", "is", FIELD_LISTING },
    { "listing", "thread", FIELD_LISTING_THREAD },
};

struct loader {
    struct extract *x;
    struct extract_profile *p;
    const struct inifile_entry *entry; /* being read */
    struct err *err;
    size_t caps[FIELD_N];
};

static void
add_site(struct loader *l, struct text value)
{
    struct api_lines *sites = &l->p->sites;

    sites->v = arena_grow(l->x->a, sites->v, sites->n, &sites->cap, sizeof(*sites->v));
    sites->v[sites->n++] = arena_text(l->x->a, value);
}

static enum status
set_switch(struct loader *l, struct text key, struct text value)
{
    static const struct {
        const char *word;
        enum extract_trust trust;
    } words[] = { { "yes", TRUST_YES }, { "no", TRUST_NO }, { "mixed", TRUST_MIXED } };
    enum extract_trust *to = text_is(key, "asks")     ? &l->p->asks
                             : text_is(key, "counts") ? &l->p->counts
                             : text_is(key, "titles") ? &l->p->titles
                                                      : NULL;

    if (text_is(key, "name")) {
        l->p->name = arena_str(l->x->a, value);
        return ST_OK;
    }
    if (text_is(key, "refused")) {
        l->p->refused = arena_text(l->x->a, value);
        return ST_OK;
    }
    if (text_is(key, "site")) {
        add_site(l, value);
        return ST_OK;
    }
    if (text_is(key, "dates")) {
        l->p->dmy = text_is(value, "dmy");
        l->p->mdy = text_is(value, "mdy");
        return ST_OK;
    }
    for (size_t i = 0; to != NULL && i < N_ELEMENTS(words); i++)
        if (text_is(value, words[i].word)) {
            *to = words[i].trust;
            return ST_OK;
        }
    return err_set(l->err, ST_CONFIG, "%s:%d: %.*s = %.*s: unknown key or value", l->entry->file,
                   l->entry->line, TEXT_ARG(key), TEXT_ARG(value));
}

static enum status
add_line(struct loader *l, enum extract_field field, struct text value)
{
    struct extract_field_list *list = &l->p->fields[field];
    struct select *s = NULL;
    struct err why = { "" };

    if (select_parse(value, l->x->a, &s, &why) != ST_OK)
        return err_set(l->err, ST_CONFIG, "%s:%d: %s", l->entry->file, l->entry->line, why.msg);
    list->lines = arena_grow(l->x->a, list->lines, list->n, &l->caps[field], sizeof(*list->lines));
    list->lines[list->n++] = s;
    return ST_OK;
}

static enum status
on_entry(void *user, const struct inifile_entry *e, struct err *err)
{
    struct loader *l = user;

    l->entry = e;
    l->err = err;
    if (e->key.n == 0)
        return ST_OK; /* a section without keys */
    for (size_t i = 0; i < N_ELEMENTS(keys); i++)
        if (text_is(e->section, keys[i].section) && text_is(e->key, keys[i].key))
            return add_line(l, keys[i].field, e->value);
    if (api_profile_is(e->section))
        return api_profile_add(e, l->x->a, &l->p->api, err);
    if (text_is(e->section, "reply") && text_is(e->key, "max_chars")) {
        int64_t n;

        if (text_to_int(e->value, &n) && n > 0)
            return ST_OK; /* the drafter reads it */
        return err_set(err, ST_CONFIG, "%s:%d: max_chars = %.*s: wanted a number of characters",
                       e->file, e->line, TEXT_ARG(e->value));
    }
    if (text_is(e->section, "platform"))
        return set_switch(l, e->key, e->value);
    return err_set(err, ST_CONFIG, "%s:%d: [%.*s] %.*s: unknown key", e->file, e->line,
                   TEXT_ARG(e->section), TEXT_ARG(e->key));
}

static int
by_name(const struct extract_profile *a, const struct extract_profile *b)
{
    bool ga = strncmp(a->name, "zz-", 3) == 0, gb = strncmp(b->name, "zz-", 3) == 0;

    return ga != gb ? ga - gb : strcmp(a->name, b->name);
}

/* Keep the profiles in order; one of the same name is replaced. */
static void
insert(struct extract *x, const struct extract_profile *p)
{
    size_t at = 0;

    while (at < x->n_profiles && by_name(&x->profiles[at], p) < 0)
        at++;
    if (at < x->n_profiles && by_name(&x->profiles[at], p) == 0) {
        x->profiles[at] = *p;
        return;
    }
    x->profiles =
        arena_grow(x->a, x->profiles, x->n_profiles, &x->cap_profiles, sizeof(*x->profiles));
    memmove(&x->profiles[at + 1], &x->profiles[at], (x->n_profiles - at) * sizeof(*x->profiles));
    x->profiles[at] = *p;
    x->n_profiles++;
}

/* body is NULL: read the file itself. */
static enum status
load_one(struct extract *x, const char *file, const struct text *body, struct err *err)
{
    struct extract_profile p = { .counts = TRUST_YES, .titles = TRUST_YES, .asks = TRUST_MIXED };
    struct loader l = { .x = x, .p = &p };
    enum status st = body != NULL ? inifile_read(file, *body, on_entry, &l, err)
                                  : inifile_load(file, on_entry, &l, err);

    if (st == ST_OK && (p.name == NULL || (p.fields[FIELD_MATCH].n == 0 && p.sites.n == 0)))
        st = err_set(err, ST_CONFIG, "%s: [platform] needs name, and match or site", file);
    if (st == ST_OK && p.refused.n > 0 && p.sites.n == 0)
        st = err_set(err, ST_CONFIG, "%s: [platform] refused needs site: whose is it?", file);
    if (st == ST_OK)
        insert(x, &p);
    return st;
}

enum status
extract_profile_load(struct extract *x, const char *dir, struct err *err)
{
    enum status st = ST_OK;
    struct dirent *entry;
    DIR *d;

    for (size_t i = 0; i < seeds_n && st == ST_OK; i++)
        if (text_starts(text_of(seeds_all[i].path), TEXT_LIT(PROFILE_FOLDER)))
            st = load_one(x, seeds_all[i].path, &seeds_all[i].body, err);
    if (st != ST_OK || dir == NULL || (d = opendir(dir)) == NULL)
        return st; /* a workspace need not have profiles of its own */
    while (st == ST_OK && (entry = readdir(d)) != NULL)
        if (text_ends(text_of(entry->d_name), TEXT_LIT(PROFILE_SUFFIX)))
            st = load_one(x, arena_printf(x->a, "%s/%s", dir, entry->d_name), NULL, err);
    closedir(d);
    return st;
}

/* May a source be read on such a basis although its site forbids crawling? */
static bool
is_permission(struct text basis)
{
    return text_find_nocase(basis, TEXT_LIT("written permission")) != TEXT_NPOS ||
           text_find_nocase(basis, TEXT_LIT("API terms")) != TEXT_NPOS;
}

const char *
extract_refusal(const struct extract *x, struct text url, struct text basis)
{
    struct url u;

    if (is_permission(basis) || !url_split(url, &u))
        return NULL;
    for (size_t i = 0; i < x->n_profiles; i++)
        for (size_t k = 0; x->profiles[i].refused.n > 0 && k < x->profiles[i].sites.n; k++) {
            struct text site = x->profiles[i].sites.v[k];

            if (text_eq(u.host, site) ||
                (text_ends(u.host, site) && u.host.p[u.host.n - site.n - 1] == '.'))
                return x->profiles[i].refused.p; /* NUL-terminated, as all of an arena */
        }
    return NULL;
}

static bool
hits(const struct extract_field_list *list, const struct html *h)
{
    for (size_t i = 0; i < list->n; i++)
        if (select_first(list->lines[i], h, HTML_ROOT) != SELECT_NONE)
            return true;
    return false;
}

const struct extract_profile *
extract_profile_find(const struct extract_work *w)
{
    for (size_t i = 0; i < w->x->n_profiles; i++) {
        const struct extract_profile *p = &w->x->profiles[i];

        if (hits(&p->fields[FIELD_MATCH], &w->h) && !hits(&p->fields[FIELD_EXCEPT], &w->h))
            return p;
    }
    return NULL;
}

uint32_t
extract_profile_first(const struct extract_work *w, enum extract_field f, uint32_t scope,
                      struct text *value)
{
    const struct extract_field_list *list;
    uint32_t hit = SELECT_NONE;

    if (value != NULL)
        *value = TEXT_NONE;
    if (w->profile == NULL)
        return SELECT_NONE;
    list = &w->profile->fields[f];
    for (size_t i = 0; i < list->n; i++) {
        hit = select_first(list->lines[i], &w->h, scope);
        if (hit == SELECT_NONE)
            continue;
        if (value != NULL)
            *value = select_value(list->lines[i], &w->h, hit, w->a);
        if (value == NULL || value->n > 0)
            return hit;
    }
    return hit;
}

size_t
extract_profile_all(const struct extract_work *w, enum extract_field f, uint32_t scope, size_t max,
                    uint32_t **ret, const struct select **by)
{
    const struct extract_field_list *list;
    size_t n = 0;

    *ret = NULL;
    if (w->profile == NULL)
        return 0;
    list = &w->profile->fields[f];
    for (size_t i = 0; i < list->n && n == 0; i++) {
        n = select_all(list->lines[i], &w->h, scope, max, w->a, ret);
        if (by != NULL)
            *by = list->lines[i];
    }
    return n;
}
