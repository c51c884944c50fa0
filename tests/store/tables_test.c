/* Tables and their rows, whatever the version. */
#include "fixture.h"

#include "../../store/db.h"
#include "../../store/schema.h"
#include "../../store/tables.h"

static void
test_count(void)
{
    struct fixture f;
    struct tables_row *v;
    struct arena *a = arena_new();
    size_t n, known = 0;

    fixture_open(&f, STORE_SCHEMA);
    db_script(f.store, "INSERT INTO department (id, key, name, language, active) VALUES (1, 'a', "
                       "'A', 'en', 1), (2, 'b', 'B', 'en', 1)");
    n = tables_count(f.store, a, &v);
    while (schema_table(known) != NULL)
        known++;
    CHECK(n == known, "%zu tables, the schema knows %zu", n, known);
    CHECK(tables_find(v, n, "department")->n_rows == 2, "rows");
    CHECK(tables_find(v, n, "post")->n_rows == 0, "rows");
    CHECK(tables_find(v, n, "depart") == NULL, "no such table");
    arena_free(a);
    fixture_close(&f);
}
TEST_FN(test_count)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_count) };

    return TEST_RUN(tests);
}
