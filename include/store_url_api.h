/*
 * store_url_api.h - addresses of a site's API, and the shelf: what a source
 * does not ask for while it is read through that API (state "shelved").
 *
 * Only the crawler writes.  All errors are sticky (store.h).
 */
#ifndef STORE_URL_API_H
#define STORE_URL_API_H

#include "store_url.h"

/* Put a source's addresses aside but those of its API; and take all but those back. */
void store_url_api_shelve(struct store *s, int64_t source_id);
void store_url_api_unshelve(struct store *s, int64_t source_id);

/* The list (STORE_URL_API) through which a source is or was read; false: there is none. */
bool store_url_api_used(struct store *s, int64_t source_id, struct arena *a, struct store_url *ret);
/* The source's next list by id; false: there is none. */
bool store_url_api_next(struct store *s, int64_t source_id, int64_t after_id, struct arena *a,
                        struct store_url *ret);

#endif /* STORE_URL_API_H */
