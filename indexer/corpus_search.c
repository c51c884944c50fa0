/*
 * corpus_search.c - the k best documents of a corpus; see corpus.h.
 *
 * Segment by segment, with one heap.  In a segment, a window of documents at
 * a time (block-max MaxScore): from the block maxima follows the most that
 * each term can add within the window.  Frequent terms that even together cannot lift
 * a document into the heap do not propose documents; the postings of the others, and of
 * all sparse lists, which cost little, are added up into the window.  Only what
 * may still get in is looked up in the lists that did not propose.
 *
 * Scores are sums of integers: exact whatever the order.
 *
 * Sources: Turtle and Flood 1995 (MaxScore); Ding and Suel, SIGIR 2011 (block
 * maxima); Chakrabarti, Chaudhuri and Ganti, ICDE 2011 (windows of intervals).
 */

#include <stdlib.h>
#include <string.h>

#include "corpus_heap.h"
#include "corpus_private.h"
#include "mem.h"

#define WINDOW                                                                                     \
    8192u /* documents; larger ones have less to set up, smaller ones stay in nearer caches */
#define PROBE 512u /* postings looked through for a first bound */

#define FEW           32u /* postings in a window, on the mean: a sparse list */
#define TABLE_LENGTHS 64u
#define TABLE_FROM    256u /* postings of a list for which a table is worth it */

/* One clause in one segment. */
struct leg {
    struct segment_cursor c;
    struct corpus_factors f;
    int64_t bound; /* the most it adds to a score in the segment */
    int64_t here;  /* the same within the window */
    int64_t sum;   /* of here of the legs up to and with this one, in their order */
    const unsigned char *lengths;
    unsigned length_bytes;
    bool has_table;
    int64_t table[TABLE_LENGTHS]; /* gains of tf 1, by length: saves the division */
};

/* A search under way in one segment. */
struct search {
    const struct corpus_query *q;
    const struct corpus_part *part;
    struct leg **legs;    /* ascending by bound */
    struct leg **lookups; /* those of a window whose postings are looked up for candidates only */
    size_t n, n_lookups;
    struct corpus_heap *heap;
    uint16_t language;
    int64_t scores[WINDOW]; /* 0 where touched has no bit */
    uint64_t touched[WINDOW / 64];
    struct candidate {
        int64_t score; /* so far */
        uint32_t doc;
    } candidates[WINDOW];
};

/* The least score with which doc, or a later one of the segment, gets into the heap. */
static int64_t
needed(const struct search *s, uint32_t doc)
{
    const struct corpus_heap *h = s->heap;
    int64_t need = h->floor > 1 ? h->floor : 1;

    if (h->n == h->k) {
        const struct corpus_hit *worst = &h->hits[0];
        int64_t key = segment_key(s->part->segment, doc);
        bool later = key > worst->key || (key == worst->key && worst->part == 0);

        if (worst->scaled + later > need)
            need = worst->scaled + later;
    }
    return need;
}

/* ---- scores ---- */

static inline int64_t
gain(const struct corpus_factors *f, uint32_t tf, uint32_t length)
{
    double t = tf;

    return (int64_t)(f->gain * t / (t + f->base + f->slope * (double)length));
}

/*
 * No posting within the bound gives more.  Where tf is 1 every step of gain() is monotone, rounding
 * included; tf stands on both sides of the fraction, so there one more allows for rounding.
 */
static int64_t
most(const struct corpus_factors *f, struct segment_bound b)
{
    int64_t one = b.one > 0 ? gain(f, 1, b.one - 1) : 0;
    int64_t more = b.tf > 1 ? gain(f, b.tf, b.len) + 1 : 0;

    return one > more ? one : more;
}

/* What the leg adds to posting i of its block. */
static inline int64_t
gain_here(const struct leg *l, uint32_t i)
{
    uint32_t doc = l->c.docs[i], tf = 1, length;

    if (l->c.entries == NULL || l->c.tf_bits > 0)
        tf = segment_cursor_tf(&l->c, i);
    if (l->length_bytes == 1)
        length = l->lengths[doc];
    else
        length = segment_length(l->c.segment, l->c.field, doc);
    if (tf == 1 && length < TABLE_LENGTHS && l->has_table)
        return l->table[length];
    return gain(&l->f, tf, length);
}

/* ---- one segment ---- */

