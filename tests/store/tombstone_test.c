/* What was deleted stays deleted when its page is read again. */
#include "fixture.h"

#include "../../store/db.h"
#include "store_page.h"
#include "../../store/tombstone.h"

static const char rows[] =
    "INSERT INTO department (id, key, name, language, active) VALUES (1, 'a', 'A', 'en', 1);"
    "INSERT INTO source (id, department_id, key, url, basis, mode, matching, own_site, delay_ms, "
    "max_pages, active) VALUES (1, 1, 'f', 'http://f.example/', 'b', 'answer', 'all', 0, 0, 9, 1);"
    "INSERT INTO host (id, authority) VALUES (1, 'http://f.example');"
    "INSERT INTO url (id, hash, address, host_id, source_id, state, kind, depth, priority,"
    " first_seen_s) VALUES (1, 1, 'http://f.example/', 1, 1, 'done', 'page', 0, 0, 0)";

static int64_t
count(struct store *s, const char *sql)
{
    return db_exec_int(db_query(s, sql), -1);
}

static int64_t
put(struct fixture *f, const char *permalink, int64_t now_s, bool *is_new)
{
    struct store_post p = { .url_id = 1,
                            .permalink = text_of(permalink),
                            .title = TEXT_LIT("Title?"),
                            .body = TEXT_LIT("words"),
                            .how = TEXT_LIT("x"),
                            .p = 1 };
    int64_t id;

    store_set_role(f->store, STORE_CRAWLER);
    store_begin(f->store);
    id = store_page_put_post(f->store, &p, now_s, is_new);
    CHECK(store_commit(f->store, &f->err) == ST_OK, "%s", f->err.msg);
    return id;
}

static void
bury(struct fixture *f, const char *permalink, enum store_tombstone kind)
{
    store_set_role(f->store, STORE_RETENTION);
    store_begin(f->store);
    store_tombstone_add(f->store, text_of(permalink), kind, 1);
    db_exec(db_query(f->store, "UPDATE post SET body = ''"));
    CHECK(store_commit(f->store, &f->err) == ST_OK, "%s", f->err.msg);
}

static void
test_kinds(void)
{
    struct fixture f;

    fixture_open(&f, STORE_RETENTION);
    CHECK(store_tombstone_of(f.store, TEXT_LIT("x")) == STORE_TOMBSTONE_NONE, "none yet");
    bury(&f, "x", STORE_TOMBSTONE_BODY);
    CHECK(store_tombstone_of(f.store, TEXT_LIT("x")) == STORE_TOMBSTONE_BODY, "body");
    bury(&f, "x", STORE_TOMBSTONE_ERASED);
    bury(&f, "x", STORE_TOMBSTONE_BODY);
    CHECK(store_tombstone_of(f.store, TEXT_LIT("x")) == STORE_TOMBSTONE_ERASED, "stays erased");
    CHECK(store_tombstone_of(f.store, TEXT_LIT("x/")) == STORE_TOMBSTONE_NONE, "another one");
    CHECK(count(f.store, "SELECT COUNT(*) FROM tombstone WHERE length(hash) = 32") == 1, "one row");
    fixture_close(&f);
}
TEST_FN(test_kinds)

static void
test_put_post(void)
{
    struct fixture f;
    bool is_new = false;
    int64_t id;

    fixture_open(&f, STORE_SCHEMA);
    db_script(f.store, rows);
    id = put(&f, "http://f.example/1", 10, &is_new);
    CHECK(id != 0 && is_new, "first");
    bury(&f, "http://f.example/1", STORE_TOMBSTONE_BODY);
    CHECK(put(&f, "http://f.example/1", 20, &is_new) == id && !is_new, "seen again");
    CHECK(count(f.store, "SELECT body = '' AND last_seen_s = 20 FROM post") == 1, "without words");
    CHECK(put(&f, "http://f.example/1", 15, &is_new) == id, "from an archive");
    CHECK(count(f.store, "SELECT last_seen_s FROM post") == 20, "older sight");
    bury(&f, "http://f.example/2", STORE_TOMBSTONE_ERASED);
    CHECK(put(&f, "http://f.example/2", 20, &is_new) == 0 && !is_new, "not kept");
    CHECK(put(&f, "http://f.example/3", 20, &is_new) != 0 && is_new, "another one is");
    CHECK(count(f.store, "SELECT COUNT(*) FROM post") == 2, "posts");
    fixture_close(&f);
}
TEST_FN(test_put_post)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_kinds), TEST(test_put_post) };

    return TEST_RUN(tests);
}
