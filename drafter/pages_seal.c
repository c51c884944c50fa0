/*
 * pages_seal.c - see pages_seal.h.
 *
 * For each word of each page one number: the most that the word can add to the page's score,
 * field by field its best document.  The sum of these over the words of a question, and of
 * what neighbours among them can add, is never below the score of pages_score.c: that is
 * what the search goes by when it leaves pages out.
 */

#include "pages_seal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "pages_cache.h"
#include "pages_record.h"
#include "pages_score.h"

#define BIT_MIXER UINT64_C(0xD6E8FEB86659FD93)
#define BIT_SHIFT 60 /* 16 bits: a number of four */

uint16_t
pages_seal_bit(uint64_t stem)
{
    return (uint16_t)(1U << (stem * BIT_MIXER >> BIT_SHIFT));
}

static void
free_lists(struct pages_lists *l)
{
    free(l->start);
    free(l->most);
    free(l->postings);
    free(l->next);
    free(l->place);
    *l = (struct pages_lists){ NULL };
}

void
pages_seal_release(struct pages *p)
{
    free_lists(&p->words);
    free_lists(&p->grams);
    free(p->sentence_idf);
    free(p->sums);
    free(p->gram_sums);
    free(p->places);
    free(p->slots);
    free(p->marks);
    free(p->gram_marks);
    free(p->marked);
    free(p->has_gram);
    free(p->gram_start);
    free(p->gram_surfaces);
    p->sentence_idf = p->sums = p->gram_sums = NULL;
    p->marks = p->gram_marks = p->places = p->slots = NULL;
    p->n_places = p->cap_places = 0;
    p->marked = p->has_gram = NULL;
    p->gram_start = p->gram_surfaces = NULL;
    p->sealed = 0;
}

/* Numbers in a set of surfaces. */
static size_t
n_bits(const struct pages_vocab *v)
{
    return v->n_surfaces / PAGES_BITS + 1;
}

size_t
pages_seal_bytes(const struct pages *p)
{
    const struct pages_vocab *v = p->vocab;
    size_t bytes;

    if (p->sealed == 0)
        return 0;
    bytes = p->n_sentences * sizeof(*p->sentence_idf) + 2 * p->sealed * sizeof(*p->sums) +
            (v->n_surfaces + v->n_grams) * sizeof(*p->marks) + 2 * n_bits(v) * sizeof(*p->marked) +
            (v->n_grams + p->gram_start[v->n_grams]) * sizeof(*p->gram_surfaces) +
            (v->n_stems + v->n_grams) * (sizeof(*p->words.start) + sizeof(*p->words.most));
    bytes += p->words.start[v->n_stems] *
             (sizeof(*p->words.postings) + sizeof(*p->words.next) + sizeof(*p->words.place));
    bytes += p->cap_places * sizeof(*p->places) + p->sealed * sizeof(*p->slots);
    return bytes + p->grams.start[v->n_grams] * sizeof(*p->grams.postings);
}

/* A word or gram of the page that is being sealed. */
struct local {
    uint32_t of;   /* stem or gram */
    float tf;      /* in the present document */
    float best;    /* of the present field: tf / (tf + ...), without its gain */
    float impact;  /* sum over the fields */
    uint32_t n;    /* places in the body */
    uint16_t next; /* bits of the words that follow */
    uint16_t place;
};

struct sealing {
    struct pages *p;
    uint32_t *local_of;   /* owned; per stem or gram: its place among the page's */
    uint32_t *page_of;    /* owned; 1 + the page for which local_of is right */
    struct local *locals; /* owned */
    size_t n_locals, cap_locals;
    float *gains;           /* owned; per stem, PAGES_WORD_FIELDS of them; weights included */
    float *idf;             /* owned; per stem */
    uint64_t *end;          /* owned; of each list, so far */
    uint32_t *title, *body; /* in the page's scratch: places among locals */
};