static bool
is_accepted(const struct search *s, uint32_t doc)
{
    const struct corpus_filter *f = &s->q->filter;
    struct segment_attribute a;

    if (corpus_is_deleted(s->part, doc) ||
        (f->keys != NULL && !store_search_has(f->keys, segment_key(s->part->segment, doc))))
        return false;
    if (f->department == 0 && s->language == 0 && f->since_s == 0 && f->until_s == 0)
        return true;
    a = segment_attribute(s->part->segment, doc);
    return (f->department == 0 || a.department == f->department) &&
           (s->language == 0 || a.language == s->language) &&
           (f->since_s == 0 || a.date_s >= f->since_s) &&
           (f->until_s == 0 || a.date_s < f->until_s);
}

static void
offer(const struct search *s, struct corpus_heap *h, uint32_t doc, int64_t score)
{
    const struct segment *g = s->part->segment;
    struct corpus_hit hit = { segment_key(g, doc), score, segment_attribute(g, doc).part,
                              (float)((double)score / CORPUS_SCALE) };

    corpus_heap_push(h, &hit);
}

/* The same, unless it is in the heap. */
static void
offer_once(const struct search *s, struct corpus_heap *h, uint32_t doc, int64_t score)
{
    const struct segment *g = s->part->segment;

    if (!corpus_heap_has(h, segment_key(g, doc), segment_attribute(g, doc).part))
        offer(s, h, doc, score);
}

/* The whole score of a document, or 0 once it cannot reach need. */
static int64_t
finish_score(struct search *s, size_t first, uint32_t doc, int64_t score, int64_t need)
{
    for (size_t i = first; i-- > 0;) {
        struct leg *l = s->legs[i];

        if (score + l->sum < need)
            return 0;
        if (segment_cursor_seek(&l->c, doc) == doc)
            score += gain_here(l, l->c.at);
    }
    return score;
}

static void
sum_bounds(struct search *s)
{
    int64_t sum = 0;

    for (size_t i = 0; i < s->n; i++)
        s->legs[i]->sum = sum += s->legs[i]->here;
}

/* Has it so few postings that blocks are longer than a window? */
static bool
is_sparse(const struct leg *l)
{
    return (uint64_t)l->c.df * WINDOW < FEW * (uint64_t)l->c.segment->n_docs;
}

/* The most that a leg adds to a document in [base, end). */
static int64_t
most_within(struct leg *l, uint32_t base, uint32_t end)
{
    struct segment_cursor *c = &l->c;
    int64_t best = 0;
    uint32_t from;

    segment_cursor_skip(c, base);
    from = c->from;
    if (c->entries == NULL || is_sparse(l))
        return c->block == c->n_blocks || (c->unpacked && c->at < c->n && c->docs[c->at] >= end)
                   ? 0
                   : l->bound;
    for (uint32_t b = c->block; b < c->n_blocks && from < end; b++) {
        int64_t here = most(&l->f, segment_cursor_bound(c, b));

        best = here > best ? here : best;
        from = segment_cursor_last(c, b) + 1;
    }
    return best;
}

/* Where the legs from first on may go on, at the earliest. */
static uint32_t
next_base(const struct search *s, size_t first)
{
    uint32_t doc = SEGMENT_END;

    for (size_t i = first; i < s->n; i++) {
        const struct segment_cursor *c = &s->legs[i]->c;
        uint32_t at = c->unpacked && c->at < c->n ? c->docs[c->at] : c->from;

        if (c->block < c->n_blocks && at < doc)
            doc = at;
    }
    return doc;
}

/* Add a leg up over the window. */
static void
fill_window(struct search *s, struct leg *l, uint32_t base, uint32_t end)
{
    struct segment_cursor *c = &l->c;

    (void)segment_cursor_seek(c, base); /* docs[at] is it */
    while (segment_cursor_unpack(c) && c->from < end) {
        for (; c->at < c->n && c->docs[c->at] < end; c->at++) {
            uint32_t at = c->docs[c->at] - base;

            s->scores[at] += gain_here(l, c->at);
            s->touched[at / 64] |= UINT64_C(1) << at % 64;
        }
        if (c->at < c->n)
            return;
        segment_cursor_leave(c);
    }
}

