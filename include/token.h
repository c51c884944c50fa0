/*
 * token.h - from text to words, and from words to stems.
 *
 * A token remembers where it stood, how it was written, its folded form (NFKC,
 * case folded) and its stem (Snowball, by the language of the text).  Two
 * tokens mean the same word to us if their ids are equal.
 *
 * What is one token:
 *  - a run of letters and marks: "université"; an apostrophe inside stays
 *    ("don't", "Earth's") but for Romance elisions, which are cut off ("l'eau": l, eau);
 *  - a number, with its inner separators: "1,000" (folded "1000"), "3.5", "10:30", "2026-11-22";
 *  - a code: letters with digits ("I-20", "H1B": folded "i20", "h1b"), "6.006", "C++", dotted
 *    abbreviations ("Ph.D.", "U.S.": folded "phd", "us");
 *  - an address: "a.b@example.org", "https://example.org/x?y";
 *  - one Han or kana character: there are no spaces to go by, so order (bigrams) does the work.
 * A hyphen between words parts them ("full-time": full, time), but a single
 * letter stays with what follows ("e-mail": folded "email", as people also write it).
 *
 * Sources: UAX #29 in spirit, cut down to what questions need; Snowball's
 * algorithms as in the installed libstemmer; stop words are our own lists.
 * Not here: sentences (drafter), shingles and scores (search.h).
 */
#ifndef TOKEN_H
#define TOKEN_H

#include "arena.h"
#include "text.h"

#define TOKEN_MAX_WORD ((size_t)256) /* bytes; a longer run of letters is cut into pieces */
#define TOKEN_MAX_TEXT                                                                             \
    ((size_t)4 << 20) /* bytes tokenized of one text; the rest is not looked at */
#define TOKEN_MAX_CACHE                                                                            \
    ((size_t)1 << 19) /* words kept per language (about 70 MB); others are stemmed anew */

enum token_kind {
    TOKEN_WORD,
    TOKEN_NUMBER,
    TOKEN_CODE,
    TOKEN_ADDRESS,
};

enum token_flag {
    TOKEN_STOP = 1 << 0,          /* a small word of its language: "the", "of", "do" */
    TOKEN_QUESTION_WORD = 1 << 1, /* "how", "why"; these have TOKEN_STOP besides */
    TOKEN_NEGATION = 1 << 2,      /* "not", "without", "don't" */
    TOKEN_CAPITAL = 1 << 3,       /* its first letter was upper case */
    TOKEN_SENTENCE =
        1 << 4, /* first of the text, or after . ! ? : or a line end: a capital here means little */
};

/*
 * word points into the text given to token_split().  folded and stem point
 * into the tokenizer's cache or into the arena: they live as long as both.
 */
struct token {
    struct text word;   /* as found */
    struct text folded; /* never empty */
    struct text stem;   /* the folded form where there is no stemmer, and for all but words */
    uint64_t id;        /* of the stem; 64-bit hash, equal for equal stems in any language */
    uint32_t at;        /* byte offset of word in the text */
    enum token_kind kind;
    unsigned flags; /* of enum token_flag */
};

struct token_list {
    struct token *tokens; /* in the arena */
    size_t n;
    const char *language; /* as it was split */
};

/* Holds stemmers and the words seen so far; one per thread. */
struct tokenizer;

struct tokenizer *token_new(void);
void token_free(struct tokenizer *tk); /* accepts NULL */

/*
 * Split text (UTF-8; bad bytes part words) as the given language has it (a code
 * of lang.h; NULL for LANG_DEFAULT).  *ret is filled from the arena.
 */
void token_split(struct tokenizer *tk, struct text text, const char *language, struct arena *a,
                 struct token_list *ret);

/*
 * The stem of one word as it stands: not split, not folded; itself where the language
 * has no stemmer.  Lives as struct token's texts do.
 */
struct text token_stem(struct tokenizer *tk, struct text word, const char *language,
                       struct arena *a);

/* The id of a stem, as in struct token. */
uint64_t token_id(struct text stem);

/*
 * Append t to out as it is folded: NFKC, case folded, soft hyphens and other
 * ignorable characters dropped.  Bytes that are no UTF-8 become U+FFFD.
 */
struct buf;
void token_fold(struct text t, struct buf *out);

#endif /* TOKEN_H */
