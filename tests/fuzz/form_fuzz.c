/* Any bytes as a form, as cookies and as a segment of a path: what comes out is UTF-8 without NUL.
 */
#include <assert.h>

#include "../../review/form.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(struct text t)
{
    assert(utf8_valid(t) && text_find_char(t, '\0') == TEXT_NPOS);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text in = { (const char *)data, size }, out;
    struct arena *a = arena_new();
    struct form f;

    if (form_parse(in, a, &f, NULL) == ST_OK)
        for (size_t i = 0; i < f.n; i++) {
            check(f.fields[i].name);
            check(f.fields[i].value);
            assert(f.fields[i].name.n <= FORM_MAX_NAME_BYTES);
        }
    form_cookies(in, a, &f);
    assert(f.n <= FORM_MAX_COOKIES);
    if (form_unescape(in, a, &out, NULL) == ST_OK) {
        check(out);
        assert(out.n <= in.n);
    }
    arena_free(a);
    return 0;
}
