/*
 * message_part.h - the text of a mail's parts; message.c's own.
 */
#ifndef MESSAGE_PART_H
#define MESSAGE_PART_H

#include <gmime/gmime.h>

#include "arena.h"
#include "text.h"

struct message_part {
    struct arena *arena;
    unsigned n;      /* parts seen */
    bool encrypted;  /* one of them is */
    bool quotes_out; /* see struct message */
    bool is_html;    /* the text that was returned last */
};

/* The text below o, in the arena; "": there is none. */
struct text message_part_text(struct message_part *p, GMimeObject *o, unsigned level);

/* t, in the arena if it is no clean UTF-8. */
struct text message_part_utf8(struct text t, struct arena *a);

#endif /* MESSAGE_PART_H */
