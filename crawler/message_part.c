/* message_part.c - see message_part.h. */

#include "message_part.h"

#include "buf.h"
#include "charset.h"
#include "extract_parts.h"
#include "message.h"
#include "utf8.h"

struct text
message_part_utf8(struct text t, struct arena *a)
{
    struct buf b;

    if (utf8_valid(t))
        return t;
    buf_init(&b, MESSAGE_TEXT_BYTES);
    utf8_clean(t, &b);
    t = arena_text(a, buf_text(&b));
    buf_release(&b);
    return t;
}

/* CR LF and CR become LF. */
static struct text
plain_lines(struct text t, struct arena *a)
{
    char *p = arena_str(a, t);
    size_t n = 0;

    for (size_t i = 0; i < t.n; i++)
        if (t.p[i] != '\r')
            p[n++] = t.p[i];
        else if (i + 1 == t.n || t.p[i + 1] != '\n')
            p[n++] = '\n';
    return (struct text){ p, n };
}

static void
unflow_line(struct buf *b, struct text line, bool delsp, bool *open)
{
    bool quoted = line.n > 0 && line.p[0] == '>';
    struct text bare = !quoted && line.n > 0 && line.p[0] == ' ' ? text_from(line, 1) : line;
    bool flows = !quoted && text_ends(bare, TEXT_LIT(" ")) && !text_is(bare, "-- ");

    if (b->n > 0 && (!*open || quoted || text_is(bare, "-- ")))
        buf_add_char(b, '\n');
    buf_add_text(b, flows && delsp ? text_sub(bare, 0, bare.n - 1) : bare);
    *open = flows;
}

/* Quoted lines stay as they are: they are left out later. */
struct text
message_unflow(struct text t, bool delsp, struct arena *a)
{
    struct text line;
    struct buf b;
    bool open = false;

    buf_init(&b, t.n + 1);
    while (text_cut(&t, "\n", &line))
        if (line.n == 0) {
            buf_add_char(&b, '\n');
            open = false;
        } else {
            unflow_line(&b, line, delsp, &open);
        }
    t = arena_text(a, buf_text(&b));
    buf_release(&b);
    return t;
}

/* Marks that mail programs put around what is not the writer's. */
static bool
is_quote(const struct html_node *e)
{
    static const char *const classes[] = { "gmail_quote",     "gmail_attr",      "gmail_extra",
                                           "gmail_signature", "moz-signature",   "moz-cite-prefix",
                                           "yahoo_quoted",    "protonmail_quote" };

    if (e->tag == HTML_BLOCKQUOTE &&
        (text_is(html_attr(e, "type"), "cite") || html_attr(e, "cite").p != NULL))
        return true;
    for (size_t i = 0; e->classes.n > 0 && i < N_ELEMENTS(classes); i++)
        if (html_has_class(e, text_of(classes[i])))
            return true;
    return false;
}

/* Outlook puts nothing around it: it and all that follows is the letter that was answered. */
static bool
is_reply_mark(const struct html_node *e)
{
    return text_is(e->id, "divRplyFwdMsg") || text_is(e->id, "appendonsend") ||
           text_is(e->id, "mail-editor-reference-message-container");
}

static struct text
text_of_html(struct message_part *p, struct text html)
{
    struct extract_work w = { .a = p->arena };
    bool rest = false;

    html_parse(html, p->arena, &w.h);
    w.skip = arena_alloc(p->arena, (size_t)w.h.n + 1);
    for (uint32_t k = 1; k < w.h.n; k++) {
        const struct html_node *e = &w.h.nodes[k];

        if (!rest && is_reply_mark(e))
            rest = p->quotes_out = true;
        if (is_quote(e)) {
            w.skip[k] = 1;
            p->quotes_out = true;
        }
        /* Text nodes are not asked for skip, and an open element may hold more: cut them. */
        if (rest && e->tag == HTML_TEXT)
            w.h.nodes[k].text.n = 0;
    }
    return extract_text_render(&w, HTML_ROOT);
}

static bool
param_is(GMimeContentType *type, const char *name, const char *value)
{
    return text_eq_nocase(text_of(g_mime_content_type_get_parameter(type, name)), text_of(value));
}

