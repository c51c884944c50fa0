/* files.c - see files.h. */

#include "files.h"

#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "page.h"

#define GZIP_WINDOW_BITS (MAX_WBITS + 16) /* zlib: a gzip wrapper, not a zlib one */

struct file {
    struct buf raw;
    struct text title, modified, lang, robots, xrobots, body; /* point into raw */
};

bool
files_read(const char *path, struct buf *ret)
{
    char part[BUFSIZ];
    FILE *f = fopen(path, "rb");
    size_t n;

    if (f == NULL)
        return false;
    while ((n = fread(part, 1, sizeof(part), f)) > 0)
        buf_add(ret, part, n);
    fclose(f);
    return true;
}

static const char *
folder(enum site_host host)
{
    return host == SITE_FAQ ? "faq" : "department";
}

static bool
read_file(const char *path, struct file *ret)
{
    struct text rest, line;

    buf_init(&ret->raw, BUF_PAGE);
    if (!files_read(path, &ret->raw)) {
        buf_release(&ret->raw);
        return false;
    }
    rest = buf_text(&ret->raw);
    ret->lang = TEXT_LIT("en");
    while (text_cut(&rest, "\n", &line) && !text_is(line, "---")) {
        struct text name = text_before(line, ':'), value = text_trim(text_after(line, ':'));

        if (text_is(name, "title"))
            ret->title = value;
        else if (text_is(name, "modified"))
            ret->modified = value;
        else if (text_is(name, "lang"))
            ret->lang = value;
        else if (text_is(name, "robots"))
            ret->robots = value;
        else if (text_is(name, "xrobots"))
            ret->xrobots = value;
    }
    ret->body = rest;
    return true;
}

/* Put {title}, {body} and their like into the frame of the host. */
static void
fill_frame(const struct site *s, const struct site_request *q, const struct file *f,
           struct buf *out)
{
    const struct {
        const char *name;
        struct text value;
    } slots[] = { { "title", f->title },
                  { "body", f->body },
                  { "lang", f->lang },
                  { "robots", f->robots },
                  { "base", text_of(s->base[q->host]) },
                  { "path", text_of(q->path) },
                  { "modified", f->modified } };
    char path[SITE_PATH_BYTES];
    struct buf frame;
    struct text rest, head;

    buf_init(&frame, BUF_PAGE);
    snprintf(path, sizeof(path), "%s/%s/frame.html", s->www, folder(q->host));
    files_read(path, &frame);
    rest = buf_text(&frame);
    while (text_cut(&rest, "{", &head)) {
        struct text name = text_before(rest, '}');

        buf_add_text(out, head);
        for (size_t i = 0; i < N_ELEMENTS(slots); i++)
            if (text_is(name, slots[i].name)) {
                buf_add_text(out, slots[i].value);
                rest = text_from(rest, name.n + 1);
            }
    }
    buf_release(&frame);
}

static bool
plain_path(const char *path)
{
    return path[strspn(path, "abcdefghijklmnopqrstuvwxyz0123456789-/")] == '\0' &&
           strstr(path, "//") == NULL;
}

/* redirects.tsv: old path, new path, status. */
static bool
redirected(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    char path[SITE_PATH_BYTES];
    struct buf list;
    struct text rest, line, from, to;
    int64_t status;
    bool found = false;

    buf_init(&list, BUF_SMALL);
    snprintf(path, sizeof(path), "%s/%s/redirects.tsv", s->www, folder(q->host));
    files_read(path, &list);
    rest = buf_text(&list);
    while (!found && text_cut(&rest, "\n", &line)) {
        if (text_cut(&line, "\t", &from) && text_is(from, q->path) && text_cut(&line, "\t", &to) &&
            text_to_int(line, &status)) {
            page_redirect(r, (unsigned)status, "%.*s", TEXT_ARG(to));
            found = true;
        }
    }
    buf_release(&list);
    return found;
}

