/* signed_in.h - requests of people who are signed in, to handlers without a server. */
#ifndef SIGNED_IN_H
#define SIGNED_IN_H

#include "../store/fixture.h"
#include "ask.h"

#include "../../review/gate.h"
#include "../../review/role.h"
#include "store_account.h"
#include "store_session.h"

#define SIGNED_IN_NOW 1700000000

struct office {
    struct fixture f;
    struct arena *arena;
    int64_t now_s;
};

static inline void
office_open(struct office *o)
{
    *o = (struct office){ .arena = arena_new(), .now_s = SIGNED_IN_NOW };
    fixture_open(&o->f, STORE_REVIEW);
}

static inline void
office_close(struct office *o)
{
    fixture_close(&o->f);
    arena_free(o->arena);
}

/* An account with a role (NULL: none) in all departments, and the token of a session. */
static inline const char *
office_person(struct office *o, const char *name, const char *role)
{
    char *token = arena_alloc(o->arena, STORE_TOKEN_HEX);
    int64_t id;

    store_token_new(token);
    store_begin(o->f.store);
    id = store_account_add(o->f.store, text_of(name), text_of(name), TEXT_NONE, o->now_s);
    if (role != NULL)
        (void)store_account_grant(o->f.store, id, text_of(role), 0);
    store_session_add(o->f.store, text_of(token), id, TEXT_LIT("a browser"), TEXT_LIT("192.0.2.1"),
                      o->now_s);
    assert_int_equal(store_commit(o->f.store, &o->f.err), ST_OK);
    return token;
}

/* As ask_init(), with the office's store and clock and, unless token is NULL, its cookie. */
static inline void
office_ask(struct office *o, struct ask *a, const char *method, const char *target,
           const char *token)
{
    ask_init(a, method, target);
    a->serve.gate = gate_check;
    a->r.store = o->f.store;
    a->r.now_s = o->now_s;
    a->r.address = TEXT_LIT("192.0.2.1");
    a->r.post = strcmp(method, "POST") == 0;
    if (token != NULL)
        form_cookies(text_of(arena_printf(a->arena, "earshot=%s", token)), a->arena, &a->r.cookies);
}

static inline void
ask_field(struct ask *a, const char *name, struct text value)
{
    struct form *f = &a->r.form;

    f->fields = arena_grow(a->arena, f->fields, f->n, &f->cap, sizeof(*f->fields));
    f->fields[f->n++] = (struct form_field){ text_of(name), value };
}

/* The token that the session's forms carry. */
static inline void
ask_csrf(struct ask *a, const char *token)
{
    struct store_session x;

    if (store_session_find(a->r.store, text_of(token), a->r.now_s, a->arena, &x))
        ask_field(a, "csrf", x.csrf);
}

static const struct config *office_config; /* of the workspace; NULL: an empty one */
static char office_body[512 * 1024];       /* of the last answer */
static size_t office_bytes;

/* Send a form with the session's token through all routes; the status of the answer. */
static inline int
office_send(struct office *o, const char *token, const char *method, const char *path,
            const char *form)
{
    struct ask a;
    int status;

    office_ask(o, &a, method, path, token);
    if (office_config != NULL)
        a.serve.config = office_config;
    assert_int_equal(form_parse(text_of(form), a.arena, &a.r.form, NULL), ST_OK);
    ask_header(&a, "Host", "earshot.example");
    if (a.r.post)
        ask_csrf(&a, token);
    route_dispatch(routes_all, &a.r, &a.res);
    status = a.res.status;
    office_bytes = a.res.body.n;
    snprintf(office_body, sizeof(office_body), "%s", buf_str(&a.res.body));
    if (a.res.file != NULL) { /* a download */
        rewind(a.res.file);
        office_bytes = fread(office_body, 1, sizeof(office_body) - 1, a.res.file);
        office_body[office_bytes] = '\0';
    }
    ask_release(&a);
    return status;
}

#endif /* SIGNED_IN_H */
