/*
 * lint.h - what is wrong with the text of an answer, as a list.
 *
 * Errors block an approval, warnings can be passed.  Runs over a machine's
 * draft and over an editor's text alike.
 */
#ifndef LINT_H
#define LINT_H

#include "arena.h"
#include "support.h"
#include "text.h"
#include "tone.h"

/* Words of an answer without its link line. */
#define LINT_MIN_WORDS      40
#define LINT_MAX_WORDS      90
#define LINT_HARD_WORDS     150
#define LINT_MAX_GRADE      12.0 /* reading.h; beyond school is hard to read in passing */
#define LINT_MAX_AGE_MONTHS 24   /* of a page that has not changed: a warning */
#define LINT_MAX_AGE_S      ((int64_t)LINT_MAX_AGE_MONTHS * 30 * 24 * 60 * 60)
#define LINT_MAX_ISSUES     16

struct lint_input {
    struct text answer;
    struct text link;            /* the one address that may stand in it; "" when none should */
    const struct text *evidence; /* the sentences of the page, then passages around them */
    size_t n_evidence;
    struct text contact; /* may stand in it; "" when the department has none */
    enum tone_kind tone;
    /* Addresses of the department's own sites; links elsewhere are errors. */
    const struct text *sites;
    size_t n_sites;
    const char *language; /* of the answer; NULL: English */
    /* What may be left out, and is not looked at then. */
    struct support_parts parts; /* of the voice (support.h): without them no sentence is weighed */
    struct tokenizer *words;
    int64_t changed_s, now_s; /* when the page changed last, and now; 0: not known */
    size_t max_chars;         /* that a reply may have where it will stand; 0: any number */
    int64_t like_id, like_s;  /* a draft approved then answers the same question; 0: none */
};

struct lint_issue {
    /* "length", "links", "host", "numbers", "support", "blame", "jargon", "personal", "contact",
     * "grade", "age", "like" */
    const char *check;
    bool error;
    const char *note; /* in the arena */
};

struct lint_result {
    struct lint_issue issues[LINT_MAX_ISSUES];
    size_t n;
    size_t n_words, n_links;
    double grade; /* 0: not known */
    bool graded;
};

/* In the order of the checks, LINT_MAX_ISSUES at most. */
void lint_check(const struct lint_input *in, struct arena *a, struct lint_result *ret);

/* Is the address on the host (and port) of one of the sites? */
bool lint_on_site(struct text address, const struct text *sites, size_t n_sites);

/* The first http or https address in a text, without the marks that end its sentence; "" : none. */
struct text lint_link(struct text t);
/* The next web address at or after *at: http(s):// or www., up to white space; *at moves behind it.
 */
bool lint_next_link(struct text t, size_t *at, struct text *ret);

/*
 * May the sentence of a page stand in a draft?  Not with a link, or what a forum would
 * make one of, since a draft has its own; nor with characters that nobody sees or that turn
 * the order of what follows.
 */
bool lint_quotable(struct text t);

#endif /* LINT_H */
