/*
 * extract_microdata.c - microdata items as JSON of JSON-LD's shape.
 *
 * HTML standard 5.2: properties are the elements with itemprop below an item,
 * and those below the elements its itemref names; an itemprop may hold several
 * names, and an item several types.  A property's value is an item, a URL, a
 * date or text as its element says.  Several values make an array.
 */

#include "extract_parts.h"

#include <string.h>

#define MICRODATA_MAX_REFS 20

struct reader {
    struct extract_work *w;
    size_t n_items;
    unsigned char *seen; /* a flag a node: an item being read, against itemref cycles */
};

static json_t *read_item(struct reader *r, uint32_t i, size_t level);

/* The attribute in which an element of this tag keeps its value; NULL: its text. */
static const char *
value_attr(const struct html_node *e)
{
    static const struct {
        const char *name, *attr;
    } table[] = {
        { "meta", "content" }, { "audio", "src" },   { "embed", "src" },     { "iframe", "src" },
        { "img", "src" },      { "source", "src" },  { "track", "src" },     { "video", "src" },
        { "a", "href" },       { "area", "href" },   { "link", "href" },     { "object", "data" },
        { "data", "value" },   { "meter", "value" }, { "time", "datetime" },
    };

    for (size_t k = 0; k < N_ELEMENTS(table); k++)
        if (strcmp(e->name, table[k].name) == 0)
            return table[k].attr;
    return NULL;
}

static json_t *
value_of(struct reader *r, uint32_t i, size_t level)
{
    const struct html_node *e = &r->w->h.nodes[i];
    const char *attr = value_attr(e);
    struct text t;

    if (html_attr(e, "itemscope").p != NULL)
        return read_item(r, i, level + 1);
    t = attr != NULL ? html_attr(e, attr) : TEXT_NONE;
    /* Pages put content= on any element, and mean it. */
    if (t.p == NULL && (t = html_attr(e, "content")).p == NULL)
        t = extract_text_render(r->w, i);
    return json_stringn(t.n > 0 ? t.p : "", t.n);
}

/* Takes value over. */
static void
add_value(json_t *item, const char *name, json_t *value)
{
    json_t *old = json_object_get(item, name);

    if (value == NULL)
        return;
    if (old == NULL) {
        json_object_set_new(item, name, value);
    } else if (json_is_array(old)) {
        json_array_append_new(old, value);
    } else {
        json_t *both = json_array();

        json_array_append(both, old);
        json_array_append_new(both, value);
        json_object_set_new(item, name, both);
    }
}

static void
add_property(struct reader *r, json_t *item, uint32_t i, size_t level)
{
    struct text names = html_attr(&r->w->h.nodes[i], "itemprop"), name;
    bool accepted = html_has_token(names, TEXT_LIT("acceptedAnswer"));
    json_t *value = value_of(r, i, level);

    while (value != NULL && text_cut(&names, " \t\n\r\f", &name)) {
        /* "suggestedAnswer acceptedAnswer": one answer, which is accepted */
        if (name.n == 0 || (accepted && text_is(name, "suggestedAnswer")))
            continue;
        add_value(item, arena_str(r->w->a, name), json_incref(value));
    }
    json_decref(value);
}

/* Properties below node from; nested items keep theirs. */
static void
add_properties(struct reader *r, json_t *item, uint32_t from, bool itself, size_t level)
{
    const struct html *h = &r->w->h;

    for (uint32_t i = itself ? from : from + 1; i < h->nodes[from].end; i++) {
        const struct html_node *e = &h->nodes[i];

        if (html_attr(e, "itemprop").n > 0)
            add_property(r, item, i, level);
        if (html_attr(e, "itemscope").p != NULL)
            i = e->end - 1;
    }
}

static uint32_t
node_of_id(const struct html *h, struct text id)
{
    uint64_t bit = html_bit('#', id);

    for (uint32_t i = 0; i < h->n; i++)
        if ((h->bits[i] & bit) != 0 && text_eq(h->nodes[i].id, id))
            return i;
    return SELECT_NONE;
}

/* "https://schema.org/Question" is "Question". */
static json_t *
types_of(struct text types)
{
    json_t *list = json_array();
    struct text one;

    while (text_cut(&types, " \t\n\r\f", &one)) {
        size_t at = one.n;

        while (at > 0 && one.p[at - 1] != '/' && one.p[at - 1] != '#')
            at--;
        one = text_from(one, at);
        if (one.n > 0)
            json_array_append_new(list, json_stringn(one.p, one.n));
    }
    return list;
}

static json_t *
read_item(struct reader *r, uint32_t i, size_t level)
{
    const struct html_node *e = &r->w->h.nodes[i];
    struct text refs = html_attr(e, "itemref"), id;
    json_t *item;

    if (level > EXTRACT_MAX_LEVEL || r->seen[i] != 0 || ++r->n_items > EXTRACT_MAX_ITEMS)
        return NULL;
    r->seen[i] = 1;
    item = json_object();
    json_object_set_new(item, "@type", types_of(html_attr(e, "itemtype")));
    add_properties(r, item, i, false, level);
    for (size_t n = 0; n < MICRODATA_MAX_REFS && text_cut(&refs, " \t\n\r\f", &id); n++) {
        uint32_t at = id.n > 0 ? node_of_id(&r->w->h, id) : SELECT_NONE;

        if (at != SELECT_NONE)
            add_properties(r, item, at, true, level);
    }
    r->seen[i] = 0;
    return item;
}

json_t *
extract_microdata_items(struct extract_work *w)
{
    struct reader r = { .w = w };
    uint64_t bit = html_bit('[', TEXT_LIT("itemscope"));
    json_t *all = json_array();

    if (!html_may_have(&w->h, html_place('[', TEXT_LIT("itemscope"))))
        return all;
    r.seen = arena_alloc(w->a, w->h.n);
    for (uint32_t i = 0; i < w->h.n; i++) {
        const struct html_node *e = &w->h.nodes[i];
        json_t *item;

        if ((w->h.bits[i] & bit) == 0 || html_attr(e, "itemscope").p == NULL ||
            html_attr(e, "itemprop").n > 0)
            continue; /* not a top-level item */
        item = read_item(&r, i, 0);
        if (item != NULL)
            json_array_append_new(all, item);
    }
    return all;
}

void
extract_microdata_read(struct extract_work *w)
{
    json_t *all = extract_microdata_items(w);

    for (size_t i = 0; i < json_array_size(all); i++)
        extract_schema_read(w, json_array_get(all, i), "microdata");
    json_decref(all);
}
