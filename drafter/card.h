/*
 * card.h - one draft as lines for a terminal, or as JSON.
 *
 * In the order in which an editor reads: state, question, draft, evidence,
 * checks, why, history.  Text from the web is shown with control characters
 * made harmless.
 */
#ifndef CARD_H
#define CARD_H

#include <jansson.h>

#include "buf.h"
#include "store_decision.h"
#include "store_followup.h"

void card_text(const struct store_card *c, struct buf *out);
/* What the department said before in the thread or to the asker; nothing when it said nothing. */
void card_earlier(const struct store_followup *v, size_t n, struct buf *out);
json_t *card_earlier_json(const struct store_followup *v, size_t n);

json_t *card_json(const struct store_card *c); /* the caller's reference */

#endif /* CARD_H */
