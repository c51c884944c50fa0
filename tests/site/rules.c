/* rules.c - see rules.h. */

#include "rules.h"

#include <string.h>

#include "page.h"

/* Patterns as RFC 9309 has them; ours hold one '*' at most, at "/" or "/?". */
static const struct rule {
    enum site_host host;
    bool allow; /* an Allow stands before the rule it opens */
    const char *pattern;
} rules[] = {
    { SITE_DEPARTMENT, true, "/private/open-day" },
    { SITE_DEPARTMENT, false, "/private/" },
    { SITE_DEPARTMENT, false, "/*?print=" },
    { SITE_FORUM, false, "/u/" },
    { SITE_FORUM, false, "/search" },
    { SITE_FORUM, false, "/tag/" },
    { SITE_QA, false, "/users/" },
    { SITE_QA, false, "/search" },
    { SITE_QA, false, "/*?sort=" },
    { SITE_BOARD, false, "/memberlist.php" },
    { SITE_BOARD, false, "/posting.php" },
    { SITE_BOARD, false, "/ucp.php" },
    { SITE_BOARD, false, "/*view=print" },
    { SITE_TRAPS, true, "/private/open" },
    { SITE_TRAPS, false, "/private/" },
    { SITE_API, false, "/oauth/" },
};

static bool
matches(const char *pattern, const char *uri)
{
    const char *star = strchr(pattern, '*');

    return star != NULL ? strstr(uri, star + 1) != NULL
                        : strncmp(uri, pattern, strlen(pattern)) == 0;
}

bool
rules_forbid(enum site_host host, const char *uri)
{
    if (strcmp(uri, "/robots.txt") == 0)
        return false;
    if (host == SITE_DEAF)
        return true;
    for (size_t i = 0; i < N_ELEMENTS(rules); i++)
        if (rules[i].host == host && matches(rules[i].pattern, uri))
            return !rules[i].allow;
    return false;
}

void
rules_robots(const struct site *s, enum site_host host, struct site_reply *r)
{
    struct buf *b = &r->body;

    r->type = "text/plain; charset=utf-8";
    r->no_etag = true;
    if (host == SITE_DEAF) {
        r->status = 503;
        buf_add_str(b, "busy\n");
        return;
    }
    if (host == SITE_FAQ) {
        page_not_found(r);
        return;
    }
    buf_add_str(b, "# What robots may do here.\nUser-agent: *\n");
    for (size_t i = 0; i < N_ELEMENTS(rules); i++)
        if (rules[i].host == host)
            buf_addf(b, "%s: %s\n", rules[i].allow ? "Allow" : "Disallow", rules[i].pattern);
    if (host == SITE_BOARD)
        buf_addf(b, "Crawl-delay: %s\n", s->crawl_delay);
    buf_add_str(b, "\nUser-agent: greedybot\nDisallow: /\n");
    if (host == SITE_DEPARTMENT)
        buf_addf(b, "\nSitemap: %s/sitemap.xml\n", s->base[host]);
}
