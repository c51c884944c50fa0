/* pages.c - see pages.h: reading pages into the index.  pages_seal.c makes the rest of it. */

#include "pages.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "mem.h"
#include "pages_cache.h"
#include "pages_index.h"
#include "pages_record.h"
#include "pages_seal.h"
#include "search.h"
#include "utf8.h"

#define TITLE_BYTES ((size_t)512) /* of a page; it is counted with each of its passages */
/*
 * A small site knows little of how rare a word is: "happen" is on none of its pages,
 * and "sediment" on half of them.  So many passages of any text are counted with it.
 */
#define COMMON_DOCS 200.0
#define MAX_LISTS   4 /* runs of words that make one document */

const struct search_params *const pages_params[N_FIELDS] = {
    [FIELD_WIDE] = &search_long,          [FIELD_WIDE_PAIRS] = &search_long,
    [FIELD_SKIP] = &search_long,          [FIELD_SECTION] = &search_long,
    [FIELD_SECTION_PAIRS] = &search_long, [FIELD_WHOLE] = &search_long,
    [FIELD_TITLE] = &search_title,        [FIELD_HEADING] = &search_heading,
    [FIELD_GRAMS] = &search_long,         [FIELD_LEAD] = &search_long,
};

struct pages *
pages_new(void)
{
    static const enum pages_field_name of_pairs[] = { FIELD_WIDE_PAIRS, FIELD_SECTION_PAIRS,
                                                      FIELD_SKIP };
    struct pages *p = mem_zalloc(sizeof(*p));

    p->arena = arena_new();
    p->scratch = arena_new();
    p->tokenizer = token_new();
    p->same = same_new(p->tokenizer);
    p->vocabulary = vocabulary_new();
    p->vocab = pages_vocab_new();
    p->opened = pages_cache_new(PAGES_OPEN_BYTES);
    for (size_t i = 0; i < N_ELEMENTS(of_pairs); i++)
        p->pairs[of_pairs[i]] = pages_pairs_new();
    return p;
}

void
pages_free(struct pages *p)
{
    if (p == NULL)
        return;
    for (size_t i = 0; i < N_FIELDS; i++)
        pages_pairs_free(p->pairs[i]);
    pages_seal_release(p);
    pages_cache_free(p->opened);
    pages_vocab_free(p->vocab);
    same_free(p->same);
    idf_free(p->common);
    vocabulary_free(p->vocabulary);
    token_free(p->tokenizer);
    arena_free(p->scratch);
    arena_free(p->arena);
    free(p->records);
    free(p->stream);
    free(p);
}

void
pages_set_reader(struct pages *p, pages_reader *fn, void *self)
{
    p->reader = fn;
    p->reader_self = self;
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
    return (uint32_t)p->fields[FIELD_WIDE].n;
}

struct text
pages_url(const struct pages *p, uint32_t page)
{
    return p->records[page].url;
}

const struct pages_page *
pages_get(const struct pages *p, uint32_t page)
{
    return &pages_cache_open(p, page)->page;
}

const struct pages_words *
pages_words_of(const struct pages *p, uint32_t page)
{
    return &pages_cache_open(p, page)->words;
}

bool
pages_in_title(const struct pages *p, uint64_t stem, uint32_t page)
{
    const struct pages_words *w = pages_words_of(p, page);

    for (uint32_t i = 0; i < w->n_title; i++)
        if (w->title[i] == stem)
            return true;
    return false;
}

double
pages_idf(const struct pages *p, uint64_t stem)
{
    double df = pages_df(p, stem), n = (double)p->fields[FIELD_WIDE].n;

    return log(1 + (n - df + .5) / (df + .5));
}

double
pages_weight(const struct pages *p, uint64_t stem)
{
    double n = (double)p->fields[FIELD_WIDE].n + COMMON_DOCS;
    double df = pages_df(p, stem);

    if (p->common != NULL)
        df += COMMON_DOCS * (double)idf_share(p->common, stem);
    return log(1 + (n - df + .5) / (df + .5));
}

