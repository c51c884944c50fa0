/* pages_cache.c - see pages_cache.h. */

#include "pages_cache.h"

#include <stdlib.h>
#include <xxhash.h>

#include "mem.h"
#include "pages_record.h"

struct entry {
    struct arena *arena; /* owned; NULL: never used */
    uint32_t page;
    uint64_t used; /* when it was asked for last; 0: free */
    struct pages_opened opened;
};

struct pages_cache {
    struct entry entries[PAGES_MAX_OPEN];
    uint64_t now; /* counts what was asked for */
};

struct pages_cache *
pages_cache_new(void)
{
    return mem_zalloc(sizeof(struct pages_cache));
}

void
pages_cache_free(struct pages_cache *c)
{
    if (c == NULL)
        return;
    for (size_t i = 0; i < PAGES_MAX_OPEN; i++)
        arena_free(c->entries[i].arena);
    free(c);
}

void
pages_cache_clear(struct pages_cache *c)
{
    if (c->now == 0)
        return; /* nothing was opened since */
    for (size_t i = 0; i < PAGES_MAX_OPEN; i++)
        c->entries[i].used = 0;
    c->now = 0;
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

static void
open_page(const struct pages *p, struct entry *e, uint32_t page)
{
    const struct pages_record *r = &p->records[page];
    struct text text;

    if (e->arena == NULL)
        e->arena = arena_new();
    arena_clear(e->arena);
    e->page = page;
    e->opened = (struct pages_opened){ .page = { r->url, r->title, r->language } };
    text = read_text(p, page, e->arena);
    passage_split(text, e->arena, &e->opened.page.split);
    if (e->opened.page.split.n_sentences == r->n_sentences)
        read_words(p, page, e->arena, &e->opened.words);
    else
        e->opened.words.sentence = arena_alloc(e->arena, sizeof(uint32_t)); /* none: it is gone */
}

const struct pages_opened *
pages_cache_open(const struct pages *p, uint32_t page)
{
    struct pages_cache *c = p->opened;
    struct entry *oldest = &c->entries[0];

    c->now++;
    for (size_t i = 0; i < PAGES_MAX_OPEN; i++) {
        struct entry *e = &c->entries[i];

        if (e->used != 0 && e->page == page) {
            e->used = c->now;
            return &e->opened;
        }
        if (e->used < oldest->used)
            oldest = e;
    }
    open_page(p, oldest, page);
    oldest->used = c->now;
    return &oldest->opened;
}
