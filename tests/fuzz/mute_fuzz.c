/* First line: a mute; second: a host; third: an asker; the rest: a post.  What compiles has its
 * line. */
#include <assert.h>

#include "mute.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text rest = { (const char *)data, size }, line = TEXT_NONE;
    struct mute_subject s = { .author_hash = TEXT_NONE };
    struct tokenizer *tk = token_new();
    struct arena *a = arena_new();
    struct mute *m = NULL;
    size_t i;

    (void)text_cut(&rest, "\n", &line); /* false: nothing there */
    (void)text_cut(&rest, "\n", &s.words.host);
    (void)text_cut(&rest, "\n", &s.author_hash);
    s.words.title = s.words.text = rest;
    if (mute_compile(&line, 1, &m, NULL) == ST_OK) {
        i = mute_find(m, tk, &s, a);
        assert(i == MUTE_NONE || (i == 0 && text_eq(mute_line(m, 0), line)));
    }
    mute_free(m);
    arena_free(a);
    token_free(tk);
    return 0;
}
