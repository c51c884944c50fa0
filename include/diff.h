/*
 * diff.h - what became of a text, word by word: runs that were kept, removed, added.
 *
 * For showing an editor what changed between two texts of a few sentences.  The runs in
 * order tell both texts whole: those kept and removed joined are the old one,
 * those kept and added the new one, byte for byte, but that a kept run has the white space of the
 * new text.  Between two kept runs the removed one comes first.
 *
 * The longest common subsequence of words (Hunt and Szymanski's problem, solved by the plain
 * table), so the result is the least that was changed; words are equal if their bytes are.
 * Beyond DIFF_MAX_WORDS on a side what lies between the common beginning and end is
 * one removed and one added run.
 */
#ifndef DIFF_H
#define DIFF_H

#include "arena.h"
#include "text.h"

#define DIFF_MAX_WORDS                                                                             \
    2000 /* of a side, less common beginning and end: 4 million cells of 2 bytes */

enum diff_kind { DIFF_KEPT, DIFF_REMOVED, DIFF_ADDED };

struct diff_run {
    enum diff_kind kind;
    struct text text; /* words with the white space behind them; points into was or is */
};

/* How many runs; they are in the arena.  Two equal texts give one kept run, two empty ones none. */
size_t diff_words(struct text was, struct text is, struct arena *a, struct diff_run **ret);

const char *diff_kind_name(enum diff_kind kind); /* "kept", "removed", "added" */

#endif /* DIFF_H */