static uint32_t
local_of(struct sealing *x, uint32_t of, uint32_t page)
{
    if (x->page_of[of] != page + 1) {
        x->locals = mem_grow(x->locals, &x->cap_locals, x->n_locals + 1, sizeof(*x->locals));
        x->page_of[of] = page + 1;
        x->local_of[of] = (uint32_t)x->n_locals;
        x->locals[x->n_locals++] = (struct local){ .of = of };
    }
    return x->local_of[of];
}

static void
add_run(struct sealing *x, const uint32_t *run, uint32_t n, float times)
{
    for (uint32_t i = 0; i < n; i++)
        x->locals[run[i]].tf += times;
}

/* The document has these words: see what it makes of them, and forget it. */
static void
finish_run(struct sealing *x, const uint32_t *run, uint32_t n, float norm)
{
    for (uint32_t i = 0; i < n; i++) {
        struct local *l = &x->locals[run[i]];

        if (l->tf > 0) {
            float v = l->tf / (l->tf + norm);

            l->best = v > l->best ? v : l->best;
            l->tf = 0;
        }
    }
}

/* A document of the title, so many times, and up to two runs of the body. */
static void
add_document(struct sealing *x, enum pages_field_name field, const struct pages_record *r,
             uint32_t titles, struct pages_run a, struct pages_run b)
{
    struct pages_factors f = pages_score_factors(x->p, field);
    float norm = f.base + f.slope * (float)(titles * r->n_title + a.n + b.n);

    if (titles > 0)
        add_run(x, x->title, r->n_title, (float)titles);
    add_run(x, x->body + a.from, a.n, 1);
    add_run(x, x->body + b.from, b.n, 1);
    if (titles > 0)
        finish_run(x, x->title, r->n_title, norm);
    finish_run(x, x->body + a.from, a.n, norm);
    finish_run(x, x->body + b.from, b.n, norm);
}

static void
finish_field(struct sealing *x, enum pages_field_name field)
{
    for (size_t i = 0; i < x->n_locals; i++) {
        struct local *l = &x->locals[i];

        l->impact += l->best * x->gains[(size_t)l->of * PAGES_WORD_FIELDS + field];
        l->best = 0;
    }
}

static void
seal_fields(struct sealing *x, const struct pages_shape *shape)
{
    const struct pages_record *r = shape->record;
    const struct pages_run none = { 0 };
    struct pages_run all = { .n = r->n_body }, lead = all;

    if (lead.n > PAGES_LEAD_WORDS)
        lead.n = PAGES_LEAD_WORDS;
    for (uint32_t i = 0; i < r->n_wide; i++)
        add_document(x, FIELD_WIDE, r, 1, shape->wide[i], none);
    finish_field(x, FIELD_WIDE);
    for (uint32_t i = 0; i < r->n_sections; i++) {
        uint32_t h = shape->sections[i].more;

        add_document(x, FIELD_SECTION, r, 1, shape->sections[i],
                     h != 0 ? shape->headings[h - 1] : none);
    }
    finish_field(x, FIELD_SECTION);
    add_document(x, FIELD_WHOLE, r, PAGES_TITLE_TIMES, all, none);
    finish_field(x, FIELD_WHOLE);
    add_document(x, FIELD_TITLE, r, 1, none, none);
    finish_field(x, FIELD_TITLE);
    for (uint32_t i = 0; i < r->n_headings; i++)
        if (shape->headings[i].more == 0)
            add_document(x, FIELD_HEADING, r, 0, shape->headings[i], none);
    finish_field(x, FIELD_HEADING);
    add_document(x, FIELD_LEAD, r, 1, lead, none);
    finish_field(x, FIELD_LEAD);
}

static uint32_t
local_word(struct sealing *x, uint32_t surface, uint32_t page)
{
    return local_of(x, x->p->vocab->surfaces[surface].stem, page);
}

