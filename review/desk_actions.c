/*
 * desk_actions.c - what can be done with a card: a bar of buttons, and folded forms for what
 * wants a word.
 *
 * Each is a plain form.  data-key names the act, to which the script lends a key; the key is
 * printed on the button.
 */

#include "desk.h"

#include "markup.h"
#include "page.h"

static const struct {
    const char *arg, *label;
} reasons[] = {
    { "wrong", "Wrong" },
    { "not-our-topic", "Not our topic" },
    { "not-a-question", "Not a question" },
    { "do-not-engage", "Do not engage" },
    { "duplicate", "Duplicate" },
    { "other", "Other, with a note" },
};

static const struct {
    const char *key, *label;
    int64_t days;
} spans[] = {
    { "1", "Tomorrow", 1 },
    { "7", "In a week", 7 },
    { "m", "In a month", 30 },
};

#define DAY_S     86400
#define MAX_DIGIT 9

static void
write_reject(const struct desk *d, struct buf *b)
{
    desk_form(d, b, "reject", "menu");
    buf_add_str(
        b, "<details data-menu=\"reject\"><summary class=\"button\">Reject <kbd>x</kbd></summary>"
           "<div class=\"sheet\"><label>Note <input name=\"reason\" maxlength=\"500\"></label>");
    for (size_t i = 0; i < N_ELEMENTS(reasons); i++)
        markup_addf(
            b, "<button name=\"arg\" value=\"%s\" data-digit=\"%zu\">%s <kbd>%zu</kbd></button>",
            reasons[i].arg, i + 1, reasons[i].label, i + 1);
    buf_add_str(b, "</div></details></form>\n");
}

static void
write_park(const struct desk *d, struct buf *b)
{
    char at[CLOCK_RFC3339_BYTES];

    desk_form(d, b, "park", "menu");
    buf_add_str(b,
                "<details data-menu=\"park\"><summary class=\"button\">Park <kbd>z</kbd></summary>"
                "<div class=\"sheet\">");
    for (size_t i = 0; i < N_ELEMENTS(spans); i++)
        markup_addf(b,
                    "<button name=\"arg\" value=\"%s\" data-digit=\"%s\">%s <kbd>%s</kbd></button>",
                    clock_rfc3339(d->r->now_s + spans[i].days * DAY_S, at), spans[i].key,
                    spans[i].label, spans[i].key);
    buf_add_str(b, "</div></details></form>\n");
}

/* One text and a button. */
struct sheet {
    const char *verb, *menu, *label, *key, *field, *ask, *go;
    bool wanted; /* the text must not be empty */
};

static const struct sheet sheets[] = {
    { "hand-over", "hand", "Hand over", "h", "arg", "To whom", "Hand over", true },
    { "needs-page", "gap", "Needs a page", "g", "reason", "What the page should say", "File it",
      true },
    { "withdraw", "withdraw", "Withdraw", "", "reason", "Why", "Withdraw", true },
    { "note", "note", "Note", "c", "text", "Note for colleagues", "Add", true },
};

static void
write_sheet(const struct desk *d, struct buf *b, const struct sheet *s)
{
    desk_form(d, b, s->verb, "menu");
    markup_addf(b, "<details data-menu=\"%s\"><summary class=\"button\">%s ", s->menu, s->label);
    if (s->key[0] != '\0')
        markup_addf(b, "<kbd>%s</kbd>", s->key);
    markup_addf(b, "</summary><div class=\"sheet\"><label>%s <input name=\"%s\" maxlength=\"1000\"",
                s->ask, s->field);
    buf_add_str(b, s->wanted ? " required>" : ">");
    markup_addf(b, "</label><button>%s</button></div></details></form>\n", s->go);
}

/* A button that is a form of its own. */
static void
write_plain(const struct desk *d, struct buf *b, const char *verb, const char *css,
            const char *label, const char *key)
{
    desk_form(d, b, verb, "one");
    markup_addf(b, "<button class=\"%s\" data-key=\"%s\">%s", css, verb, label);
    if (key[0] != '\0')
        markup_addf(b, " <kbd>%s</kbd>", key);
    buf_add_str(b, "</button></form>\n");
}

static void
write_pages(const struct desk *d, struct buf *b)
{
    const struct store_card *c = &d->card;

    desk_form(d, b, "pick", "stack");
    for (size_t i = 0; i < c->n_pages && i < MAX_DIGIT; i++)
        markup_addf(
            b,
            "<button name=\"arg\" value=\"%lld\" data-digit=\"%zu\">%.*s <kbd>%zu</kbd></button>",
            (long long)c->pages[i].url_id, i + 1,
            TEXT_ARG(c->pages[i].title.n > 0 ? c->pages[i].title : c->pages[i].address), i + 1);
    buf_add_str(b, "</form>\n");
}

static void
write_tones(const struct desk *d, struct buf *b)
{
    static const char *const tones[] = { "positive", "neutral", "negative" };

    desk_form(d, b, "tone", "stack");
    for (size_t i = 0; i < N_ELEMENTS(tones); i++)
        if (!text_is(d->card.tone, tones[i]))
            markup_addf(b, "<button name=\"arg\" value=\"%s\">The tone is %s</button>", tones[i],
                        tones[i]);
    buf_add_str(b, "</form>\n");
}

/* Another draft: from another page, for another tone, or simply again. */
static void
write_anew(const struct desk *d, struct buf *b)
{
    buf_add_str(
        b, "<div class=\"menu\"><details data-menu=\"pick\"><summary class=\"button\">Draft anew "
           "<kbd>p</kbd></summary><div class=\"sheet\">");
    if (d->card.n_pages > 0 && desk_fits(d, "pick"))
        write_pages(d, b);
    if (d->card.draft_id != 0)
        write_tones(d, b);
    write_plain(d, b, "redraft", "", "Once more", "");
    buf_add_str(b, "</div></details></div>\n");
}

