/* api.c - see api.h. */
#include "api.h"

#include "api_template.h"
#include "buf.h"
#include "clock.h"
#include "extract_parts.h"
#include "fetchplan.h"

#define MAX_SEARCH   ((size_t)200)       /* bytes of the words of one search */
#define UNIX_SINCE_S INT64_C(1000000000) /* larger numbers are dates, not spans (2001) */
#define MS_PER_S     INT64_C(1000)

/* ---- words ---- */

static void
add_word(struct buf *b, struct text word)
{
    if (word.n == 0)
        return;
    if (b->n > 0)
        buf_add_char(b, ' ');
    buf_add_text(b, word);
}

static struct text
bare(struct text t)
{
    while (t.n > 0 && (t.p[0] == '"' || t.p[0] == '*'))
        t = text_from(t, 1);
    while (t.n > 0 && (t.p[t.n - 1] == '"' || t.p[t.n - 1] == '*'))
        t.n--;
    return t;
}

struct text
api_search_words(struct text keyword, struct arena *a)
{
    struct text word, ret;
    struct buf b;
    bool not = false;

    buf_init(&b, MAX_SEARCH);
    while (text_cut(&keyword, " \t", &word)) {
        bool elsewhere = text_starts_nocase(word, TEXT_LIT("site:")) ||
                         text_starts_nocase(word, TEXT_LIT("lang:"));

        if (text_starts_nocase(word, TEXT_LIT("title:")))
            word = text_after(word, ':');
        if (!not &&!elsewhere && !text_is(word, "NOT"))
            add_word(&b, bare(word));
        not = text_is(word, "NOT") || (not &&word.n == 0);
    }
    ret = arena_text(a, buf_text(&b));
    buf_release(&b);
    return ret;
}

/* ---- plans ---- */

struct planning {
    const struct extract *x;
    const struct api_wanted *wanted;
    struct arena *a;
    struct url url;
    unsigned left; /* attempts to pass over */
};

/* An address of the plan, normalised as the frontier keeps it. */
static void
add_list(const struct planning *p, const struct api *api, struct text template,
         const struct api_values *values, struct api_plan *ret)
{
    struct text address;

    template = api_profile_template(api, template, p->a);
    if (!api_template_fill(template, values, NULL, p->a, &address) ||
        url_resolve(address, TEXT_NONE, p->a, &address, NULL) != ST_OK)
        return;
    address = url_canonical(address, p->a);
    for (size_t i = 0; i < ret->n; i++)
        if (text_eq(ret->lists[i], address))
            return;
    if (ret->n < API_MAX_LISTS)
        ret->lists[ret->n++] = address;
}

/* One attempt is a search line with all words, or a list line. */
static bool
try_way(struct planning *p, const struct api *api, const struct api_way *way,
        struct api_values *values, struct api_plan *ret)
{
    size_t n_searches = p->wanted->n_words > 0 ? way->search.n : 0;

    api_template_set(values, TEXT_LIT("page"),
                     text_of(arena_printf(p->a, "%lld", (long long)api->first)));
    for (size_t i = 0; i < n_searches + way->list.n; i++) {
        struct text line = i < n_searches ? way->search.v[i] : way->list.v[i - n_searches];

        ret->n = 0;
        for (size_t k = 0; i < n_searches && k < p->wanted->n_words; k++) {
            struct text words = api_search_words(p->wanted->words[k], p->a);

            api_template_set(values, TEXT_LIT("keyword"), words);
            if (words.n > 0)
                add_list(p, api, line, values, ret);
        }
        if (i >= n_searches)
            add_list(p, api, line, values, ret);
        if (ret->n > 0 && p->left-- == 0)
            return true;
    }
    ret->n = 0;
    return false;
}

/* Does the way fit any host?  Then the platform must have been seen there. */
static bool
fits(const struct planning *p, const struct extract_profile *profile, struct text template,
     struct api_values *values)
{
    bool any_host = text_starts(template, TEXT_LIT("{origin}"));
    int score = 0;

    *values = (struct api_values){ .n = 0 };
    return (!any_host || text_is(p->wanted->platform, profile->name)) &&
           api_template_fit(template, &p->url, true, p->a, values, &score);
}

bool
api_plan(const struct extract *x, const struct api_wanted *w, unsigned attempt, struct arena *a,
         struct api_plan *ret)
{
    struct planning p = { .x = x, .wanted = w, .a = a, .left = attempt };
    struct api_values values;

    if (!url_split(w->address, &p.url))
        return false;
    for (size_t i = 0; i < x->n_profiles; i++) {
        const struct api *api = x->profiles[i].api;

        for (size_t j = 0; api != NULL && j < api->n_ways; j++) {
            const struct api_way *way = &api->ways[j];
            size_t k = 0;

            while (k < way->fits.n && !fits(&p, &x->profiles[i], way->fits.v[k], &values))
                k++;
            ret->platform = x->profiles[i].name;
            if (k < way->fits.n)
                return try_way(&p, api, way, &values, ret); /* the first that fits is the one */
        }
    }
    return false;
}

/* ---- limits ---- */

int64_t
api_limit_ms(struct text remaining, struct text reset, int64_t now_ms)
{
    int64_t n, at_s, wait_ms;
    bool has_time;

    if (!text_to_int(text_trim(remaining), &n) || n > 0)
        return 0;
    reset = text_trim(reset);
    if (text_to_int(reset, &at_s))
        wait_ms = at_s > UNIX_SINCE_S                       ? at_s * MS_PER_S - now_ms
                  : at_s > FETCHPLAN_MAX_WAIT_MS / MS_PER_S ? FETCHPLAN_MAX_WAIT_MS
                                                            : at_s * MS_PER_S;
    else if (clock_parse_rfc3339(reset, &at_s, &has_time))
        wait_ms = at_s * MS_PER_S - now_ms;
    else
        return 0;
    if (wait_ms < 0)
        return 0;
    return wait_ms < FETCHPLAN_MAX_WAIT_MS ? wait_ms : FETCHPLAN_MAX_WAIT_MS;
}
