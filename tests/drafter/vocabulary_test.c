/* vocabulary_test.c - misspelt words and the ones they were meant to be. */

#include "../test.h"

#include "../../drafter/vocabulary.h"

static const char known[] = "guaranteed housing programme password tuition Übersetzung lab 2026";

static const struct {
    const char *word, *meant; /* NULL: none */
    const char *from;
} rows[] = {
    { "guarenteed", "guaranteed", "one letter for another" },
    { "pasword", "password", "one is missing" },
    { "tuittion", "tuition", "one too many" },
    { "porgramme", "programme", "two swapped" },
    { "housin", "housing", "the last is missing" },
    { "bousing", NULL, "the first is right, or it is another word" },
    { "huosnig", NULL, "two slips" },
    { "lav", NULL, "too short" },
    { "2027", NULL, "a number is no slip" },
    { "xuition", NULL, "nothing like it" },
    { "übersetzng", "übersetzung", "letters of two bytes" },
};

static uint32_t
any(const void *self, uint64_t stem)
{
    (void)self;
    return stem != 0;
}

static uint32_t
none(const void *self, uint64_t stem)
{
    (void)self;
    return stem == 0;
}

static void
test_near(void)
{
    struct tokenizer *tk = token_new();
    struct vocabulary *v = vocabulary_new();
    struct arena *a = arena_new();
    struct token_list l;

    token_split(tk, text_of(known), "en", a, &l);
    for (size_t i = 0; i < l.n; i++) {
        vocabulary_add(v, &l.tokens[i]);
        vocabulary_add(v, &l.tokens[i]);
    }
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct text word = TEXT_NONE;
        uint64_t stem = 0;
        bool found;

        token_split(tk, text_of(rows[i].word), "en", a, &l);
        found = vocabulary_near(v, &l.tokens[0], any, NULL, &word, &stem);
        CHECK(found == (rows[i].meant != NULL), "%s", rows[i].from);
        CHECK(!found || text_is(word, rows[i].meant), "%s: %.*s", rows[i].from, TEXT_ARG(word));
        CHECK(!vocabulary_near(v, &l.tokens[0], none, NULL, &word, &stem), "none may be taken");
    }
    arena_free(a);
    vocabulary_free(v);
    token_free(tk);
}
TEST_FN(test_near)

/* Many words: the table grows and still finds each. */
static void
test_many(void)
{
    struct tokenizer *tk = token_new();
    struct vocabulary *v = vocabulary_new();
    struct arena *a = arena_new();
    size_t found = 0, n = 0;

    for (int x = 'a'; x <= 'z'; x++)
        for (int y = 'a'; y <= 'z'; y++)
            for (int z = 'a'; z <= 'h'; z++, n++) {
                struct token_list l;
                struct text word;
                uint64_t stem;

                token_split(tk, text_of(arena_printf(a, "%c%czq%cvvk", x, y, z)), "en", a, &l);
                vocabulary_add(v, &l.tokens[0]);
                token_split(tk, text_of(arena_printf(a, "%c%czq%cvk", x, y, z)), "en", a, &l);
                found += vocabulary_near(v, &l.tokens[0], any, NULL, &word, &stem);
            }
    CHECK(found == n, "%zu of %zu", found, n);
    arena_free(a);
    vocabulary_free(v);
    token_free(tk);
}
TEST_FN(test_many)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_near), TEST(test_many) };

    return TEST_RUN(tests);
}