static void
write_post(const struct desk *d, struct buf *b)
{
    bool later = decide_wants_address(&d->card); /* posted already, without it */

    desk_form(d, b, "post", "menu wide");
    markup_addf(
        b,
        "<div class=\"sheet open\"><label>Posted at (address of the reply) "
        "<input name=\"arg\" type=\"url\" maxlength=\"1000\" placeholder=\"https://\"%s></label>"
        "<button class=\"main\">%s</button></div></form>\n",
        later ? " required" : "", later ? "Add the address" : "Posted");
}

/* Forms without a button here: their buttons stand elsewhere, or the script sends them. */
static void
write_hidden(const struct desk *d, struct buf *b)
{
    static const char *const verbs[] = { "take", "drop", "release" };

    for (size_t i = 0; i < N_ELEMENTS(verbs); i++) {
        markup_addf(b,
                    "<form method=\"post\" id=\"%s\" action=\"%s\" class=\"hidden-form\">"
                    "<input type=\"hidden\" name=\"csrf\" value=\"%.*s\">"
                    "<input type=\"hidden\" name=\"list\" value=\"%s\"></form>\n",
                    verbs[i], desk_action(d, verbs[i]), TEXT_ARG(d->r->csrf),
                    listing_params(d->r, &d->list));
    }
}

static bool
is_others(const struct desk *d)
{
    const struct store_card *c = &d->card;

    return c->lease_by.n > 0 && c->lease_until_s > d->r->now_s &&
           !text_eq(c->lease_by, d->r->actor);
}

/* The box's own buttons. */
static void
write_save(const struct desk *d, struct buf *b)
{
    bool own = !desk_fits(d, "edit");

    if (!own && d->may_approve && desk_fits(d, "approve"))
        markup_addf(b,
                    "<button class=\"main\" form=\"editor\" formaction=\"%s\" "
                    "data-key=\"save-approve\">Save "
                    "and approve <kbd>Ctrl Enter</kbd></button>",
                    desk_action(d, "approve"));
    markup_addf(b,
                "<button form=\"editor\" data-key=\"save\">%s <kbd>Ctrl S</kbd></button>"
                "<a class=\"button\" id=\"leave\" href=\"%s\">Leave <kbd>Esc</kbd></a>\n",
                own ? "Make it the answer" : "Save",
                listing_card(d->r, &d->list, d->card.group_id));
}

static void
write_edit(const struct desk *d, struct buf *b)
{
    if (is_others(d))
        markup_addf(
            b,
            "<button form=\"take\" name=\"over\" value=\"1\" data-key=\"edit\">Take over from "
            "%.*s <kbd>e</kbd></button>\n",
            TEXT_ARG(d->card.lease_by));
    else
        markup_addf(b, "<button form=\"take\" data-key=\"edit\">%s <kbd>e</kbd></button>\n",
                    desk_fits(d, "edit") ? "Edit" : "Write an answer");
}

static void
write_main(const struct desk *d, struct buf *b)
{
    buf_add_str(b, "<div class=\"first\">");
    if (d->editing) {
        write_save(d, b);
    } else {
        if (d->may_approve && desk_fits(d, "approve") && d->checks.n_errors == 0)
            write_plain(d, b, "approve", "main", "Approve", "a");
        else if (d->may_approve && desk_fits(d, "approve"))
            buf_add_str(b,
                        "<span class=\"blocked\">Errors block an approval: edit it first.</span>");
        if (desk_fits(d, "edit") || desk_fits(d, "write"))
            write_edit(d, b);
    }
    if (d->may_approve && desk_fits(d, "reject") && !d->editing)
        write_reject(d, b);
    if (desk_fits(d, "park") && !d->editing)
        write_park(d, b);
    buf_add_str(b, "</div>\n");
}

static void
write_rest(const struct desk *d, struct buf *b)
{
    buf_add_str(b, "<div class=\"rest\">");
    for (size_t i = 0; i < N_ELEMENTS(sheets); i++) {
        bool allowed = text_is(TEXT_LIT("withdraw"), sheets[i].verb) ? d->may_approve : true;

        if (allowed && (text_is(TEXT_LIT("note"), sheets[i].verb) || desk_fits(d, sheets[i].verb)))
            write_sheet(d, b, &sheets[i]);
    }
    if (desk_fits(d, "redraft"))
        write_anew(d, b);
    if (desk_fits(d, "reopen"))
        write_plain(d, b, "reopen", "", "Reopen", "");
    page_form(d->r, b, "/undo", "one");
    markup_addf(b,
                "<input type=\"hidden\" name=\"list\" value=\"%s\">"
                "<button data-key=\"undo\">Undo my last <kbd>u</kbd></button></form>\n",
                listing_params(d->r, &d->list));
    buf_add_str(b, "</div>\n");
}

void
desk_actions(const struct desk *d, struct buf *b)
{
    if (!d->may_edit)
        return;
    buf_add_str(b, "<div class=\"actions\" role=\"group\" aria-label=\"Decide\">\n");
    write_main(d, b);
    if (d->may_approve && !d->editing && (desk_fits(d, "post") || decide_wants_address(&d->card)))
        write_post(d, b);
    if (!d->editing) /* a text that is not saved yet is not decided about otherwise */
        write_rest(d, b);
    write_hidden(d, b);
    buf_add_str(b, "</div>\n");
}
