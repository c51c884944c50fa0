/*
 * draft_filter.c - `earshot filter draft`: pages, then questions, to drafts.
 *
 * {"page":url,"title"?,"html" or "text"} lines build the site; each
 * {"id","question","body"?} line is answered from it.
 */

#include <stdlib.h>

#include "answer.h"
#include "buf.h"
#include "extract.h"
#include "filter.h"
#include "mem.h"

#define MAX_ALTERNATIVES (ANSWER_MAX_PAGES - 1)

struct draft_state {
    struct pages *pages;     /* owned */
    struct extract *extract; /* owned; NULL until the first html page */
    struct arena *arena;     /* of one line */
    struct arena *kept;      /* of the run */
    const char *platforms;   /* a workspace's profiles, or NULL; in kept */
    double threshold;
};

static enum status
open_draft(const struct filter_args *args, void **state, struct err *err)
{
    struct draft_state *s;
    double threshold = GATE_THRESHOLD;
    char *end = NULL;

    if (args->threshold != NULL) {
        threshold = strtod(args->threshold, &end);
        if (end == args->threshold || *end != '\0' || !(threshold >= 0 && threshold <= 1))
            return err_set(err, ST_USAGE, "--threshold %s: wanted a probability, 0 to 1",
                           args->threshold);
    }
    s = mem_zalloc(sizeof(*s));
    s->pages = pages_new();
    s->arena = arena_new();
    s->kept = arena_new();
    s->threshold = threshold;
    if (args->dir != NULL)
        s->platforms = arena_printf(s->kept, "%s/seeds/platforms", args->dir);
    *state = s;
    return ST_OK;
}

static enum status
add_page(struct draft_state *s, const json_t *in, struct err *err)
{
    struct pages_input page = { 0 };
    struct extract_page x = { 0 };
    struct text html;
    enum status st = json_need_text(in, "page", &page.url, err);

    if (st != ST_OK)
        return st;
    if (json_text(in, "html", &html)) {
        struct extract_input input = { .url = page.url,
                                       .body = html,
                                       .content_type = TEXT_LIT("text/html; charset=utf-8") };

        if (s->extract == NULL && (st = extract_new(s->platforms, &s->extract, err)) != ST_OK)
            return st;
        extract_page(s->extract, &input, s->arena, &x);
        page.text = x.text;
        page.title = x.title;
    } else {
        st = json_need_text(in, "text", &page.text, err);
    }
    (void)json_text(in, "title", &page.title); /* optional */
    if (st == ST_OK && pages_add(s->pages, &page) == UINT32_MAX)
        st = err_set(err, ST_LIMIT, "more than %d pages", PAGES_MAX_PAGES);
    return st;
}

static json_t *
json_of_span(struct passage_span at)
{
    return json_pack("{s:I,s:I}", "start", (json_int_t)at.start, "end", (json_int_t)at.end);
}

/* null where no page has a word of the question, or the page no words. */
static void
put_page(struct draft_state *s, const struct pages_found *f, json_t *out)
{
    const struct pages_hit *h = f->n > 0 ? &f->hits[0] : NULL;
    const struct pages_page *pg = h != NULL ? pages_get(s->pages, h->page) : NULL;
    bool cut = pg != NULL && h->passage < pg->split.n_passages;

    json_object_set_new(out, "page", pg != NULL ? json_of_text(pg->url) : json_null());
    json_object_set_new(out, "passage",
                        cut ? json_of_span(pg->split.passages[h->passage].at) : json_null());
}

static void
put_sentences(struct draft_state *s, const struct answer *x, json_t *out)
{
    json_t *list = json_array();
    struct buf text;

    buf_init(&text, BUF_SMALL);
    for (size_t i = 0; i < x->sentences.n; i++) {
        const struct pages_page *pg = pages_get(s->pages, x->found.hits[0].page);
        struct text t = passage_text(&pg->split, x->sentences.picks[i].at);
        json_t *o = json_of_span(x->sentences.picks[i].at);

        json_put_text(o, "text", t);
        json_put_text(o, "page", pg->url);
        json_array_append_new(list, o);
        buf_add_str(&text, i > 0 ? " " : "");
        buf_add_text(&text, t);
    }
    json_object_set_new(out, "sentences", list);
    json_put_text(out, "answer", buf_text(&text));
    buf_release(&text);
}

static void
put_alternatives(struct draft_state *s, const struct pages_found *f, json_t *out)
{
    json_t *list = json_array();

    for (size_t i = 1; i < f->n && i <= MAX_ALTERNATIVES; i++) {
        json_t *x = json_pack("{s:f}", "score", f->hits[i].score);

        json_put_text(x, "page", pages_url(s->pages, f->hits[i].page));
        json_array_append_new(list, x);
    }
    json_object_set_new(out, "alternatives", list);
}

static enum status
answer(struct draft_state *s, const json_t *in, json_t *out, struct err *err)
{
    struct text question, body = TEXT_NONE;
    struct answer x;
    enum status st = json_need_text(in, "question", &question, err);

    if (st != ST_OK)
        return st;
    (void)json_text(in, "body", &body); /* optional */
    answer_find(s->pages, question, body, NULL, s->arena, &x);
    put_page(s, &x.found, out);
    put_sentences(s, &x, out);
    json_object_set_new(out, "confidence", json_real(x.confidence));
    json_object_set_new(out, "abstain",
                        json_boolean(x.confidence < s->threshold || x.sentences.n == 0));
    put_alternatives(s, &x.found, out);
    return ST_OK;
}

static enum status
line_draft(void *state, const json_t *in, json_t *out, struct err *err)
{
    struct draft_state *s = state;

    arena_clear(s->arena);
    return out == NULL ? add_page(s, in, err) : answer(s, in, out, err);
}

static void
close_draft(void *state)
{
    struct draft_state *s = state;

    if (s == NULL)
        return; /* open refused its arguments */
    pages_free(s->pages);
    extract_free(s->extract);
    arena_free(s->arena);
    arena_free(s->kept);
    free(s);
}

const struct filter draft_filter = {
    .name = "draft",
    .summary = "the page of the own site that answers a question, and its sentences",
    .input = "{\"page\":url,\"title\"?,\"html\" or \"text\"} lines, then "
             "{\"id\",\"question\",\"body\"?}",
    .output =
        "{\"id\",\"page\",\"passage\",\"answer\",\"sentences\":[...],\"confidence\",\"abstain\","
        "\"alternatives\":[...]}",
    .open = open_draft,
    .line = line_draft,
    .close = close_draft,
};
