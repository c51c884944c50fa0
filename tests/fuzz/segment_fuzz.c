/*
 * Any bytes as a segment: refused, or read without leaving them.  The sums of header
 * and table are made right first; a fuzzer would not get past them.  What opens is
 * looked up, searched, merged and checked as a corpus of this one segment.
 */
#include <assert.h>
#include <stdlib.h>
#include <xxhash.h>

#include "../../indexer/corpus_private.h"
#include "../../indexer/segment_bytes.h"
#include "mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct corpus_kind kinds[] = {
    { 1, { &search_short }, 1 },
    { 2, { &search_short, &search_title }, 1 },
    { 3, { &search_short, &search_title, &search_long }, 1 },
};

static void
put64(unsigned char *p, uint64_t v)
{
    for (size_t i = 0; i < 8; i++)
        p[i] = (unsigned char)(v >> 8 * i);
}

static void
mend_sums(unsigned char *p, size_t n)
{
    uint64_t table_at;

    if (n < SEGMENT_HEADER_BYTES)
        return;
    table_at = segment_get64(p + 24);
    put64(p + 32, n);
    if (table_at <= n)
        put64(p + 40, XXH3_64bits(p + table_at, n - table_at));
    put64(p + 48, XXH3_64bits(p, SEGMENT_HEADER_BYTES - 8));
}

static void
search_all(struct corpus *c, const struct segment *s)
{
    struct arena *a = arena_new();
    struct corpus_query q;
    struct corpus_hit hits[10];
    struct search_terms t;
    size_t n;

    corpus_query_init(&q, a);
    for (uint32_t f = 0; f < s->n_fields; f++) {
        search_terms_init(&t, a);
        for (uint32_t i = 0; i < s->fields[f].n_terms && i < 20; i++)
            search_terms_add(&t, segment_term(s, f, i));
        corpus_query_add(&q, f, &t, 1);
    }
    (void)corpus_search(c, &q, N_ELEMENTS(hits), hits, &n, NULL); /* damage may be found here */
    for (size_t i = 0; i < n; i++)
        assert(hits[i].scaled > 0);
    arena_free(a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned char *copy = malloc(size + 1);
    struct corpus *c;
    struct segment *s;
    struct corpus_entry *keys;

    assert(copy != NULL);
    if (size > 0)
        memcpy(copy, data, size);
    mend_sums(copy, size);
    copy = realloc(copy, size > 0 ? size : 1); /* so that a read past the end is seen */
    if (segment_take(copy, size, &s, NULL) != ST_OK) {
        free(copy);
        return 0;
    }
    (void)segment_check(s, NULL); /* may be anything */
    if (s->n_fields > N_ELEMENTS(kinds)) {
        segment_close(s);
        return 0;
    }
    assert(corpus_open(NULL, CORPUS_WRITE, &kinds[s->n_fields - 1], &c, NULL) == ST_OK);
    corpus_new_part(c)->segment = s;
    search_all(c, s);
    corpus_deleted_set(&c->parts[0], 0);
    for (uint32_t d = 1; d < s->n_docs; d += 1 + (d % 3 > 0))
        corpus_deleted_set(&c->parts[0], d);
    search_all(c, s);
    (void)corpus_keys(c, &keys);
    free(keys);
    (void)corpus_merge(c, NULL); /* of a damaged one: refused */
    corpus_close(c);
    return 0;
}
