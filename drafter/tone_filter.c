/* tone_filter.c - `earshot filter tone`: {"id","text"} to {"id","tone","score","p"}. */

#include "filter.h"

#include <stdio.h>

#include "tone.h"

static enum status
open_tone(const struct filter_args *args, void **state, struct err *err)
{
    char seeds[1024]; /* bytes of a path; a longer one is refused by the system as well */
    struct tone *t;
    enum status st;

    if (args->dir != NULL)
        snprintf(seeds, sizeof(seeds), "%s/seeds", args->dir);
    st = tone_new(args->dir != NULL ? seeds : NULL, &t, err);
    if (st == ST_OK)
        *state = t;
    return st;
}

static enum status
line_tone(void *state, const json_t *in, json_t *out, struct err *err)
{
    struct text t;
    struct tone_result r;
    enum status st = json_need_text(in, "text", &t, err);

    if (st != ST_OK || out == NULL)
        return st;
    r = tone_of(state, t);
    json_object_set_new(out, "tone", json_string(tone_name(r.kind)));
    json_object_set_new(out, "score", json_real(r.score));
    json_object_set_new(out, "p", json_real(r.p));
    if (r.escalation != NULL)
        json_object_set_new(out, "escalation", json_string(r.escalation));
    return ST_OK;
}

static void
close_tone(void *state)
{
    tone_free(state);
}

const struct filter tone_filter = {
    .name = "tone",
    .summary = "positive, neutral or negative, and how sure",
    .input = "{\"id\",\"text\"}",
    .output = "{\"id\",\"tone\",\"score\":-1..1,\"p\",\"escalation\"?}",
    .open = open_tone,
    .line = line_tone,
    .close = close_tone,
};
