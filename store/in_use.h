/* in_use.h - is a store open in another process, earshot serve for one? */
#ifndef IN_USE_H
#define IN_USE_H

#include "status.h"

/*
 * ST_BUSY: it is.  ST_OK: nobody has it open, and its log is folded into it; or it cannot be
 * opened at all, so that nobody works with it.
 */
enum status in_use_check(const char *path, struct err *err);

#endif /* IN_USE_H */
