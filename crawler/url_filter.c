/* url_filter.c - "earshot filter url": addresses as the URL Standard serialises them. */
#include "arena.h"
#include "filter.h"
#include "url.h"

static enum status
url_line(void *state, const json_t *in, json_t *out, struct err *err)
{
    struct text address, base = TEXT_NONE, href;
    struct arena *arena;
    enum status st;

    (void)state;
    st = json_need_text(in, "url", &address, err);
    if (st != ST_OK)
        return st;
    (void)json_text(in, "base", &base); /* no base: the address must be absolute */
    arena = arena_new();
    st = url_resolve(address, base, arena, &href, err);
    if (st == ST_OK)
        json_put_text(out, "href", href);
    arena_free(arena);
    return st;
}

const struct filter url_filter = {
    .name = "url",
    .summary = "resolve and normalise addresses as the URL Standard does",
    .input = "{\"id\",\"url\",\"base\"?}",
    .output = "{\"id\",\"href\"} without the fragment",
    .line = url_line,
};
