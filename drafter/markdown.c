/* markdown.c - see markdown.h. */

#include "markdown.h"

#include <string.h>

#include "clock.h"
#include "filter.h"
#include "markup.h"
#include "utf8.h"

static void
add_escaped(struct buf *b, struct text t)
{
    bool start = true; /* where "#", "+", "1." and their like would mean something */

    for (size_t at = 0; at < t.n;) {
        uint32_t c = utf8_next(t, &at);

        if (c == '\n' || c == '\t')
            c = ' ';
        if (utf8_drives_terminal(c))
            c = '?';
        if (c == '<')
            buf_add_str(b, "&lt;");
        else if (c == '&')
            buf_add_str(b, "&amp;");
        else {
            if (c < 0x80 && (strchr("\\`*_[]|!~", (int)c) != NULL ||
                             (start && strchr("#+-=>", (int)c) != NULL)))
                buf_add_char(b, '\\');
            buf_add_utf8(b, c);
        }
        if (start && (c == '.' || c == ')') && at > 1) {
            b->n--; /* "1." begins a list */
            buf_add_char(b, '\\');
            buf_add_utf8(b, c);
        }
        start = start && (c == ' ' || (c >= '0' && c <= '9'));
    }
}

void
markdown_text(struct buf *b, struct text t)
{
    add_escaped(b, text_trim(t));
}

void
markdown_quote(struct buf *b, struct text t)
{
    struct text line;

    while (text_cut(&t, "\n", &line)) {
        bool item = text_starts(text_trim(line), TEXT_LIT("- "));

        line = text_trim(line);
        buf_add_str(b, line.n > 0 ? "> " : ">");
        buf_add_str(b, item ? "- " : "");
        line = item ? text_from(line, sizeof("- ") - 1) : line;
        if (markup_is_url(line))
            markdown_url(b, line);
        else
            add_escaped(b, line);
        buf_add_str(b, item || line.n == 0 ? "\n" : "  \n"); /* a line end that stays */
    }
}

void
markdown_url(struct buf *b, struct text t)
{
    bool plain = markup_is_url(t);

    for (size_t i = 0; i < t.n && plain; i++)
        plain = (unsigned char)t.p[i] > ' ' && strchr("<>\\`|", t.p[i]) == NULL;
    if (!plain || !utf8_valid(t)) {
        add_escaped(b, t);
        return;
    }
    buf_add_char(b, '<');
    markup_clean(b, t);
    buf_add_char(b, '>');
}

static void
add_urls(struct buf *b, const json_t *urls)
{
    const json_t *x;
    size_t i;

    json_array_foreach(urls, i, x)
    {
        buf_add_str(b, i > 0 ? ", " : "");
        markdown_url(b, (struct text){ json_string_value(x), json_string_length(x) });
    }
}

void
markdown_draft(struct buf *b, const struct store_export_draft *d)
{
    char at[CLOCK_RFC3339_BYTES];
    const json_t *x;
    size_t i;

    buf_add_str(b, "## ");
    markdown_text(b, d->question);
    buf_addf(b, "\n\nDraft %lld of group %lld, ", (long long)d->id, (long long)d->group_id);
    markdown_text(b, d->department);
    buf_addf(b, ": **%s**, revision %lld, %.*s, right page %.2f, made %s\n\nAsked at ", d->state,
             (long long)d->revision, TEXT_ARG(d->tone), d->confidence,
             clock_rfc3339(d->created_s, at));
    add_urls(b, d->urls);
    buf_add_str(b, "\n\n");
    markdown_quote(b, d->answer);
    buf_add_str(b, json_array_size(d->sentences) > 0 ? "\nEvidence:\n\n" : "");
    json_array_foreach(d->sentences, i, x)
    {
        struct text text = TEXT_NONE, page = TEXT_NONE;

        (void)json_text(x, "text", &text); /* both are always there */
        (void)json_text(x, "page", &page);
        buf_add_str(b, "- ");
        markdown_text(b, text);
        buf_add_char(b, ' ');
        markdown_url(b, page);
        buf_add_char(b, '\n');
    }
    buf_add_char(b, '\n');
}

void
markdown_answer(struct buf *b, const struct publish_entry *e)
{
    char at[CLOCK_RFC3339_BYTES];

    buf_add_str(b, "## ");
    markdown_text(b, e->question);
    buf_add_str(b, "\n\n");
    markdown_quote(b, e->text);
    if (e->link.n > 0) {
        buf_add_str(b, "\n");
        markdown_text(b, e->title);
        buf_add_str(b, ": ");
        markdown_url(b, e->link);
        buf_add_str(b, "\n");
    }
    buf_addf(b, "\nUpdated %s\n\n", clock_rfc3339(e->updated_s, at));
}
