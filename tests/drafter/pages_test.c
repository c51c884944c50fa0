/* pages_test.c - an index over the pages of a site: what is kept of a page. */

#include "../test.h"

#include "../../drafter/pages_index.h"
#include "site_fixture.h"

static void
test_kept(void)
{
    struct pages *p = site_make();
    const struct pages_page *page = pages_get(p, 1);

    CHECK(pages_count(p) == SITE_PAGES, "%u", pages_count(p));
    CHECK(text_is(page->url, site_pages[1].url), "url");
    CHECK(text_is(page->split.text, site_pages[1].text), "text is copied whole");
    CHECK(page->split.text.p != site_pages[1].text, "and is a copy");
    CHECK(text_is(pages_url(p, 1), site_pages[1].url), "url of a page that is not opened");
    CHECK(pages_bytes(p) > page->split.text.n, "memory is counted");
    CHECK(pages_df(p, token_id(TEXT_LIT("transcript"))) > 0, "a word is found by its stem");
    CHECK(pages_df(p, token_id(TEXT_LIT("zebra"))) == 0, "a word that is nowhere");
    CHECK(pages_idf(p, token_id(TEXT_LIT("zebra"))) >
              pages_idf(p, token_id(TEXT_LIT("transcript"))),
          "rarer words weigh more");
    pages_free(p);
}
TEST_FN(test_kept)

/* A title goes with each passage: one as long as a page must not make a page of each. */
static void
test_long_title(void)
{
    struct pages *p = pages_new();
    static char title[8 * 1024];

    memset(title, 'x', sizeof(title));
    (void)pages_add(p, &(struct pages_input){ .url = TEXT_LIT("u"),
                                              .title = { title, sizeof(title) },
                                              .text = TEXT_LIT("Fees are due.") });
    CHECK(pages_get(p, 0)->title.n == 512, "%zu bytes", pages_get(p, 0)->title.n);
    pages_free(p);
}
TEST_FN(test_long_title)

/* Sentences, passages and words of a page number the same tokens. */
static void
test_words(void)
{
    struct pages *p = site_make();

    for (uint32_t i = 0; i < pages_count(p); i++) {
        const struct pages_words *w = pages_words_of(p, i);
        const struct passage_page *split = &pages_get(p, i)->split;

        CHECK(w->sentence[split->n_sentences] == w->n, "page %u: words after the last", i);
        for (size_t s = 0; s < split->n_sentences; s++)
            CHECK(w->sentence[s] <= w->sentence[s + 1], "page %u sentence %zu", i, s);
        for (uint32_t k = 0; k < w->n_wide; k++)
            CHECK(w->wide[2 * k] < w->wide[2 * k + 1] && w->wide[2 * k + 1] <= w->n,
                  "page %u passage %u", i, k);
    }
    pages_free(p);
}
TEST_FN(test_words)

/* Texts may stay where they are; one that has changed since is not quoted. */
static struct text
read_again(void *self, uint32_t page, struct arena *a)
{
    const bool *changed = self;

    return arena_text(a,
                      *changed ? TEXT_LIT("Nothing. To quote.") : text_of(site_pages[page].text));
}

static void
test_reader(void)
{
    struct pages *p = pages_new();
    bool changed = false;

    pages_set_reader(p, read_again, &changed);
    for (size_t i = 0; i < SITE_PAGES; i++)
        (void)pages_add(p, &(struct pages_input){ .text = text_of(site_pages[i].text) });
    CHECK(text_is(pages_get(p, 2)->split.text, site_pages[2].text), "read when it is opened");
    CHECK(pages_words_of(p, 2)->n > 0, "its words");
    changed = true;
    CHECK(pages_get(p, 2)->split.n_sentences > 0, "open already");
    CHECK(pages_get(p, 3)->split.n_sentences == 0, "another text is no page");
    CHECK(pages_words_of(p, 3)->n == 0 && pages_words_of(p, 3)->sentence[0] == 0, "no words");
    pages_free(p);
}
TEST_FN(test_reader)

static void
test_prefix(void)
{
    CHECK(pages_prefix(TEXT_LIT("appl")) == pages_prefix(TEXT_LIT("application")), "same letters");
    CHECK(pages_prefix(TEXT_LIT("appl")) != pages_prefix(TEXT_LIT("appe")), "others");
    CHECK(pages_prefix(TEXT_LIT("fee")) == 0, "too short");
}
TEST_FN(test_prefix)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_kept), TEST(test_long_title), TEST(test_words),
                                        TEST(test_reader), TEST(test_prefix) };

    return TEST_RUN(tests);
}
