#include "feed_xml.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <string.h>

#include "buf.h"
#include "utf8.h"

#define CHUNK       ((size_t)64 * 1024) /* bytes given to libxml2 at a time */
#define HEAD        1024                /* bytes in which a doctype stands */
#define ATTR_SPAN   5                   /* pointers that SAX2 gives for each attribute */
#define ATTR_START  3
#define ATTR_END    4
#define ENTITY_SIZE 8 /* a code point in UTF-8 and a NUL */

struct reader {
    const struct feed_xml_handler *handler;
    void *self;
    xmlParserCtxtPtr ctxt; /* owned */
    unsigned depth;
    xmlEntity entity; /* what the latest reference stood for */
    char entity_text[ENTITY_SIZE];
};

static const struct {
    const char *uri; /* "http://" or "https://" cut off; compared as a head */
    enum feed_xml_ns ns;
} namespaces[] = {
    { "purl.org/dc/", FEED_XML_DC },
    { "purl.org/rss/1.0/modules/content", FEED_XML_CONTENT },
    { "www.google.com/schemas/sitemap-news/", FEED_XML_NEWS },
    { "rssnamespace.org/feedburner/", FEED_XML_FEEDBURNER },
    { "www.w3.org/1999/xhtml", FEED_XML_XHTML },
    { "www.w3.org/2005/Atom", FEED_XML_PLAIN },
    { "purl.org/atom/", FEED_XML_PLAIN },
    { "purl.org/rss/1.0", FEED_XML_PLAIN },
    { "purl.org/net/rss1.1", FEED_XML_PLAIN },
    { "backend.userland.com/", FEED_XML_PLAIN },
    { "blogs.law.harvard.edu/tech/rss", FEED_XML_PLAIN },
    { "my.netscape.com/rdf/simple/0.9", FEED_XML_PLAIN },
    { "channel.netscape.com/rdf/simple/0.9", FEED_XML_PLAIN },
    { "www.w3.org/1999/02/22-rdf-syntax-ns", FEED_XML_PLAIN },
    { "www.sitemaps.org/schemas/sitemap/", FEED_XML_PLAIN },
    { "sitemaps.org/schemas/sitemap/", FEED_XML_PLAIN },
    { "www.google.com/schemas/sitemap/", FEED_XML_PLAIN },
};

static enum feed_xml_ns
namespace_of(const xmlChar *prefix, const xmlChar *uri)
{
    struct text t = text_of((const char *)uri);
    size_t scheme = text_find(t, TEXT_LIT("://"));

    if (scheme != TEXT_NPOS)
        t = text_from(t, scheme + 3);
    for (size_t i = 0; i < N_ELEMENTS(namespaces); i++)
        if (text_starts_nocase(t, text_of(namespaces[i].uri)))
            return namespaces[i].ns;
    return prefix == NULL ? FEED_XML_PLAIN : FEED_XML_OTHER;
}

static void
on_start(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_ns,
         const xmlChar **ns, int n_attrs, int n_defaulted, const xmlChar **attrs)
{
    struct reader *r = ctx;
    struct feed_xml_element e = {
        .name = text_of((const char *)name),
        .ns = namespace_of(prefix, uri),
        .depth = ++r->depth,
        .attrs = attrs,
        .n_attrs = n_attrs,
    };

    (void)n_ns;
    (void)ns;
    (void)n_defaulted;
    if (!r->handler->start(r->self, &e))
        xmlStopParser(r->ctxt);
}

static void
on_end(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct reader *r = ctx;

    (void)name;
    (void)prefix;
    (void)uri;
    if (r->depth > 0)
        r->handler->end(r->self, r->depth--);
}

static void
on_text(void *ctx, const xmlChar *p, int n)
{
    struct reader *r = ctx;

    if (n > 0)
        r->handler->text(r->self, (struct text){ (const char *)p, (size_t)n });
}

