/* keys.c - see keys.h. */

#include "keys.h"

#include <string.h>

#define NAME_BYTES 8 /* "key-a" */

const struct key keys_all[] = {
    { 'j', "next card" },
    { 'k', "previous card" },
    { 'a', "approve, and go to the next" },
    { 'e', "edit" },
    { 'x', "reject, then a digit for why" },
    { 's', "skip" },
    { 'h', "hand over" },
    { 'o', "open where it was asked" },
    { 'l', "open the page it links to" },
    { 'u', "undo" },
    { 'd', "show what was changed" },
    { 'p', "draft from another page, then its digit" },
    { 'y', "use an earlier answer" },
    { 'g', "file a page that is missing" },
    { 'z', "park, then for how long" },
    { 'c', "note" },
    { 'v', "show the group" },
    { 'm', "merge or split" },
    { 'b', "decide on all that are selected" },
    { '/', "search" },
    { 'f', "filter" },
    { '?', "show the keys" },
    { 0, NULL },
};

bool
keys_may(struct text t)
{
    return t.n == 1 && ((t.p[0] >= 'a' && t.p[0] <= 'z') || strchr("/?.,;'-=[]+#", t.p[0]) != NULL);
}

char
keys_now(const json_t *settings, char key)
{
    const char name[] = { key, '\0' };
    const char *to = json_string_value(json_object_get(json_object_get(settings, "remap"), name));

    return to != NULL && keys_may(text_of(to)) ? to[0] : key;
}

enum status
keys_read(const struct form *form, json_t **ret, struct err *err)
{
    json_t *o = json_object();
    const char *on[UINT8_MAX] = { NULL }; /* what is on each key so far */

    for (const struct key *k = keys_all; k->key != 0; k++) {
        const char name[NAME_BYTES] = { 'k', 'e', 'y', '-', k->key, '\0' };
        const char from[] = { k->key, '\0' };
        struct text to = form_has(form, name) ? form_get(form, name) : text_of(from);

        if (to.n == 0)
            to = text_of(from);
        if (!keys_may(to)) {
            json_decref(o);
            return err_set(err, ST_INVALID,
                           "\"%.*s\" for \"%s\": wanted one small letter or one of /?.,;'-=[]+#",
                           TEXT_ARG(text_sub(to, 0, NAME_BYTES)), k->does);
        }
        if (on[(unsigned char)to.p[0]] != NULL) {
            json_decref(o);
            return err_set(err, ST_INVALID, "%c cannot be both \"%s\" and \"%s\"", to.p[0],
                           on[(unsigned char)to.p[0]], k->does);
        }
        on[(unsigned char)to.p[0]] = k->does;
        if (to.p[0] != k->key)
            json_object_set_new(o, from, json_stringn(to.p, to.n));
    }
    *ret = o;
    return ST_OK;
}
