/* corpus_test.c - segments against the exhaustive scorer; commits, deletions, merges, damage. */

#include "../../indexer/corpus.h"

#include <unistd.h>

#include "corpus_model.h"
#include "../../indexer/corpus_private.h"
#include "file.h"

#define N_COMMITS 14
#define N_QUERIES 250
#define TOP       10

static char dir[] = "/tmp/earshot-corpus.XXXXXX";

static struct corpus *
reopen(struct corpus *c, enum corpus_mode mode)
{
    struct err err = { "" };
    struct corpus *ret = NULL;

    corpus_close(c);
    CHECK(corpus_open(dir, mode, &model_kind, &ret, &err) == ST_OK, "%s", err.msg);
    return ret;
}

/* Which documents the segments still have, deleted or not: by their hash, the model's number. */
static void
count_present(struct model *m, const struct corpus *c)
{
    for (size_t i = 0; i < m->n; i++)
        m->docs[i].counted = false;
    for (size_t p = 0; p < c->n_parts; p++)
        for (uint32_t d = 0; d < c->parts[p].segment->n_docs; d++) {
            size_t i = (size_t)segment_attribute(c->parts[p].segment, d).hash;

            m->docs[i].counted = true;
            CHECK(corpus_is_deleted(&c->parts[p], d) == !m->docs[i].live, "document %zu", i);
        }
    for (size_t i = 0; i < m->n; i++)
        CHECK(m->docs[i].counted || !m->docs[i].live, "document %zu is lost", i);
}

/* Few of them, or most; keys beyond them and below 0 are none of them. */
static const struct store_search_ids *
some_keys(struct rng *r, struct arena *a)
{
    struct store_search_ids *ret = arena_alloc(a, sizeof(*ret));
    uint64_t *bits;

    ret->n = (int64_t)rng_below(r, 6000);
    ret->bits = bits = arena_alloc(a, ((size_t)ret->n / 64 + 1) * sizeof(*bits));
    for (int64_t i = ret->n * (int64_t)rng_below(r, 3) / 8; i > 0; i--) {
        uint64_t key = rng_below(r, (uint64_t)ret->n);

        bits[key / 64] |= UINT64_C(1) << key % 64;
    }
    return ret;
}

static void
compare_queries(struct model *m, const struct corpus *c, struct rng *r, struct arena *a)
{
    count_present(m, c);
    for (size_t i = 0; i < N_QUERIES; i++) {
        struct corpus_hit hits[TOP];
        struct corpus_query q;
        struct search_terms t;
        struct err err = { "" };
        size_t n, k = 1 + rng_below(r, TOP);

        arena_clear(a);
        corpus_query_init(&q, a);
        for (uint32_t f = 0; f < MODEL_FIELDS; f++) {
            search_terms_init(&t, a);
            for (size_t x = rng_below(r, 5); x > 0; x--)
                search_terms_add(&t, model_term(r));
            corpus_query_add(&q, f, &t, f == 0 ? 1 : .6F);
        }
        if (rng_below(r, 3) == 0)
            q.filter.department = 1 + (int64_t)rng_below(r, 4); /* 4: nobody's */
        if (rng_below(r, 4) == 0)
            q.filter.language = rng_below(r, 2) == 0 ? "ast" : "en";
        if (rng_below(r, 4) == 0)
            q.filter.since_s = (int64_t)rng_below(r, 1000);
        if (rng_below(r, 4) == 0)
            q.filter.until_s = (int64_t)rng_below(r, 1000);
        if (rng_below(r, 3) == 0)
            q.filter.keys = some_keys(r, a);
        CHECK(corpus_search(c, &q, k, hits, &n, &err) == ST_OK, "%s", err.msg);
        model_compare(m, &q, k, hits, n, i);
    }
}

static void
delete_key(struct model *m, struct corpus *c, int64_t key)
{
    uint32_t n = 0;

    for (size_t i = 0; i < m->n; i++)
        if (m->docs[i].live && m->docs[i].doc.key == key) {
            m->docs[i].live = false;
            n++;
        }
    CHECK(corpus_delete(c, key) == n, "key %lld: %u", (long long)key, n);
}

