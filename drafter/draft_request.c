/* draft_request.c - drafts that a person asked for, or that repeat what a person approved. */

#include "draft_work.h"

#include <string.h>

#include "lang.h"
#include "lint.h"
#include "store_link.h"
#include "url.h"

#define QUOTE_MIN_WORDS 4 /* a shorter sentence of the page is in many texts by chance */
#define STATUS_OK       200
#define STATUS_SAME     304

/* from in t, once, as to. */
static struct text
replaced(struct text t, struct text from, struct text to, struct arena *a)
{
    size_t at = from.n > 0 ? text_find(t, from) : TEXT_NPOS;

    if (at == TEXT_NPOS)
        return t;
    return text_of(arena_printf(a, "%.*s%.*s%.*s", TEXT_ARG(text_sub(t, 0, at)), TEXT_ARG(to),
                                TEXT_ARG(text_from(t, at + from.n))));
}

/* The text with the link in it as links are written now. */
static struct text
linked(const struct draft_work *w, struct text answer, struct text found, struct text link)
{
    return replaced(answer, found, draft_link_shown(w->d, link, w->scratch), w->scratch);
}

/* The first address on the department's site that stands in the text; "" : none. */
static struct text
own_link(const struct draft_work *w, struct text t)
{
    struct text link;

    for (size_t at = 0; lint_next_link(t, &at, &link);) {
        while (link.n > 0 && strchr(".,;:!?)'\"", link.p[link.n - 1]) != NULL)
            link.n--;
        if (lint_on_site(link, w->d->site.v, w->d->site.n))
            return link;
    }
    return TEXT_NONE;
}

/* Store it, unless the latest draft is the same and nobody asked since. */
static void
put(struct draft_work *w, const struct store_draft_group *g, const struct tone_result *tone,
    struct store_draft *d, const char *note)
{
    struct store_draft_made latest;

    if (g->draft_id != 0 && !g->has_gap && !draft_group_is_asked(g) &&
        store_draft_made(w->s, g->draft_id, w->scratch, &latest) &&
        text_is(latest.origin, d->origin) && text_eq(latest.answer, d->answer)) {
        w->counts->kept++;
        if (!w->o->dry_run)
            store_draft_set_basis(w->s, g->draft_id, draft_basis_group(w, g));
        return;
    }
    if (text_is(text_of(d->origin), "reused"))
        w->counts->reused++;
    else
        w->counts->drafts++;
    draft_write_text(w, g, tone, d, note);
}

/* ---- an answer by hand ---- */

/* The sentences of the page that the text quotes. */
static size_t
quoted(const struct draft_work *w, uint32_t page, struct text answer,
       struct store_draft_sentence rows[DRAFT_MAX_SENTENCES])
{
    const struct pages_page *pg = pages_get(w->desk->site.pages, page);
    const struct draft_page *own = &w->desk->site.own[page];
    size_t n = 0;

    for (size_t i = 0; i < pg->split.n_sentences && n < DRAFT_MAX_SENTENCES; i++) {
        struct passage_span at = pg->split.sentences[i].at;
        struct text t = passage_text(&pg->split, at);

        if (passage_count_words(t) >= QUOTE_MIN_WORDS && text_find(answer, t) != TEXT_NPOS)
            rows[n++] = (struct store_draft_sentence){ .url_id = own->url_id,
                                                       .fetched_s = own->fetched_s,
                                                       .text_hash = own->text_hash,
                                                       .text = t,
                                                       .start = at.start,
                                                       .end = at.end };
    }
    return n;
}

/* The own page of an address, without its fragment. */
static uint32_t
page_of_link(const struct draft_work *w, struct text link)
{
    const struct draft_site *site = &w->desk->site;
    struct err err = { "" };
    struct text href;

    if (url_resolve(link, TEXT_NONE, w->scratch, &href, &err) != ST_OK)
        return DRAFT_SITE_NONE;
    href = text_before(href, '#');
    for (size_t i = 0; i < site->n_own; i++)
        if (text_eq(text_before(site->own[i].link, '#'), href))
            return (uint32_t)i;
    return DRAFT_SITE_NONE;
}

static void
write_by_hand(struct draft_work *w, const struct store_draft_group *g,
              const struct tone_result *tone)
{
    struct store_draft_sentence rows[DRAFT_MAX_SENTENCES];
    struct text text = text_trim(g->request.text), found = own_link(w, text);
    struct store_draft d = { .kind = compose_kind_name(COMPOSE_ANSWER),
                             .origin = "written",
                             .template_name = "written",
                             .confidence = 1,
                             .sentences = rows,
                             .link = draft_link_plain(w->d, found, w->scratch) };
    uint32_t page;

    draft_site_load(&w->desk->site, w->s, w->department_id);
    page = d.link.n > 0 ? page_of_link(w, d.link) : DRAFT_SITE_NONE;
    if (page != DRAFT_SITE_NONE) {
        d.link_url_id = w->desk->site.own[page].url_id;
        d.n_sentences = quoted(w, page, text, rows);
    }
    d.answer = linked(w, text, found, d.link);
    put(w, g, tone, &d, NULL);
}

