/* select.c - see select.h: the matcher. */

#include "select_parts.h"

static bool
attr_holds(const struct html_node *node, const struct select_check *k)
{
    struct text v = html_attr(node, k->attr);

    if (v.p == NULL)
        return false;
    switch (k->op) {
    case '=':
        return text_eq(v, k->value);
    case '^':
        return text_starts(v, k->value);
    case '$':
        return text_ends(v, k->value);
    case '*':
        return text_find(v, k->value) != TEXT_NPOS;
    case '~':
        return html_has_token(v, k->value);
    default:
        return true;
    }
}

/* Words in the node's text nodes, one at a time: enough for labels. */
static bool
text_holds(const struct html *h, uint32_t i, struct text words)
{
    for (uint32_t k = i; k < h->nodes[i].end; k++)
        if (h->nodes[k].tag == HTML_TEXT && text_find_nocase(h->nodes[k].text, words) != TEXT_NPOS)
            return true;
    return false;
}

static bool compound_holds(const struct select_compound *c, const struct html *h, uint32_t i);

static bool
has_below(const struct select_compound *c, const struct html *h, uint32_t i)
{
    for (uint32_t k = i + 1; k < h->nodes[i].end; k++)
        if (compound_holds(c, h, k))
            return true;
    return false;
}

static bool
check_holds(const struct select_check *k, const struct html *h, uint32_t i)
{
    const struct html_node *node = &h->nodes[i];

    switch (k->kind) {
    case TEST_ID:
        return text_eq(node->id, k->value);
    case TEST_CLASS:
        return html_has_class(node, k->value);
    case TEST_ATTR:
        return attr_holds(node, k);
    case TEST_NOT:
        return !compound_holds(k->inner, h, i);
    case TEST_HAS:
        return has_below(k->inner, h, i);
    case TEST_TEXT:
        return text_holds(h, i, k->value);
    }
    return false;
}

static bool
compound_holds(const struct select_compound *c, const struct html *h, uint32_t i)
{
    const struct html_node *node = &h->nodes[i];

    if ((h->bits[i] & c->bits) != c->bits || node->tag == HTML_TEXT || node->tag == HTML_DOCUMENT)
        return false;
    if (c->name.n > 0 && !text_is(c->name, node->name))
        return false;
    for (size_t k = 0; k < c->n_checks; k++)
        if (!check_holds(&c->checks[k], h, i))
            return false;
    return true;
}

/* The element sibling before i; SELECT_NONE. */
static uint32_t
before(const struct html *h, uint32_t i)
{
    uint32_t parent = h->nodes[i].parent;

    /* the node before i in the table is i's parent, or within i's last sibling */
    for (;;) {
        uint32_t k = i - 1;

        if (k == parent)
            return SELECT_NONE;
        while (h->nodes[k].parent != parent)
            k = h->nodes[k].parent;
        if (h->nodes[k].tag != HTML_TEXT)
            return k;
        i = k;
    }
}

/*
 * parts[n-1] holds at i; do those to its left?  Greedy from the right: each
 * descendant step takes the nearest ancestor that holds, which can miss a match
 * only when ">" follows a repeated outer compound; profiles avoid that.
 */
static bool
left_holds(const struct select_path *p, const struct html *h, uint32_t i)
{
    for (size_t n = p->n - 1; n > 0; n--) {
        const struct select_compound *want = &p->parts[n - 1];
        char how = p->parts[n].left;

        do
            i = how == '+' || how == '~' ? before(h, i) : h->nodes[i].parent;
        while (i != SELECT_NONE && i != HTML_ROOT && (how == ' ' || how == '~') &&
               !compound_holds(want, h, i));
        if (i == SELECT_NONE || i == HTML_ROOT || !compound_holds(want, h, i))
            return false;
    }
    return true;
}

static bool
path_holds(const struct select_path *p, const struct html *h, uint32_t i)
{
    return compound_holds(&p->parts[p->n - 1], h, i) && left_holds(p, h, i);
}

/* The paths of a list that have a chance on this page, with what their last node needs. */
struct search {
    const struct html *h;
    const struct select_path *paths[SELECT_MAX_PATHS];
    uint64_t bits[SELECT_MAX_PATHS];
    size_t n;
};

static bool
path_may_match(const struct select_path *p, const struct html *h)
{
    for (size_t i = 0; i < p->n_need; i++)
        if (!html_may_have(h, p->need[i]))
            return false;
    return true;
}

/* False: no path can match anywhere on this page. */
static bool
begin(struct search *x, const struct select *s, const struct html *h)
{
    x->h = h;
    x->n = 0;
    for (size_t k = 0; s != NULL && k < s->n; k++) {
        const struct select_path *p = &s->paths[k];

        if (!path_may_match(p, h))
            continue;
        x->paths[x->n] = p;
        x->bits[x->n++] = p->parts[p->n - 1].bits;
    }
    return x->n > 0;
}

/* The next node from *i on, before end, and the path it is on; NULL: there is none. */
static const struct select_path *
next_hit(const struct search *x, uint32_t *i, uint32_t end)
{
    for (; *i < end; ++*i) {
        uint64_t has = x->h->bits[*i];

        for (size_t k = 0; k < x->n; k++)
            if ((has & x->bits[k]) == x->bits[k] && path_holds(x->paths[k], x->h, *i))
                return x->paths[k];
    }
    return NULL;
}

uint32_t
select_first(const struct select *s, const struct html *h, uint32_t scope)
{
    uint32_t found = SELECT_NONE, i = scope;
    const struct select_path *p;
    struct search x;

    if (!begin(&x, s, h))
        return SELECT_NONE;
    while ((p = next_hit(&x, &i, h->nodes[scope].end)) != NULL) {
        found = i++;
        if (!p->last)
            break;
    }
    return found;
}

size_t
select_all(const struct select *s, const struct html *h, uint32_t scope, size_t max,
           struct arena *a, uint32_t **ret)
{
    uint32_t *found = NULL, i = scope;
    size_t n = 0, cap = 0;
    const struct select_path *p;
    struct search x;

    *ret = NULL;
    if (!begin(&x, s, h))
        return 0;
    while (n < max && (p = next_hit(&x, &i, h->nodes[scope].end)) != NULL) {
        if (p->last)
            n = 0;
        found = arena_grow(a, found, n, &cap, sizeof(*found));
        found[n++] = i++;
        if (p->first)
            break;
    }
    *ret = found;
    return n;
}

struct text
select_value(const struct select *s, const struct html *h, uint32_t node, struct arena *a)
{
    const struct select_path *p = NULL;

    for (size_t k = 0; k < s->n && p == NULL; k++)
        if (path_holds(&s->paths[k], h, node))
            p = &s->paths[k];
    if (p != NULL && p->attr != NULL)
        return html_fold(html_attr(&h->nodes[node], p->attr), a);
    if (h->nodes[node].tag == HTML_META)
        return html_fold(html_attr(&h->nodes[node], "content"), a);
    return html_folded(h, node, a);
}
