/*
 * pages_index.h - the inside of struct pages, for the pages_*.c, gate.c and sentences.c.
 *
 * Kept of a site, per page:
 *  - its words in text order, as numbers of pages_vocab.h (records, stream): from them the
 *    formula of pages_score.c is computed exactly, and nothing else is needed for it;
 *  - per word and page one number that says how much the word can add to the page's score
 *    (pages_seal.c): from these come the candidates (pages_find.c).
 * Texts are kept, or read again by whoever has them (pages_set_reader()); sentences and their
 * words are made for the few pages that are opened (pages_cache.c).
 *
 * The stream of a page, in numbers that pages_record.h puts and takes:
 *     wide passage   first word, words                       } times n_wide
 *     section        first word, words, its heading + 1 or 0 } times n_sections
 *     heading        first word, words, 1 if it says the title again, its grams, the words
 *                                                               } times n_headings
 *     the words of the title, the words of the body
 *     words of each sentence                                 } times n_sentences
 *
 * Where words stand in the body of a page, as numbers from 0 in text order (places), so that
 * scoring need not read the body:
 *     how many of its words have long numbers in the stream, the places of these
 *     how often a word stands there, its places } for each stem of which a surface is content
 */
#ifndef PAGES_INDEX_H
#define PAGES_INDEX_H

#include "idf.h"
#include "pages.h"
#include "pages_pairs.h"
#include "pages_vocab.h"
#include "same.h"
#include "vocabulary.h"

#define PAGES_GRAM_CHARS  4
#define PAGES_SKIP_GAP    3
#define PAGES_TITLE_TIMES 3   /* how often the title counts in the page as a whole */
#define PAGES_LEAD_WORDS  120 /* the start of a page says what it is about */

/* Fields of words come first: PAGES_WORD_FIELDS of them, see pages_vocab.h. */
enum pages_field_name {
    FIELD_WIDE,
    FIELD_SECTION,
    FIELD_WHOLE,
    FIELD_TITLE,
    FIELD_HEADING,
    FIELD_LEAD,
    FIELD_WIDE_PAIRS,
    FIELD_SECTION_PAIRS,
    FIELD_SKIP,
    FIELD_GRAMS,
    N_FIELDS
};

/* How many documents a field has, and how long they are together. */
struct pages_field {
    uint64_t n, total;
};

#define PAGES_NO_PLACES UINT64_MAX
struct pages_record {
    uint64_t at;        /* into the stream */
    uint64_t places_at; /* into the places; PAGES_NO_PLACES: too long a page for them */
    uint32_t title_at, body_at, sentences_at; /* units behind that */
    uint64_t first_sentence;                  /* number over the site */
    uint64_t text_hash;
    struct text url, title; /* in the arena */
    struct text text;       /* in the arena; empty if there is a reader */
    const char *language;
    uint32_t n_title, n_body; /* words */
    uint32_t title_grams;
    uint32_t n_wide, n_sections, n_headings, n_sentences;
};

/* What a word can add to the score of a page: page << PAGES_IMPACT_BITS | share of the most. */
typedef uint32_t pages_posting;
#define PAGES_IMPACT_BITS 12
#define PAGES_IMPACT_MAX  ((1U << PAGES_IMPACT_BITS) - 1)
_Static_assert(PAGES_MAX_PAGES <= UINT32_MAX >> PAGES_IMPACT_BITS, "a page fits a posting");

/* Lists of postings, one after the other. */
struct pages_lists {
    uint64_t *start;         /* owned; of each list, and the end of the last */
    float *most;             /* owned; what an impact of PAGES_IMPACT_MAX stands for */
    pages_posting *postings; /* owned */
    uint16_t *next;          /* owned; bits of the words that follow; NULL for grams */
    uint16_t
        *place; /* owned; units from the page's places to the word's; 0: none; NULL for grams */
};

/* The words of an opened page. */
struct pages_words {
    uint64_t *ids;    /* stems in text order */
    uint32_t *prefix; /* first four letters of each; 0 for shorter words */
    uint32_t n;
    uint32_t *sentence;  /* first word of each sentence; one more at the end */
    float *sentence_idf; /* sum of the IDF of its words */
    uint8_t *marks;      /* of each sentence: see sentences_work.h; 0 when it is opened */
    uint8_t *content;    /* per word: 0 for stop words and words of asking */
    uint32_t n_wide;
    uint32_t *wide;  /* first and end word of each wide passage */
    uint64_t *title; /* stems */
    uint32_t n_title;
};

#define PAGES_BITS 64 /* of a number in a set */
static inline bool
pages_bit(const uint64_t *bits, uint32_t i)
{
    return (bits[i / PAGES_BITS] >> i % PAGES_BITS & 1) != 0;
}

struct pages_cache;

struct pages {
    struct arena *arena;   /* addresses, titles, texts */
    struct arena *scratch; /* of one page that is added, or of sealing */
    struct tokenizer *tokenizer;
    struct pages_vocab *vocab;
    struct pages_record *records; /* owned */
    size_t n, cap;
    uint16_t *stream; /* owned */
    size_t n_stream, cap_stream;
    uint64_t n_sentences;
    struct pages_field fields[N_FIELDS];
    struct pages_pairs *pairs[N_FIELDS]; /* of the three fields of pairs; others NULL */
    uint64_t n_tokens;                   /* of all bodies */
    uint64_t ignored[PAGES_MAX_IGNORED]; /* stems */
    size_t n_ignored;
    struct vocabulary *vocabulary; /* owned: the words of the pages */
    struct same *same;             /* owned: words that count as one */
    struct idf *common;            /* owned: how common words are in any text; NULL: no page yet */
    pages_reader *reader;          /* NULL: texts are kept */
    void *reader_self;
    /* Made by pages_seal(), and again when pages have been added since. */
    size_t sealed; /* pages that were in */
    struct pages_lists words, grams;
    uint32_t *gram_start, *gram_surfaces; /* owned; the surfaces that have each gram */
    float *sentence_idf;                  /* owned */
    uint16_t *places;                     /* owned */
    size_t n_places, cap_places;
    /* Scratch of a search. */
    float *sums;          /* owned; one per page */
    float *gram_sums;     /* owned; the share that grams have in it */
    uint16_t *slots;      /* owned; per page: see pages_places_fetch(); all 0 between */
    uint16_t *marks;      /* owned; per surface: 1 + its word of the question; all 0 between */
    uint64_t *marked;     /* owned; a bit per surface: it has a mark; small enough to stay near */
    uint16_t *gram_marks; /* owned; the same as marks per gram */
    uint64_t *has_gram;   /* owned; a bit per surface: it has a gram of the question; else 0 */
    struct pages_cache *opened; /* owned */
};

/* Split a text as pages and questions are: token_split(), and words that count as one. */
void pages_split(struct pages *p, struct text t, const char *language, struct arena *a,
                 struct token_list *ret);

/* The first four letters of a folded word as a number; 0 when it has fewer. */
uint32_t pages_prefix(struct text folded);

/* k1 and b of a field, and its weight beside those of pages_score.c. */
extern const struct search_params *const pages_params[N_FIELDS];

/* The words of a page; as long as what pages_get() gives. */
const struct pages_words *pages_words_of(const struct pages *p, uint32_t page);

/* Does the title have the stem? */
bool pages_in_title(const struct pages *p, uint64_t stem, uint32_t page);

#endif /* PAGES_INDEX_H */
