/* pages_record.c - see pages_record.h. */

#include "pages_record.h"

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
        if (which != HEADINGS)
            continue;
        ret[i].n_grams = pages_record_take(at);
        ret[i].at = *at;
        for (uint32_t k = 0; k < ret[i].n; k++)
            (void)pages_record_take(at); /* read where its words are asked for */
    }
    return ret;
}

void
pages_record_open(const struct pages *p, uint32_t page, struct pages_shape *ret)
{
    const struct pages_record *r = &p->records[page];
    const uint16_t *at = p->stream + r->at;

    *ret = (struct pages_shape){ .record = r,
                                 .title = at + r->title_at,
                                 .body = at + r->body_at,
                                 .sentences = at + r->sentences_at };
}

void
pages_record_runs(const struct pages *p, struct arena *a, struct pages_shape *x)
{
    const struct pages_record *r = x->record;
    const uint16_t *at = p->stream + r->at;

    x->wide = read_runs(&at, r->n_wide, WIDE, a);
    x->sections = read_runs(&at, r->n_sections, SECTIONS, a);
    x->headings = read_runs(&at, r->n_headings, HEADINGS, a);
}

void
pages_record_read(const struct pages *p, uint32_t page, struct arena *a, struct pages_shape *ret)
{
    pages_record_open(p, page, ret);
    pages_record_runs(p, a, ret);
}

uint32_t
pages_record_pairs(uint32_t n_words, uint32_t gap)
{
    uint32_t n = 0;

    for (uint32_t g = 1; g <= gap && g < n_words; g++)
        n += n_words - g;
    return n;
}
