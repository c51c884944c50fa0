/* draft_write.c - a draft or a gap, composed, checked and stored. */

#include "draft_work.h"

#include "checks.h"
#include "lang.h"
#include "lint.h"
#include "store_link.h"

/* As an approval would check it, and a link that cannot be used now: for good, or till then. */
static void
check(const struct draft_work *w, const struct store_draft_group *g, const struct store_draft *d,
      struct lint_result *ret)
{
    const struct voices_one *voice = voices_named(w->desk->voices, text_of(d->voice));
    struct text evidence[DRAFT_MAX_SENTENCES];
    struct store_link link = { .alive = true };
    struct lint_input in = { .answer = d->answer,
                             .link = d->link,
                             .evidence = evidence,
                             .n_evidence = d->n_sentences,
                             .contact = text_of(w->d->contact),
                             .sites = w->d->site.v,
                             .n_sites = w->d->site.n,
                             .language = lang_normalize(g->language),
                             .now_s = w->now_s,
                             .max_chars = w->max_chars,
                             .like_id = w->like_id,
                             .like_s = w->like_s };

    for (size_t i = 0; i < d->n_sentences; i++)
        evidence[i] = d->sentences[i].text;
    (void)tone_parse(text_of(d->tone), &in.tone); /* it is the name of one */
    if (voice != NULL)
        in.parts = voice->parts;
    if (d->link_url_id != 0)
        store_link_look(w->s, d->link_url_id, w->now_s, w->scratch, &link);
    in.changed_s = link.changed_s;
    lint_check(&in, w->scratch, ret);
    if (!link.alive && ret->n < LINT_MAX_ISSUES)
        ret->issues[ret->n++] =
            (struct lint_issue){ "link", link.lost, arena_str(w->scratch, link.why) };
}

/* Does the text hold the link as it would be written now, and no more of it? */
static bool
has_link(const struct draft_work *w, struct text answer, struct text link)
{
    struct text shown = draft_link_shown(w->d, link, w->scratch);
    size_t at = text_find(answer, shown);

    return shown.n == 0 || (at != TEXT_NPOS && (at + shown.n == answer.n ||
                                                (unsigned char)answer.p[at + shown.n] <= ' '));
}

/*
 * Would the draft say what the latest one says?  Then that one stays, with its id
 * and what editors see of it, though some other page of the site has changed.
 */
static bool
is_same(struct draft_work *w, const struct store_draft_group *g, const struct tone_result *tone,
        const struct compose_input *in)
{
    struct store_draft_made c;

    if (g->draft_id == 0 || g->has_gap || draft_group_is_asked(g) ||
        !store_draft_made(w->s, g->draft_id, w->scratch, &c) || !text_is(c.origin, "machine") ||
        !text_is(c.kind, compose_kind_name(in->kind)) || !text_is(c.tone, tone_name(tone->kind)) ||
        !text_is(c.voice, w->voice->voice->name) || !text_eq(c.owner, w->owner) ||
        !text_eq(c.link, in->link) || c.n_sentences > in->n_sentences ||
        !store_draft_holds(w->s, g->draft_id))
        return false;
    for (size_t i = 0; i < c.n_sentences; i++)
        if (!text_eq(c.sentences[i].text, in->sentences[i].text))
            return false;
    return text_ends(c.answer, compose_byline(w->byline)) && has_link(w, c.answer, in->link) &&
           (in->tone != TONE_NEGATIVE || text_find(c.answer, in->contact) != TEXT_NPOS);
}

void
draft_write_text(struct draft_work *w, const struct store_draft_group *g,
                 const struct tone_result *tone, struct store_draft *d, const char *note)
{
    struct lint_result l;

    w->counts->requeued += g->draft_id != 0;
    w->previous = arena_str(w->arena, text_of(d->template_name));
    d->group_id = g->id;
    d->tone = tone_name(tone->kind);
    d->tone_p = tone->p;
    if (d->voice == NULL)
        d->voice = w->voice->voice->name;
    d->decision_id = g->request.id;
    d->owner = w->owner;
    d->basis_hash = draft_basis_group(w, g);
    d->created_s = w->now_s;
    check(w, g, d, &l);
    d->checks = checks_noted(&l, d->origin, note, w->scratch);
    if (w->o->dry_run)
        return;
    (void)store_draft_add(w->s, d); /* the id is found by its group */
    if (w->experiment != 0)
        store_experiment_assign(w->s, w->experiment, g->id, w->now_s);
}

void
draft_write(struct draft_work *w, const struct store_draft_group *g, const struct tone_result *tone,
            struct compose_input *in, struct store_draft *d)
{
    struct compose_draft c;

    in->voice = w->voice->voice;
    in->tone = tone->kind;
    if (in->kind == COMPOSE_ANSWER && tone->kind == TONE_POSITIVE)
        in->tone = TONE_NEUTRAL; /* a friendly question wants an answer, not thanks for praise */
    in->seed = (uint64_t)g->id;
    in->previous = w->previous;
    in->contact = text_of(w->d->contact);
    in->byline = w->byline;
    in->max_chars = w->max_chars;
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
    d->link = in->link;
    in->link = draft_link_shown(w->d, in->link, w->scratch);
    compose_draft(in, w->scratch, &c);
    d->kind = compose_kind_name(in->kind);
    d->origin = "machine";
    d->template_name = c.template_name;
    d->answer = c.answer;
    d->n_sentences = c.n_sentences;
    draft_write_text(w, g, tone, d, NULL);
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
    struct store_draft_evidence pages[STORE_DRAFT_GAP_PAGES];

    if (x != NULL && x->found.n > 0) {
        gap.pages = pages;
        for (; gap.n_pages < x->found.n && gap.n_pages < STORE_DRAFT_GAP_PAGES; gap.n_pages++)
            pages[gap.n_pages] = (struct store_draft_evidence){
                w->desk->site.own[x->found.hits[gap.n_pages].page].url_id,
                x->found.hits[gap.n_pages].score
            };
        gap.nearest_url_id = w->desk->site.own[x->found.hits[0].page].url_id;
        gap.confidence = x->confidence;
    }
    w->counts->gaps++;
    if (!w->o->dry_run)
        store_draft_put_gap(w->s, &gap);
}
