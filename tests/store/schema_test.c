/* The tables: each has a writer, each writer a table, foreign keys lead somewhere. */
#include "fixture.h"

#include "../../store/db.h"
#include "../../store/schema.h"

/* One writer per table: one bit of a role that is a stage's. */
static void
test_writers(void)
{
    const unsigned stages = 1u << STORE_CONFIG | 1u << STORE_CRAWLER | 1u << STORE_INDEXER |
                            1u << STORE_DRAFTER | 1u << STORE_REVIEW | 1u << STORE_RETENTION |
                            1u << STORE_SCHEDULER | 1u << STORE_EXPORTS;
    struct fixture f;
    struct db_query *q;
    unsigned used = 0;
    int n = 0;

    fixture_open(&f, STORE_READER);
    q = db_query(f.store, "SELECT name FROM sqlite_master WHERE type = 'table'"
                          " AND name NOT LIKE 'sqlite%'");
    for (; db_row(q); n++) {
        char name[64];
        unsigned roles;

        snprintf(name, sizeof(name), "%.*s", TEXT_ARG(db_text(q, 0)));
        roles = schema_writers(name);
        CHECK(roles != 0, "%s has no writer", name);
        /* queue is derived: whoever changes a group makes its row anew; retention says in the
         * log what it did. */
        CHECK((roles & (roles - 1)) == 0 || strncmp(name, "queue", 5) == 0 ||
                  strcmp(name, "audit") == 0,
              "%s has several writers", name);
        CHECK((roles & ~stages) == 0, "%s is written by none of the stages", name);
        used |= roles;
    }
    db_done(q);
    CHECK(n > 10, "%d tables", n);
    CHECK(used == stages, "a stage without a table: %x", stages & ~used);
    CHECK(schema_writers("sqlite_master") == 0 && schema_writers("") == 0 &&
              schema_writers("departmen") == 0,
          "what is no table of ours");
    fixture_close(&f);
}
TEST_FN(test_writers)

/* A writer in the list whose table is gone would be dead weight: each name is a table. */
static void
test_writers_name_tables(void)
{
    struct fixture f;

    fixture_open(&f, STORE_READER);
    for (size_t i = 0; schema_table(i) != NULL; i++) {
        struct db_query *q = db_query(
            f.store, "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = ?");

        db_bind_str(q, schema_table(i));
        CHECK(db_exec_int(q, 0) == 1, "%s is no table", schema_table(i));
        CHECK(schema_writers(schema_table(i)) != 0, "%s", schema_table(i));
        for (size_t j = 0; j < i; j++)
            CHECK(strcmp(schema_table(i), schema_table(j)) != 0, "%s twice", schema_table(i));
    }
    fixture_close(&f);
}
TEST_FN(test_writers_name_tables)

/* What retention may empty are columns that are there, and none that says who or when. */
static void
test_blanks(void)
{
    static const struct {
        const char *table, *column;
        bool may;
    } rows[] = {
        { "post", "body", true },       { "post", "title", true },
        { "post", "permalink", false }, { "post", "bod", false },
        { "post", "", false },          { "decision", "actor", false },
        { "decision", "reason", true }, { "decision", "at_s", false },
        { "audit", "before", false },   { "department", "name", false },
        { "nothing", "body", false },
    };
    struct fixture f;
    struct db_query *q;
    int n = 0;

    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(schema_blanks(rows[i].table, rows[i].column) == rows[i].may, "%s.%s", rows[i].table,
              rows[i].column);
    fixture_open(&f, STORE_SCHEMA);
    q = db_query(f.store, "SELECT COUNT(*) FROM pragma_table_info('post') WHERE name IN"
                          " ('title', 'body', 'asker_hash')");
    n = (int)db_exec_int(q, 0);
    CHECK(n == 3, "%d columns of post", n);
    fixture_close(&f);
}
TEST_FN(test_blanks)

/* Every foreign key names a table and a column that are there, and can be checked. */
static void
test_foreign_keys(void)
{
    struct fixture f;
    struct db_query *q;

    fixture_open(&f, STORE_SCHEMA);
    q = db_query(f.store, "SELECT m.name, k.\"table\", k.\"to\","
                          " (SELECT COUNT(*) FROM pragma_table_info(k.\"table\") AS c"
                          "  WHERE c.name = k.\"to\" AND c.pk > 0)"
                          " FROM sqlite_master AS m, pragma_foreign_key_list(m.name) AS k"
                          " WHERE m.type = 'table'");
    while (db_row(q))
        CHECK(db_int(q, 3) == 1, "%.*s: %.*s", TEXT_ARG(db_text(q, 0)), TEXT_ARG(db_text(q, 1)));
    db_done(q);
    q = db_query(f.store, "PRAGMA foreign_key_check");
    CHECK(!db_row(q), "a row that leads nowhere");
    db_done(q);
    CHECK(db_exec_int(db_query(f.store, "PRAGMA foreign_keys"), 0) == 1, "they are enforced");
    fixture_close(&f);
}
TEST_FN(test_foreign_keys)

/* PostgreSQL has no rowid to fall back on: each table says what its key is. */
static void
test_primary_keys(void)
{
    struct fixture f;
    struct db_query *q;

    fixture_open(&f, STORE_SCHEMA);
    q = db_query(f.store, "SELECT name FROM sqlite_master AS m WHERE type = 'table'"
                          " AND name NOT LIKE 'sqlite%' AND NOT EXISTS"
                          " (SELECT 1 FROM pragma_table_info(m.name) WHERE pk > 0)");
    while (db_row(q))
        CHECK(false, "%.*s has no primary key", TEXT_ARG(db_text(q, 0)));
    db_done(q);
    CHECK(db_exec_int(db_query(f.store, "PRAGMA user_version"), 0) == schema_version, "version");
    fixture_close(&f);
}
TEST_FN(test_primary_keys)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_writers),      TEST(test_writers_name_tables), TEST(test_blanks),
        TEST(test_foreign_keys), TEST(test_primary_keys),
    };

    return TEST_RUN(tests);
}
