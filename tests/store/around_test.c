/* around_test.c - what stands around a quoted sentence. */

#include "../test.h"

#include "../drafter/store_fixture.h"
#include "store_around.h"

static void
test_around(void)
{
    static const struct {
        const char *sentence;
        int64_t start;
        const char *before, *after; /* before NULL: it is not there */
        const char *from;
    } rows[] = {
        { "The fee for late payment is 40 dollars.", 53,
          "Tuition and fees\nTuition is billed twice a "
          "year. ",
          "", "where it was" },
        { "The fee for late payment is 40 dollars.", 0,
          "Tuition and fees\nTuition is billed twice a "
          "year. ",
          "", "it has moved" },
        { "You may pay the bill in four parts.", 9999, "Paying in parts\n",
          " Ask the bursar before 15 August.\n", "past the end" },
        { "The fee is waived.", 53, NULL, NULL, "gone" },
        { "", 0, NULL, NULL, "nothing" },
    };
    struct store_fixture f;
    int64_t url;

    fixture_open(&f, true);
    url = fixture_count(&f, "SELECT id FROM url WHERE address LIKE '%/fees'");
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct store_around x;
        bool found = store_around(f.s, url, rows[i].start, text_of(rows[i].sentence), f.arena, &x);

        CHECK(found == (rows[i].before != NULL), "%s", rows[i].from);
        if (!found || rows[i].before == NULL)
            continue;
        CHECK(text_is(x.before, rows[i].before), "%s: \"%.*s\"", rows[i].from, TEXT_ARG(x.before));
        CHECK(text_is(x.sentence, rows[i].sentence), "%s", rows[i].from);
        CHECK(text_is(x.after, rows[i].after), "%s: \"%.*s\"", rows[i].from, TEXT_ARG(x.after));
    }
    fixture_close(&f);
}
TEST_FN(test_around)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_around) };

    return TEST_RUN(tests);
}
