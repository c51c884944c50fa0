/* also.h - the groups of other departments that hold the same post (store_also.h), as a page says
 * them. */
#ifndef ALSO_H
#define ALSO_H

#include "buf.h"
#include "request.h"
#include "store_also.h"

/* Of v, what belongs to that group: "Also with Admissions", its state, and a way to it for who may
 * see it.  Nothing where it has none. */
void also_write(const struct request *r, struct buf *b, int64_t group_id,
                const struct store_also *v, size_t n);
/* A warning for each that has posted its answer there already. */
void also_warn(struct buf *b, int64_t group_id, const struct store_also *v, size_t n);

#endif /* ALSO_H */
