/* weblog_robot.c - see weblog_robot.h. */

#include "weblog_robot.h"

/*
 * Words in names of programs, in any case.  An address ("+http://...") is how a crawler says who
 * runs it (RFC 9309, 2.2.1, wants a name that its page explains); no browser does.
 */
static const char *const words[] = {
    "bot",          "crawl",    "spider",      "slurp",         "http:",
    "https:",       "earshot",  "curl/",       "wget",          "python",
    "java/",        "go-http",  "libwww-perl", "lwp::",         "okhttp",
    "httpclient",   "axios",    "node-fetch",  "php/",          "ruby",
    "scrapy",       "headless", "phantomjs",   "lighthouse",    "pagespeed",
    "pingdom",      "uptime",   "monitor",     "nagios",        "zabbix",
    "validator",    "checker",  "linkcheck",   "preview",       "facebookexternalhit",
    "whatsapp",     "feed",     "rss",         "fetch",         "archive",
    "scan",         "nmap",     "nikto",       "masscan",       "gptbot",
    "chatgpt-user", "claude",   "perplexity",  "mediapartners",
};

/* Telephones whose names hold one of them: Cubot makes Android telephones. */
static const char *const persons[] = { "cubot" };

bool
weblog_robot(struct text agent)
{
    if (agent.n == 0)
        return true;
    for (size_t i = 0; i < N_ELEMENTS(words); i++) {
        size_t at = text_find_nocase(agent, text_of(words[i]));
        bool person = false;

        for (size_t k = 0; at != TEXT_NPOS && i == 0 && k < N_ELEMENTS(persons); k++)
            person = person || text_find_nocase(agent, text_of(persons[k])) != TEXT_NPOS;
        if (at != TEXT_NPOS && !person)
            return true;
    }
    return false;
}
