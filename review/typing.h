/*
 * typing.h - what goes on while somebody edits: the lease, what is typed, and its checks.
 *
 * POST /g/ID/take opens the editor (over=1: from a colleague), type keeps what is typed and renews
 * the lease, drop forgets it, release gives the card back, lint answers with the checks and marks
 * of a text as a piece of HTML.  None of them is a decision.
 */
#ifndef TYPING_H
#define TYPING_H

#include "route.h"

extern const struct route typing_routes[];

#endif /* TYPING_H */
