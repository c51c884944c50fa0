/* Prepared statements: what is bound comes back, NULLs and NULs included. */
#include "fixture.h"

#include "../../store/db.h"
#include "arena.h"

/* A store with two tables of the test's own. */
static void
open_tables(struct fixture *f)
{
    fixture_open(f, STORE_SCHEMA);
    db_script(f->store, "CREATE TABLE t (id INTEGER PRIMARY KEY, i INTEGER, r REAL, s TEXT,"
                        " b BLOB); CREATE TABLE n (x INTEGER UNIQUE)");
    assert_false(store_failed(f->store));
}

#define INSERT "INSERT INTO t (i, r, s, b) VALUES (?, ?, ?, ?) RETURNING id"
#define SELECT "SELECT i, r, s, b, typeof(i), typeof(r), typeof(s), typeof(b) FROM t WHERE id = ?"

static void
test_round_trip(void)
{
    const struct {
        const char *from;
        int64_t i;
        double r;
        struct text s, b;
    } rows[] = {
        { "ordinary", 7, .25, TEXT_LIT("text"), TEXT_LIT("bytes") },
        { "empty is not NULL", 0, 0, TEXT_LIT(""), TEXT_LIT("") },
        { "nothing is empty", 0, -0., TEXT_NONE, TEXT_NONE },
        { "the ends of int64", INT64_MIN, 1e308, TEXT_LIT("a"), TEXT_LIT("b") },
        { "the other end", INT64_MAX, -1e-308, TEXT_LIT("a"), TEXT_LIT("b") },
        { "NULs", 1, 1, TEXT_LIT("a\0b"), TEXT_LIT("\0\0") },
        { "bytes that are no UTF-8", 1, 1, TEXT_LIT("\xC3\xA9"), TEXT_LIT("\xFF\xFE\x80") },
        { "digits stay text", 1, 1, TEXT_LIT("007"), TEXT_LIT("7") },
    };
    struct fixture f;

    open_tables(&f);
    for (size_t k = 0; k < N_ROWS(rows); k++) {
        struct db_query *q = db_query(f.store, INSERT);
        int64_t id;

        db_bind_int(q, rows[k].i);
        db_bind_real(q, rows[k].r);
        db_bind_text(q, rows[k].s);
        db_bind_blob(q, rows[k].b);
        id = db_exec_int(q, -1);
        CHECK(id == (int64_t)k + 1 && db_changes(f.store) == 1, "%s: id %lld", rows[k].from,
              (long long)id);
        q = db_query(f.store, SELECT);
        db_bind_int(q, id);
        CHECK(db_row(q), "%s: no row", rows[k].from);
        CHECK(db_int(q, 0) == rows[k].i, "%s: %lld", rows[k].from, (long long)db_int(q, 0));
        CHECK(db_real(q, 1) == rows[k].r, "%s: %g", rows[k].from, db_real(q, 1));
        CHECK(text_eq(db_text(q, 2), rows[k].s), "%s: text of %zu", rows[k].from, db_text(q, 2).n);
        CHECK(text_eq(db_text(q, 3), rows[k].b), "%s: blob of %zu", rows[k].from, db_text(q, 3).n);
        CHECK(!db_null(q, 2) && !db_null(q, 3), "%s: NULL", rows[k].from);
        CHECK(text_is(db_text(q, 4), "integer") && text_is(db_text(q, 5), "real") &&
                  text_is(db_text(q, 6), "text") && text_is(db_text(q, 7), "blob"),
              "%s: types", rows[k].from);
        CHECK(!db_row(q), "%s: one row only", rows[k].from);
        db_done(q);
    }
    fixture_close(&f);
}
TEST_FN(test_round_trip)

static void
test_nulls(void)
{
    struct fixture f;
    struct db_query *q;

    open_tables(&f);
    q = db_query(f.store, INSERT);
    db_bind_null(q);
    db_bind_null(q);
    db_bind_str(q, NULL);
    db_bind_null(q);
    CHECK(db_exec_int(q, -1) == 1, "inserted");
    q = db_query(f.store, SELECT);
    db_bind_int(q, 1);
    CHECK(db_row(q), "a row");
    for (int c = 0; c < 4; c++)
        CHECK(db_null(q, c) && db_text(q, c).n == 0 && db_int(q, c) == 0 && db_real(q, c) == 0,
              "column %d", c);
    db_done(q);
    q = db_query(f.store, INSERT); /* what is not bound is NULL, not what stood there before */
    db_bind_int(q, 5);
    CHECK(db_exec_int(q, -1) == 2, "inserted");
    q = db_query(f.store, "SELECT i, s FROM t WHERE id = 2");
    CHECK(db_row(q) && db_int(q, 0) == 5 && db_null(q, 1), "not bound");
    db_done(q);
    fixture_close(&f);
}
TEST_FN(test_nulls)