uint32_t
pages_df(const struct pages *p, uint64_t stem)
{
    uint32_t i = pages_vocab_stem(p->vocab, stem);

    return i != PAGES_NONE ? p->vocab->stems[i].df[FIELD_WIDE] : 0;
}

struct tokenizer *
pages_tokenizer(struct pages *p)
{
    return p->tokenizer;
}

size_t
pages_bytes(const struct pages *p)
{
    const struct pages_vocab *v = p->vocab;
    size_t bytes = arena_bytes(p->arena) + arena_bytes(v->arena) + p->cap * sizeof(*p->records) +
                   p->cap_stream * sizeof(*p->stream) + v->cap_surfaces * sizeof(*v->surfaces) +
                   v->cap_stems * sizeof(*v->stems) + v->cap_grams * sizeof(*v->grams) +
                   pages_seal_bytes(p);

    for (size_t i = 0; i < N_FIELDS; i++)
        bytes += p->pairs[i] != NULL ? pages_pairs_bytes(p->pairs[i]) : 0;
    return bytes;
}

/* Words of a page, or some in a row; stems and surfaces have the same places. */
struct words {
    const uint32_t *stems;
    uint32_t n;
};

/* What is read of a page while it is added. */
struct adding {
    struct pages *p;
    struct token_list title, body;
    uint32_t *title_surfaces, *body_surfaces, *title_stems, *body_stems;
    struct passage_page split;
    uint32_t times;  /* pairs of this page are counted so often; 0: not at all */
    uint64_t *pairs; /* scratch */
    size_t cap_pairs;
};

static void
number_words(struct adding *x, const struct token_list *l, uint32_t **surfaces, uint32_t **stems)
{
    struct pages *p = x->p;

    *surfaces = arena_alloc(p->scratch, (l->n + 1) * sizeof(**surfaces));
    *stems = arena_alloc(p->scratch, (l->n + 1) * sizeof(**stems));
    for (size_t i = 0; i < l->n; i++) {
        size_t known = p->vocab->n_surfaces;

        (*surfaces)[i] = pages_vocab_add(p->vocab, &l->tokens[i]);
        if (p->vocab->n_surfaces > known)
            vocabulary_add(p->vocabulary, &l->tokens[i]);
        (*stems)[i] = p->vocab->surfaces[(*surfaces)[i]].stem;
    }
}

/* The first token that begins at or after a byte. */
static uint32_t
token_from(const struct token_list *l, uint32_t at)
{
    size_t lo = 0, hi = l->n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (l->tokens[mid].at < at)
            lo = mid + 1;
        else
            hi = mid;
    }
    return (uint32_t)lo;
}

static struct pages_run
run_in(const struct token_list *l, struct passage_span at)
{
    uint32_t from = token_from(l, at.start);

    return (struct pages_run){ .from = from, .n = token_from(l, at.end) - from };
}

static struct words
words_of(const struct adding *x, struct pages_run run)
{
    return (struct words){ x->body_stems + run.from, run.n };
}

/* A document of words: the stems count once each. */
static void
count_words(struct adding *x, enum pages_field_name name, const struct words *lists, size_t n)
{
    struct pages_field *f = &x->p->fields[name];
    struct pages_stem *stems = x->p->vocab->stems;
    uint32_t serial = ++x->p->vocab->n_counted;

    f->n++;
    for (size_t i = 0; i < n; i++) {
        f->total += lists[i].n;
        for (uint32_t k = 0; k < lists[i].n; k++) {
            struct pages_stem *s = &stems[lists[i].stems[k]];

            s->df[name] += s->seen != serial;
            s->seen = serial;
        }
    }
}

/* A document of pairs: those within each list. */
static void
count_pairs(struct adding *x, enum pages_field_name name, uint32_t gap, const struct words *lists,
            size_t n)
{
    struct pages_field *f = &x->p->fields[name];
    const struct pages_stem *stems = x->p->vocab->stems;
    size_t n_pairs = 0, at = 0;

    for (size_t i = 0; i < n; i++)
        n_pairs += pages_record_pairs(lists[i].n, gap);
    f->n++;
    f->total += n_pairs;
    if (x->times == 0)
        return;
    if (n_pairs > x->cap_pairs) {
        x->pairs = arena_alloc(x->p->scratch, n_pairs * sizeof(*x->pairs));
        x->cap_pairs = n_pairs;
    }
    for (size_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < lists[i].n; k++)
            for (uint32_t g = 1; g <= gap && k + g < lists[i].n; g++)
                x->pairs[at++] =
                    search_pair(stems[lists[i].stems[k]].id, stems[lists[i].stems[k + g]].id);
    pages_pairs_count(x->p->pairs[name], x->pairs, n_pairs, x->times);
}

