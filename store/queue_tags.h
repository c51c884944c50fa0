/*
 * queue_tags.h - what a group's row in the queue is narrowed down by, as two texts.
 *
 *     tags  = [","] { tag "," }
 *     tag   = "l:" language | "s:" source id | "c:" campaign | "h:" | "a:" audience
 *
 * Languages are those of the wording that stands for the group; sources and campaigns those of
 * its posts that are heard.  "h:" stands before the audiences that editors gave it; without it
 * those of its sources count, which the settings may change at any time: so they are looked up
 * when a list is read, and no row has to be made anew.  words: that wording, ASCII letters in lower
 * case.  Tags of a kind are in order, so that equal sets are equal texts.
 */
#ifndef QUEUE_TAGS_H
#define QUEUE_TAGS_H

#include "arena.h"
#include "store.h"

/* As they are by now; in the arena. */
void queue_tags(struct store *s, int64_t group_id, struct arena *a, struct text *tags,
                struct text *words);

/* Which campaigns it belongs to, and who asks: "applicants, students". */
void queue_tags_tell(struct store *s, struct text tags, struct arena *a, struct text *campaigns,
                     struct text *audience);

#endif /* QUEUE_TAGS_H */
