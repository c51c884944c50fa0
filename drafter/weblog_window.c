/* weblog_window.c - see weblog_window.h.  Rows of eight places, found by the hash. */

#include "weblog_window.h"

#include <stdlib.h>

#include "mem.h"

#define ROWS   ((size_t)1 << 16) /* times PLACES: half a million visitors in half an hour, 8 MiB */
#define PLACES 8

struct place {
    uint64_t visitor;    /* 0: free */
    uint32_t at_s, page; /* of the latest request; a log's time fits in until 2106 */
};

struct weblog_window {
    struct place rows[ROWS][PLACES];
};

struct weblog_window *
weblog_window_new(void)
{
    return mem_zalloc(sizeof(struct weblog_window));
}

void
weblog_window_free(struct weblog_window *w)
{
    free(w);
}

bool
weblog_window_begins(struct weblog_window *w, uint64_t visitor, size_t page, int64_t at_s)
{
    struct place *row = w->rows[visitor % ROWS], *oldest = row;

    for (size_t i = 0; i < PLACES; i++) {
        int64_t gap_s = at_s - row[i].at_s;

        if (row[i].visitor == visitor) {
            /* servers write a line when the answer is over: it may be older than the one before */
            if (gap_s > 0 || gap_s < -WEBLOG_WINDOW_S)
                row[i].at_s = (uint32_t)at_s;
            return gap_s > WEBLOG_WINDOW_S || gap_s < -WEBLOG_WINDOW_S;
        }
        if (row[i].visitor == 0 || row[i].at_s < oldest->at_s)
            oldest = &row[i];
        if (row[i].visitor == 0)
            break;
    }
    *oldest = (struct place){ visitor, (uint32_t)at_s, (uint32_t)page };
    return true;
}

void
weblog_window_each(const struct weblog_window *w, int64_t since_s, weblog_window_fn *fn, void *self)
{
    for (size_t i = 0; i < ROWS; i++)
        for (size_t k = 0; k < PLACES && w->rows[i][k].visitor != 0; k++)
            if (w->rows[i][k].at_s >= since_s)
                fn(self, w->rows[i][k].visitor, w->rows[i][k].page, w->rows[i][k].at_s);
}
