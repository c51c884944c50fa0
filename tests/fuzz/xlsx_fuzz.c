/*
 * Rows of a workbook end, their lines and columns are within bounds.  What is no archive is taken
 * for its parts, parted by \x01: sheet, strings, styles, workbook.
 */
#include <assert.h>

#include "../util/mkzip.h"
#include "../../util/xlsx.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
read_all(struct xlsx *x, struct arena *a)
{
    struct csv_row *row = arena_alloc(a, sizeof(*row));
    int line;

    for (size_t i = 0; i < xlsx_n_sheets(x); i++) {
        if (xlsx_begin(x, i, NULL) != ST_OK)
            continue;
        while (xlsx_next(x, row, &line, NULL) == ST_OK)
            assert(row->n > 0 && row->n <= CSV_MAX_FIELDS && line > 0);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    struct text t = { (const char *)data, size };
    struct xlsx *x = NULL;
    struct buf file;

    buf_init(&file, BUF_LARGE);
    if (text_starts(t, TEXT_LIT("PK"))) {
        buf_add_text(&file, t);
    } else {
        const char *sheet = mkzip_part(&t, a), *strings = mkzip_part(&t, a),
                   *styles = mkzip_part(&t, a);

        mkzip_book(mkzip_part(&t, a), sheet != NULL ? sheet : "", strings, styles, &file);
    }
    if (xlsx_open(buf_text(&file), a, &x, NULL) == ST_OK)
        read_all(x, a);
    xlsx_close(x);
    buf_release(&file);
    arena_free(a);
    return 0;
}
