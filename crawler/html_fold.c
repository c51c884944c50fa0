/* html_fold.c - text as a browser shows it: white space folded to single spaces. */
#include <string.h>

#include "buf.h"
#include "extract.h"
#include "html.h"
#include "utf8.h"

/*
 * Eight bytes at a time: is each of them printable ASCII, and no space followed
 * by another?  The last byte's follower is not among them, so it may be no space.
 */
static bool
is_plain(const char *p)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
    uint64_t v, gap;

    memcpy(&v, p, sizeof(v));
    if (((v | (v + ones) | (v - ones * ' ')) & high) != 0)
        return false;
    gap = v ^ ones * ' ';
    gap = ~((gap + (high - ones)) | gap) & high; /* the high bit of every space */
    return (gap & gap >> 8) == 0 && p[sizeof(v) - 1] != ' ';
}

size_t
html_plain(struct text t, size_t at)
{
    for (;;) {
        size_t end = at;

        while (end + sizeof(uint64_t) <= t.n && is_plain(t.p + end))
            end += sizeof(uint64_t);
        for (at = end; at < t.n && at - end < sizeof(uint64_t); at++)
            if (!((t.p[at] > ' ' && t.p[at] < 0x7F) ||
                  (t.p[at] == ' ' && at + 1 < t.n && t.p[at + 1] > ' ' && t.p[at + 1] < 0x7F)))
                return at;
        if (at == t.n)
            return at;
    }
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
