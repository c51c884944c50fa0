/*
 * store_request.h - what editors asked the drafter for, group by group.
 *
 * A request is a decision with the verb pick (arg: id of an own page), tone (arg: a tone's name),
 * reuse (arg: id of a draft), write (text) or redraft.  It holds for every later draft of
 * its group until it is undone or another takes its place: of pick, reuse and
 * write the latest; redraft takes the place of these three; tone stands beside them.
 */
#ifndef STORE_REQUEST_H
#define STORE_REQUEST_H

#include "arena.h"
#include "store.h"
#include "text.h"

struct store_request {
    int64_t id;        /* the latest decision that holds; 0: nobody asked for anything */
    int64_t pick;      /* url id; 0: none */
    int64_t reuse;     /* draft id; 0: none */
    struct text text;  /* of write; "" : none */
    struct text tone;  /* "" : none */
    struct text actor; /* of the latest */
    int64_t hash;      /* of all that holds; 0: nothing does */
};

/* Of a group that nobody asked anything of all is 0. */
void store_request_read(struct store *s, int64_t group_id, struct arena *a,
                        struct store_request *ret);

/* The answer that a reuse repeats, as its editors left it. */
struct store_answer {
    int64_t draft_id, group_id;
    struct text question, answer, link, kind, tone, voice, template_name, state;
    int64_t link_url_id; /* 0: none */
    double confidence;
    int64_t decided_s; /* when it was approved or posted last; 0: never */
};

/* False: no such draft in the department, or it is not approved or posted. */
bool store_request_answer(struct store *s, int64_t draft_id, int64_t department_id, struct arena *a,
                          struct store_answer *ret);

#endif /* STORE_REQUEST_H */
