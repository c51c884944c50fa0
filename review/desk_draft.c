/* desk_draft.c - the third part of desk.h: the answer, its marks, and the box to edit it. */

#include "desk.h"

#include <string.h>

#include "markup.h"
#include "say.h"
#include "store_account.h"

#define BOX_ROWS    9
#define GRADE_LABEL "reading grade"
#define BYLINE_NAME "{editor}"

static void
write_origin(const struct desk *d, struct buf *b)
{
    const struct store_card *c = &d->card;

    if (text_is(c->origin, "reused")) {
        buf_add_str(b, "Re-used answer of ");
        say_time(b, c->from_s, d->r->now_s);
    } else if (text_is(c->origin, "written")) {
        buf_add_str(b, "Written by hand");
    } else {
        buf_add_str(b, "Machine draft");
    }
    if (c->model.n > 0)
        markup_addf(b, ", rephrased by %.*s", TEXT_ARG(c->model));
    if (c->edited_by.n > 0)
        markup_addf(b, ", edited by %.*s", TEXT_ARG(c->edited_by));
    buf_add_str(b, ", ");
    say_time(b, c->created_s, d->r->now_s);
}

void
desk_counts(const struct desk *d, struct buf *b)
{
    const struct decide_checks *k = &d->checks;

    markup_addf(
        b,
        "<p class=\"counts\" id=\"counts\">%zu word%s \xC2\xB7 " GRADE_LABEL " %.1f \xC2\xB7 "
        "%zu link%s",
        k->n_words, k->n_words == 1 ? "" : "s", k->grade, k->n_links, k->n_links == 1 ? "" : "s");
    if (k->n_errors > 0)
        markup_addf(b, " \xC2\xB7 <a class=\"error\" href=\"#checks\">%zu error%s</a>", k->n_errors,
                    k->n_errors == 1 ? "" : "s");
    if (k->n > k->n_errors)
        markup_addf(b, " \xC2\xB7 <a class=\"warning\" href=\"#checks\">%zu warning%s</a>",
                    k->n - k->n_errors, k->n - k->n_errors == 1 ? "" : "s");
    buf_add_str(b, "</p>\n");
}

/* ---- marks ---- */

static void
write_sentence(const struct desk *d, struct buf *b, const struct support_sentence *s)
{
    bool quoted = s->evidence < d->card.n_sentences;

    if (s->kind == SUPPORT_VOICE) {
        markup_text(b, s->text);
        return;
    }
    markup_addf(b, "<span class=\"mark %s\">%.*s", support_name(s->kind), TEXT_ARG(s->text));
    if (s->kind == SUPPORT_WEAK)
        buf_add_str(b, "<span class=\"hidden\"> (weakly supported)</span>");
    if (s->kind == SUPPORT_NONE)
        buf_add_str(
            b, s->risky ? "<span class=\"hidden\"> (unsupported, and names a number or date)</span>"
                        : "<span class=\"hidden\"> (unsupported)</span>");
    buf_add_str(b, "</span>");
    if (quoted)
        markup_addf(b, "<a class=\"ref\" href=\"#e%zu\" aria-label=\"evidence %zu\">%zu</a>",
                    s->evidence + 1, s->evidence + 1, s->evidence + 1);
}

void
desk_marked(const struct desk *d, struct buf *b)
{
    size_t at = 0; /* bytes of the text that are written */

    for (size_t i = 0; i < d->support.n; i++) {
        const struct support_sentence *s = &d->support.v[i];
        size_t start = (size_t)(s->text.p - d->text.p);

        if (start < at || start + s->text.n > d->text.n)
            continue;
        markup_text(b, text_sub(d->text, at, start - at));
        write_sentence(d, b, s);
        at = start + s->text.n;
    }
    markup_text(b, text_from(d->text, at));
}

/* ---- the byline, with the editor's name in it ---- */

