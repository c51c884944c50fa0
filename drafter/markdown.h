/*
 * markdown.h - drafts and answers as Markdown that people read: one section each.
 *
 * A table is for short cells; an answer of ninety words is none.  Text from the web is
 * escaped (CommonMark 0.31, and GitHub's pipes): it makes no heading, link, image or tag.
 */
#ifndef MARKDOWN_H
#define MARKDOWN_H

#include "publish.h"
#include "store_export.h"

/* On one line: line ends become blanks. */
void markdown_text(struct buf *b, struct text t);

/* Quoted, line by line; lists of "- " stay lists. */
void markdown_quote(struct buf *b, struct text t);

/* <https://...>; as text what is no address. */
void markdown_url(struct buf *b, struct text t);

void markdown_draft(struct buf *b, const struct store_export_draft *d);
void markdown_answer(struct buf *b, const struct publish_entry *e);

#endif /* MARKDOWN_H */
