/* inifile: any bytes; every entry within the body, lines in order, errors with a line. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inifile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
    int line;
    size_t bytes;
};

static enum status
on_entry(void *self, const struct inifile_entry *e, struct err *err)
{
    struct seen *s = self;

    (void)err;
    if (e->line < s->line || e->line < 1)
        abort(); /* lines do not go back */
    if (text_trim(e->value).n != e->value.n || text_trim(e->key).n != e->key.n)
        abort(); /* trimmed, as promised */
    s->line = e->line;
    s->bytes += e->key.n + e->value.n;
    return ST_OK;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct seen s = { 0 };
    struct err err = { "" };
    enum status st =
        inifile_read("f", (struct text){ (const char *)data, size }, on_entry, &s, &err);

    if (s.bytes > size)
        abort(); /* nothing is made up */
    if (st != ST_OK && (st != ST_CONFIG || strncmp(err.msg, "f:", 2) != 0))
        abort();
    return 0;
}
