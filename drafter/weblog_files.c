/* weblog_files.c - see weblog_files.h. */

#include "weblog_files.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "weblog.h"
#include "weblog_read.h"

#define LOOKED_AT 100 /* lines; a file with as many wrong ones is no log */

struct file {
    const char *path;
    int64_t at_s;
    size_t given;
};

static bool
is_file(const char *path)
{
    struct stat sb;

    return strcmp(path, "-") != 0 && (stat(path, &sb) != 0 || S_ISREG(sb.st_mode));
}

static int64_t
first_time(const char *path)
{
    struct weblog_read *r;
    struct err err; /* whoever reads it next tells what is wrong */
    struct weblog_line line;
    const char *why;
    struct text text;
    int64_t ret = INT64_MIN;
    bool whole;

    if (weblog_read_open(path, &r, &err) != ST_OK)
        return ret;
    for (int i = 0; i < LOOKED_AT && ret == INT64_MIN && weblog_read_line(r, &text, &whole); i++)
        if (whole && weblog_parse(text, &line, &why))
            ret = line.at_s;
    weblog_read_close(r);
    return ret;
}

static int
by_time(const void *x, const void *y)
{
    const struct file *a = x, *b = y;

    if (a->at_s != b->at_s)
        return a->at_s < b->at_s ? -1 : 1;
    return (a->given > b->given) - (a->given < b->given);
}

const char *const *
weblog_files_order(const char *const *paths, size_t n, struct arena *a)
{
    struct file *files = arena_alloc(a, (n + 1) * sizeof(*files));
    const char **ret = arena_alloc(a, (n + 1) * sizeof(*ret));

    for (size_t i = 0; i < n; i++)
        if (!is_file(paths[i]))
            return paths;
    for (size_t i = 0; i < n; i++)
        files[i] = (struct file){ paths[i], n > 1 ? first_time(paths[i]) : 0, i };
    if (n > 1)
        qsort(files, n, sizeof(*files), by_time);
    for (size_t i = 0; i < n; i++)
        ret[i] = files[i].path;
    return ret;
}