/* Each word knows the one that follows. */
static void
add_next(struct sealing *x, const uint32_t *run, uint32_t n)
{
    const struct pages_stem *stems = x->p->vocab->stems;

    for (uint32_t i = 0; i + 1 < n; i++)
        x->locals[run[i]].next |= pages_seal_bit(stems[x->locals[run[i + 1]].of].id);
}

static void
put_postings(struct sealing *x, struct pages_lists *to, uint32_t page)
{
    for (size_t i = 0; i < x->n_locals; i++) {
        const struct local *l = &x->locals[i];
        float share = to->most[l->of] > 0 ? l->impact / to->most[l->of] : 1;
        uint32_t impact = (uint32_t)ceilf(share * PAGES_IMPACT_MAX);
        uint64_t at = x->end[l->of]++;

        to->postings[at] =
            page << PAGES_IMPACT_BITS | (impact < PAGES_IMPACT_MAX ? impact : PAGES_IMPACT_MAX);
        if (to->next == NULL)
            continue;
        to->next[at] = l->next;
        to->place[at] = l->place;
    }
}

/* Units that the places of the page take; each word of it knows how many it has, and where. */
static uint32_t
measure_places(struct sealing *x, const struct pages_shape *shape)
{
    const uint16_t *at = shape->body;
    uint32_t units = 1; /* how many long numbers */

    for (uint32_t i = 0; i < shape->record->n_body; i++) {
        units += pages_record_take(&at) >= PAGES_RECORD_LONG;
        x->locals[x->body[i]].n++;
    }
    for (size_t i = 0; i < x->n_locals; i++) {
        struct local *l = &x->locals[i];

        if (l->n == 0 || !x->p->vocab->stems[l->of].content)
            continue;
        l->place = (uint16_t)units;
        units += 1 + l->n;
    }
    return units;
}

static void
seal_places(struct sealing *x, uint32_t page, const struct pages_shape *shape)
{
    struct pages *p = x->p;
    const uint16_t *at = shape->body;
    uint32_t units = measure_places(x, shape);
    uint16_t *to;

    p->records[page].places_at = PAGES_NO_PLACES;
    if (units > UINT16_MAX || shape->record->n_body > UINT16_MAX) {
        for (size_t i = 0; i < x->n_locals; i++)
            x->locals[i].place = 0;
        return;
    }
    p->places = mem_grow(p->places, &p->cap_places, p->n_places + units, sizeof(*p->places));
    to = p->places + p->n_places;
    memset(to, 0, units * sizeof(*to));
    p->records[page].places_at = p->n_places;
    p->n_places += units;
    for (uint32_t i = 0; i < shape->record->n_body; i++) {
        uint16_t *list = to + x->locals[x->body[i]].place;

        if (pages_record_take(&at) >= PAGES_RECORD_LONG)
            to[++to[0]] = (uint16_t)i;
        if (list != to)
            list[++list[0]] = (uint16_t)i;
    }
}

static void
seal_words(struct sealing *x, uint32_t page)
{
    struct pages *p = x->p;
    const struct pages_record *r = &p->records[page];
    struct pages_shape shape;
    const uint16_t *at;
    uint32_t k = 0;

    arena_clear(p->scratch);
    pages_record_read(p, page, p->scratch, &shape);
    x->n_locals = 0;
    x->title = arena_alloc(p->scratch, (r->n_title + 1) * sizeof(*x->title));
    x->body = arena_alloc(p->scratch, (r->n_body + 1) * sizeof(*x->body));
    at = shape.title;
    for (uint32_t i = 0; i < r->n_title; i++)
        x->title[i] = local_word(x, pages_record_take(&at), page);
    for (uint32_t i = 0; i < r->n_body; i++)
        x->body[i] = local_word(x, pages_record_take(&at), page);
    for (uint32_t i = 0; i < r->n_sentences; i++) {
        float sum = 0;

        for (uint32_t n = pages_record_take(&at); n > 0; n--)
            sum += x->idf[x->locals[x->body[k++]].of];
        p->sentence_idf[r->first_sentence + i] = sum;
    }
    add_next(x, x->title, r->n_title);
    add_next(x, x->body, r->n_body);
    seal_places(x, page, &shape);
    seal_fields(x, &shape);
    put_postings(x, &p->words, page);
}

