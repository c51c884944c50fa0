/* route.c - see route.h. */

#include "route.h"

#include "page.h"

/* One segment after its '/'; *rest goes behind it. */
static bool
next_segment(struct text *rest, struct text *ret)
{
    size_t n;

    if (rest->n == 0 || rest->p[0] != '/')
        return false;
    *rest = text_from(*rest, 1);
    n = text_find_char(*rest, '/');
    *ret = text_sub(*rest, 0, n == TEXT_NPOS ? rest->n : n);
    *rest = text_from(*rest, ret->n);
    return true;
}

bool
route_match(const char *pattern, struct text path, struct arena *a,
            struct text args[REQUEST_MAX_ARGS])
{
    struct text p = text_of(pattern), want, seen, got[REQUEST_MAX_ARGS] = { 0 };
    size_t n = 0;

    while (p.n > 0) {
        if (!next_segment(&p, &want) || !next_segment(&path, &seen))
            return false;
        if (want.n == 0 || want.p[0] != '{') {
            if (!text_eq(want, seen))
                return false;
        } else if (seen.n == 0 || n == REQUEST_MAX_ARGS ||
                   form_unescape(seen, a, &got[n++], NULL) != ST_OK) {
            return false;
        }
    }
    if (path.n > 0)
        return false;
    for (size_t i = 0; i < n; i++)
        args[i] = got[i];
    return true;
}

/* The row for method and path.  NULL: none; *allow then has the methods that path knows. */
static const struct route *
find(const struct route *const *tables, struct request *r, struct buf *allow)
{
    bool head = text_is(r->method, "HEAD");

    for (; *tables != NULL; tables++)
        for (const struct route *x = *tables; x->method != NULL; x++) {
            if (!route_match(x->pattern, r->path, r->arena, r->args))
                continue;
            if (text_is(r->method, x->method) || (head && text_is(TEXT_LIT("GET"), x->method)))
                return x;
            buf_addf(allow, "%s%s", allow->n > 0 ? ", " : "",
                     text_is(text_of(x->method), "GET") ? "GET, HEAD" : x->method);
        }
    return NULL;
}

static void
refuse(struct request *r, struct response *res, const struct buf *allow)
{
    if (allow->n == 0) {
        page_error(r, res, PAGE_NOT_FOUND, "There is no such page.");
        return;
    }
    page_error(r, res, PAGE_WRONG_METHOD, "This address is not asked that way.");
    response_header(res, "Allow", buf_text(allow));
}

void
route_dispatch(const struct route *const *tables, struct request *r, struct response *res)
{
    struct buf allow;

    buf_init(&allow, BUF_SMALL);
    r->route = find(tables, r, &allow);
    r->post = text_is(r->method, "POST");
    if (r->route == NULL)
        refuse(r, res, &allow);
    else if (r->serve->gate != NULL ? r->serve->gate(r, res) : r->route->right == 0)
        r->route->run(r, res);
    else if (r->serve->gate == NULL)
        page_error(r, res, PAGE_DENIED, "Nobody has an account here yet.");
    buf_release(&allow);
}
