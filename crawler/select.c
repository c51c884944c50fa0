/* select.c - see select.h.  A recursive-descent parser of two levels, then a matcher. */

#include "select.h"

#include <ctype.h>
#include <string.h>

enum test_kind { TEST_ID, TEST_CLASS, TEST_ATTR, TEST_NOT, TEST_HAS, TEST_TEXT };

struct compound;

struct check {
    enum test_kind kind;
    char op;           /* of TEST_ATTR: '\0' present, '=', '^', '$', '*', '~' */
    const char *attr;  /* of TEST_ATTR */
    struct text value; /* id, class, attribute value or words */
    struct compound *inner;
};

struct compound {
    char left;        /* combinator before it: ' ', '>', '+', '~'; '\0' for the first */
    struct text name; /* "" matches any */
    struct check *checks;
    size_t n_checks;
    uint64_t bits; /* a node without all of these cannot match */
};

#define SELECT_MAX_NEED 8 /* names a path looks for on the page before it looks at nodes */

struct path {
    struct compound parts[SELECT_MAX_PARTS];
    size_t n;
    const char *attr; /* after "@"; NULL */
    bool first, last;
    unsigned need[SELECT_MAX_NEED]; /* places: a page without all of these has no match */
    size_t n_need;
};

struct select {
    struct path *paths;
    size_t n;
};

struct parser {
    struct text t; /* what is left */
    struct arena *a;
    struct err *err;
    bool first, last;
};

static bool
is_name(char c)
{
    return isalnum((unsigned char)c) || c == '-' || c == '_' || (unsigned char)c >= 0x80;
}

static struct text
take_name(struct parser *ps)
{
    size_t n = 0;
    struct text name;

    while (n < ps->t.n && is_name(ps->t.p[n]))
        n++;
    name = arena_text(ps->a, text_sub(ps->t, 0, n));
    ps->t = text_from(ps->t, n);
    return name;
}

static void
skip_space(struct parser *ps)
{
    while (ps->t.n > 0 && isspace((unsigned char)ps->t.p[0]))
        ps->t = text_from(ps->t, 1);
}

static bool
accept(struct parser *ps, char c)
{
    if (ps->t.n == 0 || ps->t.p[0] != c)
        return false;
    ps->t = text_from(ps->t, 1);
    return true;
}

static enum status
bad(struct parser *ps, const char *want)
{
    return err_set(ps->err, ST_INVALID, "selector: want %s at \"%.*s\"", want, TEXT_ARG(ps->t));
}

/* Up to the closing byte, quotes taken off. */
static enum status
take_value(struct parser *ps, char close, struct text *ret)
{
    size_t at;

    skip_space(ps);
    if (ps->t.n > 0 && (ps->t.p[0] == '"' || ps->t.p[0] == '\'')) {
        at = text_find_char(text_from(ps->t, 1), ps->t.p[0]);
        if (at == TEXT_NPOS)
            return bad(ps, "the closing quote");
        *ret = arena_text(ps->a, text_sub(ps->t, 1, at));
        ps->t = text_from(ps->t, at + 2);
        skip_space(ps);
    } else {
        at = text_find_char(ps->t, close);
        if (at == TEXT_NPOS)
            at = ps->t.n;
        *ret = arena_text(ps->a, text_trim(text_sub(ps->t, 0, at)));
        ps->t = text_from(ps->t, at);
    }
    return accept(ps, close) ? ST_OK : bad(ps, close == ']' ? "']'" : "')'");
}

static enum status
parse_attr(struct parser *ps, struct check *c)
{
    struct text name = take_name(ps);

    *c = (struct check){ .kind = TEST_ATTR, .attr = arena_str(ps->a, name) };
    if (name.n == 0)
        return bad(ps, "an attribute's name");
    if (accept(ps, ']'))
        return ST_OK;
    if (ps->t.n > 0 && memchr("^$*~", ps->t.p[0], sizeof("^$*~") - 1) != NULL) {
        c->op = ps->t.p[0];
        ps->t = text_from(ps->t, 1);
    } else {
        c->op = '=';
    }
    if (!accept(ps, '='))
        return bad(ps, "'='");
    return take_value(ps, ']', &c->value);
}

static enum status parse_compound(struct parser *ps, struct compound *c, bool inner);

