/*
 * surt.h - the sort-friendly form of an address by which archives are indexed:
 * https://www.Example.org:8080/a?c&b becomes "org,example:8080)/a?b&c".
 *
 * Source: the Python library surt 0.3 (IAURLCanonicalizer), whose keys pywb
 * looks up: lower case, "www" and "www12" dropped, parameters sorted,
 * the last slash and an empty query dropped, escapes undone where bytes need none.
 * Left out: session ids, which the frontier drops before an address is fetched.
 */
#ifndef SURT_H
#define SURT_H

#include "arena.h"

/* The key of an address, in the arena, without white space; of what is none, its lower case. */
struct text surt_key(struct text address, struct arena *arena);

#endif /* SURT_H */
