/* queue.h - for store.c: the rows of the queue (store_queue.h) before a transaction commits. */
#ifndef QUEUE_H
#define QUEUE_H

#include "store.h"

/* Make the rows of all groups that were touched anew. */
void queue_flush(struct store *s);
/* Forget them: the transaction was rolled back. */
void queue_forget(struct store *s);

#endif /* QUEUE_H */
