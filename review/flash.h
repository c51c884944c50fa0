/*
 * flash.h - what the page says about the act that led to it: "Approved. 39 left. Undo with u."
 *
 * The address carries what was done (did=approve), never words: nobody can make a link that puts
 * words of their own on our pages.
 */
#ifndef FLASH_H
#define FLASH_H

#include "request.h"

/* left: how many cards remain in the list; < 0: not told. */
struct text flash_text(const struct request *r, int64_t left);
/* The same for an act at hand, by its verb. */
const char *flash_of(struct arena *a, struct text verb, int64_t left);

#endif /* FLASH_H */
