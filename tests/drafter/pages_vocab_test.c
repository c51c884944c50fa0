/* pages_vocab_test.c - words as numbers. */

#include "../test.h"

#include "../../drafter/pages_vocab.h"
#include "mem.h"

static void
test_numbers(void)
{
    struct pages_vocab *v = pages_vocab_new();
    struct tokenizer *tk = token_new();
    struct arena *a = arena_new();
    struct token_list l;
    uint32_t at[4];

    token_split(tk, TEXT_LIT("fees fee fees the"), NULL, a, &l);
    CHECK(l.n == N_ROWS(at), "%zu words", l.n);
    for (size_t i = 0; i < N_ROWS(at); i++)
        at[i] = pages_vocab_add(v, &l.tokens[i]);
    CHECK(at[0] == 0 && at[1] == 1 && at[2] == at[0], "first sight gives the number");
    CHECK(v->surfaces[at[0]].stem == v->surfaces[at[1]].stem, "one stem");
    CHECK(v->surfaces[at[0]].content && !v->surfaces[at[3]].content, "a stop word");
    CHECK(v->stems[0].first == at[1] && v->surfaces[at[1]].next == at[0] &&
              v->surfaces[at[0]].next == PAGES_NONE,
          "the surfaces of a stem");
    CHECK(pages_vocab_stem(v, l.tokens[0].id) == 0, "found by id");
    CHECK(pages_vocab_stem(v, 1) == PAGES_NONE, "nowhere");
    pages_vocab_add_grams(v, at[0], &l.tokens[0], 4);
    pages_vocab_add_grams(v, at[0], &l.tokens[0], 4);
    CHECK(v->surfaces[at[0]].n_grams == 3 && v->n_grams == 3, "' fee' 'fees' 'ees ', made once");
    CHECK(pages_vocab_gram(v, v->grams[2].id) == 2, "a gram by id");
    CHECK(pages_vocab_gram(v, 1) == PAGES_NONE, "no gram");
    token_free(tk);
    arena_free(a);
    pages_vocab_free(v);
}
TEST_FN(test_numbers)

/* More words than the first tables have room for. */
static void
test_many(void)
{
    enum { MANY = 20000 };
    struct pages_vocab *v = pages_vocab_new();
    char word[16];

    for (uint32_t pass = 0; pass < 2; pass++)
        for (uint32_t i = 0; i < MANY; i++) {
            struct token t = { .id = i / 2 };

            snprintf(word, sizeof(word), "w%u", i);
            t.folded = text_of(word);
            CHECK(pages_vocab_add(v, &t) == i, "word %u", i);
        }
    CHECK(v->n_surfaces == MANY && v->n_stems == MANY / 2, "%zu, %zu", v->n_surfaces, v->n_stems);
    pages_vocab_free(v);
}
TEST_FN(test_many)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_numbers), TEST(test_many) };

    return TEST_RUN(tests);
}
