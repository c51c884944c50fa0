/*
 * pages.h - which page of the department's own site answers this question?
 *
 * An index in memory over the pages of one site, and a search that ranks whole
 * pages: best passage, best section, headings, title, the page as a whole, and how
 * close the question's words stand together.  The weights are in pages_find.c with
 * the place where they come from.
 *
 * What it does not do: decide whether the page is good enough (gate.h), choose
 * sentences (sentences.h), read HTML or the store.
 *
 * One struct pages belongs to one thread: a search uses its scratch memory.
 */
#ifndef PAGES_H
#define PAGES_H

#include "arena.h"
#include "passage.h"
#include "text.h"
#include "token.h"

#define PAGES_MAX_PAGES   1000000 /* of one site */
#define PAGES_MAX_HITS    50 /* pages looked at closely, and the most that pages_find() gives */
#define PAGES_MAX_IGNORED 32
#define PAGES_MAX_QUERY   64 /* words of a question that are searched for; the first ones */

struct pages;

struct pages_input {
    struct text url, title, text;
    const char *language; /* code of lang.h; NULL: LANG_DEFAULT */
};

/*
 * An opened page.  Lives until PAGES_LEAST_OPEN other pages have been opened, one is added, or the
 * site is sealed: by the first search after that.
 */
#define PAGES_LEAST_OPEN 64
struct pages_page {
    struct text url, title;
    const char *language;
    struct passage_page split; /* split.text: the text */
};

struct pages *pages_new(void);
void pages_free(struct pages *p); /* accepts NULL */

/*
 * Texts need not be kept: fn gives the text of a page again when it is opened (into the arena,
 * TEXT_NONE: gone).  A text that is not the one that was added is an empty page.
 * To be called before the first pages_add(), and again if self is another.
 */
typedef struct text pages_reader(void *self, uint32_t page, struct arena *a);
void pages_set_reader(struct pages *p, pages_reader *fn, void *self);

/*
 * Address and title are copied, the text if there is no reader.  The page's number, counting
 * from 0.  UINT32_MAX: PAGES_MAX_PAGES are in.
 */
uint32_t pages_add(struct pages *p, const struct pages_input *in);

/* Make what searching needs now, not at the first search after a page was added. */
void pages_seal(struct pages *p);

/*
 * Words that say nothing here, such as the department's own name: questions that
 * have them ask about something else.  At most PAGES_MAX_IGNORED; more are left out.
 */
void pages_ignore(struct pages *p, struct text words, const char *language);

uint32_t pages_count(const struct pages *p);    /* how many; tests and benchmarks look at each */
uint32_t pages_passages(const struct pages *p); /* wide ones, over the site */
/* Opened, which reads its text; never NULL, and borrowed (pages_cache_open()). */
const struct pages_page *pages_get(const struct pages *p, uint32_t page);
struct text pages_url(const struct pages *p, uint32_t page); /* without opening it */
size_t pages_bytes(const struct pages *p); /* of memory, kept texts included: for benchmarks */
struct tokenizer *pages_tokenizer(struct pages *p);

/* ln(1 + (N - df + .5) / (df + .5)) over the passages of the site. */
double pages_idf(const struct pages *p, uint64_t stem);
uint32_t pages_df(const struct pages *p, uint64_t stem); /* passages that have it */
/* The same, with so many passages of any text counted besides as a small site needs. */
double pages_weight(const struct pages *p, uint64_t stem);

/* The single scores that are summed; also what `agree` of gate.h counts. */
enum pages_part {
    PAGES_WIDE,    /* best wide passage, words and ordered pairs */
    PAGES_SECTION, /* best section, the same */
    PAGES_WHOLE,   /* all words of the page, the title three times */
    PAGES_TITLE,
    PAGES_HEADING, /* best heading */
    PAGES_GRAMS,   /* best "title heading" by its groups of four characters */
    PAGES_SKIP,    /* best wide passage by pairs of words up to three apart */
    PAGES_LEAD,    /* title and the first words */
    PAGES_N_PARTS
};

struct pages_hit {
    uint32_t page;
    double score;
    double part[PAGES_N_PARTS]; /* unweighted */
    double proximity;           /* of the question's words to each other, in the best passage */
    double precision;           /* of the best sentence */
    uint32_t passage;           /* the best wide passage: index into split.passages */
};

/* A question, cut into words. */
struct pages_query {
    struct token_list tokens; /* as written, stop words included */
    uint64_t *words;          /* stems of what it is about, in order, each once */
    uint32_t *prefix;         /* first letters of each, see pages_index.h */
    double *idf;              /* of each, on this site */
    double *weight;           /* of each in judging: pages_weight(), less where it tells a story */
    size_t n_words;
};

struct pages_found {
    struct pages_query query;
    struct pages_hit *hits; /* best first */
    size_t n;
    /* For each part the candidate that it alone would put first; UINT32_MAX: none. */
    uint32_t first[PAGES_N_PARTS];
    size_t n_scored; /* pages whose whole score was computed */
    bool exact;      /* no page that was left out can be among the hits */
};

/*
 * Rank the pages for a question.  k is cut to PAGES_MAX_HITS.  language as in
 * pages_input.  Everything is in the arena; no pages or no words give no hits.
 */
void pages_find(struct pages *p, struct text question, const char *language, size_t k,
                struct arena *a, struct pages_found *ret);

#endif /* PAGES_H */
