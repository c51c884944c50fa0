#include "sitemap.h"

#include <string.h>

#include "buf.h"
#include "clock.h"
#include "feed_parts.h"
#include "feed_xml.h"
#include "httpdate.h"
#include "unpack.h"
#include "utf8.h"

#define SHOWN 40 /* bytes of a name in a message */

enum field { FIELD_NONE, FIELD_LOC, FIELD_LASTMOD, FIELD_TITLE };

struct reader {
    struct arena *arena;
    struct text url; /* of the sitemap */
    struct sitemap *map;
    size_t cap;
    struct sitemap_entry entry; /* the open one */
    unsigned entry_depth;       /* its element's; 0: none is open */
    enum field field;           /* being gathered */
    unsigned field_depth;
    struct buf text;
    char root[SHOWN]; /* the root element's name */
    bool known;       /* it is one of ours */
};

static struct sitemap_entry *
add_entry(struct reader *r)
{
    struct sitemap *m = r->map;

    if (m->n == SITEMAP_MAX_ENTRIES) {
        m->truncated = true;
        return NULL;
    }
    m->entries = arena_grow(r->arena, m->entries, m->n, &r->cap, sizeof(*m->entries));
    m->entries[m->n] = (struct sitemap_entry){ .lastmod_s = 0 };
    return &m->entries[m->n++];
}

static bool
on_start(void *self, const struct feed_xml_element *e)
{
    struct reader *r = self;
    bool index = text_is(e->name, "sitemapindex");

    if (e->depth == 1) {
        size_t n = e->name.n < SHOWN - 1 ? e->name.n : SHOWN - 1;

        memcpy(r->root, e->name.p, n);
        r->known = index || text_is(e->name, "urlset");
        r->map->kind = index ? SITEMAP_INDEX : SITEMAP_URLSET;
        return r->known;
    }
    if (r->entry_depth == 0) {
        if (text_is(e->name, "url") || text_is(e->name, "sitemap")) {
            if (r->map->n == SITEMAP_MAX_ENTRIES) {
                r->map->truncated = true;
                return false;
            }
            r->entry_depth = r->field_depth = e->depth;
            r->entry = (struct sitemap_entry){ .lastmod_s = 0 };
            r->field = FIELD_LOC; /* some write <sitemap>address</sitemap> */
            buf_clear(&r->text);
        }
        return true;
    }
    r->field = FIELD_NONE;
    if (e->depth == r->entry_depth + 1 && e->ns != FEED_XML_OTHER) {
        if (text_is(e->name, "loc"))
            r->field = FIELD_LOC;
        else if (text_is(e->name, "lastmod"))
            r->field = FIELD_LASTMOD;
    } else if (e->ns == FEED_XML_NEWS && text_is(e->name, "title")) {
        r->field = FIELD_TITLE;
    }
    r->field_depth = e->depth;
    buf_clear(&r->text);
    return true;
}

static void
on_text(void *self, struct text t)
{
    struct reader *r = self;

    if (r->field != FIELD_NONE)
        buf_add_text(&r->text, t); /* over its cap it gets no longer, and is no address */
}

static void
set_lastmod(struct reader *r, struct text t)
{
    struct sitemap_entry *e = &r->entry;

    e->lastmod = arena_text(r->arena, t);
    e->has_lastmod = feed_parts_date(t, &e->lastmod_s);
}

static void
set_field(struct reader *r)
{
    struct text t = text_trim(buf_text(&r->text));

    if (t.n == 0)
        return;
    if (r->field == FIELD_LOC && r->entry.loc.n == 0 && !r->text.over)
        r->entry.loc = feed_parts_url(t, r->url, r->arena);
    else if (r->field == FIELD_LASTMOD)
        set_lastmod(r, t);
    else if (r->field == FIELD_TITLE && r->entry.title.n == 0)
        r->entry.title = arena_text(r->arena, text_sub(t, 0, utf8_cut(t, SITEMAP_MAX_FIELD)));
}

static void
end_entry(struct reader *r)
{
    struct sitemap_entry *e;

    r->entry_depth = 0;
    if (r->entry.loc.n == 0) {
        r->map->skipped++;
        return;
    }
    e = add_entry(r);
    if (e != NULL)
        *e = r->entry;
}

static void
on_end(void *self, unsigned depth)
{
    struct reader *r = self;

    if (r->field != FIELD_NONE && depth == r->field_depth) {
        set_field(r);
        r->field = FIELD_NONE;
    }
    if (r->entry_depth > 0 && depth == r->entry_depth)
        end_entry(r);
}

