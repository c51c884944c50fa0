/*
 * search_filter.c - rank documents for queries: filter search.
 *
 * Documents first, then queries; a document that comes after a query counts from then on.
 */

#include <stdlib.h>

#include "words_filter.h"
#include "mem.h"
#include "search.h"

#define DEFAULT_HITS 10
#define MAX_HITS     1000 /* "k" of one query */
#define TITLE_WEIGHT .4F

/* The same documents in three indexes: words of title and text, their pairs, the title's words. */
struct state {
    struct words_filter words;
    struct search_index *text, *pairs, *titles;
    json_t **ids; /* owned references, by document */
    size_t n, cap;
};

static enum status
open_state(const struct filter_args *args, void **ret, struct err *err)
{
    struct state *s = mem_zalloc(sizeof(*s));

    (void)args;
    (void)err;
    words_filter_init(&s->words);
    s->text = search_new(&search_short);
    s->pairs = search_new(&search_short);
    s->titles = search_new(&search_title);
    *ret = s;
    return ST_OK;
}

static enum status
add_document(struct state *s, const json_t *in, struct err *err)
{
    struct words_filter *w = &s->words;
    struct text text, title = TEXT_NONE;
    struct search_terms words, pairs, titles;
    struct token_list l;
    const char *language;
    enum status st = json_need_text(in, "text", &text, err);

    if (st != ST_OK)
        return st;
    (void)json_text(in, "title", &title); /* absent: no title */
    arena_clear(w->arena);
    search_terms_init(&words, w->arena);
    search_terms_init(&pairs, w->arena);
    search_terms_init(&titles, w->arena);
    language = words_filter_language(w, in, text);
    token_split(w->tokenizer, title, language, w->arena, &l);
    search_add_words(&titles, &l, SEARCH_ALL);
    search_add_words(&words, &l, SEARCH_ALL);
    search_add_pairs(&pairs, &l, 1, SEARCH_NO_STOP);
    token_split(w->tokenizer, text, language, w->arena, &l);
    search_add_words(&words, &l, SEARCH_ALL);
    search_add_pairs(&pairs, &l, 1, SEARCH_NO_STOP);
    search_add(s->text, &words);
    search_add(s->pairs, &pairs);
    search_add(s->titles, &titles);
    s->ids = mem_grow(s->ids, &s->cap, s->n + 1, sizeof(json_t *));
    s->ids[s->n++] = json_incref(json_object_get(in, "doc"));
    return ST_OK;
}

static enum status
answer_query(struct state *s, const json_t *in, json_t *out, struct err *err)
{
    struct words_filter *w = &s->words;
    const json_t *k = json_object_get(in, "k");
    json_int_t want = k == NULL ? DEFAULT_HITS : json_integer_value(k);
    struct search_hit hits[MAX_HITS];
    struct search_terms t;
    struct search_query q;
    struct token_list l;
    struct text text;
    json_t *list;
    size_t n;
    enum status st = json_need_text(in, "text", &text, err);

    if (st != ST_OK)
        return st;
    if (want < 1 || want > MAX_HITS)
        return err_set(err, ST_INVALID, "\"k\": wanted a number from 1 to %d", MAX_HITS);
    arena_clear(w->arena);
    search_terms_init(&t, w->arena);
    search_query_init(&q, w->arena);
    token_split(w->tokenizer, text, words_filter_language(w, in, text), w->arena, &l);
    search_add_words(&t, &l, SEARCH_NO_STOP);
    search_query_add(&q, s->text, &t, 1);
    search_query_add(&q, s->titles, &t, TITLE_WEIGHT);
    search_terms_clear(&t);
    search_add_pairs(&t, &l, 1, SEARCH_NO_STOP);
    search_query_add(&q, s->pairs, &t, search_pair_weight(s->text));
    n = search_top(&q, (size_t)want, hits);
    list = json_array();
    for (size_t i = 0; i < n; i++) {
        json_t *hit = json_array();

        json_array_append(hit, s->ids[hits[i].doc]);
        json_array_append_new(hit, json_real((double)hits[i].score));
        json_array_append_new(list, hit);
    }
    json_object_set_new(out, "hits", list);
    return ST_OK;
}

static enum status
line(void *state, const json_t *in, json_t *out, struct err *err)
{
    struct state *s = state;

    if (out != NULL)
        return answer_query(s, in, out, err);
    if (json_object_get(in, "doc") != NULL)
        return add_document(s, in, err);
    return err_set(err, ST_INVALID, "wanted a \"doc\" or a \"query\"");
}

static void
close_state(void *state)
{
    struct state *s = state;

    if (s == NULL)
        return;
    for (size_t i = 0; i < s->n; i++)
        json_decref(s->ids[i]);
    free(s->ids);
    search_free(s->text);
    search_free(s->pairs);
    search_free(s->titles);
    words_filter_release(&s->words);
    free(s);
}

const struct filter search_filter = {
    .name = "search",
    .summary = "rank documents for queries",
    .input = "{\"doc\",\"title\"?,\"text\"} lines, then {\"query\",\"text\",\"k\"?}",
    .output = "{\"query\",\"hits\":[[DOC,SCORE],...]}",
    .open = open_state,
    .line = line,
    .close = close_state,
};
