/*
 * extract_meta.c - what the page says about itself, and its links.
 */

#include "extract_parts.h"

#include <ctype.h>
#include <string.h>

#define META_ANCHOR_BYTES ((size_t)1000) /* of an anchor's text kept */

struct text
extract_meta_property(const struct extract_work *w, const char *name)
{
    for (uint32_t i = 0; i < w->h.n; i++) {
        const struct html_node *e = &w->h.nodes[i];

        if (e->tag == HTML_META && (text_eq_nocase(html_attr(e, "property"), text_of(name)) ||
                                    text_eq_nocase(html_attr(e, "name"), text_of(name))))
            return html_fold(html_attr(e, "content"), w->a);
    }
    return TEXT_NONE;
}

/* Words before or after a title that are not the asker's. */
static bool
strip_affix(struct text *t)
{
    static const char *const heads[] = { "thread:",  "topic:",   "re:",     "question:",
                                         "[solved]", "(solved)", "solved:", "discussion:" };
    static const char *const tails[] = { "[closed]",  "[duplicate]",  "[on hold]",  "[solved]",
                                         "(solved)",  "[locked]",     "[migrated]", "[moved]",
                                         "(locked)",  "(closed)",     "[fechada]",  "[duplicada]",
                                         "[cerrada]", "[geschlossen]" };

    for (size_t i = 0; i < N_ELEMENTS(heads); i++)
        if (text_starts_nocase(*t, text_of(heads[i])) && t->n > strlen(heads[i]) + 2) {
            *t = text_trim(text_from(*t, strlen(heads[i])));
            return true;
        }
    for (size_t i = 0; i < N_ELEMENTS(tails); i++) {
        size_t n = strlen(tails[i]);

        if (t->n > n && text_eq_nocase(text_from(*t, t->n - n), text_of(tails[i]))) {
            *t = text_trim(text_sub(*t, 0, t->n - n));
            return true;
        }
    }
    return false;
}

/* " - Page 2", ", page 3" at the end. */
static void
strip_page(struct text *t)
{
    size_t n = t->n;
    struct text head;

    while (n > 0 && isdigit((unsigned char)t->p[n - 1]))
        n--;
    head = text_trim(text_sub(*t, 0, n));
    if (n == t->n || head.n < sizeof("page") + 2 ||
        !text_eq_nocase(text_from(head, head.n - (sizeof("page") - 1)), TEXT_LIT("page")))
        return;
    head = text_trim(text_sub(head, 0, head.n - (sizeof("page") - 1)));
    while (head.n > 0 && memchr("-|,(", head.p[head.n - 1], sizeof("-|,(") - 1) != NULL)
        head = text_trim(text_sub(head, 0, head.n - 1));
    *t = head;
}

struct text
extract_meta_clean_title(const struct extract_work *w, struct text t)
{
    t = html_fold(t, w->a);
    strip_page(&t);
    while (strip_affix(&t))
        continue;
    return t;
}

/* " | Site", " - Site" off the end of a <title>: by the site's name, or what h1 leaves over. */
static struct text
without_site(const struct extract_work *w, struct text t, struct text h1)
{
    static const struct text seps[] = {
        { " | ", 3 },  { " - ", 3 },        { " \xE2\x80\x93 ", 5 }, { " \xE2\x80\x94 ", 5 },
        { " :: ", 4 }, { " \xC2\xB7 ", 4 }, { " \xC2\xAB ", 4 },     { " \xC2\xBB ", 4 }
    };
    struct text site = extract_meta_property(w, "og:site_name");

    if (h1.n > 0 && t.n > h1.n && text_starts(t, h1))
        return h1;
    for (size_t i = t.n; i-- > 1;)
        for (size_t k = 0; k < N_ELEMENTS(seps); k++) {
            struct text tail = text_from(t, i);

            if (!text_starts(tail, seps[k]))
                continue;
            tail = text_from(tail, seps[k].n);
            if (site.n > 0 && text_eq_nocase(tail, site))
                return text_trim(text_sub(t, 0, i));
        }
    return t;
}

static struct text
first_heading(const struct extract_work *w)
{
    struct text found = TEXT_NONE;

    for (uint32_t i = 0; i < w->h.n && found.n == 0; i++)
        if (w->h.nodes[i].tag == HTML_H1)
            found = html_folded(&w->h, i, w->a);
    return found;
}

/* "noindex, nofollow", with or without "agent:" before it. */
void
extract_meta_robots(struct extract_page *p, struct text t)
{
    struct text one;

    while (text_cut(&t, ",:", &one)) {
        one = text_trim(one);
        p->noindex = p->noindex || text_eq_nocase(one, TEXT_LIT("noindex")) ||
                     text_eq_nocase(one, TEXT_LIT("none"));
        p->nofollow = p->nofollow || text_eq_nocase(one, TEXT_LIT("nofollow")) ||
                      text_eq_nocase(one, TEXT_LIT("none"));
        p->noarchive = p->noarchive || text_eq_nocase(one, TEXT_LIT("noarchive"));
    }
}

