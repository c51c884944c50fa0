/*
 * draft_arm.c - which voice an answer has where there is an experiment (store_experiment.h).
 *
 * Who comes into one: a group whose first draft is an answer that is composed here, while the
 * experiment runs, if its tone is the one that is asked for.  Not: groups with an earlier draft of
 * any kind, answers used again or written by hand, thanks and contact lines (they keep the
 * department's voice), and what was found first through a source with a voice of its own: that
 * voice is there for a reason.  Who is in one keeps the arm, also when the experiment is over.
 */
#include "draft_work.h"

#include "tone.h"

void
draft_arm_load(struct draft_work *w)
{
    w->n_experiments = store_experiment_active(w->s, w->department_id, w->arena, &w->experiments);
}

static bool
takes(const struct draft_work *w, const struct store_experiment *x, const struct tone_result *tone)
{
    return w->now_s >= x->from_s && w->now_s < x->to_s &&
           (x->tone.n == 0 || text_is(x->tone, tone_name(tone->kind)));
}

/* NULL: none, or the files name another voice than the store's experiment by now. */
static const struct voices_one *
voice_of_arm(struct draft_work *w, const struct store_draft_group *g,
             const struct tone_result *tone, const char *language)
{
    struct store_experiment_place place;

    if (g->draft_id != 0) /* in one since its first draft, or never */
        return store_experiment_of_group(w->s, g->id, w->scratch, &place) && place.active
                   ? voices_card(w->desk->voices, place.voice, language)
                   : NULL;
    for (size_t i = 0; i < w->n_experiments && !voices_has(w->desk->voices, w->source); i++) {
        const struct store_experiment *x = &w->experiments[i];
        const struct voices_one *voice;

        if (!takes(w, x, tone))
            continue;
        voice =
            voices_card(w->desk->voices, x->voice[store_experiment_turn(w->s, x->id)], language);
        if (voice != NULL)
            w->experiment = x->id;
        return voice;
    }
    return NULL;
}

const struct voices_one *
draft_arm_voice(struct draft_work *w, const struct store_draft_group *g,
                const struct tone_result *tone, const char *language)
{
    const struct voices_one *voice =
        w->n_experiments > 0 ? voice_of_arm(w, g, tone, language) : NULL;

    return voice != NULL ? voice : voices_of(w->desk->voices, w->source, language);
}
