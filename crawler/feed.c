/*
 * feed.c - see feed.h.  One pass over the elements: inside an entry its children
 * are fields; text is gathered for the field that is open, markup in it dropped.
 * When several elements fill one field, the better source wins (rank).
 */
#include "feed.h"

#include <string.h>

#include "buf.h"
#include "clock.h"
#include "extract_entity.h"
#include "feed_parts.h"
#include "feed_xml.h"
#include "httpdate.h"
#include "url.h"
#include "utf8.h"

#define MAX_BASES  32   /* depth to which xml:base is followed */
#define SHOWN      40   /* bytes of a name in a message */
#define TAGS_BYTES 1000 /* of an entry's categories; the rest is left out */
#define LINK_RANK  10   /* a plain link; those with a better type or element come above */

enum field {
    FIELD_NONE,
    FIELD_URL,
    FIELD_TITLE,
    FIELD_SUMMARY,
    FIELD_AUTHOR,
    FIELD_ID,
    FIELD_TAG, /* may stand there many times */
    FIELD_DATE,
    N_FIELDS
};

/* The children of an entry, and how good a source of their field each is. */
static const struct element {
    const char *name;
    enum feed_xml_ns ns;
    enum field field;
    unsigned rank;
} elements[] = {
    { "origLink", FEED_XML_FEEDBURNER, FIELD_URL, LINK_RANK + 5 },
    { "link", FEED_XML_PLAIN, FIELD_URL, LINK_RANK },
    { "guid", FEED_XML_PLAIN, FIELD_ID, 2 },
    { "id", FEED_XML_PLAIN, FIELD_ID, 2 },
    { "title", FEED_XML_PLAIN, FIELD_TITLE, 2 },
    { "title", FEED_XML_DC, FIELD_TITLE, 1 },
    { "description", FEED_XML_PLAIN, FIELD_SUMMARY, 4 },
    { "summary", FEED_XML_PLAIN, FIELD_SUMMARY, 5 },
    { "encoded", FEED_XML_CONTENT, FIELD_SUMMARY, 3 },
    { "content", FEED_XML_PLAIN, FIELD_SUMMARY, 3 },
    { "description", FEED_XML_DC, FIELD_SUMMARY, 2 },
    { "author", FEED_XML_PLAIN, FIELD_AUTHOR, 2 },
    { "creator", FEED_XML_DC, FIELD_AUTHOR, 1 },
    { "category", FEED_XML_PLAIN, FIELD_TAG, 1 },
    { "subject", FEED_XML_DC, FIELD_TAG, 1 },
    { "pubDate", FEED_XML_PLAIN, FIELD_DATE, 5 },
    { "published", FEED_XML_PLAIN, FIELD_DATE, 6 },
    { "issued", FEED_XML_PLAIN, FIELD_DATE, 5 },
    { "date", FEED_XML_DC, FIELD_DATE, 4 },
    { "created", FEED_XML_PLAIN, FIELD_DATE, 3 },
    { "updated", FEED_XML_PLAIN, FIELD_DATE, 2 },
    { "modified", FEED_XML_PLAIN, FIELD_DATE, 1 },
};

struct reader {
    struct feed_work *work;
    struct feed_entry *entry; /* the open one; NULL: none, or past the cap */
    unsigned entry_depth;     /* its element's; 0: none is open */
    unsigned rank[N_FIELDS];  /* of what each field of it holds; 0: nothing */
    enum field field;         /* being gathered */
    unsigned field_depth;     /* its element's */
    unsigned field_rank;
    bool literal;                 /* its text is no HTML */
    bool in_name;                 /* an author's <name> has begun */
    bool named;                   /* the author's name has been read: no more text */
    unsigned channel_depth;       /* of channel or feed; 0: not seen */
    struct text bases[MAX_BASES]; /* xml:base in force at each depth */
    struct buf text;
    char root[SHOWN];
};

struct feed_entry *
feed_parts_entry(struct feed_work *w)
{
    struct feed *f = w->feed;

    if (f->n == FEED_MAX_ENTRIES) {
        f->truncated = true;
        return NULL;
    }
    f->entries = arena_grow(w->arena, f->entries, f->n, &w->cap, sizeof(*f->entries));
    f->entries[f->n] = (struct feed_entry){ .published_s = 0 };
    return &f->entries[f->n++];
}

