/*
 * Rows of an OpenDocument table end, their lines and columns are within bounds, and what is
 * written once does not become more than its caps.  What is no archive is taken for its parts,
 * parted by \x01: rows or tables, styles, manifest, media type.
 */
#include <assert.h>

#include "../util/mkzip.h"
#include "../../util/ods.h"
#include "../../util/spreadsheet_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
read_sheet(struct ods *o, struct csv_row *row)
{
    size_t n_bytes = 0, n_cells = 0;
    int line, last = 0;

    while (ods_next(o, row, &line, NULL) == ST_OK) {
        assert(row->n > 0 && row->n <= CSV_MAX_FIELDS);
        assert(line >= last && line > 0 && line <= ODS_MAX_LINE);
        last = line;
        for (size_t i = 0; i < row->n; i++) {
            assert(row->v[i].n <= SPREADSHEET_CELL_BYTES);
            n_bytes += row->v[i].n;
        }
        n_cells += row->n;
    }
    assert(n_bytes <= ODS_MAX_BYTES && n_cells <= SPREADSHEET_MAX_CELLS * (size_t)CSV_MAX_FIELDS);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    struct csv_row *row = arena_alloc(a, sizeof(*row));
    struct text t = { (const char *)data, size };
    struct ods *o = NULL;
    struct buf file;

    buf_init(&file, BUF_LARGE);
    if (text_starts(t, TEXT_LIT("PK"))) {
        buf_add_text(&file, t);
    } else {
        const char *rows = mkzip_part(&t, a), *styles = mkzip_part(&t, a),
                   *manifest = mkzip_part(&t, a);

        mkzip_ods(mkzip_part(&t, a), rows != NULL ? rows : "", styles, manifest, &file);
    }
    if (ods_open(buf_text(&file), a, &o, NULL) == ST_OK)
        for (size_t i = 0; i < ods_n_sheets(o); i++)
            if (ods_begin(o, i, NULL) == ST_OK)
                read_sheet(o, row);
    ods_close(o);
    buf_release(&file);
    arena_free(a);
    return 0;
}
