/*
 * feed_xml.h - XML of feeds and sitemaps as a stream of elements and text.
 *
 * libxml2's push parser with everything off that reaches out or grows: no
 * network, no external subset, no entities but XML's own and HTML's names
 * (which feeds use without declaring them).  Errors do not stop it: what is
 * readable is given, and the caller judges whether it was enough.
 */
#ifndef FEED_XML_H
#define FEED_XML_H

#include "arena.h"
#include "text.h"

/* What a name's namespace means to feeds; by URI, as prefixes are free. */
enum feed_xml_ns {
    FEED_XML_PLAIN, /* none, or one of RSS, Atom, sitemaps, or unknown without a prefix */
    FEED_XML_DC,    /* Dublin Core */
    FEED_XML_CONTENT,
    FEED_XML_NEWS,       /* Google's sitemap-news */
    FEED_XML_FEEDBURNER, /* origLink */
    FEED_XML_XHTML,
    FEED_XML_OTHER
};

struct feed_xml_element {
    struct text name; /* local name; lives while the handler runs */
    enum feed_xml_ns ns;
    unsigned depth;    /* 1: the root */
    const void *attrs; /* for feed_xml_attr() */
    int n_attrs;
};

struct feed_xml_handler {
    /* All must be there.  False from start() ends the reading. */
    bool (*start)(void *self, const struct feed_xml_element *e);
    void (*text)(void *self, struct text t);
    void (*end)(void *self, unsigned depth);
};

/* The attribute of that local name as written, prefix ignored; empty if there is none. */
struct text feed_xml_attr(const struct feed_xml_element *e, const char *name, struct arena *arena);

/* Read body; false when libxml2 could not begin at all. */
bool feed_xml_read(struct text body, const struct feed_xml_handler *handler, void *self);

/* Does body look like XML or HTML: a '<' first, past white space and a byte order mark? */
bool feed_xml_likely(struct text body);

bool feed_xml_html(struct text body); /* it says "<!doctype html" in any case near its start */

#endif /* FEED_XML_H */
