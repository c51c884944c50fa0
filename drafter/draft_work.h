/*
 * draft_work.h - what the files of the stage share: one department being drafted.
 *
 * draft.c says which groups are looked at, draft_basis.c whether anything about one is new,
 * draft_site.c holds the department's own pages, draft_group.c finds what a group gets,
 * draft_write.c composes, checks and stores it.
 */
#ifndef DRAFT_WORK_H
#define DRAFT_WORK_H

#include "answer.h"
#include "compose.h"
#include "draft.h"
#include "draft_site.h"
#include "store_draft.h"
#include "tone.h"

/* Everything is borrowed but what says owned. */
struct draft_work {
    struct store *s;
    const struct department_config *d;
    const struct draft_options *o;
    struct draft_counts *counts;
    struct arena *arena;         /* of the run; owned */
    struct arena *scratch;       /* of one group; owned */
    struct tone *tone;           /* owned */
    struct voice *voice;         /* of the group at hand */
    struct voice **source_voice; /* of each of the department's sources; NULL: the department's */
    struct voice *own_voice;     /* the department's */
    struct draft_site site;      /* owned */
    struct store_draft_group *pending;
    size_t n_pending, cap_pending;
    const char *previous; /* template of the last draft */
    struct text owner;    /* of the group at hand: the person it asks about; "": nobody */
    int64_t department_id;
    uint64_t basis; /* of what all groups share */
    struct text byline;
    int64_t now_s;
};

/* ---- draft_basis.c: what a draft was made from, as a number ---- */

uint64_t draft_basis_shared(const struct draft_work *w, int64_t pages_hash);
int64_t draft_basis_group(const struct draft_work *w, const struct store_draft_group *g);

/* ---- draft_group.c ---- */

/* One group, inside a transaction (none when it is a dry run). */
void draft_group(struct draft_work *w, const struct store_draft_group *g);

/* ---- draft_write.c ---- */

/*
 * Compose, check, store.  in has kind, sentences and link; d confidence, link_url_id, sentences
 * and evidence; the rest is filled here.
 */
void draft_write(struct draft_work *w, const struct store_draft_group *g,
                 const struct tone_result *tone, struct compose_input *in, struct store_draft *d);

/* x: the pages that were weighed, or NULL.  tone->escalation is kept beside it. */
void draft_write_gap(struct draft_work *w, const struct store_draft_group *g,
                     const struct tone_result *tone, const struct answer *x, const char *why);

#endif /* DRAFT_WORK_H */
