/* atom.c - see atom.h. */

#include "atom.h"

#include "clock.h"
#include "markup.h"

/* RFC 4151: a day on which the host was the department's; it must not change ever again. */
#define TAG_DAY "2026-01-01"

void
atom_id(struct buf *b, struct text site, struct text what)
{
    size_t at = text_find(site, TEXT_LIT("://")), n = 0;
    struct text host =
        at != TEXT_NPOS ? text_from(site, at + sizeof("://") - 1) : TEXT_LIT("earshot.invalid");

    while (n < host.n && host.p[n] != '/' && host.p[n] != ':' && host.p[n] != '?')
        n++;
    buf_add_str(b, "tag:");
    buf_add_text(b, text_sub(host, 0, n));
    buf_add_str(b, "," TAG_DAY ":");
    buf_add_text(b, what);
}

static void
add_element(struct buf *b, const char *open, struct text t, const char *close)
{
    buf_add_str(b, open);
    markup_text(b, t);
    buf_add_str(b, close);
}

static size_t
add_time(struct buf *b, const char *name, int64_t at_s)
{
    char at[CLOCK_RFC3339_BYTES];
    size_t start;

    buf_addf(b, "<%s>", name);
    start = b->n;
    buf_addf(b, "%s</%s>\n", clock_rfc3339(at_s, at), name);
    return start;
}

static void
add_link(struct buf *b, const char *open, struct text t)
{
    if (!markup_is_url(t))
        return;
    buf_add_str(b, open);
    markup_url(b, t);
    buf_add_str(b, "\"/>\n");
}

size_t
atom_begin(struct buf *b, const struct atom_head *h)
{
    size_t at;

    buf_add_str(b, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                   "<feed xmlns=\"http://www.w3.org/2005/Atom\"");
    if (h->language.n > 0) {
        buf_add_str(b, " xml:lang=\"");
        markup_attr(b, h->language);
        buf_add_char(b, '"');
    }
    add_element(b, ">\n<id>", h->id, "</id>\n");
    add_element(b, "<title type=\"text\">", h->title, "</title>\n");
    at = add_time(b, "updated", h->updated_s);
    add_element(b, "<author><name>", h->title, "</name></author>\n");
    add_link(b, "<link rel=\"alternate\" href=\"", h->site);
    buf_add_str(b, "<generator>Earshot</generator>\n");
    return at;
}

void
atom_add(struct buf *b, const struct atom_entry *e)
{
    add_element(b, "<entry>\n<id>", e->id, "</id>\n");
    add_element(b, "<title type=\"text\">", e->title, "</title>\n");
    if (e->published_s > 0)
        (void)add_time(b, "published", e->published_s); /* where it stands is nobody's business */
    (void)add_time(b, "updated", e->updated_s);
    add_link(b, "<link rel=\"alternate\" type=\"text/html\" href=\"", e->link);
    add_element(b, "<content type=\"html\">", e->html, "</content>\n</entry>\n");
}

void
atom_end(struct buf *b)
{
    buf_add_str(b, "</feed>\n");
}
