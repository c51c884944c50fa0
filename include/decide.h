/*
 * decide.h - an editor's decision about a card: is it allowed, and then a row.
 *
 * The only way to a decision, for the web application and the command line alike.  The
 * table of verbs is drafter/decide.c's; README and earshot(1) show it.  What it does not do:
 * print, know who may decide (accounts are the review application's), or make drafts: a
 * request (pick, tone, reuse, write, redraft) is looked over and written down here, the
 * drafter applies it (draft_apply.h).
 *
 * A decision is never changed or deleted.  Taking one back is a row as well.
 */
#ifndef DECIDE_H
#define DECIDE_H

#include "config.h"
#include "store_decision.h"

#define DECIDE_MAX_TEXT    ((size_t)16 * 1024) /* bytes of an answer */
#define DECIDE_MAX_NOTE    ((size_t)4 * 1024)  /* bytes of a reason, an argument, a note */
#define DECIDE_ANY         (-1)                /* revision: whichever it is now */
#define DECIDE_UNDO_STEPS  10
#define DECIDE_UNDO_SPAN_S ((int64_t)15 * 60)
#define DECIDE_MAX_BULK    500
#define DECIDE_MAX_ISSUES  32
#define DECIDE_PROGRAM     "earshot" /* the actor of what the program decides: wake, missing */

struct decide_input {
    struct store *store;         /* in role STORE_REVIEW */
    const struct config *config; /* contact, sites and the two-person rule of its department */
    int64_t group_id;            /* the card; of undo 0: the actor's latest decision on any */
    int64_t draft_id;            /* the draft that was seen; 0: whichever is current */
    struct text verb;
    struct text arg;  /* as the verb wants it, see the table of verbs */
    struct text text; /* approve, edit, write: the answer; note: the remark */
    struct text reason, actor;
    int64_t revision; /* the one the editor saw, or DECIDE_ANY */
    int64_t post_id;  /* post: the question it stands under; 0: not known */
    int64_t now_s;
    bool dry_run; /* look it over; nothing is written, the card is as it would be */
    /*
     * What else goes with a decision, in its transaction; each may be NULL.  may: asked once the
     * card is known and before anything is written; verb is what is decided, of undo what is
     * taken back; any other status than ST_OK refuses.  done: told when the rows are written,
     * and not of a dry run; was is the state until then.
     */
    enum status (*may)(void *self, const struct store_card *card, struct text verb,
                       struct err *err);
    void (*done)(void *self, const struct store_card *card, struct text was);
    void *self;
};

/*
 * Decide, in one transaction.  *ret is the card as it stands afterwards, or as it is when the
 * decision was refused, for the editor to compare; its group_id is 0 when there is none.
 *   ST_NOTFOUND  no such group, draft, page; nothing to undo
 *   ST_USAGE     no such verb, or an argument it does not know
 *   ST_CONFLICT  another revision, or a newer draft or a gap has taken the draft's place;
 *                of undo: somebody else has decided since
 *   ST_INVALID   the verb does not fit the state, or the text has errors
 *   ST_LIMIT     the text is too long
 *   ST_DENIED    the two-person rule
 */
enum status decide(const struct decide_input *in, struct arena *a, struct store_card *ret,
                   struct err *err);

/* Is it a request, which the drafter applies? */
bool decide_is_request(struct text verb);

/*
 * After a decision: has the drafter something to do for the card now?  It has when what was
 * decided is a request, or takes one back.
 */
bool decide_wants_draft(const struct store_card *c);

/* It is posted and nobody wrote down where: `post` with an address adds it. */
bool decide_wants_address(const struct store_card *c);

/* ---- what may be done, and what is wrong ---- */

/* The i-th verb that fits the card as it stands; NULL past the last one. */
const char *decide_may(const struct store_card *c, size_t i);

struct decide_issue {
    const char *check; /* "length", "links", ... of drafter/lint.h; "link" : it does not answer */
    bool error;        /* blocks an approval; else it is a warning */
    const char *note;
};

struct decide_checks {
    struct decide_issue v[DECIDE_MAX_ISSUES]; /* texts in the arena */
    size_t n, n_errors;
    size_t n_words, n_links;
    double grade;
};

/* The checks of a text as the card's answer, as approve would make them. */
void decide_check(const struct decide_input *in, const struct store_card *c, struct text text,
                  struct arena *a, struct decide_checks *ret);

/* ---- many at once ---- */

struct decide_bulk_item {
    int64_t group_id, revision; /* as seen, or DECIDE_ANY */
    enum status st;             /* out: ST_OK, or why it was left out */
    const char *why;            /* out; in the arena */
};

/*
 * Approve, reject or park many: those that go are decided in one transaction, the others are
 * left out and say why.  Approve takes no card with a warning, and none with an alarm is
 * taken whatever the verb.  ST_PARTIAL when some were left out, *n_done tells how many not.
 */
enum status decide_bulk(const struct decide_input *in, struct decide_bulk_item *items, size_t n,
                        struct arena *a, size_t *n_done, struct err *err);

/* ---- the program's own ---- */

/* Reopen what is parked and due; how many. */
enum status decide_wake(struct store *s, int64_t now_s, int64_t *n_woken, struct err *err);

/* What checks of posted answers have shown (store_reply.h): missing, or found again; how many. */
enum status decide_replies(struct store *s, int64_t now_s, int64_t *n_missing, int64_t *n_found,
                           struct err *err);

#endif /* DECIDE_H */
