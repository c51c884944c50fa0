/*
 * lint.h - what is wrong with the text of an answer, as a list.
 *
 * Errors block an approval, warnings can be passed.  Runs over a machine's
 * draft and over an editor's text alike.
 */
#ifndef LINT_H
#define LINT_H

#include "arena.h"
#include "text.h"
#include "tone.h"

/* Words of an answer without its link line. */
#define LINT_MIN_WORDS  40
#define LINT_MAX_WORDS  90
#define LINT_HARD_WORDS 150
#define LINT_MAX_GRADE  12.0 /* Flesch-Kincaid; beyond school is hard to read in passing */
#define LINT_MAX_ISSUES 16

struct lint_input {
    struct text answer;
    struct text link;            /* the one address that may stand in it; "" when none should */
    const struct text *evidence; /* the sentences of the page */
    size_t n_evidence;
    struct text contact; /* may stand in it; "" when the department has none */
    enum tone_kind tone;
    /* Addresses of the department's own sites; links elsewhere are errors. */
    const struct text *sites;
    size_t n_sites;
};

struct lint_issue {
    const char
        *check; /* "length", "links", "host", "numbers", "blame", "personal", "contact", "grade" */
    bool error;
    const char *note; /* in the arena */
};

struct lint_result {
    struct lint_issue issues[LINT_MAX_ISSUES];
    size_t n;
    size_t n_words, n_links;
    double grade;
};

void lint_check(const struct lint_input *in, struct arena *a, struct lint_result *ret);

/* Is the address on the host (and port) of one of the sites? */
bool lint_on_site(struct text address, const struct text *sites, size_t n_sites);

/* The first http or https address in a text, without the marks that end its sentence; "" : none. */
struct text lint_link(struct text t);

/* Does the text hold a web address? */
bool lint_has_link(struct text t);

#endif /* LINT_H */
