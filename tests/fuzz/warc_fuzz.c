/* An archive of any bytes ends, and no body is over its cap. */
#include <assert.h>
#include <string.h>

#include "../../crawler/warc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int64_t
take(void *self, void *p, size_t n)
{
    struct text *left = self;
    struct text t = text_sub(*left, 0, n);

    if (t.n > 0)
        memcpy(p, t.p, t.n);
    *left = text_from(*left, t.n);
    return (int64_t)t.n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text left = { (const char *)data, size };
    struct warc *w = warc_open_source((struct warc_source){ take, &left });
    struct arena *a = arena_new();
    struct warc_record r;

    while (warc_next(w, a, &r, NULL) == ST_OK) {
        assert(r.body.n <= WARC_MAX_BODY && r.url.n > 0);
        (void)warc_header(&r, "Content-Type");
        arena_clear(a);
    }
    warc_close(w);
    arena_free(a);
    return 0;
}
