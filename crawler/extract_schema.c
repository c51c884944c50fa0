/*
 * extract_schema.c - schema.org's questions and forum postings, from JSON-LD
 * or from microdata of the same shape.
 *
 * Any value may be a value or an array of them, a count a number or a string,
 * a type with or without its namespace, one or several.
 */

#include "extract_parts.h"

#include <string.h>
#include <ctype.h>

#include "buf.h"
#include "extract_entity.h"

static struct text
short_name(struct text t)
{
    size_t at = t.n;

    while (at > 0 && t.p[at - 1] != '/' && t.p[at - 1] != '#' && t.p[at - 1] != ':')
        at--;
    return text_from(t, at);
}

static struct text
string_of(const json_t *v)
{
    return json_is_string(v) ? (struct text){ json_string_value(v), json_string_length(v) }
                             : TEXT_NONE;
}

static bool
is_type(const json_t *item, const char *type)
{
    const json_t *v = json_object_get(item, "@type"), *one;
    size_t i;

    if (json_is_string(v))
        return text_is(short_name(string_of(v)), type);
    json_array_foreach(v, i, one) if (text_is(short_name(string_of(one)), type)) return true;
    return false;
}

/* The k-th value of a property that may be a value or an array; NULL past the end. */
static const json_t *
value(const json_t *item, const char *name, size_t k)
{
    const json_t *v = json_object_get(item, name);

    if (json_is_array(v))
        return json_array_get(v, k);
    return k == 0 ? v : NULL;
}

/* A property's first text, its entities undone once, white space folded. */
static struct text
text_value(const struct extract_work *w, const json_t *item, const char *name)
{
    const json_t *v;
    struct text t = TEXT_NONE;

    for (size_t k = 0; t.n == 0 && (v = value(item, name, k)) != NULL; k++) {
        t = string_of(json_is_object(v) ? json_object_get(v, "@value") : v);
        t = text_trim(t);
    }
    return html_fold(extract_entity_decode(t, w->a), w->a);
}

/* A body: HTML in the string becomes plain text, lines stay. */
static struct text
body_value(const struct extract_work *w, const json_t *item, const char *name)
{
    struct text t = TEXT_NONE;
    const json_t *v;

    for (size_t k = 0; t.n == 0 && (v = value(item, name, k)) != NULL; k++)
        t = text_trim(string_of(v));
    t = extract_entity_decode(t, w->a);
    return text_find_char(t, '<') == TEXT_NPOS ? arena_text(w->a, t)
                                               : extract_entity_strip(t, w->a);
}

static int64_t
number_of(const json_t *v)
{
    int64_t n = 0, sign = 1;
    struct text t = text_trim(string_of(v));
    bool any = false;

    if (json_is_integer(v))
        return json_integer_value(v);
    if (json_is_real(v))
        return (int64_t)json_real_value(v);
    for (size_t i = 0; i < t.n && n < INT32_MAX; i++) {
        if (isdigit((unsigned char)t.p[i])) {
            n = n * 10 + (t.p[i] - '0');
            any = true;
        } else if (t.p[i] == '-' && i == 0) {
            sign = -1;
        } else if (t.p[i] != ',' && t.p[i] != ' ') {
            break;
        }
    }
    return any ? sign * n : EXTRACT_NO_NUMBER;
}

static int64_t
number_value(const json_t *item, const char *name)
{
    const json_t *v = value(item, name, 0);

    return v != NULL ? number_of(v) : EXTRACT_NO_NUMBER;
}

/* interactionStatistic: the count of CommentAction, ReplyAction, ViewAction... */
static int64_t
interaction(const json_t *item, const char *action)
{
    const json_t *v, *type;
    struct text name;

    for (size_t k = 0; (v = value(item, "interactionStatistic", k)) != NULL; k++) {
        type = value(v, "interactionType", 0);
        if (json_is_object(type))
            type = value(type, "@type", 0) != NULL ? value(type, "@type", 0)
                                                   : json_object_get(type, "@id");
        name = short_name(string_of(type));
        if (text_is(name, action))
            return number_value(v, "userInteractionCount");
    }
    return EXTRACT_NO_NUMBER;
}

static void
first_number(int64_t *to, int64_t n)
{
    if (*to == EXTRACT_NO_NUMBER)
        *to = n;
}

static void
first_text(struct text *to, struct text t)
{
    if (to->n == 0)
        *to = t;
}

static struct text
author_of(const struct extract_work *w, const json_t *item)
{
    const json_t *v = value(item, "author", 0);

    if (json_is_object(v))
        return text_value(w, v, "name");
    return text_value(w, item, "author");
}

static void
add_tags(const struct extract_work *w, const json_t *item, struct extract_question *q)
{
    struct text all = TEXT_NONE, one;
    size_t cap = 0;
    const json_t *v;

    for (size_t k = 0; (v = value(item, "keywords", k)) != NULL; k++) {
        all = html_fold(extract_entity_decode(string_of(v), w->a), w->a);
        while (text_cut(&all, ",", &one) && q->n_tags < EXTRACT_MAX_TAGS) {
            one = text_trim(one);
            if (one.n == 0)
                continue;
            q->tags = arena_grow(w->a, q->tags, q->n_tags, &cap, sizeof(*q->tags));
            q->tags[q->n_tags++] = one;
        }
    }
}

