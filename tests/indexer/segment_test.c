/* segment_test.c - postings written and read back, bounds, and a file in which any byte changed. */

#include "../../indexer/segment.h"

#include "../test.h"

#include "../../indexer/segment_write.h"
#include "mem.h"
#include "rng.h"

#define N_DOCS 20000
#define FIELDS 2

static struct segment *
take(struct segment_writer *w)
{
    struct err err = { "" };
    struct segment *s = NULL;
    unsigned char *p;
    size_t n;

    CHECK(segment_writer_end(w, &p, &n, &err) == ST_OK, "%s", err.msg);
    CHECK(segment_take(p, n, &s, &err) == ST_OK, "%s", err.msg);
    assert_non_null(s);
    return s;
}

static void
add_docs(struct segment_writer *w, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        struct segment_attribute a = { i * 3, -(int64_t)i, i % 5, (uint16_t)(i % 2),
                                       segment_language(i % 3 == 0 ? "en" : NULL) };

        segment_writer_doc(w, (int64_t)(i / 2) - 50, &a);
    }
}

/* Lists of every kind: lengths around a block, gaps and tfs from small to large. */
static const struct {
    const char *from;
    uint32_t n, gap, tf;
} rows[] = {
    { "one posting", 1, 1, 1 },
    { "one, often in it", 1, 9, 70000 },
    { "two", 2, 3000, 1 },
    { "a few, tf above 1", 5, 7, 4 },
    { "one below a block", 127, 100, 2 },
    { "a block", 128, 100, 1 },
    { "one above a block", 129, 100, 1 },
    { "two blocks", 256, 60, 3 },
    { "one above two blocks", 257, 60, 65535 },
    { "every document", N_DOCS, 1, 1 },
    { "every second, tf above what is kept", N_DOCS / 2, 2, 66000 },
};

static uint32_t
make_postings(size_t row, struct rng *r, const uint32_t *lengths, struct search_posting *p)
{
    uint32_t doc = 0, n = 0;

    (void)lengths;
    while (n < rows[row].n && doc < N_DOCS) {
        if (rows[row].gap > 2)
            doc += (uint32_t)rng_below(r, rows[row].gap);
        if (doc >= N_DOCS)
            break;
        p[n++] = (struct search_posting){ doc, 1 + (uint32_t)rng_below(r, rows[row].tf) };
        doc += rows[row].gap == 2 ? 2 : 1;
    }
    return n;
}

static void
check_postings(const struct segment *s, size_t row, const struct search_posting *p, uint32_t n)
{
    static struct segment_cursor c;
    uint32_t i = 0, number = segment_find(s, 1, (row + 1) << 59), step;

    CHECK(number != SEGMENT_END && segment_df(s, 1, number) == n, "%s: df", rows[row].from);
    if (number == SEGMENT_END)
        return;
    segment_cursor_open(&c, s, 1, number);
    for (uint32_t doc = segment_cursor_seek(&c, 0); doc != SEGMENT_END;
         doc = segment_cursor_next(&c), i++)
        if (i >= n || doc != p[i].doc ||
            segment_cursor_tf(&c, c.at) != (p[i].tf < SEGMENT_MAX_TF ? p[i].tf : SEGMENT_MAX_TF))
            break;
    CHECK(i == n && !c.damaged, "%s: posting %u of %u", rows[row].from, i, n);
    segment_cursor_rewind(&c);
    step = n / 7 + 1;
    for (i = 0; i < n; i += step)
        CHECK(segment_cursor_seek(&c, p[i].doc) == p[i].doc, "%s: seek %u", rows[row].from, i);
    CHECK(segment_cursor_seek(&c, p[n - 1].doc + 1) == SEGMENT_END, "%s: past", rows[row].from);
}

