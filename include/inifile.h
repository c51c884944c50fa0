/*
 * inifile.h - INI files by libinih, with the line number of every entry.
 *
 * Keys and section names are as written, values trimmed; " ;" starts a comment,
 * so does a ';' or '#' at the start of a line.  Indented lines are ordinary
 * lines here (no continuation), so that an indented key is never glued to the
 * one before.  A section without keys is reported with an empty key.
 */
#ifndef INIFILE_H
#define INIFILE_H

#include "status.h"
#include "text.h"

#define INIFILE_MAX_BYTES ((size_t)1024 * 1024) /* a profile of a department is a page or two */
#define INIFILE_MAX_LINE  4096                  /* XPaths are long */

struct inifile_entry {
    const char *file;
    int line;
    struct text section, key, value; /* until the callback returns */
};

/* Called per entry, in order; a status other than ST_OK ends the reading. */
typedef enum status inifile_fn(void *self, const struct inifile_entry *e, struct err *err);

/*
 * Read body; file is only for messages.  ST_CONFIG: "file:line: what, wanted what"
 * for a line that is no INI, too long or no UTF-8.  The entries around it are
 * reported all the same, so that one reading finds every problem.
 */
enum status inifile_read(const char *file, struct text body, inifile_fn *each, void *self,
                         struct err *err);

/* Read a whole file of at most INIFILE_MAX_BYTES, then as above. */
enum status inifile_load(const char *file, inifile_fn *each, void *self, struct err *err);

#endif /* INIFILE_H */
