/* extract.c - see extract.h: the order in which a page's parts are read. */

#include "extract_parts.h"

#include <string.h>

#include "charset.h"

enum status
extract_new(const char *dir, struct extract **ret, struct err *err)
{
    struct arena *a = arena_new();
    struct extract *x = arena_alloc(a, sizeof(*x));
    enum status st;

    x->a = a;
    html_setup();
    json_object_seed(0); /* before threads, as jansson asks */
    st = extract_profile_load(x, dir, err);
    if (st == ST_OK)
        *ret = x;
    else
        extract_free(x);
    return st;
}

void
extract_free(struct extract *x)
{
    if (x != NULL)
        arena_free(x->a);
}

const char *
extract_kind_name(enum extract_kind kind)
{
    static const char *const names[] = { "other", "thread", "faq", "listing", "blocked" };

    return names[kind];
}

struct text
extract_origin(const struct extract_question *q, const char *field)
{
    const struct {
        const char *name;
        struct text from;
    } fields[] = {
        { "title", q->from.title },         { "body", q->from.body },
        { "posted_at", q->from.posted_at }, { "author", q->from.author },
        { "answers", q->from.answers },     { "score", q->from.score },
        { "views", q->from.views },         { "accepted", q->from.accepted },
        { "tags", q->from.tags },           { "answers_text", q->from.answers_text },
    };

    for (size_t i = 0; i < N_ELEMENTS(fields); i++)
        if (strcmp(fields[i].name, field) == 0 && fields[i].from.n > 0)
            return fields[i].from;
    return q->how;
}

void
extract_page(const struct extract *x, const struct extract_input *in, struct arena *a,
             struct extract_page *ret)
{
    struct extract_work w = { .x = x, .in = in, .a = a, .page = ret };
    const struct charset *charset;
    struct text body = text_sub(in->body, 0, EXTRACT_MAX_BYTES);

    *ret = (struct extract_page){ .cut = in->body.n > body.n };
    if (api_read(&w))
        return;
    body = charset_decode(body, in->content_type, a, &charset);
    ret->charset = text_of(charset->name);
    html_parse(body, a, &w.h);
    ret->cut = ret->cut || w.h.cut;
    extract_meta_read(&w);
    w.profile = extract_profile_find(&w);
    if (w.profile != NULL)
        ret->profile = text_of(w.profile->name);
    extract_frame_mark(&w);
    extract_microdata_read(&w);
    extract_jsonld_read(&w);
    extract_thread_read(&w);
    extract_merge(&w);
    extract_meta_links(&w);
}
