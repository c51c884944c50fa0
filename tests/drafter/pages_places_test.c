/* pages_places_test.c - where words of a question stand. */

#include "../test.h"

#include "../../drafter/pages_places.h"
#include "buf.h"

#define N_FILLERS 0x10000 /* what follows has long numbers */

static void
add_fillers(struct pages *p)
{
    struct buf b;

    buf_init(&b, BUF_PAGE);
    for (uint32_t i = 0; i < N_FILLERS; i++)
        buf_addf(&b, "q%ux ", i);
    (void)pages_add(p, &(struct pages_input){ .text = buf_text(&b) });
    buf_release(&b);
}

/* Couples of the body in words of the question: "first last gap ..." */
static void
check_in(struct pages *p, const char *body, const char *question, const char *want,
         const char *from, bool lists)
{
    struct arena *a = arena_new();
    struct pages_query q = { .n_words = 0 };
    struct pages_places title = { NULL }, text = { NULL };
    struct pages_shape shape;
    struct pages_ask x;
    char got[256] = "";

    uint32_t page = pages_add(p, &(struct pages_input){ .text = text_of(body) });
    struct search_hit hit = { page, 1 };

    pages_seal(p);
    pages_split(p, text_of(question), NULL, a, &q.tokens);
    pages_ask_begin(p, &q, a, &x);
    if (lists)
        pages_places_fetch(&x, &hit, 1);
    pages_record_read(p, page, a, &shape);
    pages_places_title(&x, &shape, &title);
    pages_places_body(&x, &shape, &text);
    for (size_t i = 0; i < text.n; i++)
        snprintf(got + strlen(got), sizeof(got) - strlen(got), "%u ", text.place[i].at);
    for (size_t i = 0; i < text.n_couples; i++)
        snprintf(got + strlen(got), sizeof(got) - strlen(got), "%u-%u ", text.couple[i].first,
                 text.couple[i].last);
    CHECK(strcmp(got, want) == 0, "%s: %s, not %s", from, got, want);
    CHECK(title.n == 0, "no title");
    pages_ask_end(&x);
    CHECK(p->slots[page] == 0, "%s: nothing is left behind", from);
    arena_free(a);
}

/* By the words, by the lists of places, and the same where words have long numbers. */
static void
check(const char *body, const char *question, const char *want, const char *from)
{
    struct pages *p = pages_new();

    check_in(p, body, question, want, from, false);
    check_in(p, body, question, want, from, true);
    pages_free(p);
    p = pages_new();
    add_fillers(p);
    check_in(p, body, question, want, from, false);
    check_in(p, body, question, want, from, true);
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
    check("zinc tin the lead of copper the tin", "the tin of copper", "1 5 7 1-4 2-5 4-5 6-7 ",
          "many in a row");
    check("the of the of zinc", "of the", "0 1 2 3 1-2 ", "stop words alone are words");
}
TEST_FN(test_places)

/* A page of more words than places can say has none: its words are looked at. */
static void
test_long_page(void)
{
    struct pages *p = pages_new();
    struct arena *a = arena_new();
    struct buf b;
    struct pages_found f;

    buf_init(&b, BUF_PAGE);
    for (uint32_t i = 0; i < N_FILLERS; i++)
        buf_addf(&b, "q%ux ", i % 100);
    buf_add_str(&b, "copper rust");
    (void)pages_add(p, &(struct pages_input){ .text = buf_text(&b) });
    pages_find(p, TEXT_LIT("copper rust"), NULL, 1, a, &f);
    CHECK(p->records[0].places_at == PAGES_NO_PLACES, "no places");
    CHECK(f.n == 1 && f.hits[0].proximity > 0, "found all the same");
    buf_release(&b);
    arena_free(a);
    pages_free(p);
}
TEST_FN(test_long_page)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_places), TEST(test_long_page) };

    return TEST_RUN(tests);
}
