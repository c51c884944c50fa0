/* pages_cache.c - see pages_cache.h. */

#include "pages_cache.h"

#include <stdlib.h>
#include <xxhash.h>

#include "mem.h"
#include "pages_record.h"

struct entry {
    struct arena *arena; /* owned */
    uint32_t page;
    size_t bytes;
    struct entry *newer, *older; /* asked for after and before it; NULL: none */
    struct pages_opened opened;
};

struct pages_cache {
    struct entry **of_page; /* owned; of each page, NULL: not open; NULL while none is */
    struct entry *newest, *oldest;
    size_t n, bytes, max_bytes;
};

struct pages_cache *
pages_cache_new(size_t max_bytes)
{
    struct pages_cache *c = mem_zalloc(sizeof(*c));

    c->max_bytes = max_bytes;
    return c;
}

void
pages_cache_free(struct pages_cache *c)
{
    if (c == NULL)
        return;
    pages_cache_clear(c);
    free(c);
}

static void
unlink_entry(struct pages_cache *c, struct entry *e)
{
    *(e->newer != NULL ? &e->newer->older : &c->newest) = e->older;
    *(e->older != NULL ? &e->older->newer : &c->oldest) = e->newer;
    c->n--;
    c->bytes -= e->bytes;
}

static void
link_newest(struct pages_cache *c, struct entry *e)
{
    e->newer = NULL;
    e->older = c->newest;
    *(c->newest != NULL ? &c->newest->newer : &c->oldest) = e;
    c->newest = e;
    c->n++;
    c->bytes += e->bytes;
}

static void
close_page(struct pages_cache *c, struct entry *e)
{
    unlink_entry(c, e);
    c->of_page[e->page] = NULL;
    arena_free(e->arena);
    free(e);
}

void
pages_cache_clear(struct pages_cache *c)
{
    while (c->oldest != NULL)
        close_page(c, c->oldest);
    free(c->of_page);
    c->of_page = NULL;
}

/* The text, if it is still the one that was indexed: spans of another would point anywhere. */
static struct text
read_text(const struct pages *p, uint32_t page, struct arena *a)
{
    const struct pages_record *r = &p->records[page];
    struct text t = r->text;

    if (p->reader != NULL)
        t = p->reader(p->reader_self, page, a);
    return XXH3_64bits(t.p != NULL ? t.p : "", t.n) == r->text_hash ? t : TEXT_NONE;
}

static void
read_words(const struct pages *p, uint32_t page, struct arena *a, struct pages_words *w)
{
    const struct pages_record *r = &p->records[page];
    struct pages_shape shape;
    const uint16_t *at;
    uint32_t from = 0;

    pages_record_read(p, page, a, &shape);
    at = shape.title;
    w->n_title = r->n_title;
    w->title = arena_alloc(a, (r->n_title + 1) * sizeof(*w->title));
    for (uint32_t i = 0; i < r->n_title; i++)
        w->title[i] = p->vocab->stems[p->vocab->surfaces[pages_record_take(&at)].stem].id;
    w->n = r->n_body;
    w->ids = arena_alloc(a, (r->n_body + 1) * sizeof(*w->ids));
    w->prefix = arena_alloc(a, (r->n_body + 1) * sizeof(*w->prefix));
    w->content = arena_alloc(a, r->n_body + 1);
    for (uint32_t i = 0; i < r->n_body; i++) {
        const struct pages_surface *s = &p->vocab->surfaces[pages_record_take(&at)];

        w->ids[i] = p->vocab->stems[s->stem].id;
        w->prefix[i] = s->prefix;
        w->content[i] = s->content;
    }
    w->sentence = arena_alloc(a, (r->n_sentences + 1) * sizeof(*w->sentence));
    for (uint32_t i = 0; i < r->n_sentences; i++) {
        w->sentence[i] = from;
        from += pages_record_take(&at);
    }
    w->sentence[r->n_sentences] = r->n_body;
    w->marks = arena_alloc(a, r->n_sentences + 1);
    w->sentence_idf = p->sealed == p->n
                          ? p->sentence_idf + r->first_sentence
                          : arena_alloc(a, (r->n_sentences + 1) * sizeof(*w->sentence_idf));
    w->n_wide = r->n_wide;
    w->wide = arena_alloc(a, 2 * ((size_t)r->n_wide + 1) * sizeof(*w->wide));
    for (uint32_t i = 0; i < r->n_wide; i++) {
        w->wide[2 * i] = shape.wide[i].from;
        w->wide[2 * i + 1] = shape.wide[i].from + shape.wide[i].n;
    }
}

static struct entry *
open_page(const struct pages *p, uint32_t page)
{
    const struct pages_record *r = &p->records[page];
    struct entry *e = mem_zalloc(sizeof(*e));
    struct text text;

    e->arena = arena_new();
    e->page = page;
    e->opened = (struct pages_opened){ .page = { r->url, r->title, r->language } };
    text = read_text(p, page, e->arena);
    passage_split(text, e->arena, &e->opened.page.split);
    if (e->opened.page.split.n_sentences == r->n_sentences)
        read_words(p, page, e->arena, &e->opened.words);
    else
        e->opened.words.sentence = arena_alloc(e->arena, sizeof(uint32_t)); /* none: it is gone */
    e->bytes = sizeof(*e) + arena_bytes(e->arena);
    return e;
}

const struct pages_opened *
pages_cache_open(const struct pages *p, uint32_t page)
{
    struct pages_cache *c = p->opened;
    struct entry *e;

    if (c->of_page == NULL) /* adding a page closes all, so their number stands while one is open */
        c->of_page = mem_zalloc(p->n * sizeof(struct entry *));
    e = c->of_page[page];
    if (e != NULL)
        unlink_entry(c, e);
    else
        e = c->of_page[page] = open_page(p, page);
    link_newest(c, e);
    while (c->n > PAGES_LEAST_OPEN && c->bytes > c->max_bytes)
        close_page(c, c->oldest);
    return &e->opened;
}
