/* Any bytes under any coding end within the cap, in one piece as in many. */
#include "../../crawler/unpack_stream.h"

#include <stdint.h>
#include <stdlib.h>

#define CAP ((size_t)256 * 1024)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum status
unpack_by(struct text names, struct text body, size_t step, struct buf *out)
{
    struct unpack_stream *s = unpack_stream_new(names);
    enum status st = ST_OK;

    if (s == NULL)
        return ST_INVALID;
    for (size_t at = 0; at < body.n && st == ST_OK; at += step)
        st = unpack_stream_add(s, text_sub(body, at, step), out, NULL);
    if (st == ST_OK)
        st = unpack_stream_end(s, out, NULL);
    unpack_stream_free(s);
    return st;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text all = { (const char *)data, size }, names = text_before(all, '\n');
    struct text body = text_from(all, names.n + 1);
    struct buf whole, parts;
    enum status st;

    buf_init(&whole, CAP);
    buf_init(&parts, CAP);
    st = unpack_by(names, body, body.n + 1, &whole);
    if (st != unpack_by(names, body, 7, &parts) || (st == ST_OK && whole.n != parts.n))
        abort();
    buf_release(&whole);
    buf_release(&parts);
    return 0;
}
