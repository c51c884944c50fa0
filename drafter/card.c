/* card.c - see card.h: the terminal's form. */

#include "card.h"

#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "store_export.h"

enum { INDENT = 2, MARGIN = 4, LABEL = 13 };

#define SHOWN_PAGES 3 /* the one that is linked to and the next two */
#define DATE_BYTES  10
#define TITLE_BYTES 80
#define MINUTE_S    60
#define HOUR_S      (60 * MINUTE_S)
#define DAY_S       (24 * HOUR_S)

static const struct mark {
    const char *sign, *meaning;
    enum lines_style style;
} marks[] = {
    [SUPPORT_VOICE] = { "", "", LINES_PLAIN },
    [SUPPORT_FULL] = { "  =", "as on the page", LINES_GOOD },
    [SUPPORT_WEAK] = { "  ~", "the page says it in other words", LINES_WARN },
    [SUPPORT_NONE] = { "  !", "unsupported: not from the page", LINES_BAD },
};

/* "2026-11-22" */
static const char *
day(int64_t at_s, char out[CLOCK_RFC3339_BYTES])
{
    clock_rfc3339(at_s, out);
    out[DATE_BYTES] = '\0';
    return out;
}

static void
label(struct lines *l, const char *name)
{
    lines_begin(l, LABEL, name, LINES_QUIET);
}

static void
fact(struct lines *l, const char *name, struct text value)
{
    if (value.n == 0)
        return;
    label(l, name);
    lines_add(l, value, LINES_PLAIN);
    lines_end(l);
}

static void
add_age(struct lines *l, int64_t span_s)
{
    if (span_s >= 2 * DAY_S)
        lines_addf(l, LINES_PLAIN, "%lld days", (long long)(span_s / DAY_S));
    else if (span_s >= 2 * HOUR_S)
        lines_addf(l, LINES_PLAIN, "%lld hours", (long long)(span_s / HOUR_S));
    else
        lines_addf(l, LINES_PLAIN, "%lld minute%s", (long long)(span_s / MINUTE_S),
                   span_s / MINUTE_S == 1 ? "" : "s");
}

static void
add_stale(struct lines *l, const struct store_card *c)
{
    if (!text_is(c->state, "stale"))
        return;
    label(l, "Stale");
    lines_add(l, c->stale_why, LINES_WARN);
    lines_end(l);
    fact(l, "  was", c->stale_was);
    fact(l, "  is", c->stale_is);
}

/* Who else may answer the same post. */
static void
add_also(struct lines *l, const struct card_view *v)
{
    for (size_t i = 0; i < v->n_also; i++) {
        const struct store_also *x = &v->also[i];

        label(l, i == 0 ? "Also with" : "");
        lines_addf(l, x->posted.n > 0 ? LINES_WARN : LINES_PLAIN, "%.*s: %.*s (earshot gap %lld)",
                   TEXT_ARG(x->department), TEXT_ARG(x->state), (long long)x->other_id);
        lines_end(l);
    }
}

static void
add_state(struct lines *l, const struct card_view *v)
{
    const struct store_card *c = v->card;
    char at[CLOCK_RFC3339_BYTES], title[TITLE_BYTES];

    snprintf(title, sizeof(title), "%s %lld  %.*s", c->draft_id != 0 ? "Draft" : "Group",
             (long long)(c->draft_id != 0 ? c->draft_id : c->group_id), TEXT_ARG(c->state));
    lines_begin(l, strlen(title) + 2, title, LINES_BOLD);
    lines_addf(l, LINES_PLAIN, "revision %lld", (long long)c->revision);
    lines_end(l);
    if (c->draft_id != 0 && c->current_id != c->draft_id) {
        label(l, "Superseded");
        if (c->current_id != 0)
            lines_addf(l, LINES_WARN, "by draft %lld", (long long)c->current_id);
        else
            lines_addf(l, LINES_WARN, "no page answers this now");
        lines_end(l);
    }
    fact(l, "Department", c->department);
    if (c->draft_id != 0) {
        label(l, "Group");
        lines_addf(l, LINES_PLAIN, "%lld", (long long)c->group_id);
        lines_end(l);
    }
    if (c->escalation.n > 0) {
        label(l, "Alarm");
        lines_add(l, c->escalation, LINES_BAD);
        lines_end(l);
    }
    add_also(l, v);
    fact(l, "Owner", c->owner);
    fact(l, "Handed to", text_is(c->state, "handed-over") ? c->handed_to : TEXT_NONE);
    if (text_is(c->state, "parked") && c->until_s > 0)
        fact(l, "Until", text_of(clock_rfc3339(c->until_s, at)));
    if (c->lease_by.n > 0 && c->lease_until_s > v->now_s) {
        label(l, "Open by");
        lines_add(l, c->lease_by, LINES_WARN);
        lines_addf(l, LINES_PLAIN, "until %s", clock_rfc3339(c->lease_until_s, at));
        lines_end(l);
    }
    if (c->tone.n > 0) {
        label(l, "Tone");
        lines_add(l, c->tone, LINES_PLAIN);
        if (c->tone_p > 0) /* a gap keeps none */
            lines_addf(l, LINES_PLAIN, "(p %.2f)%s%.*s", c->tone_p, c->kind.n > 0 ? ", " : "",
                       TEXT_ARG(c->kind));
        lines_end(l);
    }
    if (v->experiment != NULL) {
        label(l, "Experiment");
        lines_addf(l, LINES_PLAIN, "%.*s: voice %.*s (arm %s)", TEXT_ARG(v->experiment->key),
                   TEXT_ARG(v->experiment->voice),
                   v->experiment->arm == STORE_EXPERIMENT_A ? "a" : "b");
        lines_end(l);
    }
    add_stale(l, c);
}

