/* tone_fuzz.c - any bytes have a tone, with a score within bounds. */

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "../../drafter/tone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct tone *tone;
    struct tone_result r;

    if (tone == NULL && tone_new(NULL, &tone, NULL) != ST_OK)
        abort();
    r = tone_of(tone, (struct text){ (const char *)data, n });
    if (!(fabs(r.score) <= 1) || !(r.p > 0 && r.p <= 1))
        abort();
    return 0;
}
