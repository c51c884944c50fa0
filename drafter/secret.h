/*
 * secret.h - a password or key that stands alone in a file.
 *
 * The file is beside earshot.ini unless its path is absolute.  One line of printable ASCII; what
 * was read is wiped when it is given back.
 */
#ifndef SECRET_H
#define SECRET_H

#include "status.h"

/* *ret is for secret_free().  ST_CONFIG: there is no such line in it. */
enum status secret_read(const char *dir, const char *file, char **ret, struct err *err);
/* A line in the log when it is open to everybody; a group may have it (root:earshot 0640). */
void secret_warn(const char *dir, const char *file);
void secret_free(char *secret); /* accepts NULL */

#endif /* SECRET_H */
