/*
 * pages_gen.h - made-up pages for benchmarks, in the shape of what platforms
 * send: the same share of markup, scripts, attributes and links around the text
 * as we saw on real pages (November 2026), words from words.h.
 */
#ifndef PAGES_GEN_H
#define PAGES_GEN_H

#include "words.h"

enum pages_gen_shape { PAGES_GEN_DISCOURSE, PAGES_GEN_SE, PAGES_GEN_PHPBB, PAGES_GEN_FAQ };
#define PAGES_GEN_SHAPES 4

const char *pages_gen_name(enum pages_gen_shape shape);

/* A page of about so many bytes; links (addresses) may be NULL, n_links 0. */
void pages_gen_html(struct words *w, enum pages_gen_shape shape, size_t bytes,
                    const char *const *links, size_t n_links, struct buf *out);

/* Plain text of a site's page: headings, paragraphs, a list, as extract_page() gives it. */
void pages_gen_text(struct words *w, size_t bytes, struct buf *title, struct buf *out);

#endif /* PAGES_GEN_H */
