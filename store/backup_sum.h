/* backup_sum.h - the trailer of a backup: how long it is and what it hashes to (backup.h). */
#ifndef BACKUP_SUM_H
#define BACKUP_SUM_H

#include "backup.h"

/* The trailer for the first bytes of fd, read from its beginning. */
enum status backup_sum_trailer(int fd, int64_t bytes, char out[BACKUP_TRAILER_BYTES + 1],
                               struct err *err);

/* The bytes before the trailer, *ret, hash to what it says.  path is for messages. */
enum status backup_sum_check(int fd, const char *path, int64_t *ret, struct err *err);

#endif /* BACKUP_SUM_H */
