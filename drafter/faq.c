/* faq.c - see faq.h: the page and its structured data. */

#include "faq.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "filter.h"
#include "markup.h"
#include "mem.h"

#define CONTENTS_FROM 6  /* answers: fewer are seen without scrolling far */
#define DATE_BYTES    10 /* "2026-11-22" of a date and time */

/* What the page itself says, by the department's language; the first row is for all others. */
static const struct words {
    const char *language, *title, *contents, *answer, *answers, *updated, *other, *link, *ask;
} languages[] = {
    { "en", "Questions and answers", "Contents", "answer", "answers", "Last updated",
      "Other questions", "Link to this question", "Questions that are not answered here:" },
    { "de", "Fragen und Antworten", "Inhalt", "Antwort", "Antworten", "Zuletzt aktualisiert",
      "Weitere Fragen", "Link zu dieser Frage", "Fragen, die hier nicht beantwortet sind:" },
    { "fr", "Questions et r\xC3\xA9ponses", "Sommaire", "r\xC3\xA9ponse", "r\xC3\xA9ponses",
      "Mise \xC3\xA0 jour", "Autres questions", "Lien vers cette question",
      "Pour toute autre question :" },
    { "es", "Preguntas y respuestas", "Contenido", "respuesta", "respuestas",
      "\xC3\x9Altima actualizaci\xC3\xB3n", "Otras preguntas", "Enlace a esta pregunta",
      "Para otras preguntas:" },
};

static const struct words *
words_of(const struct faq *f)
{
    for (size_t i = 0; i < N_ELEMENTS(languages); i++)
        if (text_starts(f->head.language, text_of(languages[i].language)))
            return &languages[i];
    return &languages[0];
}

void
faq_init(struct faq *f, const struct faq_head *head, struct text style)
{
    *f = (struct faq){ .head = *head, .style = style };
}

void
faq_release(struct faq *f)
{
    free(f->section);
    f->section = NULL;
}

bool
faq_has_contents(const struct faq *f)
{
    return f->head.n >= CONTENTS_FROM;
}

static void
add_date(struct buf *b, int64_t at_s)
{
    char at[CLOCK_RFC3339_BYTES];

    clock_rfc3339(at_s, at);
    buf_addf(b, "<time datetime=\"%s\">%.*s</time>", at, DATE_BYTES, at);
}

/* ---- structured data ---- */

static json_t *
clean(struct text t)
{
    struct buf b;
    json_t *s;

    buf_init(&b, BUF_LARGE);
    markup_clean(&b, t);
    s = json_of_text(buf_text(&b));
    buf_release(&b);
    return s;
}

static json_t *
date_of(int64_t at_s)
{
    char at[CLOCK_RFC3339_BYTES];

    return json_string(clock_rfc3339(at_s, at));
}

/* The object without its last brace, and the list that the answers go into. */
void
faq_ld_begin(struct faq *f, struct buf *b)
{
    json_t *o = json_pack("{s:s, s:s}", "@context", "https://schema.org", "@type",
                          f->head.single ? "QAPage" : "FAQPage");
    json_t *publisher = json_pack("{s:s}", "@type", "Organization");

    f->n_seen = 0;
    json_object_set_new(o, "inLanguage", clean(f->head.language));
    if (f->head.updated_s > 0)
        json_object_set_new(o, "dateModified", date_of(f->head.updated_s));
    json_object_set_new(publisher, "name", clean(f->head.name));
    if (markup_is_url(f->head.site))
        json_object_set_new(publisher, "url", clean(f->head.site));
    json_object_set_new(o, "publisher", publisher);
    markup_json(b, o);
    json_decref(o);
    b->n--;
    buf_add_str(b, f->head.single ? ",\"mainEntity\":" : ",\"mainEntity\":[");
}

void
faq_ld_answer(struct faq *f, struct buf *b, const struct publish_entry *e)
{
    json_t *answer = json_pack("{s:s}", "@type", "Answer");
    json_t *question = json_pack("{s:s, s:o}", "@type", "Question", "@id",
                                 json_sprintf("#q%lld", (long long)e->id));
    struct buf body;

    buf_init(&body, BUF_LARGE);
    publish_body(&body, e);
    json_object_set_new(answer, "text", json_of_text(buf_text(&body)));
    if (e->link.n > 0)
        json_object_set_new(answer, "isBasedOn", clean(e->link));
    json_object_set_new(answer, "datePublished", date_of(e->published_s));
    json_object_set_new(answer, "dateModified", date_of(e->updated_s));
    json_object_set_new(question, "name", clean(e->question));
    if (f->head.single) {
        json_object_set_new(question, "text", clean(e->question));
        json_object_set_new(question, "answerCount", json_integer(1));
    }
    json_object_set_new(question, "acceptedAnswer", answer);
    buf_add_str(b, f->n_seen++ > 0 ? ",\n" : "\n");
    markup_json(b, question);
    json_decref(question);
    buf_release(&body);
}

void
faq_ld_end(struct faq *f, struct buf *b)
{
    buf_add_str(b, f->n_seen > 0 ? "\n" : "");
    buf_add_str(b, f->head.single ? "}\n" : "]}\n");
}

/* ---- the page ---- */

void
faq_html_begin(struct faq *f, struct buf *b)
{
    buf_add_str(b, "<!DOCTYPE html>\n<html lang=\"");
    markup_attr(b, f->head.language);
    buf_add_str(b, "\">\n<head>\n<meta charset=\"utf-8\"/>\n<meta name=\"viewport\""
                   " content=\"width=device-width, initial-scale=1\"/>\n<title>");
    markup_text(b, text_of(words_of(f)->title));
    buf_add_str(b, " \xC2\xB7 ");
    markup_text(b, f->head.name);
    buf_add_str(b, "</title>\n<style>\n");
    buf_add_text(b, f->style); /* raw: the operator's own file, looked at by whoever read it */
    buf_add_str(b, "</style>\n");
}

