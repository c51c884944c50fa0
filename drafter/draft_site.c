/* draft_site.c - see draft_site.h. */

#include "draft_site.h"

#include <stdlib.h>

#include "lang.h"
#include "lint.h"
#include "mem.h"
#include "store_draft.h"

static void
on_page(void *self, const struct store_draft_page *p)
{
    struct draft_site *site = self;
    const struct department_config *d = site->d;
    struct draft_page own = { p->url_id, p->text_hash, p->fetched_s, p->link };
    struct pages_input in = { .title = p->title, .text = p->text };

    if (!lint_on_site(own.link, d->site.v, d->site.n))
        own.link = p->address; /* a canonical elsewhere is not ours to link to */
    if (!lint_on_site(own.link, d->site.v, d->site.n))
        return;
    in.url = own.link;
    in.language = lang_normalize(p->language);
    if (in.language == NULL)
        in.language = lang_normalize(text_of(d->language));
    if (pages_add(site->pages, &in) == UINT32_MAX)
        return;
    site->own = mem_grow(site->own, &site->cap_own, site->n_own + 1, sizeof(*site->own));
    site->own[site->n_own++] = own;
}

static struct text
read_text(void *self, uint32_t page, struct arena *a)
{
    const struct draft_site *site = self;

    return store_draft_page_text(site->store, site->own[page].url_id, a);
}

void
draft_site_init(struct draft_site *site, const struct department_config *d)
{
    *site = (struct draft_site){ .d = d, .arena = arena_new(), .pages = pages_new() };
    pages_ignore(site->pages, text_of(d->name), lang_normalize(text_of(d->language)));
}

void
draft_site_release(struct draft_site *site)
{
    pages_free(site->pages);
    free(site->own);
    arena_free(site->arena);
}

void
draft_site_load(struct draft_site *site, struct store *s, int64_t department_id)
{
    site->store = s;
    pages_set_reader(site->pages, read_text, site);
    if (!site->loaded)
        store_draft_pages(s, department_id, site->arena, on_page, site);
    site->loaded = true;
}

uint32_t
draft_site_find(const struct draft_site *site, int64_t url_id)
{
    for (size_t i = 0; i < site->n_own; i++)
        if (site->own[i].url_id == url_id)
            return (uint32_t)i;
    return DRAFT_SITE_NONE;
}
