/*
 * filter.h - a part of the program as a tool that reads and writes JSON lines.
 *
 * The frame in filter_cmd.c owns reading, order and errors: a filter sees one
 * decoded object at a time and fills the answer.  What reaches a filter:
 *  - a line that is not JSON, or no object, never reaches it: the frame answers
 *    {"id":null,"line":N,"error":"..."};
 *  - for a line with "id" (or "query"), out holds that member already; the
 *    filter adds fields.  When line() fails the frame answers
 *    {"id":...,"error":err.msg} instead;
 *  - a line with neither is material (a page, a document): out is NULL, there
 *    is no answer unless line() fails.
 * A run with an error in it goes on, and ends with exit 3.
 */
#ifndef FILTER_H
#define FILTER_H

#include <jansson.h>

#include "status.h"
#include "text.h"

#define FILTER_MAX_LINE ((size_t)64 * 1024 * 1024) /* bytes; page bodies arrive in base64 */

struct filter_args {
    const char *dir;          /* workspace whose files override the embedded ones; NULL: none */
    const char *threshold;    /* --threshold P as text, NULL when not given */
    const char *const *paths; /* file arguments */
    size_t n_paths;
};

typedef void filter_emit(void *self, json_t *o);

struct filter {
    const char *name;    /* "robots" */
    const char *summary; /* one line for --help */
    const char *input;   /* its form, for --help */
    const char *output;
    /* All may be NULL but line.  open: *state is close()'s to free. */
    enum status (*open)(const struct filter_args *args, void **state, struct err *err);
    enum status (*line)(void *state, const json_t *in, json_t *out, struct err *err);
    /*
     * For a filter that treats all its lines as one set: the frame keeps every
     * out until the input ends, then calls end(), which may add to those it
     * saw in line() (pointers stay valid), and prints them in order.
     */
    enum status (*end)(void *state, struct err *err);
    void (*close)(void *state);
    /*
     * For a filter that reads its own paths or standard input (warc): given
     * instead of line.  emit takes the reference and prints one line.
     */
    enum status (*stream)(const struct filter_args *args, filter_emit *emit, void *self,
                          struct err *err);
};

/* The members of an object, checked.  All texts point into the JSON value. */
bool json_text(const json_t *o, const char *key, struct text *ret); /* false: absent */
enum status json_need_text(const json_t *o, const char *key, struct text *ret, struct err *err);
void json_put_text(json_t *o, const char *key, struct text t); /* bad UTF-8 becomes U+FFFD */
json_t *json_of_text(struct text t);

#endif /* FILTER_H */
