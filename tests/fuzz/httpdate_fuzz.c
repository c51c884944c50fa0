/* A date that was read is written so that it reads the same. */
#include <assert.h>

#include "../util/httpdate_write.h"
#include "httpdate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char out[HTTPDATE_BYTES];
    int64_t at, again;

    if (httpdate_parse((struct text){ (const char *)data, size }, 0, &at) && at > 0 &&
        at < INT64_C(250000000000)) {
        bool reads = httpdate_parse(text_of(httpdate_write(at, out)), 0, &again);

        assert(reads && again == at);
    }
    return 0;
}
