/* same_test.c - words that count as one, and the table they come from. */

#include "../test.h"

#include <stdlib.h>

#include "../../drafter/same.h"
#include "seeds.h"

static const struct {
    const char *a, *b;
    bool same;
    const char *from;
} rows[] = {
    { "lab", "laboratories", true, "as people write" },
    { "paid", "pays", true, "a verb that changes" },
    { "applying", "application", true, "a noun of a verb" },
    { "programmes", "program", true, "spelling" },
    { "fee", "fees", true, "the stemmer's" },
    { "lab", "exam", false, "two lines" },
    { "harbour", "ship", false, "in no line" },
};

static void
test_fold(void)
{
    struct tokenizer *tk = token_new();
    struct same *s = same_new(tk);
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct token_list x, y, de;

        token_split(tk, text_of(rows[i].a), "en", a, &x);
        token_split(tk, text_of(rows[i].b), "en", a, &y);
        same_fold(s, &x);
        same_fold(s, &y);
        CHECK((x.tokens[0].id == y.tokens[0].id) == rows[i].same, "%s", rows[i].from);
        token_split(tk, text_of(rows[i].b), "de", a, &y);
        token_split(tk, text_of(rows[i].b), "de", a, &de);
        same_fold(s, &de);
        CHECK(de.tokens[0].id == y.tokens[0].id, "%s: English only", rows[i].b);
    }
    arena_free(a);
    same_free(s);
    token_free(tk);
}
TEST_FN(test_fold)

/* Of the table: each word in one line only, or what it means would hang on their order. */
static void
test_table(void)
{
    struct tokenizer *tk = token_new();
    struct arena *a = arena_new();
    struct text rest = seeds_find("words/same.txt")->body, line;
    uint64_t *seen = NULL, *of = NULL;
    size_t n = 0;

    seen = calloc(rest.n, sizeof(*seen));
    of = calloc(rest.n, sizeof(*of));
    while (text_cut(&rest, "\n", &line)) {
        struct token_list l;

        if (line.n == 0 || text_starts(line, TEXT_LIT("#")))
            continue;
        token_split(tk, line, "en", a, &l);
        CHECK(l.n > 1, "a line of one word: %.*s", TEXT_ARG(line));
        for (size_t i = 0; i < l.n; i++) {
            for (size_t k = 0; k < n; k++)
                CHECK(seen[k] != l.tokens[i].id || of[k] == l.tokens[0].id, "twice: %.*s",
                      TEXT_ARG(l.tokens[i].word));
            seen[n] = l.tokens[i].id;
            of[n++] = l.tokens[0].id;
        }
    }
    CHECK(n > 100, "%zu words", n);
    free(seen);
    free(of);
    arena_free(a);
    token_free(tk);
}
TEST_FN(test_table)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_fold), TEST(test_table) };

    return TEST_RUN(tests);
}
