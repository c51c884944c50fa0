/*
 * extract_faq.c - question-and-answer pairs that a site shows its readers.
 *
 * A candidate is a short heading-like element that ends in a question mark:
 * h2 to h6, summary, dt, an accordion's button, a bold line.  Its answer is what
 * follows, up to the next heading of the same or a higher rank, or the next
 * candidate of the same kind.  Structured data names questions that have no
 * mark, but only pairs whose question stands on the visible page count: 10 % of
 * those in JSON-LD do not (218 pairs of 72 pages).
 */

#include "extract_parts.h"

#include <ctype.h>
#include <string.h>

#include "buf.h"
#include "isquestion.h"
#include "utf8.h"

#define FAQ_MAX_TITLE  300 /* bytes of a question; longer is prose */
#define FAQ_MIN_TITLE  4
#define FAQ_MIN_ANSWER 2 /* bytes */
#define FAQ_MIN_PAIRS  2 /* a page with fewer is no FAQ, unless it says so */
#define FAQ_BANNER_LEVELS                                                                          \
    4 /* elements above a heading whose class tells: a body may be "has-menu" */
#define FAQ_P          .95
#define FAQ_LOOK_BACK  32   /* nodes before a bold run that are looked at: bounds the cost */
#define FAQ_MAX_FOUND  2000 /* candidates a page: they are compared with each other */
#define FAQ_RANK_BOLD  8    /* ranks: 1 to 6 as h1 to h6, then the weaker kinds */
#define FAQ_RANK_OTHER 7

struct candidate {
    uint32_t node;  /* whose text is the question */
    uint32_t block; /* the element it fills alone: the heading, or a wrapper around it */
    struct text title;
    int rank;
    bool listed; /* structured data names it */
    bool plain;  /* asks nothing in words: it counts beside its like that do */
};

struct faq {
    struct extract_work *w;
    struct candidate *all;
    size_t n, cap;
    struct text *keys; /* of the questions that structured data names */
    size_t n_keys;
    bool says_so; /* the page calls itself an FAQ, */
    bool weak;    /* so that cells, lines and slanted text may be questions too */
};

/* "Q: ", "1. ", "Q1." before a question. */
static struct text
without_label(struct text t)
{
    size_t n = 0;

    if (t.n > 2 && (t.p[0] == 'Q' || t.p[0] == 'q' || t.p[0] == 'F')) {
        n = 1;
        while (n < t.n && isdigit((unsigned char)t.p[n]))
            n++;
        if (n < t.n && memchr(":.)", t.p[n], sizeof(":.)") - 1) != NULL)
            return text_trim(text_from(t, n + 1));
    }
    for (n = 0; n < t.n && isdigit((unsigned char)t.p[n]);)
        n++;
    if (n > 0 && n < 3 && n + 1 < t.n && memchr(".):", t.p[n], sizeof(".):") - 1) != NULL &&
        t.p[n + 1] == ' ')
        return text_trim(text_from(t, n + 1));
    return t;
}

/* A kind that folds away what it names. */
static bool
folds(const struct html_node *e)
{
    return e->tag == HTML_SUMMARY || e->tag == HTML_DT || e->tag == HTML_BUTTON ||
           html_attr(e, "aria-expanded").p != NULL ||
           text_find_nocase(e->classes, TEXT_LIT("accordion-t")) != TEXT_NPOS ||
           text_find_nocase(e->classes, TEXT_LIT("accordion-h")) != TEXT_NPOS ||
           text_find_nocase(e->classes, TEXT_LIT("faq-q")) != TEXT_NPOS ||
           text_find_nocase(e->classes, TEXT_LIT("faq-t")) != TEXT_NPOS;
}

