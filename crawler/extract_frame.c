/*
 * extract_frame.c - what stands around the content, and how much text each
 * part of the page holds.
 */

#include "extract_parts.h"

size_t
extract_frame_bytes(const struct extract_work *w, uint32_t node)
{
    return w->text_sum[w->h.nodes[node].end] - w->text_sum[node];
}

size_t
extract_frame_link_bytes(const struct extract_work *w, uint32_t node)
{
    return w->link_sum[w->h.nodes[node].end] - w->link_sum[node];
}

bool
extract_frame_around(const struct extract_work *w, uint32_t node)
{
    for (; node != HTML_ROOT; node = w->h.nodes[node].parent)
        if (w->frame[node] != 0)
            return true;
    return false;
}

/* Running sums of text bytes, so that any subtree's are one subtraction. */
static void
sum_text(struct extract_work *w)
{
    const struct html *h = &w->h;
    uint32_t link_end = 0, no_text_end = 0;

    w->text_sum = arena_alloc(w->a, (h->n + 1) * sizeof(*w->text_sum));
    w->link_sum = arena_alloc(w->a, (h->n + 1) * sizeof(*w->link_sum));
    for (uint32_t k = 0; k < h->n; k++) {
        const struct html_node *e = &h->nodes[k];
        uint32_t n = 0;

        if (e->tag == HTML_A && k >= link_end)
            link_end = e->end;
        if (e->tag != HTML_TEXT && !html_has_text(e->tag) && k >= no_text_end)
            no_text_end = e->end;
        if (e->tag == HTML_TEXT && k >= no_text_end)
            n = (uint32_t)text_trim(e->text).n;
        w->text_sum[k + 1] = w->text_sum[k] + n;
        w->link_sum[k + 1] = w->link_sum[k] + (k < link_end ? n : 0);
    }
}

/*
 * nav, header, footer and aside, unless one that is never closed swallowed
 * the content: then it holds an article or most of the page's text.
 */
static void
mark_frames(struct extract_work *w)
{
    const struct html *h = &w->h;
    size_t all = w->text_sum[h->n];

    w->frame = arena_alloc(w->a, h->n);
    for (uint32_t k = 0; k < h->n; k++) {
        enum html_tag tag = h->nodes[k].tag;
        bool content = false;

        if (tag != HTML_NAV && tag != HTML_FOOTER && tag != HTML_ASIDE && tag != HTML_HEADER)
            continue;
        if (extract_frame_bytes(w, k) * 2 > all)
            continue;
        for (uint32_t i = k + 1; i < h->nodes[k].end && !content; i++)
            content = h->nodes[i].tag == HTML_MAIN || h->nodes[i].tag == HTML_ARTICLE;
        w->frame[k] = !content;
        if (!content)
            k = h->nodes[k].end - 1;
    }
}

void
extract_frame_mark(struct extract_work *w)
{
    uint32_t *drop;
    size_t n;

    sum_text(w);
    mark_frames(w);
    w->skip = arena_alloc(w->a, w->h.n);
    if (w->profile == NULL)
        return;
    for (size_t k = 0; k < w->profile->fields[FIELD_DROP].n; k++) {
        n = select_all(w->profile->fields[FIELD_DROP].lines[k], &w->h, HTML_ROOT, EXTRACT_MAX_NODES,
                       w->a, &drop);
        for (size_t i = 0; i < n; i++)
            w->skip[drop[i]] = 1;
    }
}
