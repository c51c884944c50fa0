/* find_test.c - a search with and without an index on disk; what is found: T40 and T56. */

#include "../store/fixture.h"

#include "find.h"

static void
count(void *self, const struct find_hit *h)
{
    CHECK(h->score > 0 && h->shown_title.n > 0, "a hit has a score and a title");
    ++*(size_t *)self;
}

static void
test_without(void)
{
    static const struct {
        const char *text;
        bool make;
        enum status st;
        const char *from;
    } rows[] = {
        { "fees", false, ST_NOTFOUND, "no index on disk" },
        { "fees", true, ST_OK, "one in memory, of an empty store" },
        { "", true, ST_USAGE, "no words" },
        { "\"fees", false, ST_USAGE, "a quote that is not closed" },
        { "lang:xx-none fees", false, ST_USAGE, "no language" },
    };
    struct fixture f;
    struct arena *a = arena_new();

    fixture_open(&f, STORE_READER);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct find_query q = { .text = text_of(rows[i].text),
                                .limit = 5,
                                .open = "*",
                                .close = "*",
                                .snippet_bytes = 80 };
        struct find *find = find_new(f.dir, rows[i].make);
        struct err err = { "" };
        size_t n = 0;
        enum status st = find_each(find, f.store, &q, a, count, &n, &err);

        CHECK(st == rows[i].st, "%s: %d %s", rows[i].from, st, err.msg);
        CHECK(n == 0, "%s: %zu hits", rows[i].from, n);
        find_free(find);
    }
    find_free(NULL);
    arena_free(a);
    fixture_close(&f);
}
TEST_FN(test_without)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_without) };

    return TEST_RUN(tests);
}
