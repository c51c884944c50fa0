/*
 * scrub.h - what is deleted leaves the file, too: SQLite marks deleted pages free and keeps
 * their bytes, and its log keeps old pages until it is folded in.
 */
#ifndef SCRUB_H
#define SCRUB_H

#include "store.h"

/* From here on deleted bytes are written over with zeros.  Not inside a transaction. */
void scrub_begin(struct store *s);

/* Fold the log into the file and empty it.  ST_PARTIAL: somebody reads an old state; what was
 * deleted stands in the log until the next command folds it in. */
enum status scrub_end(struct store *s, struct err *err);

/*
 * The same, and the file is written anew first: what was deleted without this, by anybody and at
 * any time, stands in free bytes until then.  It takes room and time as a copy of the store does.
 * ST_PARTIAL as above; ST_IO: no room.
 */
enum status scrub_all(struct store *s, struct err *err);

#endif /* SCRUB_H */
