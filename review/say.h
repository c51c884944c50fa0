/*
 * say.h - the words of pages: spans of time, states, numbers and their nouns.
 *
 * English, for people; machines read the datetime attributes and the names of the store.
 */
#ifndef SAY_H
#define SAY_H

#include "buf.h"

/* "3 minutes ago", "yesterday", "12 Nov", as <time datetime="...">. */
void say_time(struct buf *b, int64_t at_s, int64_t now_s);
/* "in 9 min", "since 08:51"; for leases and dates to come. */
void say_until(struct buf *b, int64_t at_s, int64_t now_s);
/* "1 place", "7 places" */
void say_count(struct buf *b, int64_t n, const char *one, const char *many);

/* What a state is called: "Needs review" for machine; the name itself for one it does not know. */
const char *say_state(struct text state);
/* <span class="badge state machine">Needs review</span>, with a mark that is no colour. */
void say_badge(struct buf *b, struct text state);
/* The same; an alarm that no page was sought for has its own in place of "No page". */
void say_standing(struct buf *b, struct text state, struct text escalation);
/* A tone the same way; nothing for a neutral one. */
void say_tone(struct buf *b, struct text tone);
/* What a kind of word for which a person must see it is called. */
void say_alarm(struct buf *b, struct text escalation);

/* The address of an outside page without scheme and "www.", cut to a readable length. */
void say_address(struct buf *b, struct text url);

/* <a href="..." rel="noopener noreferrer nofollow" target="_blank"> to an outsider's page, "</a>".
 */
void say_link_open(struct buf *b, struct text url, const char *css);

/* " · campaign open-day · asked by students", what there is of it. */
void say_narrow(struct buf *b, struct text campaigns, struct text audience);

#endif /* SAY_H */
