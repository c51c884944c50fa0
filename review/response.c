/* response.c - answers of request.h. */

#include "request.h"

#include <assert.h>

#include "page.h"

void
response_init(struct response *res, struct arena *a)
{
    *res = (struct response){
        .status = PAGE_OK, .type = "text/html; charset=utf-8", .cache = "no-store", .arena = a
    };
    buf_init(&res->body, RESPONSE_MAX);
}

void
response_no_file(struct response *res)
{
    if (res->file != NULL)
        fclose(res->file);
    res->file = NULL;
    res->headers.n = 0;
    res->type = "text/html; charset=utf-8";
}

void
response_release(struct response *res)
{
    if (res->file != NULL)
        fclose(res->file);
    buf_release(&res->body);
}

void
response_header(struct response *res, const char *name, struct text value)
{
    char *v = arena_str(res->arena, value);
    size_t n = 0;

    assert(res->headers.n < RESPONSE_HEADERS);
    for (size_t i = 0; i < value.n; i++)
        if ((unsigned char)v[i] >= ' ' && v[i] != 0x7F)
            v[n++] = v[i];
    v[n] = '\0';
    res->headers.fields = arena_grow(res->arena, res->headers.fields, res->headers.n,
                                     &res->headers.cap, sizeof(*res->headers.fields));
    res->headers.fields[res->headers.n++] = (struct form_field){ text_of(name), { v, n } };
}

void
response_redirect(struct response *res, const char *path)
{
    assert(path[0] == '/' && path[1] != '/');
    buf_clear(&res->body);
    res->status = PAGE_SEE_OTHER;
    res->type = "text/plain; charset=utf-8";
    buf_addf(&res->body, "Look at %s\n", path);
    response_header(res, "Location", text_of(path));
}

void
response_plain(struct response *res, int status, const char *line)
{
    buf_clear(&res->body);
    res->status = status;
    res->type = "text/plain; charset=utf-8";
    buf_addf(&res->body, "%s\n", line);
}