static void
add_question(struct lines *l, const struct card_view *v)
{
    const struct store_card *c = v->card;
    char at[CLOCK_RFC3339_BYTES];

    lines_title(l, "Question");
    lines_block(l, INDENT, c->question, LINES_BOLD);
    if (c->body.n > 0 && !text_eq(c->body, c->question)) {
        lines_title(l, "In the asker's words");
        lines_block(l, INDENT, c->body, LINES_PLAIN);
    }
    lines_title(l, "Asked");
    lines_begin(l, INDENT, "", LINES_PLAIN);
    l->at = INDENT;
    lines_addf(l, LINES_PLAIN, "x%lld on %lld site%s%s", (long long)c->times_asked,
               (long long)c->sites, c->sites == 1 ? "" : "s", c->first_asked_s > 0 ? "," : "");
    if (c->first_asked_s > 0) {
        lines_addf(l, LINES_PLAIN, "first %s,", day(c->first_asked_s, at));
        add_age(l, v->now_s - c->first_asked_s);
        lines_addf(l, LINES_PLAIN, "ago, last %s", day(c->last_asked_s, at));
    }
    if (c->language.n > 0)
        lines_addf(l, LINES_PLAIN, "(%.*s)", TEXT_ARG(c->language));
    lines_end(l);
    for (size_t i = 0; i < c->n_places; i++) {
        lines_begin(l, MARGIN, "  -", LINES_QUIET);
        if (c->places[i].asked_s > 0)
            lines_addf(l, LINES_PLAIN, "%s", day(c->places[i].asked_s, at));
        lines_add(l, c->places[i].address, LINES_PLAIN);
        if (c->places[i].gone)
            lines_addf(l, LINES_WARN, "(no longer there)");
        lines_end(l);
    }
}

/* What the draft is, in words. */
static void
add_label(struct lines *l, const struct store_card *c)
{
    char at[CLOCK_RFC3339_BYTES];
    struct buf b;

    buf_init(&b, BUF_SMALL);
    if (text_is(c->origin, "reused"))
        buf_addf(&b, "re-used answer of %s (draft %lld)", day(c->from_s, at),
                 (long long)c->from_id);
    else if (text_is(c->origin, "written"))
        buf_add_str(&b, "written by hand");
    else
        buf_addf(&b, "machine draft of %s", day(c->created_s, at));
    if (c->model.n > 0)
        buf_addf(&b, ", rephrased by %.*s", TEXT_ARG(c->model));
    if (c->edited_by.n > 0)
        buf_addf(&b, ", edited by %.*s", TEXT_ARG(c->edited_by));
    lines_begin(l, INDENT, "", LINES_PLAIN);
    lines_add(l, buf_text(&b), LINES_QUIET);
    lines_end(l);
    buf_release(&b);
}

/* Is there an empty line in the answer between these two places? */
static bool
parted(const char *from, const char *to)
{
    size_t lines = 0;

    for (; from < to; from++)
        lines += *from == '\n';
    return lines > 1;
}

