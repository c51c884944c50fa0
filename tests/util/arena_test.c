/* Memory of one page: zeroed, aligned, apart from each other, all given back. */
#include "../test.h"

#include <stdalign.h>

#include "arena.h"
#include "rng.h"

#define ROUNDS 3000

/* Random sizes across blocks: each piece zeroed, aligned and left alone by the others. */
static void
test_pieces(void)
{
    struct arena *a = arena_new();
    unsigned char **p = calloc(ROUNDS, sizeof(*p));
    size_t *n = calloc(ROUNDS, sizeof(*n)), sum = 0;
    struct rng r;

    rng_seed(&r, 3);
    for (int round = 0; round < 2; round++) { /* the second on cleared memory */
        for (size_t i = 0; i < ROUNDS; i++) {
            size_t dirty = 0;

            n[i] = rng_below(&r, i % 100 == 0 ? 100000 : 200);
            p[i] = arena_alloc(a, n[i]);
            CHECK((uintptr_t)p[i] % alignof(max_align_t) == 0, "piece %zu is not aligned", i);
            for (size_t j = 0; j < n[i]; j++)
                dirty += p[i][j] != 0;
            CHECK(dirty == 0, "piece %zu of round %d: %zu bytes are not zero", i, round, dirty);
            memset(p[i], (int)(i % 251 + 1), n[i]);
            sum += n[i];
        }
        for (size_t i = 0; i < ROUNDS; i++)
            for (size_t j = 0; j < n[i]; j++)
                if (p[i][j] != i % 251 + 1) {
                    CHECK(false, "piece %zu was written over", i);
                    break;
                }
        CHECK(arena_bytes(a) >= sum, "%zu of %zu", arena_bytes(a), sum);
        arena_clear(a);
        CHECK(arena_bytes(a) == 0, "cleared");
        sum = 0;
    }
    arena_free(a);
    arena_free(NULL);
    free(p);
    free(n);
}
TEST_FN(test_pieces)

static void
test_copies(void)
{
    struct arena *a = arena_new();
    char source[] = "text";
    struct text t = arena_text(a, text_of(source));
    char *z = arena_str(a, text_of(source)), *f, *big;
    int *numbers = arena_copy(a, (int[]){ 1, 2, 3 }, 3 * sizeof(int));

    source[0] = 'X';
    CHECK(text_is(t, "text") && t.p[t.n] == '\0', "a copy, NUL behind it");
    CHECK(strcmp(z, "text") == 0, "%s", z);
    CHECK(numbers[0] == 1 && numbers[2] == 3, "bytes");
    CHECK(arena_copy(a, NULL, 0) != NULL, "nothing to copy");
    CHECK(text_is(arena_text(a, TEXT_NONE), "") && arena_str(a, TEXT_NONE)[0] == '\0', "nothing");
    f = arena_printf(a, "%s-%05d", "a", 42);
    CHECK(strcmp(f, "a-00042") == 0, "%s", f);
    big = arena_printf(a, "%100000d", 1);
    CHECK(strlen(big) == 100000 && big[99999] == '1', "longer than a block");
    CHECK(strcmp(f, "a-00042") == 0 && strcmp(z, "text") == 0, "old ones hold");
    arena_free(a);
}
TEST_FN(test_copies)

static void
test_grow(void)
{
    struct arena *a = arena_new();
    size_t cap = 0, moves = 0;
    int64_t *v = NULL;

    for (size_t n = 0; n < 10000; n++) {
        int64_t *was = v;

        v = arena_grow(a, v, n, &cap, sizeof(*v));
        CHECK(cap > n, "no room at %zu", n);
        moves += v != was;
        v[n] = (int64_t)n;
    }
    for (size_t n = 0; n < 10000; n++)
        if (v[n] != (int64_t)n) {
            CHECK(false, "element %zu is %lld", n, (long long)v[n]);
            break;
        }
    CHECK(moves <= 12, "%zu moves", moves);
    CHECK(arena_bytes(a) < 5 * 10000 * sizeof(*v), "%zu bytes", arena_bytes(a));
    arena_free(a);
}
TEST_FN(test_grow)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_pieces), TEST(test_copies), TEST(test_grow) };

    return TEST_RUN(tests);
}
