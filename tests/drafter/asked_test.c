/* asked_test.c - the words of a question that ask, apart from its story. */

#include "../test.h"

#include "../../drafter/asked.h"

static const struct {
    const char *question, *story; /* story: its words that tell; "" none */
    const char *from;
} rows[] = {
    { "My daughter is ill. Can she resit in August?", " My daughter is ill ", "story first" },
    { "Are pets allowed? I have an old hamster called Basil",
      " I have an old hamster called Basil ", "story last" },
    { "We moved far away, how does one get papers?", " We moved far away ", "a comma before how" },
    { "I live far away, alone, can I get the papers?", "", "no comma parts what no how begins" },
    { "renew a visa", "", "no question mark at all" },
    { "I want to renew a visa. It ends soon.", "", "nothing asks: everything counts" },
    { "Who is Dr. Farrow? Where is she?", "", "everything asks" },
    { "what do i need\nthe website is down", " the website is down ", "lines" },
    { "", "", "nothing" },
    { "?!", "", "no word" },
};

static void
test_weigh(void)
{
    struct tokenizer *tk = token_new();
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct token_list l;
        float *w;
        bool any = rows[i].story[0] != '\0';

        token_split(tk, text_of(rows[i].question), "en", a, &l);
        w = arena_alloc(a, (l.n + 1) * sizeof(*w));
        asked_weigh(text_of(rows[i].question), &l, w);
        for (size_t k = 0; k < l.n; k++) {
            const char *word = arena_printf(a, " %.*s ", TEXT_ARG(l.tokens[k].word));
            bool tells = any && text_find(text_of(rows[i].story), text_of(word)) != TEXT_NPOS;

            CHECK(w[k] == (tells ? ASKED_STORY : 1.0F), "%s:%s%.2f", rows[i].from, word,
                  (double)w[k]);
        }
    }
    arena_free(a);
    token_free(tk);
}
TEST_FN(test_weigh)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_weigh) };

    return TEST_RUN(tests);
}
