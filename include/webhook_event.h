/*
 * webhook_event.h - the names of what a webhook can be told of.
 *
 * What each says is drafter/webhook.c's; which of them a webhook wants is its row of the
 * configuration's.
 */
#ifndef WEBHOOK_EVENT_H
#define WEBHOOK_EVENT_H

#include "text.h"

enum webhook_event {
    WEBHOOK_EVENT_DRAFT,    /* a draft is there */
    WEBHOOK_EVENT_GAP,      /* a question that no page answers */
    WEBHOOK_EVENT_STALE,    /* an answer that does not hold any more */
    WEBHOOK_EVENT_DECISION, /* somebody decided about a card */
    WEBHOOK_EVENT_ALARM,    /* something that somebody should look at now */
    WEBHOOK_EVENTS,         /* how many */
};

#define WEBHOOK_EVENT_NAMES "some of draft, gap, stale, decision, alarm, parted by commas"

const char *webhook_event_name(enum webhook_event e);
int webhook_event_of(struct text name);                          /* -1: none of them */
bool webhook_event_in(const char *events, enum webhook_event e); /* "draft,alarm" */

#endif /* WEBHOOK_EVENT_H */
