/*
 * extract_thread.c - a thread page as its platform's profile reads it.
 */

#include "extract_parts.h"

#include <ctype.h>
#include <string.h>

#define THREAD_NUMBER_DIGITS 9
#define THREAD_KILO          1000

/* A number with its thousands marks at t.p[*at], moving *at past it. */
static int64_t
read_number(struct text t, size_t *at)
{
    int64_t n = 0;
    size_t i = *at, digits = 0;

    for (; i < t.n && digits <= THREAD_NUMBER_DIGITS; i++) {
        if (isdigit((unsigned char)t.p[i])) {
            n = n * 10 + (t.p[i] - '0');
            digits++;
        } else if (!((t.p[i] == ',' || t.p[i] == '.') && i + 3 < t.n &&
                     isdigit((unsigned char)t.p[i + 1]) && isdigit((unsigned char)t.p[i + 2]) &&
                     isdigit((unsigned char)t.p[i + 3]))) {
            break;
        }
    }
    *at = i;
    return n;
}

/* The first number in a text such as "1,234 Answers". */
static int64_t
number_in(struct text t)
{
    int64_t n;

    for (size_t i = 0; i < t.n; i++) {
        bool minus = i > 0 && t.p[i - 1] == '-' && (i == 1 || t.p[i - 2] == ' ');

        if (!isdigit((unsigned char)t.p[i]))
            continue;
        n = read_number(t, &i);
        if (i < t.n && (t.p[i] | 0x20) == 'k' && (i + 1 == t.n || t.p[i + 1] == ' '))
            n *= THREAD_KILO;
        return minus ? -n : n;
    }
    return EXTRACT_NO_NUMBER;
}

/* The number after "of" in "1 - 15 (of 77 total)"; the first one when there is none such. */
static int64_t
total_in(struct text t)
{
    static const struct text words[] = { { " of ", 4 },  { "(of ", 4 },  { " von ", 5 },
                                         { " de ", 4 },  { " sur ", 5 }, { " di ", 4 },
                                         { " van ", 5 }, { " из ", 6 } };

    for (size_t k = 0; k < N_ELEMENTS(words); k++) {
        size_t hit = text_find(t, words[k]);

        hit = hit == TEXT_NPOS ? t.n : hit + words[k].n;
        if (hit < t.n && isdigit((unsigned char)t.p[hit]))
            return read_number(t, &hit);
    }
    return number_in(t);
}

/* The largest number in "Results 21 to 22 of 22", whatever the words mean. */
static int64_t
largest_in(struct text t)
{
    int64_t most = EXTRACT_NO_NUMBER, n;

    for (size_t i = 0; i < t.n; i++) {
        if (!isdigit((unsigned char)t.p[i]))
            continue;
        n = read_number(t, &i);
        if (n > most)
            most = n;
    }
    return most;
}

/* The text of the field's first hit, read as the field says. */
static int64_t
number_of(const struct extract_work *w, enum extract_field f, uint32_t scope)
{
    struct text t;

    if (extract_profile_first(w, f, scope, &t) == SELECT_NONE)
        return EXTRACT_NO_NUMBER;
    if (f == FIELD_COUNT)
        return total_in(t);
    return f == FIELD_TOTAL ? largest_in(t) : number_in(t);
}

/* The whole page's numeric dates tell the order of their parts. */
static void
learn_dates(struct extract_work *w)
{
    uint32_t *dates;
    const struct select *by = NULL;
    size_t n = extract_profile_all(w, FIELD_DATE, HTML_ROOT, EXTRACT_MAX_ANSWERS, &dates, &by);

    for (size_t i = 0; i < n; i++)
        extract_date_order(select_value(by, &w->h, dates[i], w->a), &w->dmy, &w->mdy);
    if (!w->dmy && !w->mdy) {
        w->mdy = w->profile->mdy;
        w->dmy = w->profile->dmy || (!w->mdy && extract_date_day_first(w->page->language));
    }
}

