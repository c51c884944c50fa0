/*
 * judge.h - how a group of questions sounds: what the playbook of its draft follows from.
 *
 * The tone is that of the question that stands for the group.  Whether a person must see
 * it at once is asked of every post in it: one that speaks of harm must not hide behind a
 * plain one with the same title.
 *
 * What it does not do: judge a single text (tone.h), or decide what follows (draft.c).
 */
#ifndef JUDGE_H
#define JUDGE_H

#include "arena.h"
#include "store_draft.h"
#include "tone.h"

/* Reads the group's posts; a failure of the store is sticky there. */
struct tone_result judge_group(const struct tone *t, struct store *s,
                               const struct store_draft_group *g, struct arena *a);

/*
 * Why nobody should answer: "do not engage: ..."; NULL: nothing speaks against it.  Slurs are
 * left alone whatever is asked; insults only where nothing is.
 */
const char *judge_leave(const struct tone_result *r, bool asks);

/* Why a person must see it first, of which abuse is none ("legal"); NULL: no need. */
const char *judge_alarm(const struct tone_result *r);

#endif /* JUDGE_H */