static void
gzip(const struct buf *in, struct buf *out)
{
    unsigned char part[BUFSIZ];
    z_stream z = { 0 };
    int rc;

    if (deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, GZIP_WINDOW_BITS, MAX_MEM_LEVEL,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return;
    z.next_in = (unsigned char *)in->p;
    z.avail_in = (unsigned)in->n;
    do {
        z.next_out = part;
        z.avail_out = sizeof(part);
        rc = deflate(&z, Z_FINISH);
        buf_add(out, part, sizeof(part) - z.avail_out);
    } while (rc == Z_OK);
    deflateEnd(&z);
}

/* Every file below the folder but the frame, as <url> elements. */
static void
list_urls(const struct site *s, const struct site_request *q, struct buf *xml)
{
    static const char *const depths[] = { "*.html", "*/*.html" };
    char pattern[SITE_PATH_BYTES];
    glob_t g;

    for (size_t d = 0; d < N_ELEMENTS(depths); d++) {
        int skip = snprintf(pattern, sizeof(pattern), "%s/%s/", s->www, folder(q->host));

        snprintf(pattern + skip, sizeof(pattern) - (size_t)skip, "%s", depths[d]);
        if (glob(pattern, 0, NULL, &g) != 0)
            continue;
        for (size_t i = 0; i < g.gl_pathc; i++) {
            struct text name = text_from(text_of(g.gl_pathv[i]), (size_t)skip);
            struct file f = { 0 };

            name = text_sub(name, 0, name.n - (sizeof(".html") - 1));
            if (text_is(name, "frame") || !read_file(g.gl_pathv[i], &f))
                continue;
            if (text_is(name, "index"))
                name = TEXT_NONE;
            if (!text_starts(name, TEXT_LIT("private/")))
                buf_addf(xml, "<url><loc>%s/%.*s</loc><lastmod>%.*s</lastmod></url>\n",
                         s->base[q->host], TEXT_ARG(name), TEXT_ARG(f.modified));
            buf_release(&f.raw);
        }
        globfree(&g);
    }
}

#define XML_TOP "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define XML_NS  "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\""

static bool
sitemap(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    struct buf xml;

    if (strcmp(q->path, "/sitemap.xml") == 0) {
        r->type = "application/xml";
        buf_addf(&r->body,
                 XML_TOP "<sitemapindex " XML_NS ">\n<sitemap><loc>%s/sitemap-pages.xml.gz</loc>"
                         "</sitemap>\n</sitemapindex>\n",
                 s->base[q->host]);
        return true;
    }
    if (strcmp(q->path, "/sitemap-pages.xml.gz") != 0)
        return false;
    buf_init(&xml, BUF_PAGE);
    buf_add_str(&xml, XML_TOP "<urlset " XML_NS ">\n");
    list_urls(s, q, &xml);
    buf_add_str(&xml, "</urlset>\n");
    r->type = "application/gzip";
    gzip(&xml, &r->body);
    buf_release(&xml);
    return true;
}

void
files_answer(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    const char *name = strcmp(q->path, "/") == 0 ? "/index" : q->path;
    char path[SITE_PATH_BYTES * 2], day[SITE_NAME_BYTES];
    struct file f = { 0 };

    if (redirected(s, q, r) || sitemap(s, q, r))
        return;
    snprintf(path, sizeof(path), "%s/%s%s.html", s->www, folder(q->host), name);
    if (!plain_path(q->path) || strcmp(name, "/frame") == 0 || !read_file(path, &f)) {
        page_not_found(r);
        return;
    }
    fill_frame(s, q, &f, &r->body);
    if (f.modified.n > 0) {
        snprintf(day, sizeof(day), "%.*s", TEXT_ARG(f.modified));
        page_date(day, 0, "%a, %d %b %Y %H:%M:%S GMT", r->modified);
    }
    if (f.xrobots.n > 0) {
        snprintf(r->note, sizeof(r->note), "%.*s", TEXT_ARG(f.xrobots));
        r->robots = r->note;
    }
    buf_release(&f.raw);
}
