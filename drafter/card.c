/* card.c - see card.h. */

#include "card.h"

#include "clock.h"
#include "filter.h"
#include "passage.h"

#define CONTROL_C1 0xC2 /* lead byte of U+0080 to U+00BF, of which the first 32 are controls */

/* Control characters but line feeds as '?'. */
static void
add_safe(struct buf *b, struct text t)
{
    for (size_t i = 0; i < t.n; i++) {
        unsigned char c = (unsigned char)t.p[i];
        bool c1 = c == CONTROL_C1 && i + 1 < t.n && (unsigned char)t.p[i + 1] < 0xA0;

        buf_add_char(b, (c < ' ' && c != '\n') || c == 0x7F || c1 ? '?' : t.p[i]);
        i += c1;
    }
}

static void
add_line(struct buf *b, const char *label, struct text t)
{
    buf_addf(b, "%-10s ", label);
    add_safe(b, t);
    buf_add_char(b, '\n');
}

/* Each line set in. */
static void
add_set_in(struct buf *b, struct text t)
{
    struct text line;

    while (text_cut(&t, "\n", &line)) {
        buf_add_str(b, "  ");
        add_safe(b, line);
        buf_add_char(b, '\n');
    }
}

static void
add_block(struct buf *b, const char *label, struct text t)
{
    buf_addf(b, "\n%s\n", label);
    add_set_in(b, t);
}

static void
add_evidence(struct buf *b, const struct store_card *c)
{
    char at[CLOCK_RFC3339_BYTES];

    buf_add_str(b, "\nEvidence\n");
    for (size_t i = 0; i < c->n_sentences; i++) {
        const struct store_card_sentence *s = &c->sentences[i];

        buf_addf(b, "  [%s] \"", s->holds ? "supported" : "no longer on the page");
        add_safe(b, s->text);
        buf_add_str(b, "\"\n      ");
        add_safe(b, s->address);
        buf_addf(b, " bytes %lld to %lld, fetched %s\n", (long long)s->start, (long long)s->end,
                 clock_rfc3339(s->fetched_s, at));
    }
}

static void
add_checks(struct buf *b, struct text checks)
{
    json_t *list = json_loadb(checks.p, checks.n, 0, NULL), *x;
    size_t i;

    buf_add_str(b, "\nChecks\n");
    if (json_array_size(list) == 0)
        buf_add_str(b, "  nothing to complain of\n");
    json_array_foreach(list, i, x)
    {
        struct text level = TEXT_NONE, check = TEXT_NONE, note = TEXT_NONE;

        (void)json_text(x, "level", &level); /* an older row may lack one */
        (void)json_text(x, "check", &check);
        (void)json_text(x, "note", &note);
        buf_addf(b, "  %.*s: %.*s: ", TEXT_ARG(level), TEXT_ARG(check));
        add_safe(b, note);
        buf_add_char(b, '\n');
    }
    json_decref(list);
}

static void
add_history(struct buf *b, const struct store_card *c)
{
    char at[CLOCK_RFC3339_BYTES];

    buf_addf(b, "\nHistory\n  0  %s  drafted\n", clock_rfc3339(c->created_s, at));
    for (size_t i = 0; i < c->n_history; i++) {
        const struct store_card_decision *d = &c->history[i];

        buf_addf(b, "  %lld  %s  %.*s by ", (long long)d->revision, clock_rfc3339(d->at_s, at),
                 TEXT_ARG(d->state));
        add_safe(b, d->actor);
        if (d->reason.n > 0) {
            buf_add_str(b, ": ");
            add_safe(b, d->reason);
        }
        buf_add_char(b, '\n');
    }
}

void
card_text(const struct store_card *c, struct buf *out)
{
    buf_addf(out, "Draft %lld  %.*s  revision %lld\n", (long long)c->draft_id, TEXT_ARG(c->state),
             (long long)c->revision);
    if (c->current_id != c->draft_id)
        buf_addf(out, "Superseded by draft %lld\n", (long long)c->current_id);
    add_line(out, "Department", c->department);
    buf_addf(out, "%-10s %.*s (p %.2f), %.*s\n", "Tone", TEXT_ARG(c->tone), c->tone_p,
             TEXT_ARG(c->kind));
    if (c->owner.n > 0)
        add_line(out, "About", c->owner);
    add_block(out, "Question", c->question);
    if (c->body.n > 0 && !text_eq(c->body, c->question))
        add_block(out, "In the asker's words", c->body);
    buf_addf(out, "\nAsked at %lld place%s\n", (long long)c->times_asked,
             c->times_asked == 1 ? "" : "s");
    for (size_t i = 0; i < c->n_places; i++) {
        buf_add_str(out, "  ");
        add_safe(out, c->places[i].address);
        buf_add_char(out, '\n');
    }
    add_block(out, "Draft", c->answer);
    buf_addf(out, "  (%zu words)\n", passage_count_words(c->answer) - (c->link.n > 0));
    add_evidence(out, c);
    add_checks(out, c->checks);
    buf_addf(out, "\nWhy\n  probability that this is the right page: %.2f\n", c->confidence);
    for (size_t i = 0; i < c->n_pages; i++) {
        buf_addf(out, "  %zu. %.2f ", i + 1, c->pages[i].score);
        add_safe(out, c->pages[i].title);
        buf_add_char(out, ' ');
        add_safe(out, c->pages[i].address);
        buf_add_char(out, '\n');
    }
    add_history(out, c);
}

