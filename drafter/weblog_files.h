/*
 * weblog_files.h - several logs in the order in which their lines were written.
 *
 * A shell names a rotated series by its names: access.log, access.log.1, access.log.10.gz.  What is
 * read one after the other should go on in time, or visits that go on from one file into the
 * next are seen twice.
 */
#ifndef WEBLOG_FILES_H
#define WEBLOG_FILES_H

#include <stddef.h>

#include "arena.h"

/*
 * The same paths, by the time of their first line that is one; files without any come first.
 * As they were given, if one of them is no file: what is looked at in a pipe is gone.
 */
const char *const *weblog_files_order(const char *const *paths, size_t n, struct arena *a);

#endif /* WEBLOG_FILES_H */
