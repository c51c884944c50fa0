/*
 * mask.h - hide e-mail addresses and phone numbers in posts by the public.
 *
 * Masked before storage, the count kept.  An address becomes "[email]", a
 * number "[phone]".  Text stays valid UTF-8 when it was.
 *
 * What is a phone number: 8 to 15 digits (E.164) written as phones are, with
 * '+', "tel", brackets or in groups; 7 in the North American 555-0123 form.
 * What is not: years and dates, ISO times, prices, version numbers, IP
 * addresses, ISBN, numbers inside words, addresses of pages or hashes.  When in
 * doubt a bare run of digits stays: ids of posts and matriculation look alike.
 */
#ifndef MASK_H
#define MASK_H

#include "arena.h"
#include "text.h"

struct mask_counts {
    unsigned emails, phones;
};

/* t with both masked: t itself if there was nothing, else in the arena.  Adds to *counts. */
struct text mask_text(struct text t, struct arena *arena, struct mask_counts *counts);

#endif /* MASK_H */
