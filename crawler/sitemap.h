/*
 * sitemap.h - the addresses a site lists for crawlers.
 *
 * Sitemap files (urlset), indexes of them, text files of one address a line,
 * and feeds used as sitemaps; each plain or gzip.  Source: sitemaps.org
 * protocol 0.9, whose caps are ours.  Bytes in, entries out; no network, clock
 * or store.  Forgiving: namespaces are not checked, what breaks off gives what
 * came before.
 */
#ifndef SITEMAP_H
#define SITEMAP_H

#include "arena.h"
#include "status.h"
#include "text.h"

#define SITEMAP_MAX_BYTES   ((size_t)52428800) /* sitemaps.org: 50 MB unpacked */
#define SITEMAP_MAX_ENTRIES ((size_t)50000)    /* sitemaps.org: of a file; the rest is dropped */
#define SITEMAP_MAX_FIELD   ((size_t)4096) /* bytes of one; addresses end at 2,048 by the rule */

enum sitemap_kind {
    SITEMAP_URLSET,
    SITEMAP_INDEX, /* its entries are sitemaps */
    SITEMAP_TEXT,
    SITEMAP_FEED
};

struct sitemap_entry {
    struct text loc;     /* absolute http(s); as written if it was, else resolved */
    struct text lastmod; /* as written; of a feed RFC 3339; empty if there is none */
    struct text title;   /* of news and feeds; plain text, empty if there is none */
    int64_t lastmod_s;   /* Unix time of lastmod */
    bool has_lastmod;    /* lastmod is there and can be read */
};

struct sitemap {
    enum sitemap_kind kind;
    struct sitemap_entry *entries; /* in the file's order */
    size_t n;
    size_t skipped; /* entries without a usable address */
    bool truncated; /* a cap, or the end of a broken file, cut it */
};

/*
 * Read body, fetched from url.  What *ret points to lives in the arena.
 * ST_INVALID: it is no sitemap; the message says what it is.
 */
enum status sitemap_parse(struct text body, struct text url, struct arena *arena,
                          struct sitemap *ret, struct err *err);

const char *sitemap_kind_name(enum sitemap_kind kind); /* "urlset", "index", "text", "feed" */

#endif /* SITEMAP_H */
