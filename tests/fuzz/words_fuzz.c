/* words: a line to look for, then any bytes; what is found is replaced, however they are read. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../util/words_fold.h"
#include "words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Each reading gets on, and is its pieces one after the other. */
static void
walk(struct text t, enum words_reading how)
{
    struct words_fold f = { t, how, 0 };
    char piece[WORDS_PIECE_BYTES];
    struct buf whole, pieces;

    buf_init(&whole, BUF_LARGE);
    buf_init(&pieces, BUF_LARGE);
    while (f.at < t.n) {
        size_t was = f.at, n = words_fold_next(&f, piece);

        if (f.at <= was || f.at > t.n || n > sizeof(piece))
            abort();
        buf_add(&pieces, piece, n);
    }
    words_fold(t, how, &whole);
    if (!text_eq(buf_text(&whole), buf_text(&pieces)))
        abort();
    buf_release(&whole);
    buf_release(&pieces);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text all = { (const char *)data, size }, what = text_before(all, '\n'),
                t = text_after(all, '\n');
    struct arena *a = arena_new();
    struct words w = words_of(&what, 1, a);
    struct buf out;
    bool any;

    buf_init(&out, BUF_LARGE);
    for (enum words_reading how = WORDS_RAW; how < WORDS_READINGS; how++)
        walk(t, how);
    any = words_replace(t, &w, "#", &out);
    if (any != words_any(t, &w))
        abort();
    if (!any && !text_eq(buf_text(&out), t))
        abort(); /* what is not found is left alone */
    buf_release(&out);
    arena_free(a);
    return 0;
}