/* After ":".  *is_check is false for :first and :last, which are the path's. */
static enum status
parse_pseudo(struct parser *ps, struct check *c, bool inner, bool *is_check)
{
    struct text name = take_name(ps);
    enum status st;

    *is_check = false;
    if (text_is(name, "first") || text_is(name, "last")) {
        *(name.p[0] == 'f' ? &ps->first : &ps->last) = true;
        return ST_OK;
    }
    *is_check = true;
    if (!accept(ps, '('))
        return bad(ps, "'('");
    if (text_is(name, "text")) {
        *c = (struct check){ .kind = TEST_TEXT };
        return take_value(ps, ')', &c->value);
    }
    if (inner || !(text_is(name, "not") || text_is(name, "has")))
        return bad(ps, ":not, :has, :text, :first or :last");
    *c = (struct check){ .kind = text_is(name, "not") ? TEST_NOT : TEST_HAS };
    c->inner = arena_alloc(ps->a, sizeof(*c->inner));
    st = parse_compound(ps, c->inner, true);
    if (st == ST_OK && !accept(ps, ')'))
        st = bad(ps, "')'");
    return st;
}

static void
add_bits(struct compound *c, const struct check *k)
{
    if (k->kind == TEST_ID)
        c->bits |= html_bit('#', k->value);
    if (k->kind == TEST_CLASS)
        c->bits |= html_bit('.', k->value);
    if (k->kind == TEST_ATTR)
        c->bits |= html_bit('[', text_of(k->attr));
}

static enum status
parse_compound(struct parser *ps, struct compound *c, bool inner)
{
    size_t cap = 0;
    enum status st = ST_OK;
    bool is_check, any = accept(ps, '*');

    if (!any)
        c->name = take_name(ps);
    if (c->name.n > 0)
        c->bits |= html_bit('t', c->name);
    while (ps->t.n > 0 && memchr("#.[:", ps->t.p[0], sizeof("#.[:") - 1) != NULL) {
        char sign = ps->t.p[0];
        struct check *k;

        c->checks = arena_grow(ps->a, c->checks, c->n_checks, &cap, sizeof(*c->checks));
        k = &c->checks[c->n_checks];
        is_check = true;
        ps->t = text_from(ps->t, 1);
        if (sign == '#' || sign == '.') {
            *k = (struct check){ .kind = sign == '#' ? TEST_ID : TEST_CLASS };
            k->value = take_name(ps);
            if (k->value.n == 0)
                st = bad(ps, "a name");
        } else if (sign == '[') {
            st = parse_attr(ps, k);
        } else {
            st = parse_pseudo(ps, k, inner, &is_check);
        }
        if (st != ST_OK)
            return st;
        if (is_check) {
            add_bits(c, k);
            c->n_checks++;
        }
    }
    if (!any && c->name.n == 0 && c->n_checks == 0)
        return bad(ps, "a name, '#', '.' or '['");
    return ST_OK;
}

static void
add_need(struct path *p, char kind, struct text t)
{
    if (p->n_need < SELECT_MAX_NEED)
        p->need[p->n_need++] = html_place(kind, t);
}

static void
add_needs(struct path *p, const struct compound *c)
{
    for (size_t i = 0; i < c->n_checks; i++) {
        const struct check *k = &c->checks[i];

        if (k->kind == TEST_ID)
            add_need(p, '#', k->value);
        if (k->kind == TEST_CLASS)
            add_need(p, '.', k->value);
        if (k->kind == TEST_ATTR)
            add_need(p, '[', text_of(k->attr));
    }
    if (c->name.n > 0)
        add_need(p, 't', c->name);
}

static enum status
parse_path(struct parser *ps, struct path *p)
{
    char left = '\0';
    enum status st;

    ps->first = ps->last = false;
    for (;;) {
        if (p->n == SELECT_MAX_PARTS)
            return bad(ps, "a shorter path");
        p->parts[p->n].left = left;
        st = parse_compound(ps, &p->parts[p->n], false);
        if (st != ST_OK)
            return st;
        add_needs(p, &p->parts[p->n++]);
        left = ps->t.n > 0 && isspace((unsigned char)ps->t.p[0]) ? ' ' : '\0';
        skip_space(ps);
        if (ps->t.n == 0 || ps->t.p[0] == ',')
            break;
        if (accept(ps, '@')) {
            p->attr = arena_str(ps->a, take_name(ps));
            skip_space(ps);
            break;
        }
        if (memchr(">+~", ps->t.p[0], sizeof(">+~") - 1) != NULL) {
            left = ps->t.p[0];
            ps->t = text_from(ps->t, 1);
            skip_space(ps);
        } else if (left == '\0') {
            return bad(ps, "a combinator");
        }
    }
    p->first = ps->first;
    p->last = ps->last;
    return ST_OK;
}

