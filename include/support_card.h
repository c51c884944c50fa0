/*
 * support_card.h - what bears each sentence of a card's answer: support.h, with the evidence
 * and the voice of a card.
 *
 * Reads the store and the workspace's voices; writes nothing.
 */
#ifndef SUPPORT_CARD_H
#define SUPPORT_CARD_H

#include "config.h"
#include "store_around.h"
#include "store_decision.h"
#include "support.h"

struct support_card {
    struct support_input in;     /* answer: the card's; evidence: sentences, then passages */
    struct store_around *around; /* of each sentence of the card; "" where it stands no longer */
};

/* All in the arena.  A voice that cannot be read leaves in.parts empty. */
void support_card(struct store *s, const struct config *config, const struct store_card *c,
                  struct arena *a, struct support_card *ret);

#endif /* SUPPORT_CARD_H */