/* Changed, new and deleted keys; a big commit now and then, so that lists have many blocks. */
static void
change(struct model *m, struct corpus *c, struct rng *r, struct arena *a, size_t commit)
{
    size_t first = m->n, n = commit % 5 == 2 ? 3000 : rng_below(r, 60);
    int64_t top = 100 + 400 * (int64_t)commit;

    for (size_t i = rng_below(r, 2 + m->n / 5); i > 0; i--)
        delete_key(m, c, (int64_t)rng_below(r, (uint64_t)top));
    for (size_t i = 0; i < n; i++) {
        int64_t key = commit % 2 == 0 ? top + (int64_t)i : (int64_t)rng_below(r, (uint64_t)top);
        uint32_t part = 0;

        for (size_t k = first; k < m->n; k++)
            part += m->docs[k].doc.key == key;
        if (part == 0)
            delete_key(m, c, key);
        model_add(model_new(m, r, key, part), c, a);
    }
}

static void
test_agrees_with_model(void)
{
    struct model m = { NULL, 0, 0 };
    struct arena *a = arena_new();
    struct corpus *c;
    struct rng r;

    rng_seed(&r, 11);
    c = reopen(NULL, CORPUS_WRITE);
    for (size_t i = 0; i < N_COMMITS; i++) {
        struct err err = { "" };

        change(&m, c, &r, a, i);
        CHECK(corpus_commit(c, (int64_t)i, &err) == ST_OK, "%s", err.msg);
        CHECK(corpus_check(c, &err) == ST_OK, "commit %zu: %s", i, err.msg);
        if (i == N_COMMITS / 2 || i == N_COMMITS - 1)
            compare_queries(&m, c, &r, a);
        if (i % 3 == 0)
            CHECK(corpus_merge(c, &err) == ST_OK, "%s", err.msg);
        c = reopen(c, CORPUS_WRITE);
        CHECK(corpus_stamp(c) == (int64_t)i, "stamp");
        CHECK(corpus_check(c, &err) == ST_OK, "commit %zu: %s", i, err.msg);
    }
    compare_queries(&m, c, &r, a);
    CHECK(corpus_figures(c).segments > 2, "%zu segments", corpus_figures(c).segments);
    corpus_close(c);
    free(m.docs);
    arena_free(a);
    CHECK(corpus_remove(dir, NULL) == ST_OK, "remove");
}
TEST_FN(test_agrees_with_model)

/* Many small commits become few segments, and nothing is lost. */
static void
test_merges(void)
{
    struct model m = { NULL, 0, 0 };
    struct arena *a = arena_new();
    struct corpus *c = NULL;
    struct corpus_entry *keys;
    struct err err = { "" };
    struct rng r;
    size_t n;

    rng_seed(&r, 5);
    CHECK(corpus_open(NULL, CORPUS_WRITE, &model_kind, &c, &err) == ST_OK, "%s", err.msg);
    for (int64_t i = 0; i < 200; i++) {
        if (i % 3 == 1)
            delete_key(&m, c, i - 1);
        for (int64_t k = 0; k < 9; k++)
            model_add(model_new(&m, &r, i % 7 == 0 ? -i - k * 1000 : i + k * 1000, 0), c, a);
        CHECK(corpus_commit(c, 0, &err) == ST_OK, "%s", err.msg);
        CHECK(corpus_merge(c, &err) == ST_OK, "%s", err.msg);
    }
    CHECK(corpus_figures(c).segments <= 7 * 3, "%zu segments", corpus_figures(c).segments);
    compare_queries(&m, c, &r, a);
    n = corpus_keys(c, &keys);
    CHECK(n == corpus_figures(c).documents, "%zu keys", n);
    for (size_t i = 1; i < n; i++)
        CHECK(keys[i - 1].key < keys[i].key, "order of keys");
    for (size_t i = 0; i < n; i++)
        if (i % 8 > 0)
            delete_key(&m, c, keys[i].key);
    CHECK(corpus_commit(c, 0, &err) == ST_OK && corpus_merge(c, &err) == ST_OK, "%s", err.msg);
    CHECK(corpus_figures(c).deleted <= corpus_figures(c).documents, "most is deleted");
    compare_queries(&m, c, &r, a);
    for (size_t i = 0; i < n; i++)
        corpus_delete(c, keys[i].key);
    CHECK(corpus_commit(c, 0, &err) == ST_OK && corpus_merge(c, &err) == ST_OK, "%s", err.msg);
    CHECK(corpus_figures(c).segments == 0, "an empty index has %zu segments",
          corpus_figures(c).segments);
    free(keys);
    free(m.docs);
    corpus_close(c);
    arena_free(a);
}
TEST_FN(test_merges)