/* Take the documents of the window that may reach need with rest besides, and wipe it. */
static size_t
take_candidates(struct search *s, uint32_t base, int64_t rest, int64_t need)
{
    size_t n = 0;

    for (size_t w = 0; w < N_ELEMENTS(s->touched); w++) {
        for (uint64_t bits = s->touched[w]; bits != 0; bits &= bits - 1) {
            uint32_t at = (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(bits);

            s->candidates[n] = (struct candidate){ s->scores[at], base + at };
            n += s->scores[at] + rest >= need;
            s->scores[at] = 0;
        }
        s->touched[w] = 0;
    }
    return n;
}

/* May the leg lift a candidate to need?  By its length alone, if the block has no tf above 1. */
static bool
can_lift(struct leg *l, const struct candidate *c, int64_t rest, int64_t need)
{
    uint32_t length;

    segment_cursor_skip(&l->c, c->doc);
    if (l->c.unpacked || !l->has_table || l->length_bytes != 1 || l->c.block == l->c.n_blocks)
        return true;
    length = l->lengths[c->doc];
    return length >= TABLE_LENGTHS || segment_cursor_bound(&l->c, l->c.block).tf > 1 ||
           c->score + l->table[length] + rest >= need;
}

/* Look a leg's postings up for the candidates; those that cannot reach need any more go. */
static size_t
look_up(struct search *s, struct leg *l, size_t n, int64_t rest, int64_t need)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++) {
        struct candidate c = s->candidates[i];

        if (!can_lift(l, &c, rest, need))
            continue;
        if (segment_cursor_seek(&l->c, c.doc) == c.doc)
            c.score += gain_here(l, l->c.at);
        s->candidates[kept] = c;
        kept += c.score + rest >= need;
    }
    return kept;
}

/* The legs from first on propose, and sparse ones besides. */
static void
search_window(struct search *s, size_t first, uint32_t base, uint32_t end, int64_t need)
{
    int64_t rest = 0;
    size_t n;

    s->n_lookups = 0;
    for (size_t i = 0; i < s->n; i++) {
        struct leg *l = s->legs[i];

        if (i >= first || is_sparse(l)) {
            fill_window(s, l, base, end);
        } else {
            s->lookups[s->n_lookups++] = l;
            l->sum = rest += l->here;
        }
    }
    n = take_candidates(s, base, rest, need);
    for (size_t i = s->n_lookups; i-- > 0 && n > 0;)
        n = look_up(s, s->lookups[i], n, i > 0 ? s->lookups[i - 1]->sum : 0, need);
    for (size_t i = 0; i < n; i++) {
        struct candidate c = s->candidates[i];

        if (c.score < need || !is_accepted(s, c.doc))
            continue;
        offer(s, s->heap, c.doc, c.score);
        need = needed(s, c.doc);
    }
}

/* Offer the documents of one list, whole scores, each once. */
static void
probe(struct search *s, struct leg *l, struct corpus_heap *h)
{
    for (uint32_t doc = segment_cursor_seek(&l->c, 0); doc != SEGMENT_END;
         doc = segment_cursor_seek(&l->c, doc + 1)) {
        int64_t need = h->n == h->k ? h->hits[0].scaled + 1 : 1;
        int64_t score = finish_score(s, s->n, doc, 0, need);

        if (score >= need && is_accepted(s, doc))
            offer_once(s, h, doc, score);
    }
}

/*
 * A score that k documents reach: that of the k-th best of those in short lists, the most telling
 * lists first.  With it the long lists need not propose from the start.
 */
static void
raise_floor(struct search *s)
{
    struct corpus_heap h = { NULL, 0, s->heap->k, 0 };
    uint32_t left = PROBE;

    h.hits = mem_alloc(h.k * sizeof(*h.hits));
    for (size_t k = 0; k < s->n; k++)
        s->legs[k]->here = s->legs[k]->bound;
    sum_bounds(s);
    for (size_t i = s->n; i-- > 0;) {
        struct leg *l = s->legs[i];

        if (l->c.df > left)
            continue;
        left -= l->c.df;
        probe(s, l, &h);
        for (size_t k = 0; k < s->n; k++)
            segment_cursor_rewind(&s->legs[k]->c);
    }
    if (h.n == h.k && h.hits[0].scaled > s->heap->floor) {
        s->heap->floor = h.hits[0].scaled;
    }
    free(h.hits);
}

