/* decide_work.h - what the files of decide.h share: a decision being looked over. */
#ifndef DECIDE_WORK_H
#define DECIDE_WORK_H

#include "decide.h"
#include "store_queue.h"

struct decide_work;

/* A row of the table of verbs. */
struct decide_verb {
    const char *name;
    const char *done; /* "approved": what a card is, or cannot be */
    unsigned from;    /* STORE_QUEUE_IN() of the states that it fits */
    int to;           /* enum store_queue_state, or DECIDE_STAYS */
    bool draft;       /* only where there is one */
    bool request;     /* the drafter applies it */
    bool program;     /* not an editor's */
    /* Look over argument, text and reason; NULL: nothing to. */
    enum status (*check)(struct decide_work *w, struct err *err);
};

#define DECIDE_STAYS (-1)
/* What `post` becomes for an answer that was posted without one. */
#define DECIDE_ADDRESS "address"

/* Invariant: inside a transaction of in->store once card is read. */
struct decide_work {
    const struct decide_input *in;
    struct arena *arena;
    const struct decide_verb *verb;
    const struct department_config *department; /* NULL: no file of it any more */
    struct store_card card;
    struct text arg, text; /* as they will be stored */
    struct text was;       /* the state before */
};

const struct decide_verb *decide_find(struct text name); /* NULL: no such verb */
/* "draft 12", or "group 7" where there is none. */
const char *decide_name(const struct decide_work *w);
/* Look over and write one decision on w->card, and read the card again. */
enum status decide_apply(struct decide_work *w, struct err *err);
/* The same without writing. */
enum status decide_look(struct decide_work *w, struct err *err);
/* The posting that stands; NULL: none does. */
const struct store_card_posting *decide_posting(const struct store_card *c);
enum status decide_undo(struct decide_work *w, struct err *err);
/* The card is known: may who asks do that?  And: the rows are written. */
enum status decide_admit(struct decide_work *w, struct text verb, struct err *err);
void decide_tell(const struct decide_work *w);

/* ---- decide_arg.c: what verbs want to be told.  Each reads w->arg and w->text into what will
 * be stored; an error says what was wanted ---- */

enum status decide_arg_reject(struct decide_work *w, struct err *err);
enum status decide_arg_park(struct decide_work *w, struct err *err);
enum status decide_arg_hand_over(struct decide_work *w, struct err *err);
enum status decide_arg_needs_page(struct decide_work *w, struct err *err);
enum status decide_arg_post(struct decide_work *w, struct err *err);
enum status decide_arg_text(struct decide_work *w, struct err *err);
enum status decide_arg_pick(struct decide_work *w, struct err *err);
enum status decide_arg_tone(struct decide_work *w, struct err *err);
enum status decide_arg_reuse(struct decide_work *w, struct err *err);
/* ---- decide_check.c ---- */
enum status decide_check_approve(struct decide_work *w, struct err *err);

#endif /* DECIDE_WORK_H */
