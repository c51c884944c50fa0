/* desk_evidence.c - parts four and five of desk.h: what bears the answer, and what is wrong with
 * it. */

#include "desk.h"

#include "markup.h"
#include "say.h"

static void
write_target(const struct desk *d, struct buf *b)
{
    const struct store_card *c = &d->card;

    if (c->target.address.n == 0)
        return;
    buf_add_str(b, "<p class=\"page\">");
    say_link_open(b, c->target.address, "target main-target");
    markup_addf(b, "%.*s</a> <kbd>l</kbd><span class=\"address\">",
                TEXT_ARG(c->target.title.n > 0 ? c->target.title : TEXT_LIT("The page")));
    say_address(b, c->target.address);
    buf_add_str(b, "</span><span class=\"facts\">");
    if (c->target_fetched_s > 0) {
        buf_add_str(b, "fetched ");
        say_time(b, c->target_fetched_s, d->r->now_s);
    }
    if (c->target_changed_s > 0) {
        buf_add_str(b, " \xC2\xB7 changed ");
        say_time(b, c->target_changed_s, d->r->now_s);
    }
    if (c->link_status > 0)
        markup_addf(b, " \xC2\xB7 answered %lld", (long long)c->link_status);
    buf_add_str(b, "</span></p>\n");
}

static void
write_quote(const struct desk *d, struct buf *b, size_t i)
{
    const struct store_card_sentence *s = &d->card.sentences[i];
    const struct store_around *x = d->bearing.around != NULL ? &d->bearing.around[i] : NULL;

    markup_addf(b, "<li id=\"e%zu\"><blockquote dir=\"auto\">", i + 1);
    if (x != NULL && x->sentence.n > 0)
        markup_addf(b,
                    "<span class=\"around\">%.*s</span><mark>%.*s</mark>"
                    "<span class=\"around\">%.*s</span>",
                    TEXT_ARG(x->before), TEXT_ARG(x->sentence), TEXT_ARG(x->after));
    else
        markup_addf(b, "<mark>%.*s</mark>", TEXT_ARG(s->text));
    buf_add_str(b, "</blockquote>");
    if (!s->holds)
        buf_add_str(b, "<p class=\"warning\">\xE2\x96\xB3 No longer on the page.</p>");
    if (!text_eq(s->address, d->card.target.address)) {
        buf_add_str(b, "<p class=\"facts\">");
        say_link_open(b, s->address, "target");
        say_address(b, s->address);
        buf_add_str(b, "</a></p>");
    }
    buf_add_str(b, "</li>\n");
}

void
desk_evidence(const struct desk *d, struct buf *b)
{
    buf_add_str(b, "<section class=\"evidence\" id=\"evidence\" aria-labelledby=\"evidence-h\">\n"
                   "<h2 id=\"evidence-h\">Evidence</h2>\n");
    write_target(d, b);
    if (d->card.n_sentences > 0) {
        buf_add_str(b, "<ol class=\"quotes\">\n");
        for (size_t i = 0; i < d->card.n_sentences; i++)
            write_quote(d, b, i);
        buf_add_str(b, "</ol>\n<p class=\"legend\"><span class=\"mark supported\">supported</span> "
                       "<span class=\"mark weak\">weak</span> "
                       "<span class=\"mark unsupported\">unsupported</span></p>\n");
    } else {
        buf_add_str(b, "<p class=\"empty\">Nothing is quoted from a page.</p>\n");
    }
    buf_add_str(b, "</section>\n");
}

void
desk_checks(const struct desk *d, struct buf *b)
{
    const struct decide_checks *k = &d->checks;

    if (d->text.n == 0)
        return;
    buf_add_str(b, "<section class=\"checks\" id=\"checks\" aria-labelledby=\"checks-h\">\n"
                   "<h2 id=\"checks-h\">Checks</h2>\n");
    if (k->n == 0)
        buf_add_str(b, "<p class=\"fine\">\xE2\x9C\x93 Nothing to complain of.</p>\n");
    else
        buf_add_str(b, "<ul>\n");
    for (size_t i = 0; i < k->n; i++)
        markup_addf(b, "<li class=\"%s\"><strong>%s</strong> %s: %s</li>\n",
                    k->v[i].error ? "error" : "warning", k->v[i].error ? "Error" : "Warning",
                    k->v[i].check, k->v[i].note);
    if (k->n > 0)
        buf_add_str(b, "</ul>\n");
    buf_add_str(b, "</section>\n");
}
