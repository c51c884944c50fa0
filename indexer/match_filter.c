/* match_filter.c - which keywords stand in a text: filter match. */

#include "words_filter.h"
#include "match.h"

/* The strings of an array as rules, in the arena, after the n that are there; excludes may lack. */
static enum status
read_rules(const json_t *in, const char *key, bool exclude, struct arena *a,
           struct match_rule **rules, size_t *n, struct err *err)
{
    const json_t *list = json_object_get(in, key);
    struct match_rule *all;

    if (list == NULL && exclude)
        return ST_OK;
    if (!json_is_array(list))
        return err_set(err, ST_INVALID, "\"%s\": wanted an array of strings", key);
    all = arena_alloc(a, (*n + json_array_size(list)) * sizeof(*all));
    for (size_t i = 0; i < *n; i++)
        all[i] = (*rules)[i];
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *v = json_array_get(list, i);

        if (!json_is_string(v))
            return err_set(err, ST_INVALID, "\"%s\": wanted an array of strings", key);
        all[(*n)++] =
            (struct match_rule){ { json_string_value(v), json_string_length(v) }, exclude };
    }
    *rules = all;
    return ST_OK;
}

static json_t *
hits_json(const struct matcher *m, const struct match_result *r)
{
    json_t *hits = json_array();

    for (size_t i = 0; i < r->n_hits; i++) {
        json_t *hit = json_object(), *words = json_array();
        struct text rest = r->hits[i].words, word;

        while (text_cut(&rest, " \t\r\n", &word))
            if (word.n > 0)
                json_array_append_new(words, json_of_text(word));
        json_put_text(hit, "keyword", match_keyword(m, r->hits[i].rule));
        json_object_set_new(hit, "words", words);
        json_object_set_new(hit, "at", json_integer((json_int_t)r->hits[i].at));
        if (r->hits[i].in_title)
            json_object_set_new(hit, "in", json_string("title"));
        json_array_append_new(hits, hit);
    }
    return hits;
}

static enum status
line(void *state, const json_t *in, json_t *out, struct err *err)
{
    struct words_filter *w = state;
    struct match_subject subject = { .title = TEXT_NONE };
    struct match_rule *rules = NULL;
    struct match_result r;
    struct matcher *m = NULL;
    size_t n = 0;
    enum status st = json_need_text(in, "text", &subject.text, err);

    if (st != ST_OK || out == NULL)
        return st;
    arena_clear(w->arena);
    (void)json_text(in, "title", &subject.title);
    (void)json_text(in, "site", &subject.host);
    st = read_rules(in, "keywords", false, w->arena, &rules, &n, err);
    if (st == ST_OK)
        st = read_rules(in, "excludes", true, w->arena, &rules, &n, err);
    if (st == ST_OK)
        st = match_compile(rules, n, &m, err);
    if (st != ST_OK)
        return st;
    subject.language = words_filter_language(w, in, subject.text);
    match_find(m, w->tokenizer, &subject, w->arena, &r);
    json_object_set_new(out, "hits", r.excluded ? json_array() : hits_json(m, &r));
    if (r.excluded)
        json_put_text(out, "excluded", match_keyword(m, r.excluded_by));
    match_free(m);
    return ST_OK;
}

const struct filter match_filter = {
    .name = "match",
    .summary = "which keywords stand in a text, and as which words",
    .input =
        "{\"id\",\"text\",\"keywords\":[...],\"language\"?,\"title\"?,\"site\"?,\"excludes\"?}",
    .output = "{\"id\",\"hits\":[{\"keyword\",\"words\":[...],\"at\"}]}",
    .open = words_filter_open,
    .line = line,
    .close = words_filter_close,
};
