/*
 * sheet_cells.h - what a workbook made in memory reads as, whichever its kind.
 */
#ifndef SHEET_CELLS_H
#define SHEET_CELLS_H

#include "../../util/spreadsheet.h"
#include "../test.h"
#include "mkzip.h"

/* The rest of the sheet that was begun: "3:a|b|", a row after the other. */
static inline void
sheet_cells(struct spreadsheet *w, struct arena *a, struct buf *out)
{
    struct csv_row *row = arena_alloc(a, sizeof(*row));
    int line;

    while (spreadsheet_next(w, row, &line, NULL) == ST_OK) {
        buf_addf(out, "%d:", line);
        for (size_t i = 0; i < row->n; i++)
            buf_addf(out, "%.*s|", TEXT_ARG(row->v[i]));
    }
}

/* Its first sheet holds that. */
static inline void
sheet_cells_check(const struct buf *file, const char *from, const char *want)
{
    struct arena *a = arena_new();
    struct spreadsheet *w = NULL;
    struct err err = { "" };
    struct buf seen;

    buf_init(&seen, BUF_PAGE);
    CHECK(spreadsheet_open(buf_text(file), a, &w, &err) == ST_OK, "%s: %s", from, err.msg);
    if (w != NULL && spreadsheet_begin(w, 0, &err) == ST_OK)
        sheet_cells(w, a, &seen);
    CHECK(text_is(buf_text(&seen), want), "%s: \"%s\" %s", from, buf_str(&seen), err.msg);
    spreadsheet_close(w);
    buf_release(&seen);
    arena_free(a);
}

#endif /* SHEET_CELLS_H */