static void
begin_body(struct faq *f, struct buf *b)
{
    const struct words *w = words_of(f);

    buf_add_str(b, "</head>\n<body>\n<header>\n<h1>");
    markup_text(b, text_of(w->title));
    buf_add_str(b, "</h1>\n<p class=\"quiet\">");
    markup_text(b, f->head.name);
    buf_addf(b, " \xC2\xB7 %zu %s", f->head.n, f->head.n == 1 ? w->answer : w->answers);
    if (f->head.updated_s > 0) {
        buf_addf(b, " \xC2\xB7 %s ", w->updated);
        add_date(b, f->head.updated_s);
    }
    buf_add_str(b, "</p>\n</header>\n");
}

void
faq_html_part(struct faq *f, struct buf *b, enum faq_part part)
{
    f->n_seen = 0;
    switch (part) {
    case FAQ_DATA:
        buf_add_str(b, "<script type=\"application/ld+json\">\n");
        faq_ld_begin(f, b);
        break;
    case FAQ_CONTENTS:
        buf_addf(b, "<nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">%s</h2>\n<ol>\n",
                 words_of(f)->contents);
        break;
    case FAQ_ANSWERS:
        buf_add_str(b, "<main>\n");
        break;
    }
}

static void
end_section(struct faq *f, struct buf *b)
{
    if (f->in_section)
        buf_add_str(b, "</section>\n");
    f->in_section = false;
}

/* Answers come by page: a new page begins a section. */
static void
begin_section(struct faq *f, struct buf *b, const struct publish_entry *e)
{
    if (f->in_section && text_is(e->link, f->section))
        return;
    end_section(f, b);
    free(f->section);
    f->section = mem_dup(e->link.n > 0 ? e->link.p : "", e->link.n);
    f->in_section = true;
    f->n_sections++;
    buf_addf(b, "<section aria-labelledby=\"s%zu\">\n<h2 id=\"s%zu\" dir=\"auto\">", f->n_sections,
             f->n_sections);
    markup_text(b, e->link.n > 0 ? e->title : text_of(words_of(f)->other));
    buf_add_str(b, "</h2>\n");
}

static void
add_language(const struct faq *f, struct buf *b, const struct publish_entry *e)
{
    if (e->language.n == 0 || text_eq(e->language, f->head.language))
        return;
    buf_add_str(b, " lang=\"");
    markup_attr(b, e->language);
    buf_add_char(b, '"');
}

static void
add_answer(struct faq *f, struct buf *b, const struct publish_entry *e)
{
    const struct words *w = words_of(f);
    long long id = (long long)e->id;

    begin_section(f, b, e);
    buf_addf(b, "<article id=\"q%lld\"", id);
    add_language(f, b, e);
    buf_add_str(b, ">\n<h3 dir=\"auto\">");
    markup_text(b, e->question);
    buf_addf(b,
             "\xC2\xA0<a class=\"anchor\" href=\"#q%lld\" aria-label=\"%s\">#</a></h3>\n"
             "<div class=\"answer\" dir=\"auto\">",
             id, w->link);
    publish_body(b, e);
    buf_addf(b, "</div>\n<footer class=\"quiet\">%s ", w->updated);
    add_date(b, e->updated_s);
    buf_add_str(b, "</footer>\n</article>\n");
}

void
faq_html_answer(struct faq *f, struct buf *b, enum faq_part part, const struct publish_entry *e)
{
    switch (part) {
    case FAQ_DATA:
        faq_ld_answer(f, b, e);
        break;
    case FAQ_CONTENTS:
        buf_addf(b, "<li dir=\"auto\"><a href=\"#q%lld\"", (long long)e->id);
        add_language(f, b, e);
        buf_add_char(b, '>');
        markup_text(b, e->question);
        buf_add_str(b, "</a></li>\n");
        break;
    case FAQ_ANSWERS:
        add_answer(f, b, e);
        break;
    }
}

void
faq_html_part_end(struct faq *f, struct buf *b, enum faq_part part)
{
    switch (part) {
    case FAQ_DATA:
        faq_ld_end(f, b);
        buf_add_str(b, "</script>\n");
        begin_body(f, b);
        break;
    case FAQ_CONTENTS:
        buf_add_str(b, "</ol>\n</nav>\n");
        break;
    case FAQ_ANSWERS:
        end_section(f, b);
        buf_add_str(b, "</main>\n");
        break;
    }
}

void
faq_html_end(struct faq *f, struct buf *b)
{
    if (f->head.contact.n > 0) {
        bool mail =
            text_find_char(f->head.contact, '@') != TEXT_NPOS && !markup_is_url(f->head.contact);
        struct buf address;

        buf_init(&address, BUF_SMALL);
        buf_add_str(&address, mail ? "mailto:" : "");
        buf_add_text(&address, f->head.contact);
        buf_addf(b, "<footer>\n<p class=\"quiet\">%s <a href=\"", words_of(f)->ask);
        markup_url(b, buf_text(&address));
        buf_add_str(b, "\">");
        markup_text(b, f->head.contact);
        buf_add_str(b, "</a></p>\n</footer>\n");
        buf_release(&address);
    }
    buf_add_str(b, "</body>\n</html>\n");
}
