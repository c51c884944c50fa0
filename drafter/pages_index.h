/*
 * pages_index.h - what pages.c builds and pages_find.c reads.  Internal to both.
 *
 * Numbers: pages, passages of a kind and headings are counted over the whole
 * site; *_page arrays say whose they are.
 */
#ifndef PAGES_INDEX_H
#define PAGES_INDEX_H

#include "idf.h"
#include "pages.h"
#include "same.h"
#include "search.h"
#include "vocabulary.h"

/* A field: one search index, and the page of each of its documents. */
struct pages_field {
    struct search_index *index; /* owned */
    uint32_t *page;             /* owned */
    size_t cap;
};

enum pages_field_name {
    FIELD_WIDE,
    FIELD_WIDE_PAIRS,
    FIELD_SKIP,
    FIELD_SECTION,
    FIELD_SECTION_PAIRS,
    FIELD_WHOLE,
    FIELD_TITLE,
    FIELD_HEADING,
    FIELD_GRAMS,
    FIELD_LEAD,
    N_FIELDS
};

/* The words of a page, small enough to keep for every page. */
struct pages_words {
    uint64_t *ids;    /* stems in text order */
    uint32_t *prefix; /* first four letters of each; 0 for shorter words */
    uint32_t n;
    uint32_t *sentence;  /* first word of each sentence; one more at the end */
    float *sentence_idf; /* sum over its words that are no stop words; filled by the first search */
    uint8_t *content;    /* per word: 0 for stop words */
    uint32_t first_wide; /* number of its first wide passage over the site */
    uint32_t n_wide;
    uint32_t *wide; /* first and end word of each wide passage */
};

struct pages {
    struct arena *arena; /* texts, splits, words */
    struct arena *scratch;
    struct tokenizer *tokenizer;
    struct pages_page *pages;  /* owned */
    struct pages_words *words; /* owned, as many */
    size_t n, cap, cap_words;
    struct pages_field fields[N_FIELDS];
    uint64_t ignored[PAGES_MAX_IGNORED]; /* stems */
    size_t n_ignored;
    struct vocabulary *vocabulary; /* owned: the words of the pages */
    struct same *same;             /* owned: words that count as one */
    struct idf *common;            /* owned: how common words are in any text */
    size_t sealed; /* pages whose sentence_idf is right for the present collection */
    float *scores; /* owned scratch: one per document of the largest field */
    float *best;   /* owned scratch: PAGES_N_PARTS runs of n */
    size_t cap_scores, cap_best;
};

/* Split a text as pages and questions are: token_split(), and words that count as one. */
void pages_split(struct pages *p, struct text t, const char *language, struct arena *a,
                 struct token_list *ret);

/* The first four letters of a folded word as a number; 0 when it has fewer. */
uint32_t pages_prefix(struct text folded);

#endif /* PAGES_INDEX_H */