static struct text
date_in(const struct extract_work *w, enum extract_field f, uint32_t post)
{
    const struct extract_field_list *list = &w->profile->fields[f];
    struct text found = TEXT_NONE;

    for (size_t i = 0; i < list->n && found.n == 0; i++) {
        uint32_t at = select_first(list->lines[i], &w->h, post);

        if (at != SELECT_NONE)
            found = extract_date_parse(select_value(list->lines[i], &w->h, at, w->a), w->dmy,
                                       w->mdy, w->a);
    }
    return found;
}

/* The body's node within a post; the post itself when the profile names none. */
static uint32_t
body_in(const struct extract_work *w, enum extract_field f, uint32_t post)
{
    uint32_t at = extract_profile_first(w, f, post, NULL);

    return at == SELECT_NONE && w->profile->fields[f].n == 0 ? post : at;
}

static void
keep_post(struct extract_work *w, uint32_t body, size_t *cap)
{
    if (body == SELECT_NONE)
        return;
    w->posts = arena_grow(w->a, w->posts, w->n_posts, cap, sizeof(*w->posts));
    w->posts[w->n_posts++] = body;
}

/*
 * Who wrote it and when, as the page shows it: part of the thread's main text.
 * Unlike other fields each line of the profile gives one.
 */
static void
keep_byline(struct extract_work *w, uint32_t post, size_t *cap)
{
    const struct extract_field_list *list = &w->profile->fields[FIELD_BYLINE];

    for (size_t i = 0; i < list->n; i++)
        keep_post(w, select_first(list->lines[i], &w->h, post), cap);
}

static void
read_opening(struct extract_work *w, uint32_t post, size_t *cap)
{
    struct extract_question *q = &w->thread.q;
    uint32_t body = body_in(w, FIELD_BODY, post);

    if (body != SELECT_NONE)
        q->body = extract_text_render(w, body);
    keep_byline(w, post, cap);
    keep_post(w, body, cap);
    q->posted_at = date_in(w, FIELD_POSTED, HTML_ROOT);
    if (q->posted_at.n == 0)
        q->posted_at = date_in(w, FIELD_DATE, post);
    if (q->posted_at.n == 0) /* it stands beside the post: the page's first is the opening's */
        q->posted_at = date_in(w, FIELD_DATE, HTML_ROOT);
    if (extract_profile_first(w, FIELD_AUTHOR, post, &q->author) == SELECT_NONE)
        extract_profile_first(w, FIELD_AUTHOR, HTML_ROOT, &q->author);
    q->score = number_of(w, FIELD_SCORE, post);
}

static void
read_answer(struct extract_work *w, uint32_t post, size_t *cap)
{
    struct extract_question *q = &w->thread.q;
    enum extract_field f =
        w->profile->fields[FIELD_ANSWER_BODY].n > 0 ? FIELD_ANSWER_BODY : FIELD_BODY;
    uint32_t body = body_in(w, f, post);
    struct extract_answer *a;

    keep_byline(w, post, cap);
    keep_post(w, body, cap);
    if (q->n_answers_text >= EXTRACT_MAX_ANSWERS)
        return;
    q->answers_text =
        arena_grow(w->a, q->answers_text, q->n_answers_text, &w->thread.cap_answers, sizeof(*a));
    a = &q->answers_text[q->n_answers_text++];
    *a = (struct extract_answer){ .score = number_of(w, FIELD_ANSWER_SCORE, post) };
    a->accepted = extract_profile_first(w, FIELD_ANSWER_ACCEPTED, post, NULL) != SELECT_NONE;
    if (body != SELECT_NONE)
        a->text = extract_text_render(w, body);
}