/* The kind of heading an element is; 0: none. */
static int
rank_of(const struct html_node *e, bool says_so, bool weak)
{
    struct text role;

    if (html_is_heading(e->tag))
        return 1 + (int)(e->tag - HTML_H1);
    switch ((int)e->tag) {
    case HTML_SUMMARY:
    case HTML_DT:
    case HTML_TH:
        return FAQ_RANK_OTHER;
    case HTML_BUTTON:
        return says_so || html_attr(e, "aria-expanded").p != NULL ||
                       html_attr(e, "aria-controls").p != NULL
                   ? FAQ_RANK_OTHER
                   : 0;
    case HTML_TD:
    case HTML_P:
    case HTML_LI:
    case HTML_EM:
    case HTML_I:
        return weak ? FAQ_RANK_BOLD : 0;
    case HTML_STRONG:
    case HTML_B:
        return FAQ_RANK_BOLD;
    default:
        break;
    }
    role = html_attr(e, "role");
    if (text_is(role, "heading"))
        return FAQ_RANK_OTHER;
    if (html_attr(e, "aria-expanded").p != NULL && !text_is(role, "menuitem"))
        return FAQ_RANK_OTHER;
    if (html_attr(e, "itemprop").p != NULL && text_is(html_attr(e, "itemprop"), "name"))
        return FAQ_RANK_OTHER;
    if (text_find_nocase(e->classes, TEXT_LIT("question")) != TEXT_NPOS ||
        text_find_nocase(e->classes, TEXT_LIT("accordion-t")) != TEXT_NPOS ||
        text_find_nocase(e->classes, TEXT_LIT("accordion-h")) != TEXT_NPOS ||
        text_find_nocase(e->classes, TEXT_LIT("faq-t")) != TEXT_NPOS ||
        text_find_nocase(e->classes, TEXT_LIT("toggle")) != TEXT_NPOS)
        return FAQ_RANK_OTHER;
    return 0;
}

/* The outermost element that holds nothing but this one's text. */
static uint32_t
alone_in(const struct extract_work *w, uint32_t i)
{
    const struct html *h = &w->h;
    size_t n = extract_frame_bytes(w, i);

    while (h->nodes[i].parent != HTML_ROOT && h->nodes[h->nodes[i].parent].tag != HTML_BODY &&
           h->nodes[h->nodes[i].parent].tag != HTML_DETAILS &&
           extract_frame_bytes(w, h->nodes[i].parent) <= n + 2)
        i = h->nodes[i].parent;
    return i;
}

/* Within a banner that sells, or a menu: a word of a class near above. */
static bool
in_banner(const struct html *h, uint32_t i)
{
    static const struct text words[] = { { "cta", 3 }, { "menu", 4 }, { "social-", 7 } };

    for (size_t level = 0; i != HTML_ROOT && level < FAQ_BANNER_LEVELS; level++) {
        for (size_t k = 0; k < N_ELEMENTS(words); k++)
            if (text_find_nocase(h->nodes[i].classes, words[k]) != TEXT_NPOS)
                return true;
        i = h->nodes[i].parent;
    }
    return false;
}

static struct text
key_of(struct text t, struct arena *a)
{
    struct buf b;
    struct text kept;

    buf_init(&b, BUF_PAGE);
    for (size_t i = 0; i < t.n; i++)
        if (isalnum((unsigned char)t.p[i]) || (unsigned char)t.p[i] >= 0x80)
            buf_add_char(&b, (char)tolower((unsigned char)t.p[i]));
    kept = arena_text(a, buf_text(&b));
    buf_release(&b);
    return kept;
}

/* Does structured data name this question? */
static bool
is_listed(const struct faq *f, struct text title)
{
    struct text key;

    if (f->n_keys == 0)
        return false;
    key = key_of(title, f->w->a);
    for (size_t i = 0; i < f->n_keys; i++)
        if (key.n > 0 && text_eq(f->keys[i], key))
            return true;
    return false;
}

static void
read_keys(struct faq *f)
{
    struct extract_work *w = f->w;

    f->keys = arena_alloc(w->a, w->n_found * sizeof(*f->keys));
    for (size_t i = 0; i < w->n_found; i++)
        if (w->found[i].faq)
            f->keys[f->n_keys++] = key_of(w->found[i].q.title, w->a);
}

/* A link alone is a table of contents' line, not a question. */
static bool
leads_away(const struct html_node *e)
{
    struct text href = html_attr(e, "href");

    return e->tag == HTML_A && href.n > 1 && href.p[0] != '#' &&
           !text_starts_nocase(href, TEXT_LIT("javascript:"));
}

static bool
is_link(const struct extract_work *w, uint32_t i)
{
    const struct html *h = &w->h;
    size_t linked = 0;

    for (uint32_t k = i; k != HTML_ROOT; k = h->nodes[k].parent)
        if (leads_away(&h->nodes[k]))
            return true;
    for (uint32_t k = i; k < h->nodes[i].end; k++)
        if (leads_away(&h->nodes[k]))
            linked += extract_frame_bytes(w, k);
    return linked * 2 > extract_frame_bytes(w, i);
}