/* XML's five by libxml2, HTML's names by its table; declared ones are unknown. */
static xmlEntityPtr
on_entity(void *ctx, const xmlChar *name)
{
    struct reader *r = ctx;
    xmlEntityPtr own = xmlGetPredefinedEntity(name);
    const htmlEntityDesc *html = own == NULL ? htmlEntityLookup(name) : NULL;
    size_t n;

    if (html == NULL)
        return own;
    n = utf8_encode(html->value, r->entity_text);
    r->entity_text[n] = '\0';
    memset(&r->entity, 0, sizeof(r->entity));
    r->entity.type = XML_ENTITY_DECL;
    r->entity.etype = XML_INTERNAL_PREDEFINED_ENTITY;
    r->entity.name = name;
    r->entity.content = r->entity.orig = (xmlChar *)r->entity_text;
    r->entity.length = (int)n;
    return &r->entity;
}

static void
on_error(void *ctx, xmlErrorPtr error)
{
    (void)ctx;
    (void)error; /* the caller sees what was read */
}

struct text
feed_xml_attr(const struct feed_xml_element *e, const char *name, struct arena *arena)
{
    const xmlChar *const *attrs = e->attrs;

    for (int i = 0; i < e->n_attrs; i++) {
        const xmlChar *const *a = attrs + (size_t)i * ATTR_SPAN;
        struct text value = { (const char *)a[ATTR_START], (size_t)(a[ATTR_END] - a[ATTR_START]) };

        if (text_is(text_of((const char *)a[0]), name)) {
            struct buf clean;

            buf_init(&clean, BUF_PAGE);
            utf8_clean(value, &clean); /* libxml2 2.9 may cut a reference in an attribute */
            value = arena_text(arena, buf_text(&clean));
            buf_release(&clean);
            return text_trim(value);
        }
    }
    return TEXT_NONE;
}

bool
feed_xml_read(struct text body, const struct feed_xml_handler *handler, void *self)
{
    xmlSAXHandler sax = {
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = on_start,
        .endElementNs = on_end,
        .characters = on_text,
        .ignorableWhitespace = on_text,
        .cdataBlock = on_text,
        .getEntity = on_entity,
        .serror = on_error,
    };
    struct reader r = { .handler = handler, .self = self };

    while (body.n > 0 && (body.p[0] == ' ' || (body.p[0] >= '\t' && body.p[0] <= '\r')))
        body = text_from(body, 1); /* XML allows none before its declaration; servers do */
    r.ctxt = xmlCreatePushParserCtxt(&sax, &r, NULL, 0, NULL);
    if (r.ctxt == NULL)
        return false;
    xmlCtxtUseOptions(r.ctxt, XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOENT);
    while (body.n > 0 && r.ctxt->disableSAX == 0) {
        struct text chunk = text_sub(body, 0, CHUNK);

        body = text_from(body, chunk.n);
        (void)xmlParseChunk(r.ctxt, chunk.p, (int)chunk.n, body.n == 0);
    }
    /* Entity declarations make libxml2 2.9 build a document even for SAX; on_entity() never
     * looks there, but it is ours to free. */
    if (r.ctxt->myDoc != NULL)
        xmlFreeDoc(r.ctxt->myDoc);
    xmlFreeParserCtxt(r.ctxt);
    return true;
}

bool
feed_xml_likely(struct text body)
{
    if (text_starts(body, TEXT_LIT("\xEF\xBB\xBF")))
        body = text_from(body, 3);
    if (text_starts(body, TEXT_LIT("\xFE\xFF")) || text_starts(body, TEXT_LIT("\xFF\xFE")))
        return true; /* UTF-16: nothing but XML comes so */
    body = text_trim(text_sub(body, 0, CHUNK));
    return body.n > 0 && (body.p[0] == '<' || (body.n > 1 && body.p[0] == '\0'));
}

bool
feed_xml_html(struct text body)
{
    return text_find_nocase(text_sub(body, 0, HEAD), TEXT_LIT("<!doctype html")) != TEXT_NPOS;
}
