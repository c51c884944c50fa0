/* standing_test.c - lists of texts; where groups stand is told by the lists of export_test.c. */

#include "../../store/standing.h"

#include "../../store/db.h"
#include "fixture.h"

static void
test_texts(void)
{
    struct fixture f;
    json_t *all, *none;

    fixture_open(&f, STORE_CONFIG);
    (void)db_exec(db_query(f.store, "INSERT INTO department (id, key, name, language, active)"
                                    " VALUES (1, 'a', 'A', 'en', 1), (2, 'b', 'B', 'en', 1),"
                                    " (3, '', 'C', 'en', 1)")); /* fixture_close() tells */
    all = standing_texts(f.store, "SELECT key FROM department WHERE id >= ? ORDER BY id", 2);
    none = standing_texts(f.store, "SELECT key FROM department WHERE id = ?", 9);
    CHECK(json_array_size(all) == 2 && json_array_size(none) == 0, "%zu", json_array_size(all));
    CHECK(strcmp(json_string_value(json_array_get(all, 0)), "b") == 0, "in order");
    CHECK(strcmp(json_string_value(json_array_get(all, 1)), "") == 0, "an empty text is one");
    json_decref(all);
    json_decref(none);
    fixture_close(&f);
}
TEST_FN(test_texts)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_texts) };

    return TEST_RUN(tests);
}
