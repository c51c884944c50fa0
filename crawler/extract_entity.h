/*
 * extract_entity.h - strings of structured data that hold HTML.
 *
 * Undoes character references once (a string that was encoded twice keeps its
 * second coat), and turns a fragment of markup into plain text.  Only the
 * references that are met in such strings are known; others stay as they are.
 */
#ifndef EXTRACT_ENTITY_H
#define EXTRACT_ENTITY_H

#include "arena.h"
#include "text.h"

struct text extract_entity_decode(struct text t, struct arena *a);
/* Tags dropped; br, p, div, li and their kin become line ends. */
struct text extract_entity_strip(struct text t, struct arena *a);

#endif /* EXTRACT_ENTITY_H */
