/*
 * publish.h - an approved answer as the public reads it: the substance and the link.
 *
 * A reply under somebody's post greets, says goodbye and signs.  A page of questions and
 * answers does not: the sentences that the department's voice put around the answer
 * (support.h) and the line that signs it are left out.  What an editor wrote stays, word for
 * word.  Nothing of the asker is in it but the question as the program worded it.
 *
 * What it does not do: choose answers (store_export.h), escape (markup.h).
 */
#ifndef PUBLISH_H
#define PUBLISH_H

#include "arena.h"
#include "buf.h"
#include "store_export.h"
#include "support.h"

/* Texts point into the row it was made from or live in the arena. */
struct publish_entry {
    int64_t id; /* of the group: what anchors and ids are made of, it never changes */
    struct text question, text, language;
    struct text link, title; /* link "" : none; title: what to show for it */
    int64_t published_s, updated_s;
};

/* byline: the department's, "{editor}, Name"; "" : none. */
void publish_entry(const struct store_export_answer *x, struct support_parts parts,
                   struct text byline, struct arena *a, struct publish_entry *ret);

/* Paragraphs, lists and the link as HTML that is XML besides. */
void publish_body(struct buf *b, const struct publish_entry *e);

#endif /* PUBLISH_H */
