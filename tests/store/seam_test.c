/* seam_test.c - visits near the ends of logs: kept for a while, and taken over once. */

#include "fixture.h"

#include "../../store/db.h"
#include "store_seam.h"

#define NOW_S INT64_C(1800000000)

static const struct store_seam_key one = { 11, { 1, 0, 2 } }, other = { 12, { 3 } };

static struct store_visit_request
request(enum store_visit_how how)
{
    return (struct store_visit_request){ .day = 20000,
                                         .hash = 1,
                                         .url_id = 1,
                                         .begins = true,
                                         .how = how,
                                         .place = TEXT_LIT("f.example") };
}

static void
commit(struct fixture *f)
{
    CHECK(store_commit(f->store, &f->err) == ST_OK, "%s", f->err.msg);
}

static void
open_store(struct fixture *f)
{
    fixture_open(f, STORE_SCHEMA);
    store_begin(f->store);
    db_script(f->store,
              "INSERT INTO department (id, key, name, language, active) VALUES (1, 'a', 'A', 'en',"
              " 1);"
              "INSERT INTO source (id, department_id, key, url, basis, mode, matching, own_site,"
              " delay_ms, max_pages, active) VALUES (1, 1, 'site', 'https://a.example/', 'own',"
              " 'answer', 'all', 1, 0, 1, 1);"
              "INSERT INTO host (id, authority) VALUES (1, 'https://a.example');"
              "INSERT INTO url (id, hash, address, host_id, source_id, state, kind, depth,"
              " priority, first_seen_s) VALUES (1, 1, 'https://a.example/fees', 1, 1, 'done',"
              " 'page', 0, 0, 0)");
    commit(f);
    store_set_role(f->store, STORE_CRAWLER);
}

static int64_t
number(struct fixture *f, const char *sql)
{
    return db_exec_int(db_query(f->store, sql), -1);
}

static void
test_kept(void)
{
    struct store_visit_request x = request(STORE_VISIT_DIRECT);
    struct arena *a = arena_new();
    struct store_seam_key *keys;
    struct store_seam *rows;
    struct fixture f;

    open_store(&f);
    store_seam_open(f.store);
    store_begin(f.store);
    store_seam_add(f.store, &one,
                   &(struct store_seam){ .visitor = UINT64_MAX, .url_id = 1, .at_s = 5 }, NOW_S,
                   NULL);
    store_seam_add(f.store, &one, &(struct store_seam){ .visitor = 7, .url_id = 2, .at_s = 6 },
                   NOW_S, &x);
    store_seam_add(f.store, &other, &(struct store_seam){ .visitor = 8, .url_id = 1, .at_s = 7 },
                   NOW_S, &x);
    commit(&f);
    CHECK(store_seam_keys(f.store, a, &keys) == 2 && keys[0].id == one.id &&
              memcmp(keys[0].bytes, one.bytes, sizeof(one.bytes)) == 0,
          "each key once");
    CHECK(store_seam_read(f.store, one.id, NOW_S, a, &rows) == 2 && rows[0].visitor == UINT64_MAX &&
              !rows[0].begins && rows[1].begins && rows[1].at_s == 6 && rows[1].url_id == 2,
          "as they were");
    CHECK(store_seam_read(f.store, one.id, NOW_S + STORE_SEAM_BEGINS_S, a, &rows) == 1,
          "a beginning is over sooner");
    CHECK(store_seam_read(f.store, one.id, NOW_S + STORE_SEAM_ENDS_S, a, &rows) == 0,
          "then an end");
    store_begin(f.store);
    CHECK(store_seam_tidy(f.store, NOW_S) == 0, "nothing is over yet");
    CHECK(store_seam_tidy(f.store, NOW_S + STORE_SEAM_BEGINS_S) == 2, "both beginnings are");
    commit(&f);
    CHECK(store_seam_keys(f.store, a, &keys) == 1 && keys[0].id == one.id,
          "a key of nothing is gone");
    store_begin(f.store);
    store_seam_drop(f.store, 1);
    (void)store_seam_tidy(f.store, NOW_S);
    commit(&f);
    CHECK(store_seam_keys(f.store, a, &keys) == 0, "the other, too");
    arena_free(a);
    fixture_close(&f);
}
TEST_FN(test_kept)

static void
test_join(void)
{
    static const enum store_visit_how hows[] = { STORE_VISIT_DIRECT, STORE_VISIT_REFERRED };
    struct fixture f;

    open_store(&f);
    for (size_t i = 0; i < N_ELEMENTS(hows); i++) {
        struct store_visit_request x = request(hows[i]);
        struct store_seam row = { .visitor = 1, .url_id = 1, .at_s = 5, .begins = true };
        const char *sum = "SELECT SUM(n) FROM visit";
        int64_t id;

        store_begin(f.store);
        x.hash = 10 * i;
        CHECK(store_visit_add(f.store, &x), "counted");
        store_seam_add(f.store, &one, &row, NOW_S, &x);
        x.hash++;
        CHECK(store_visit_add(f.store, &x), "and another");
        commit(&f);
        id = number(&f, "SELECT MAX(id) FROM weblog_seam");
        CHECK(number(&f, sum) == 2, "%lld", (long long)number(&f, sum));
        store_begin(f.store);
        CHECK(store_seam_join(f.store, id), "it began before");
        CHECK(!store_seam_join(f.store, id), "once");
        commit(&f);
        CHECK(number(&f, sum) == 1, "%lld", (long long)number(&f, sum));
        store_begin(f.store);
        store_seam_add(f.store, &one, &row, NOW_S, &x);
        commit(&f);
        id = number(&f, "SELECT MAX(id) FROM weblog_seam");
        store_begin(f.store);
        CHECK(store_seam_join(f.store, id), "the last one");
        commit(&f);
        CHECK(number(&f, "SELECT COUNT(*) FROM visit WHERE n = 0") ==
                  (hows[i] == STORE_VISIT_DIRECT),
              "0 without origin says that there was a log; no other 0 does");
        (void)db_exec(db_query(f.store, "DELETE FROM visit"));
    }
    fixture_close(&f);
}
TEST_FN(test_join)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_kept), TEST(test_join) };

    return TEST_RUN(tests);
}
