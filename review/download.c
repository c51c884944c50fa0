/* download.c - see download.h. */

#include "download.h"

#include <stdlib.h>

#include "page.h"

static const struct {
    const char *ending, *type;
    enum table_format format;
} forms[] = {
    { "csv", "text/csv; charset=utf-8", TABLE_CSV },
    { "jsonl", "application/x-ndjson; charset=utf-8", TABLE_JSONL },
    { "json", "application/json", TABLE_JSON },
};

/* The row for the path's ending; the first without one of them. */
static size_t
form_of(struct text path)
{
    struct text ending = path, piece = TEXT_NONE;

    while (text_cut(&path, ".", &piece))
        ending = piece;
    for (size_t i = 0; i < N_ELEMENTS(forms); i++)
        if (text_is(ending, forms[i].ending))
            return i;
    return 0;
}

bool
download_begin(const struct request *r, struct response *res, struct download *d,
               const struct table_column *columns, size_t n_columns)
{
    size_t form = form_of(r->path);

    *d = (struct download){ .ending = forms[form].ending };
    d->file = open_memstream(&d->bytes, &d->n);
    if (d->file == NULL) {
        page_error(r, res, PAGE_BROKEN, "There is no memory for this list.");
        return false;
    }
    d->table = table_open(d->file, forms[form].format, columns, n_columns);
    return true;
}

void
download_end(const struct request *r, struct response *res, struct download *d, const char *name)
{
    struct err err = { "" };
    enum status st = table_close(d->table, &err), read = store_check(r->store, &err);

    st = read != ST_OK ? read : st;
    if (fclose(d->file) != 0 && st == ST_OK)
        st = err_set(&err, ST_IO, "the list does not fit into memory");
    if (st == ST_OK && !buf_add(&res->body, d->bytes, d->n))
        st = err_set(&err, ST_LIMIT, "the list has %zu bytes: filter it", d->n);
    free(d->bytes);
    if (st != ST_OK) {
        page_failed(r, res, st, &err);
        return;
    }
    res->type = forms[form_of(r->path)].type;
    response_header(
        res, "Content-Disposition",
        text_of(arena_printf(r->arena, "attachment; filename=\"%s.%s\"", name, d->ending)));
}