static const char *
byline(const struct desk *d)
{
    struct text t = text_of(d->department != NULL ? d->department->byline : NULL);
    size_t at = text_find(t, TEXT_LIT(BYLINE_NAME));

    if (at == TEXT_NPOS)
        return arena_str(d->r->arena, t);
    return arena_printf(d->r->arena, "%.*s%.*s%.*s", TEXT_ARG(text_sub(t, 0, at)),
                        TEXT_ARG(d->r->account->full_name),
                        TEXT_ARG(text_from(t, at + strlen(BYLINE_NAME))));
}

static void
write_byline(const struct desk *d, struct buf *b)
{
    const char *line = byline(d);

    if (line[0] != '\0')
        markup_addf(b, "<p class=\"byline\">Signed: %s</p>\n", line);
}

/* What is pasted where it was asked: the text, signed by who posts it, and the link. */
static const char *
post_text(const struct desk *d)
{
    struct text text = d->card.answer, link = d->card.link, tail;
    const char *line = byline(d);
    bool linked = link.n == 0 || text_find(text, link) != TEXT_NPOS;

    /* A draft is signed without a name: "Department of Physics" of "{editor}, Department ...". */
    tail = text_of(d->department != NULL ? d->department->byline : NULL);
    if (text_find(tail, TEXT_LIT(BYLINE_NAME)) != TEXT_NPOS)
        tail = text_from(tail, text_find(tail, TEXT_LIT(BYLINE_NAME)) + strlen(BYLINE_NAME));
    if (text_starts(tail, TEXT_LIT(",")))
        tail = text_from(tail, 1);
    tail = text_trim(tail);
    if (tail.n > 0 && text_ends(text, tail))
        text = text_trim(text_sub(text, 0, text.n - tail.n));
    return arena_printf(d->r->arena, "%.*s%s%.*s%s%s", TEXT_ARG(text), linked ? "" : "\n\n",
                        TEXT_ARG(linked ? TEXT_NONE : link), line[0] != '\0' ? "\n\n" : "", line);
}

/* ---- what was refused ---- */

/* What the text was at a revision. */
static struct text
text_at(const struct store_card *c, int64_t revision)
{
    struct text t = c->machine;

    for (size_t i = 0; i < c->n_history && c->history[i].revision <= revision; i++)
        if (c->history[i].text.n > 0 && c->history[i].draft_id == c->draft_id)
            t = c->history[i].text;
    return t;
}

static void
write_conflict(const struct desk *d, struct buf *b)
{
    const struct store_card *c = &d->card;
    const struct store_card_decision *last =
        c->n_history > 0 ? &c->history[c->n_history - 1] : NULL;

    markup_addf(
        b,
        "<div class=\"notice error\" role=\"alert\"><p><strong>Somebody was quicker; nothing "
        "was changed.</strong> %s</p>\n",
        d->refused);
    if (last != NULL)
        markup_addf(b, "<p>Last: %.*s by %.*s, revision %lld.</p>\n", TEXT_ARG(last->verb),
                    TEXT_ARG(last->actor), (long long)last->revision);
    if (d->mine) {
        markup_addf(
            b,
            "<div class=\"three\"><section><h3>Base: revision %lld</h3><p>%.*s</p></section>\n"
            "<section><h3>Theirs: revision %lld</h3><p>%.*s</p></section>\n"
            "<section><h3>Mine</h3><p>%.*s</p></section></div>\n"
            "<p>Your text is in the box below, not saved. Save it over theirs, or take "
            "what you need.</p>\n",
            (long long)d->base_revision, TEXT_ARG(text_at(c, d->base_revision)),
            (long long)c->revision, TEXT_ARG(c->answer), TEXT_ARG(d->text));
    }
    buf_add_str(b, "</div>\n");
}

