/* Any bytes as an API's answer: the first byte chooses the address it came from. */
#include "../../crawler/extract_parts.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const addresses[] = {
    "https://api.stackexchange.com/2.3/questions?tagged=x&site=academia.stackexchange.com&page=2",
    "https://forum.example.org/latest.json?page=1",
    "https://forum.example.org/t/7.json",
    "https://hn.algolia.com/api/v1/search_by_date?tags=ask_hn&page=0",
    "https://hn.algolia.com/api/v1/items/7",
    "https://lemmy.example.org/api/v3/post/list?page_cursor=P1",
    "https://social.example.org/api/v1/timelines/tag/physics?limit=40",
    "https://wiki.example.org/w/api.php?action=query&list=search&srsearch=x",
    "https://wiki.example.org/w/api.php?action=parse&page=Talk:X",
    "https://ask.example.org/api/v1/questions/?page=2",
};

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct extract *x;
    struct arena *a = arena_new();
    struct extract_input in = { .content_type = TEXT_LIT("application/json"),
                                .link = TEXT_LIT("<https://x.example/?max_id=1>; rel=\"next\"") };
    struct extract_page page;

    if (x == NULL && extract_new(NULL, &x, NULL) != ST_OK)
        return 0;
    if (size > 0) {
        in.url = text_of(addresses[data[0] % N_ELEMENTS(addresses)]);
        in.body = (struct text){ (const char *)data + 1, size - 1 };
        extract_page(x, &in, a, &page);
    }
    arena_free(a);
    return 0;
}
