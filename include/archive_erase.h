/*
 * archive_erase.h - take records out of the archives of a workspace (archive/).
 *
 * A record that is taken out gives way to one of the same length that says nothing (WARC-Type
 * metadata): what lies behind it stays where the store and the index say.  A file is written
 * anew beside the old one and takes its name when it is whole.  A file that is being written
 * (*.open) is not touched.
 *
 * What is looked for in a record is looked for in its bytes, and in its body as the
 * crawler reads it, content codings undone and in UTF-8; words.h says what is the same.
 */
#ifndef ARCHIVE_ERASE_H
#define ARCHIVE_ERASE_H

#include "status.h"
#include "text.h"

struct archive_erase {
    const char *dir; /* the workspace */
    const struct text *urls;
    size_t n_urls; /* every record of these */
    const struct text *words;
    size_t n_words; /* and those that hold one of these, requests only with addresses set */
    bool addresses; /* the words may be part of an address, which stands in headers */
    bool dry_run;
    /* Each record, before it goes; each file that cannot be looked into: offset -1. */
    void (*found)(void *self, const char *file, int64_t offset, struct text url);
    void *self;
};

/* ST_OK also when there are no archives.  ST_IO: the file that failed is as it was. */
enum status archive_erase(const struct archive_erase *job, struct err *err);

#endif /* ARCHIVE_ERASE_H */
