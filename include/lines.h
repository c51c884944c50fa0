/*
 * lines.h - text for a terminal: words wrapped at its width, marks in the margin, colours.
 *
 * Words are never broken: one that is wider than the line stands alone on it and runs over,
 * but a list with bars ("csv|jsonl|md") goes on in the next line after one of them.
 * Controls and what turns the writing direction around become '?'.  A colour never says
 * anything that a mark or a word does not.
 */
#ifndef LINES_H
#define LINES_H

#include "buf.h"

#define LINES_PLAIN_COLUMNS 80 /* where there is no terminal to ask */

enum lines_style { LINES_PLAIN, LINES_BOLD, LINES_QUIET, LINES_GOOD, LINES_WARN, LINES_BAD };

struct lines {
    struct buf *out;
    size_t columns;
    bool color;
    size_t indent, at; /* of the paragraph that is open: where its lines begin, where it is */
    bool fresh;        /* no word stands on this line yet */
};

void lines_init(struct lines *l, struct buf *out, size_t columns, bool color);

/* An empty line and a heading. */
void lines_title(struct lines *l, const char *title);

/* A paragraph: begin (mark stands in the margin, padded to indent), add runs, end. */
void lines_begin(struct lines *l, size_t indent, const char *mark, enum lines_style style);
void lines_add(struct lines *l, struct text t, enum lines_style style);
void lines_addf(struct lines *l, enum lines_style style, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void lines_end(struct lines *l);

/* Each line of t as a paragraph of its own. */
void lines_block(struct lines *l, size_t indent, struct text t, enum lines_style style);

/*
 * Help texts, which come with lines of their own: those of a paragraph are filled anew.  A
 * line with two blanks after its first word ("gaps  what no page answers") begins an item
 * whose next lines hang below its explanation; lines that begin with blanks continue it.
 */
void lines_fill(struct lines *l, struct text t);

#endif /* LINES_H */
