/*
 * frozen_file.h - a file below exports/ that a row of frozen_list speaks of: written, found again
 * and told from one that somebody has changed.
 *
 * A new content is written beside the file as FILE.part, the row is committed with its hash, and
 * then the part takes the name.  Who is killed in between leaves a row that the part fits and the
 * file does not: whoever opens it next gives the part its name.  So a row always leads to bytes
 * of its own.
 */
#ifndef FROZEN_FILE_H
#define FROZEN_FILE_H

#include <stdio.h>

#include "status.h"
#include "store_frozen.h"

/* All of from to exports/FILE.part below dir, on the disk; its length and hash in *f. */
enum status frozen_file_put(const char *dir, const char *file, FILE *from, struct store_frozen *f,
                            struct err *err);

/* Give the part its name. */
enum status frozen_file_name(const char *dir, const char *file, struct err *err);

/* Open it; *ret is the caller's to close.  ST_PROBLEMS: it is not what was frozen. */
enum status frozen_file_open(const char *dir, const char *file, const struct store_frozen *f,
                             FILE **ret, struct err *err);

#endif /* FROZEN_FILE_H */
