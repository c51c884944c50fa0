/* First line: a path; the rest: a robots.txt.  Any bytes parse; /robots.txt is always allowed. */
#include <assert.h>

#include "../../crawler/robots.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text in = { (const char *)data, size };
    struct robots *r = robots_parse(text_after(in, '\n'), TEXT_LIT("helpbot/1.0"));
    struct robots_verdict verdict = robots_ask(r, robots_path(text_before(in, '\n')));

    assert(verdict.allow || verdict.line > 0);
    assert(robots_ask(r, TEXT_LIT("/robots.txt")).allow);
    assert(robots_delay_ms(r) >= 0 && robots_delay_ms(r) <= ROBOTS_MAX_DELAY_MS);
    for (size_t i = 0; i < robots_n_sitemaps(r); i++)
        assert(robots_sitemap(r, i).n > 0);
    robots_free(r);
    return 0;
}