static void
test_exec_int(void)
{
    struct fixture f;
    struct err err = { "" };

    open_tables(&f);
    CHECK(db_exec_int(db_query(f.store, "SELECT x FROM n"), -7) == -7, "no row");
    CHECK(db_exec(db_query(f.store, "INSERT INTO n VALUES (3), (4), (5)")), "insert");
    CHECK(db_changes(f.store) == 3, "%lld changed", (long long)db_changes(f.store));
    CHECK(db_exec_int(db_query(f.store, "SELECT x FROM n ORDER BY x"), -7) == 3, "the first");
    CHECK(db_exec_int(db_query(f.store, "INSERT INTO n VALUES (8), (9) RETURNING x"), -1) == 8,
          "RETURNING");
    CHECK(db_exec_int(db_query(f.store, "SELECT COUNT(*) FROM n"), -1) == 5, "to its end");
    CHECK(db_exec_int(db_query(f.store, "INSERT INTO n VALUES (8) RETURNING x"), -1) == -1, "bad");
    CHECK(store_check(f.store, &err) == ST_DB, "%s", err.msg);
    CHECK(strstr(err.msg, "UNIQUE constraint failed: n.x (in: INSERT INTO n") != NULL, "%s",
          err.msg);
    fixture_close(&f);
}
TEST_FN(test_exec_int)

/* Statements outlive a growing table of them; a copy outlives its statement. */
static void
test_many_statements(void)
{
    enum { N = 300 };
    static char sql[N][64];
    struct arena *a = arena_new();
    struct fixture f;
    struct db_query *first;
    struct text copy;

    open_tables(&f);
    for (int i = 0; i < N; i++)
        snprintf(sql[i], sizeof(sql[i]), "SELECT '%d' UNION ALL SELECT 'last'", i);
    first = db_query(f.store, sql[0]);
    CHECK(db_row(first) && text_is(db_text(first, 0), "0"), "the first row");
    copy = db_text_in(first, 0, a);
    for (int round = 0; round < 2; round++)
        for (int i = 1; i < N; i++)
            CHECK(db_exec_int(db_query(f.store, sql[i]), -1) == i, "statement %d", i);
    CHECK(db_row(first) && text_is(db_text(first, 0), "last"), "it goes on where it was");
    CHECK(text_is(copy, "0") && copy.p[copy.n] == '\0', "a copy");
    db_done(first);
    CHECK(db_query(f.store, sql[0]) == first, "kept by its address");
    arena_free(a);
    fixture_close(&f);
}
TEST_FN(test_many_statements)

/* After a failure every call is a no-op, also on a statement that is under way. */
static void
test_failure(void)
{
    struct fixture f;
    struct db_query *q, *bad;
    struct err err = { "" };

    open_tables(&f);
    q = db_query(f.store, "SELECT 1 UNION ALL SELECT 2");
    CHECK(db_row(q) && db_int(q, 0) == 1, "a row");
    bad = db_query(f.store, "SELECT nowhere.x FROM t");
    db_bind_int(bad, 1);
    CHECK(!db_row(bad) && !db_exec(bad), "a statement that is none");
    CHECK(!db_row(q) && db_int(q, 0) == 0 && db_text(q, 0).n == 0 && db_null(q, 0), "no-ops");
    db_done(q);
    db_done(bad);
    db_script(f.store, "DELETE FROM n");
    CHECK(store_check(f.store, &err) == ST_DB && strstr(err.msg, "nowhere.x") != NULL, "%s",
          err.msg);
    q = db_query(f.store, "SELECT 1 UNION ALL SELECT 2");
    CHECK(db_row(q) && db_int(q, 0) == 1, "and again, once it is forgotten");
    db_done(q);
    q = db_query(f.store, "SELECT ?"); /* more than there are places for */
    db_bind_int(q, 1);
    db_bind_int(q, 2);
    CHECK(!db_row(q) && store_check(f.store, &err) == ST_DB, "%s", err.msg);
    db_fail(f.store, ST_LIMIT, "%d is too many", 3);
    CHECK(store_check(f.store, &err) == ST_LIMIT && strcmp(err.msg, "3 is too many") == 0, "%s",
          err.msg);
    fixture_close(&f);
}
TEST_FN(test_failure)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_round_trip),      TEST(test_nulls),   TEST(test_exec_int),
        TEST(test_many_statements), TEST(test_failure),
    };

    return TEST_RUN(tests);
}
