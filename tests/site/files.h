/*
 * files.h - hosts made of files: /a/b is www/HOST/a/b.html put into
 * www/HOST/frame.html.  A file opens with "name: value" lines (title,
 * modified, lang, robots, xrobots), then "---", then HTML.
 *
 * Files are read when they are asked for, so that a test may change one.
 */
#ifndef FILES_H
#define FILES_H

#include "site.h"

void files_answer(const struct site *s, const struct site_request *q, struct site_reply *r);
bool files_read(const char *path, struct buf *ret); /* false: there is none */

#endif /* FILES_H */
