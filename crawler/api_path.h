/*
 * api_path.h - members of JSON values by paths, as profiles write them.
 *
 *   path = "."  |  step { "." step }
 *   step = name [ "[]" | "[" n "]" | "[" n ":]" ]
 *
 * "." is the value itself, "[]" each element, "[1]" the second, "[1:]" all from
 * the second on; a step may be brackets alone.  No recursion into what is not
 * named, no expressions.  Values that are found are borrowed.
 */
#ifndef API_PATH_H
#define API_PATH_H

#include <jansson.h>

#include "arena.h"
#include "text.h"

#define API_MAX_STEPS 16 /* of a path; more find nothing */

/* Each value at the path, max at most, into hits; how many. */
size_t api_path_all(const json_t *root, struct text path, size_t max, json_t **hits);
json_t *api_path_first(const json_t *root, struct text path); /* NULL: there is none */

/* Strings and numbers as text, in the arena; "": anything else, or none. */
struct text api_path_text(const json_t *root, struct text path, struct arena *a);
struct text api_path_as_text(const json_t *v, struct arena *a);
/* Neither absent, null, false, 0 nor "". */
bool api_path_is_true(const json_t *v);
/* A number, digits in a string, or the length of an array. */
bool api_path_number(const json_t *v, int64_t *ret);

#endif /* API_PATH_H */
