/*
 * extract_text.c - a subtree as plain text, and which subtree is the main one.
 *
 * Blocks are parted by blank lines, list items and table rows by single ones;
 * inline elements never break a word.
 */

#include "extract_parts.h"

#include <string.h>

#include "buf.h"
#include "utf8.h"

#define TEXT_CELL_CHARS 400 /* a longer cell means that the table is for layout */
#define TEXT_MIN_MAIN   200 /* bytes a <main> must have to be believed */
#define TEXT_LINKS_MIN  4   /* links that make a block a menu, if they are most of it */
#define TEXT_LINK_SHARE .7
#define TEXT_MAX_BEFORE                                                                            \
    ((size_t)512 * 1024) /* bytes of thread searched for quotes: bounds the cost */
#define TEXT_PROBE 60    /* bytes of a quote that are looked for in earlier posts */
#define TEXT_LEAD  160   /* bytes of a lead: the length of a headline in a list */
#define TEXT_LOG_LINES                                                                             \
    20 /* of a post's code or log, in the text of a thread: readers skim more                      \
        */

struct out {
    struct buf b;
    unsigned breaks; /* newlines due before the next word */
    bool space, bullet, cell;
    unsigned max_lines, lines; /* of preformatted text that are kept (0: all); seen of this one */
    const struct html *h;
};

static void
due(struct out *o, unsigned breaks)
{
    if (o->breaks < breaks)
        o->breaks = breaks;
    o->space = o->cell = false;
}

/* What stands between the last word and the next. */
static void
put_gap(struct out *o)
{
    if (o->b.n > 0) {
        for (unsigned i = 0; i < o->breaks; i++)
            buf_add_char(&o->b, '\n');
        if (o->breaks == 0 && o->cell)
            buf_add_str(&o->b, " | ");
        else if (o->breaks == 0 && o->space)
            buf_add_char(&o->b, ' ');
    }
    if (o->bullet)
        buf_add_str(&o->b, "- ");
    o->breaks = 0;
    o->space = o->bullet = o->cell = false;
}

static bool
is_gap(uint32_t c)
{
    return c <= ' ' || c == 0x7F || c == 0xA0 || c == 0x3000 || c == 0x200B || c == 0xFEFF ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029;
}

static void
put_text(struct out *o, struct text t, bool pre)
{
    size_t at = 0, from;
    uint32_t c;

    while (at < t.n) {
        from = at;
        c = (unsigned char)t.p[at] < 0x80 ? (unsigned char)t.p[at++] : utf8_next(t, &at);
        if (pre && o->max_lines > 0 && o->lines >= o->max_lines)
            return;
        if (pre && c == '\n') {
            o->breaks++;
            o->lines++;
            o->space = false;
        } else if (pre && c == ' ' && o->breaks == 0 && !o->space && o->b.n > 0) {
            buf_add_char(&o->b, ' ');
        } else if (is_gap(c)) {
            o->space = true;
        } else if (!(c >= 0x80 && c < 0xA0)) { /* C1 controls: broken references */
            if (o->breaks > 2)
                o->breaks = 2;
            put_gap(o);
            at = html_plain(t, at);
            buf_add(&o->b, t.p + from, at - from);
        }
    }
}

/* A table whose cells hold tables or long text is there for layout. */
static bool
is_layout(const struct html *h, uint32_t table)
{
    size_t run = 0;

    for (uint32_t k = table + 1; k < h->nodes[table].end; k++) {
        if (h->nodes[k].tag == HTML_TABLE)
            return true;
        if (h->nodes[k].tag == HTML_TD || h->nodes[k].tag == HTML_TR)
            run = 0;
        run += h->nodes[k].text.n;
        if (run > TEXT_CELL_CHARS)
            return true;
    }
    return false;
}

static unsigned
breaks_of(enum html_tag tag)
{
    switch ((int)tag) {
    case HTML_LI:
    case HTML_TR:
    case HTML_DT:
    case HTML_DD:
    case HTML_OPTION:
        return 1;
    default:
        return html_is_block(tag) ? 2 : 0;
    }
}