static void
search_windows(struct search *s)
{
    uint32_t n_docs = s->part->segment->n_docs, base = 0;

    for (;;) {
        uint32_t end, next;
        size_t first = 0;
        int64_t need, sum = 0;

        need = needed(s, base < n_docs ? base : n_docs - 1);
        while (first < s->n && sum + s->legs[first]->bound < need)
            sum += s->legs[first++]->bound;
        next = next_base(s, first);
        if (next == SEGMENT_END)
            return;
        base = next > base ? next : base;
        if (base >= n_docs)
            return;
        end = n_docs - base > WINDOW ? base + WINDOW : n_docs;
        for (size_t i = 0; i < s->n; i++)
            s->legs[i]->here = most_within(s->legs[i], base, end);
        sum_bounds(s);
        for (first = 0; first < s->n && s->legs[first]->sum < need; first++)
            continue;
        if (first < s->n)
            search_window(s, first, base, end, need);
        base = end;
    }
}

static int
by_bound(const void *a, const void *b)
{
    const struct leg *x = *(struct leg *const *)a, *y = *(struct leg *const *)b;

    if (is_sparse(x) != is_sparse(y))
        return is_sparse(x) ? 1 : -1;
    if (x->bound != y->bound)
        return x->bound < y->bound ? -1 : 1;
    return x->c.df > y->c.df ? -1 : x->c.df < y->c.df;
}

static void
open_leg(struct leg *l, const struct segment *s, uint32_t field, uint32_t number,
         const struct corpus_factors *f)
{
    segment_cursor_open(&l->c, s, field, number);
    l->f = *f;
    l->bound = most(&l->f, l->c.whole);
    l->lengths = s->fields[field].lengths;
    l->length_bytes = s->fields[field].length_bytes;
    l->has_table = l->c.df >= TABLE_FROM;
    for (uint32_t i = 0; i < TABLE_LENGTHS && l->has_table; i++)
        l->table[i] = gain(&l->f, 1, i);
}

/* False: the segment is damaged. */
static bool
search_part(struct search *s, struct leg *legs, const struct corpus_factors *f,
            const uint32_t *numbers)
{
    bool damaged = false;

    s->n = 0;
    for (size_t i = 0; i < s->q->n; i++) {
        struct leg *l = &legs[s->n];

        if (numbers[i] == SEGMENT_END || s->q->clauses[i].weight <= 0)
            continue;
        open_leg(l, s->part->segment, s->q->clauses[i].field, numbers[i], &f[i]);
        damaged = damaged || l->c.damaged;
        s->legs[s->n++] = l;
    }
    qsort(s->legs, s->n, sizeof(*s->legs), by_bound);
    raise_floor(s);
    search_windows(s);
    for (size_t i = 0; i < s->n; i++)
        damaged = damaged || s->legs[i]->c.damaged;
    return !damaged;
}

enum status
corpus_search(const struct corpus *c, const struct corpus_query *q, size_t k,
              struct corpus_hit *ret, size_t *ret_n, struct err *err)
{
    struct corpus_heap heap = { ret, 0, k, 0 };
    struct search *s;
    struct leg *legs;
    struct corpus_factors *f;
    uint32_t *numbers;
    bool whole = true;

    *ret_n = 0;
    if (k == 0 || q->n == 0 || c->n_parts == 0)
        return ST_OK;
    s = mem_alloc(sizeof(*s));
    memset(s->scores, 0, sizeof(s->scores));
    memset(s->touched, 0, sizeof(s->touched));
    s->q = q;
    s->heap = &heap;
    s->language = segment_language(q->filter.language);
    s->legs = mem_alloc(2 * q->n * sizeof(*s->legs));
    s->lookups = s->legs + q->n;
    legs = mem_alloc(q->n * sizeof(*legs));
    f = mem_alloc(q->n * sizeof(*f));
    numbers = mem_alloc(c->n_parts * q->n * sizeof(*numbers));
    corpus_find_terms(c, q, f, numbers);
    for (size_t p = 0; p < c->n_parts; p++) {
        s->part = &c->parts[p];
        whole = search_part(s, legs, f, numbers + p * q->n) && whole;
    }
    corpus_heap_sort(&heap);
    *ret_n = heap.n;
    free(numbers);
    free(f);
    free(legs);
    free(s->legs);
    free(s);
    if (!whole)
        return err_set(err, ST_INVALID, "%s: damaged: make it again with earshot index --rebuild",
                       c->dir != NULL ? c->dir : "the index");
    return ST_OK;
}
