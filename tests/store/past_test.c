/* Counts of what was deleted add up by month, department and kind. */
#include "fixture.h"

#include "../../store/past.h"

static void
test_add(void)
{
    struct fixture f;
    struct past_row *v;
    struct arena *a = arena_new();

    fixture_open(&f, STORE_RETENTION);
    store_begin(f.store);
    past_add(f.store, 0, 0, "requests", 2);
    past_add(f.store, 86400 * 30, 0, "requests", 3); /* 1970-01-31 */
    past_add(f.store, 86400 * 31, 0, "requests", 4); /* 1970-02-01 */
    past_add(f.store, 0, 0, "crawls", 0);
    CHECK(store_commit(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(past_list(f.store, a, &v) == 2, "rows");
    CHECK(text_is(v[0].month, "1970-01") && v[0].n == 5, "January");
    CHECK(text_is(v[1].month, "1970-02") && v[1].n == 4, "February");
    arena_free(a);
    fixture_close(&f);
}
TEST_FN(test_add)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_add) };

    return TEST_RUN(tests);
}
