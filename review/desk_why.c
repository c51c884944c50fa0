/* desk_why.c - parts six to eight of desk.h: why it is here, what was said before, what was
 * decided. */

#include "desk.h"

#include "markup.h"
#include "say.h"
#include "store_experiment.h"
#include "store_export.h"
#include "store_followup.h"
#include "threshold.h"
#include "workshop.h"

#define SHOWN_MEMBERS 12
#define SHOWN_PAGES   3 /* the page that was taken, and the next two */

static void
write_scores(const struct desk *d, struct buf *b)
{
    const struct store_card *c = &d->card;
    double asks = 0, fine = d->department != NULL ? d->department->threshold : 0, nearest = 0;

    for (size_t i = 0; i < c->n_places; i++)
        asks = c->places[i].p > asks ? c->places[i].p : asks;
    for (size_t i = 0; i < c->n_places; i++)
        if (c->places[i].question_id != c->places[0].question_id && c->places[i].link_p > nearest)
            nearest = c->places[i].link_p;
    if (c->n_places > 0)
        markup_addf(b, "<dt>It asks something</dt><dd>%.2f, wanted %.2f</dd>\n", asks,
                    STORE_ASKS_P);
    if (nearest > 0)
        markup_addf(b, "<dt>Nearest wording in the group</dt><dd>%.2f, wanted %.2f</dd>\n", nearest,
                    fine > 0 ? fine : GROUP_THRESHOLD);
    markup_addf(b, "<dt>Tone</dt><dd>%.*s",
                TEXT_ARG(c->tone.n > 0 ? c->tone : TEXT_LIT("neutral")));
    if (c->tone_p > 0) /* a gap has none */
        markup_addf(b, ", %.2f", c->tone_p);
    buf_add_str(b, "</dd>\n");
    if (c->n_pages > 0 || c->confidence > 0) /* else none was sought: an alarm, say */
        markup_addf(b, "<dt>This is the right page</dt><dd>%.2f, wanted %.2f</dd>\n", c->confidence,
                    GATE_THRESHOLD);
    for (size_t i = 0; i < c->n_pages && i < SHOWN_PAGES; i++) {
        markup_addf(b, "<dt>Page %zu, score %.2f</dt><dd>", i + 1, c->pages[i].score);
        say_link_open(b, c->pages[i].address, "target");
        markup_addf(b, "%.*s</a></dd>\n",
                    TEXT_ARG(c->pages[i].title.n > 0 ? c->pages[i].title : c->pages[i].address));
    }
}

/* The wording that stands for the group; those who lead may choose another. */
static void
write_head(const struct desk *d, struct buf *b, int64_t question_id)
{
    if (question_id == d->row.head_id)
        buf_add_str(b, " <strong class=\"facts\">speaks for the group</strong>");
    else if (d->may_lead)
        markup_addf(b,
                    " <button form=\"speak\" name=\"question\" value=\"%lld\">Let it speak for the "
                    "group</button>",
                    (long long)question_id);
}

/* A form of its own: Enter in the other one chooses no head. */
static void
write_speak(const struct desk *d, struct buf *b)
{
    markup_addf(b,
                "<form method=\"post\" action=\"%s\" id=\"speak\" hidden>"
                "<input type=\"hidden\" name=\"csrf\" value=\"%.*s\">"
                "<input type=\"hidden\" name=\"list\" value=\"%s\"></form>\n",
                desk_action(d, "head"), TEXT_ARG(d->r->csrf), listing_params(d->r, &d->list));
}

/* Whose turn it was, where two voices are tried. */
static void
write_experiment(const struct desk *d, struct buf *b)
{
    struct store_experiment_place x;

    if (store_experiment_of_group(d->r->store, d->card.group_id, d->r->arena, &x))
        markup_addf(b, "<dt>Experiment</dt><dd dir=\"auto\">%.*s: voice %.*s</dd>\n",
                    TEXT_ARG(x.key), TEXT_ARG(x.voice));
}

