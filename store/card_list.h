/* card_list.h - the lists of a card (store_decision.h), read for card.c alone. */
#ifndef CARD_LIST_H
#define CARD_LIST_H

#include "store_decision.h"

/* Each fills its array from group_id and draft_id; the errors are sticky. */
void card_list_history(struct store *s, struct arena *a, struct store_card *c); /* and revision */
void card_list_places(struct store *s, struct arena *a, struct store_card *c);
void card_list_sentences(struct store *s, struct arena *a, struct store_card *c);
void card_list_pages(struct store *s, struct arena *a, struct store_card *c);
void card_list_notes(struct store *s, struct arena *a, struct store_card *c);
void card_list_postings(struct store *s, struct arena *a, struct store_card *c);

#endif /* CARD_LIST_H */
