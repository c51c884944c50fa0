/* pages_record_test.c - numbers of the stream, and a page read back from it. */

#include "../test.h"

#include "../../drafter/pages_record.h"
#include "site_fixture.h"

static void
test_numbers(void)
{
    static const struct {
        uint32_t v;
        size_t units;
        const char *from;
    } rows[] = {
        { 0, 1, "least" },
        { 0xFFFE, 1, "last short one" },
        { 0xFFFF, 3, "first long one" },
        { 0x10000, 3, "low half 0" },
        { UINT32_MAX, 3, "most" },
    };
    struct pages *p = pages_new();
    const uint16_t *at;

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        size_t before = p->n_stream;

        pages_record_put(p, rows[i].v);
        CHECK(p->n_stream - before == rows[i].units, "%s", rows[i].from);
    }
    at = p->stream;
    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(pages_record_take(&at) == rows[i].v, "%s", rows[i].from);
    pages_free(p);
}
TEST_FN(test_numbers)

static void
test_page(void)
{
    struct pages *p = site_make();
    struct arena *a = arena_new();

    for (uint32_t page = 0; page < pages_count(p); page++) {
        const struct pages_words *w = pages_words_of(p, page);
        const struct passage_page *split = &pages_get(p, page)->split;
        struct pages_shape x;
        const uint16_t *at;

        pages_record_read(p, page, a, &x);
        CHECK(x.record->n_wide + x.record->n_sections == split->n_passages, "page %u", page);
        CHECK(x.record->n_headings == split->n_headings, "page %u", page);
        at = x.title;
        for (uint32_t i = 0; i < x.record->n_title; i++)
            CHECK(p->vocab->stems[p->vocab->surfaces[pages_record_take(&at)].stem].id ==
                      w->title[i],
                  "page %u word %u of the title", page, i);
        CHECK(at == x.body, "page %u: the body comes after the title", page);
        for (uint32_t i = 0; i < x.record->n_body; i++)
            CHECK(p->vocab->stems[p->vocab->surfaces[pages_record_take(&at)].stem].id == w->ids[i],
                  "page %u word %u", page, i);
        CHECK(at == x.sentences, "page %u: sentences come after the body", page);
        for (uint32_t i = 0; i < x.record->n_headings; i++) {
            at = x.headings[i].at;
            for (uint32_t k = 0; k < x.headings[i].n; k++)
                CHECK(p->vocab->stems[p->vocab->surfaces[pages_record_take(&at)].stem].id ==
                          w->ids[x.headings[i].from + k],
                      "page %u heading %u", page, i);
        }
        for (uint32_t i = 0; i < x.record->n_sections; i++)
            CHECK(x.sections[i].more <= x.record->n_headings &&
                      x.sections[i].from + x.sections[i].n <= x.record->n_body,
                  "page %u section %u", page, i);
    }
    arena_free(a);
    pages_free(p);
}
TEST_FN(test_page)

static void
test_pairs(void)
{
    for (uint32_t n = 0; n < 8; n++)
        for (uint32_t gap = 1; gap <= 3; gap++) {
            uint32_t want = 0;

            for (uint32_t i = 0; i < n; i++)
                for (uint32_t k = i + 1; k < n && k - i <= gap; k++)
                    want++;
            CHECK(pages_record_pairs(n, gap) == want, "%u words, gap %u", n, gap);
        }
}
TEST_FN(test_pairs)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_numbers), TEST(test_page), TEST(test_pairs) };

    return TEST_RUN(tests);
}
