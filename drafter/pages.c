/* pages.c - see pages.h: building the index.  pages_find.c asks it. */

#include "pages.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cues.h"
#include "mem.h"
#include "pages_index.h"
#include "search.h"
#include "utf8.h"

#define TITLE_BYTES ((size_t)512) /* of a page; it is counted with each of its passages */
#define TITLE_TIMES 3             /* how often the title counts in the page as a whole */
#define LEAD_WORDS  120           /* the start of a page says what it is about */
#define SKIP_GAP    3
#define GRAM_CHARS  4
/*
 * A small site knows little of how rare a word is: "happen" is on none of its pages,
 * and "sediment" on half of them.  So many passages of any text are counted with it.
 */
#define COMMON_DOCS 200.0

struct pages *
pages_new(void)
{
    static const struct search_params *const params[N_FIELDS] = {
        [FIELD_WIDE] = &search_long,          [FIELD_WIDE_PAIRS] = &search_long,
        [FIELD_SKIP] = &search_long,          [FIELD_SECTION] = &search_long,
        [FIELD_SECTION_PAIRS] = &search_long, [FIELD_WHOLE] = &search_long,
        [FIELD_TITLE] = &search_title,        [FIELD_HEADING] = &search_heading,
        [FIELD_GRAMS] = &search_long,         [FIELD_LEAD] = &search_long,
    };
    struct pages *p = mem_zalloc(sizeof(*p));

    p->arena = arena_new();
    p->scratch = arena_new();
    p->tokenizer = token_new();
    p->same = same_new(p->tokenizer);
    p->common = idf_new();
    p->vocabulary = vocabulary_new();
    for (size_t i = 0; i < N_FIELDS; i++)
        p->fields[i].index = search_new(params[i]);
    return p;
}

void
pages_free(struct pages *p)
{
    if (p == NULL)
        return;
    for (size_t i = 0; i < N_FIELDS; i++) {
        search_free(p->fields[i].index);
        free(p->fields[i].page);
    }
    token_free(p->tokenizer);
    same_free(p->same);
    idf_free(p->common);
    vocabulary_free(p->vocabulary);
    arena_free(p->scratch);
    arena_free(p->arena);
    free(p->pages);
    free(p->words);
    free(p->scores);
    free(p->best);
    free(p);
}

void
pages_split(struct pages *p, struct text t, const char *language, struct arena *a,
            struct token_list *ret)
{
    token_split(p->tokenizer, t, language, a, ret);
    same_fold(p->same, ret);
}

void
pages_ignore(struct pages *p, struct text words, const char *language)
{
    struct token_list l;

    arena_clear(p->scratch);
    pages_split(p, words, language, p->scratch, &l);
    for (size_t i = 0; i < l.n && p->n_ignored < PAGES_MAX_IGNORED; i++)
        p->ignored[p->n_ignored++] = l.tokens[i].id;
}

uint32_t
pages_count(const struct pages *p)
{
    return (uint32_t)p->n;
}

uint32_t
pages_passages(const struct pages *p)
{
    return search_docs(p->fields[FIELD_WIDE].index);
}

const struct pages_page *
pages_get(const struct pages *p, uint32_t page)
{
    return &p->pages[page];
}

struct tokenizer *
pages_tokenizer(struct pages *p)
{
    return p->tokenizer;
}

double
pages_idf(const struct pages *p, uint64_t stem)
{
    return (double)search_idf(p->fields[FIELD_WIDE].index, stem);
}

uint32_t
pages_df(const struct pages *p, uint64_t stem)
{
    return search_df(p->fields[FIELD_WIDE].index, stem);
}

double
pages_weight(const struct pages *p, uint64_t stem)
{
    double n = (double)search_docs(p->fields[FIELD_WIDE].index) + COMMON_DOCS;
    double df = pages_df(p, stem) + COMMON_DOCS * (double)idf_share(p->common, stem);

    return log(1 + (n - df + .5) / (df + .5));
}

static void
add_doc(struct pages *p, enum pages_field_name name, const struct search_terms *terms)
{
    struct pages_field *f = &p->fields[name];
    uint32_t doc = search_add(f->index, terms);

    f->page = mem_grow(f->page, &f->cap, (size_t)doc + 1, sizeof(*f->page));
    f->page[doc] = (uint32_t)p->n; /* the page being added */
}

