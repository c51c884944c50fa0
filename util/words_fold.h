/*
 * words_fold.h - a text in the form in which words are compared, and where that came from.
 *
 * It is made piece by piece: a letter with all that belongs to it, or all white space up to the
 * next word.  No piece depends on the one before, so the whole is the pieces one after the other.
 */
#ifndef WORDS_FOLD_H
#define WORDS_FOLD_H

#include "buf.h"
#include "words_read.h"

/* A letter with 31 marks (the Stream-Safe Text Format of UAX #15 has 30), 18 for one, 4 bytes. */
#define WORDS_PIECE       32
#define WORDS_PIECE_BYTES (WORDS_PIECE * 18 * 4)

struct words_fold {
    struct text t;
    enum words_reading how;
    size_t at; /* where the next piece begins */
};

/* The next piece as it is compared, its bytes in out; 0: nothing of it is.  f->at is < f->t.n. */
size_t words_fold_next(struct words_fold *f, char out[WORDS_PIECE_BYTES]);

/* Append all of it. */
void words_fold(struct text t, enum words_reading how, struct buf *out);

#endif /* WORDS_FOLD_H */
