/*
 * atom.h - a feed, written piece by piece: head, entries, end.
 *
 * RFC 4287; ids are tag URIs (RFC 4151) made of a department's own host, so that they stay when
 * the address does not.  What it does not do: choose entries or their order, keep them.
 */
#ifndef ATOM_H
#define ATOM_H

#include <stdint.h>

#include "buf.h"

#define ATOM_TIME_BYTES 20 /* "2026-11-22T03:34:14Z": each as long as the other */

/* "tag:HOST,2026-01-01:" of the host in site, an address ("" : earshot.invalid), then what. */
void atom_id(struct buf *b, struct text site, struct text what);

struct atom_head {
    struct text id, title, language; /* id: as atom_id() writes it; language "": not told */
    struct text site;                /* the page it is a feed of; not a link: none is told */
    int64_t updated_s;
};
/* Returns where the time stands in b (ATOM_TIME_BYTES), for who knows it only at the end. */
size_t atom_begin(struct buf *b, const struct atom_head *h);

struct atom_entry {
    struct text id, title, link; /* link: not one: none is told */
    int64_t published_s, updated_s;
    struct text html; /* the content */
};
void atom_add(struct buf *b, const struct atom_entry *e);
void atom_end(struct buf *b);

#endif /* ATOM_H */
