/*
 * pages_record.h - numbers in the stream of pages_index.h.
 *
 *     number = low, if below 0xFFFF; else 0xFFFF, low 16 bits, high 16 bits
 *
 * Words are numbered by first sight, so nearly all are below.
 */
#ifndef PAGES_RECORD_H
#define PAGES_RECORD_H

#include "mem.h"
#include "pages_index.h"

#define PAGES_RECORD_LONG 0xFFFFU
#define PAGES_RECORD_BITS 16
#define PAGES_RECORD_MOST 3 /* units of one number */

static inline void
pages_record_put(struct pages *p, uint32_t v)
{
    p->stream =
        mem_grow(p->stream, &p->cap_stream, p->n_stream + PAGES_RECORD_MOST, sizeof(*p->stream));
    if (v < PAGES_RECORD_LONG) {
        p->stream[p->n_stream++] = (uint16_t)v;
        return;
    }
    p->stream[p->n_stream++] = PAGES_RECORD_LONG;
    p->stream[p->n_stream++] = (uint16_t)v;
    p->stream[p->n_stream++] = (uint16_t)(v >> PAGES_RECORD_BITS);
}

static inline uint32_t
pages_record_take(const uint16_t **at)
{
    uint32_t v = *(*at)++;

    if (v == PAGES_RECORD_LONG) {
        v = (*at)[0] | (uint32_t)(*at)[1] << PAGES_RECORD_BITS;
        *at += 2;
    }
    return v;
}

/* A run of the body's words that is a document or part of one. */
struct pages_run {
    uint32_t from, n;
    uint32_t more; /* of a section: its heading + 1, or 0; of a heading: it says the title again */
    uint32_t n_grams;   /* of a heading */
    const uint16_t *at; /* of a heading: take n numbers, its words */
};

/* A page as it stands in the stream. */
struct pages_shape {
    const struct pages_record *record;
    const uint16_t *title, *body, *sentences; /* take n_title, n_body, n_sentences numbers */
    struct pages_run *wide, *sections, *headings;
};

/* Without the runs, which are left NULL. */
void pages_record_open(const struct pages *p, uint32_t page, struct pages_shape *ret);
/* The runs of an opened one, in the arena. */
void pages_record_runs(const struct pages *p, struct arena *a, struct pages_shape *x);
/* Both. */
void pages_record_read(const struct pages *p, uint32_t page, struct arena *a,
                       struct pages_shape *ret);

/* Words of a document of pairs, and pairs among so many words in a row. */
uint32_t pages_record_pairs(uint32_t n_words, uint32_t gap);

#endif /* PAGES_RECORD_H */