/* Questions of the group: each once, how near it is, and a box to split it off. */
static void
write_members(const struct desk *d, struct buf *b)
{
    const struct store_card *c = &d->card;
    size_t n = 0;

    if (c->n_places < 2)
        return;
    buf_add_str(
        b, "<details id=\"group\" data-menu=\"group\"><summary>The group <kbd>v</kbd></summary>\n");
    if (d->may_lead)
        desk_form(d, b, "split", "group");
    buf_add_str(b, "<ul class=\"members\">\n");
    for (size_t i = 0; i < c->n_places && n < SHOWN_MEMBERS; i++) {
        const struct store_card_place *p = &c->places[i];
        bool first = true;

        for (size_t k = 0; k < i; k++)
            first = first && c->places[k].question_id != p->question_id;
        if (!first)
            continue;
        n++;
        buf_add_str(b, "<li>");
        if (d->may_lead)
            markup_addf(b, "<label><input type=\"checkbox\" name=\"question\" value=\"%lld\"> ",
                        (long long)p->question_id);
        markup_addf(
            b, "<span dir=\"auto\">%.*s</span> <span class=\"facts\">%.2f \xC2\xB7 %.*s</span>",
            TEXT_ARG(p->title.n > 0 ? p->title : c->question), p->link_p, TEXT_ARG(p->host));
        buf_add_str(b, d->may_lead ? "</label>" : "");
        write_head(d, b, p->question_id);
        buf_add_str(b, "</li>\n");
    }
    buf_add_str(b, "</ul>\n");
    if (d->may_lead)
        buf_add_str(b, n > 1 ? "<button>Split off what is ticked <kbd>m</kbd></button></form>\n"
                             : "</form>\n");
    if (d->may_lead)
        write_speak(d, b);
    buf_add_str(b, "</details>\n");
}

static void
write_merge(const struct desk *d, struct buf *b)
{
    if (!d->may_lead)
        return;
    buf_add_str(b, "<details data-menu=\"merge\"><summary>Merge or split <kbd>m</kbd></summary>\n");
    desk_form(d, b, "merge", "group");
    buf_add_str(b, "<label>Take over other cards, by their numbers <input name=\"group\" "
                   "inputmode=\"numeric\" pattern=\"[0-9 ]+\" required></label>"
                   "<button>Merge into this one</button></form>\n");
    desk_form(d, b, "regroup", "group");
    buf_add_str(b, "<button>Take the last merge or split back</button></form>\n</details>\n");
}

void
desk_why(const struct desk *d, struct buf *b)
{
    markup_addf(
        b,
        "<section class=\"why\" aria-labelledby=\"why-h\">\n<h2 id=\"why-h\">Why it is here</h2>\n"
        "<dl>\n<dt>Card</dt><dd>%lld</dd>\n",
        (long long)d->card.group_id);
    desk_words(d, b);
    write_scores(d, b);
    write_experiment(d, b);
    buf_add_str(b, "</dl>\n");
    write_members(d, b);
    write_merge(d, b);
    buf_add_str(b, "</section>\n");
}

/* One earlier answer, and a button to use it again. */
struct earlier {
    int64_t draft_id, group_id;
    struct text question, answer;
};

static void
write_earlier(const struct desk *d, struct buf *b, const struct earlier *x, bool first)
{
    markup_addf(
        b, "<p><a href=\"%s\" dir=\"auto\">%.*s</a></p><blockquote dir=\"auto\">%.*s</blockquote>",
        listing_card(d->r, &d->list, x->group_id), TEXT_ARG(x->question), TEXT_ARG(x->answer));
    if (!d->may_edit || !desk_fits(d, "reuse"))
        return;
    desk_form(d, b, "reuse", "one");
    markup_addf(b, "<button name=\"arg\" value=\"%lld\" data-key=\"reuse\">Use it again",
                (long long)x->draft_id);
    buf_add_str(b, first ? " <kbd>y</kbd></button></form>" : "</button></form>");
}