static void
test_postings(void)
{
    static uint32_t lengths[N_DOCS], none[N_DOCS], n[N_ROWS(rows)];
    static struct search_posting p[N_ROWS(rows)][N_DOCS];
    struct segment_writer w;
    struct err err = { "" };
    struct segment *s;
    struct rng r;

    rng_seed(&r, 1);
    segment_writer_init(&w, N_DOCS, FIELDS);
    add_docs(&w, N_DOCS);
    for (uint32_t i = 0; i < N_DOCS; i++)
        lengths[i] = 1000000 + (uint32_t)rng_below(&r, 500);
    segment_writer_field(&w, none); /* a field in which nothing stands */
    segment_writer_field(&w, lengths);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        n[i] = make_postings(i, &r, lengths, p[i]);
        segment_writer_term(&w, (i + 1) << 59, p[i], n[i]);
    }
    s = take(&w);
    for (size_t i = 0; i < N_ROWS(rows); i++)
        check_postings(s, i, p[i], n[i]);
    CHECK(segment_check(s, &err) == ST_OK, "%s", err.msg);
    CHECK(segment_find(s, 1, 77) == SEGMENT_END && segment_find(s, 0, 0) == SEGMENT_END, "absent");
    CHECK(segment_length(s, 1, 17) == lengths[17] && segment_length(s, 0, 17) == 0, "length");
    CHECK(segment_key(s, 7) == -47 && segment_attribute(s, 7).date_s == -7 &&
              segment_attribute(s, 7).department == 2 && segment_attribute(s, 7).hash == 21 &&
              segment_attribute(s, 7).part == 1 && segment_attribute(s, 6).language != 0,
          "attributes");
    CHECK(segment_lower(s, -47) == 6 && segment_lower(s, -100) == 0 &&
              segment_lower(s, 1 << 30) == N_DOCS,
          "lower");
    segment_close(s);
}
TEST_FN(test_postings)

/* A small segment as bytes. */
static size_t
small_segment(unsigned char **ret)
{
    uint32_t lengths[300];
    struct search_posting p[300];
    struct segment_writer w;
    size_t n = 0;

    segment_writer_init(&w, 300, FIELDS);
    add_docs(&w, 300);
    for (uint32_t i = 0; i < 300; i++) {
        lengths[i] = 2 + i % 5;
        p[i] = (struct search_posting){ i, 1 + i % 2 };
    }
    for (int f = 0; f < FIELDS; f++) {
        segment_writer_field(&w, lengths);
        segment_writer_term(&w, 5, p, 1);
        segment_writer_term(&w, 6, p + 20, 30);
        segment_writer_term(&w, UINT64_MAX, p, 300);
    }
    CHECK(segment_writer_end(&w, ret, &n, NULL) == ST_OK, "small segment");
    return n;
}

/* No changed byte goes unnoticed by the check but those between sections, nor is read past. */
static void
test_any_byte(void)
{
    unsigned char *bytes;
    size_t n = small_segment(&bytes), unseen = 0;

    for (size_t i = 0; i < n; i++) {
        unsigned char *copy = mem_alloc(n);
        struct segment *s = NULL;

        memcpy(copy, bytes, n);
        copy[i] ^= (unsigned char)(1 + i % 255);
        if (segment_take(copy, n, &s, NULL) != ST_OK) {
            free(copy);
            continue;
        }
        unseen += segment_check(s, NULL) == ST_OK;
        for (uint32_t t = 0; t < s->fields[1].n_terms; t++) {
            static struct segment_cursor c;

            segment_cursor_open(&c, s, 1, t);
            for (uint32_t doc = segment_cursor_seek(&c, 0); doc != SEGMENT_END;
                 doc = segment_cursor_next(&c))
                assert_true(doc < s->n_docs);
        }
        segment_close(s);
    }
    CHECK(unseen < 7 * (2 + 5 * FIELDS), "%zu changed bytes were not seen", unseen);
    for (size_t cut = 0; cut < n; cut += 13) {
        unsigned char *copy = mem_alloc(cut + 1);
        struct segment *s = NULL;

        memcpy(copy, bytes, cut);
        CHECK(segment_take(copy, cut, &s, NULL) == ST_INVALID, "cut at %zu", cut);
        free(copy);
    }
    free(bytes);
}
TEST_FN(test_any_byte)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_postings), TEST(test_any_byte) };

    return TEST_RUN(tests);
}
