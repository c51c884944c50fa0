/* desk_evidence.c - parts four and five of desk.h: what bears the answer, and what is wrong with
 * it. */

#include "desk.h"

#include "markup.h"
#include "say.h"
#include "store_search.h"
#include "utf8.h"

#define AROUND_BYTES 220 /* of the page before and after what was quoted */

static void
write_target(const struct desk *d, struct buf *b)
{
    const struct store_card *c = &d->card;

    if (c->target.address.n == 0)
        return;
    buf_add_str(b, "<p class=\"page\">");
    say_link_open(b, c->target.address, "target main-target");
    markup_addf(b, "%.*s <kbd>l</kbd></a><span class=\"address\">",
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

/* Where the sentence stands in the page's text now; TEXT_NPOS: it does not. */
static size_t
place_of(struct text page, const struct store_card_sentence *s)
{
    struct text there = text_sub(page, (size_t)s->start, s->text.n);

    return text_eq(there, s->text) ? (size_t)s->start : text_find(page, s->text);
}

/* What stands before and behind it, cut at a blank. */
static void
write_passage(struct buf *b, struct text page, size_t at, struct text quoted)
{
    size_t from = at > AROUND_BYTES ? at - AROUND_BYTES : 0, end = at + quoted.n;
    size_t to = page.n - end > AROUND_BYTES ? end + AROUND_BYTES : page.n;
    struct text before, after = text_sub(page, end, to - end);

    while (from > 0 && from < at && page.p[from - 1] != ' ' && page.p[from - 1] != '\n')
        from++;
    before = text_sub(page, from, at - from);
    while (to < page.n && after.n > 0 && after.p[after.n - 1] != ' ' &&
           after.p[after.n - 1] != '\n')
        after.n--;
    markup_addf(b,
                "<span class=\"around\">%s%.*s</span><mark>%.*s</mark>"
                "<span class=\"around\">%.*s%s</span>",
                from > 0 ? "\xE2\x80\xA6 " : "", TEXT_ARG(before), TEXT_ARG(quoted),
                TEXT_ARG(after), to < page.n ? "\xE2\x80\xA6" : "");
}

static void
write_quote(const struct desk *d, struct buf *b, size_t i)
{
    const struct store_card_sentence *s = &d->card.sentences[i];
    struct store_search_page page = { 0 };
    bool there = store_search_page(d->r->store, s->url_id, d->r->arena, &page);
    size_t at = there ? place_of(page.text, s) : TEXT_NPOS;

    markup_addf(b, "<li id=\"e%zu\"><blockquote dir=\"auto\">", i + 1);
    if (at != TEXT_NPOS)
        write_passage(b, page.text, at, s->text);
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
