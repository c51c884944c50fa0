/*
 * compose.h - the text of a draft: opening, the page's sentences, link, byline.
 *
 * Everything it says about the matter is quoted from the page; everything else
 * comes from the voice.  One link, on a line of its own, or none.  Where there is little room the
 * best sentence, the link, the opening, contact and byline stay.
 *
 * What it does not do: choose page or sentences, or judge the result (lint.h).
 */
#ifndef COMPOSE_H
#define COMPOSE_H

#include "arena.h"
#include "passage.h"
#include "voice.h"

#define COMPOSE_MAX_SENTENCES 3

enum compose_kind {
    COMPOSE_ANSWER,      /* sentences and a link; contact line besides if the tone is negative */
    COMPOSE_ACKNOWLEDGE, /* thanks for praise: no link */
    COMPOSE_CONTACT      /* a complaint that asks nothing: contact line, no link */
};

struct compose_sentence {
    struct text text; /* as on the page */
    bool item;        /* stands on a line of its own */
};

struct compose_input {
    const struct voice *voice;
    enum compose_kind kind;
    enum tone_kind tone;
    uint64_t seed;        /* the group's id */
    const char *previous; /* template of the department's draft before this one; NULL: none */
    struct compose_sentence sentences[COMPOSE_MAX_SENTENCES]; /* best first */
    uint32_t order[COMPOSE_MAX_SENTENCES];                    /* place on the page: reading order */
    size_t n_sentences;
    size_t max_chars;                  /* of the whole, where a place has a limit; 0: none */
    struct text link, contact, byline; /* contact: "" when the department has none */
};

struct compose_draft {
    struct text answer;
    const char *template_name; /* "warm/neutral/2": voice, tone, number of the opening */
    size_t n_sentences;        /* of the given ones, best first, how many stand in it */
};

void compose_draft(const struct compose_input *in, struct arena *a, struct compose_draft *ret);

/* The department's byline (NULL: its name) with its name for {department}. */
struct text compose_fill_byline(const char *byline, const char *name, struct arena *a);

/* "{editor}, Department" before anybody has signed: "Department". */
struct text compose_byline(struct text byline);

const char *compose_kind_name(enum compose_kind kind); /* "answer" */

#endif /* COMPOSE_H */
