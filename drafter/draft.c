/* draft.c - see draft.h. */

#include "draft.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "answer.h"
#include "buf.h"
#include "compose.h"
#include "judge.h"
#include "lang.h"
#include "lint.h"
#include "log.h"
#include "mem.h"
#include "store_decision.h"
#include "store_draft.h"
#include "store_export.h"
#include "tone.h"
#include "voice.h"

/* Raise it when drafts made from the same input come out differently. */
#define ENGINE_VERSION  "2"
#define BATCH_GROUPS    32 /* written in one transaction: milliseconds */
#define QUOTE_MAX_WORDS 90 /* stems and words are counted differently: some slack */
/* Praise and complaints that ask nothing must be clear to be answered at all. */
#define MENTION_SCORE .55

/* A page as the store knows it; same number as in struct pages. */
struct own_page {
    int64_t url_id, text_hash, fetched_s;
    struct text link;
};

struct run {
    struct store *s;
    const struct department_config *d;
    const struct draft_options *o;
    struct draft_counts *counts;
    struct arena *arena;   /* of the run */
    struct arena *scratch; /* of one group */
    struct tone *tone;     /* owned */
    struct voice *voice;
    struct pages *pages; /* owned; NULL until the first pending group */
    struct own_page *own;
    size_t n_own, cap_own;
    struct store_draft_group *pending;
    size_t n_pending, cap_pending;
    const char *previous; /* template of the last draft */
    int64_t department_id;
    bool loaded;    /* the own pages have been read */
    uint64_t basis; /* of what all groups share */
    struct text byline;
    int64_t now_s;
};

static void
hash_text(uint64_t *h, struct text t)
{
    *h = XXH64(t.p != NULL ? t.p : "", t.n, *h ^ t.n);
}

static uint64_t
shared_basis(const struct run *r, int64_t pages_hash)
{
    const char *const settings[] = { ENGINE_VERSION, r->d->voice, r->d->contact,
                                     r->d->byline,   r->d->name,  r->d->language };
    uint64_t h = (uint64_t)pages_hash;

    for (size_t i = 0; i < N_ELEMENTS(settings); i++)
        hash_text(&h, text_of(settings[i]));
    for (size_t i = 0; i < r->d->site.n; i++)
        hash_text(&h, r->d->site.v[i]);
    h ^= (uint64_t)(int64_t)(r->o->threshold * 1e6); /* six decimals tell thresholds apart */
    return h;
}

static int64_t
group_basis(const struct run *r, const struct store_draft_group *g)
{
    uint64_t h = r->basis;

    hash_text(&h, g->question);
    hash_text(&h, g->body);
    h = XXH64(&g->posts_hash, sizeof(g->posts_hash), h); /* other wordings, other alarms */
    return (int64_t)h;
}

static bool
is_decided(const struct store_draft_group *g)
{
    return g->state.n > 0 && !text_is(g->state, "reopened") && !text_is(g->state, "machine");
}

/* Collect the groups that are not up to date. */
static void
on_group(void *self, const struct store_draft_group *g)
{
    struct run *r = self;

    r->counts->groups++;
    if (!g->answers) {
        r->counts->listen_only++;
        return;
    }
    if ((g->draft_id != 0 || g->has_gap) && g->basis_hash == group_basis(r, g))
        return;
    if (text_is(g->state, "rejected") || text_is(g->state, "parked"))
        return; /* an editor said no: only reopening it asks for another */
    if (r->o->limit > 0 && (int64_t)r->n_pending >= r->o->limit)
        return;
    r->pending =
        arena_grow(r->arena, r->pending, r->n_pending, &r->cap_pending, sizeof(*r->pending));
    r->pending[r->n_pending++] = *g;
}

static void
on_page(void *self, const struct store_draft_page *p)
{
    struct run *r = self;
    struct own_page own = { p->url_id, p->text_hash, p->fetched_s, p->link };
    struct pages_input in = { .title = p->title, .text = p->text };

    if (!lint_on_site(own.link, r->d->site.v, r->d->site.n))
        own.link = p->address; /* a canonical elsewhere is not ours to link to */
    if (!lint_on_site(own.link, r->d->site.v, r->d->site.n))
        return;
    in.url = own.link;
    in.language = lang_normalize(p->language);
    if (in.language == NULL)
        in.language = lang_normalize(text_of(r->d->language));
    if (pages_add(r->pages, &in) == UINT32_MAX)
        return;
    r->own = mem_grow(r->own, &r->cap_own, r->n_own + 1, sizeof(*r->own));
    r->own[r->n_own++] = own;
}

