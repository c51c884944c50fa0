/* judge.c - see judge.h. */

#include "judge.h"

#include "store_export.h"

/* Over the posts of a group; kind: the first alarm. */
struct alarm {
    const struct tone *tone;
    const char *kind;
};

static void
look(void *self, struct text title, struct text body)
{
    struct alarm *x = self;

    if (x->kind == NULL)
        x->kind = tone_escalation(x->tone, title);
    if (x->kind == NULL)
        x->kind = tone_escalation(x->tone, body);
}

struct tone_result
judge_group(const struct tone *t, struct store *s, const struct store_draft_group *g,
            struct arena *a)
{
    struct text text = g->body; /* which often says the question again: it counts once */
    struct tone_result r;
    struct alarm x = { .tone = t };

    if (!text_starts(g->body, g->question))
        text = text_of(arena_printf(a, "%.*s\n%.*s", TEXT_ARG(g->question), TEXT_ARG(g->body)));
    r = g->p_question >= STORE_ASKS_P ? tone_of_question(t, text) : tone_of(t, text);
    x.kind = r.escalation;
    if (x.kind == NULL)
        store_draft_posts(s, g->id, look, &x);
    r.escalation = x.kind;
    return r;
}