static size_t
write_similar(const struct desk *d, struct buf *b)
{
    const struct store_card *c = &d->card;
    struct memory_hit hits[MEMORY_EARLIER];
    const char *language = c->language.n > 0 ? arena_str(d->r->arena, c->language) : NULL;
    size_t n = d->r->serve->workshop == NULL
                   ? 0
                   : workshop_earlier(d->r->serve->workshop, c->department_id, c->question,
                                      language, c->group_id, d->r->arena, hits);

    for (size_t i = 0; i < n; i++) {
        const struct store_answer *x = &hits[i].answer;
        const struct earlier e = { x->draft_id, x->group_id, x->question, x->answer };

        markup_addf(b, "<li><p class=\"facts\">Asked alike, %.2f, approved ", hits[i].likeness);
        say_time(b, x->decided_s, d->r->now_s);
        buf_add_str(b, "</p>");
        write_earlier(d, b, &e, i == 0);
        buf_add_str(b, "</li>\n");
    }
    return n;
}

static size_t
write_turns(const struct desk *d, struct buf *b, bool first)
{
    struct store_followup turns[STORE_FOLLOWUP_MAX];
    size_t n = store_followup(d->r->store, d->card.group_id, d->r->arena, turns);

    for (size_t i = 0; i < n; i++) {
        const struct store_followup *x = &turns[i];
        const struct earlier e = { x->draft_id, x->group_id, x->question, x->answer };

        buf_add_str(b, "<li><p class=\"facts\">");
        buf_add_str(b, x->same_thread ? "In this thread, " : "To the same asker, ");
        say_time(b, x->at_s, d->r->now_s);
        buf_add_str(b, "</p>");
        write_earlier(d, b, &e, first && i == 0);
        buf_add_str(b, "</li>\n");
    }
    return n;
}

void
desk_earlier(const struct desk *d, struct buf *b)
{
    struct workshop *w = d->r->serve->workshop;
    bool reading = w != NULL && workshop_reads(w);
    size_t n;

    buf_add_str(b, "<section class=\"earlier\" aria-labelledby=\"earlier-h\">\n"
                   "<h2 id=\"earlier-h\">Answered before</h2>\n<ul>\n");
    n = write_similar(d, b);
    n += write_turns(d, b, n == 0);
    buf_add_str(b, n > 0 || reading ? "</ul>\n"
                                    : "</ul>\n<p class=\"facts\">Nothing like it yet.</p>\n");
    if (reading)
        buf_add_str(b, "<p class=\"facts\">The program has just been started and is still reading "
                       "earlier answers: load the page again in a moment.</p>\n");
    buf_add_str(b, "</section>\n");
}

static void
write_notes(const struct desk *d, struct buf *b)
{
    const struct store_card *c = &d->card;

    if (c->n_notes == 0)
        return;
    buf_add_str(b, "<section class=\"notes\"><h2>Notes</h2><ul>\n");
    for (size_t i = 0; i < c->n_notes; i++) {
        markup_addf(b, "<li><p dir=\"auto\">%.*s</p><p class=\"facts\">%.*s, ",
                    TEXT_ARG(c->notes[i].text), TEXT_ARG(c->notes[i].actor));
        say_time(b, c->notes[i].at_s, d->r->now_s);
        buf_add_str(b, "</p></li>\n");
    }
    buf_add_str(b, "</ul></section>\n");
}

void
desk_history(const struct desk *d, struct buf *b)
{
    const struct store_card *c = &d->card;

    write_notes(d, b);
    markup_addf(b, "<details class=\"history\"><summary>History (%zu)</summary><ol>\n",
                c->n_history);
    for (size_t i = 0; i < c->n_history; i++) {
        const struct store_card_decision *x = &c->history[i];

        markup_addf(b, "<li><strong>%.*s</strong> by %.*s, ", TEXT_ARG(x->verb),
                    TEXT_ARG(x->actor));
        say_time(b, x->at_s, d->r->now_s);
        if (x->undone)
            buf_add_str(b, " (undone)");
        if (x->arg.n > 0)
            markup_addf(b, ": %.*s", TEXT_ARG(x->arg));
        if (x->reason.n > 0)
            markup_addf(b, ". %.*s", TEXT_ARG(x->reason));
        if (x->text.n > 0)
            markup_addf(b, "<blockquote dir=\"auto\">%.*s</blockquote>", TEXT_ARG(x->text));
        buf_add_str(b, "</li>\n");
    }
    buf_add_str(b, "</ol></details>\n");
}
