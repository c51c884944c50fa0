/* card_json.c - see card.h: the form for programs. */

#include "card.h"

#include "clock.h"
#include "filter.h"

static json_t *
json_of_time(int64_t at_s)
{
    char at[CLOCK_RFC3339_BYTES];

    return json_string(clock_rfc3339(at_s, at));
}

static json_t *
json_of_sentences(const struct card_view *v)
{
    const struct store_card *c = v->card;
    json_t *list = json_array();

    for (size_t i = 0; i < c->n_sentences; i++) {
        const struct store_card_sentence *s = &c->sentences[i];
        json_t *x = json_pack("{s:I, s:I, s:b}", "start", (json_int_t)s->start, "end",
                              (json_int_t)s->end, "holds", s->holds);

        json_put_text(x, "text", s->text);
        json_put_text(x, "page", s->address);
        json_put_text(x, "before", v->around[i].before);
        json_put_text(x, "after", v->around[i].after);
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
        json_put_text(x, "arg", d->arg);
        json_object_set_new(x, "undone", json_boolean(d->undone));
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

static json_t *
json_of_support(const struct card_view *v)
{
    json_t *list = json_array();

    for (size_t i = 0; v->card->answer.n > 0 && i < v->support->n; i++) {
        const struct support_sentence *s = &v->support->v[i];
        json_t *x = json_pack("{s:s, s:b}", "support", support_name(s->kind), "risky", s->risky);

        json_put_text(x, "text", s->text);
        json_array_append_new(list, x);
    }
    return list;
}

static json_t *
json_of_checks(const struct card_view *v)
{
    json_t *list = json_array();

    for (size_t i = 0; v->card->answer.n > 0 && i < v->checks->n; i++) {
        const struct decide_issue *c = &v->checks->v[i];
        json_t *x =
            json_pack("{s:s, s:s}", "check", c->check, "level", c->error ? "error" : "warning");

        json_put_text(x, "note", text_of(c->note));
        json_array_append_new(list, x);
    }
    return list;
}

static json_t *
json_of_target(const struct store_card *c)
{
    json_t *o;

    if (c->target.address.n == 0)
        return json_null();
    o = json_object();
    json_put_text(o, "page", c->target.address);
    json_put_text(o, "title", c->target.title);
    json_object_set_new(o, "fetched_at", json_of_time(c->target_fetched_s));
    json_object_set_new(o, "changed_at", json_of_time(c->target_changed_s));
    return o;
}

static json_t *
json_of_places(const struct store_card *c)
{
    json_t *list = json_array();

    for (size_t i = 0; i < c->n_places; i++) {
        const struct store_card_place *p = &c->places[i];
        json_t *x =
            json_pack("{s:f, s:f, s:b}", "asks_p", p->p, "group_p", p->link_p, "gone", p->gone);

        json_put_text(x, "url", p->address);
        json_put_text(x, "host", p->host);
        json_put_text(x, "title", p->title);
        json_put_text(x, "body", p->body);
        json_put_text(x, "keywords", p->words);
        json_object_set_new(x, "asked_at", json_of_time(p->asked_s));
        json_array_append_new(list, x);
    }
    return list;
}

static json_t *
json_of_notes(const struct store_card *c)
{
    json_t *list = json_array();

    for (size_t i = 0; i < c->n_notes; i++) {
        json_t *x = json_object();

        json_put_text(x, "text", c->notes[i].text);
        json_put_text(x, "actor", c->notes[i].actor);
        json_object_set_new(x, "at", json_of_time(c->notes[i].at_s));
        json_array_append_new(list, x);
    }
    return list;
}

static json_t *
json_of_earlier(const struct card_view *c)
{
    const struct store_followup *v = c->earlier;
    json_t *list = json_array();

    for (size_t i = 0; i < c->n_earlier; i++) {
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

static json_t *
json_of_urls(const struct store_card *c)
{
    json_t *urls = json_array();

    for (size_t i = 0; i < c->n_places; i++)
        json_array_append_new(urls, json_of_text(c->places[i].address));
    return urls;
}

static json_t *
json_of_also(const struct card_view *v)
{
    json_t *list = json_array();

    for (size_t i = 0; i < v->n_also; i++) {
        json_t *o = json_pack("{s:I}", "group", (json_int_t)v->also[i].other_id);

        json_put_text(o, "department", v->also[i].department);
        json_put_text(o, "state", v->also[i].state);
        json_put_text(o, "posted_at", v->also[i].posted);
        json_array_append_new(list, o);
    }
    return list;
}

static json_t *
json_of_experiment(const struct store_experiment_place *x)
{
    json_t *o;

    if (x == NULL)
        return json_null();
    o = json_object();
    json_put_text(o, "key", x->key);
    json_object_set_new(o, "arm", json_string(x->arm == STORE_EXPERIMENT_A ? "a" : "b"));
    json_put_text(o, "voice", x->voice);
    return o;
}

json_t *
card_json(const struct card_view *v)
{
    const struct store_card *c = v->card;
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
        { "origin", c->origin },
        { "model", c->model },
        { "machine", c->machine },
        { "edited_by", c->edited_by },
        { "language", c->language },
        { "escalation", c->escalation },
        { "why", c->gap_why },
        { "handed_to", c->handed_to },
        { "stale", c->stale_why },
        { "lease", c->lease_until_s > v->now_s ? c->lease_by : TEXT_NONE },
    };

    for (size_t i = 0; i < N_ELEMENTS(texts); i++)
        json_put_text(o, texts[i].name, texts[i].value);
    if (c->link.n == 0)
        json_object_set_new(o, "link", json_null());
    json_object_set_new(o, "urls", json_of_urls(c));
    json_object_set_new(o, "sentences", json_of_sentences(v));
    json_object_set_new(o, "support", json_of_support(v));
    json_object_set_new(o, "checks", json_of_checks(v));
    json_object_set_new(o, "words", json_integer((json_int_t)v->checks->n_words));
    json_object_set_new(o, "links", json_integer((json_int_t)v->checks->n_links));
    json_object_set_new(o, "grade", json_real(v->checks->grade));
    json_object_set_new(o, "threshold", json_real(v->threshold));
    json_object_set_new(o, "target", json_of_target(c));
    json_object_set_new(o, "places", json_of_places(c));
    json_object_set_new(o, "notes", json_of_notes(c));
    json_object_set_new(o, "earlier", json_of_earlier(v));
    json_object_set_new(o, "also", json_of_also(v));
    json_object_set_new(o, "experiment", json_of_experiment(v->experiment));
    json_object_set_new(o, "times_asked", json_integer((json_int_t)c->times_asked));
    json_object_set_new(o, "sites", json_integer((json_int_t)c->sites));
    json_object_set_new(o, "pages", json_of_pages(c));
    json_object_set_new(o, "history", json_of_history(c));
    json_object_set_new(o, "created_at", json_of_time(c->created_s));
    return o;
}