bool
feed_parts_date(struct text t, int64_t *ret_s)
{
    t = text_trim(t);
    return clock_parse_rfc3339(t, ret_s, NULL) || httpdate_parse(t, 0, ret_s);
}

struct text
feed_parts_url(struct text address, struct text base, struct arena *arena)
{
    struct text href;
    struct url u;

    address = text_trim(address);
    if (address.n == 0 || url_resolve(address, base, arena, &href, NULL) != ST_OK ||
        !url_split(href, &u) || !url_fetchable(&u))
        return TEXT_NONE;
    if (text_starts_nocase(address, TEXT_LIT("http://")) ||
        text_starts_nocase(address, TEXT_LIT("https://")))
        return arena_text(arena, address);
    return href;
}

static struct text
base_at(const struct reader *r, unsigned depth)
{
    struct text base = r->bases[depth < MAX_BASES ? depth : MAX_BASES - 1];

    return base.n > 0 ? base : r->work->url;
}

/* Keep the base in force at this depth: the parent's, or what xml:base makes of it. */
static void
follow_base(struct reader *r, const struct feed_xml_element *e)
{
    struct text own;

    if (e->depth >= MAX_BASES)
        return;
    own = feed_xml_attr(e, "base", r->work->arena);
    r->bases[e->depth] = base_at(r, e->depth - 1);
    if (own.n > 0)
        (void)url_resolve(own, r->bases[e->depth], r->work->arena, &r->bases[e->depth],
                          NULL); /* a bad xml:base changes nothing */
}

/* Atom's <link href rel type>: 0 if it is not the entry's page. */
static unsigned
link_rank(struct text rel, struct text type)
{
    if (rel.n > 0 && !text_eq_nocase(rel, TEXT_LIT("alternate")))
        return 0;
    return LINK_RANK + (rel.n > 0) + (text_starts_nocase(type, TEXT_LIT("text/html")) ? 2 : 0);
}

static void
start_link(struct reader *r, const struct feed_xml_element *e)
{
    struct arena *a = r->work->arena;
    struct text href = feed_xml_attr(e, "href", a);
    unsigned rank = link_rank(feed_xml_attr(e, "rel", a), feed_xml_attr(e, "type", a));

    if (href.n == 0)
        return; /* RSS: the address is the element's text */
    r->field = FIELD_NONE;
    href = rank > 0 ? feed_parts_url(href, base_at(r, e->depth), a) : TEXT_NONE;
    if (href.n == 0)
        return;
    if (r->entry != NULL && rank > r->rank[FIELD_URL]) {
        r->entry->url = href;
        r->rank[FIELD_URL] = rank;
    } else if (r->entry_depth == 0 && r->work->feed->site.n == 0) {
        r->work->feed->site = href;
    }
}

void
feed_parts_tag(struct feed_entry *entry, struct text tag, struct arena *arena)
{
    tag = text_trim(tag);
    if (tag.n > 0 && entry->tags.n + tag.n < TAGS_BYTES)
        entry->tags =
            text_of(arena_printf(arena, "%.*s%.*s ", TEXT_ARG(entry->tags), TEXT_ARG(tag)));
}

/* Atom's <category term label>: the words that are meant for people, else the others. */
static void
start_tag(struct reader *r, const struct feed_xml_element *e)
{
    struct text tag = feed_xml_attr(e, "label", r->work->arena);

    if (tag.n == 0)
        tag = feed_xml_attr(e, "term", r->work->arena);
    if (r->entry != NULL)
        feed_parts_tag(r->entry, tag, r->work->arena);
}