static void
put_gap(struct run *r, const struct store_draft_group *g, const struct tone_result *tone,
        const struct answer *x, const char *why)
{
    struct store_gap gap = { .group_id = g->id,
                             .why = text_of(why),
                             .tone = tone_name(tone->kind),
                             .basis_hash = group_basis(r, g),
                             .created_s = r->now_s };

    if (x != NULL && x->found.n > 0) {
        gap.nearest_url_id = r->own[x->found.hits[0].page].url_id;
        gap.confidence = x->confidence;
    }
    r->counts->gaps++;
    if (!r->o->dry_run)
        store_draft_put_gap(r->s, &gap);
}

static struct text
checks_json(const struct run *r, const struct lint_result *l)
{
    json_t *list = json_array();
    char *z;
    struct text t;

    for (size_t i = 0; i < l->n; i++)
        json_array_append_new(list, json_pack("{s:s, s:s, s:s}", "check", l->issues[i].check,
                                              "level", l->issues[i].error ? "error" : "warning",
                                              "note", l->issues[i].note));
    z = json_dumps(list, JSON_COMPACT);
    t = arena_text(r->scratch, text_of(z != NULL ? z : "[]"));
    free(z);
    json_decref(list);
    return t;
}

/*
 * Would the draft say what the latest one says?  Then that one stays, with its id
 * and what editors see of it, though some other page of the site has changed.
 */
static bool
is_same(struct run *r, const struct store_draft_group *g, const struct tone_result *tone,
        const struct compose_input *in)
{
    struct store_card c;

    if (g->draft_id == 0 || g->has_gap || !store_decision_card(r->s, g->draft_id, r->scratch, &c) ||
        !text_is(c.kind, compose_kind_name(in->kind)) || !text_is(c.tone, tone_name(tone->kind)) ||
        !text_is(c.voice, r->voice->name) || !text_eq(c.link, in->link) ||
        c.n_sentences > in->n_sentences)
        return false;
    for (size_t i = 0; i < c.n_sentences; i++)
        if (!text_eq(c.sentences[i].text, in->sentences[i].text) || !c.sentences[i].holds)
            return false;
    return text_ends(c.answer, compose_byline(r->byline)) &&
           (in->tone != TONE_NEGATIVE || text_find(c.answer, in->contact) != TEXT_NPOS);
}

/* Compose, lint, write. */
static void
put_draft(struct run *r, const struct store_draft_group *g, const struct tone_result *tone,
          struct compose_input *in, struct store_draft *d)
{
    struct compose_draft c;
    struct lint_result l;
    struct text evidence[COMPOSE_MAX_SENTENCES];

    in->voice = r->voice;
    in->tone = tone->kind;
    if (in->kind == COMPOSE_ANSWER && tone->kind == TONE_POSITIVE)
        in->tone = TONE_NEUTRAL; /* a friendly question wants an answer, not thanks for praise */
    in->seed = (uint64_t)g->id;
    in->previous = r->previous;
    in->contact = text_of(r->d->contact);
    in->byline = r->byline;
    if (is_same(r, g, tone, in)) {
        r->counts->kept++;
        if (!r->o->dry_run)
            store_draft_set_basis(r->s, g->draft_id, group_basis(r, g));
        return;
    }
    if (in->kind == COMPOSE_ANSWER)
        r->counts->drafts++;
    else
        r->counts->acknowledged++;
    compose_draft(in, r->scratch, &c);
    for (size_t i = 0; i < in->n_sentences; i++)
        evidence[i] = in->sentences[i].text;
    lint_check(&(struct lint_input){ .answer = c.answer,
                                     .link = in->link,
                                     .evidence = evidence,
                                     .n_evidence = in->n_sentences,
                                     .contact = in->contact,
                                     .tone = tone->kind,
                                     .sites = r->d->site.v,
                                     .n_sites = r->d->site.n },
               r->scratch, &l);
    r->previous = arena_str(r->arena, text_of(c.template_name));
    d->group_id = g->id;
    d->tone = tone_name(tone->kind);
    d->tone_p = tone->p;
    d->kind = compose_kind_name(in->kind);
    d->voice = r->voice->name;
    d->template_name = c.template_name;
    d->answer = c.answer;
    d->link = in->link;
    d->basis_hash = group_basis(r, g);
    d->created_s = r->now_s;
    d->checks = checks_json(r, &l);
    d->n_sentences = c.n_sentences;
    if (!r->o->dry_run)
        (void)store_draft_add(r->s, d); /* the id is found by its group */
}

