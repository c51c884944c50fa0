/* An archive of any bytes ends, no body is over its cap, and records lie within the file. */
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

static void
ignore(void *self, struct text piece)
{
    *(uint64_t *)self += piece.n;
}

/* The same bytes as records of any kind: their places lie in the file, one behind the other. */
static void
read_items(const uint8_t *data, size_t size, struct arena *a)
{
    struct text left = { (const char *)data, size };
    struct warc *w = warc_open_source((struct warc_source){ take, &left });
    struct warc_item item;
    uint64_t n = 0;
    int64_t last = 0;

    while (warc_next_item(w, (struct warc_sink){ ignore, &n }, a, &item, NULL) == ST_OK) {
        assert(item.offset >= last && item.length >= 0 &&
               item.offset + item.length <= (int64_t)size);
        assert(!item.whole || n == (uint64_t)item.block_bytes);
        last = item.offset;
        n = 0;
        arena_clear(a);
    }
    warc_close(w);
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
    arena_clear(a);
    read_items(data, size, a);
    arena_free(a);
    return 0;
}