/* Begin to gather the field that e holds, if it holds one. */
static void
start_field(struct reader *r, const struct feed_xml_element *e)
{
    for (size_t i = 0; i < N_ELEMENTS(elements); i++) {
        const struct element *el = &elements[i];

        if (el->ns == e->ns && text_is(e->name, el->name)) {
            struct text type = feed_xml_attr(e, "type", r->work->arena);

            r->field = el->field;
            r->field_rank = el->rank;
            r->field_depth = e->depth;
            r->literal = text_is(type, "text") || text_is(type, "text/plain") ||
                         text_is(type, "xhtml") || text_is(type, "application/xhtml+xml");
            r->in_name = r->named = false;
            buf_clear(&r->text);
            if (el->field == FIELD_ID &&
                text_is(feed_xml_attr(e, "isPermaLink", r->work->arena), "false"))
                r->field_rank = 1; /* not an address, whatever it looks like */
            if (text_is(e->name, "link"))
                start_link(r, e);
            else if (el->field == FIELD_TAG)
                start_tag(r, e);
            return;
        }
    }
}

static void
start_entry(struct reader *r, const struct feed_xml_element *e)
{
    r->entry_depth = e->depth;
    r->entry = feed_parts_entry(r->work);
    memset(r->rank, 0, sizeof(r->rank));
    if (r->entry != NULL && text_is(text_of(r->work->feed->format), "rdf")) {
        r->entry->id = feed_xml_attr(e, "about", r->work->arena);
        r->rank[FIELD_ID] = 1;
    }
}

/* What the root element says the file is; NULL: no feed. */
static const char *
format_of(struct text root)
{
    static const struct {
        const char *root, *format;
    } formats[] = {
        { "rss", "rss" },
        { "RDF", "rdf" },
        { "feed", "atom" },
        { "Channel", "rdf" },
    };

    for (size_t i = 0; i < N_ELEMENTS(formats); i++)
        if (text_is(root, formats[i].root))
            return formats[i].format;
    return NULL;
}

static bool
on_start(void *self, const struct feed_xml_element *e)
{
    struct reader *r = self;

    if (e->depth == 1) {
        size_t n = e->name.n < SHOWN - 1 ? e->name.n : SHOWN - 1;

        memcpy(r->root, e->name.p, n);
        r->work->feed->format = format_of(e->name);
        if (r->work->feed->format == NULL)
            return false;
        if (text_is(e->name, "feed"))
            r->channel_depth = 1;
    }
    follow_base(r, e);
    if (r->field != FIELD_NONE) {
        if (r->field == FIELD_AUTHOR && text_is(e->name, "name") && !r->named) {
            buf_clear(&r->text);
            r->in_name = true;
        } else if (r->text.n > 0 && r->field != FIELD_URL && !r->named) {
            buf_add_char(&r->text, ' '); /* a tag parts words */
        }
    } else if (r->entry_depth == 0 && e->ns == FEED_XML_PLAIN &&
               (text_is(e->name, "item") || text_is(e->name, "entry"))) {
        start_entry(r, e);
    } else if (r->entry_depth == 0 && text_is(e->name, "channel")) {
        r->channel_depth = e->depth;
    } else if ((r->entry_depth > 0 && e->depth == r->entry_depth + 1) ||
               (r->entry_depth == 0 && r->channel_depth > 0 && e->depth == r->channel_depth + 1)) {
        start_field(r, e);
    }
    return true;
}

static void
on_text(void *self, struct text t)
{
    struct reader *r = self;

    if (r->field == FIELD_NONE || r->named)
        return;
    t = text_sub(t, 0, FEED_MAX_TEXT - r->text.n);
    buf_add_text(&r->text, t);
}

/* The gathered text as plain text that lives in the arena. */
static struct text
plain(const struct reader *r)
{
    struct arena *a = r->work->arena;
    struct text t = buf_text(&r->text);

    t = arena_text(a, text_trim(text_sub(t, 0, utf8_cut(t, FEED_MAX_TEXT))));
    return r->literal ? t : text_trim(extract_entity_strip(t, a));
}