/* Open elements that need something done when they end. */
struct level {
    uint32_t end;
    unsigned breaks;
    bool pre;
};

static void
enter(struct out *o, const struct html_node *node, bool layout)
{
    if (node->tag == HTML_BR) {
        if (o->breaks < 2)
            o->breaks++;
        o->space = false;
        return;
    }
    if ((node->tag == HTML_TD || node->tag == HTML_TH) && o->breaks == 0) {
        if (layout)
            due(o, 2);
        else
            o->cell = true;
        return;
    }
    if (html_is_block(node->tag)) {
        bool keep = o->bullet;

        due(o, keep ? 0 : breaks_of(node->tag));
        o->bullet = keep || node->tag == HTML_LI;
    }
}

/* Append the text of node's subtree. */
static void
render(struct out *o, uint32_t node, const unsigned char *skip)
{
    const struct html *h = o->h;
    struct level open[EXTRACT_MAX_LEVELS + 2];
    size_t n = 0;
    bool layout = false, pre = false;

    for (uint32_t k = node; k < h->nodes[node].end; k++) {
        const struct html_node *e = &h->nodes[k];

        while (n > 0 && k >= open[n - 1].end) {
            due(o, open[--n].breaks);
            pre = n > 0 && open[n - 1].pre;
        }
        if (e->tag == HTML_TEXT) {
            put_text(o, e->text, pre);
            continue;
        }
        if ((skip != NULL && skip[k] != 0 && k != node) || !html_has_text(e->tag)) {
            k = e->end - 1;
            continue;
        }
        if (e->tag == HTML_TABLE)
            layout = is_layout(h, k);
        if (e->tag == HTML_PRE)
            o->lines = 0;
        enter(o, e, layout);
        if (html_is_block(e->tag) && n < N_ELEMENTS(open)) {
            pre = pre || e->tag == HTML_PRE;
            open[n++] = (struct level){ e->end, breaks_of(e->tag), pre };
        }
    }
    o->bullet = false;
    due(o, 2);
}

static struct text
take(struct out *o, struct arena *a)
{
    struct text t = arena_text(a, text_trim(buf_text(&o->b)));

    buf_release(&o->b);
    return t;
}

struct text
extract_text_render(const struct extract_work *w, uint32_t node)
{
    struct out o = { .h = &w->h };

    buf_init(&o.b, EXTRACT_MAX_BYTES);
    render(&o, node, w->skip);
    return take(&o, w->a);
}

/* Words in class or id that mark what is around the content, by observation. */
static bool
names_boilerplate(struct text t)
{
    static const struct text words[] = {
        { "-nav", 4 },         { "advert", 6 },
        { "back-to-top", 11 }, { "banner", 6 },
        { "breadcrumb", 10 },  { "consent", 7 },
        { "cookie", 6 },       { "feedback-form", 13 },
        { "footer", 6 },       { "gdpr", 4 },
        { "login", 5 },        { "masthead", 8 },
        { "menu", 4 },         { "modal", 5 },
        { "nav-", 4 },         { "navbar", 6 },
        { "newsletter", 10 },  { "pager", 5 },
        { "pagination", 10 },  { "popup", 5 },
        { "related", 7 },      { "screen-reader", 13 },
        { "search-form", 11 }, { "share", 5 },
        { "sidebar", 7 },      { "signature", 9 },
        { "site-footer", 11 }, { "site-header", 11 },
        { "skip-link", 9 },    { "skip-to", 7 },
        { "skiplink", 8 },     { "social", 6 },
        { "sr-only", 7 },      { "toc", 3 },
        { "toolbar", 7 },      { "visually-hidden", 15 },
    };
    static const char firsts[] = "-abcfglmnprstv"; /* letters they start with */

    for (size_t at = 0; at < t.n; at++) {
        char c = t.p[at] >= 'A' && t.p[at] <= 'Z' ? (char)(t.p[at] | 0x20) : t.p[at];

        if (c == '\0' || strchr(firsts, c) == NULL)
            continue;
        for (size_t i = 0; i < N_ELEMENTS(words); i++)
            if (words[i].p[0] == c && text_starts_nocase(text_from(t, at), words[i]))
                return true;
    }
    return false;
}

