/* why_never.c - an address that was never met: what would happen to it. */
#include "why.h"

#include "host_state.h"
#include "trap.h"

/* The source that would take it, if a page of its own led there; NULL: none. */
static const struct store_source *
taker(const struct why *w)
{
    for (size_t i = 0; i < w->n_sources; i++) {
        struct url u;

        if (url_split(w->sources[i].url, &u) && text_eq(u.host, w->url.host) &&
            text_eq(u.port, w->url.port) && text_eq(u.scheme, w->url.scheme))
            return &w->sources[i];
    }
    return NULL;
}

/* The source whose own address it is, in any department; NULL: none. */
static const struct store_source *
own_address_of(const struct why *w)
{
    for (size_t i = 0; i < w->n_sources; i++)
        if (text_eq(w->sources[i].url, w->address))
            return &w->sources[i];
    return NULL;
}

const char *
why_refused(const struct why *w, const struct store_source *src)
{
    return w->profiles != NULL ? extract_refusal(w->profiles, src->url, src->basis) : NULL;
}

const char *
why_never_verdict(struct why *w)
{
    const struct store_source *src = taker(w);
    struct trap_verdict trap = trap_judge(&w->url);

    if (own_address_of(w) != NULL)
        src = own_address_of(w);
    if (src == NULL)
        return "It was never met, and would not be taken: no source asks this host.";
    if (src->basis.n == 0)
        return arena_printf(
            w->arena, "It was never met, and would not be asked for: source %.*s has no basis.",
            TEXT_ARG(src->key));
    if (why_refused(w, src) != NULL)
        return arena_printf(
            w->arena, "It was never met, and would not be asked for: source %.*s does not run, %s.",
            TEXT_ARG(src->key), why_refused(w, src));
    if (text_is(w->url.path, "/robots.txt"))
        return "It is read before anything else of its host is asked for, and is no page.";
    if (trap.class == TRAP_SKIP && own_address_of(w) == NULL)
        return arena_printf(w->arena, "It was never met, and would not be taken: %s.", trap.why);
    if (!w->robots.allow)
        return arena_printf(w->arena,
                            "It was never met, and would be refused: line %u of robots.txt"
                            " disallows it.",
                            w->robots.line);
    if (w->guarded != NULL)
        return arena_printf(w->arena, "It was never met, and would not be asked for: %s.",
                            w->guarded);
    if (w->refusal != NULL)
        return arena_printf(w->arena, "It was never met, and would have to wait: its host is %s.",
                            w->refusal);
    if (own_address_of(w) != NULL)
        return arena_printf(w->arena,
                            "It was not asked for yet: it is source %.*s's own address, and the"
                            " next crawl begins there.",
                            TEXT_ARG(src->key));
    return "It was never met: no page that was read links to it.  It would be fetched if one did.";
}

void
why_never_say(struct why *w)
{
    const struct store_source *src = taker(w);

    if (src == NULL) {
        json_object_set_new(w->json, "sources", json_array());
        return;
    }
    why_say(w, "source", "%.*s of %.*s would take it, at most %lld page%s a run, %lld link%s deep",
            TEXT_ARG(src->key), TEXT_ARG(src->department), (long long)src->max_pages,
            src->max_pages == 1 ? "" : "s", (long long)w->config->crawler.max_depth,
            w->config->crawler.max_depth == 1 ? "" : "s");
    json_object_set_new(w->json, "sources",
                        json_pack("[{s:o, s:o, s:I}]", "department", json_of_text(src->department),
                                  "source", json_of_text(src->key), "max_pages",
                                  (json_int_t)src->max_pages));
}
