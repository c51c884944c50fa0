/* robots_filter.c - "earshot filter robots": may this agent fetch this address? */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base64.h"
#include "buf.h"
#include "filter.h"
#include "mem.h"
#include "robots.h"

/* Probes come in runs over one file: the latest one stays parsed. */
struct state {
    struct robots *robots; /* owned; NULL: none yet */
    char *body, *agent;    /* owned copies of what it was parsed from */
    size_t body_bytes, agent_bytes;
};

static enum status
robots_open(const struct filter_args *args, void **state, struct err *err)
{
    (void)args;
    (void)err;
    *state = mem_zalloc(sizeof(struct state));
    return ST_OK;
}

static void
forget(struct state *s)
{
    robots_free(s->robots);
    free(s->body);
    free(s->agent);
    *s = (struct state){ NULL };
}

static void
robots_close(void *state)
{
    forget(state);
    free(state);
}

static const struct robots *
parsed(struct state *s, struct text body, struct text agent)
{
    bool same = s->robots != NULL && text_eq(body, (struct text){ s->body, s->body_bytes }) &&
                text_eq(agent, (struct text){ s->agent, s->agent_bytes });

    if (!same) {
        forget(s);
        s->robots = robots_parse(body, agent);
        s->body = mem_dup(body.p, body.n);
        s->agent = mem_dup(agent.p, agent.n);
        s->body_bytes = body.n;
        s->agent_bytes = agent.n;
    }
    return s->robots;
}

/* The file: as text, or in base64 where it is not UTF-8; bytes holds the decoded. */
static enum status
read_body(const json_t *in, struct buf *bytes, struct text *ret, struct err *err)
{
    struct text encoded;

    if (!json_text(in, "robots_base64", &encoded))
        return json_need_text(in, "robots", ret, err);
    if (!base64_decode(encoded, bytes))
        return err_set(err, ST_INVALID, "\"robots_base64\": not base64");
    *ret = buf_text(bytes);
    return ST_OK;
}

static enum status
robots_line(void *state, const json_t *in, json_t *out, struct err *err)
{
    struct text body, agent, url;
    struct robots_verdict verdict;
    struct buf bytes;
    enum status st;

    buf_init(&bytes, FILTER_MAX_LINE);
    st = read_body(in, &bytes, &body, err);
    if (st == ST_OK)
        st = json_need_text(in, "agent", &agent, err);
    if (st == ST_OK)
        st = json_need_text(in, "url", &url, err);
    if (st == ST_OK) {
        verdict = robots_ask(parsed(state, body, agent), robots_path(url));
        json_object_set_new(out, "allow", json_boolean(verdict.allow));
        json_object_set_new(
            out, "line", verdict.line > 0 ? json_integer((json_int_t)verdict.line) : json_null());
    }
    buf_release(&bytes);
    return st;
}

const struct filter robots_filter = {
    .name = "robots",
    .summary = "may this agent fetch this address, and which line of robots.txt says so",
    .input = "{\"id\",\"robots\" or \"robots_base64\",\"agent\",\"url\"} url may be a bare path",
    .output = "{\"id\",\"allow\":bool,\"line\":int or null}",
    .open = robots_open,
    .line = robots_line,
    .close = robots_close,
};
