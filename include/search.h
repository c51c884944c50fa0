/*
 * search.h - the inverted index: terms to postings, scored by BM25.
 *
 * An index here knows no words, only 64-bit terms; what a term stands for is
 * the caller's choice: a stem (token.id), an ordered pair of stems, a pair with
 * a gap, four letters in a row.  One index is one field with its own length
 * norm and its own k1 and b.  Documents are numbered 0, 1, 2 ... in the order they
 * were added; indexes that get the same documents in the same order are fields of
 * one collection, and one query may ask several of them:
 *
 *     score(doc) = sum over clauses of  weight x BM25(clause.index, clause.term, doc)
 *
 * so "words + .6 bigrams + .3 title" is one list of clauses:
 *
 *     struct search_index *words = search_new(&(struct search_params){ 1.2F, .75F });
 *     struct search_terms t;                     // terms of one text
 *     search_terms_init(&t, arena);
 *     search_add_words(&t, &tokens, SEARCH_ALL);
 *     uint32_t doc = search_add(words, &t);      // for each document
 *     ...
 *     search_terms_clear(&t);
 *     search_add_words(&t, &query, SEARCH_NO_STOP);
 *     struct search_query q;
 *     search_query_init(&q, arena);
 *     search_query_add(&q, words, &t, 1.F);
 *     size_t n = search_top(&q, 10, hits);       // the best, best first
 *
 * BM25 as Lucene had it with the (k1+1) factor (Robertson and Zaragoza 2009):
 *     idf = ln(1 + (N - df + .5) / (df + .5))
 *     tf part = tf (k1 + 1) / (tf + k1 (1 - b + b len / avglen))
 * A term that stands twice in a query counts twice.
 *
 * An index is in memory and grows by appending: one new document never
 * rebuilds the rest.  It is derived data, made again from the store in seconds.
 * Reading is safe from many threads while nobody adds.
 */
#ifndef SEARCH_H
#define SEARCH_H

#include "arena.h"
#include "text.h"
#include "token.h"

#define SEARCH_NONE     UINT32_MAX
#define SEARCH_MAX_DOCS ((uint32_t)1 << 30) /* documents in one index */

struct search_index;

struct search_params {
    float k1, b;
};

/* Measured: short questions 1.2/.75; passages, sections .9/.4; pages .9/.4; titles .5/.2; headings
 * .5/.3. */
extern const struct search_params search_short, search_long, search_title, search_heading;

/* ---- terms of a text ---- */

/* A list of terms in an arena, in the order of the text, repeats kept. */
struct search_terms {
    uint64_t *ids;
    size_t n, cap;
    struct arena *arena;
};

enum search_words {
    SEARCH_ALL,     /* every token: documents */
    SEARCH_NO_STOP, /* less stop words, question words among them: queries (all if nothing else is
                       left) */
};

void search_terms_init(struct search_terms *t, struct arena *a);
void search_terms_clear(struct search_terms *t); /* keeps the memory */
void search_terms_add(struct search_terms *t, uint64_t id);

/* The stems. */
void search_add_words(struct search_terms *t, const struct token_list *l, enum search_words which);
/*
 * Ordered pairs of stems that stand at most max_gap tokens apart: 1 gives the
 * plain bigrams, 3 the skip-bigrams (w_i, w_i+1..3), where a pair has one term whatever its gap.
 * With SEARCH_NO_STOP a pair is left out if BOTH its words are stop words.
 */
void search_add_pairs(struct search_terms *t, const struct token_list *l, size_t max_gap,
                      enum search_words which);
/*
 * Character n-grams of the folded words, each word between two spaces ("_visa_":
 * " vis", "visa", "isa "); a word shorter than that gives itself.  Never across words.
 */
void search_add_grams(struct search_terms *t, const struct token_list *l, size_t n_chars,
                      enum search_words which);

uint64_t search_pair(uint64_t first, uint64_t second); /* the term of an ordered pair */

/* ---- an index ---- */

struct search_index *search_new(const struct search_params *params);
void search_free(struct search_index *ix); /* accepts NULL */

/* Append a document, which may be empty; its number. */
uint32_t search_add(struct search_index *ix, const struct search_terms *terms);

/*
 * What ordered neighbours should weigh beside words: .2 among short questions, .6
 * among passages (measured on both; which it is, the mean length of words tells).
 */
float search_pair_weight(const struct search_index *words);

/* Terms in a document, repeats counted. */
uint32_t search_length(const struct search_index *ix, uint32_t doc);
size_t search_bytes(const struct search_index *ix); /* of memory, roughly */

/* ---- scores ---- */

struct search_clause {
    const struct search_index *index;
    uint64_t term;
    float weight; /* >= 0 */
};

/* Distinct (index, term) of one query; further ones are left out: a query is a question, not a
 * book. */
#define SEARCH_MAX_CLAUSES ((size_t)2000)

struct search_query {
    struct search_clause *clauses; /* in the arena */
    size_t n, cap;
    struct arena *arena;
    /* Documents to leave out (another department, language, date); NULL: none. */
    bool (*accept)(const void *self, uint32_t doc);
    const void *self;
    /* Documents that one term may propose, the first it has; 0: all, and the result is exact. */
    size_t proposals;
};

void search_query_init(struct search_query *q, struct arena *a);
/* A term that stands there already gets the weight besides; beyond SEARCH_MAX_CLAUSES it is left
 * out. */
void search_query_add(struct search_query *q, const struct search_index *ix,
                      const struct search_terms *terms, float weight);

struct search_hit {
    uint32_t doc;
    float score;
};

/*
 * The k best documents with a score above 0, best first, lower number first
 * among equals; returns how many.  Exact: documents are skipped only where the terms'
 * upper bounds prove that they cannot be among the best (MaxScore, Turtle and Flood 1995).
 */
size_t search_top(const struct search_query *q, size_t k, struct search_hit *ret);

/* The same of scores that a caller has made itself: scores[doc], for n documents. */
size_t search_top_dense(const float *scores, uint32_t n, size_t k, struct search_hit *ret);

#endif /* SEARCH_H */