static void
add_answer(const struct extract_work *w, struct extract_found *f, const json_t *v, bool accepted)
{
    struct extract_question *q = &f->q;
    struct extract_answer *a;

    if (!json_is_object(v) || q->n_answers_text >= EXTRACT_MAX_ANSWERS)
        return;
    q->answers_text =
        arena_grow(w->a, q->answers_text, q->n_answers_text, &f->cap_answers, sizeof(*a));
    a = &q->answers_text[q->n_answers_text++];
    *a = (struct extract_answer){ .accepted = accepted };
    a->text = body_value(w, v, "text");
    first_text(&a->text, body_value(w, v, "articleBody"));
    a->score = number_value(v, "upvoteCount");
}

static struct extract_found *
add_found(struct extract_work *w, const char *how)
{
    struct extract_found *f;

    w->found = arena_grow(w->a, w->found, w->n_found, &w->cap_found, sizeof(*w->found));
    f = &w->found[w->n_found++];
    *f = (struct extract_found){ .q = { .answers = EXTRACT_NO_NUMBER,
                                        .score = EXTRACT_NO_NUMBER,
                                        .views = EXTRACT_NO_NUMBER } };
    f->q.how = text_of(how);
    return f;
}

static void
common(const struct extract_work *w, const json_t *item, struct extract_found *f)
{
    struct extract_question *q = &f->q;
    static const char *const dates[] = { "dateCreated", "datePublished", "uploadDate" };

    for (size_t i = 0; i < N_ELEMENTS(dates) && q->posted_at.n == 0; i++)
        q->posted_at = extract_date_parse(text_value(w, item, dates[i]), false, false, w->a);
    q->url = text_value(w, item, "url");
    q->author = author_of(w, item);
    add_tags(w, item, q);
    q->score = number_value(item, "upvoteCount");
    first_number(&q->score, interaction(item, "LikeAction"));
    q->views = interaction(item, "ViewAction");
}

static void
read_question(struct extract_work *w, const json_t *item, const char *how, bool faq)
{
    struct extract_found *f;
    const json_t *v;

    if (w->n_found >= EXTRACT_MAX_QUESTIONS)
        return;
    f = add_found(w, how);
    f->faq = faq;
    f->qa = true;
    common(w, item, f);
    f->q.title = text_value(w, item, "name");
    f->q.body = body_value(w, item, "text");
    first_text(&f->q.title, text_value(w, item, "headline"));
    for (size_t k = 0; (v = value(item, "acceptedAnswer", k)) != NULL; k++)
        add_answer(w, f, v, !faq);
    f->q.accepted = !faq && f->q.n_answers_text > 0;
    for (size_t k = 0; (v = value(item, "suggestedAnswer", k)) != NULL; k++)
        add_answer(w, f, v, false);
    f->q.answers = number_value(item, "answerCount");
    if (f->q.n_answers_text > 0) /* none listed may just mean: not marked up */
        first_number(&f->q.answers, (int64_t)f->q.n_answers_text);
}

static void
read_posting(struct extract_work *w, const json_t *item, const char *how)
{
    struct extract_found *f;
    const json_t *v;

    if (w->n_found >= EXTRACT_MAX_QUESTIONS)
        return;
    f = add_found(w, how);
    common(w, item, f);
    f->q.title = text_value(w, item, "headline");
    first_text(&f->q.title, text_value(w, item, "name"));
    f->q.body = body_value(w, item, "text");
    first_text(&f->q.body, body_value(w, item, "articleBody"));
    for (size_t k = 0; (v = value(item, "comment", k)) != NULL; k++)
        add_answer(w, f, v, false);
    f->q.answers = number_value(item, "commentCount");
    first_number(&f->q.answers, interaction(item, "CommentAction"));
    first_number(&f->q.answers, interaction(item, "ReplyAction"));
    first_number(&f->q.answers, interaction(item, "WriteAction"));
}

static void read_any(struct extract_work *w, const json_t *v, const char *how, bool faq,
                     size_t level);

/* What an item holds that may be an item of interest. */
static void
read_below(struct extract_work *w, const json_t *item, const char *how, bool faq, size_t level)
{
    static const char *const holders[] = { "@graph",          "mainEntity", "mainEntityOfPage",
                                           "itemListElement", "item",       "hasPart" };

    for (size_t i = 0; i < N_ELEMENTS(holders); i++)
        read_any(w, json_object_get(item, holders[i]), how, faq, level + 1);
}

static void
read_any(struct extract_work *w, const json_t *v, const char *how, bool faq, size_t level)
{
    const json_t *one;
    size_t i;

    if (v == NULL || level > EXTRACT_MAX_LEVEL)
        return;
    json_array_foreach(v, i, one) read_any(w, one, how, faq, level + 1);
    if (!json_is_object(v))
        return;
    if (is_type(v, "Question"))
        read_question(w, v, how, faq);
    else if (is_type(v, "DiscussionForumPosting") || is_type(v, "SocialMediaPosting"))
        read_posting(w, v, how);
    else
        read_below(w, v, how, faq || is_type(v, "FAQPage"), level);
}

void
extract_schema_read(struct extract_work *w, const json_t *item, const char *how)
{
    read_any(w, item, how, false, 0);
}
