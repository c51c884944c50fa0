/* desk_head.c - the first two parts of desk.h: where the card stands, and what is asked. */

#include "desk.h"

#include "markup.h"
#include "say.h"

#define SHOWN_PLACES 5 /* the rest is folded */

static void
write_lease(const struct desk *d, struct buf *b)
{
    const struct store_card *c = &d->card;

    if (c->lease_by.n == 0 || c->lease_until_s <= d->r->now_s)
        return;
    buf_add_str(b, "<span class=\"badge lease\">");
    if (text_eq(c->lease_by, d->r->actor)) {
        buf_add_str(b, "you, ");
        say_until(b, c->lease_until_s, d->r->now_s);
    } else {
        markup_addf(b, "%.*s, since ", TEXT_ARG(c->lease_by));
        say_time(b, c->lease_since_s, d->r->now_s);
    }
    buf_add_str(b, "</span>");
}

void
desk_state(const struct desk *d, struct buf *b)
{
    const struct store_card *c = &d->card;

    buf_add_str(b, "<p class=\"line\">");
    say_standing(b, c->state, c->escalation);
    say_alarm(b, c->escalation);
    say_tone(b, c->tone);
    write_lease(d, b);
    markup_addf(b, "<span class=\"facts\">%.*s \xC2\xB7 asked ",
                TEXT_ARG(d->department != NULL ? text_of(d->department->name) : c->department));
    say_time(b, c->last_asked_s, d->r->now_s);
    if (c->until_s > 0) {
        buf_add_str(b, " \xC2\xB7 due ");
        say_until(b, c->until_s, d->r->now_s);
    }
    if (c->handed_to.n > 0)
        markup_addf(b, " \xC2\xB7 with %.*s", TEXT_ARG(c->handed_to));
    if (c->owner.n > 0)
        markup_addf(b, " \xC2\xB7 for %.*s", TEXT_ARG(c->owner));
    if (text_is(c->mode, "listen"))
        buf_add_str(b, " \xC2\xB7 its sources only listen: never answered there");
    buf_add_str(b, "</span></p>\n");
    if (text_is(c->state, "stale"))
        markup_addf(b,
                    "<div class=\"notice warning\"><p><strong>It may not hold any more:</strong> "
                    "%.*s</p><p>Before: <q>%.*s</q></p><p>Now: <q>%.*s</q></p></div>\n",
                    TEXT_ARG(c->stale_why), TEXT_ARG(c->stale_was), TEXT_ARG(c->stale_is));
}

static void
write_place(const struct desk *d, struct buf *b, const struct store_card_place *p, bool first)
{
    buf_add_str(b, "<li>");
    say_link_open(b, p->address, first ? "source first" : "source");
    markup_addf(b, first ? "%.*s</a> <kbd>o</kbd> " : "%.*s</a> ", TEXT_ARG(p->host));
    if (p->asked_s > 0)
        say_time(b, p->asked_s, d->r->now_s);
    if (p->answers >= 0) {
        buf_add_str(b, " \xC2\xB7 ");
        say_count(b, p->answers, "answer there", "answers there");
    }
    if (p->asked_before > 0) {
        buf_add_str(b, " \xC2\xB7 the asker has ");
        say_count(b, p->asked_before, "earlier post", "earlier posts");
    }
    if (p->gone)
        buf_add_str(b, " \xC2\xB7 <strong>no longer there</strong>");
    buf_add_str(b, "</li>\n");
}

static void
write_places(const struct desk *d, struct buf *b)
{
    const struct store_card *c = &d->card;

    buf_add_str(b, "<ul class=\"places\">\n");
    for (size_t i = 0; i < c->n_places && i < SHOWN_PLACES; i++)
        write_place(d, b, &c->places[i], i == 0);
    buf_add_str(b, "</ul>\n");
    if (c->n_places <= SHOWN_PLACES)
        return;
    markup_addf(b, "<details><summary>%zu more places</summary><ul class=\"places\">\n",
                c->n_places - SHOWN_PLACES);
    for (size_t i = SHOWN_PLACES; i < c->n_places; i++)
        write_place(d, b, &c->places[i], false);
    buf_add_str(b, "</ul></details>\n");
}

void
desk_question(const struct desk *d, struct buf *b)
{
    const struct store_card *c = &d->card;
    struct text words = c->n_places > 0 ? c->places[0].body : c->body;

    markup_addf(
        b,
        "<section class=\"asked\">\n<h1 id=\"question\" tabindex=\"-1\" dir=\"auto\">%.*s</h1>\n",
        TEXT_ARG(c->question));
    if (words.n > 0 && !text_eq(words, c->question))
        markup_addf(b, "<blockquote class=\"asker\" dir=\"auto\" lang=\"%.*s\">%.*s</blockquote>\n",
                    TEXT_ARG(c->language), TEXT_ARG(words));
    markup_addf(b, "<p class=\"facts\">\xC3\x97%lld on %lld site%s", (long long)c->times_asked,
                (long long)c->sites, c->sites == 1 ? "" : "s");
    if (c->language.n > 0)
        markup_addf(b, " \xC2\xB7 language %.*s", TEXT_ARG(c->language));
    say_narrow(b, d->row.campaigns, d->row.audience);
    if (d->row.group_id != 0)
        markup_addf(b, " \xC2\xB7 <a href=\"/groups/%lld#who\">who asks</a>",
                    (long long)c->group_id);
    buf_add_str(b, "</p>\n");
    write_places(d, b);
    buf_add_str(b, "</section>\n");
}
