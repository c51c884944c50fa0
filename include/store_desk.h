/*
 * store_desk.h - what lies on editors' desks beside their decisions: who has a card open,
 * what is typed and not saved, remarks, and where answers were posted.
 *
 * Nothing here moves a card to another state or counts as a revision.  A lease is a notice,
 * not a lock: who decides without one is not refused.  Writing is the role STORE_REVIEW's,
 * inside a transaction; errors are sticky.
 */
#ifndef STORE_DESK_H
#define STORE_DESK_H

#include "arena.h"
#include "store.h"

#define STORE_LEASE_SPAN_S ((int64_t)10 * 60)
#define STORE_TYPED_BYTES  ((size_t)16 * 1024)
#define STORE_NOTE_BYTES   ((size_t)4 * 1024)

struct store_lease {
    struct text actor; /* "" : nobody */
    int64_t since_s, until_s;
};

/* Who has the card open at now_s. */
bool store_desk_lease(struct store *s, int64_t group_id, int64_t now_s, struct arena *a,
                      struct store_lease *ret);

/*
 * Take it for STORE_LEASE_SPAN_S, or renew one's own.  False: somebody else has it
 * (*ret: who) and it stays theirs, unless over: then it is the actor's, and *ret says
 * whose it was.
 */
bool store_desk_take(struct store *s, int64_t group_id, struct text actor, int64_t now_s, bool over,
                     struct arena *a, struct store_lease *ret);
/* Give it back; nothing happens when it is somebody else's. */
void store_desk_release(struct store *s, int64_t group_id, struct text actor);

/* What somebody has typed, and the revision it was typed on. */
struct store_typed {
    int64_t group_id, revision, at_s;
    struct text text;
};
void store_desk_type(struct store *s, int64_t group_id, struct text actor, int64_t revision,
                     struct text text, int64_t now_s);
bool store_desk_typed(struct store *s, int64_t group_id, struct text actor, struct arena *a,
                      struct store_typed *ret);
void store_desk_drop_typed(struct store *s, int64_t group_id, struct text actor);

/* A remark on a group; no revision. */
void store_desk_note(struct store *s, int64_t group_id, struct text text, struct text actor,
                     int64_t now_s);
/* decision_id: of the verb post; post_id 0: not known; url "": not written down. */
void store_desk_post(struct store *s, int64_t draft_id, int64_t decision_id, int64_t post_id,
                     struct text url, struct text actor, int64_t now_s);
/* Where a posting stands, written down later; "": taken back. */
void store_desk_post_at(struct store *s, int64_t posting_id, struct text url);

#endif /* STORE_DESK_H */