/* A page that is not the first of its thread: a pager points back from it. */
static bool
is_later(const struct extract_work *w)
{
    struct text url = w->page->canonical.n > 0 ? w->page->canonical : w->in->url;
    static const struct text marks[] = {
        { "page=", 5 }, { "page-", 5 }, { "/page/", 6 }, { "start=", 6 }, { "/page", 5 },
    };

    if (extract_profile_first(w, FIELD_LATER, HTML_ROOT, NULL) != SELECT_NONE)
        return true;
    for (size_t i = 0; i < N_ELEMENTS(marks); i++) {
        size_t at = text_find(url, marks[i]);
        int64_t n;

        if (at == TEXT_NPOS)
            continue;
        n = number_in(text_from(url, at + marks[i].n));
        if (isdigit((unsigned char)(at + marks[i].n < url.n ? url.p[at + marks[i].n] : 0)) && n > 1)
            return true;
    }
    return false;
}

static void
read_tags(struct extract_work *w)
{
    struct extract_question *q = &w->thread.q;
    const struct select *by = NULL;
    uint32_t *nodes;
    size_t n = extract_profile_all(w, FIELD_TAG, HTML_ROOT, EXTRACT_MAX_TAGS, &nodes, &by);

    q->tags = arena_alloc(w->a, EXTRACT_MAX_TAGS * sizeof(*q->tags));
    for (size_t i = 0; i < n; i++) {
        struct text all = select_value(by, &w->h, nodes[i], w->a), one;

        while (text_cut(&all, ",", &one) && q->n_tags < EXTRACT_MAX_TAGS) {
            bool seen = (one = text_trim(one)).n == 0;

            for (size_t k = 0; k < q->n_tags; k++)
                seen = seen || text_eq(q->tags[k], one);
            if (!seen)
                q->tags[q->n_tags++] = one;
        }
    }
}

/* Some platforms' pages show a single post, whatever was said to it. */
static bool
shows_answers(const struct extract_work *w)
{
    return w->profile->fields[FIELD_POST].n > 0 || w->profile->fields[FIELD_ANSWER].n > 0;
}

/* What the site says; else what stands on the page, if it is the whole thread. */
static void
count_answers(struct extract_work *w, bool later, size_t n_answers)
{
    struct extract_question *q = &w->thread.q;

    q->answers = number_of(w, FIELD_COUNT, HTML_ROOT);
    if (q->answers == EXTRACT_NO_NUMBER) {
        q->answers = number_of(w, FIELD_POSTS, HTML_ROOT);
        if (q->answers == EXTRACT_NO_NUMBER)
            q->answers = number_of(w, FIELD_TOTAL, HTML_ROOT);
        if (q->answers != EXTRACT_NO_NUMBER && q->answers > 0)
            q->answers--;
    }
    if (q->answers == EXTRACT_NO_NUMBER && !later && w->page->next.n == 0 && shows_answers(w))
        q->answers = (int64_t)n_answers;
}

static void
read_marks(struct extract_work *w)
{
    struct extract_question *q = &w->thread.q;

    q->accepted = extract_profile_first(w, FIELD_ACCEPTED, HTML_ROOT, NULL) != SELECT_NONE;
    q->closed = extract_profile_first(w, FIELD_CLOSED, HTML_ROOT, NULL) != SELECT_NONE;
    q->views = number_of(w, FIELD_VIEWS, HTML_ROOT);
}

/* Without the posts that only repeat the one around them: some themes mark both. */
static size_t
drop_repeated(const struct extract_work *w, enum extract_field body, uint32_t *posts, size_t n)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++) {
        if (kept > 0 && posts[i] < w->h.nodes[posts[kept - 1]].end &&
            body_in(w, body, posts[i]) == body_in(w, body, posts[kept - 1]))
            continue;
        posts[kept++] = posts[i];
    }
    return kept;
}