void
card_earlier(const struct store_followup *v, size_t n, struct buf *out)
{
    char at[CLOCK_RFC3339_BYTES];

    for (size_t i = 0; i < n; i++) {
        buf_addf(out, "%s  draft %lld, %s, %s\n", i == 0 ? "\nWhat we said before\n" : "",
                 (long long)v[i].draft_id, clock_rfc3339(v[i].at_s, at),
                 v[i].same_thread ? "in this thread" : "to the same asker");
        add_set_in(out, v[i].answer);
    }
}

static json_t *
json_of_time(int64_t at_s)
{
    char at[CLOCK_RFC3339_BYTES];

    return json_string(clock_rfc3339(at_s, at));
}

static json_t *
json_of_sentences(const struct store_card *c)
{
    json_t *list = json_array();

    for (size_t i = 0; i < c->n_sentences; i++) {
        const struct store_card_sentence *s = &c->sentences[i];
        json_t *x = json_pack("{s:I, s:I, s:b}", "start", (json_int_t)s->start, "end",
                              (json_int_t)s->end, "holds", s->holds);

        json_put_text(x, "text", s->text);
        json_put_text(x, "page", s->address);
        json_object_set_new(x, "fetched_at", json_of_time(s->fetched_s));
        json_array_append_new(list, x);
    }
    return list;
}

static json_t *
json_of_history(const struct store_card *c)
{
    json_t *list = json_array();

    for (size_t i = 0; i < c->n_history; i++) {
        const struct store_card_decision *d = &c->history[i];
        json_t *x = json_pack("{s:I}", "revision", (json_int_t)d->revision);

        json_put_text(x, "verb", d->verb);
        json_put_text(x, "state", d->state);
        json_put_text(x, "reason", d->reason);
        json_put_text(x, "actor", d->actor);
        json_object_set_new(x, "at", json_of_time(d->at_s));
        json_array_append_new(list, x);
    }
    return list;
}

static json_t *
json_of_pages(const struct store_card *c)
{
    json_t *list = json_array();

    for (size_t i = 0; i < c->n_pages; i++) {
        json_t *x = json_pack("{s:f}", "score", c->pages[i].score);

        json_put_text(x, "page", c->pages[i].address);
        json_put_text(x, "title", c->pages[i].title);
        json_array_append_new(list, x);
    }
    return list;
}

json_t *
card_json(const struct store_card *c)
{
    json_t *o = json_pack("{s:I, s:I, s:I, s:f, s:f}", "id", (json_int_t)c->draft_id, "group",
                          (json_int_t)c->group_id, "revision", (json_int_t)c->revision,
                          "confidence", c->confidence, "tone_p", c->tone_p);
    const struct {
        const char *name;
        struct text value;
    } texts[] = {
        { "department", c->department },
        { "state", c->state },
        { "question", c->question },
        { "body", c->body },
        { "tone", c->tone },
        { "kind", c->kind },
        { "answer", c->answer },
        { "link", c->link },
        { "owner", c->owner },
        { "voice", c->voice },
        { "template", c->template_name },
    };
    json_t *urls = json_array(), *checks = json_loadb(c->checks.p, c->checks.n, 0, NULL);

    for (size_t i = 0; i < N_ELEMENTS(texts); i++)
        json_put_text(o, texts[i].name, texts[i].value);
    if (c->link.n == 0)
        json_object_set_new(o, "link", json_null());
    for (size_t i = 0; i < c->n_places; i++)
        json_array_append_new(urls, json_of_text(c->places[i].address));
    json_object_set_new(o, "urls", urls);
    json_object_set_new(o, "sentences", json_of_sentences(c));
    json_object_set_new(o, "checks", checks != NULL ? checks : json_array());
    json_object_set_new(o, "pages", json_of_pages(c));
    json_object_set_new(o, "history", json_of_history(c));
    json_object_set_new(o, "created_at", json_of_time(c->created_s));
    return o;
}

json_t *
card_earlier_json(const struct store_followup *v, size_t n)
{
    json_t *list = json_array();

    for (size_t i = 0; i < n; i++) {
        json_t *x = json_pack("{s:I, s:I, s:b, s:b}", "draft", (json_int_t)v[i].draft_id, "group",
                              (json_int_t)v[i].group_id, "same_thread", v[i].same_thread,
                              "same_asker", v[i].same_asker);

        json_put_text(x, "question", v[i].question);
        json_put_text(x, "answer", v[i].answer);
        json_put_text(x, "link", v[i].link);
        json_put_text(x, "url", v[i].url);
        json_object_set_new(x, "at", json_of_time(v[i].at_s));
        json_array_append_new(list, x);
    }
    return list;
}