static void
put_run(struct pages *p, struct pages_run run)
{
    pages_record_put(p, run.from);
    pages_record_put(p, run.n);
}

static void
add_passages(struct adding *x, struct pages_record *r)
{
    const struct words title = { x->title_stems, (uint32_t)x->title.n };

    for (size_t i = 0; i < x->split.n_passages; i++) {
        const struct passage *g = &x->split.passages[i];
        struct pages_run run = run_in(&x->body, g->at);
        struct words lists[MAX_LISTS] = { title, words_of(x, run) };
        size_t n = 2;

        put_run(x->p, run);
        if (g->kind == PASSAGE_WIDE) {
            r->n_wide++;
            count_words(x, FIELD_WIDE, lists, n);
            count_pairs(x, FIELD_WIDE_PAIRS, 1, lists, n);
            count_pairs(x, FIELD_SKIP, PAGES_SKIP_GAP, lists, n);
            continue;
        }
        r->n_sections++;
        pages_record_put(x->p, g->heading != PASSAGE_NO_HEADING ? g->heading + 1 : 0);
        if (g->heading != PASSAGE_NO_HEADING)
            lists[n++] = words_of(x, run_in(&x->body, x->split.headings[g->heading].at));
        count_words(x, FIELD_SECTION, lists, n);
        count_pairs(x, FIELD_SECTION_PAIRS, 1, lists, n);
    }
}

/* Grams of a document: those of the title and of one heading. */
static void
count_grams(struct adding *x, struct pages_run heading)
{
    struct pages_vocab *v = x->p->vocab;
    struct pages_field *f = &x->p->fields[FIELD_GRAMS];
    uint32_t serial = ++v->n_counted, n_title = (uint32_t)x->title.n;

    f->n++;
    for (uint32_t i = 0; i < n_title + heading.n; i++) {
        const struct pages_surface *s =
            &v->surfaces[i < n_title ? x->title_surfaces[i]
                                     : x->body_surfaces[heading.from + i - n_title]];

        f->total += s->n_grams;
        for (size_t k = 0; k < s->n_grams; k++) {
            struct pages_gram *g = &v->grams[s->grams[k]];

            g->df += g->seen != serial;
            g->seen = serial;
            g->n_pages += g->last_page != (uint32_t)x->p->n;
            g->last_page = (uint32_t)x->p->n;
        }
    }
}

/* A heading that only says the title again tells no part of the page from another. */
static bool
is_title(const struct adding *x, struct pages_run heading)
{
    if (heading.n != x->title.n)
        return false;
    for (uint32_t i = 0; i < heading.n; i++)
        if (x->body_stems[heading.from + i] != x->title_stems[i])
            return false;
    return true;
}

static void
add_headings(struct adding *x, struct pages_record *r)
{
    struct pages_vocab *v = x->p->vocab;
    size_t n = 0;

    for (size_t i = 0; i < x->title.n; i++)
        r->title_grams +=
            pages_vocab_add_grams(v, x->title_surfaces[i], &x->title.tokens[i], PAGES_GRAM_CHARS);
    r->n_headings = (uint32_t)x->split.n_headings;
    for (size_t i = 0; i < x->split.n_headings; i++) {
        struct pages_run h = run_in(&x->body, x->split.headings[i].at);
        struct words list = words_of(x, h);

        uint32_t n_grams = 0;

        for (uint32_t k = h.from; k < h.from + h.n && !is_title(x, h); k++)
            n_grams +=
                pages_vocab_add_grams(v, x->body_surfaces[k], &x->body.tokens[k], PAGES_GRAM_CHARS);
        put_run(x->p, h);
        pages_record_put(x->p, is_title(x, h));
        pages_record_put(x->p, n_grams);
        for (uint32_t k = h.from; k < h.from + h.n; k++)
            pages_record_put(x->p, x->body_surfaces[k]);
        if (is_title(x, h))
            continue;
        n++;
        count_words(x, FIELD_HEADING, &list, 1);
        count_grams(x, h);
    }
    if (n == 0)
        count_grams(x, (struct pages_run){ 0 }); /* the title alone */
}