static bool
has_role(const struct html_node *node)
{
    static const char *const roles[] = { "navigation", "banner", "contentinfo", "complementary",
                                         "search",     "dialog", "alertdialog", "menu",
                                         "menubar",    "toolbar" };
    struct text role = html_attr(node, "role");

    for (size_t i = 0; i < N_ELEMENTS(roles) && role.n > 0; i++)
        if (text_is(role, roles[i]))
            return true;
    return false;
}

static bool
inside(const struct html *h, uint32_t i, enum html_tag tag)
{
    for (i = h->nodes[i].parent; i != HTML_ROOT; i = h->nodes[i].parent)
        if (h->nodes[i].tag == tag)
            return true;
    return false;
}

/* "Skip to content": a link within the page for readers who do not see it. */
static bool
is_skip_link(const struct html *h, uint32_t i)
{
    static const char *const starts[] = {
        "skip ",   "jump to ", "zum inhalt",  "zum haupt",  "direkt zum",   "aller au",
        "passer ", "saltar ",  "ir al ",      "ir para o ", "vai al ",      "salta al",
        "ga naar", "naar de ", "naar inhoud", "hoppa till", "g\u00E5 till",
    };
    struct text t = i + 1 < h->nodes[i].end ? text_trim(h->nodes[i + 1].text) : TEXT_NONE;

    for (size_t k = 0; k < N_ELEMENTS(starts) && t.n > 0; k++)
        if (text_starts_nocase(t, text_of(starts[k])))
            return text_starts(html_attr(&h->nodes[i], "href"), TEXT_LIT("#"));
    return false;
}

/* Boilerplate wherever it stands, unless it holds the content itself. */
static bool
is_boilerplate(const struct html *h, uint32_t i)
{
    const struct html_node *node = &h->nodes[i];

    switch ((int)node->tag) {
    case HTML_NAV:
    case HTML_FOOTER:
    case HTML_ASIDE:
    case HTML_DIALOG:
    case HTML_NOSCRIPT:
    case HTML_MENU:
        return true;
    case HTML_BUTTON: /* in a heading it is the heading: of an accordion */
        return !html_is_heading(h->nodes[node->parent].tag) &&
               h->nodes[node->parent].tag != HTML_DT;
    case HTML_A:
        if (is_skip_link(h, i))
            return true;
        break;
    case HTML_HEADER:
        return !inside(h, i, HTML_ARTICLE) && !inside(h, i, HTML_MAIN);
    case HTML_BODY:
    case HTML_HTML:
    case HTML_MAIN:
    case HTML_ARTICLE:
        return false;
    default:
        break;
    }
    if (node->n_attrs == 0)
        return false;
    if (has_role(node) || text_is(node->id, "header"))
        return true;
    return names_boilerplate(node->classes) || names_boilerplate(node->id);
}

/* A list that is mostly links. */
static bool
is_menu(const struct extract_work *w, uint32_t i)
{
    const struct html *h = &w->h;
    size_t links = 0;

    if (h->nodes[i].tag != HTML_UL && h->nodes[i].tag != HTML_OL)
        return false;
    if ((double)extract_frame_link_bytes(w, i) <=
        TEXT_LINK_SHARE * (double)extract_frame_bytes(w, i))
        return false;
    for (uint32_t k = i; k < h->nodes[i].end && links < TEXT_LINKS_MIN; k++)
        links += h->nodes[k].tag == HTML_A;
    return links >= TEXT_LINKS_MIN;
}

/* Where the article is: the first of these that holds enough text. */
static uint32_t
main_node(const struct extract_work *w)
{
    const struct html *h = &w->h;
    uint32_t best = HTML_ROOT, body = HTML_ROOT;
    size_t most = 0, n;

    for (uint32_t k = 0; k < h->n; k++) {
        const struct html_node *e = &h->nodes[k];

        if (e->tag == HTML_BODY && body == HTML_ROOT)
            body = k;
        if (e->tag != HTML_MAIN && !text_is(html_attr(e, "role"), "main") &&
            !text_is(e->id, "main-content"))
            continue;
        n = extract_frame_bytes(w, k);
        if (n > most) {
            most = n;
            best = k;
        }
    }
    return most >= TEXT_MIN_MAIN ? best : body;
}

