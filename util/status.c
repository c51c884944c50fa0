#include "status.h"

#include <stdarg.h>
#include <stdio.h>
#include <sysexits.h>

/* ISO C's vsnprintf ends the string whatever happens, so a long message is only cut. */
enum status
err_set(struct err *err, enum status st, const char *fmt, ...)
{
    va_list ap;

    if (err != NULL) {
        va_start(ap, fmt);
        vsnprintf(err->msg, sizeof(err->msg), fmt, ap);
        va_end(ap);
    }
    return st;
}

/* Fixed for good: scripts and unit files branch on these numbers. */
static const int exit_codes[] = {
    [ST_OK] = 0,       [ST_INVALID] = 1,      [ST_USAGE] = 2,  [ST_LIMIT] = 1,
    [ST_NOTFOUND] = 4, [ST_CONFLICT] = 5,     [ST_DENIED] = 6, [ST_CONFIG] = 7,
    [ST_PARTIAL] = 3,  [ST_PROBLEMS] = 8,     [ST_BUSY] = 75,  [ST_INTERRUPTED] = 130,
    [ST_IO] = 1,       [ST_TERMINATED] = 143, [ST_NET] = 1,    [ST_DB] = 1,
};

int
status_exit(enum status st)
{
    if ((size_t)st >= sizeof(exit_codes) / sizeof(exit_codes[0]))
        return EX_SOFTWARE;
    return exit_codes[st];
}