/*
 * The sentences that can be quoted: those with a link of their own would make two,
 * and a very long one leaves no room for anything else.
 */
static size_t
quote(const struct run *r, const struct answer *x, struct compose_input *in,
      struct store_draft_sentence *rows)
{
    uint32_t page = x->found.hits[0].page;
    const struct pages_page *pg = pages_get(r->pages, page);
    const struct own_page *own = &r->own[page];
    size_t n = 0;

    for (size_t i = 0; i < x->sentences.n; i++) {
        const struct sentences_pick *pick = &x->sentences.picks[i];
        struct text t = passage_text(&pg->split, pick->at);
        enum passage_sentence_kind kind = pg->split.sentences[pick->sentence].kind;

        if (lint_has_link(t) || passage_count_words(t) > QUOTE_MAX_WORDS)
            continue;
        in->sentences[n] = (struct compose_sentence){ t, kind == PASSAGE_ITEM };
        in->order[n] = pick->sentence;
        rows[n] = (struct store_draft_sentence){ .url_id = own->url_id,
                                                 .fetched_s = own->fetched_s,
                                                 .text_hash = own->text_hash,
                                                 .text = t,
                                                 .start = pick->at.start,
                                                 .end = pick->at.end };
        n++;
    }
    in->n_sentences = n;
    return n;
}

static void
draft_answer(struct run *r, const struct store_draft_group *g, const struct tone_result *tone,
             const struct answer *x)
{
    struct compose_input in = { .kind = COMPOSE_ANSWER };
    struct store_draft_sentence rows[COMPOSE_MAX_SENTENCES];
    struct store_draft_evidence evidence[ANSWER_MAX_PAGES];
    struct store_draft d = { .confidence = x->confidence,
                             .sentences = rows,
                             .evidence = evidence,
                             .n_evidence = x->found.n };
    const struct own_page *own = &r->own[x->found.hits[0].page];

    if (quote(r, x, &in, rows) == 0) {
        put_gap(r, g, tone, x, "a page was found, but none of its sentences can be quoted");
        return;
    }
    for (size_t i = 0; i < x->found.n; i++)
        evidence[i] = (struct store_draft_evidence){ r->own[x->found.hits[i].page].url_id,
                                                     x->found.hits[i].score };
    in.link = own->link;
    d.link_url_id = own->url_id;
    put_draft(r, g, tone, &in, &d);
}

/* Praise or complaint without a question; everything else that asks nothing is left alone. */
static void
draft_mention(struct run *r, const struct store_draft_group *g, const struct tone_result *tone)
{
    struct compose_input in = { .kind = tone->kind == TONE_POSITIVE ? COMPOSE_ACKNOWLEDGE
                                                                    : COMPOSE_CONTACT };
    struct store_draft d = { .confidence = tone->p };
    bool clear = tone->score > MENTION_SCORE || tone->score < -MENTION_SCORE;

    if (tone->kind == TONE_NEUTRAL || !clear) {
        r->counts->asks_nothing++;
        if (g->has_gap && !r->o->dry_run)
            store_draft_drop_gap(r->s, g->id);
        return;
    }
    put_draft(r, g, tone, &in, &d);
}

/* Only when the first question needs them: most runs find nothing new. */
static void
load_pages(struct run *r)
{
    if (!r->loaded)
        store_draft_pages(r->s, r->department_id, r->arena, on_page, r);
    r->loaded = true;
}

/*
 * The answer to the wording of the group that finds its page most surely: the
 * head may be misspelt, or told as a story, where another asked in plain words.
 */
static void
find_best(struct run *r, const struct store_draft_group *g, struct answer *ret)
{
    const char *language = lang_normalize(g->language);
    struct text wordings[STORE_DRAFT_WORDINGS];
    size_t n = store_draft_wordings(r->s, g->id, r->scratch, wordings);
    struct answer x;

    answer_find(r->pages, g->question, g->body, language, r->scratch, ret);
    for (size_t i = 0; i < n; i++) {
        answer_find(r->pages, wordings[i], TEXT_NONE, language, r->scratch, &x);
        if (x.confidence > ret->confidence)
            *ret = x;
    }
}

