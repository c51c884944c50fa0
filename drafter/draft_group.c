/* draft_group.c - what one group of questions gets: a draft, a gap, or nothing. */

#include "draft_work.h"

#include "judge.h"
#include "lang.h"
#include "lint.h"
#include "person.h"
#include "store_export.h"

#define QUOTE_MAX_WORDS 90 /* stems and words are counted differently: some slack */
/* Praise and complaints that ask nothing must be clear to be answered at all. */
#define MENTION_SCORE .55
#define PERCENT       100

bool
draft_group_is_asked(const struct store_draft_group *g)
{
    return g->request.id != g->decision_id;
}

/* What somebody approved stays, stale or not (stale.h); what they edited, while it holds. */
static bool
is_kept(struct draft_work *w, const struct store_draft_group *g)
{
    static const char *const states[] = { "approved", "posted", "stale", "reply-missing" };

    if (g->draft_id == 0 || draft_group_is_asked(g))
        return false;
    for (size_t i = 0; i < N_ELEMENTS(states); i++)
        if (text_is(g->state, states[i]))
            return true;
    return text_is(g->state, "edited") && store_draft_holds(w->s, g->draft_id);
}

/*
 * The sentences that can be quoted: those with a link of their own would make two,
 * and a very long one leaves no room for anything else.
 */
static size_t
quote(const struct draft_work *w, const struct answer *x, struct compose_input *in,
      struct store_draft_sentence *rows)
{
    uint32_t page = x->found.hits[0].page;
    const struct pages_page *pg = pages_get(w->desk->site.pages, page);
    const struct draft_page *own = &w->desk->site.own[page];
    size_t n = 0;

