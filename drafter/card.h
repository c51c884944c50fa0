/*
 * card.h - one group as an editor reads it, as lines for a terminal or as JSON.
 *
 * In reading order: state; question and where it was asked; draft with its sentences
 * marked; evidence with each sentence in its passage; checks; why it is here; what was said
 * before; notes; history.  The same for a group without a draft, less what it has not.
 */
#ifndef CARD_H
#define CARD_H

#include <jansson.h>

#include "decide.h"
#include "lines.h"
#include "store_also.h"
#include "store_experiment.h"
#include "store_followup.h"
#include "support_card.h"

/* All that a card shows; borrowed. */
struct card_view {
    const struct store_card *card;
    const struct support *support;      /* of card->answer */
    const struct store_around *around;  /* of each of the card's sentences */
    const struct decide_checks *checks; /* of the text as it stands */
    const struct store_followup *earlier;
    size_t n_earlier;
    const struct store_experiment_place *experiment; /* NULL: the group is in none */
    const struct store_also *also;                   /* of other departments, with the same post */
    size_t n_also;
    double threshold; /* of the gate */
    int64_t now_s;
};

/* In reading order, wrapped to the width of l. */
void card_text(const struct card_view *v, struct lines *l);
json_t *card_json(const struct card_view *v); /* the caller's reference */

#endif /* CARD_H */