static void
draft_group(struct run *r, const struct store_draft_group *g)
{
    struct tone_result tone = judge_group(r->tone, r->s, g, r->scratch);
    struct answer x;

    if (g->draft_id != 0 && is_decided(g) && store_draft_holds(r->s, g->draft_id)) {
        r->counts->kept++;
        if (!r->o->dry_run) {
            store_draft_drop_gap(r->s, g->id); /* of a time when the page said something else */
            store_draft_set_basis(r->s, g->draft_id, group_basis(r, g));
        }
        return;
    }
    if (tone.escalation != NULL) {
        put_gap(r, g, &tone, NULL,
                arena_printf(r->scratch, "a person must see this first: %s", tone.escalation));
        return;
    }
    if (g->p_question < STORE_ASKS_P) {
        draft_mention(r, g, &tone);
        return;
    }
    load_pages(r);
    if (r->n_own == 0) {
        put_gap(r, g, &tone, NULL, "the department has no pages of its own yet");
        return;
    }
    find_best(r, g, &x);
    if (x.found.n == 0)
        put_gap(r, g, &tone, &x, "no page speaks of this");
    else if (x.confidence < r->o->threshold)
        put_gap(r, g, &tone, &x,
                arena_printf(r->scratch, "no page answers this: the nearest has %.2f, wanted %.2f",
                             x.confidence, r->o->threshold));
    else
        draft_answer(r, g, &tone, &x);
}

/* Another run may have been quicker: inside the transaction nobody else writes. */
static bool
is_done(struct run *r, const struct store_draft_group *g)
{
    return store_draft_basis(r->s, g->id) == group_basis(r, g);
}

static enum status
draft_pending(struct run *r, struct err *err)
{
    enum status st = ST_OK;
    bool stopped = false;

    for (size_t i = 0; i < r->n_pending && st == ST_OK && !stopped;) {
        size_t end = i + BATCH_GROUPS < r->n_pending ? i + BATCH_GROUPS : r->n_pending;

        if (!r->o->dry_run)
            store_begin(r->s);
        for (; i < end && !stopped; i++) {
            arena_clear(r->scratch);
            if (!is_done(r, &r->pending[i]))
                draft_group(r, &r->pending[i]);
            stopped = r->o->stop != NULL && r->o->stop();
        }
        st = r->o->dry_run ? store_check(r->s, err) : store_commit(r->s, err);
        if (r->o->progress != NULL)
            r->o->progress((int64_t)i, (int64_t)r->n_pending);
    }
    if (st == ST_OK && stopped)
        return err_set(err, ST_PARTIAL, "stopped: what was done is kept");
    return st;
}

static enum status
prepare(struct run *r, struct err *err)
{
    const char *by = r->d->byline != NULL ? r->d->byline : r->d->name;
    enum status st = tone_new(r->o->seeds, &r->tone, err);

    if (st != ST_OK)
        return st;
    st = voice_load(r->o->seeds, r->d->voice != NULL ? r->d->voice : VOICE_DEFAULT, r->arena,
                    &r->voice, err);
    if (st != ST_OK)
        return st;
    r->byline = text_of(by);
    r->now_s = clock_now_s(r->o->clock);
    r->pages = pages_new();
    pages_ignore(r->pages, text_of(r->d->name), lang_normalize(text_of(r->d->language)));
    return ST_OK;
}

enum status
draft_run(struct store *s, const struct department_config *d, int64_t department_id,
          const struct draft_options *o, struct draft_counts *counts, struct err *err)
{
    struct run r = { .s = s,
                     .d = d,
                     .o = o,
                     .counts = counts,
                     .department_id = department_id,
                     .arena = arena_new(),
                     .scratch = arena_new() };
    enum status st = prepare(&r, err);

    if (st == ST_OK) {
        r.basis = shared_basis(&r, store_draft_pages_hash(s, department_id));
        store_draft_groups(s, department_id, r.arena, on_group, &r);
        r.previous = store_draft_last_template(s, department_id, r.arena);
        counts->pending += (int64_t)r.n_pending;
        st = store_check(s, err);
    }
    if (st == ST_OK)
        st = draft_pending(&r, err);
    counts->pages += (int64_t)r.n_own;
    tone_free(r.tone);
    pages_free(r.pages);
    free(r.own);
    arena_free(r.scratch);
    arena_free(r.arena);
    return st;
}