static void
add_whole(struct adding *x)
{
    struct words title = { x->title_stems, (uint32_t)x->title.n };
    struct words lists[MAX_LISTS] = { title, title, title, { x->body_stems, (uint32_t)x->body.n } };
    struct words lead[2] = { title, lists[PAGES_TITLE_TIMES] };

    if (lead[1].n > PAGES_LEAD_WORDS)
        lead[1].n = PAGES_LEAD_WORDS;
    count_words(x, FIELD_WHOLE, lists, N_ELEMENTS(lists));
    count_words(x, FIELD_TITLE, &title, 1);
    count_words(x, FIELD_LEAD, lead, N_ELEMENTS(lead));
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

/* The words themselves, and how many each sentence has. */
static void
add_words(struct adding *x, struct pages_record *r)
{
    uint32_t from = 0;

    r->title_at = (uint32_t)(x->p->n_stream - r->at);
    for (uint32_t i = 0; i < r->n_title; i++)
        pages_record_put(x->p, x->title_surfaces[i]);
    r->body_at = (uint32_t)(x->p->n_stream - r->at);
    for (uint32_t i = 0; i < r->n_body; i++)
        pages_record_put(x->p, x->body_surfaces[i]);
    r->sentences_at = (uint32_t)(x->p->n_stream - r->at);
    r->n_sentences = (uint32_t)x->split.n_sentences;
    r->first_sentence = x->p->n_sentences;
    for (size_t i = 0; i < x->split.n_sentences; i++) {
        uint32_t next = i + 1 < x->split.n_sentences
                            ? token_from(&x->body, x->split.sentences[i + 1].at.start)
                            : r->n_body;

        pages_record_put(x->p, next - from);
        from = next;
    }
    x->p->n_sentences += r->n_sentences;
}

uint32_t
pages_add(struct pages *p, const struct pages_input *in)
{
    struct adding x = { .p = p };
    struct pages_record r = {
        .at = p->n_stream,
        .text_hash = XXH3_64bits(in->text.p != NULL ? in->text.p : "", in->text.n),
        .url = arena_text(p->arena, in->url),
        .title = arena_text(p->arena, text_sub(in->title, 0, utf8_cut(in->title, TITLE_BYTES))),
        .text = p->reader == NULL ? arena_text(p->arena, in->text) : TEXT_NONE,
        .language = in->language
    };

    if (p->n == PAGES_MAX_PAGES)
        return UINT32_MAX;
    if (p->common == NULL)
        p->common = idf_new();
    arena_clear(p->scratch);
    pages_cache_clear(p->opened);
    passage_split(in->text, p->scratch, &x.split);
    pages_split(p, r.title, r.language, p->scratch, &x.title);
    pages_split(p, x.split.text, r.language, p->scratch, &x.body);
    number_words(&x, &x.title, &x.title_surfaces, &x.title_stems);
    number_words(&x, &x.body, &x.body_surfaces, &x.body_stems);
    r.n_title = (uint32_t)x.title.n;
    r.n_body = (uint32_t)x.body.n;
    if (p->n_tokens < PAGES_PAIRS_ALL)
        x.times = 1;
    else if (p->n % PAGES_PAIRS_EVERY == 0)
        x.times = PAGES_PAIRS_EVERY;
    p->n_tokens += r.n_body;
    add_passages(&x, &r);
    add_headings(&x, &r);
    add_whole(&x);
    add_words(&x, &r);
    p->records = mem_grow(p->records, &p->cap, p->n + 1, sizeof(*p->records));
    p->records[p->n] = r;
    return (uint32_t)p->n++;
}
