/*
 * api_template.h - addresses with holes, as profiles write them, read both ways:
 * filled in to make an address, and laid over an address to get the values back.
 *
 *   template = [ origin ] path [ "?" name "=" value { "&" name "=" value } ]
 *   origin   = "{origin}" | scheme "://" host | host
 *   hole     = "{" name "}"      a value: up to what follows, never across "/"
 *            | "{" name "*}"     the same, across "/"
 *            | "{." path { "|" path } [ ":_" ] "}"
 *                                a member of an item (api_path.h), the first that is there;
 *                                ":_": with underscores for its spaces; only filled in
 *
 * A parameter that has a hole without a value is left out of an address that is
 * made; a path with one gives none.  {origin} is "https://host[:port]", {host} "host[:port]".
 */
#ifndef API_TEMPLATE_H
#define API_TEMPLATE_H

#include <jansson.h>

#include "arena.h"
#include "text.h"
#include "url.h"

#define API_MAX_VALUES 16 /* of a template; profiles have 5 at most */

struct api_values {
    struct {
        struct text name, value; /* decoded */
    } v[API_MAX_VALUES];
    size_t n;
};

struct text api_template_get(const struct api_values *v, const char *name); /* "": none */
/* Add or replace; more than API_MAX_VALUES are dropped. */
void api_template_set(struct api_values *v, struct text name, struct text value);

/* item: of the holes that begin with a dot; NULL: they have no value. */
bool api_template_fill(struct text template, const struct api_values *v, const json_t *item,
                       struct arena *a, struct text *ret);

/*
 * Does u have the template's origin and path?  Adds what stands in the holes to
 * *ret.  *score gets the number of parameters that stand there as the template has
 * them, less those that have another value; strict: each must be there.
 */
bool api_template_fit(struct text template, const struct url *u, bool strict, struct arena *a,
                      struct api_values *ret, int *score);

#endif /* API_TEMPLATE_H */
