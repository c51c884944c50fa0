/*
 * forum.h - a Discourse-like students' forum: the crawler view of topic lists
 * and topics.  As on real ones, the JSON-LD of a solved category says
 * answerCount 0 or 1 whatever the replies, and cuts the text.
 */
#ifndef FORUM_H
#define FORUM_H

#include "site.h"

void forum_answer(const struct site *s, const struct site_request *q, struct site_reply *r);
/* The address of a thread, with the host. */
void forum_address(const struct site *s, const struct site_thread *t, char out[SITE_PATH_BYTES]);

#endif /* FORUM_H */
