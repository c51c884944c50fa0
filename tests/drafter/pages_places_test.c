/* pages_places_test.c - where words of a question stand. */

#include "../test.h"

#include "../../drafter/pages_places.h"

/* Couples of the body in words of the question: "first last gap ..." */
static void
check(const char *body, const char *question, const char *want, const char *from)
{
    struct pages *p = pages_new();
    struct arena *a = arena_new();
    struct pages_query q = { .n_words = 0 };
    struct pages_places title = { NULL }, text = { NULL };
    struct pages_shape shape;
    struct pages_ask x;
    char got[256] = "";

    (void)pages_add(p, &(struct pages_input){ .text = text_of(body) });
    pages_seal(p);
    pages_split(p, text_of(question), NULL, a, &q.tokens);
    pages_ask_begin(p, &q, a, &x);
    pages_record_read(p, 0, a, &shape);
    pages_places_find(&x, &shape, &title, &text);
    for (size_t i = 0; i < text.n; i++)
        snprintf(got + strlen(got), sizeof(got) - strlen(got), "%u ", text.place[i].at);
    for (size_t i = 0; i < text.n_couples; i++)
        snprintf(got + strlen(got), sizeof(got) - strlen(got), "%u-%u ", text.couple[i].first,
                 text.couple[i].last);
    CHECK(strcmp(got, want) == 0, "%s: %s, not %s", from, got, want);
    CHECK(title.n == 0, "no title");
    pages_ask_end(&x);
    arena_free(a);
    pages_free(p);
}

static void
test_places(void)
{
    check("zinc and copper rods rust", "copper rust", "2 4 2-4 ", "two words apart, in order");
    check("rust of copper", "copper rust", "0 2 ", "the other order is no couple");
    check("zinc a b c d rust", "zinc rust", "0 5 ", "too far apart");
    check("the zinc of the copper", "the zinc", "1 0-1 ",
          "a stop word counts beside its word, and has no place");
    check("the of the of zinc", "of the", "0 1 2 3 1-2 ", "stop words alone are words");
}
TEST_FN(test_places)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_places) };

    return TEST_RUN(tests);
}
