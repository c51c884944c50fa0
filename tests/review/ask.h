/*
 * ask.h - a request without a server: what a handler sees, and the answer it fills.
 */
#ifndef ASK_H
#define ASK_H

#include "../../review/route.h"
#include "../../review/static.h"

struct ask {
    struct config config;
    struct serve_counters counters;
    struct serve serve;
    struct arena *arena;
    struct request r;
    struct response res;
};

/* The clock stands still; nobody is signed in; there is no store. */
static inline void
ask_init(struct ask *a, const char *method, const char *target)
{
    *a = (struct ask){ .arena = arena_new() };
    a->serve = (struct serve){ .config = &a->config, .counters = &a->counters };
    a->r = (struct request){ .serve = &a->serve,
                             .arena = a->arena,
                             .method = text_of(method),
                             .target = text_of(target),
                             .path = text_before(text_of(target), '?') };
    (void)form_parse(text_after(text_of(target), '?'), a->arena, &a->r.query, NULL);
    response_init(&a->res, a->arena);
}

static inline void
ask_header(struct ask *a, const char *name, const char *value)
{
    struct form *f = &a->r.headers;

    f->fields = arena_grow(a->arena, f->fields, f->n, &f->cap, sizeof(*f->fields));
    f->fields[f->n++] = (struct form_field){ text_of(name), text_of(value) };
}

static inline struct text
ask_answered(const struct ask *a, const char *name)
{
    return form_get(&a->res.headers, name);
}

static inline void
ask_release(struct ask *a)
{
    response_release(&a->res);
    arena_free(a->arena);
}

#endif /* ASK_H */
