/* form.c - see form.h. */

#include "form.h"

#include <string.h>

#include "utf8.h"

static int
hex_digit(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = c != '\0' ? strchr(digits, c >= 'A' && c <= 'F' ? c | ' ' : c) : NULL;

    return at != NULL ? (int)(at - digits) : -1;
}

/* Decode into out, which has room for t.n bytes; plus: what '+' stands for. */
static enum status
decode(struct text t, char plus, char *out, size_t *ret, struct err *err)
{
    size_t n = 0;

    for (size_t i = 0; i < t.n; i++) {
        char c = t.p[i];

        if (c == '+') {
            c = plus;
        } else if (c == '%') {
            int high = i + 1 < t.n ? hex_digit(t.p[i + 1]) : -1;
            int low = i + 2 < t.n ? hex_digit(t.p[i + 2]) : -1;

            if (high < 0 || low < 0)
                return err_set(err, ST_INVALID, "half a percent escape");
            c = (char)(high * 16 + low);
            i += 2;
        }
        if (c == '\0')
            return err_set(err, ST_INVALID, "a NUL byte");
        out[n++] = c;
    }
    if (!utf8_valid((struct text){ out, n }))
        return err_set(err, ST_INVALID, "not UTF-8");
    *ret = n;
    return ST_OK;
}

/* Browsers send line ends as CR LF; in the store they are LF. */
static size_t
join_lines(char *p, size_t n)
{
    size_t to = 0;

    for (size_t i = 0; i < n; i++)
        if (p[i] != '\r' || i + 1 == n || p[i + 1] != '\n')
            p[to++] = p[i];
    return to;
}

static enum status
decode_in(struct text t, char plus, struct arena *a, struct text *ret, struct err *err)
{
    char *out = arena_alloc(a, t.n + 1);
    size_t n = 0;
    enum status st = decode(t, plus, out, &n, err);

    if (st != ST_OK)
        return st;
    n = join_lines(out, n);
    out[n] = '\0';
    *ret = (struct text){ out, n };
    return ST_OK;
}

enum status
form_unescape(struct text t, struct arena *a, struct text *ret, struct err *err)
{
    return decode_in(t, '+', a, ret, err);
}

enum status
form_parse(struct text body, struct arena *a, struct form *ret, struct err *err)
{
    struct text pair;

    *ret = (struct form){ 0 };
    while (text_cut(&body, "&", &pair)) {
        struct text name = text_before(pair, '='), value = text_after(pair, '=');
        struct form_field f;
        enum status st;

        if (pair.n == 0)
            continue;
        if (ret->n == FORM_MAX_FIELDS)
            return err_set(err, ST_LIMIT, "more than %d fields", FORM_MAX_FIELDS);
        st = decode_in(name, ' ', a, &f.name, err);
        if (st == ST_OK && f.name.n > FORM_MAX_NAME_BYTES)
            return err_set(err, ST_LIMIT, "a field's name is over %d bytes", FORM_MAX_NAME_BYTES);
        if (st == ST_OK)
            st = decode_in(value, ' ', a, &f.value, err);
        if (st != ST_OK)
            return st;
        ret->fields = arena_grow(a, ret->fields, ret->n, &ret->cap, sizeof(f));
        ret->fields[ret->n++] = f;
    }
    return ST_OK;
}

void
form_cookies(struct text header, struct arena *a, struct form *ret)
{
    struct text pair;

    *ret = (struct form){ 0 };
    while (ret->n < FORM_MAX_COOKIES && text_cut(&header, ";", &pair)) {
        struct form_field f = { text_trim(text_before(pair, '=')),
                                text_trim(text_after(pair, '=')) };

        if (f.name.n == 0 || text_find_char(pair, '=') == TEXT_NPOS)
            continue;
        if (f.value.n >= 2 && f.value.p[0] == '"' && f.value.p[f.value.n - 1] == '"')
            f.value = text_sub(f.value, 1, f.value.n - 2);
        ret->fields = arena_grow(a, ret->fields, ret->n, &ret->cap, sizeof(f));
        ret->fields[ret->n++] = f;
    }
}

bool
form_next(const struct form *f, const char *name, size_t *at, struct text *ret)
{
    while (*at < f->n) {
        const struct form_field *x = &f->fields[(*at)++];

        if (text_is(x->name, name)) {
            *ret = x->value;
            return true;
        }
    }
    return false;
}

struct text
form_get(const struct form *f, const char *name)
{
    struct text v = TEXT_NONE;
    size_t at = 0;

    (void)form_next(f, name, &at, &v); /* none: empty */
    return v;
}

bool
form_has(const struct form *f, const char *name)
{
    struct text v;
    size_t at = 0;

    return form_next(f, name, &at, &v);
}

int64_t
form_int(const struct form *f, const char *name, int64_t otherwise)
{
    int64_t v = otherwise;

    (void)text_to_int(form_get(f, name), &v); /* no number: otherwise */
    return v;
}