/* Nothing of its paragraph, point or cell stands before it, or a whole sentence. */
static bool
starts_its_line(const struct html *h, uint32_t i, struct arena *a)
{
    uint32_t line = i, back = 0;
    struct text before = TEXT_NONE;

    while (line != HTML_ROOT && !html_is_block(h->nodes[line].tag))
        line = h->nodes[line].parent;
    for (uint32_t k = i; k > line + 1 && before.n == 0 && back < FAQ_LOOK_BACK; back++)
        if (h->nodes[--k].tag == HTML_TEXT)
            before = html_fold(h->nodes[k].text, a);
    return before.n == 0 || memchr(".!?:)", before.p[before.n - 1], sizeof(".!?:)") - 1) != NULL;
}

static bool
has_mark(struct text t)
{
    return text_find_char(t, '?') != TEXT_NPOS ||
           text_find(t, TEXT_LIT("\xEF\xBC\x9F")) != TEXT_NPOS;
}

/* Whether an element of this text is a question of the page. */
static bool
is_candidate(const struct faq *f, uint32_t i, struct candidate *c)
{
    const struct html *h = &f->w->h;
    const struct html_node *e = &h->nodes[i];

    if (is_link(f->w, i))
        return false;
    if (c->listed)
        return true;
    c->plain = !extract_faq_asks(c->title);
    if (c->plain && !(f->says_so && folds(e) && !has_mark(c->title)))
        return false;
    if (c->rank == FAQ_RANK_BOLD && !starts_its_line(h, i, f->w->a))
        return false;
    return !extract_frame_around(f->w, i) && !in_banner(h, i) && !extract_faq_is_call(c->title);
}

static void
gather(struct faq *f)
{
    const struct html *h = &f->w->h;

    f->n = 0;
    for (uint32_t i = 0; i < h->n && f->n < FAQ_MAX_FOUND; i++) {
        const struct html_node *e = &h->nodes[i];
        int rank = e->tag == HTML_TEXT ? 0 : rank_of(e, f->says_so, f->weak);
        struct candidate c = { .node = i, .rank = rank };
        size_t bytes;

        if (rank == 0 || (bytes = extract_frame_bytes(f->w, i)) < FAQ_MIN_TITLE ||
            bytes > FAQ_MAX_TITLE)
            continue;
        c.title = extract_faq_title(html_folded(h, i, f->w->a));
        c.listed = is_listed(f, c.title);
        if (!is_candidate(f, i, &c))
            continue;
        c.block = alone_in(f->w, i);
        c.title = without_label(c.title);
        f->all = arena_grow(f->w->a, f->all, f->n, &f->cap, sizeof(*f->all));
        f->all[f->n++] = c;
        i = e->end - 1;
    }
}

/* Are two elements of one kind: rows of the same list, accordion or table? */
static bool
alike(const struct html_node *a, const struct html_node *b)
{
    return a->tag == b->tag && text_eq(a->classes, b->classes);
}

/* Keep what asks nothing in words only where one of its kind asks. */
static void
drop_plain(struct faq *f)
{
    const struct html *h = &f->w->h;
    size_t n = 0;

    for (size_t k = 0; k < f->n; k++) {
        bool keep = !f->all[k].plain;

        for (size_t i = 0; i < f->n && !keep; i++)
            keep = !f->all[i].plain && alike(&h->nodes[f->all[k].node], &h->nodes[f->all[i].node]);
        if (keep)
            f->all[n++] = f->all[k];
    }
    f->n = n;
}

/* Where the answer ends: a heading as high, the next candidate, or the section's end. */
static uint32_t
answer_end(const struct faq *f, size_t k)
{
    const struct html *h = &f->w->h;
    const struct candidate *c = &f->all[k];
    uint32_t from = h->nodes[c->block].end, end = h->n, limit;

    /* climb while the question is the last text of its wrapper */
    limit = h->nodes[c->block].parent;
    while (limit != HTML_ROOT && h->nodes[limit].end <= from)
        limit = h->nodes[limit].parent;
    end = h->nodes[limit].end;
    if (k + 1 < f->n && f->all[k + 1].block < end)
        end = f->all[k + 1].block;
    for (uint32_t i = from; i < end; i++) {
        const struct html_node *e = &h->nodes[i];

        if (html_is_heading(e->tag) && (c->rank > 6 || (int)(e->tag - HTML_H1) < c->rank)) {
            end = i;
            break;
        }
        if (e->tag == HTML_DT && h->nodes[c->node].tag == HTML_DT) {
            end = i;
            break;
        }
        if (e->tag == HTML_FOOTER || e->tag == HTML_ASIDE || e->tag == HTML_NAV) {
            end = i;
            break;
        }
    }
    return end;
}

