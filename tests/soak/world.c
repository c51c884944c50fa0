/* world.c - see world.h. */

#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "mem.h"

#define SHARED_EVERY  2 /* every second address ... */
#define SHARED_HOSTS  4 /* ... has so many hosts */
#define DELAY_EVERY   7 /* one host in so many has a Crawl-delay */
#define DELAY_MS      500
#define MOVED_EVERY   23 /* one in so many has its robots.txt elsewhere */
#define SITEMAP_EVERY 5  /* one in so many has a sitemap */
#define HELD_HOST     11
#define HELD_S        3600
#define MAX_FAILURES  2 /* of one page; a third would put it off beyond the soak */
#define MAX_TROUBLES  6 /* of one host: each doubles the next back-off */
#define FIRST_PAGE    3 /* trouble begins after so many requests */
#define MS_PER_S      1000
#define DATE_BYTES    64
#define BODY_MAX      ((size_t)64 * 1024)
#define PERCENT       100
#define LETTERS       26

/* ---- who they are ---- */

/* 127.16.x.y: addresses alternate between one host and SHARED_HOSTS hosts. */
void
world_ip(size_t i, char out[WORLD_NAME_BYTES])
{
    size_t of_two = SHARED_HOSTS + 1, pair = i / of_two, second = i % of_two > 0;
    size_t n = pair * SHARED_EVERY + second;

    snprintf(out, WORLD_NAME_BYTES, "127.16.%zu.%zu", n / 200, n % 200 + 1);
}

static enum world_kind
kind_of(size_t i, bool brief)
{
    if (i == HELD_HOST)
        return WORLD_KIND_HELD;
    if (i % 6 == 0)
        return WORLD_KIND_CALM;
    if (brief || i < WORLD_N_OWN)
        return WORLD_KIND_STORMY;
    if (i % 6 == 1)
        return WORLD_KIND_SILENT;
    return i % 12 == 2 ? WORLD_KIND_BREAKS : WORLD_KIND_STORMY;
}

void
world_init(struct world *w, size_t n_hosts, unsigned pages, uint64_t seed, bool brief)
{
    *w = (struct world){ .n_hosts = n_hosts, .brief = brief };
    w->hosts = mem_zalloc(n_hosts * sizeof(*w->hosts));
    for (size_t i = 0; i < n_hosts; i++) {
        struct world_host *h = &w->hosts[i];

        rng_seed(&h->rng, seed + i);
        world_ip(i, h->ip);
        h->kind = kind_of(i, brief);
        h->pages = pages / 2 + (unsigned)rng_below(&h->rng, pages);
        h->crawl_delay_ms = i % DELAY_EVERY == 3 ? DELAY_MS : 0;
        if (h->crawl_delay_ms > 0 || i % (SHARED_HOSTS + 1) > 0)
            h->pages /= 2; /* they are slower, and all should end together */
        h->robots_at = i % MOVED_EVERY == 5 ? (int)((i + 7) % n_hosts) : -1;
        h->failed = mem_zalloc(h->pages + 1);
    }
}

void
world_release(struct world *w)
{
    for (size_t i = 0; i < w->n_hosts; i++)
        free(w->hosts[i].failed);
    free(w->hosts);
}

void
world_storm(struct world *w)
{
    w->storm = true;
    for (size_t i = 0; i < w->n_hosts; i++)
        w->hosts[i].asked = w->hosts[i].robots_asked = 0;
}

void
world_rules(const struct world *w, size_t host, struct buf *out)
{
    const struct world_host *h = &w->hosts[host];

    buf_addf(out,
             "{\"rules\":\"%s\",\"ip\":\"%s\",\"crawl_delay_ms\":%lld,\"disallow\":\"/no/\","
             "\"pages\":%u,\"held\":%s}\n",
             h->name, h->ip, (long long)h->crawl_delay_ms, h->pages,
             h->kind == WORLD_KIND_HELD ? "true" : "false");
}

/* ---- what they say ---- */

static void
add_robots(const struct world *w, size_t host, struct buf *body)
{
    const struct world_host *h = &w->hosts[host];

    buf_add_str(body, "User-agent: *\nDisallow: /no/\n");
    if (w->storm && h->crawl_delay_ms > 0)
        buf_addf(body, "Crawl-delay: %.1f\n", (double)h->crawl_delay_ms / MS_PER_S);
    if (host % SITEMAP_EVERY == 1)
        buf_addf(body, "Sitemap: http://%s/sitemap.xml\n", h->name);
}

