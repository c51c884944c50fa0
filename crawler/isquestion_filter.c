/* isquestion_filter.c - the filter "isquestion" (filter.h). */

#include "filter.h"

#include "isquestion.h"

#define FILTER_ASKS .5

static enum status
isquestion_line(void *state, const json_t *in, json_t *out, struct err *err)
{
    struct text t;
    enum status st = json_need_text(in, "text", &t, err);
    double p;

    (void)state;
    if (st != ST_OK || out == NULL)
        return st;
    p = isquestion_of_title(t);
    json_object_set_new(out, "p", json_real(p));
    json_object_set_new(out, "question", json_boolean(p >= FILTER_ASKS));
    json_put_text(out, "title", isquestion_headline(t));
    return ST_OK;
}

extern const struct filter isquestion_filter; /* filters.c lists it */

const struct filter isquestion_filter = {
    .name = "isquestion",
    .summary = "does a text ask something?",
    .input = "{\"id\",\"text\"}",
    .output = "{\"id\",\"p\":0..1,\"question\":bool,\"title\"}",
    .line = isquestion_line,
};
