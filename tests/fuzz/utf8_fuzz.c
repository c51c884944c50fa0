/* utf8: any bytes; walking gets on, cleaning gives UTF-8, cutting keeps characters whole. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MAX_CUTS 64 /* first lengths to cut at; each looks at three bytes */

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text t = { (const char *)data, size };
    bool valid = utf8_valid(t);
    struct buf clean, again;
    size_t n = 0;

    buf_init(&clean, BUF_LARGE);
    buf_init(&again, BUF_LARGE);
    for (size_t at = 0, was = 0; at < size; was = at, n++) {
        uint32_t c = utf8_next(t, &at);

        if (at <= was || at > size || at - was > UTF8_MAX_BYTES)
            abort();
        if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
            abort(); /* no scalar value */
        buf_add_utf8(&again, c);
    }
    if (utf8_count(t) != n)
        abort();
    utf8_clean(t, &clean);
    if (!text_eq(buf_text(&clean), buf_text(&again)) || !utf8_valid(buf_text(&clean)))
        abort();
    if (valid && !text_eq(buf_text(&clean), t))
        abort(); /* what is right is left alone */
    for (size_t max = 0; max < size && max < MAX_CUTS; max++) {
        size_t cut = utf8_cut(t, max);

        if (cut > max || max - cut >= UTF8_MAX_BYTES)
            abort();
        if (valid && !utf8_valid(text_sub(t, 0, cut)))
            abort();
    }
    buf_release(&clean);
    buf_release(&again);
    return 0;
}
