/* corpus_pending.c - documents in memory until they are a segment; see corpus.h. */

#include <stdlib.h>
#include <string.h>

#include "corpus_private.h"
#include "mem.h"
#include "segment_write.h"

#define PENDING_BYTES ((size_t)512 * 1024 * 1024) /* of memory, then they become a segment */
#define PENDING_DOCS  ((size_t)4096)              /* how often that is looked at */
#define RADIX_BITS    11u
#define RADIX_PASSES  6u /* of 64 bits */
#define RADIX_FROM    ((size_t)4096)
#define MAX_PART      65535u

void
corpus_pending_release(struct corpus_pending *p)
{
    for (size_t i = 0; i < CORPUS_MAX_FIELDS; i++)
        search_free(p->fields[i]);
    free(p->docs);
    *p = (struct corpus_pending){ .n = 0 };
}

static bool
comes_before(const struct corpus_pending_doc *a, const struct corpus_pending_doc *b)
{
    if (a->key != b->key)
        return a->key < b->key;
    return a->attribute.part < b->attribute.part;
}

enum status
corpus_add(struct corpus *c, const struct corpus_doc *doc, const struct search_terms *terms,
           struct err *err)
{
    struct corpus_pending *p = &c->pending;
    struct corpus_pending_doc d = { doc->key,
                                    { doc->hash, doc->date_s, (uint32_t)doc->department,
                                      (uint16_t)(doc->part < MAX_PART ? doc->part : MAX_PART),
                                      segment_language(doc->language) },
                                    (uint32_t)p->n };
    size_t bytes = 0;

    if (p->n == 0)
        p->sorted = true;
    for (uint32_t i = 0; i < c->kind->n_fields; i++) {
        if (p->fields[i] == NULL)
            p->fields[i] = search_new(c->kind->params[i]);
        search_add(p->fields[i], &terms[i]);
    }
    p->sorted = p->sorted && (p->n == 0 || !comes_before(&d, &p->docs[p->n - 1]));
    p->docs = mem_grow(p->docs, &p->cap, p->n + 1, sizeof(*p->docs));
    p->docs[p->n++] = d;
    if (p->n % PENDING_DOCS != 0)
        return ST_OK;
    for (uint32_t i = 0; i < c->kind->n_fields; i++)
        bytes += search_bytes(p->fields[i]);
    return bytes > PENDING_BYTES ? corpus_flush(c, err) : ST_OK;
}

/* By key and part, else as they came. */
static int
by_key(const void *a, const void *b)
{
    const struct corpus_pending_doc *x = a, *y = b;

    if (comes_before(x, y) || comes_before(y, x))
        return comes_before(x, y) ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

struct term_list {
    uint64_t term;
    const struct search_list *list;
};

static int
by_term(const void *a, const void *b)
{
    const struct term_list *x = a, *y = b;

    return x->term < y->term ? -1 : x->term > y->term;
}

/* Lists by term: millions of them, so by their bits from the lowest up. */
static void
sort_lists(struct term_list *l, size_t n)
{
    struct term_list *other, *from = l, *to;

    if (n < RADIX_FROM) {
        qsort(l, n, sizeof(*l), by_term);
        return;
    }
    to = other = mem_alloc(n * sizeof(*other));
    for (unsigned pass = 0; pass < RADIX_PASSES; pass++) {
        size_t starts[(1u << RADIX_BITS) + 1] = { 0 };
        unsigned shift = pass * RADIX_BITS, mask = (1u << RADIX_BITS) - 1;
        struct term_list *swap = from;

        for (size_t i = 0; i < n; i++)
            starts[(from[i].term >> shift & mask) + 1]++;
        for (size_t i = 0; i < mask; i++)
            starts[i + 1] += starts[i];
        for (size_t i = 0; i < n; i++)
            to[starts[from[i].term >> shift & mask]++] = from[i];
        from = to;
        to = swap;
    }
    /* An even number of passes: they are back where they were. */
    free(other);
}

static int
by_doc(const void *a, const void *b)
{
    const struct search_posting *x = a, *y = b;

    return x->doc < y->doc ? -1 : x->doc > y->doc;
}

struct renumbering {
    uint32_t *numbers; /* NULL: as they are */
    struct search_posting *room;
    size_t cap;
};

static void
write_list(struct segment_writer *w, const struct term_list *t, struct renumbering *r)
{
    const struct search_posting *p = search_postings(t->list);
    uint32_t n = t->list->n;

    if (r->numbers != NULL) {
        r->room = mem_grow(r->room, &r->cap, n, sizeof(*r->room));
        for (uint32_t i = 0; i < n; i++)
            r->room[i] = (struct search_posting){ r->numbers[p[i].doc], p[i].tf };
        qsort(r->room, n, sizeof(*r->room), by_doc);
        p = r->room;
    }
    segment_writer_term(w, t->term, p, n);
}

static void
write_field(struct segment_writer *w, const struct search_index *ix, struct renumbering *r,
            const uint32_t *lengths)
{
    struct term_list *lists = mem_alloc((ix->n_lists + 1) * sizeof(*lists));

    for (size_t i = 0; i < ix->n_lists; i++)
        lists[i] = (struct term_list){ ix->lists[i].term, &ix->lists[i] };
    sort_lists(lists, ix->n_lists);
    segment_writer_field(w, lengths);
    for (size_t i = 0; i < ix->n_lists; i++)
        write_list(w, &lists[i], r);
    free(lists);
}

static enum status
compose(struct corpus *c, unsigned char **bytes, size_t *n_bytes, struct err *err)
{
    struct corpus_pending *p = &c->pending;
    uint32_t n = (uint32_t)p->n, *lengths = mem_alloc(p->n * sizeof(*lengths));
    struct renumbering r = { NULL, NULL, 0 };
    struct segment_writer w;
    enum status st;

    if (!p->sorted) {
        qsort(p->docs, p->n, sizeof(*p->docs), by_key);
        r.numbers = mem_alloc(p->n * sizeof(*r.numbers));
        for (uint32_t i = 0; i < n; i++)
            r.numbers[p->docs[i].at] = i;
    }
    segment_writer_init(&w, n, c->kind->n_fields);
    for (uint32_t i = 0; i < n; i++)
        segment_writer_doc(&w, p->docs[i].key, &p->docs[i].attribute);
    for (uint32_t f = 0; f < c->kind->n_fields; f++) {
        for (uint32_t i = 0; i < n; i++)
            lengths[i] = search_length(p->fields[f], p->docs[i].at);
        write_field(&w, p->fields[f], &r, lengths);
        search_free(p->fields[f]); /* the memory is wanted for the next one */
        p->fields[f] = NULL;
    }
    st = segment_writer_end(&w, bytes, n_bytes, err);
    free(r.numbers);
    free(r.room);
    free(lengths);
    return st;
}

enum status
corpus_flush(struct corpus *c, struct err *err)
{
    unsigned char *bytes;
    enum status st;
    size_t n;

    if (c->pending.n == 0)
        return ST_OK;
    if (c->n_parts == CORPUS_MAX_SEGMENTS)
        return err_set(err, ST_LIMIT, "an index of more than %zu segments", CORPUS_MAX_SEGMENTS);
    st = compose(c, &bytes, &n, err);
    corpus_pending_release(&c->pending);
    return st == ST_OK ? corpus_put_segment(c, bytes, n, err) : st;
}
