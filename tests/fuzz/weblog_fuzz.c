/* Fields of a line stand within it, a request within its field, and nothing grows unescaped. */
#include <assert.h>

#include "../../drafter/weblog.h"
#include "../../drafter/weblog_origin.h"
#include "../../drafter/weblog_pages.h"
#include "../../drafter/weblog_robot.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
within(struct text part, struct text whole)
{
    return part.n == 0 || (part.p >= whole.p && part.p + part.n <= whole.p + whole.n);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text rest = { (const char *)data, size }, line;
    struct weblog_pages *pages = weblog_pages_new();
    struct weblog_origin *origin = weblog_origin_new();
    struct buf b;

    buf_init(&b, BUF_PAGE);
    weblog_pages_add(pages, TEXT_LIT("https://www.example.edu/fees"), 1);
    weblog_pages_add_tag(pages, TEXT_LIT("src=answers"));
    weblog_origin_add_site(origin, TEXT_LIT("https://forum.example.net/"));
    while (text_cut(&rest, "\n", &line)) {
        struct text method, target, said;
        struct weblog_line l;
        const char *why = NULL;
        bool tagged;

        if (!weblog_parse(line, &l, &why)) {
            assert(why != NULL);
            continue;
        }
        assert(within(l.vhost, line) && within(l.client, line) && within(l.request, line) &&
               within(l.referer, line) && within(l.agent, line) && within(l.logged, line));
        assert(l.client.n > 0 && l.status >= 0 && l.status <= 999);
        (void)weblog_robot(l.agent); /* any answer is right */
        said = weblog_unescape(l.referer, &b);
        assert(said.n <= l.referer.n);
        assert(weblog_origin_place(origin, said).n <= sizeof("forum.example.net") - 1);
        if (!weblog_request(l.request, &method, &target))
            continue;
        assert(within(method, l.request) && within(target, l.request) && target.n > 0);
        said = weblog_unescape(target, &b);
        assert(said.n <= target.n);
        (void)weblog_pages_find(pages, 0, said, &tagged); /* any answer is right */
        (void)weblog_pages_site(pages, l.vhost);          /* the same */
    }
    buf_release(&b);
    weblog_pages_free(pages);
    weblog_origin_free(origin);
    return 0;
}
