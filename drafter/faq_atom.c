/* faq_atom.c - see faq.h: the feed. */

#include "faq.h"

#include "clock.h"
#include "markup.h"

/* RFC 4151: a day on which the host was the department's; it must not change ever again. */
#define TAG_DAY "2026-01-01"

static void
add_id(const struct faq *f, struct buf *b)
{
    struct text host = f->head.site;
    size_t at = text_find(host, TEXT_LIT("://")), n = 0;

    host = at != TEXT_NPOS ? text_from(host, at + sizeof("://") - 1) : TEXT_LIT("earshot.invalid");
    while (n < host.n && host.p[n] != '/' && host.p[n] != ':' && host.p[n] != '?')
        n++;
    buf_add_str(b, "tag:");
    markup_text(b, text_sub(host, 0, n));
    buf_add_str(b, "," TAG_DAY ":answers/");
    markup_text(b, f->head.key);
}

static void
add_time(struct buf *b, const char *name, int64_t at_s)
{
    char at[CLOCK_RFC3339_BYTES];

    buf_addf(b, "<%s>%s</%s>\n", name, clock_rfc3339(at_s, at), name);
}

void
faq_atom_begin(struct faq *f, struct buf *b)
{
    buf_add_str(b, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                   "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"");
    markup_attr(b, f->head.language);
    buf_add_str(b, "\">\n<id>");
    add_id(f, b);
    buf_add_str(b, "</id>\n<title type=\"text\">");
    markup_text(b, f->head.name);
    buf_add_str(b, "</title>\n");
    add_time(b, "updated", f->head.updated_s);
    buf_add_str(b, "<author><name>");
    markup_text(b, f->head.name);
    buf_add_str(b, "</name></author>\n");
    if (markup_is_url(f->head.site)) {
        buf_add_str(b, "<link rel=\"alternate\" href=\"");
        markup_url(b, f->head.site);
        buf_add_str(b, "\"/>\n");
    }
    buf_add_str(b, "<generator>Earshot</generator>\n");
}

void
faq_atom_answer(struct faq *f, struct buf *b, const struct publish_entry *e)
{
    struct buf body;

    buf_add_str(b, "<entry>\n<id>");
    add_id(f, b);
    buf_addf(b, "/%lld</id>\n<title type=\"text\">", (long long)e->id);
    markup_text(b, e->question);
    buf_add_str(b, "</title>\n");
    add_time(b, "published", e->published_s);
    add_time(b, "updated", e->updated_s);
    if (markup_is_url(e->link)) {
        buf_add_str(b, "<link rel=\"alternate\" type=\"text/html\" href=\"");
        markup_url(b, e->link);
        buf_add_str(b, "\"/>\n");
    }
    buf_init(&body, BUF_LARGE);
    publish_body(&body, e);
    buf_add_str(b, "<content type=\"html\">");
    markup_text(b, buf_text(&body));
    buf_add_str(b, "</content>\n</entry>\n");
    buf_release(&body);
}

void
faq_atom_end(struct faq *f, struct buf *b)
{
    (void)f;
    buf_add_str(b, "</feed>\n");
}
