/*
 * file.h - whole files, read within a cap and written so that they are never
 * half there.
 */
#ifndef FILE_H
#define FILE_H

#include "buf.h"
#include "status.h"

/* Append the file to out.  ST_NOTFOUND, ST_IO, or ST_LIMIT when it is larger than out->max. */
enum status file_read(const char *path, struct buf *out, struct err *err);

/* Write beside path, fsync, rename over it.  mode as for open(2), such as 0644. */
enum status file_write(const char *path, struct text body, unsigned mode, struct err *err);

/* Make a folder and its parents; one that is there is fine. */
enum status file_mkdir(const char *path, struct err *err);

bool file_exists(const char *path);
/* May everybody on this machine read or write it?  Not for what holds a secret. */
bool file_is_open(const char *path);

#endif /* FILE_H */