static void
add_feed(struct extract_work *w, const struct html_node *e, size_t *cap)
{
    static const char *const types[] = { "application/rss+xml", "application/atom+xml",
                                         "application/feed+json", "application/rdf+xml" };
    struct text type = text_trim(text_before(html_attr(e, "type"), ';'));

    for (size_t i = 0; i < N_ELEMENTS(types); i++) {
        if (!text_eq_nocase(type, text_of(types[i])) || w->page->n_feeds >= EXTRACT_MAX_FEEDS)
            continue;
        w->page->feeds =
            arena_grow(w->a, w->page->feeds, w->page->n_feeds, cap, sizeof(*w->page->feeds));
        w->page->feeds[w->page->n_feeds++] = text_trim(html_attr(e, "href"));
    }
}

static bool
has_rel(const struct html_node *e, const char *rel)
{
    struct text rels = html_attr(e, "rel"), one;

    while (text_cut(&rels, " \t\n\r\f", &one))
        if (text_eq_nocase(one, text_of(rel)))
            return true;
    return false;
}

static void
read_link(struct extract_work *w, const struct html_node *e, size_t *cap)
{
    struct extract_page *p = w->page;
    struct text href = text_trim(html_attr(e, "href"));

    if (has_rel(e, "canonical") && p->canonical.n == 0)
        p->canonical = href;
    if (has_rel(e, "next") && p->next.n == 0)
        p->next = href;
    if (has_rel(e, "alternate"))
        add_feed(w, e, cap);
}

static void
read_meta(struct extract_work *w, const struct html_node *e)
{
    struct text name = html_attr(e, "name"), content = html_attr(e, "content");

    if (text_eq_nocase(name, TEXT_LIT("robots")) || text_eq_nocase(name, TEXT_LIT("earshot")))
        extract_meta_robots(w->page, content);
    if (text_eq_nocase(html_attr(e, "http-equiv"), TEXT_LIT("content-language")) &&
        w->page->language.n == 0)
        w->page->language = text_trim(text_before(content, ','));
}

void
extract_meta_read(struct extract_work *w)
{
    struct extract_page *p = w->page;
    struct text title = TEXT_NONE;
    size_t cap = 0;

    extract_meta_robots(p, w->in->robots_tag);
    for (uint32_t i = 0; i < w->h.n; i++) {
        const struct html_node *e = &w->h.nodes[i];

        if (e->tag == HTML_HTML && p->language.n == 0)
            p->language = text_trim(html_attr(e, "lang").n > 0 ? html_attr(e, "lang")
                                                               : html_attr(e, "xml:lang"));
        if (e->tag == HTML_TITLE && title.n == 0)
            title = html_folded(&w->h, i, w->a);
        if (e->tag == HTML_BASE && p->base.n == 0)
            p->base = text_trim(html_attr(e, "href"));
        if (e->tag == HTML_META)
            read_meta(w, e);
        if (e->tag == HTML_LINK)
            read_link(w, e, &cap);
    }
    if (p->canonical.n == 0)
        p->canonical = extract_meta_property(w, "og:url");
    p->title = without_site(w, title, first_heading(w));
    if (p->title.n == 0)
        p->title = first_heading(w);
    if (p->title.n == 0)
        p->title = extract_meta_property(w, "og:title");
}

static bool
is_address(struct text href)
{
    static const char *const no[] = {
        "javascript:", "data:", "mailto:", "tel:", "about:", "blob:"
    };

    for (size_t i = 0; i < N_ELEMENTS(no); i++)
        if (text_starts_nocase(href, text_of(no[i])))
            return false;
    return href.n > 0;
}

/* What an anchor says: its text, else its label, title or picture's alternative. */
static struct text
anchor_text(const struct extract_work *w, uint32_t i)
{
    const struct html_node *e = &w->h.nodes[i];
    struct text t = html_folded(&w->h, i, w->a);

    if (t.n == 0)
        t = html_fold(html_attr(e, "aria-label"), w->a);
    if (t.n == 0)
        t = html_fold(html_attr(e, "title"), w->a);
    for (uint32_t k = i; k < e->end && t.n == 0; k++)
        if (w->h.nodes[k].tag == HTML_IMG)
            t = html_fold(html_attr(&w->h.nodes[k], "alt"), w->a);
    return text_sub(t, 0, t.n > META_ANCHOR_BYTES ? META_ANCHOR_BYTES : t.n);
}

void
extract_meta_links(struct extract_work *w)
{
    struct extract_page *p = w->page;
    uint32_t frame_end = 0; /* past the nav, header, footer or aside we are in */
    size_t cap = 0;

    for (uint32_t i = 0; i < w->h.n; i++) {
        const struct html_node *e = &w->h.nodes[i];
        struct text href;

        if (w->frame[i] != 0)
            frame_end = e->end;
        if (e->tag != HTML_A || !is_address(href = text_trim(html_attr(e, "href"))))
            continue;
        if (p->n_links >= EXTRACT_MAX_LINKS) {
            p->cut = true;
            break;
        }
        p->links = arena_grow(w->a, p->links, p->n_links, &cap, sizeof(*p->links));
        p->links[p->n_links++] = (struct extract_link){ .url = href,
                                                        .text = anchor_text(w, i),
                                                        .rel = html_attr(e, "rel"),
                                                        .in_content = i >= frame_end };
    }
}
