/* request.c - requests of request.h. */

#include "request.h"

struct text
request_header(const struct request *r, const char *name)
{
    for (size_t i = 0; i < r->headers.n; i++)
        if (text_eq_nocase(r->headers.fields[i].name, text_of(name)))
            return r->headers.fields[i].value;
    return TEXT_NONE;
}

int64_t
request_id(const struct request *r, size_t n)
{
    int64_t id = 0;

    return n < REQUEST_MAX_ARGS && text_to_int(r->args[n], &id) && id > 0 ? id : 0;
}

bool
request_act(const struct request *r)
{
    return text_is(request_header(r, "X-Earshot"), "act");
}

bool
request_part(const struct request *r)
{
    return request_act(r) || text_is(request_header(r, "X-Earshot"), "part");
}