static void
add_draft(struct lines *l, const struct card_view *v)
{
    const struct support *s = v->support;
    bool seen[N_ELEMENTS(marks)] = { false };
    const char *end = NULL;

    lines_title(l, "Draft");
    add_label(l, v->card);
    buf_add_char(l->out, '\n');
    for (size_t i = 0; i < s->n; i++) {
        const struct mark *m = &marks[s->v[i].kind];

        if (end != NULL && parted(end, s->v[i].text.p))
            buf_add_char(l->out, '\n');
        end = s->v[i].text.p + s->v[i].text.n;
        lines_begin(l, MARGIN, m->sign, m->style);
        lines_add(l, s->v[i].text, m->style);
        lines_end(l);
        seen[s->v[i].kind] = true;
    }
    buf_add_char(l->out, '\n');
    for (size_t i = SUPPORT_FULL; i < N_ELEMENTS(marks); i++)
        if (seen[i]) {
            lines_begin(l, MARGIN, marks[i].sign, marks[i].style);
            lines_add(l, text_of(marks[i].meaning), LINES_QUIET);
            lines_end(l);
        }
    lines_begin(l, INDENT, "", LINES_PLAIN);
    lines_addf(l, LINES_QUIET, "%zu words, %zu link%s%s", v->checks->n_words, v->checks->n_links,
               v->checks->n_links == 1 ? "" : "s", v->checks->grade > 0 ? "," : "");
    if (v->checks->grade > 0)
        lines_addf(l, LINES_QUIET, "reading grade %.0f", v->checks->grade);
    lines_end(l);
}

static void
add_page(struct lines *l, const struct store_card_page *p)
{
    lines_add(l, p->title, LINES_PLAIN);
    lines_add(l, p->address, LINES_QUIET);
}

static void
add_evidence(struct lines *l, const struct card_view *v)
{
    const struct store_card *c = v->card;
    char at[CLOCK_RFC3339_BYTES], changed[CLOCK_RFC3339_BYTES];

    if (c->target.address.n == 0 && c->n_sentences == 0)
        return;
    lines_title(l, c->gap ? "Nearest page" : "Evidence");
    lines_begin(l, INDENT, "", LINES_PLAIN);
    add_page(l, &c->target);
    lines_end(l);
    if (c->target_fetched_s > 0) {
        lines_begin(l, INDENT, "", LINES_PLAIN);
        lines_addf(l, LINES_QUIET, "fetched %s, last changed %s", day(c->target_fetched_s, at),
                   c->target_changed_s > 0 ? day(c->target_changed_s, changed) : "unknown");
        lines_end(l);
    }
    for (size_t i = 0; i < c->n_sentences; i++) {
        const struct store_card_sentence *s = &c->sentences[i];
        const struct store_around *x = &v->around[i];

        buf_add_char(l->out, '\n');
        lines_begin(l, MARGIN, x->sentence.n > 0 ? "  |" : "  !",
                    x->sentence.n > 0 ? LINES_QUIET : LINES_BAD);
        if (x->sentence.n > 0) {
            lines_add(l, x->before, LINES_QUIET);
            lines_addf(l, LINES_GOOD, "\xC2\xBB");
            lines_add(l, x->sentence, LINES_BOLD);
            lines_addf(l, LINES_GOOD, "\xC2\xAB");
            lines_add(l, x->after, LINES_QUIET);
        } else {
            lines_addf(l, LINES_BAD, "no longer on the page:");
            lines_add(l, s->text, LINES_PLAIN);
        }
        lines_end(l);
        if (s->url_id != c->target.url_id)
            lines_block(l, MARGIN, s->address, LINES_QUIET);
    }
}

static void
add_checks(struct lines *l, const struct decide_checks *checks)
{
    lines_title(l, "Checks");
    for (int errors = 1; errors >= 0; errors--)
        for (size_t i = 0; i < checks->n; i++) {
            const struct decide_issue *x = &checks->v[i];

            if (x->error != (errors == 1))
                continue;
            lines_begin(l, MARGIN, x->error ? "  !" : "  -", x->error ? LINES_BAD : LINES_WARN);
            lines_addf(l, x->error ? LINES_BAD : LINES_WARN,
                       "%s %s:", x->error ? "error" : "warning", x->check);
            lines_add(l, text_of(x->note), LINES_PLAIN);
            lines_end(l);
        }
    if (checks->n == 0) {
        lines_begin(l, INDENT, "", LINES_PLAIN);
        lines_addf(l, LINES_PLAIN, "nothing to complain of");
        lines_end(l);
    }
}

