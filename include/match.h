/*
 * match.h - does this text speak of the department?
 *
 * A department names keywords.  Each is one line of a small language:
 *
 *   keyword  = *( operator ) phrase
 *   phrase   = 1*( word / word "*" ) / DQUOTE 1*word DQUOTE
 *   operator = "site:" host / "lang:" code / "title:" / "NOT"
 *
 *  - graduate admissions     matches where the stems stand in this order, side by side
 *                            ("Graduate admission"); case never matters
 *  - "Course 8"              the words as they are, unstemmed
 *  - physi*                  a word that starts so
 *  - title:open day          only in the title
 *  - site:example.org visa   only on that host or below it; lang:de likewise for the language
 *  - NOT physics band        excludes: a text in which it stands is not ours, whatever else hits;
 *                            the exclude lines of a department are the same
 *
 * Quotes are around the whole phrase or nowhere, * is at the end of a word, operators come first,
 * in any order, and what looks like one ("titel:visa") and is none is refused.
 *
 * Keywords are stemmed as the text's language has it, so that one list serves
 * texts in several languages.  Pure code: no store, no network.
 */
#ifndef MATCH_H
#define MATCH_H

#include "arena.h"
#include "status.h"
#include "text.h"
#include "token.h"

#define MATCH_MAX_KEYWORDS ((size_t)10000) /* of one department: a list, not a dictionary */
#define MATCH_MAX_WORDS    ((size_t)16)    /* in one keyword */
#define MATCH_MAX_HITS     ((size_t)1000)  /* kept of one text */

struct match_rule {
    struct text keyword; /* as configured; copied by match_compile() */
    bool exclude;        /* came from an exclude line */
};

/* The text that is asked about.  All may be empty but text or title. */
struct match_subject {
    struct text title;
    struct text text;
    struct text host;     /* "forum.example.org", lower case: for site: */
    const char *language; /* code of lang.h; NULL for LANG_DEFAULT */
};

struct match_hit {
    size_t rule;       /* number of the rule given to match_compile() */
    bool in_title;     /* else in the text */
    size_t at;         /* byte offset in the title or the text */
    struct text words; /* as found there; points into the subject */
};

struct match_result {
    bool matched;           /* a keyword hit and no exclude did */
    bool excluded;          /* an exclude hit; hits holds what would have matched */
    size_t excluded_by;     /* its rule, if excluded */
    struct match_hit *hits; /* in the arena; title first, then by offset, then by rule */
    size_t n_hits;
};

/* Compiled rules; holds no tokenizer, but caches stems: one per thread. */
struct matcher;

/*
 * ST_INVALID: a keyword has no word in it, or an operator is unknown or has no
 * value (err names it and the number of the rule).  On ST_OK *ret is the caller's: match_free().
 */
enum status match_compile(const struct match_rule *rules, size_t n, struct matcher **ret,
                          struct err *err);
void match_free(struct matcher *m); /* accepts NULL */

/*
 * A person's forms, "FULL NAME, SHORT FORM", as exact phrases: at most cap of them; how many.
 * MATCH_MAX_FORMS is room for all that a line of sense has.
 */
#define MATCH_MAX_FORMS ((size_t)32)
size_t match_person(struct text forms, struct arena *a, struct match_rule *ret, size_t cap);

/* Is host the site, or below it?  ASCII case does not matter. */
bool match_on_site(struct text host, struct text site);

/* The rule as it was given. */
struct text match_keyword(const struct matcher *m, size_t rule);

/* Language: the subject's, English where that is not known.  Title and text apart. */
void match_find(struct matcher *m, struct tokenizer *tk, const struct match_subject *subject,
                struct arena *a, struct match_result *ret);

#endif /* MATCH_H */
