/* group_filter.c - put questions together that ask for the same: filter group. */

#include <math.h>
#include <stdlib.h>

#include "words_filter.h"
#include "group.h"
#include "mem.h"

struct state {
    struct words_filter words;
    struct group_set *set;
    double threshold;
    json_t **outs; /* borrowed: valid until end() returns; in order of the set's numbers */
    size_t n, cap;
};

static enum status
open_state(const struct filter_args *args, void **ret, struct err *err)
{
    double threshold = GROUP_THRESHOLD;
    struct state *s;
    char *end = NULL;

    if (args->threshold != NULL) {
        threshold = strtod(args->threshold, &end);
        if (end == args->threshold || *end != '\0' || !(threshold >= 0 && threshold <= 1))
            return err_set(err, ST_USAGE, "--threshold %.40s: wanted a probability, 0 to 1",
                           args->threshold);
    }
    s = mem_zalloc(sizeof(*s));
    s->threshold = threshold;
    words_filter_init(&s->words);
    s->set = group_new(s->words.tokenizer);
    *ret = s;
    return ST_OK;
}

static enum status
line(void *state, const json_t *in, json_t *out, struct err *err)
{
    struct state *s = state;
    struct text text;
    enum status st = json_need_text(in, "text", &text, err);

    if (st != ST_OK || out == NULL)
        return st;
    group_add(s->set, text, words_filter_language(&s->words, in, text), GROUP_NEW);
    s->outs = mem_grow(s->outs, &s->cap, s->n + 1, sizeof(json_t *));
    s->outs[s->n++] = out;
    return ST_OK;
}

static enum status
end(void *state, struct err *err)
{
    struct state *s = state;
    struct group_member *m = mem_zalloc(s->n * sizeof(*m));

    (void)err;
    group_run(s->set, s->threshold, m);
    for (size_t i = 0; i < s->n; i++) {
        json_object_set_new(s->outs[i], "group", json_integer(m[i].group));
        json_object_set(s->outs[i], "head", json_object_get(s->outs[m[i].head], "id"));
        json_object_set_new(s->outs[i], "p", json_real(m[i].p));
        json_object_set_new(s->outs[i], "why", json_string(group_why_name(m[i].why)));
    }
    free(m);
    return ST_OK;
}

static void
close_state(void *state)
{
    struct state *s = state;

    if (s == NULL)
        return;
    group_free(s->set);
    words_filter_release(&s->words);
    free(s->outs);
    free(s);
}

const struct filter group_filter = {
    .name = "group",
    .summary = "put questions together that ask for the same (all lines are one set)",
    .input = "{\"id\",\"text\",\"language\"?}",
    .output = "{\"id\",\"group\":NUMBER,\"head\":ID,\"p\":0..1,\"why\"}",
    .open = open_state,
    .line = line,
    .end = end,
    .close = close_state,
};
