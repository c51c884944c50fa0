/*
 * static.h - the stylesheet, the script and the icon, which are inside the binary.
 *
 * Their addresses carry a hash of their content, so a browser may keep them for ever:
 * /static/HASH/earshot.css.  Under another hash the present file is served, uncached: a page
 * that was open during an upgrade still works.
 */
#ifndef STATIC_H
#define STATIC_H

#include "route.h"

extern const struct route static_routes[];

/* "/static/0123456789abcdef/earshot.css"; static memory. */
const char *static_address(const char *name);

/* Work the addresses out; once, before threads are there. */
void static_init(void);

#endif /* STATIC_H */