static enum status
parse_xml(struct reader *r, struct text body, struct err *err)
{
    static const struct feed_xml_handler handler = { on_start, on_text, on_end };
    bool began;

    buf_init(&r->text, SITEMAP_MAX_FIELD);
    began = feed_xml_read(body, &handler, r);
    buf_release(&r->text);
    if (r->entry_depth > 0) /* the file broke off in an entry */
        r->map->truncated = true;
    if (!began || r->root[0] == '\0')
        return err_set(err, ST_INVALID, "no sitemap: %s",
                       feed_xml_html(body) ? "an HTML page" : "no XML element in it");
    if (!r->known)
        return err_set(err, ST_INVALID, "no sitemap: its root element is <%s>", r->root);
    return ST_OK;
}

/* One address a line; lines that are none are counted, and one must be right. */
static enum status
parse_lines(struct reader *r, struct text body, struct err *err)
{
    struct text line;

    r->map->kind = SITEMAP_TEXT;
    if (text_starts(body, TEXT_LIT("\xEF\xBB\xBF")))
        body = text_from(body, 3);
    while (text_cut(&body, "\r\n", &line)) {
        struct sitemap_entry *e = NULL;
        struct text loc = TEXT_NONE;

        line = text_trim(line);
        if (line.n == 0)
            continue;
        if (line.n <= SITEMAP_MAX_FIELD && text_starts_nocase(line, TEXT_LIT("http")))
            loc = feed_parts_url(line, TEXT_NONE, r->arena);
        if (loc.n > 0)
            e = add_entry(r);
        if (e != NULL)
            e->loc = loc;
        else if (loc.n > 0)
            break; /* there are enough */
        else
            r->map->skipped++;
    }
    if (r->map->n == 0)
        return err_set(err, ST_INVALID, "no sitemap: neither XML nor lines of addresses");
    return ST_OK;
}

static enum status
parse_feed(struct reader *r, struct text body, struct err *err)
{
    struct feed feed;
    enum status st = feed_parse(body, r->url, r->arena, &feed, err);

    if (st != ST_OK)
        return st;
    r->map->kind = SITEMAP_FEED;
    r->map->truncated = feed.truncated;
    for (size_t i = 0; i < feed.n; i++) {
        const struct feed_entry *from = &feed.entries[i];
        struct sitemap_entry *e = from->url.n > 0 ? add_entry(r) : NULL;
        char at[CLOCK_RFC3339_BYTES];

        if (e == NULL) {
            r->map->skipped++;
            continue;
        }
        e->loc = from->url;
        e->title = from->title;
        e->has_lastmod = from->has_published;
        e->lastmod_s = from->published_s;
        if (e->has_lastmod)
            e->lastmod = arena_text(r->arena, text_of(clock_rfc3339(e->lastmod_s, at)));
    }
    return ST_OK;
}

enum status
sitemap_parse(struct text body, struct text url, struct arena *arena, struct sitemap *ret,
              struct err *err)
{
    struct sitemap map = { SITEMAP_URLSET };
    struct reader r = { .arena = arena, .url = url, .map = &map };
    struct buf unpacked;
    enum status st = ST_OK;

    buf_init(&unpacked, SITEMAP_MAX_BYTES);
    if (unpack_is_gzip(body)) {
        struct err why = { "" };

        /* A broken or overlong one may still give its beginning. */
        map.truncated = unpack(body, &unpacked, &why) != ST_OK;
        body = buf_text(&unpacked);
        if (body.n == 0)
            st = err_set(err, ST_INVALID, "sitemap: %s", why.msg);
    } else if (body.n > SITEMAP_MAX_BYTES) {
        map.truncated = true;
        body.n = SITEMAP_MAX_BYTES;
    }
    if (st == ST_OK && feed_likely(body))
        st = parse_feed(&r, body, err);
    else if (st == ST_OK)
        st = feed_xml_likely(body) ? parse_xml(&r, body, err) : parse_lines(&r, body, err);
    buf_release(&unpacked);
    if (st == ST_OK)
        *ret = map;
    return st;
}

const char *
sitemap_kind_name(enum sitemap_kind kind)
{
    static const char *const names[] = {
        [SITEMAP_URLSET] = "urlset",
        [SITEMAP_INDEX] = "index",
        [SITEMAP_TEXT] = "text",
        [SITEMAP_FEED] = "feed",
    };

    return names[kind];
}
