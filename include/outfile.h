/*
 * outfile.h - the FILE of --output: written beside it, and in its place only when it is whole, so
 * that a command that fails, or is killed, leaves an old one as it was, and whoever reads it
 * meanwhile (a web server, a mail) reads all of it.
 *
 * What is no regular file of one's own (a pipe, a link, somebody else's, one in a folder that may
 * not be written to) is written as it stands.
 */
#ifndef OUTFILE_H
#define OUTFILE_H

#include <stdio.h>

#include "status.h"

struct outfile {
    FILE *f;
    const char *path; /* points into the command line */
    char *part;       /* owned; NULL: written in place */
};

/* ST_IO: neither can be written. */
enum status outfile_open(struct outfile *o, const char *path, struct err *err);

/*
 * Close it; st: how the command ended.  The old file stays where st says that the output is not
 * all there is, or nothing was written by a command that failed.  Returns st, or ST_IO.
 */
enum status outfile_close(struct outfile *o, enum status st, struct err *err);

#endif /* OUTFILE_H */