static void
set_field(struct reader *r, struct feed_entry *entry)
{
    struct text raw = text_trim(buf_text(&r->text));

    if (r->field == FIELD_TAG)
        feed_parts_tag(entry, plain(r), r->work->arena);
    if (r->field == FIELD_TAG || raw.n == 0 || r->field_rank <= r->rank[r->field])
        return;
    switch (r->field) {
    case FIELD_URL:
        if (raw.n >= URL_MAX_BYTES)
            return;
        raw = feed_parts_url(raw, base_at(r, r->field_depth), r->work->arena);
        if (raw.n == 0)
            return;
        entry->url = raw;
        break;
    case FIELD_TITLE:
        entry->title = plain(r);
        break;
    case FIELD_SUMMARY:
        entry->summary = plain(r);
        break;
    case FIELD_AUTHOR:
        entry->author = arena_text(r->work->arena, raw);
        break;
    case FIELD_ID:
        entry->id = arena_text(r->work->arena, raw);
        break;
    case FIELD_DATE:
        if (!feed_parts_date(raw, &entry->published_s))
            return;
        entry->has_published = true;
        break;
    case FIELD_TAG:
    case FIELD_NONE:
    case N_FIELDS:
        return;
    }
    r->rank[r->field] = r->field_rank;
}

/* The same for the feed itself: its title and the page it belongs to. */
static void
set_feed_field(struct reader *r)
{
    struct feed *f = r->work->feed;

    if (r->field == FIELD_TITLE && f->title.n == 0)
        f->title = plain(r);
    else if (r->field == FIELD_URL && f->site.n == 0)
        f->site = feed_parts_url(buf_text(&r->text), base_at(r, r->field_depth), r->work->arena);
}

/* An entry without a link has an id that may be one. */
static void
end_entry(struct reader *r)
{
    bool rss = text_is(text_of(r->work->feed->format), "rss");

    if (r->entry != NULL && r->entry->url.n == 0 && r->rank[FIELD_ID] > (rss ? 1u : 0u) &&
        text_starts_nocase(r->entry->id, TEXT_LIT("http")))
        r->entry->url = feed_parts_url(r->entry->id, TEXT_NONE, r->work->arena);
    r->entry = NULL;
    r->entry_depth = 0;
}

static void
on_end(void *self, unsigned depth)
{
    struct reader *r = self;

    if (r->field != FIELD_NONE && depth == r->field_depth) {
        if (r->entry != NULL)
            set_field(r, r->entry);
        else if (r->entry_depth == 0)
            set_feed_field(r);
        r->field = FIELD_NONE;
    } else if (r->field == FIELD_AUTHOR && r->in_name && depth == r->field_depth + 1) {
        r->named = true;
    } else if (r->entry_depth > 0 && depth == r->entry_depth) {
        end_entry(r);
    }
}

static enum status
feed_xml(struct text body, struct feed_work *w, struct err *err)
{
    static const struct feed_xml_handler handler = { on_start, on_text, on_end };
    struct reader r = { .work = w };
    bool began;

    buf_init(&r.text, FEED_MAX_TEXT);
    began = feed_xml_read(body, &handler, &r);
    buf_release(&r.text);
    if (r.entry_depth > 0)
        end_entry(&r); /* the file broke off in it */
    if (!began || r.root[0] == '\0')
        return err_set(err, ST_INVALID, "no feed: %s",
                       feed_xml_html(body) ? "an HTML page" : "no XML element in it");
    if (w->feed->format == NULL)
        return err_set(err, ST_INVALID, "no feed: its root element is <%s>", r.root);
    return ST_OK;
}

enum status
feed_parse(struct text body, struct text url, struct arena *arena, struct feed *ret,
           struct err *err)
{
    struct feed feed = { NULL };
    struct feed_work w = { .arena = arena, .url = url, .feed = &feed };
    enum status st;

    if (body.n > FEED_MAX_BYTES)
        return err_set(err, ST_LIMIT, "feed: over %zu bytes", FEED_MAX_BYTES);
    st = feed_xml_likely(body) ? feed_xml(body, &w, err) : feed_json(body, &w, err);
    if (st == ST_OK)
        *ret = feed;
    return st;
}

bool
feed_likely(struct text body)
{
    static const char *const marks[] = { "<rss", "<rdf:RDF", "<feed", "jsonfeed.org/version/" };
    struct text head = text_sub(body, 0, 2048);

    for (size_t i = 0; i < N_ELEMENTS(marks); i++)
        if (text_find(head, text_of(marks[i])) != TEXT_NPOS)
            return true;
    return false;
}
