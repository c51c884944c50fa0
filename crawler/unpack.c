#include "unpack.h"

#include <zlib.h>

#include "unpack_stream.h"

bool
unpack_is_gzip(struct text t)
{
    return t.n > 2 && (unsigned char)t.p[0] == 0x1F && (unsigned char)t.p[1] == 0x8B &&
           t.p[2] == Z_DEFLATED;
}

enum status
unpack(struct text t, struct buf *out, struct err *err)
{
    struct unpack_stream *s =
        unpack_stream_new(unpack_is_gzip(t) ? TEXT_LIT("gzip") : TEXT_LIT("deflate"));
    enum status st = t.n > 0 ? unpack_stream_add(s, t, out, err)
                             : err_set(err, ST_INVALID, "compressed body: nothing there");

    if (st == ST_OK)
        st = unpack_stream_end(s, out, err);
    unpack_stream_free(s);
    return st;
}