enum status
select_parse(struct text t, struct arena *a, struct select **ret, struct err *err)
{
    struct parser ps = { .t = text_trim(t), .a = a, .err = err };
    struct select *s = arena_alloc(a, sizeof(*s));
    size_t cap = 0;
    enum status st;

    do {
        skip_space(&ps);
        if (ps.t.n == 0)
            return bad(&ps, "a path");
        s->paths = arena_grow(a, s->paths, s->n, &cap, sizeof(*s->paths));
        s->paths[s->n] = (struct path){ .n = 0 };
        st = parse_path(&ps, &s->paths[s->n]);
        if (st != ST_OK)
            return st;
        s->n++;
    } while (accept(&ps, ','));
    if (ps.t.n > 0)
        return bad(&ps, "',' or the end");
    *ret = s;
    return ST_OK;
}

static bool
attr_holds(const struct html_node *node, const struct check *k)
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

static bool compound_holds(const struct compound *c, const struct html *h, uint32_t i);

static bool
has_below(const struct compound *c, const struct html *h, uint32_t i)
{
    for (uint32_t k = i + 1; k < h->nodes[i].end; k++)
        if (compound_holds(c, h, k))
            return true;
    return false;
}

static bool
check_holds(const struct check *k, const struct html *h, uint32_t i)
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
compound_holds(const struct compound *c, const struct html *h, uint32_t i)
{
    const struct html_node *node = &h->nodes[i];

    if ((node->bits & c->bits) != c->bits || node->tag == HTML_TEXT || node->tag == HTML_DOCUMENT)
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
left_holds(const struct path *p, const struct html *h, uint32_t i)
{
    for (size_t n = p->n - 1; n > 0; n--) {
        const struct compound *want = &p->parts[n - 1];
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

static const struct path *
path_at(const struct select *s, const struct html *h, uint32_t i)
{
    for (size_t k = 0; k < s->n; k++) {
        const struct path *p = &s->paths[k];
        uint64_t bits = p->parts[p->n - 1].bits;

        if ((h->nodes[i].bits & bits) != bits)
            continue; /* most nodes, without a call */
        if (compound_holds(&p->parts[p->n - 1], h, i) && left_holds(p, h, i))
            return p;
    }
    return NULL;
}

bool
select_matches(const struct select *s, const struct html *h, uint32_t node)
{
    return path_at(s, h, node) != NULL;
}

static bool
path_may_match(const struct path *p, const struct html *h)
{
    for (size_t i = 0; i < p->n_need; i++)
        if (!html_may_have(h, p->need[i]))
            return false;
    return true;
}

/* No path can match anywhere on this page. */
static bool
hopeless(const struct select *s, const struct html *h)
{
    for (size_t k = 0; k < s->n; k++)
        if (path_may_match(&s->paths[k], h))
            return false;
    return true;
}

uint32_t
select_first(const struct select *s, const struct html *h, uint32_t scope)
{
    uint32_t found = SELECT_NONE;
    const struct path *p;

    if (s == NULL || hopeless(s, h))
        return SELECT_NONE;
    for (uint32_t i = scope; i < h->nodes[scope].end; i++) {
        p = path_at(s, h, i);
        if (p == NULL)
            continue;
        found = i;
        if (!p->last)
            break;
    }
    return found;
}

size_t
select_all(const struct select *s, const struct html *h, uint32_t scope, size_t max,
           struct arena *a, uint32_t **ret)
{
    uint32_t *found = NULL;
    size_t n = 0, cap = 0;
    const struct path *p;

    *ret = NULL;
    if (s == NULL || hopeless(s, h))
        return 0;
    for (uint32_t i = scope; i < h->nodes[scope].end && n < max; i++) {
        p = path_at(s, h, i);
        if (p == NULL)
            continue;
        if (p->last)
            n = 0;
        found = arena_grow(a, found, n, &cap, sizeof(*found));
        found[n++] = i;
        if (p->first)
            break;
    }
    *ret = found;
    return n;
}

struct text
select_value(const struct select *s, const struct html *h, uint32_t node, struct arena *a)
{
    const struct path *p = path_at(s, h, node);

    if (p != NULL && p->attr != NULL)
        return html_fold(html_attr(&h->nodes[node], p->attr), a);
    if (h->nodes[node].tag == HTML_META)
        return html_fold(html_attr(&h->nodes[node], "content"), a);
    return html_folded(h, node, a);
}
