/*
 * traps.h - a host of everything that breaks crawlers.  "/" links to all of
 * it; each trap that is a page holds one question, so that a test can see
 * what was read.
 */
#ifndef TRAPS_H
#define TRAPS_H

#include "site.h"

void traps_answer(const struct site *s, const struct site_request *q, struct site_reply *r);

#endif /* TRAPS_H */
