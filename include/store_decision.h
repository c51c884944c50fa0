/*
 * store_decision.h - what editors decided about groups of questions, and one group in full:
 * the card.
 *
 * Decisions are rows that are never changed or deleted.  revision counts a group's, so that
 * two editors cannot overwrite each other.  A card's draft is the latest of its group, none
 * while the group is a gap; its state is that of the latest decision about this draft, see
 * store/standing.h; its text is the latest decision's that has one (what a request to write
 * one by hand holds is another draft's), else the draft's own.
 *
 * Which decisions are allowed is decide.h's.  Leases, notes, postings and what somebody has
 * typed are written through store_desk.h.  Everything read lives in the arena; times are
 * Unix seconds, 0: never or not known; texts "" where there is none.  Errors are sticky.
 */
#ifndef STORE_DECISION_H
#define STORE_DECISION_H

#include "arena.h"
#include "store.h"

#define STORE_CARD_PLACES  50  /* posts of a group that its card names, the oldest */
#define STORE_CARD_HISTORY 500 /* its decisions, the latest */
#define STORE_CARD_NOTES   100 /* the latest */
#define STORE_CARD_ASKER   20  /* earlier posts by one asker are counted up to this */

struct store_card_sentence {
    struct text text, address, title; /* of the page it is quoted from */
    int64_t url_id, start, end, fetched_s;
    bool holds; /* the page still has it there, or elsewhere in its text */
};

struct store_card_page {
    struct text address, title;
    double score;
    int64_t url_id;
};

/* Where it was asked. */
struct store_card_place {
    struct text address, host, source; /* source: its key */
    struct text title, body;           /* the asker's words */
    struct text words;                 /* the keywords that matched, as post_match has them */
    struct text asker;                 /* hash; "" : not known */
    int64_t post_id, question_id, asked_s;
    int64_t answers;      /* others gave there; -1: not known */
    int64_t asked_before; /* posts by the same asker before this one, of any group */
    double p;             /* that it asks something */
    double link_p;        /* that its question is in the right group */
    struct text link_why; /* JSON, see indexer/reason.h */
    bool gone;            /* no longer there */
};

struct store_card_decision {
    int64_t id, revision, at_s, draft_id; /* draft_id 0: about a group without one */
    int64_t undoes;                       /* of an undo: the id of what it takes back */
    struct text verb, state, text, arg, reason, actor;
    bool undone;
};

struct store_card_note {
    struct text text, actor;
    int64_t at_s;
};

struct store_card_posting {
    struct text url, actor; /* url "": nobody wrote down where */
    int64_t id, at_s;
    int64_t post_id; /* the question it stands under; 0: not known */
    bool undone;
};

/* One group with all that an editor wants beside it. */
struct store_card {
    int64_t group_id;
    int64_t draft_id; /* the draft shown; 0: none.  The current one unless asked for by its id */
    int64_t current_id, revision;
    struct text state, department;
    int64_t department_id;
    /* the question */
    struct text question, body, language; /* the head's wording */
    int64_t times_asked, sites, first_asked_s, last_asked_s;
    struct store_card_place *places;
    size_t n_places, cap_places; /* fewer than times_asked: the oldest */
    struct text mode;            /* "answer", or "listen" when all its sources only listen */
    /* the draft */
    struct text tone, kind, origin, voice, template_name;
    struct text checks;      /* of the text as it was drafted: JSON */
    struct text answer;      /* as the latest decision left it */
    struct text machine;     /* as it was drafted */
    struct text approved;    /* as it was last approved, by whichever draft; "" : never */
    struct text edited_by;   /* who wrote it as it is now; "" : the program */
    struct text link, model; /* link "": none */
    int64_t link_status;     /* HTTP, when last asked; 0: never asked */
    int64_t created_s;
    int64_t from_id, from_s; /* origin "reused": the draft it repeats, and when that was approved */
    double tone_p, confidence;
    /* its evidence */
    struct store_card_page target; /* what the link leads to, or a gap's nearest page */
    int64_t target_fetched_s, target_changed_s;
    struct store_card_sentence *sentences;
    size_t n_sentences, cap_sentences;
    struct store_card_page *pages; /* weighed, best first; of the draft or of the gap */
    size_t n_pages, cap_pages;
    /* a gap */
    bool gap;
    struct text gap_why, escalation, owner; /* owner: whom the program routed it to,
                                             * also of a draft */
    int64_t gap_s;
    /* where it waits */
    struct text handed_to;                      /* state handed-over: to whom */
    int64_t until_s;                            /* state parked: until when */
    struct text stale_why, stale_was, stale_is; /* as it was last found stale; "" : never */
    int64_t stale_s, stale_revision;            /* found after that decision */
    /* what people did */
    struct store_card_decision *history; /* by revision, all drafts */
    size_t n_history, cap_history;
    struct store_card_note *notes; /* by time */
    size_t n_notes, cap_notes;
    struct store_card_posting *postings; /* by time */
    size_t n_postings, cap_postings;
    struct text lease_by; /* who has it open; look at lease_until_s */
    int64_t lease_since_s, lease_until_s;
};

/*
 * The card of a group as it stands; of a draft: the card of its group, with that draft's
 * text, evidence and state though a newer one or a gap may have taken its place
 * (draft_id <> current_id).  A group that was merged away has no card: its id is followed.
 * False: no such group or draft (or a failure, see store_check()).
 */
bool store_card_of_group(struct store *s, int64_t group_id, struct arena *a,
                         struct store_card *ret);
bool store_card_of_draft(struct store *s, int64_t draft_id, struct arena *a,
                         struct store_card *ret);

/* ---- decisions ---- */

/* Append it to the group (id is not looked at), in a transaction where revisions were
 * compared: revision, draft_id, verb, state, text, arg, reason, actor, at_s, undoes.  Its id. */
int64_t store_decision_add(struct store *s, int64_t group_id, const struct store_card_decision *d);

/*
 * The actor's latest decisions since a time, newest first, undos left out and those that are
 * undone marked; how many (at most cap).  groups: of each.
 */
size_t store_decision_latest(struct store *s, struct text actor, int64_t since_s, struct arena *a,
                             struct store_card_decision *ret, int64_t *groups, size_t cap);

/*
 * A page of the department's own site that may be linked to, by its url_id or, where that is
 * 0, its address; the rest of *page is filled in.  False: there is none.
 */
bool store_decision_own_page(struct store *s, int64_t department_id, struct arena *a,
                             struct store_card_page *page);

/* Groups that are parked until now or earlier, by group; how many (at most cap). */
size_t store_decision_due(struct store *s, int64_t now_s, int64_t *groups, size_t cap);

#endif /* STORE_DECISION_H */
