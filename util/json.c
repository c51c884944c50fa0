/* json.c - the members of a JSON object, checked; see filter.h. */

#include "buf.h"
#include "filter.h"
#include "utf8.h"

bool
json_text(const json_t *o, const char *key, struct text *ret)
{
    const json_t *v = json_object_get(o, key);

    if (!json_is_string(v))
        return false;
    *ret = (struct text){ json_string_value(v), json_string_length(v) };
    return true;
}

enum status
json_need_text(const json_t *o, const char *key, struct text *ret, struct err *err)
{
    if (json_text(o, key, ret))
        return ST_OK;
    return err_set(err, ST_INVALID, "\"%s\": wanted a string", key);
}

json_t *
json_of_text(struct text t)
{
    json_t *s = json_stringn(t.n > 0 ? t.p : "", t.n);
    struct buf b;

    if (s != NULL)
        return s;
    buf_init(&b, BUF_LARGE);
    utf8_clean(t, &b);
    s = json_stringn(b.n > 0 ? b.p : "", b.n);
    buf_release(&b);
    return s;
}

void
json_put_text(json_t *o, const char *key, struct text t)
{
    json_object_set_new(o, key, json_of_text(t));
}
