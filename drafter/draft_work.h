/*
 * draft_work.h - what the files of the stage share: one department being drafted.
 *
 * draft.c says which groups are looked at, draft_basis.c whether anything about one is new,
 * draft_engine.c keeps what is needed for it, draft_site.c the department's own pages
 * among that; draft_group.c finds what a group gets, draft_request.c where editors asked for
 * something or the question was answered before; draft_arm.c chooses the voice where there is
 * an experiment; draft_write.c composes, checks and
 * stores it.  stale.c looks at what was decided.
 */
#ifndef DRAFT_WORK_H
#define DRAFT_WORK_H

#include "answer.h"
#include "compose.h"
#include "draft.h"
#include "draft_engine.h"
#include "store_draft.h"
#include "store_experiment.h"

#define DRAFT_MAX_SENTENCES 12 /* of the page that a draft may quote: an editor's answer, too */

/* Everything is borrowed but what says owned. */
struct draft_work {
    struct store *s;
    const struct department_config *d;
    const struct draft_options *o;
    struct draft_counts *counts;
    struct arena *arena;   /* of the run; owned */
    struct arena *scratch; /* of one group; owned */
    const struct tone *tone;
    struct draft_desk *desk;
    size_t source;                  /* of the group at hand, if it has a voice of its own */
    const struct voices_one *voice; /* of the group at hand */
    struct reply *reply;            /* of the engine */
    int64_t like_id, like_s; /* an approved answer to the same question, not taken; 0: none */
    size_t max_chars;        /* of a reply to the group at hand; 0: no limit */
    struct store_draft_group *pending;
    size_t n_pending, cap_pending;
    const char *previous; /* template of the last draft */
    struct store_experiment *experiments;
    size_t n_experiments;
    int64_t experiment; /* that the group at hand comes into; 0: none */
    struct text owner;  /* of the group at hand: the person it asks about; "": nobody */
    int64_t department_id;
    uint64_t basis; /* of what all groups share */
    struct text byline;
    int64_t now_s;
};

/* ---- draft.c ---- */

/* Everything but counts and pending; the arenas are the caller's to free. */
enum status draft_work_init(struct draft_work *w, struct store *s,
                            const struct department_config *d, int64_t department_id,
                            const struct draft_options *o, struct draft_engine *e, struct err *err);
void draft_work_release(struct draft_work *w);

/* Is there a draft or a gap, or nothing asked, by what there is now? */
bool draft_work_is_done(const struct draft_work *w, const struct store_draft_group *g);

/* ---- draft_basis.c: what a draft was made from, as a number ---- */

uint64_t draft_basis_shared(const struct draft_work *w);
int64_t draft_basis_group(const struct draft_work *w, const struct store_draft_group *g);

/* ---- draft_group.c ---- */

/* One group, inside a transaction (none when it is a dry run). */
void draft_group(struct draft_work *w, const struct store_draft_group *g);
/* A group that is only listened to: a gap where a person must see it, else nothing. */
void draft_group_alarm(struct draft_work *w, const struct store_draft_group *g);

/* Has an editor asked for something, or taken it back, since the latest draft was made? */
bool draft_group_is_asked(const struct store_draft_group *g);

/* The answer on the first page that was found, or the gap that none of it can be quoted. */
void draft_group_answer(struct draft_work *w, const struct store_draft_group *g,
                        const struct tone_result *tone, const struct answer *x);

/* ---- draft_request.c ---- */

/* What an editor asked for: false when that is left to the machine. */
bool draft_request(struct draft_work *w, const struct store_draft_group *g,
                   const struct tone_result *tone);

/* The same question has an answer that still holds: that one.  False: it has none. */
bool draft_request_remembered(struct draft_work *w, const struct store_draft_group *g,
                              const struct tone_result *tone);

/* ---- draft_write.c ---- */

/*
 * Compose, check, store.  in has kind, sentences and link; d confidence, link_url_id, sentences
 * and evidence; the rest is filled here.
 */
void draft_write(struct draft_work *w, const struct store_draft_group *g,
                 const struct tone_result *tone, struct compose_input *in, struct store_draft *d);

/*
 * Check, store: a text that is not composed here.  d has answer, kind, origin, link and
 * template_name besides, and the voice if it is not the group's; note: what an editor should know
 * of it, or NULL.
 */
void draft_write_text(struct draft_work *w, const struct store_draft_group *g,
                      const struct tone_result *tone, struct store_draft *d, const char *note);

/* x: the pages that were weighed, or NULL.  tone->escalation is kept beside it. */
void draft_write_gap(struct draft_work *w, const struct store_draft_group *g,
                     const struct tone_result *tone, const struct answer *x, const char *why);

/* ---- draft_arm.c: experiments ---- */

/* Those of the department, once for all groups. */
void draft_arm_load(struct draft_work *w);

/*
 * The voice of an answer to the group, in the language of what it quotes: that of its arm, if it is
 * in an experiment; w->experiment: of the one it comes into with this draft, 0: none.
 */
const struct voices_one *draft_arm_voice(struct draft_work *w, const struct store_draft_group *g,
                                         const struct tone_result *tone, const char *language);

/* ---- draft_link.c ---- */

/* The address as it stands in the text: with the department's answer tag, if it has one. */
struct text draft_link_shown(const struct department_config *d, struct text link, struct arena *a);

/* The same address without the tag. */
struct text draft_link_plain(const struct department_config *d, struct text link, struct arena *a);

#endif /* DRAFT_WORK_H */
