/* decide_world.h - groups that ask for the same thing, and somebody who decides about the first. */
#ifndef DECIDE_WORLD_H
#define DECIDE_WORLD_H

#include "decide.h"
#include "store_draft.h"
#include "store_fixture.h"
#include "store_queue.h"

#define NOW_S 1000000
#define LINK  "https://registrar.example.edu/fees"

struct world {
    struct store_fixture f;
    struct config config;
    struct arena *a;
    struct decide_input in;
    struct err err;
    struct store_card card; /* of the last decision */
};

/* The link answered a second ago. */
static inline void
open_groups(struct world *w, int groups)
{
    fixture_open(&w->f, true);
    for (int i = 0; i < groups; i++)
        fixture_group(&w->f, "What are the fees?", "", .9, FIXTURE_FORUM);
    fixture_sql(&w->f, STORE_CRAWLER,
                "INSERT INTO fetch (host_id, url_id, run_id, at_ms, span_ms, status, body_bytes,"
                " outcome) VALUES (1, 2, 1, 999000000, 1, 200, 1, 'ok')");
    store_set_role(w->f.s, STORE_REVIEW); /* the fixture's rows went past store/ */
    store_begin(w->f.s);
    CHECK(store_queue_rebuild(w->f.s, 0) == groups, "queue");
    CHECK(store_commit(w->f.s, NULL) == ST_OK, "queue");
    w->config = (struct config){ .departments = &w->f.department, .n_departments = 1 };
    w->a = arena_new();
    w->err = (struct err){ "" };
    w->in = (struct decide_input){ .store = w->f.s,
                                   .config = &w->config,
                                   .group_id = 1,
                                   .revision = DECIDE_ANY,
                                   .actor = TEXT_LIT("ann"),
                                   .now_s = NOW_S };
}

static inline void
close_world(struct world *w)
{
    store_set_role(w->f.s, STORE_REVIEW);
    CHECK(store_queue_verify(w->f.s, &w->err) == 0, "queue: %s", w->err.msg);
    arena_free(w->a);
    fixture_close(&w->f);
}

/* In a transaction of the caller's. */
static inline int64_t
add_answer(struct world *w, int64_t group_id, const char *answer,
           const struct store_draft_sentence *sentences, size_t n)
{
    const struct store_draft d = { .group_id = group_id,
                                   .tone = "neutral",
                                   .kind = "answer",
                                   .voice = "warm",
                                   .template_name = "warm/neutral/0",
                                   .confidence = .9,
                                   .answer = text_of(answer),
                                   .link = TEXT_LIT(LINK),
                                   .link_url_id = 2,
                                   .basis_hash = 1,
                                   .created_s = NOW_S - 10,
                                   .checks = TEXT_LIT("[]"),
                                   .sentences = sentences,
                                   .n_sentences = n };

    return store_draft_add(w->f.s, &d);
}

#endif /* DECIDE_WORLD_H */
