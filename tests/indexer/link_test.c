/* link_test.c - average link against one that looks at every pair of members each time. */

#include "../../indexer/link.h"

#include <math.h>

#include "../test.h"

#include "rng.h"

#define N      40
#define TERMS  6
#define KEYS   12
#define ROUNDS 60

static struct pair_term terms[N][TERMS];
static struct pair_vector vectors[N];
static uint32_t labels[N];

static void
draw_vectors(struct rng *r, bool pin)
{
    for (uint32_t i = 0; i < N; i++) {
        float norm = 0;
        uint32_t key = 0;

        for (size_t k = 0; k < TERMS; k++) {
            key += 1 + (uint32_t)rng_below(r, KEYS / TERMS * 2);
            terms[i][k] = (struct pair_term){ key, (float)rng_unit(r) };
            norm += terms[i][k].weight * terms[i][k].weight;
        }
        for (size_t k = 0; k < TERMS; k++)
            terms[i][k].weight /= sqrtf(norm);
        vectors[i] = (struct pair_vector){ terms[i], TERMS };
        labels[i] = pin && rng_below(r, 3) == 0 ? (uint32_t)rng_below(r, 5) : LINK_NONE;
    }
}

static float
mean(const uint32_t *of, uint32_t a, uint32_t b)
{
    double sum = 0, n = 0;

    for (uint32_t i = 0; i < N; i++)
        for (uint32_t k = 0; k < N; k++)
            if (of[i] == a && of[k] == b) {
                sum += (double)pair_side_dot(&vectors[i], &vectors[k]);
                n++;
            }
    return (float)(sum / n);
}

static uint32_t
label_of(const uint32_t *of, uint32_t a)
{
    for (uint32_t i = 0; i < N; i++)
        if (of[i] == a && labels[i] != LINK_NONE)
            return labels[i];
    return LINK_NONE;
}

/* Every pair of clusters, every time; the best is joined until none reaches the floor. */
static void
naive(float floor, uint32_t *of)
{
    for (uint32_t i = 0; i < N; i++) {
        of[i] = i;
        for (uint32_t k = 0; k < i; k++)
            if (labels[k] != LINK_NONE && labels[k] == labels[i]) {
                of[i] = k;
                break;
            }
    }
    for (;;) {
        float best = floor;
        uint32_t a = N, b = N;

        for (uint32_t i = 0; i < N; i++)
            for (uint32_t k = i + 1; k < N; k++) {
                float m;

                if (of[i] != i || of[k] != k ||
                    (label_of(of, i) != LINK_NONE && label_of(of, k) != LINK_NONE))
                    continue;
                m = mean(of, i, k);
                if (m > best) {
                    best = m;
                    a = i;
                    b = k;
                }
            }
        if (a == N)
            return;
        for (uint32_t i = 0; i < N; i++)
            if (of[i] == b)
                of[i] = a;
    }
}

static void
test_agrees_with_naive(void)
{
    struct rng r;

    rng_seed(&r, 3);
    for (int round = 0; round < ROUNDS; round++) {
        float floor = .3F + .5F * (float)rng_unit(&r);
        uint32_t want[N], got[N];
        struct link_items items = { vectors, labels, NULL, N };
        struct linker *l;

        draw_vectors(&r, round % 2 == 1);
        l = link_new(&items, floor);
        for (uint32_t i = N; i-- > 0;)
            for (uint32_t k = 0; k < N; k++)
                link_add(l, (struct link_edge){ i, k });
        link_run(l, got);
        naive(floor, want);
        for (uint32_t i = 0; i < N; i++)
            CHECK(got[i] == want[i], "round %d item %u: %u, want %u", round, i, got[i], want[i]);
        for (uint32_t i = 0; i < N; i++)
            CHECK(link_fit(l, i) <= 1.0001F, "round %d item %u: fit", round, i);
        link_free(l);
    }
}
TEST_FN(test_agrees_with_naive)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_agrees_with_naive) };

    return TEST_RUN(tests);
}
