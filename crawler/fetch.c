#include "fetch.h"

#include <string.h>

char *
fetch_agent(struct arena *a, const char *homepage, const char *contact)
{
    const char *page = homepage != NULL && homepage[0] != '\0' ? homepage : NULL;

    if (page != NULL && contact != NULL)
        return arena_printf(a, "Earshot/%s (+%s; %s)", EARSHOT_VERSION, page, contact);
    if (page != NULL || contact != NULL)
        return arena_printf(a, "Earshot/%s (+%s)", EARSHOT_VERSION, page != NULL ? page : contact);
    return arena_printf(a, "Earshot/%s (+no contact configured)", EARSHOT_VERSION);
}

const char *
fetch_from(const char *contact)
{
    static const char scheme[] = "mailto:";

    if (contact == NULL || strncmp(contact, scheme, sizeof(scheme) - 1) != 0)
        return NULL;
    return contact + sizeof(scheme) - 1;
}

const char *
fetch_failure_name(enum fetchplan_failure failure)
{
    static const char *const names[] = {
        [FETCHPLAN_NO_FAILURE] = "ok",         [FETCHPLAN_DNS] = "no such host",
        [FETCHPLAN_CONNECT] = "no connection", [FETCHPLAN_TLS] = "TLS failed",
        [FETCHPLAN_TIMEOUT] = "timeout",       [FETCHPLAN_RESET] = "cut short",
        [FETCHPLAN_PROTOCOL] = "no HTTP",      [FETCHPLAN_DENIED] = "address refused",
        [FETCHPLAN_TOO_BIG] = "too big",       [FETCHPLAN_REDIRECTS] = "too many redirects",
    };

    return names[failure];
}

bool
fetch_wanted(struct text type, enum fetch_body body)
{
    static const struct {
        const char *begins;
        bool feed;
    } wanted[] = {
        { "text/html", false },
        { "application/xhtml", false },
        { "text/plain", false },
        { "application/xml", false },
        { "text/xml", false },
        { "application/atom+xml", true },
        { "application/rss+xml", true },
        { "application/rdf+xml", true },
        { "application/feed+json", true },
    };

    type = text_trim(type);
    if (body != FETCH_BODY_HTML && body != FETCH_BODY_SEED)
        return true;
    for (size_t i = 0; i < N_ELEMENTS(wanted); i++)
        if (text_starts_nocase(type, text_of(wanted[i].begins)))
            return !wanted[i].feed || body == FETCH_BODY_SEED;
    return type.n == 0;
}
