/*
 * support.h - what bears each sentence of an answer: the page, the voice, or nothing.
 *
 * The answer, as it stands after any editing, is cut into its sentences, and each is laid
 * beside the evidence:
 *   voice        said by the department's voice: an opening, the line before the link, the
 *                contact line, the byline, the link itself
 *   supported    stands in the evidence word for word, as a sentence (white space folded)
 *   weak         most of its words and all of its numbers stand together in one sentence or
 *                one passage of the evidence, and neither of the two denies the other
 *   unsupported  all else: somebody's own words
 * A sentence is risky when it names a number, a date, a fee or a deadline: unsupported, it
 * is an error (lint.h).
 *
 * What it does not do: judge whether it is true, or understand another wording.  All results
 * live in the arena or point into what was given.
 */
#ifndef SUPPORT_H
#define SUPPORT_H

#include "arena.h"
#include "status.h"
#include "text.h"
#include "token.h"

/* Of an answer; what follows is one unsupported sentence. */
#define SUPPORT_MAX_SENTENCES 64

enum support_kind { SUPPORT_VOICE, SUPPORT_FULL, SUPPORT_WEAK, SUPPORT_NONE };

/* What the program itself may say around a page's sentences. */
struct support_parts {
    const struct text *v; /* white space folded, {contact} filled in */
    size_t n;
};

struct support_input {
    struct text answer;
    const char *language;        /* as token_split() wants it; NULL: the default */
    const struct text *evidence; /* the sentences quoted, then passages around them */
    size_t n_evidence;
    struct support_parts parts;
    struct tokenizer *words; /* borrowed; NULL: one is made when it is needed */
    bool voice_only;         /* what is not the voice's stays SUPPORT_NONE, unexamined */
};

struct support_sentence {
    struct text text; /* points into the answer, trimmed */
    enum support_kind kind;
    bool risky;
    size_t evidence; /* index of what bears it; SUPPORT_NO_EVIDENCE for voice and unsupported */
};

#define SUPPORT_NO_EVIDENCE SIZE_MAX

struct support {
    struct support_sentence v[SUPPORT_MAX_SENTENCES]; /* in the order of the answer */
    size_t n;
    size_t n_weak, n_none, n_risky_none;
};

/* The first SUPPORT_MAX_SENTENCES sentences, each with what bears it. */
void support_of(const struct support_input *in, struct arena *a, struct support *ret);

const char *support_name(enum support_kind kind); /* "voice" "supported" "weak" "unsupported" */

struct voice;

/* The parts of a voice with the contact line and byline; "": none. */
void support_parts_of(const struct voice *v, struct text contact, struct text byline,
                      struct arena *a, struct support_parts *ret);

/*
 * The parts of a voice (seeds/voices/NAME.ini below the folder seeds, or built in; NULL: the
 * default one) with the department's contact line and byline ("" or NULL: none).
 * ST_NOTFOUND: there is no such voice; ST_CONFIG: it cannot be read.
 */
enum status support_voice(const char *seeds, const char *voice, const char *contact,
                          const char *byline, struct arena *a, struct support_parts *ret,
                          struct err *err);

#endif /* SUPPORT_H */