static struct text
article_text(const struct extract_work *w)
{
    const struct html *h = &w->h;
    uint32_t top = main_node(w);
    bool trusted = h->nodes[top].tag != HTML_BODY && top != HTML_ROOT;
    size_t all = extract_frame_bytes(w, top);
    unsigned char *skip = arena_alloc(w->a, h->n);
    struct out o = { .h = h };

    memcpy(skip, w->skip, h->n);
    for (uint32_t k = top + 1; k < h->nodes[top].end; k++) {
        if (!is_boilerplate(h, k) && (trusted || !is_menu(w, k)))
            continue;
        if (extract_frame_bytes(w, k) * 2 > all)
            continue; /* a wrapper with an unlucky name */
        skip[k] = 1;
        k = h->nodes[k].end - 1;
    }
    buf_init(&o.b, EXTRACT_MAX_BYTES);
    render(&o, top, skip);
    return take(&o, w->a);
}

/*
 * Leave a quote out when its words stand in what was rendered before: forums
 * repeat whole posts in every reply.
 */
static void
skip_repeated(const struct extract_work *w, uint32_t post, struct text before, unsigned char *skip)
{
    const struct html *h = &w->h;
    uint32_t *quotes = NULL;
    size_t n = extract_profile_all(w, FIELD_QUOTE, post, EXTRACT_MAX_ANSWERS, &quotes, NULL);
    uint32_t *listed = quotes;

    if (before.n == 0 || before.n > TEXT_MAX_BEFORE)
        return;
    for (uint32_t k = post; k < h->nodes[post].end; k++) {
        bool quote = h->nodes[k].tag == HTML_BLOCKQUOTE;
        struct text t;
        size_t probe;

        for (size_t i = 0; i < n && !quote; i++)
            quote = listed[i] == k;
        if (!quote || k == post || skip[k] != 0)
            continue;
        t = html_folded(h, k, w->a);
        probe = t.n > TEXT_PROBE ? utf8_cut(t, (t.n - TEXT_PROBE) / 2 + 1) : 0;
        t = text_sub(t, probe, TEXT_PROBE);
        t.n = utf8_cut(t, t.n > 2 ? t.n - 2 : t.n);
        if (t.n > 0 && text_find(before, t) != TEXT_NPOS)
            skip[k] = 1;
    }
}

struct text
extract_text_main(const struct extract_work *w)
{
    struct out o = { .h = &w->h, .max_lines = TEXT_LOG_LINES };
    struct buf folded;
    unsigned char *skip;

    if (w->n_posts == 0)
        return article_text(w);
    skip = arena_copy(w->a, w->skip, w->h.n);
    buf_init(&o.b, EXTRACT_MAX_BYTES);
    buf_init(&folded, EXTRACT_MAX_BYTES);
    for (size_t i = 0; i < w->n_posts; i++) {
        skip_repeated(w, w->posts[i], buf_text(&folded), skip);
        render(&o, w->posts[i], skip);
        buf_add_text(&folded, html_folded(&w->h, w->posts[i], w->a));
        buf_add_char(&folded, ' ');
    }
    buf_release(&folded);
    return take(&o, w->a);
}

struct text
extract_text_lead(struct text t, struct arena *a)
{
    struct text line = text_trim(text_before(text_trim(t), '\n')), head;
    size_t end = 0;

    if (line.n <= TEXT_LEAD)
        return line;
    head = text_sub(line, 0, utf8_cut(line, TEXT_LEAD));
    for (size_t i = 1; i < head.n; i++)
        if (head.p[i] == ' ' && strchr(".?!", head.p[i - 1]) != NULL)
            end = i;
    if (end > 0)
        return text_sub(head, 0, end);
    for (end = head.n; end > 0 && head.p[end - 1] != ' ';)
        end--;
    head = text_trim(text_sub(head, 0, end > 0 ? end : head.n));
    return text_of(arena_printf(a, "%.*s\xE2\x80\xA6", TEXT_ARG(head)));
}
