/* html.c - see html.h.  libxml2's events in, one array of nodes out. */

#include "html.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <string.h>

#include "buf.h"
#include "extract.h"
#include "utf8.h"

#define PLACE_SHIFT 54 /* leaves the 10 best mixed bits */

/* clang-format off */
static const char *const tag_names[HTML_N_TAGS] = {
    "", "#document", "?",
    "a", "abbr", "address", "article", "aside", "b", "base", "blockquote",
    "body", "br", "button", "caption", "center", "code", "dd", "details",
    "dialog", "div", "dl", "dt", "em", "fieldset", "figcaption", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head",
    "header", "hgroup", "hr", "html", "i", "img", "input", "label",
    "legend", "li", "link", "main", "menu", "meta", "nav", "noscript",
    "object", "ol", "option", "p", "pre", "script", "section", "select",
    "span", "strong", "style", "summary", "sup", "svg", "table", "tbody",
    "td", "template", "textarea", "tfoot", "th", "thead", "time", "title",
    "tr", "ul", "video",
};
/* clang-format on */

const char *
html_tag_name(enum html_tag tag)
{
    return tag_names[tag];
}

enum html_tag
html_tag_of(const char *name)
{
    size_t lo = HTML_A, hi = HTML_N_TAGS;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int order = strcmp(name, tag_names[mid]);

        if (order == 0)
            return (enum html_tag)mid;
        if (order < 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return HTML_UNKNOWN;
}

bool
html_is_heading(enum html_tag tag)
{
    return tag >= HTML_H1 && tag <= HTML_H6;
}

bool
html_is_block(enum html_tag tag)
{
    static const bool block[HTML_N_TAGS] = {
        [HTML_DOCUMENT] = true,   [HTML_ADDRESS] = true,    [HTML_ARTICLE] = true,
        [HTML_ASIDE] = true,      [HTML_BLOCKQUOTE] = true, [HTML_BODY] = true,
        [HTML_CAPTION] = true,    [HTML_CENTER] = true,     [HTML_DD] = true,
        [HTML_DETAILS] = true,    [HTML_DIALOG] = true,     [HTML_DIV] = true,
        [HTML_DL] = true,         [HTML_DT] = true,         [HTML_FIELDSET] = true,
        [HTML_FIGCAPTION] = true, [HTML_FIGURE] = true,     [HTML_FOOTER] = true,
        [HTML_FORM] = true,       [HTML_H1] = true,         [HTML_H2] = true,
        [HTML_H3] = true,         [HTML_H4] = true,         [HTML_H5] = true,
        [HTML_H6] = true,         [HTML_HEADER] = true,     [HTML_HGROUP] = true,
        [HTML_HR] = true,         [HTML_HTML] = true,       [HTML_LEGEND] = true,
        [HTML_LI] = true,         [HTML_MAIN] = true,       [HTML_MENU] = true,
        [HTML_NAV] = true,        [HTML_OL] = true,         [HTML_P] = true,
        [HTML_PRE] = true,        [HTML_SECTION] = true,    [HTML_SUMMARY] = true,
        [HTML_TABLE] = true,      [HTML_TBODY] = true,      [HTML_TFOOT] = true,
        [HTML_THEAD] = true,      [HTML_TR] = true,         [HTML_UL] = true,
        [HTML_OPTION] = true,
    };

    return block[tag];
}

bool
html_has_text(enum html_tag tag)
{
    static const bool no[HTML_N_TAGS] = {
        [HTML_SCRIPT] = true, [HTML_STYLE] = true, [HTML_SELECT] = true, [HTML_TEXTAREA] = true,
        [HTML_HEAD] = true,   [HTML_SVG] = true,   [HTML_OBJECT] = true, [HTML_INPUT] = true,
        [HTML_VIDEO] = true,  [HTML_TITLE] = true,
    };

    return !no[tag];
}

static bool
is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool
has_space(struct text t)
{
    for (size_t i = 0; i < t.n; i++)
        if (is_space(t.p[i]))
            return true;
    return false;
}

bool
html_has_token(struct text list, struct text token)
{
    for (size_t i = 0; token.n > 0 && i + token.n <= list.n; i++)
        if ((i == 0 || is_space(list.p[i - 1])) &&
            (i + token.n == list.n || is_space(list.p[i + token.n])) &&
            memcmp(list.p + i, token.p, token.n) == 0)
            return !has_space(token);
    return false;
}

bool
html_has_class(const struct html_node *node, struct text name)
{
    return html_has_token(node->classes, name);
}

struct text
html_attr(const struct html_node *node, const char *name)
{
    for (size_t i = 0; i < node->n_attrs; i++)
        if (node->attrs[i].name[0] == name[0] && strcmp(node->attrs[i].name, name) == 0)
            return node->attrs[i].value;
    return TEXT_NONE;
}

unsigned
html_place(char kind, struct text t)
{
    uint64_t hash = UINT64_C(14695981039346656037) ^ (unsigned char)kind; /* FNV-1a */

    for (size_t i = 0; i < t.n; i++)
        hash = (hash ^ (unsigned char)t.p[i]) * UINT64_C(1099511628211);
    return (unsigned)(hash >> PLACE_SHIFT);
}

uint64_t
html_bit(char kind, struct text t)
{
    return UINT64_C(1) << html_place(kind, t) / HTML_SEEN_WORDS;
}

bool
html_may_have(const struct html *h, unsigned place)
{
    return (h->seen[place % HTML_SEEN_WORDS] >> place / HTML_SEEN_WORDS & 1) != 0;
}

/*
 * What is known of a name: libxml2 hands out every name of a page from one
 * dictionary, so that equal names are one address.
 */
struct known {
    const xmlChar *p;
    const char *name; /* outlives the dictionary */
    enum html_tag tag;
    unsigned place;
};

#define N_KNOWN    256 /* power of two; a page has some dozens of names of each kind */
#define NODE_BYTES 32  /* of markup for a node, at least on most pages */
#define MIN_NODES  64

/* The table while it is being filled. */
struct builder {
    struct html *h;
    struct arena *a;
    htmlParserCtxtPtr ctxt;
    size_t cap;
    uint32_t open; /* the node whose content is being read */
    size_t depth;  /* elements open, left-out ones too */
    size_t skip;   /* depth at which leaving out began; 0: not leaving out */
    struct buf text;
    int64_t errors; /* sum of depths */
    struct known tags[N_KNOWN], attrs[N_KNOWN];
};

static const struct known *
know(struct builder *b, struct known *table, const xmlChar *p)
{
    struct known *k = &table[((uintptr_t)p * UINT64_C(0x9E3779B97F4A7C15)) >> 56];
    struct text name;

    if (k->p == p)
        return k;
    name = text_of((const char *)p);
    k->p = p;
    if (table == b->tags) {
        k->tag = html_tag_of(name.p);
        k->name = k->tag != HTML_UNKNOWN ? tag_names[k->tag] : arena_str(b->a, name);
        k->place = html_place('t', text_of(k->name));
    } else {
        k->name = arena_str(b->a, name);
        k->place = html_place('[', name);
    }
    return k;
}

/* Remember a name on its node and on the page. */
static void
mark(struct builder *b, uint32_t node, unsigned place)
{
    uint64_t bit = UINT64_C(1) << place / HTML_SEEN_WORDS;

    b->h->bits[node] |= bit;
    b->h->seen[place % HTML_SEEN_WORDS] |= bit;
}

static void
make_room(struct builder *b)
{
    struct html *h = b->h;
    size_t cap = b->cap;

    h->nodes = arena_grow(b->a, h->nodes, h->n, &b->cap, sizeof(*h->nodes));
    h->bits = arena_grow(b->a, h->bits, h->n, &cap, sizeof(*h->bits));
}

static struct html_node *
add_node(struct builder *b, enum html_tag tag)
{
    struct html *h = b->h;
    struct html_node *node;

    make_room(b);
    node = &h->nodes[h->n];
    *node = (struct html_node){ .parent = b->open, .end = h->n + 1, .tag = tag };
    node->name = tag_names[tag];
    node->level = h->n > 0 ? h->nodes[b->open].level + 1 : 0;
    h->bits[h->n] = 0;
    h->n++;
    return node;
}

static void
stop(struct builder *b)
{
    b->h->cut = true;
    xmlStopParser(b->ctxt);
}

static void
flush_text(struct builder *b)
{
    struct html_node *node;

    if (b->text.n == 0)
        return;
    node = add_node(b, HTML_TEXT);
    node->text = arena_text(b->a, buf_text(&b->text));
    buf_clear(&b->text);
}

/* Cut the next word off a list parted by white space. */
static bool
next_word(struct text *rest, struct text *word)
{
    size_t i = 0;

    while (rest->n > 0 && is_space(rest->p[0])) {
        rest->p++;
        rest->n--;
    }
    while (i < rest->n && !is_space(rest->p[i]))
        i++;
    if (i == 0)
        return false; /* an empty text may have no bytes to point at */
    *word = (struct text){ rest->p, i };
    rest->p += i;
    rest->n -= i;
    return true;
}

static void
keep_attrs(struct builder *b, struct html_node *node, const xmlChar **atts)
{
    uint32_t at = (uint32_t)(node - b->h->nodes);
    size_t n = 0;
    struct text one, rest;

    while (n < HTML_MAX_ATTRS && atts[2 * n] != NULL)
        n++;
    node->attrs = arena_alloc(b->a, n * sizeof(*node->attrs));
    node->n_attrs = n;
    for (size_t i = 0; i < n; i++) {
        const struct known *k = know(b, b->attrs, atts[2 * i]);
        struct text value = text_of((const char *)atts[2 * i + 1]);

        value.n = utf8_cut(value, HTML_MAX_ATTR);
        node->attrs[i].name = k->name;
        node->attrs[i].value = arena_text(b->a, value);
        mark(b, at, k->place);
    }
    node->id = html_attr(node, "id");
    node->classes = html_attr(node, "class");
    if (node->id.n > 0)
        mark(b, at, html_place('#', node->id));
    for (rest = node->classes; next_word(&rest, &one);)
        mark(b, at, html_place('.', one));
}

static void
on_start(void *user, const xmlChar *name, const xmlChar **atts)
{
    struct builder *b = user;
    const struct known *k = know(b, b->tags, name);
    struct html_node *node;

    b->depth++;
    if (b->depth > HTML_MAX_OPEN || b->h->n > EXTRACT_MAX_NODES)
        stop(b);
    if (b->skip > 0)
        return;
    flush_text(b);
    if (k->tag == HTML_TEMPLATE || b->h->nodes[b->open].level >= EXTRACT_MAX_LEVELS) {
        b->h->cut = b->h->cut || k->tag != HTML_TEMPLATE;
        b->skip = b->depth;
        return;
    }
    node = add_node(b, k->tag);
    node->name = k->name;
    mark(b, (uint32_t)(node - b->h->nodes), k->place);
    if (atts != NULL)
        keep_attrs(b, node, atts);
    b->open = (uint32_t)(node - b->h->nodes);
}

static void
on_end(void *user, const xmlChar *name)
{
    struct builder *b = user;
    struct html_node *node;

    (void)name; /* the parser closes in order */
    if (b->depth == 0)
        return;
    b->depth--;
    if (b->skip > 0) {
        if (b->depth < b->skip)
            b->skip = 0;
        return;
    }
    flush_text(b);
    node = &b->h->nodes[b->open];
    node->end = b->h->n;
    if (b->open != HTML_ROOT)
        b->open = node->parent;
}

static void
on_text(void *user, const xmlChar *p, int n)
{
    struct builder *b = user;

    if (b->skip == 0 && n > 0)
        buf_add(&b->text, p, (size_t)n);
}

static void
on_error(void *user, xmlErrorPtr error)
{
    struct builder *b = user;

    (void)error; /* markup on the web has errors; only their cost matters */
    b->errors += (int64_t)b->depth;
    if (b->errors > HTML_MAX_ERRORS)
        stop(b);
}

void
html_setup(void)
{
    xmlInitParser();
}

static void
run_parser(struct builder *b, struct text utf8)
{
    const int options = HTML_PARSE_RECOVER | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                        HTML_PARSE_IGNORE_ENC | HTML_PARSE_COMPACT;
    htmlParserCtxtPtr ctxt = htmlCreateMemoryParserCtxt(utf8.p, (int)utf8.n);
    xmlSAXHandler sax = { .startElement = on_start,
                          .endElement = on_end,
                          .characters = on_text,
                          .cdataBlock = on_text,
                          .ignorableWhitespace = on_text,
                          .serror = on_error,
                          .initialized = XML_SAX2_MAGIC };

    if (ctxt == NULL)
        return;
    b->ctxt = ctxt;
    htmlCtxtUseOptions(ctxt, options);
    *ctxt->sax = sax;
    ctxt->userData = b;
    xmlSwitchEncoding(ctxt, XML_CHAR_ENCODING_UTF8);
    htmlParseDocument(ctxt);
    htmlFreeParserCtxt(ctxt);
}

void
html_parse(struct text utf8, struct arena *a, struct html *ret)
{
    struct builder b = { .h = ret, .a = a };

    *ret = (struct html){ 0 };
    b.cap = utf8.n / NODE_BYTES + MIN_NODES;
    if (b.cap > EXTRACT_MAX_NODES)
        b.cap = EXTRACT_MAX_NODES;
    ret->nodes = arena_alloc(a, b.cap * sizeof(*ret->nodes));
    ret->bits = arena_alloc(a, b.cap * sizeof(*ret->bits));
    buf_init(&b.text, EXTRACT_MAX_BYTES);
    add_node(&b, HTML_DOCUMENT);
    if (utf8.n > EXTRACT_MAX_BYTES) {
        utf8.n = utf8_cut(utf8, EXTRACT_MAX_BYTES);
        ret->cut = true;
    }
    utf8 = html_scrub(utf8, a);
    if (utf8.n > 0)
        run_parser(&b, utf8);
    b.skip = 0;
    flush_text(&b);
    while (b.open != HTML_ROOT) { /* what a stop left open */
        ret->nodes[b.open].end = ret->n;
        b.open = ret->nodes[b.open].parent;
    }
    ret->nodes[HTML_ROOT].end = ret->n;
    buf_release(&b.text);
}
