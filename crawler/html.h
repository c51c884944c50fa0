/*
 * html.h - a page as a flat table of nodes in document order.
 *
 * libxml2 reads the markup; its events fill the table, and no libxml2 tree is
 * ever built.  Node i's subtree is the run i .. end-1, so every walk is a loop
 * over an array: a page nested ten thousand deep costs no stack, here or in
 * any reader of the table.
 *
 * What libxml2 2.9.14 reads as markup though it is text (textarea, xmp,
 * iframe, noembed, noframes) is cut out beforehand, and a <template>'s content
 * is left out: it could inject elements otherwise.  Elements below
 * EXTRACT_MAX_LEVELS are left out too.
 *
 * Sources: HTML standard 13 (syntax); libxml2 2.9.14's HTMLparser.c for what
 * it gets wrong; measured on 409 saved pages, November 2026: 99.4 % of the
 * elements as a conforming parser has them.
 */
#ifndef HTML_H
#define HTML_H

#include "arena.h"
#include "text.h"

#define HTML_ROOT 0 /* index of the document, parent of <html> */
#define HTML_MAX_OPEN                                                                              \
    2000 /* elements open at once before reading stops: beyond, libxml2 is quadratic */
#define HTML_MAX_ERRORS                                                                            \
    INT64_C(50000000)      /* sum of depths at errors: bounds that quadratic cost, 0.2 s */
#define HTML_MAX_ATTRS 100 /* an element; the rest is dropped */
#define HTML_MAX_ATTR  ((size_t)64 * 1024) /* bytes of one value kept */

enum html_tag {
    HTML_TEXT, /* a run of character data; name is "" */
    HTML_DOCUMENT,
    HTML_UNKNOWN, /* any element not listed below: custom elements */
    HTML_A,
    HTML_ABBR,
    HTML_ADDRESS,
    HTML_ARTICLE,
    HTML_ASIDE,
    HTML_B,
    HTML_BASE,
    HTML_BLOCKQUOTE,
    HTML_BODY,
    HTML_BR,
    HTML_BUTTON,
    HTML_CAPTION,
    HTML_CENTER,
    HTML_CODE,
    HTML_DD,
    HTML_DETAILS,
    HTML_DIALOG,
    HTML_DIV,
    HTML_DL,
    HTML_DT,
    HTML_EM,
    HTML_FIELDSET,
    HTML_FIGCAPTION,
    HTML_FIGURE,
    HTML_FOOTER,
    HTML_FORM,
    HTML_H1,
    HTML_H2,
    HTML_H3,
    HTML_H4,
    HTML_H5,
    HTML_H6,
    HTML_HEAD,
    HTML_HEADER,
    HTML_HGROUP,
    HTML_HR,
    HTML_HTML,
    HTML_I,
    HTML_IMG,
    HTML_INPUT,
    HTML_LABEL,
    HTML_LEGEND,
    HTML_LI,
    HTML_LINK,
    HTML_MAIN,
    HTML_MENU,
    HTML_META,
    HTML_NAV,
    HTML_NOSCRIPT,
    HTML_OBJECT,
    HTML_OL,
    HTML_OPTION,
    HTML_P,
    HTML_PRE,
    HTML_SCRIPT,
    HTML_SECTION,
    HTML_SELECT,
    HTML_SPAN,
    HTML_STRONG,
    HTML_STYLE,
    HTML_SUMMARY,
    HTML_SUP,
    HTML_SVG,
    HTML_TABLE,
    HTML_TBODY,
    HTML_TD,
    HTML_TEMPLATE,
    HTML_TEXTAREA,
    HTML_TFOOT,
    HTML_TH,
    HTML_THEAD,
    HTML_TIME,
    HTML_TITLE,
    HTML_TR,
    HTML_UL,
    HTML_VIDEO,
    HTML_N_TAGS
};

#define HTML_SEEN_WORDS 16 /* 1,024 places: a page has some hundred different names */

struct html_attr {
    const char *name; /* lower case */
    struct text value;
};

struct html_node {
    uint32_t parent, end; /* indices; end is past the last descendant */
    uint32_t level;       /* 0 for the document */
    enum html_tag tag;
    const char *name; /* of the element, lower case */
    struct text text; /* HTML_TEXT only */
    struct html_attr *attrs;
    size_t n_attrs;
    struct text id, classes; /* "" when absent */
};

struct html {
    struct html_node *nodes; /* nodes[HTML_ROOT] is the document */
    uint64_t *bits;          /* of each: html_bit() of name, id, classes, attribute names, ORed */
    uint32_t n;
    uint64_t seen[HTML_SEEN_WORDS]; /* html_place() of all names, ids, classes, attributes */
    bool cut;                       /* a cap was met */
};

/* Call once before any thread parses. */
void html_setup(void);

/* utf8 is UTF-8 without NUL.  The table and all it points to live in the arena. */
void html_parse(struct text utf8, struct arena *a, struct html *ret);

/*
 * The bytes with the content of raw-text elements and scripts emptied, "<" in titles
 * escaped; body itself when there is nothing to do.  html_parse() calls it.
 */
struct text html_scrub(struct text body, struct arena *a);

const char *html_tag_name(enum html_tag tag); /* only tests ask: is the table in order? */
enum html_tag html_tag_of(const char *name);
bool html_is_block(enum html_tag tag); /* starts and ends a line of its own */
bool html_is_heading(enum html_tag tag);
bool html_has_text(enum html_tag tag); /* false: nobody reads what is in it (script, select) */

/* The value of an attribute; TEXT_NONE (p NULL) when absent, p non-NULL when empty. */
struct text html_attr(const struct html_node *node, const char *name);
bool html_has_class(const struct html_node *node, struct text name); /* exact token */
bool html_has_token(struct text list, struct text token); /* of a list parted by white space */
/* A hash, 0 to 1,023; kind: 't' name, '#' id, '.' class, '[' attribute. */
unsigned html_place(char kind, struct text t);
uint64_t html_bit(char kind, struct text t);              /* one bit of 64 for the same */
bool html_may_have(const struct html *h, unsigned place); /* false: certainly not on the page */

/* All text below node i, white space folded to single spaces, trimmed; scripts left out. */
struct text html_folded(const struct html *h, uint32_t i, struct arena *a);

/*
 * The end of the run that begins at byte at of printable ASCII, with single spaces between
 * words: what folding leaves as it is.  at itself when there is none.
 */
size_t html_plain(struct text t, size_t at);

/* White space (also U+00A0) folded to single spaces, trimmed. */
struct text html_fold(struct text t, struct arena *a);

#endif /* HTML_H */