/* ---- an answer again ---- */

static void
reuse(struct draft_work *w, const struct store_draft_group *g, const struct tone_result *tone,
      const struct store_answer *x, double confidence)
{
    struct store_draft_made made = { .n_sentences = 0 };
    char date[CLOCK_RFC3339_BYTES];
    struct store_draft d = { .kind = arena_str(w->scratch, x->kind),
                             .origin = "reused",
                             .from_id = x->draft_id,
                             .voice = arena_str(w->scratch, x->voice),
                             .template_name = arena_str(w->scratch, x->template_name),
                             .confidence = confidence,
                             .link = x->link,
                             .link_url_id = x->link_url_id };

    (void)store_draft_made(w->s, x->draft_id, w->scratch, &made); /* it was read just now */
    d.sentences = made.sentences;
    d.n_sentences = made.n_sentences < DRAFT_MAX_SENTENCES ? made.n_sentences : DRAFT_MAX_SENTENCES;
    d.answer = linked(w, x->answer, own_link(w, x->answer), x->link);
    clock_rfc3339(x->decided_s, date);
    put(w, g, tone, &d,
        arena_printf(w->scratch, "re-used answer of %.*s",
                     TEXT_ARG(text_before(text_of(date), 'T'))));
}

static void
reuse_asked(struct draft_work *w, const struct store_draft_group *g, const struct tone_result *tone)
{
    struct store_answer x;

    if (store_request_answer(w->s, g->request.reuse, w->department_id, w->scratch, &x))
        reuse(w, g, tone, &x, x.confidence);
    else
        draft_write_gap(w, g, tone, NULL,
                        arena_printf(w->scratch,
                                     "the answer that was to be used again, draft %lld, is not "
                                     "an approved one",
                                     (long long)g->request.reuse));
}

/* Its sentences stand on the page, and the page is where it was. */
static bool
still_holds(struct draft_work *w, const struct store_answer *x)
{
    struct store_link link;

    if (x->link_url_id == 0 || !store_draft_holds(w->s, x->draft_id))
        return false;
    store_link_look(w->s, x->link_url_id, w->now_s, w->scratch, &link);
    return !link.lost && (link.status == STATUS_OK || link.status == STATUS_SAME);
}

bool
draft_request_remembered(struct draft_work *w, const struct store_draft_group *g,
                         const struct tone_result *tone)
{
    /* Does somebody want another draft than the one that came by itself? */
    bool another = g->request.id != 0 && g->request.tone.n == 0;
    struct memory_hit hits[MEMORY_EARLIER];
    size_t n;

    n = memory_find(w->desk->memory, w->s, g->question, lang_normalize(g->language), g->id,
                    w->scratch, hits);
    for (size_t i = 0; i < n; i++) {
        if (!hits[i].same)
            continue;
        if (!another && text_is(hits[i].answer.tone, tone_name(tone->kind)) &&
            still_holds(w, &hits[i].answer)) {
            reuse(w, g, tone, &hits[i].answer, hits[i].likeness);
            return true;
        }
        if (w->like_id == 0) {
            w->like_id = hits[i].answer.draft_id;
            w->like_s = hits[i].answer.decided_s;
        }
    }
    return false;
}

/* ---- an answer from a page ---- */

static void
draft_from_page(struct draft_work *w, const struct store_draft_group *g,
                const struct tone_result *tone)
{
    struct answer x;
    uint32_t page;

    draft_site_load(&w->desk->site, w->s, w->department_id);
    page = draft_site_find(&w->desk->site, g->request.pick);
    if (page == DRAFT_SITE_NONE) {
        draft_write_gap(w, g, tone, NULL, "the page that was picked cannot be linked to any more");
        return;
    }
    answer_on(w->desk->site.pages, page, g->question, g->body, lang_normalize(g->language),
              w->scratch, &x);
    draft_group_answer(w, g, tone, &x);
}

bool
draft_request(struct draft_work *w, const struct store_draft_group *g,
              const struct tone_result *tone)
{
    if (g->request.text.n > 0)
        write_by_hand(w, g, tone);
    else if (g->request.reuse != 0)
        reuse_asked(w, g, tone);
    else if (g->request.pick != 0)
        draft_from_page(w, g, tone);
    else
        return false;
    return true;
}
