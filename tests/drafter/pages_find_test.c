/* pages_find_test.c - which page answers. */

#include "../test.h"

#include "site_fixture.h"

static void
test_first(void)
{
    static const struct {
        const char *question, *url, *from;
    } rows[] = {
        { "How much is the late payment fee?", "/fees", "words of a passage" },
        { "How do I get an official transcript?", "/transcripts", "stem and title" },
        { "When does the spring term start?", "/calendar", "a word pair" },
        { "renew my visa", "/visa", "a heading" },
        { "what does a double room cost", "/housing", "a list item" },
        { "visas internationl students", "/visa", "a misspelt word, by its letters" },
        { "Can my transcripts be sent to another country?", "/transcripts", "a section" },
    };
    struct pages *p = site_make();
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct pages_found f;

        pages_find(p, text_of(rows[i].question), NULL, 3, a, &f);
        CHECK(f.n > 0 && f.n <= 3, "%s: %zu hits", rows[i].from, f.n);
        if (f.n > 0)
            CHECK(text_ends(pages_get(p, f.hits[0].page)->url, text_of(rows[i].url)), "%s: %.*s",
                  rows[i].from, TEXT_ARG(pages_get(p, f.hits[0].page)->url));
        for (size_t k = 1; k < f.n; k++)
            CHECK(f.hits[k - 1].score >= f.hits[k].score, "%s: order", rows[i].from);
    }
    arena_free(a);
    pages_free(p);
}
TEST_FN(test_first)

static void
test_nothing(void)
{
    struct pages *none = pages_new(), *p = site_make();
    struct arena *a = arena_new();
    struct pages_found f;

    pages_find(none, TEXT_LIT("visa"), NULL, 5, a, &f);
    CHECK(f.n == 0, "no pages");
    pages_find(p, TEXT_LIT("?!"), NULL, 5, a, &f);
    CHECK(f.n == 0, "no words");
    pages_find(p, TEXT_LIT("zebra crossing"), NULL, 5, a, &f);
    CHECK(f.n == 0 || f.hits[0].part[PAGES_WIDE] == 0, "words that are on no page");
    pages_find(p, TEXT_LIT("the of and"), NULL, 5, a, &f);
    CHECK(f.query.n_words <= 3, "stop words alone");
    arena_free(a);
    pages_free(none);
    pages_free(p);
}
TEST_FN(test_nothing)

/* Pages added later are found, and sums that depend on all pages are made anew. */
static void
test_growing(void)
{
    struct pages *p = site_make();
    struct arena *a = arena_new();
    struct pages_found before, after;

    pages_find(p, TEXT_LIT("parking permit"), NULL, 5, a, &before);
    (void)pages_add(p, &(struct pages_input){ .url = TEXT_LIT("https://x.example/park"),
                                              .title = TEXT_LIT("Parking"),
                                              .text = TEXT_LIT("A parking permit is free.") });
    pages_find(p, TEXT_LIT("parking permit"), NULL, 5, a, &after);
    CHECK(after.n > 0 && after.hits[0].page == SITE_PAGES, "the new page is first");
    CHECK(after.hits[0].precision > 0, "its sentences are measured");
    arena_free(a);
    pages_free(p);
}
TEST_FN(test_growing)

/* The name of the department is no reason to prefer a page, unless nothing else was asked. */
static void
test_ignored(void)
{
    struct pages *p = site_make();
    struct arena *a = arena_new();
    struct pages_found f;

    pages_ignore(p, TEXT_LIT("Student Housing"), NULL);
    pages_find(p, TEXT_LIT("student housing: transcript"), NULL, 1, a, &f);
    CHECK(f.n == 1 && f.hits[0].page == 1 && f.query.n_words == 1, "the rest counts");
    pages_find(p, TEXT_LIT("student housing"), NULL, 1, a, &f);
    CHECK(f.query.n_words == 2, "nothing but the name");
    arena_free(a);
    pages_free(p);
}
TEST_FN(test_ignored)

static void
test_long_question(void)
{
    struct pages *p = site_make();
    struct arena *a = arena_new();
    struct pages_found f;
    char *z = arena_alloc(a, 4000);

    for (size_t i = 0; i < 500; i++) /* 500 different words: more than are searched for */
        snprintf(z + strlen(z), 4000 - strlen(z), "w%zu ", i);
    pages_find(p, text_of(z), NULL, 5, a, &f);
    CHECK(f.query.n_words == PAGES_MAX_QUERY, "%zu", f.query.n_words);
    z = arena_alloc(a, 100000);
    memset(z, ' ', 100000);
    for (size_t i = 0; i + 11 < 100000; i += 11)
        memcpy(z + i, "transcript", 10);
    pages_find(p, (struct text){ z, 100000 }, NULL, 5, a, &f);
    CHECK(f.query.tokens.n == 512, "%zu words of a book are looked up", f.query.tokens.n);
    CHECK(f.n > 0 && f.hits[0].page == 1, "the page is found all the same");
    arena_free(a);
    pages_free(p);
}
TEST_FN(test_long_question)

/* Misspelt words become the site's; words that texts know, and names, stay. */
static void
test_respelt(void)
{
    static const struct {
        const char *question, *as; /* as: the word of the site it is read as; NULL: as it is */
        const char *from;
    } rows[] = {
        { "transcirpt", "transcript", "two letters swapped" },
        { "lodgge", "lodge", "a letter twice" },
        { "winter", NULL, "a word that texts know" },
        { "who is mr Bursae", NULL, "a name" },
        { "fe", NULL, "too short" },
    };
    struct pages *p = site_make();
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct pages_found f, as;

        pages_find(p, text_of(rows[i].question), NULL, 3, a, &f);
        pages_find(p, text_of(rows[i].as != NULL ? rows[i].as : rows[i].question), NULL, 3, a, &as);
        assert_true(f.query.n_words > 0);
        CHECK(f.query.words[f.query.n_words - 1] == as.query.words[as.query.n_words - 1], "%s",
              rows[i].from);
        CHECK((pages_df(p, f.query.words[f.query.n_words - 1]) > 0) == (rows[i].as != NULL), "%s",
              rows[i].from);
    }
    arena_free(a);
    pages_free(p);
}
TEST_FN(test_respelt)

/* What is rare here but common in any text weighs less than what is rare in both; stories less. */
static void
test_weight(void)
{
    struct pages *p = site_make();
    struct arena *a = arena_new();
    struct pages_found f;

    pages_find(p, TEXT_LIT("use zyzzyva"), NULL, 1, a, &f);
    CHECK(f.query.n_words == 2 && f.query.idf[0] == f.query.idf[1], "as rare on the site");
    CHECK(f.query.weight[0] < f.query.weight[1], "%.2f %.2f", f.query.weight[0], f.query.weight[1]);
    pages_find(p, TEXT_LIT("My zyzzyva died. Where is the zephyrus?"), NULL, 1, a, &f);
    CHECK(f.query.weight[0] < f.query.weight[f.query.n_words - 1] / 2, "a word of the story");
    CHECK(pages_passages(p) >= pages_count(p), "a passage a page at least");
    arena_free(a);
    pages_free(p);
}
TEST_FN(test_weight)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_first),         TEST(test_nothing),
                                        TEST(test_growing),       TEST(test_ignored),
                                        TEST(test_long_question), TEST(test_respelt),
                                        TEST(test_weight) };

    return TEST_RUN(tests);
}
