/*
 * extract_filter.h - what a page says, as the JSON that "filter extract" and
 * "filter warc" print.  Its form stands in filter extract --help and the manual.
 */
#ifndef EXTRACT_FILTER_H
#define EXTRACT_FILTER_H

#include <jansson.h>

#include "extract.h"

/* Add page, profile, questions and links to out; url is the page's own. */
void extract_filter_answer(const struct extract_page *page, struct text url, struct arena *arena,
                           json_t *out);

#endif /* EXTRACT_FILTER_H */
