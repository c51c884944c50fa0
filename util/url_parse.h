/*
 * url_parse.h - the URL Standard's "basic URL parser" (section 4.4), for url.c.
 */
#ifndef URL_PARSE_H
#define URL_PARSE_H

#include "buf.h"
#include "url.h"

/*
 * Parse address (valid UTF-8; no tabs, line ends or surrounding spaces)
 * against base, which may be NULL and else is what url_split() gives, and append
 * the serialisation without the fragment to out, which must be empty.
 * Returns NULL, or why the standard says failure, as a static phrase.
 */
const char *url_parse(struct text address, const struct url *base, struct buf *out);

/* One of the standard's special schemes? Then its default port too (0: none). */
bool url_parse_special(struct text scheme, uint16_t *port);

#endif /* URL_PARSE_H */
