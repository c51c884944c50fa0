/* pages_seal_test.c - lists of words and grams: no page missing, no bound too low. */

#include "../test.h"

#include "../../drafter/pages_score.h"
#include "../../drafter/pages_seal.h"
#include "site_fixture.h"

/* What the lists say of a word on a page; below 0: it is not there. */
static double
bound_of(const struct pages_lists *l, uint32_t list, uint32_t page, uint16_t *next)
{
    for (uint64_t i = l->start[list]; i < l->start[list + 1]; i++)
        if (l->postings[i] >> PAGES_IMPACT_BITS == page) {
            *next = l->next[i];
            return (double)l->most[list] * (double)(l->postings[i] & PAGES_IMPACT_MAX) /
                   PAGES_IMPACT_MAX;
        }
    return -1;
}

/* A question of one word: its score, less the grams, is the bound, up to rounding. */
static void
test_bounds(void)
{
    struct pages *p = site_make();
    struct arena *a = arena_new();
    size_t n = 0;

    pages_seal(p);
    for (uint32_t k = 0; k < p->vocab->n_surfaces; k++) {
        const struct pages_surface *x = &p->vocab->surfaces[k];
        uint64_t id = p->vocab->stems[x->stem].id;
        struct token t = { .folded = TEXT_LIT("-"), .id = id };
        struct pages_query q = { .tokens = { &t, 1, NULL } };
        struct pages_scorer s;

        pages_score_begin(p, &q, a, &s);
        for (uint32_t page = 0; page < pages_count(p); page++) {
            const struct pages_need all = { 0 };
            struct pages_hit h;
            uint16_t next = 0;
            double bound = bound_of(&p->words, x->stem, page, &next), score;

            pages_score_page(&s, page, &all, &h);
            score = h.score - (double)pages_score_weight(FIELD_GRAMS) * h.part[PAGES_GRAMS];
            CHECK((bound >= 0) == (score > 0), "word %u page %u: %.4f %.4f", k, page, bound, score);
            if (bound < 0)
                continue;
            CHECK(bound >= score - 1e-4 && bound < score + .01, "word %u page %u: %.4f %.4f", k,
                  page, bound, score);
            n++;
        }
        pages_score_end(&s);
    }
    CHECK(n > p->n, "%zu postings", n);
    arena_free(a);
    pages_free(p);
}
TEST_FN(test_bounds)

static void
test_next(void)
{
    struct pages *p = site_make();
    struct arena *a = arena_new();
    struct token_list l;
    uint16_t next = 0;

    pages_seal(p);
    pages_split(p, TEXT_LIT("late payment"), NULL, a, &l);
    CHECK(bound_of(&p->words, pages_vocab_stem(p->vocab, l.tokens[0].id), 0, &next) > 0, "late");
    CHECK((next & pages_seal_bit(l.tokens[1].id)) != 0, "late payment");
    arena_free(a);
    pages_free(p);
}
TEST_FN(test_next)

/* Made once, made again when a page has come, and nothing to make of nothing. */
static void
test_again(void)
{
    struct pages *none = pages_new(), *p = site_make();
    const float *idf;

    pages_seal(none);
    CHECK(pages_seal_bytes(none) == 0, "no pages");
    pages_seal(p);
    idf = p->sentence_idf;
    pages_seal(p);
    CHECK(p->sentence_idf == idf, "not made twice");
    (void)pages_add(p, &(struct pages_input){ .text = TEXT_LIT("One more page.") });
    pages_seal(p);
    CHECK(p->sealed == SITE_PAGES + 1 && pages_seal_bytes(p) > 0, "made again");
    pages_free(none);
    pages_free(p);
}
TEST_FN(test_again)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_bounds), TEST(test_next), TEST(test_again) };

    return TEST_RUN(tests);
}
