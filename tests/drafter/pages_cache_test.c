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

    pages_set_reader(p, count_reads, &n);
    for (uint32_t i = 0; i <= PAGES_MAX_OPEN; i++)
        (void)pages_add(p, &(struct pages_input){ .text = count_reads(&n, i, a) });
    n = 0;
    first = pages_cache_open(p, 0);
    for (uint32_t i = 1; i < PAGES_MAX_OPEN; i++)
        (void)pages_cache_open(p, i);
    CHECK(n == PAGES_MAX_OPEN, "%u read", n);
    CHECK(pages_cache_open(p, 0) == first && n == PAGES_MAX_OPEN, "still open");
    (void)pages_cache_open(p, PAGES_MAX_OPEN);
    CHECK(n == PAGES_MAX_OPEN + 1, "one more is read");
    CHECK(pages_cache_open(p, 0) == first && n == PAGES_MAX_OPEN + 1,
          "the one that was asked for lately stays");
    CHECK(pages_cache_open(p, 1)->words.n > 0 && n == PAGES_MAX_OPEN + 2, "the oldest went");
    pages_cache_clear(p->opened);
    (void)pages_cache_open(p, 0);
    CHECK(n == PAGES_MAX_OPEN + 3, "none is open after that");
    arena_free(a);
    pages_free(p);
}
TEST_FN(test_kept_open)

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
    const struct CMUnitTest tests[] = { TEST(test_kept_open), TEST(test_sealed) };

    return TEST_RUN(tests);
}