/* The grams of the title and of one heading. */
static void
add_gram_document(struct sealing *x, const struct pages_shape *shape, struct pages_run heading,
                  uint32_t page)
{
    const uint16_t *title = shape->title;
    struct pages_factors f = pages_score_factors(x->p, FIELD_GRAMS);
    uint32_t n_title = shape->record->n_title, length = 0, *run = NULL;
    size_t cap = 0;

    for (uint32_t i = 0; i < n_title + heading.n; i++) {
        const uint16_t **at = i < n_title ? &title : &heading.at;
        const struct pages_surface *s = &x->p->vocab->surfaces[pages_record_take(at)];

        for (uint32_t k = 0; k < s->n_grams; k++) {
            run = arena_grow(x->p->scratch, run, length, &cap, sizeof(*run));
            run[length++] = local_of(x, s->grams[k], page);
        }
    }
    add_run(x, run, length, 1);
    finish_run(x, run, length, f.base + f.slope * (float)length);
}

static void
seal_grams(struct sealing *x, uint32_t page)
{
    struct pages *p = x->p;
    struct pages_shape shape;
    uint32_t n = 0;

    arena_clear(p->scratch);
    pages_record_read(p, page, p->scratch, &shape);
    x->n_locals = 0;
    for (uint32_t i = 0; i < shape.record->n_headings; i++)
        if (shape.headings[i].more == 0) {
            add_gram_document(x, &shape, shape.headings[i], page);
            n++;
        }
    if (n == 0)
        add_gram_document(x, &shape, (struct pages_run){ 0 }, page);
    for (size_t i = 0; i < x->n_locals; i++)
        x->locals[i].impact = x->locals[i].best * p->grams.most[x->locals[i].of];
    put_postings(x, &p->grams, page);
}

/* Lists of known lengths, none filled. */
static void
make_lists(struct sealing *x, struct pages_lists *l, size_t n, bool words)
{
    uint64_t sum = l->start[n];

    l->postings = mem_alloc(sum * sizeof(*l->postings));
    if (words) {
        l->next = mem_alloc(sum * sizeof(*l->next));
        l->place = mem_alloc(sum * sizeof(*l->place));
    }
    x->end = mem_alloc((n + 1) * sizeof(*x->end));
    memcpy(x->end, l->start, (n + 1) * sizeof(*x->end));
    x->local_of = mem_zalloc((n + 1) * sizeof(*x->local_of));
    x->page_of = mem_zalloc((n + 1) * sizeof(*x->page_of));
}

static void
drop_scratch(struct sealing *x)
{
    free(x->end);
    free(x->local_of);
    free(x->page_of);
}

static void
seal_all_words(struct sealing *x)
{
    struct pages *p = x->p;
    const struct pages_vocab *v = p->vocab;

    p->words.start = mem_zalloc((v->n_stems + 1) * sizeof(*p->words.start));
    p->words.most = mem_zalloc((v->n_stems + 1) * sizeof(*p->words.most));
    x->gains = mem_alloc((v->n_stems + 1) * PAGES_WORD_FIELDS * sizeof(*x->gains));
    x->idf = mem_alloc((v->n_stems + 1) * sizeof(*x->idf));
    for (size_t i = 0; i < v->n_stems; i++) {
        const struct pages_stem *s = &v->stems[i];

        p->words.start[i + 1] = p->words.start[i] + s->df[FIELD_WHOLE];
        x->idf[i] = (float)pages_idf(p, s->id);
        for (int f = 0; f < PAGES_WORD_FIELDS; f++) {
            float gain = pages_score_weight(f) * pages_score_gain(p, f, s->df[f]);

            x->gains[i * PAGES_WORD_FIELDS + (size_t)f] = gain;
            p->words.most[i] += gain;
        }
    }
    make_lists(x, &p->words, v->n_stems, true);
    for (uint32_t page = 0; page < p->n; page++)
        seal_words(x, page);
    drop_scratch(x);
    free(x->gains);
    free(x->idf);
}