static void
add_sitemap(const struct world_host *h, struct buf *body)
{
    buf_add_str(body, "<?xml version=\"1.0\"?>\n"
                      "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (unsigned k = 0; k < h->pages; k += 2)
        buf_addf(body, "<url><loc>http://%s/p/%u</loc></url>\n", h->name, k);
    buf_add_str(body, "</urlset>\n");
}

/* Pages that differ in digits alone look like a trap. */
static void
add_word(struct buf *b, unsigned k)
{
    do
        buf_add_char(b, (char)('a' + k % LETTERS));
    while ((k /= LETTERS) > 0);
}

static void
add_page(const struct world *w, size_t host, unsigned k, struct buf *b)
{
    const struct world_host *h = &w->hosts[host];
    unsigned next = 2 * k + 1;

    buf_addf(b, "<!DOCTYPE html><html lang=\"en\"><head><title>Page %u of house %zu</title>", k,
             host);
    if (k % 3 == 1)
        buf_addf(b,
                 "<script type=\"application/ld+json\">{\"@context\":\"https://schema.org\","
                 "\"@type\":\"QAPage\",\"mainEntity\":{\"@type\":\"Question\",\"name\":"
                 "\"How do I find room %u in house %zu?\",\"text\":\"I have been walking around"
                 " for an hour, where is room %u?\",\"answerCount\":0}}</script>",
                 k, host, k);
    buf_addf(b,
             "</head><body><main><h1>How do I find room %u in house %zu?</h1><p>I have been walking"
             " around for an hour, where is room %u? It is said to be called ",
             k, host, k);
    add_word(b, k);
    buf_add_str(b, ".</p><ul>");
    for (unsigned i = next; i <= next + 1 && i < h->pages; i++)
        buf_addf(b, "<li><a href=\"/p/%u\">room %u</a></li>", i, i);
    buf_addf(b, "<li><a href=\"/no/%u\">a closed room</a></li>", k);
    if (k % 8 == 1)
        buf_addf(b, "<li><a href=\"/go/%u\">moved</a> <a href=\"/in/%u\">moved in</a></li>", k, k);
    if (k % 8 == 2 && host < WORLD_N_OWN)
        buf_addf(b, "<li><a href=\"/off/%u\">next door</a></li>", k);
    buf_add_str(b, "</ul></main></body></html>\n");
}

static void
head(struct buf *out, unsigned status, const char *type, const char *field, size_t n)
{
    buf_addf(out, "HTTP/1.1 %u Status\r\nContent-Type: %s\r\n%sContent-Length: %zu\r\n\r\n", status,
             type, field, n);
}

static void
answer_empty(struct buf *out, struct world_answer *a, unsigned status, const char *field)
{
    a->status = status;
    head(out, status, "text/plain", field, 0);
}

/* uri is under prefix with a number below the count of pages behind it. */
static bool
numbered(const char *uri, const char *prefix, const struct world_host *h, unsigned *k)
{
    size_t n = strlen(prefix);
    char *end;

    if (strncmp(uri, prefix, n) != 0)
        return false;
    *k = (unsigned)strtoul(uri + n, &end, 10);
    return end > uri + n && *end == '\0' && *k < h->pages;
}

static void
answer_calm(const struct world *w, size_t host, const char *uri, struct world_answer *a,
            struct buf *out)
{
    const struct world_host *h = &w->hosts[host];
    struct buf body;
    char field[256] = "";
    const char *type = "text/html; charset=utf-8";
    unsigned k = 0;

    buf_init(&body, BODY_MAX);
    if (strcmp(uri, "/robots.txt") == 0 && h->robots_at >= 0)
        snprintf(field, sizeof(field), "Location: http://%s/rules/%zu\r\n",
                 w->hosts[h->robots_at].name, host);
    else if (numbered(uri, "/go/", h, &k))
        snprintf(field, sizeof(field), "Location: /p/%u\r\n", (k * 7 + 1) % h->pages);
    else if (numbered(uri, "/in/", h, &k))
        snprintf(field, sizeof(field), "Location: /no/in/%u\r\n", k);
    else if (numbered(uri, "/off/", h, &k))
        snprintf(field, sizeof(field), "Location: http://%s/p/0?from=%zu\r\n",
                 w->hosts[(host + 1) % WORLD_N_OWN].name, host);
    else if (strcmp(uri, "/robots.txt") == 0)
        type = "text/plain", add_robots(w, host, &body);
    else if (strncmp(uri, "/rules/", 7) == 0 && strtoul(uri + 7, NULL, 10) < w->n_hosts)
        type = "text/plain", add_robots(w, strtoul(uri + 7, NULL, 10), &body);
    else if (strcmp(uri, "/sitemap.xml") == 0 && host % SITEMAP_EVERY == 1)
        type = "application/xml", add_sitemap(h, &body);
    else if (strcmp(uri, "/") == 0 || numbered(uri, "/p/", h, &k) || strncmp(uri, "/p/0?", 5) == 0)
        add_page(w, host, k, &body);
    a->status = field[0] != '\0' ? 302 : body.n > 0 ? 200 : 404;
    head(out, a->status, type, field, body.n);
    buf_add_text(out, buf_text(&body));
    buf_release(&body);
}

/* ---- how they misbehave ---- */

static void
retry_date(int64_t span_s, char out[DATE_BYTES + DATE_BYTES])
{
    time_t now = time(NULL), then = now + (time_t)span_s;
    struct tm tm;
    char a[DATE_BYTES], b[DATE_BYTES];

    gmtime_r(&now, &tm);
    strftime(a, sizeof(a), "%a, %d %b %Y %H:%M:%S GMT", &tm);
    gmtime_r(&then, &tm);
    strftime(b, sizeof(b), "%a, %d %b %Y %H:%M:%S GMT", &tm);
    snprintf(out, DATE_BYTES + DATE_BYTES, "Date: %.40s\r\nRetry-After: %.40s\r\n", a, b);
}

/* 429 or 503, with a pause of a few seconds in one of the ways to say it. */
static void
answer_busy(struct world_host *h, struct world_answer *a, struct buf *out)
{
    int64_t span_s = 1 + (int64_t)rng_below(&h->rng, 3);
    char field[DATE_BYTES + DATE_BYTES];

    if (rng_below(&h->rng, 2) == 0)
        retry_date(span_s, field);
    else
        snprintf(field, sizeof(field), "Retry-After: %lld\r\n", (long long)span_s);
    a->retry_ms = span_s * MS_PER_S;
    answer_empty(out, a, rng_below(&h->rng, 2) == 0 ? 429 : 503, field);
}

/* Nothing that could be read: the crawler's own back-off is due, a minute less 10 %. */
static void
answer_silent(struct world_host *h, struct world_answer *a, struct buf *out)
{
    static const char *const fields[] = { "", "Retry-After: soon\r\n", "Retry-After: -5\r\n",
                                          "Retry-After: 0\r\n", NULL };
    const char *field = fields[rng_below(&h->rng, sizeof(fields) / sizeof(fields[0]))];

    a->retry_ms = 54 * MS_PER_S;
    if (field != NULL)
        answer_empty(out, a, 503, field);
    else
        a->end = WORLD_END_RESET;
}

/* True if the answer has been spoilt: out holds what is sent instead. */
static bool
spoil(struct world *w, struct world_host *h, unsigned page, struct world_answer *a, struct buf *out)
{
    char field[WORLD_NAME_BYTES];
    uint64_t dice = rng_below(&h->rng, PERCENT);

    if (h->kind == WORLD_KIND_HELD && h->asked == FIRST_PAGE) {
        snprintf(field, sizeof(field), "Retry-After: %d\r\n", HELD_S);
        a->retry_ms = (int64_t)HELD_S * MS_PER_S;
        answer_empty(out, a, 503, field);
        return true;
    }
    if (dice < 5)
        a->wait_ms = 300 + (int64_t)rng_below(&h->rng, w->brief ? 400 : 1200);
    else if (dice < 10)
        a->drip_ms = 100 + (int64_t)rng_below(&h->rng, 400);
    if (h->failed[page] >= MAX_FAILURES || h->troubles >= MAX_TROUBLES || h->asked < FIRST_PAGE)
        return false;
    if (h->troubles == 0 && h->kind == WORLD_KIND_SILENT) {
        answer_silent(h, a, out);
    } else if (dice >= 10 && dice < 20 && h->kind != WORLD_KIND_SILENT) {
        answer_busy(h, a, out);
    } else if (h->kind == WORLD_KIND_BREAKS && h->troubles == 0) {
        a->end = WORLD_END_CUT;
    } else {
        return false;
    }
    h->troubles++;
    h->failed[page]++;
    return a->end != WORLD_END_CUT;
}

void
world_answer(struct world *w, size_t host, const char *uri, struct world_answer *ret,
             struct buf *out)
{
    struct world_host *h = &w->hosts[host];
    bool robots = strcmp(uri, "/robots.txt") == 0;
    unsigned page = h->pages; /* everything but pages shares one count of failures */

    *ret = (struct world_answer){ .end = WORLD_END_WHOLE };
    h->asked += !robots;
    h->robots_asked += robots;
    if (!numbered(uri, "/p/", h, &page))
        page = h->pages;
    if (w->storm && robots && h->kind == WORLD_KIND_STORMY && h->robots_asked == 1 &&
        host % 4 == 3) {
        answer_busy(h, ret, out);
        return;
    }
    if (w->storm && !robots && h->kind != WORLD_KIND_CALM && spoil(w, h, page, ret, out))
        return;
    answer_calm(w, host, uri, ret, out);
}
