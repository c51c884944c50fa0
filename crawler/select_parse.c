/* select_parse.c - see select.h for the grammar: a recursive-descent parser of two levels. */

#include "select_parts.h"

#include <ctype.h>
#include <string.h>

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
parse_attr(struct parser *ps, struct select_check *c)
{
    struct text name = take_name(ps);

    *c = (struct select_check){ .kind = TEST_ATTR, .attr = arena_str(ps->a, name) };
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

static enum status parse_compound(struct parser *ps, struct select_compound *c, bool inner);

/* After ":".  *is_check is false for :first and :last, which are the path's. */
static enum status
parse_pseudo(struct parser *ps, struct select_check *c, bool inner, bool *is_check)
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
        *c = (struct select_check){ .kind = TEST_TEXT };
        return take_value(ps, ')', &c->value);
    }
    if (inner || !(text_is(name, "not") || text_is(name, "has")))
        return bad(ps, ":not, :has, :text, :first or :last");
    *c = (struct select_check){ .kind = text_is(name, "not") ? TEST_NOT : TEST_HAS };
    c->inner = arena_alloc(ps->a, sizeof(*c->inner));
    st = parse_compound(ps, c->inner, true);
    if (st == ST_OK && !accept(ps, ')'))
        st = bad(ps, "')'");
    return st;
}

static void
add_bits(struct select_compound *c, const struct select_check *k)
{
    if (k->kind == TEST_ID)
        c->bits |= html_bit('#', k->value);
    if (k->kind == TEST_CLASS)
        c->bits |= html_bit('.', k->value);
    if (k->kind == TEST_ATTR)
        c->bits |= html_bit('[', text_of(k->attr));
}

static enum status
parse_compound(struct parser *ps, struct select_compound *c, bool inner)
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
        struct select_check *k;

        c->checks = arena_grow(ps->a, c->checks, c->n_checks, &cap, sizeof(*c->checks));
        k = &c->checks[c->n_checks];
        is_check = true;
        ps->t = text_from(ps->t, 1);
        if (sign == '#' || sign == '.') {
            *k = (struct select_check){ .kind = sign == '#' ? TEST_ID : TEST_CLASS };
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
add_need(struct select_path *p, char kind, struct text t)
{
    if (p->n_need < SELECT_MAX_NEED)
        p->need[p->n_need++] = html_place(kind, t);
}

static void
add_needs(struct select_path *p, const struct select_compound *c)
{
    for (size_t i = 0; i < c->n_checks; i++) {
        const struct select_check *k = &c->checks[i];

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
parse_path(struct parser *ps, struct select_path *p)
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
        if (s->n == SELECT_MAX_PATHS)
            return bad(&ps, "fewer paths");
        s->paths = arena_grow(a, s->paths, s->n, &cap, sizeof(*s->paths));
        s->paths[s->n] = (struct select_path){ .n = 0 };
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