    for (size_t i = 0; i < x->sentences.n; i++) {
        const struct sentences_pick *pick = &x->sentences.picks[i];
        struct text t = passage_text(&pg->split, pick->at);
        enum passage_sentence_kind kind = pg->split.sentences[pick->sentence].kind;

        if (!lint_quotable(t) || passage_count_words(t) > QUOTE_MAX_WORDS)
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

void
draft_group_answer(struct draft_work *w, const struct store_draft_group *g,
                   const struct tone_result *tone, const struct answer *x)
{
    struct compose_input in = { .kind = COMPOSE_ANSWER };
    struct store_draft_sentence rows[COMPOSE_MAX_SENTENCES];
    struct store_draft_evidence evidence[ANSWER_MAX_PAGES];
    struct store_draft d = { .confidence = x->confidence,
                             .sentences = rows,
                             .evidence = evidence,
                             .n_evidence = x->found.n };
    const struct draft_page *own = &w->desk->site.own[x->found.hits[0].page];

    if (quote(w, x, &in, rows) == 0) {
        draft_write_gap(w, g, tone, x, "a page was found, but none of its sentences can be quoted");
        return;
    }
    for (size_t i = 0; i < x->found.n; i++)
        evidence[i] =
            (struct store_draft_evidence){ w->desk->site.own[x->found.hits[i].page].url_id,
                                           x->found.hits[i].score };
    in.link = own->link;
    d.link_url_id = own->url_id;
    /* What stands around the page's sentences is in their language. */
    w->voice = draft_arm_voice(w, g, tone,
                               pages_get(w->desk->site.pages, x->found.hits[0].page)->language);
    draft_write(w, g, tone, &in, &d);
}

/*
 * Praise or complaint without a question; everything else that asks nothing is left alone, but
 * where a draft stands that an editor's word on the tone has taken the ground from.
 */
static void
draft_mention(struct draft_work *w, const struct store_draft_group *g,
              const struct tone_result *tone)
{
    struct compose_input in = { .kind = tone->kind == TONE_POSITIVE ? COMPOSE_ACKNOWLEDGE
                                                                    : COMPOSE_CONTACT };
    struct store_draft d = { .confidence = tone->p };
    bool said = g->request.tone.n > 0;
    bool clear = said || tone->score > MENTION_SCORE || tone->score < -MENTION_SCORE;

    if (tone->kind == TONE_NEUTRAL && said && g->draft_id != 0) {
        draft_write_gap(w, g, tone, NULL, "it asks nothing, and is neither praise nor a complaint");
        return;
    }
    if (tone->kind == TONE_NEUTRAL || !clear) {
        w->counts->asks_nothing++;
        if (g->has_gap && !w->o->dry_run)
            store_draft_drop_gap(w->s, g->id);
        if (!w->o->dry_run)
            store_draft_put_nothing(w->s, g->id, draft_basis_group(w, g));
        return;
    }
    if (in.kind == COMPOSE_CONTACT && text_of(w->d->contact).n == 0) {
        draft_write_gap(w, g, tone, NULL,
                        arena_printf(w->scratch,
                                     "a complaint, and there is no contact that it could be taken "
                                     "to (contact = in seeds/%s.ini)",
                                     w->d->key));
        return;
    }
    draft_write(w, g, tone, &in, &d);
}

/*
 * The answer to the wording of the group that finds its page most surely: the
 * head may be misspelt, or told as a story, where another asked in plain words.
 */
static void
find_best(struct draft_work *w, const struct store_draft_group *g, struct answer *ret)
{
    const char *language = lang_normalize(g->language);
    struct text wordings[STORE_DRAFT_WORDINGS];
    size_t n = store_draft_wordings(w->s, g->id, w->scratch, wordings);
    struct answer x;

    answer_find(w->desk->site.pages, g->question, g->body, language, w->scratch, ret);
    for (size_t i = 0; i < n; i++) {
        answer_find(w->desk->site.pages, wordings[i], TEXT_NONE, language, w->scratch, &x);
        if (x.confidence > ret->confidence)
            *ret = x;
    }
}

/* The source through which the group was found first, if it has a voice of its own. */
static size_t
source_of(const struct draft_work *w, const struct store_draft_group *g)
{
    struct text key = TEXT_NONE;

    for (size_t i = 0; i < w->d->n_sources; i++) {
        if (!voices_has(w->desk->voices, i))
            continue;
        if (key.n == 0) /* only departments that have such sources ask */
            key = store_draft_source(w->s, g->id, w->scratch);
        if (text_is(key, w->d->sources[i].key))
            return i;
    }
    return VOICES_DEPARTMENT;
}

/*
 * The person the group asks about, who decides what is said: an answer is proposed only from a
 * page of their own.  TEXT_NONE: nobody is asked about.
 */
static struct text
person_of(const struct draft_work *w, const struct store_draft_group *g)
{
    const struct text_list *people = &w->d->person;
    size_t i =
        person_asked(people->v, people->n, g->question, g->body, g->p_question >= STORE_ASKS_P);

    return i < people->n ? people->v[i] : TEXT_NONE;
}

/* A gap that says why the pages give no answer to the group; false: they do. */
static bool
lacks_answer(struct draft_work *w, const struct store_draft_group *g,
             const struct tone_result *tone, const struct answer *x, struct text person)
{
    const char *why = NULL;

    if (x->found.n > 0 && x->confidence >= w->o->threshold &&
        (person.n == 0 ||
         person_named(person, pages_get(w->desk->site.pages, x->found.hits[0].page)->title)))
        return false;
    if (person.n > 0)
        why = arena_printf(w->scratch, "asks about %.*s: for them, or for who speaks for them",
                           TEXT_ARG(w->owner));
    else if (x->found.n == 0)
        why = "no page speaks of this";
    else
        why = arena_printf(w->scratch,
                           "no page answers this: the nearest is %d %% likely to be right, "
                           "%.0f %% is wanted",
                           (int)(x->confidence * PERCENT), w->o->threshold * PERCENT);
    draft_write_gap(w, g, tone, x, why);
    return true;
}

static const char *
seen_first(const struct draft_work *w, const struct tone_result *tone)
{
    return arena_printf(w->scratch, "a person must see this first: %s", tone->escalation);
}

void
draft_group_alarm(struct draft_work *w, const struct store_draft_group *g)
{
    struct tone_result tone = judge_group(w->tone, w->s, g, w->scratch);

    w->owner = TEXT_NONE;
    tone.escalation = judge_alarm(&tone);
    if (tone.escalation != NULL)
        draft_write_gap(w, g, &tone, NULL, seen_first(w, &tone));
}

void
draft_group(struct draft_work *w, const struct store_draft_group *g)
{
    struct tone_result tone = judge_group(w->tone, w->s, g, w->scratch);
    struct text person = person_of(w, g);
    const char *leave;
    struct answer x;

    w->source = source_of(w, g);
    w->max_chars = reply_max_chars(w->reply, w->s, g->id);
    w->voice = voices_of(w->desk->voices, w->source, lang_normalize(g->language));
    w->owner = TEXT_NONE;
    w->like_id = 0;
    w->experiment = 0;
    if (is_kept(w, g)) {
        w->counts->kept++;
        if (!w->o->dry_run)
            store_draft_set_basis(w->s, g->draft_id, draft_basis_group(w, g));
        return;
    }
    if (tone_parse(g->request.tone, &tone.kind))
        tone.p = 1; /* a person said so */
    leave = judge_leave(&tone, g->p_question >= STORE_ASKS_P);
    tone.escalation = judge_alarm(&tone);
    if (tone.escalation == NULL &&
        leave == NULL) /* it may be about the person: they are not told of it */
        w->owner = person_full_name(person);
    if (draft_request(w, g, &tone))
        return; /* somebody has seen it, alarm or not */
    if (tone.escalation != NULL || leave != NULL) {
        draft_write_gap(w, g, &tone, NULL, leave != NULL ? leave : seen_first(w, &tone));
        return;
    }
    if (g->p_question < STORE_ASKS_P) {
        draft_mention(w, g, &tone);
        return;
    }
    if (draft_request_remembered(w, g, &tone))
        return;
    draft_site_load(&w->desk->site, w->s, w->department_id);
    if (w->desk->site.n_own == 0) {
        draft_write_gap(w, g, &tone, NULL, "the department has no pages of its own yet");
        return;
    }
    find_best(w, g, &x);
    if (!lacks_answer(w, g, &tone, &x, person))
        draft_group_answer(w, g, &tone, &x);
}
