/* pages_record.c - see pages_record.h. */

#include "pages_record.h"

static uint32_t *
read_surfaces(const uint16_t **at, uint32_t n, struct arena *a)
{
    uint32_t *ret = arena_alloc(a, (n + 1) * sizeof(*ret));

    for (uint32_t i = 0; i < n; i++)
        ret[i] = pages_record_take(at);
    return ret;
}

enum runs { WIDE, SECTIONS, HEADINGS };

static struct pages_run *
read_runs(const uint16_t **at, uint32_t n, enum runs which, struct arena *a)
{
    struct pages_run *ret = arena_alloc(a, (n + 1) * sizeof(*ret));

    for (uint32_t i = 0; i < n; i++) {
        ret[i].from = pages_record_take(at);
        ret[i].n = pages_record_take(at);
        if (which != WIDE)
            ret[i].more = pages_record_take(at);
        if (which == HEADINGS)
            ret[i].surfaces = read_surfaces(at, ret[i].n, a);
    }
    return ret;
}

void
pages_record_read(const struct pages *p, uint32_t page, struct arena *a, struct pages_shape *ret)
{
    const struct pages_record *r = &p->records[page];
    const uint16_t *at = p->stream + r->at;

    ret->record = r;
    ret->wide = read_runs(&at, r->n_wide, WIDE, a);
    ret->sections = read_runs(&at, r->n_sections, SECTIONS, a);
    ret->headings = read_runs(&at, r->n_headings, HEADINGS, a);
    ret->title = read_surfaces(&at, r->n_title, a);
    ret->body = at;
}

uint32_t
pages_record_pairs(uint32_t n_words, uint32_t gap)
{
    uint32_t n = 0;

    for (uint32_t g = 1; g <= gap && g < n_words; g++)
        n += n_words - g;
    return n;
}