/* The text of the run of nodes from .. end-1, of whole subtrees only. */
struct text
extract_faq_run(const struct extract_work *w, uint32_t from, uint32_t end)
{
    const struct html *h = &w->h;
    struct buf b;
    struct text kept;

    buf_init(&b, BUF_PAGE);
    for (uint32_t i = from; i < end;) {
        const struct html_node *e = &h->nodes[i];
        struct text t;

        if (e->end > end) {
            i++; /* a wrapper that reaches past the end: look inside */
            continue;
        }
        t = e->tag == HTML_TEXT ? html_fold(e->text, w->a)
            : e->tag == HTML_SCRIPT || e->tag == HTML_STYLE || e->tag == HTML_SVG
                ? TEXT_NONE
                : extract_text_render(w, i);
        if (t.n > 0) {
            if (b.n > 0)
                buf_add_char(&b, html_is_block(e->tag) ? '\n' : ' ');
            buf_add_text(&b, t);
        }
        i = e->end;
    }
    kept = arena_text(w->a, text_trim(buf_text(&b)));
    buf_release(&b);
    return kept;
}

/* "A: " or a lone mark before an answer. */
static struct text
without_answer_label(struct text t)
{
    if (t.n > 2 && (t.p[0] == 'A' || t.p[0] == '-' || t.p[0] == '+') &&
        memchr(":.)\n", t.p[1], sizeof(":.)\n") - 1) != NULL)
        return text_trim(text_from(t, 2));
    return t;
}

static void
put_pair(struct extract_work *w, struct extract_question *q, const struct candidate *c,
         struct text answer)
{
    *q = (struct extract_question){ .title = c->title,
                                    .answers = 1,
                                    .score = EXTRACT_NO_NUMBER,
                                    .views = EXTRACT_NO_NUMBER,
                                    .n_answers_text = 1,
                                    .how = TEXT_LIT("heuristic"),
                                    .p = FAQ_P };
    q->url = w->page->canonical.n > 0 ? w->page->canonical : w->in->url;
    q->answers_text = arena_alloc(w->a, sizeof(*q->answers_text));
    q->answers_text[0] = (struct extract_answer){ .text = answer, .score = EXTRACT_NO_NUMBER };
    if (c->listed)
        q->how = w->found[0].q.how;
}

static bool
seen_title(const struct extract_question *q, size_t n, struct text title)
{
    for (size_t i = 0; i < n; i++)
        if (text_eq_nocase(q[i].title, title))
            return true;
    return false;
}

size_t
extract_faq_read(struct extract_work *w, struct extract_question **ret)
{
    struct faq f = { .w = w };
    struct extract_question *q;
    size_t n = 0, listed = 0;

    read_keys(&f);
    f.says_so = extract_faq_says_so(w);
    gather(&f);
    drop_plain(&f);
    if (f.n < FAQ_MIN_PAIRS && f.says_so) {
        f.weak = true;
        gather(&f);
        drop_plain(&f);
    }
    q = arena_alloc(w->a, (f.n < EXTRACT_MAX_QUESTIONS ? f.n : EXTRACT_MAX_QUESTIONS) * sizeof(*q));
    for (size_t k = 0; k < f.n && n < EXTRACT_MAX_QUESTIONS; k++) {
        struct text answer;

        if (seen_title(q, n, f.all[k].title))
            continue;
        answer = without_answer_label(
            extract_faq_run(w, w->h.nodes[f.all[k].block].end, answer_end(&f, k)));
        if (answer.n < FAQ_MIN_ANSWER)
            continue;
        listed += f.all[k].listed;
        put_pair(w, &q[n++], &f.all[k], answer);
    }
    *ret = q;
    return n >= FAQ_MIN_PAIRS || listed > 0 ? n : 0;
}
