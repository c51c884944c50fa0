/* pair_filter.c - are two questions the same: filter pair. */

#include <stdlib.h>

#include "words_filter.h"
#include "mem.h"
#include "pair.h"
#include "reason.h"

struct state {
    struct words_filter words;
    struct idf *idf;
};

static enum status
open_state(const struct filter_args *args, void **ret, struct err *err)
{
    struct state *s = mem_zalloc(sizeof(*s));

    (void)args;
    (void)err;
    words_filter_init(&s->words);
    s->idf = idf_new();
    *ret = s;
    return ST_OK;
}

static json_t *
why_json(const struct pair_side *a, const struct pair_side *b, const struct pair_result *r)
{
    json_t *why = json_object();

    json_object_set_new(why, "shared", reason_words(&a->tokens, &b->tokens, true));
    json_object_set_new(why, "only_a", reason_words(&a->tokens, &b->tokens, false));
    json_object_set_new(why, "only_b", reason_words(&b->tokens, &a->tokens, false));
    for (size_t i = PAIR_BIAS + 1; i < PAIR_FEATURES; i++)
        json_object_set_new(why, pair_feature_name((enum pair_feature)i),
                            json_real((double)r->features[i]));
    json_object_set_new(why, "model", json_string(r->is_long ? "long" : "short"));
    return why;
}

static enum status
line(void *state, const json_t *in, json_t *out, struct err *err)
{
    struct state *s = state;
    struct words_filter *w = &s->words;
    struct pair_side a, b;
    struct pair_result r;
    struct text x, y;
    const char *language;
    enum status st = json_need_text(in, "a", &x, err);

    if (st == ST_OK)
        st = json_need_text(in, "b", &y, err);
    if (st != ST_OK || out == NULL)
        return st;
    arena_clear(w->arena);
    language = words_filter_language(w, in, x);
    pair_side_make(w->tokenizer, s->idf, x, language, w->arena, &a);
    pair_side_make(w->tokenizer, s->idf, y, language, w->arena, &b);
    pair_compare(&a, &b, idf_most(s->idf), &r);
    json_object_set_new(out, "p", json_real(r.p));
    json_object_set_new(out, "same", json_boolean(r.same));
    json_object_set_new(out, "why", why_json(&a, &b, &r));
    return ST_OK;
}

static void
close_state(void *state)
{
    struct state *s = state;

    if (s == NULL)
        return;
    words_filter_release(&s->words);
    idf_free(s->idf);
    free(s);
}

const struct filter pair_filter = {
    .name = "pair",
    .summary = "are two questions the same, and why",
    .input = "{\"id\",\"a\",\"b\",\"language\"?}",
    .output = "{\"id\",\"p\":0..1,\"same\",\"why\":{\"shared\",\"only_a\",\"only_b\",FEATURE...}}",
    .open = open_state,
    .line = line,
    .close = close_state,
};