/* What a run that did not commit leaves is not seen, and goes. */
static void
test_leftovers(void)
{
    struct model m = { NULL, 0, 0 };
    struct arena *a = arena_new();
    struct corpus *c, *reader;
    struct err err = { "" };
    char path[256];
    struct rng r;

    rng_seed(&r, 3);
    CHECK(corpus_open(dir, CORPUS_READ, &model_kind, &reader, &err) == ST_NOTFOUND, "no index");
    c = reopen(NULL, CORPUS_WRITE);
    model_add(model_new(&m, &r, 1, 0), c, a);
    CHECK(corpus_commit(c, 7, &err) == ST_OK, "%s", err.msg);
    reader = reopen(NULL, CORPUS_READ);
    model_add(model_new(&m, &r, 2, 0), c, a);
    CHECK(corpus_flush(c, &err) == ST_OK, "%s", err.msg);
    snprintf(path, sizeof(path), "%s/2.seg", dir);
    CHECK(file_exists(path), "%s", path);
    CHECK(corpus_figures(reader).documents == 1, "a reader saw what was not committed");
    c = reopen(c, CORPUS_WRITE);
    CHECK(!file_exists(path) && corpus_figures(c).documents == 1, "%s is left over", path);
    CHECK(corpus_commit(c, 7, &err) == ST_OK && corpus_figures(c).commits == 1, "nothing to do");
    corpus_close(reader);
    corpus_close(c);
    free(m.docs);
    arena_free(a);
    CHECK(corpus_remove(dir, NULL) == ST_OK, "remove");
}
TEST_FN(test_leftovers)

/* Another version of terms, and a file that is not there. */
static void
check_refused(void)
{
    struct corpus_kind newer = model_kind;
    struct corpus *c = NULL;
    struct err err = { "" };
    char path[256];

    newer.version = 2;
    CHECK(corpus_open(dir, CORPUS_READ, &newer, &c, &err) == ST_CONFLICT, "%s", err.msg);
    snprintf(path, sizeof(path), "%s/1.seg", dir);
    unlink(path);
    CHECK(corpus_open(dir, CORPUS_READ, &model_kind, &c, &err) == ST_INVALID &&
              strstr(err.msg, "1.seg") != NULL,
          "%s", err.msg);
}

/* A changed byte, a cut or missing file, another version: refused, in words. */
static void
test_damage(void)
{
    static const struct {
        const char *file, *from, *want;
        long at;
        enum status st;
    } rows[] = {
        { "manifest", "a letter of its first line", "checksum", 3, ST_INVALID },
        { "manifest", "its sum", "checksum", -3, ST_INVALID },
        { "1.seg", "the magic", "no segment", 0, ST_INVALID },
        { "1.seg", "the version", "version 2", 8, ST_INVALID },
        { "1.seg", "the header", "checksum", 13, ST_INVALID },
        { "1.seg", "the table", "checksum", -4, ST_INVALID },
        { "2.del", "a document", "2.del", 17, ST_INVALID },
    };
    struct model m = { NULL, 0, 0 };
    struct arena *a = arena_new();
    struct corpus *c, *other = NULL;
    struct err err = { "" };
    struct rng r;

    rng_seed(&r, 4);
    c = reopen(NULL, CORPUS_WRITE);
    for (int64_t i = 0; i < 30; i++)
        model_add(model_new(&m, &r, i, 0), c, a);
    CHECK(corpus_commit(c, 0, &err) == ST_OK && corpus_delete(c, 5) == 1, "%s", err.msg);
    CHECK(corpus_commit(c, 0, &err) == ST_OK, "%s", err.msg);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        char path[256];
        FILE *f;
        int byte;

        snprintf(path, sizeof(path), "%s/%s", dir, rows[i].file);
        f = fopen(path, "r+");
        assert_non_null(f);
        fseek(f, rows[i].at, rows[i].at < 0 ? SEEK_END : SEEK_SET);
        byte = fgetc(f);
        fseek(f, -1, SEEK_CUR);
        fputc(byte ^ 3, f);
        fflush(f);
        err.msg[0] = '\0';
        CHECK(corpus_open(dir, CORPUS_READ, &model_kind, &other, &err) == rows[i].st &&
                  strstr(err.msg, rows[i].want) != NULL,
              "%s: %s", rows[i].from, err.msg);
        fseek(f, -1, SEEK_CUR);
        fputc(byte, f);
        fclose(f);
    }
    check_refused();
    corpus_close(c);
    free(m.docs);
    arena_free(a);
    CHECK(corpus_remove(dir, NULL) == ST_OK, "remove");
}
TEST_FN(test_damage)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_agrees_with_model), TEST(test_merges),
                                        TEST(test_leftovers), TEST(test_damage) };
    int failed;

    if (mkdtemp(dir) == NULL)
        return 1;
    failed = TEST_RUN(tests);
    rmdir(dir);
    return failed;
}
