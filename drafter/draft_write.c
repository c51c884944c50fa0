/* draft_write.c - a draft or a gap, composed, checked and stored. */

#include "draft_work.h"

#include "checks.h"
#include "lint.h"
#include "store_decision.h"
#include "voice.h"

/*
 * Would the draft say what the latest one says?  Then that one stays, with its id
 * and what editors see of it, though some other page of the site has changed.
 */
static bool
is_same(struct draft_work *w, const struct store_draft_group *g, const struct tone_result *tone,
        const struct compose_input *in)
{
    struct store_card c;

    if (g->draft_id == 0 || g->has_gap || !store_card_of_draft(w->s, g->draft_id, w->scratch, &c) ||
        !text_is(c.kind, compose_kind_name(in->kind)) || !text_is(c.tone, tone_name(tone->kind)) ||
        !text_is(c.voice, w->voice->name) || !text_eq(c.owner, w->owner) ||
        !text_eq(c.link, in->link) || c.n_sentences > in->n_sentences)
        return false;
    for (size_t i = 0; i < c.n_sentences; i++)
        if (!text_eq(c.sentences[i].text, in->sentences[i].text) || !c.sentences[i].holds)
            return false;
    return text_ends(c.answer, compose_byline(w->byline)) &&
           (in->tone != TONE_NEGATIVE || text_find(c.answer, in->contact) != TEXT_NPOS);
}

void
draft_write(struct draft_work *w, const struct store_draft_group *g, const struct tone_result *tone,
            struct compose_input *in, struct store_draft *d)
{
    struct compose_draft c;
    struct lint_result l;
    struct text evidence[COMPOSE_MAX_SENTENCES];

    in->voice = w->voice;
    in->tone = tone->kind;
    if (in->kind == COMPOSE_ANSWER && tone->kind == TONE_POSITIVE)
        in->tone = TONE_NEUTRAL; /* a friendly question wants an answer, not thanks for praise */
    in->seed = (uint64_t)g->id;
    in->previous = w->previous;
    in->contact = text_of(w->d->contact);
    in->byline = w->byline;
    if (is_same(w, g, tone, in)) {
        w->counts->kept++;
        if (!w->o->dry_run)
            store_draft_set_basis(w->s, g->draft_id, draft_basis_group(w, g));
        return;
    }
    if (in->kind == COMPOSE_ANSWER)
        w->counts->drafts++;
    else
        w->counts->acknowledged++;
    compose_draft(in, w->scratch, &c);
    for (size_t i = 0; i < in->n_sentences; i++)
        evidence[i] = in->sentences[i].text;
    lint_check(&(struct lint_input){ .answer = c.answer,
                                     .link = in->link,
                                     .evidence = evidence,
                                     .n_evidence = in->n_sentences,
                                     .contact = in->contact,
                                     .tone = tone->kind,
                                     .sites = w->d->site.v,
                                     .n_sites = w->d->site.n },
               w->scratch, &l);
    w->previous = arena_str(w->arena, text_of(c.template_name));
    d->group_id = g->id;
    d->tone = tone_name(tone->kind);
    d->tone_p = tone->p;
    d->kind = compose_kind_name(in->kind);
    d->voice = w->voice->name;
    d->template_name = c.template_name;
    d->answer = c.answer;
    d->link = in->link;
    d->owner = w->owner;
    d->basis_hash = draft_basis_group(w, g);
    d->created_s = w->now_s;
    d->checks = checks_json(&l, w->scratch);
    d->n_sentences = c.n_sentences;
    if (!w->o->dry_run)
        (void)store_draft_add(w->s, d); /* the id is found by its group */
}

void
draft_write_gap(struct draft_work *w, const struct store_draft_group *g,
                const struct tone_result *tone, const struct answer *x, const char *why)
{
    struct store_gap gap = { .group_id = g->id,
                             .why = text_of(why),
                             .tone = tone_name(tone->kind),
                             .escalation = tone->escalation,
                             .owner = w->owner,
                             .basis_hash = draft_basis_group(w, g),
                             .created_s = w->now_s };

    if (x != NULL && x->found.n > 0) {
        gap.nearest_url_id = w->site.own[x->found.hits[0].page].url_id;
        gap.confidence = x->confidence;
    }
    w->counts->gaps++;
    if (!w->o->dry_run)
        store_draft_put_gap(w->s, &gap);
}