static void
read_posts(struct extract_work *w)
{
    uint32_t *posts, *others = NULL, question;
    size_t n, n_others = 0, cap = 0, first = 0;
    bool later = is_later(w);

    question = extract_profile_first(w, FIELD_QUESTION, HTML_ROOT, NULL);
    n = extract_profile_all(w, FIELD_POST, HTML_ROOT, EXTRACT_MAX_ANSWERS, &posts, NULL);
    n = drop_repeated(w, FIELD_BODY, posts, n);
    if (question != SELECT_NONE) {
        later = false;
        read_opening(w, question, &cap);
        n_others =
            extract_profile_all(w, FIELD_ANSWER, HTML_ROOT, EXTRACT_MAX_ANSWERS, &others, NULL);
        n_others = drop_repeated(
            w, w->profile->fields[FIELD_ANSWER_BODY].n > 0 ? FIELD_ANSWER_BODY : FIELD_BODY, others,
            n_others);
    } else if (n > 0 && !later) {
        read_opening(w, posts[0], &cap);
        first = 1;
    }
    if (n_others > 0) {
        posts = others;
        n = n_others;
        first = 0;
    }
    for (size_t i = first; i < n; i++)
        if (posts[i] != question)
            read_answer(w, posts[i], &cap);
    count_answers(w, later, w->thread.q.n_answers_text);
}

static void
read_next(struct extract_work *w)
{
    uint32_t at = extract_profile_first(w, FIELD_NEXT, HTML_ROOT, NULL);

    if (at != SELECT_NONE)
        w->page->next = text_trim(html_attr(&w->h.nodes[at], "href"));
    if (text_starts_nocase(w->page->next, TEXT_LIT("javascript:")) ||
        text_starts(w->page->next, TEXT_LIT("#")))
        w->page->next = TEXT_NONE;
}

/* The title without what the profile drops: prefixes, page numbers. */
static struct text
title_of(const struct extract_work *w)
{
    struct text all, kept;
    uint32_t at = extract_profile_first(w, FIELD_TITLE, HTML_ROOT, &all);

    if (at == SELECT_NONE || w->h.nodes[at].tag == HTML_META)
        return all;
    kept = html_fold(extract_text_render(w, at), w->a);
    return kept.n > 0 && text_find(all, kept) != TEXT_NPOS ? kept : all;
}

/* Only the head of the page tells: its title and description. */
static bool
read_shell(struct extract_work *w)
{
    struct extract_question *q = &w->thread.q;

    if (w->n_posts > 0 || extract_profile_first(w, FIELD_SHELL, HTML_ROOT, NULL) == SELECT_NONE)
        return false;
    q->body = extract_meta_property(w, "og:description");
    if (q->body.n == 0)
        q->body = extract_meta_property(w, "description");
    q->from.body = TEXT_LIT("head");
    q->posted_at = extract_meta_property(w, "article:published_time");
    if (q->posted_at.n == 0)
        q->posted_at = extract_meta_property(w, "og:published_time");
    q->posted_at = extract_date_parse(q->posted_at, false, false, w->a);
    read_tags(w);
    q->answers = EXTRACT_NO_NUMBER;
    return true;
}

void
extract_thread_read(struct extract_work *w)
{
    struct extract_found *f = &w->thread;
    const struct extract_profile *p = w->profile;
    uint32_t *extra;
    size_t n, cap;

    *f = (struct extract_found){ .q = { .answers = EXTRACT_NO_NUMBER,
                                        .score = EXTRACT_NO_NUMBER,
                                        .views = EXTRACT_NO_NUMBER } };
    if (p == NULL)
        return;
    if (p->fields[FIELD_THREAD].n > 0 &&
        extract_profile_first(w, FIELD_THREAD, HTML_ROOT, NULL) == SELECT_NONE) {
        w->has_thread = read_shell(w);
        f->q.how = text_of(arena_printf(w->a, "platform %s", p->name));
        return;
    }
    f->q.title = title_of(w);
    learn_dates(w);
    read_next(w);
    read_posts(w);
    read_marks(w);
    read_tags(w);
    f->q.how = text_of(arena_printf(w->a, "platform %s", p->name));
    cap = w->n_posts; /* full: the next one moves the array */
    n = extract_profile_all(w, FIELD_MAIN, HTML_ROOT, EXTRACT_MAX_ANSWERS, &extra, NULL);
    for (size_t i = 0; i < n; i++)
        keep_post(w, extra[i], &cap);
    w->has_thread = w->n_posts > 0 || p->fields[FIELD_THREAD].n > 0;
}