static void
seal_all_grams(struct sealing *x)
{
    struct pages *p = x->p;
    const struct pages_vocab *v = p->vocab;

    p->grams.start = mem_zalloc((v->n_grams + 1) * sizeof(*p->grams.start));
    p->grams.most = mem_zalloc((v->n_grams + 1) * sizeof(*p->grams.most));
    for (size_t i = 0; i < v->n_grams; i++) {
        p->grams.start[i + 1] = p->grams.start[i] + v->grams[i].n_pages;
        p->grams.most[i] =
            pages_score_weight(FIELD_GRAMS) * pages_score_gain(p, FIELD_GRAMS, v->grams[i].df);
    }
    make_lists(x, &p->grams, v->n_grams, false);
    for (uint32_t page = 0; page < p->n; page++)
        seal_grams(x, page);
    drop_scratch(x);
}

/* All pages are in, for now: no room is kept for more, which may be as much again. */
static void
shrink(uint16_t **units, size_t n, size_t *cap)
{
    uint16_t *less = realloc(*units, (n + 1) * sizeof(*less));

    if (less == NULL)
        return; /* it stays as it is */
    *units = less;
    *cap = n + 1;
}

/* The surfaces of each gram. */
static void
list_surfaces(struct pages *p)
{
    const struct pages_vocab *v = p->vocab;
    uint32_t sum = 0, *end = p->gram_start = mem_zalloc((v->n_grams + 2) * sizeof(*end));

    for (size_t i = 0; i < v->n_surfaces; i++)
        for (uint32_t k = 0; k < v->surfaces[i].n_grams; k++)
            end[v->surfaces[i].grams[k] + 2]++;
    for (size_t i = 2; i < v->n_grams + 2; i++)
        sum = end[i] += sum;
    p->gram_surfaces = mem_alloc(((size_t)sum + 1) * sizeof(*p->gram_surfaces));
    for (size_t i = 0; i < v->n_surfaces; i++)
        for (uint32_t k = 0; k < v->surfaces[i].n_grams; k++)
            p->gram_surfaces[end[v->surfaces[i].grams[k] + 1]++] = (uint32_t)i;
}

void
pages_seal(struct pages *p)
{
    const struct pages_vocab *v = p->vocab;
    struct sealing x = { .p = p };

    if (p->sealed == p->n)
        return;
    pages_seal_release(p);
    pages_cache_clear(p->opened); /* their sums of IDF are another site's now */
    p->sentence_idf = mem_alloc((p->n_sentences + 1) * sizeof(*p->sentence_idf));
    p->sums = mem_alloc(p->n * sizeof(*p->sums));
    p->gram_sums = mem_alloc(p->n * sizeof(*p->gram_sums));
    p->slots = mem_zalloc(p->n * sizeof(*p->slots));
    p->marks = mem_zalloc(v->n_surfaces * sizeof(*p->marks));
    p->gram_marks = mem_zalloc(v->n_grams * sizeof(*p->gram_marks));
    p->marked = mem_zalloc(n_bits(v) * sizeof(*p->marked));
    p->has_gram = mem_zalloc(n_bits(v) * sizeof(*p->has_gram));
    list_surfaces(p);
    shrink(&p->stream, p->n_stream, &p->cap_stream);
    seal_all_words(&x);
    shrink(&p->places, p->n_places, &p->cap_places);
    seal_all_grams(&x);
    free(x.locals);
    p->sealed = p->n;
}