/* The tokens that stand in a span; tokens are in text order. */
static struct token_list
tokens_in(const struct token_list *all, struct passage_span at)
{
    size_t lo = 0, hi = all->n, first;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (all->tokens[mid].at < at.start)
            lo = mid + 1;
        else
            hi = mid;
    }
    first = lo;
    for (hi = all->n; lo < hi;) {
        size_t mid = lo + (hi - lo) / 2;

        if (all->tokens[mid].at < at.end)
            lo = mid + 1;
        else
            hi = mid;
    }
    return (struct token_list){ all->tokens + first, lo - first, all->language };
}

/* What is read of a page while it is added. */
struct adding {
    struct pages *p;
    struct pages_page *page;
    struct token_list title, body;
    struct search_terms terms;
};

static void
add_words_doc(struct adding *x, enum pages_field_name name, const struct token_list *const *lists,
              size_t n)
{
    search_terms_clear(&x->terms);
    for (size_t i = 0; i < n; i++)
        search_add_words(&x->terms, lists[i], SEARCH_ALL);
    add_doc(x->p, name, &x->terms);
}

static void
add_pairs_doc(struct adding *x, enum pages_field_name name, size_t gap,
              const struct token_list *const *lists, size_t n)
{
    search_terms_clear(&x->terms);
    for (size_t i = 0; i < n; i++)
        search_add_pairs(&x->terms, lists[i], gap, SEARCH_ALL);
    add_doc(x->p, name, &x->terms);
}

static void
add_passages(struct adding *x)
{
    const struct passage_page *split = &x->page->split;

    for (size_t i = 0; i < split->n_passages; i++) {
        const struct passage *g = &split->passages[i];
        struct token_list body = tokens_in(&x->body, g->at), heading = { NULL, 0, NULL };
        const struct token_list *lists[] = { &x->title, &body, &heading };
        size_t n = N_ELEMENTS(lists) - 1;

        if (g->heading != PASSAGE_NO_HEADING) {
            heading = tokens_in(&x->body, split->headings[g->heading].at);
            n++;
        }
        if (g->kind == PASSAGE_SECTION) {
            add_words_doc(x, FIELD_SECTION, lists, n);
            add_pairs_doc(x, FIELD_SECTION_PAIRS, 1, lists, n);
        } else {
            add_words_doc(x, FIELD_WIDE, lists, n);
            add_pairs_doc(x, FIELD_WIDE_PAIRS, 1, lists, n);
            add_pairs_doc(x, FIELD_SKIP, SKIP_GAP, lists, n);
        }
    }
}

static void
add_heading(struct adding *x, const struct token_list *heading)
{
    search_terms_clear(&x->terms);
    search_add_grams(&x->terms, &x->title, GRAM_CHARS, SEARCH_ALL);
    search_add_grams(&x->terms, heading, GRAM_CHARS, SEARCH_ALL);
    add_doc(x->p, FIELD_GRAMS, &x->terms);
}

/* A heading that only says the title again tells no part of the page from another. */
static bool
is_title(const struct adding *x, const struct token_list *heading)
{
    if (heading->n != x->title.n)
        return false;
    for (size_t i = 0; i < heading->n; i++)
        if (heading->tokens[i].id != x->title.tokens[i].id)
            return false;
    return true;
}

static void
add_headings(struct adding *x)
{
    const struct passage_page *split = &x->page->split;
    struct token_list none = { NULL, 0, x->body.language };
    size_t n = 0;

    for (size_t i = 0; i < split->n_headings; i++) {
        struct token_list h = tokens_in(&x->body, split->headings[i].at);
        const struct token_list *list = &h;

        if (is_title(x, &h))
            continue;
        n++;
        add_words_doc(x, FIELD_HEADING, &list, 1);
        add_heading(x, &h);
    }
    if (n == 0)
        add_heading(x, &none); /* the title alone */
}

