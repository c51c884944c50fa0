/*
 * robots_match.h - patterns of robots.txt against paths (RFC 9309, §2.2.2 and
 * §2.2.3), for robots.c.
 *
 * Patterns and paths are compared in one form (§2.2.2): letters, digits and
 * -._~ bare; bytes that no URI holds bare (non-ASCII, controls, space, "<>\^`{|})
 * as %XX in upper case; an escaped reserved byte stays escaped, because
 * RFC 3986 (2.2) gives "%2F" another meaning than "/".  A '*' or '$' that
 * stands for itself is "%2A" or "%24" on both sides, which leaves the bare
 * ones in patterns to be special.
 */
#ifndef ROBOTS_MATCH_H
#define ROBOTS_MATCH_H

#include "buf.h"
#include "text.h"

/* Append t in the one form; in a pattern '*' stays bare. */
void robots_match_form(struct buf *out, struct text t, bool pattern);

/*
 * §2.2.3: '*' stands for any run of bytes; a pattern that is not anchored need
 * only match a prefix.  Both in the one form.  On a mismatch we go back to the latest
 * '*' only, so the time is O(pattern * path), no recursion.
 */
bool robots_match(struct text pattern, bool anchored, struct text path);

#endif /* ROBOTS_MATCH_H */
