/*
 * markup.h - text into HTML and XML: one writer for each place it may stand in.
 *
 * What comes in is hostile: it leaves as text and nothing else.  The four writers
 * escape alike for HTML5 and for XML 1.0, so one page may be read as either.  Every
 * writer drops what no document may hold or what turns the writing direction around
 * (utf8_drives_terminal() but tab and line feed: controls, NUL, U+202A to U+202E,
 * U+2066 to U+2069) and puts U+FFFD for bytes that are no UTF-8 and for U+FFFE, U+FFFF.
 * Text in a script of its own still turns around by the letters in it: give the element
 * dir="auto".
 *
 * What it does not do: tags, which are the caller's own literals through buf_add_str().
 *
 * Sources: the HTML standard (13.2.5, tokenization; 4.12.1.3, restrictions for scripts),
 * XML 1.0 fifth edition (2.2 and 2.4), RFC 3986.
 */
#ifndef MARKUP_H
#define MARKUP_H

#include <jansson.h>

#include "buf.h"

/* An escaped byte is this many at most: what a cap for the output needs to know. */
#define MARKUP_MAX_GROWTH 6

/* Between tags: <p>HERE</p>. */
void markup_text(struct buf *b, struct text t);

/* Inside double quotes: title="HERE".  Tab and line feed are kept, as references. */
void markup_attr(struct buf *b, struct text t);

/*
 * Inside double quotes where an address belongs: href="HERE".  Absolute http, https and
 * mailto addresses alone, written so that they end where the quotes do; "#" for the rest.
 */
void markup_url(struct buf *b, struct text t);

/* May it be a link at all?  What markup_url() does not write as "#". */
bool markup_is_url(struct text t);

/*
 * JSON between <script type="application/ld+json"> and </script>: no "<", no "&", no
 * line or paragraph separator stands in it.  Members keep their order.  The strings in
 * it should have been through markup_clean().
 */
void markup_json(struct buf *b, const json_t *o);

/*
 * Tags with values in them: the format is markup, a literal; every string that it fills in is
 * written as markup_attr() does, which is right between tags as well.  Addresses of others go
 * through markup_url().  Conversions: %s, %.*s (TEXT_ARG), %d, %lld, %zu, %.Nf, %%.
 *
 *     markup_addf(b, "<p title=\"%s\">%.*s</p>", state, TEXT_ARG(question));
 */
void markup_addf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* For a part of a query or path of our own: all but unreserved bytes as %XX (RFC 3986 2.3). */
void markup_query(struct buf *b, struct text t);

/* The text as the writers see it, before anything is escaped. */
void markup_clean(struct buf *b, struct text t);

#endif /* MARKUP_H */
