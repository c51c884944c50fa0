/* fetchplan_filter.c - "earshot filter fetchplan": what politeness does with a response. */
#include <stdio.h>
#include <strings.h>

#include "fetchplan.h"
#include "filter.h"

#define MS_PER_S     1000.0
#define NUMBER_BYTES 24 /* a 64-bit integer in decimal */

/* The headers that count, from an object whose keys may have any case. */
static void
read_headers(json_t *headers, struct fetchplan_in *in, char number[NUMBER_BYTES])
{
    const char *key;
    json_t *value;

    json_object_foreach(headers, key, value)
    {
        struct text t = { json_string_value(value), json_string_length(value) };

        if (strcasecmp(key, "retry-after") == 0) {
            in->retry_after = t;
            if (json_is_integer(value)) { /* no string, but the meaning is plain */
                snprintf(number, NUMBER_BYTES, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
                in->retry_after = text_of(number);
            }
        } else if (strcasecmp(key, "location") == 0) {
            in->location = t;
        } else if (strcasecmp(key, "date") == 0) {
            in->date = t;
        }
    }
}

static enum status
fetchplan_line(void *state, const json_t *in, json_t *out, struct err *err)
{
    struct fetchplan_in f = { 0 };
    struct fetchplan plan;
    json_int_t status = json_integer_value(json_object_get(in, "status"));
    json_int_t failed = json_integer_value(json_object_get(in, "failures"));

    char number[NUMBER_BYTES];

    (void)state;
    if (!json_is_integer(json_object_get(in, "status")) || status < 0 || status > 999)
        return err_set(err, ST_INVALID, "\"status\": want an HTTP status, or 0 for no answer");
    f.status = (unsigned)status;
    f.failure = status == 0 ? FETCHPLAN_CONNECT : FETCHPLAN_NO_FAILURE;
    f.failures = failed > 0 && failed < 1000 ? (unsigned)failed : 0;
    f.now_s = json_integer_value(json_object_get(in, "now"));
    read_headers(json_object_get(in, "headers"), &f, number);
    plan = fetchplan_page(&f);
    json_put_text(out, "action", text_of(fetchplan_action_name(plan.action)));
    json_object_set_new(out, "wait_s", json_real((double)plan.wait_ms / MS_PER_S));
    json_put_text(out, "scope", text_of(plan.host ? "host" : "page"));
    json_put_text(out, "why", text_of(plan.why));
    return ST_OK;
}

const struct filter fetchplan_filter = {
    .name = "fetchplan",
    .summary = "what politeness does with a response, and how long it waits",
    .input = "{\"id\",\"status\",\"headers\":{},\"failures\":int,\"now\"?: Unix seconds}",
    .output = "{\"id\",\"action\",\"wait_s\",\"scope\":\"host or page\",\"why\"}",
    .line = fetchplan_line,
};
