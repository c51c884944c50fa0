/* judge.c - see judge.h. */

#include "judge.h"

#include <string.h>

#include "store_export.h"

/* Kinds of seeds/lexicons/escalation.txt that are no alarms. */
#define SLUR  "slur"
#define ABUSE "abuse"

/* Over the posts of a group; kind: the first alarm. */
struct alarm {
    const struct tone *tone;
    const char *kind;
};

static bool
is_alarm(const char *kind)
{
    return kind != NULL && strcmp(kind, SLUR) != 0 && strcmp(kind, ABUSE) != 0;
}

/* Alarms alone: what others of the group say rudely is not what this one asks. */
static void
look(void *self, struct text title, struct text body)
{
    struct alarm *x = self;
    const char *kind = is_alarm(x->kind) ? x->kind : tone_escalation(x->tone, title);

    if (!is_alarm(kind))
        kind = tone_escalation(x->tone, body);
    if (is_alarm(kind))
        x->kind = kind;
}

const char *
judge_alarm(const struct tone_result *r)
{
    return is_alarm(r->escalation) ? r->escalation : NULL;
}

const char *
judge_leave(const struct tone_result *r, bool asks)
{
    if (r->escalation == NULL || is_alarm(r->escalation))
        return NULL;
    if (strcmp(r->escalation, SLUR) == 0)
        return STORE_LEFT_ALONE ": it has a slur; report it to the site instead";
    return asks ? NULL : STORE_LEFT_ALONE ": it insults and asks nothing";
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
    if (!is_alarm(x.kind))
        store_draft_posts(s, g->id, look, &x);
    r.escalation = x.kind;
    return r;
}