/* A leaf's bytes with its transfer encoding undone, as UTF-8. */
static struct text
decode(struct message_part *p, GMimeDataWrapper *content, GMimeContentType *type)
{
    const char *charset = g_mime_content_type_get_parameter(type, "charset");
    GMimeStream *out = g_mime_stream_mem_new();
    struct text t = TEXT_NONE;

    if (g_mime_data_wrapper_write_to_stream(content, out) > 0) {
        GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(out));

        t = arena_text(p->arena, (struct text){ (const char *)bytes->data, bytes->len });
    }
    g_object_unref(out);
    /* us-ascii with other bytes in it was written by who did not know; UTF-8 is no accident. */
    if (charset != NULL && text_eq_nocase(text_of(charset), TEXT_LIT("us-ascii")) && utf8_valid(t))
        charset = "utf-8";
    t = charset_decode(
        t,
        text_of(arena_printf(p->arena, "text/plain%s%.64s", charset != NULL ? "; charset=" : "",
                             charset != NULL ? charset : "")),
        p->arena, NULL);
    return text_sub(t, 0, utf8_cut(t, MESSAGE_TEXT_BYTES));
}

static struct text
leaf_text(struct message_part *p, GMimeObject *o)
{
    GMimeContentType *type = g_mime_object_get_content_type(o);
    GMimeContentDisposition *how = g_mime_object_get_content_disposition(o);
    GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(o));
    bool html = g_mime_content_type_is_type(type, "text", "html");
    struct text t;

    if ((!html && !g_mime_content_type_is_type(type, "text", "plain")) || content == NULL ||
        (how != NULL && g_mime_content_disposition_is_attachment(how)) ||
        g_mime_part_get_filename(GMIME_PART(o)) != NULL)
        return TEXT_NONE;
    t = decode(p, content, type);
    p->is_html = html;
    if (html)
        return text_of_html(p, t);
    t = plain_lines(t, p->arena);
    return param_is(type, "format", "flowed")
               ? message_unflow(t, param_is(type, "delsp", "yes"), p->arena)
               : t;
}

/* The plain one; the other if that says nothing. */
static struct text
one_of(struct message_part *p, GMimeMultipart *m, unsigned level)
{
    struct text best = TEXT_NONE;
    bool best_html = false;

    for (int i = 0; i < g_mime_multipart_get_count(m); i++) {
        struct text t = message_part_text(p, g_mime_multipart_get_part(m, i), level + 1);

        if (text_trim(t).n == 0 || (best.n > 0 && (p->is_html || !best_html)))
            continue;
        best = t;
        best_html = p->is_html;
    }
    p->is_html = best_html;
    p->quotes_out = p->quotes_out && best_html; /* it tells of the text that is taken */
    return best;
}

static struct text
all_of(struct message_part *p, GMimeMultipart *m, unsigned level)
{
    struct text sum = TEXT_NONE;

    for (int i = 0; i < g_mime_multipart_get_count(m); i++) {
        struct text t = message_part_text(p, g_mime_multipart_get_part(m, i), level + 1);

        if (text_trim(t).n == 0 || sum.n + t.n > MESSAGE_TEXT_BYTES)
            continue;
        sum = sum.n == 0
                  ? t
                  : text_of(arena_printf(p->arena, "%.*s\n\n%.*s", TEXT_ARG(sum), TEXT_ARG(t)));
    }
    return sum;
}

struct text
message_part_text(struct message_part *p, GMimeObject *o, unsigned level)
{
    if (o == NULL || p->n++ > MESSAGE_PARTS || level > MESSAGE_LEVELS)
        return TEXT_NONE;
    if (GMIME_IS_MULTIPART_ENCRYPTED(o) || GMIME_IS_APPLICATION_PKCS7_MIME(o)) {
        p->encrypted = true;
        return TEXT_NONE;
    }
    if (GMIME_IS_MULTIPART(o)) {
        GMimeContentType *type = g_mime_object_get_content_type(o);
        GMimeMultipart *m = GMIME_MULTIPART(o);

        if (g_mime_content_type_is_type(type, "multipart", "alternative"))
            return one_of(p, m, level);
        if (GMIME_IS_MULTIPART_SIGNED(o) ||
            g_mime_content_type_is_type(type, "multipart", "related"))
            return g_mime_multipart_get_count(m) > 0
                       ? message_part_text(p, g_mime_multipart_get_part(m, 0), level + 1)
                       : TEXT_NONE;
        return all_of(p, m, level);
    }
    return GMIME_IS_PART(o) ? leaf_text(p, o) : TEXT_NONE; /* a mail within is somebody else's */
}
