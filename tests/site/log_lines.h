/* log_lines.h - the log of a test server: one JSON object a line, read back. */
#ifndef LOG_LINES_H
#define LOG_LINES_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#define LOG_LINE_BYTES 16384

/* Each line is take()'s to keep.  False: the file cannot be opened. */
static inline bool
log_lines(const char *path, void (*take)(void *self, json_t *line), void *self)
{
    char line[LOG_LINE_BYTES];
    FILE *f = fopen(path, "r");

    if (f == NULL)
        return false;
    while (fgets(line, sizeof(line), f) != NULL) {
        json_t *o = json_loads(line, 0, NULL);

        if (o != NULL) /* else it was being written when the server ended */
            take(self, o);
    }
    fclose(f);
    return true;
}

#endif /* LOG_LINES_H */