static void
add_why(struct lines *l, const struct card_view *v)
{
    const struct store_card *c = v->card;

    lines_title(l, "Why here");
    fact(l, "  gap", c->gap ? c->gap_why : TEXT_NONE);
    if (c->n_places > 0) {
        const struct store_card_place *p = &c->places[0];

        fact(l, "  keywords", p->words);
        label(l, "  asks");
        lines_addf(l, LINES_PLAIN, "%.2f, wanted %.2f", p->p, STORE_ASKS_P);
        lines_end(l);
        if (c->times_asked > 1) {
            label(l, "  same group");
            lines_addf(l, LINES_PLAIN, "%.2f", p->link_p);
            lines_end(l);
        }
    }
    if (c->n_pages > 0 || c->confidence > 0) { /* else none was sought: an alarm, say */
        label(l, "  right page");
        lines_addf(l, LINES_PLAIN, "%.2f, wanted %.2f", c->confidence, v->threshold);
        lines_end(l);
    }
    for (size_t i = 0; i < c->n_pages && i < SHOWN_PAGES; i++) {
        char number[sizeof("  page 12")];

        snprintf(number, sizeof(number), "  page %zu", (i + 1) % 100);
        label(l, number);
        lines_addf(l, LINES_PLAIN, "%.2f", c->pages[i].score);
        add_page(l, &c->pages[i]);
        lines_end(l);
    }
}

static void
add_earlier(struct lines *l, const struct card_view *v)
{
    char at[CLOCK_RFC3339_BYTES];

    if (v->n_earlier > 0)
        lines_title(l, "What we said before");
    for (size_t i = 0; i < v->n_earlier; i++) {
        const struct store_followup *x = &v->earlier[i];

        lines_begin(l, INDENT, "", LINES_PLAIN);
        lines_addf(l, LINES_QUIET, "draft %lld, %s, %s", (long long)x->draft_id,
                   clock_rfc3339(x->at_s, at),
                   x->same_thread ? "in this thread" : "to the same asker");
        lines_end(l);
        lines_block(l, MARGIN, x->answer, LINES_PLAIN);
    }
}

static void
add_notes(struct lines *l, const struct store_card *c)
{
    char at[CLOCK_RFC3339_BYTES];

    if (c->n_notes > 0)
        lines_title(l, "Notes");
    for (size_t i = 0; i < c->n_notes; i++) {
        lines_begin(l, MARGIN, "  -", LINES_QUIET);
        lines_addf(l, LINES_QUIET, "%s %.*s:", clock_rfc3339(c->notes[i].at_s, at),
                   TEXT_ARG(c->notes[i].actor));
        lines_add(l, c->notes[i].text, LINES_PLAIN);
        lines_end(l);
    }
}

static void
add_history(struct lines *l, const struct store_card *c)
{
    char at[CLOCK_RFC3339_BYTES], number[sizeof("  r123456789")];

    lines_title(l, "History");
    if (c->created_s > 0) {
        lines_begin(l, 2 * MARGIN - INDENT, "  0", LINES_QUIET);
        lines_addf(l, LINES_PLAIN, "%s drafted", clock_rfc3339(c->created_s, at));
        lines_end(l);
    }
    for (size_t i = 0; i < c->n_history; i++) {
        const struct store_card_decision *d = &c->history[i];
        enum lines_style style = d->undone ? LINES_QUIET : LINES_PLAIN;

        snprintf(number, sizeof(number), "  %lld", (long long)(d->revision % 1000000000));
        lines_begin(l, 2 * MARGIN - INDENT, number, LINES_QUIET);
        lines_addf(l, style, "%s %.*s: %.*s by %.*s", clock_rfc3339(d->at_s, at), TEXT_ARG(d->verb),
                   TEXT_ARG(d->state), TEXT_ARG(d->actor));
        if (d->arg.n > 0)
            lines_addf(l, style, "(%.*s)", TEXT_ARG(d->arg));
        if (d->reason.n > 0)
            lines_addf(l, style, "\xE2\x80\x93 %.*s", TEXT_ARG(d->reason));
        if (d->undone)
            lines_addf(l, LINES_WARN, "(undone)");
        lines_end(l);
    }
    if (c->n_history == 0 && c->created_s == 0) {
        lines_begin(l, INDENT, "", LINES_PLAIN);
        lines_addf(l, LINES_QUIET, "nobody has decided yet");
        lines_end(l);
    }
}

void
card_text(const struct card_view *v, struct lines *l)
{
    add_state(l, v);
    add_question(l, v);
    if (v->card->answer.n > 0)
        add_draft(l, v);
    add_evidence(l, v);
    if (v->card->answer.n > 0)
        add_checks(l, v->checks);
    add_why(l, v);
    add_earlier(l, v);
    add_notes(l, v->card);
    add_history(l, v->card);
}
