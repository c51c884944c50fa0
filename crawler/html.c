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

bool
html_has_token(struct text list, struct text token)
{
    struct text one;

    while (text_cut(&list, " \t\n\r\f", &one))
        if (text_eq(one, token) && one.n > 0)
            return true;
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
        if (strcmp(node->attrs[i].name, name) == 0)
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
};

/* Remember a name on its node and on the page. */
static void
mark(struct builder *b, struct html_node *node, char kind, struct text t)
{
    unsigned place = html_place(kind, t);
    uint64_t bit = UINT64_C(1) << place / HTML_SEEN_WORDS;

    node->bits |= bit;
    b->h->seen[place % HTML_SEEN_WORDS] |= bit;
}

static struct html_node *
add_node(struct builder *b, enum html_tag tag)
{
    struct html *h = b->h;
    struct html_node *node;

    h->nodes = arena_grow(b->a, h->nodes, h->n, &b->cap, sizeof(*h->nodes));
    node = &h->nodes[h->n];
    *node = (struct html_node){ .parent = b->open, .end = h->n + 1, .tag = tag };
    node->name = tag_names[tag];
    node->level = h->n > 0 ? h->nodes[b->open].level + 1 : 0;
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

static void
keep_attrs(struct builder *b, struct html_node *node, const xmlChar **atts)
{
    size_t n = 0;
    struct text one, rest;

    while (n < HTML_MAX_ATTRS && atts[2 * n] != NULL)
        n++;
    node->attrs = arena_alloc(b->a, n * sizeof(*node->attrs));
    for (size_t i = 0; i < n; i++) {
        struct text name = text_of((const char *)atts[2 * i]);
        struct text value = text_of((const char *)atts[2 * i + 1]);

        value.n = utf8_cut(value, HTML_MAX_ATTR);
        node->attrs[i].name = arena_str(b->a, name);
        node->attrs[i].value = arena_text(b->a, value);
        mark(b, node, '[', name);
    }
    node->n_attrs = n;
    node->id = html_attr(node, "id");
    node->classes = html_attr(node, "class");
    if (node->id.n > 0)
        mark(b, node, '#', node->id);
    for (rest = node->classes; text_cut(&rest, " \t\n\r\f", &one);)
        mark(b, node, '.', one);
}

static void
on_start(void *user, const xmlChar *name, const xmlChar **atts)
{
    struct builder *b = user;
    struct html_node *node;
    enum html_tag tag = html_tag_of((const char *)name);

    b->depth++;
    if (b->depth > HTML_MAX_OPEN || b->h->n > EXTRACT_MAX_NODES)
        stop(b);
    if (b->skip > 0)
        return;
    flush_text(b);
    if (tag == HTML_TEMPLATE || b->h->nodes[b->open].level >= EXTRACT_MAX_LEVELS) {
        b->h->cut = b->h->cut || tag != HTML_TEMPLATE;
        b->skip = b->depth;
        return;
    }
    node = add_node(b, tag);
    if (tag == HTML_UNKNOWN)
        node->name = arena_str(b->a, text_of((const char *)name));
    mark(b, node, 't', text_of(node->name));
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

size_t
html_plain(struct text t, size_t at)
{
    while (at < t.n &&
           ((t.p[at] > ' ' && t.p[at] < 0x7F) ||
            (t.p[at] == ' ' && at + 1 < t.n && t.p[at + 1] > ' ' && t.p[at + 1] < 0x7F)))
        at++;
    return at;
}

/* Append t folded; *space is whether a gap is due before the next word. */
static void
add_folded(struct buf *out, struct text t, bool *space)
{
    size_t at = 0, from;
    uint32_t c;

    while (at < t.n) {
        from = at;
        if ((unsigned char)t.p[at] < 0x80)
            c = (unsigned char)t.p[at++];
        else
            c = utf8_next(t, &at);
        if (c <= ' ' || c == 0xA0 || c == 0x3000 || c == 0x200B || c == 0xFEFF || c == 0x7F) {
            *space = true;
            continue;
        }
        if (*space && out->n > 0)
            buf_add_char(out, ' ');
        *space = false;
        if (c >= 0x80 && c < 0xA0)
            continue; /* C1 controls: what is left of a bad numeric reference */
        at = html_plain(t, at);
        buf_add(out, t.p + from, at - from);
    }
}

struct text
html_fold(struct text t, struct arena *a)
{
    struct buf out;
    bool space = false;
    struct text kept;

    buf_init(&out, t.n + 1);
    add_folded(&out, t, &space);
    kept = arena_text(a, buf_text(&out));
    buf_release(&out);
    return kept;
}

struct text
html_folded(const struct html *h, uint32_t i, struct arena *a)
{
    struct buf out;
    bool space = false;
    struct text kept;

    buf_init(&out, EXTRACT_MAX_BYTES);
    for (uint32_t k = i; k < h->nodes[i].end; k++) {
        const struct html_node *node = &h->nodes[k];

        if (node->tag == HTML_TEXT)
            add_folded(&out, node->text, &space);
        else if (node->tag == HTML_SCRIPT || node->tag == HTML_STYLE)
            k = node->end - 1;
        else if (html_is_block(node->tag) || node->tag == HTML_BR || node->tag == HTML_TD ||
                 node->tag == HTML_TH)
            space = true;
    }
    kept = arena_text(a, buf_text(&out));
    buf_release(&out);
    return kept;
}