static void
write_typed(const struct desk *d, struct buf *b)
{
    if (d->typed.group_id == 0 || d->refused != NULL)
        return;
    if (d->editing) {
        buf_add_str(b, "<div class=\"notice\"><p>This is what you typed ");
        say_time(b, d->typed.at_s, d->r->now_s);
        buf_add_str(b, " and did not save.");
        if (d->typed.revision != d->card.revision)
            buf_add_str(b, " The card has changed since.");
        buf_add_str(b, "</p><button form=\"drop\">Drop it</button></div>\n");
        return;
    }
    buf_add_str(b, "<div class=\"notice\"><p>You typed something here ");
    say_time(b, d->typed.at_s, d->r->now_s);
    buf_add_str(b, " and did not save it.</p><button form=\"take\">Go on with it</button> "
                   "<button form=\"drop\">Drop it</button></div>\n");
}

/* ---- the box ---- */

static void
write_box(const struct desk *d, struct buf *b)
{
    bool own = !desk_fits(d, "edit"); /* no draft: what is typed becomes one */

    desk_form(d, b, own ? "write" : "edit", "editor");
    markup_addf(b,
                "<label for=\"text\">%s</label>\n"
                "<textarea id=\"text\" name=\"text\" rows=\"%d\" spellcheck=\"true\" dir=\"auto\" "
                "lang=\"%.*s\" maxlength=\"%zu\" data-type=\"%s\" data-lint=\"%s\">\n",
                own ? "Your answer, with one link to a page of the department" : "Answer", BOX_ROWS,
                TEXT_ARG(d->card.language), DECIDE_MAX_TEXT, desk_action(d, "type"),
                desk_action(d, "lint"));
    markup_text(b, d->text);
    buf_add_str(b, "</textarea>\n<div id=\"lint\" aria-live=\"polite\">");
    if (d->text.n > 0)
        desk_counts(d, b);
    buf_add_str(b, "</div>\n</form>\n");
}

static void
write_gap(const struct desk *d, struct buf *b)
{
    const struct store_card *c = &d->card;

    if (!c->gap) {
        markup_addf(b, "<p class=\"empty\">%s</p>\n",
                    text_is(c->mode, "listen") ? "Its sources only listen: nothing is drafted."
                                               : "Not drafted yet: the next run does.");
        return;
    }
    markup_addf(b, "<div class=\"notice gap\"><p class=\"reason\">%.*s.</p>\n",
                TEXT_ARG(c->gap_why));
    if (c->target.address.n > 0) {
        buf_add_str(b, "<p>Nearest: ");
        say_link_open(b, c->target.address, "target");
        markup_addf(b, "%.*s</a></p>\n",
                    TEXT_ARG(c->target.title.n > 0 ? c->target.title : c->target.address));
    }
    buf_add_str(b, "</div>\n");
}

static void
write_text(const struct desk *d, struct buf *b)
{
    const struct store_card *c = &d->card;

    buf_add_str(b, "<div class=\"answer\" id=\"answer\" dir=\"auto\">");
    desk_marked(d, b);
    buf_add_str(b, "</div>\n");
    desk_counts(d, b);
    if (text_is(c->state, "approved") || text_is(c->state, "posted"))
        markup_addf(
            b,
            "<div class=\"copy\"><button type=\"button\" data-copy=\"copytext\">Copy text, byline "
            "and link</button><textarea id=\"copytext\" readonly rows=\"3\" "
            "aria-label=\"Text to post\">%s</textarea></div>\n",
            post_text(d));
}

void
desk_draft(const struct desk *d, struct buf *b)
{
    bool draft = d->card.draft_id != 0;

    buf_add_str(b, "<section class=\"draft\" aria-labelledby=\"draft-h\">\n<h2 id=\"draft-h\">");
    if (draft)
        write_origin(d, b);
    else
        buf_add_str(b, "No draft");
    buf_add_str(b, "</h2>\n");
    if (d->conflict)
        write_conflict(d, b);
    else if (d->refused != NULL)
        markup_addf(b, "<div class=\"notice error\" role=\"alert\"><p>%s</p></div>\n", d->refused);
    write_typed(d, b);
    if (!draft)
        write_gap(d, b);
    if (d->editing)
        write_box(d, b);
    else if (draft)
        write_text(d, b);
    if (draft)
        write_byline(d, b);
    buf_add_str(b, "</section>\n");
}
