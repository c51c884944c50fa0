/*
 * snippet.h - the stretch of a text that shows best why it was found.
 *
 * The window with the most different words of the query, then with the most words of it.  What
 * comes out is one line, safe for a terminal: control characters and runs of white space are one
 * space.
 */
#ifndef SNIPPET_H
#define SNIPPET_H

#include "arena.h"
#include "text.h"
#include "token.h"

struct snippet_style {
    size_t max_bytes;         /* of the text, marks not counted; cut at whole words if possible */
    const char *open, *close; /* around each word that hit */
};

/*
 * From the arena; "..." stands where text was left out.  *ret_hits: different words of the query in
 * it.  Stop words of the query are not marked.
 */
struct text snippet_make(struct tokenizer *tk, struct text t, const char *language,
                         struct text query, const struct snippet_style *style, struct arena *a,
                         size_t *ret_hits);

#endif /* SNIPPET_H */