static void
add_whole(struct adding *x)
{
    const struct token_list *lists[TITLE_TIMES + 1], *title = &x->title, *lead[2];
    struct token_list first = x->body;

    for (size_t i = 0; i < TITLE_TIMES; i++)
        lists[i] = title;
    lists[TITLE_TIMES] = &x->body;
    add_words_doc(x, FIELD_WHOLE, lists, N_ELEMENTS(lists));
    add_words_doc(x, FIELD_TITLE, &title, 1);
    if (first.n > LEAD_WORDS)
        first.n = LEAD_WORDS;
    lead[0] = title;
    lead[1] = &first;
    add_words_doc(x, FIELD_LEAD, lead, N_ELEMENTS(lead));
}

uint32_t
pages_prefix(struct text folded)
{
    uint32_t v;

    if (folded.n < sizeof(v))
        return 0;
    memcpy(&v, folded.p, sizeof(v));
    return v;
}

/* Keep the stems, and where sentences and wide passages begin among them. */
static void
keep_words(struct adding *x, struct pages_words *w, uint32_t first_wide)
{
    const struct passage_page *split = &x->page->split;
    struct arena *a = x->p->arena;
    uint32_t k = 0;

    *w = (struct pages_words){ .n = (uint32_t)x->body.n, .first_wide = first_wide };
    w->ids = arena_alloc(a, x->body.n * sizeof(*w->ids));
    w->content = arena_alloc(a, x->body.n);
    w->prefix = arena_alloc(a, x->body.n * sizeof(*w->prefix));
    for (size_t i = 0; i < x->title.n; i++)
        vocabulary_add(x->p->vocabulary, &x->title.tokens[i]);
    for (uint32_t i = 0; i < w->n; i++) {
        vocabulary_add(x->p->vocabulary, &x->body.tokens[i]);
        w->ids[i] = x->body.tokens[i].id;
        w->prefix[i] = pages_prefix(x->body.tokens[i].folded);
        w->content[i] =
            (x->body.tokens[i].flags & TOKEN_STOP) == 0 && !cues_asking(x->body.tokens[i].folded);
    }
    w->sentence = arena_alloc(a, (split->n_sentences + 1) * sizeof(*w->sentence));
    w->sentence_idf = arena_alloc(a, (split->n_sentences + 1) * sizeof(*w->sentence_idf));
    for (size_t i = 0; i < split->n_sentences; i++) {
        while (k < w->n && x->body.tokens[k].at < split->sentences[i].at.start)
            k++;
        w->sentence[i] = k;
    }
    w->sentence[split->n_sentences] = w->n;
    while (w->n_wide < split->n_passages && split->passages[w->n_wide].kind == PASSAGE_WIDE)
        w->n_wide++;
    w->wide = arena_alloc(a, 2 * (size_t)w->n_wide * sizeof(*w->wide));
    for (uint32_t i = 0; i < w->n_wide; i++) {
        struct token_list in = tokens_in(&x->body, split->passages[i].at);

        w->wide[2 * i] = (uint32_t)(in.tokens - x->body.tokens);
        w->wide[2 * i + 1] = w->wide[2 * i] + (uint32_t)in.n;
    }
}

uint32_t
pages_add(struct pages *p, const struct pages_input *in)
{
    struct adding x = { .p = p };
    struct pages_page page = {
        .url = arena_text(p->arena, in->url),
        .title = arena_text(p->arena, text_sub(in->title, 0, utf8_cut(in->title, TITLE_BYTES))),
        .language = in->language
    };
    uint32_t first_wide = search_docs(p->fields[FIELD_WIDE].index);

    if (p->n == PAGES_MAX_PAGES)
        return UINT32_MAX;
    arena_clear(p->scratch);
    passage_split(arena_text(p->arena, in->text), p->arena, &page.split);
    p->pages = mem_grow(p->pages, &p->cap, p->n + 1, sizeof(*p->pages));
    p->words = mem_grow(p->words, &p->cap_words, p->n + 1, sizeof(*p->words));
    p->pages[p->n] = page;
    x.page = &p->pages[p->n];
    pages_split(p, page.title, page.language, p->scratch, &x.title);
    pages_split(p, page.split.text, page.language, p->scratch, &x.body);
    search_terms_init(&x.terms, p->scratch);
    add_passages(&x);
    add_headings(&x);
    add_whole(&x);
    keep_words(&x, &p->words[p->n], first_wide);
    p->sealed = 0;
    return (uint32_t)p->n++;
}
