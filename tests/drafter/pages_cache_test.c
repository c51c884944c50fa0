/* pages_cache_test.c - pages that stay open. */

#include "../test.h"

#include "../../drafter/pages_cache.h"
#include "site_fixture.h"

static struct text
count_reads(void *self, uint32_t page, struct arena *a)
{
    unsigned *n = self;

    (*n)++;
    return text_of(arena_printf(a, "Page %u. It is open.", page));
}

static void
test_kept_open(void)
{
    struct pages *p = pages_new();
    struct arena *a = arena_new();
    const struct pages_opened *first;
    unsigned n = 0;

    pages_cache_free(p->opened);
    p->opened = pages_cache_new(0); /* no room: the least stays */
    pages_set_reader(p, count_reads, &n);
    for (uint32_t i = 0; i <= PAGES_LEAST_OPEN; i++)
        (void)pages_add(p, &(struct pages_input){ .text = count_reads(&n, i, a) });
    n = 0;
    first = pages_cache_open(p, 0);
    for (uint32_t i = 1; i < PAGES_LEAST_OPEN; i++)
        (void)pages_cache_open(p, i);
    CHECK(n == PAGES_LEAST_OPEN, "%u read", n);
    CHECK(pages_cache_open(p, 0) == first && n == PAGES_LEAST_OPEN, "still open");
    (void)pages_cache_open(p, PAGES_LEAST_OPEN);
    CHECK(n == PAGES_LEAST_OPEN + 1, "one more is read");
    CHECK(pages_cache_open(p, 0) == first && n == PAGES_LEAST_OPEN + 1,
          "the one that was asked for lately stays");
    CHECK(pages_cache_open(p, 1)->words.n > 0 && n == PAGES_LEAST_OPEN + 2, "the oldest went");
    pages_cache_clear(p->opened);
    (void)pages_cache_open(p, 0);
    CHECK(n == PAGES_LEAST_OPEN + 3, "none is open after that");
    arena_free(a);
    pages_free(p);
}
TEST_FN(test_kept_open)

static void
test_room(void)
{
    struct pages *p = pages_new();
    struct arena *a = arena_new();
    enum { N = 3 * PAGES_LEAST_OPEN };
    unsigned n = 0;

    pages_set_reader(p, count_reads, &n);
    for (uint32_t i = 0; i < N; i++)
        (void)pages_add(p, &(struct pages_input){ .text = count_reads(&n, i, a) });
    n = 0;
    for (unsigned k = 0; k < 2; k++)
        for (uint32_t i = 0; i < N; i++)
            (void)pages_cache_open(p, i);
    CHECK(n == N, "%u read: each page once where there is room", n);
    (void)pages_add(p, &(struct pages_input){ .text = count_reads(&n, N, a) });
    n = 0;
    CHECK(pages_cache_open(p, N)->words.n > 0 && n == 1, "a page that came since");
    (void)pages_cache_open(p, 0);
    CHECK(n == 2, "adding closed the others");
    arena_free(a);
    pages_free(p);
}
TEST_FN(test_room)

/* Sums of IDF come with sealing: a page that was open before has none of the old ones. */
static void
test_sealed(void)
{
    struct pages *p = site_make();

    CHECK(pages_words_of(p, 0)->sentence_idf[0] == 0, "none yet");
    pages_seal(p);
    CHECK(pages_words_of(p, 0)->sentence_idf[0] > 0, "there");
    pages_free(p);
}
TEST_FN(test_sealed)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_kept_open), TEST(test_room), TEST(test_sealed) };

    return TEST_RUN(tests);
}
