/*
 * lexicon.h - the words that tone.c goes by, read from text files.
 *
 * The files are seeds/lexicons/{vader,tone,escalation}.txt; the format stands
 * at the head of each.  Knows nothing about posts or scores.
 */
#ifndef LEXICON_H
#define LEXICON_H

#include "status.h"
#include "text.h"

#define LEXICON_MAX_BYTES  ((size_t)4 * 1024 * 1024) /* of one file */
#define LEXICON_MAX_PHRASE 5                         /* words of a phrase in tone.txt */
#define LEXICON_MAX_WORD   64                        /* bytes; longer words are in no lexicon */

struct lexicon_entry {
    struct text word;   /* lower case, words of a phrase joined by '_' */
    double valence;     /* -4 .. 4 */
    bool has_valence;   /* a word without one takes none from its neighbours either */
    signed char degree; /* +1 boost, -1 damp, 0 */
    bool negates;
};

/* A phrase after which a person must look. */
struct lexicon_alarm {
    struct text phrase; /* lower case; without the '*' */
    bool prefix;        /* any ending will do */
    const char *kind;   /* "legal" */
};

struct lexicon;

/* ST_CONFIG: a line cannot be read; ST_LIMIT: a file is too large. */
enum status lexicon_new(const char *dir, struct lexicon **ret, struct err *err);
void lexicon_free(struct lexicon *l); /* accepts NULL */

/* The entry of a word or phrase (lower case, as above); NULL if there is none. */
const struct lexicon_entry *lexicon_find(const struct lexicon *l, struct text word);
/* Does some phrase begin with this word? */
bool lexicon_starts_phrase(const struct lexicon *l, struct text word);

const struct lexicon_alarm *lexicon_alarms(const struct lexicon *l, size_t *n);

#endif /* LEXICON_H */
