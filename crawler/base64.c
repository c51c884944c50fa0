#include "base64.h"

#include <sodium.h>
#include <stdlib.h>

#include "mem.h"

#define SKIPPED " \t\r\n"

bool
base64_decode(struct text t, struct buf *out)
{
    unsigned char *bytes;
    size_t n = 0;
    bool ok;

    t = text_trim(t);
    for (int i = 0; i < 2 && t.n > 0 && t.p[t.n - 1] == '='; i++)
        t.n--;
    bytes = mem_zalloc(t.n + 1);
    ok = sodium_base642bin(bytes, t.n + 1, t.p, t.n, SKIPPED, &n, NULL,
                           sodium_base64_VARIANT_ORIGINAL_NO_PADDING) == 0 &&
         buf_add(out, bytes, n);
    free(bytes);
    return ok;
}
