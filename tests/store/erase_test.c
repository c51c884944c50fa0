/* A post goes with what hangs on it, others stay, and a dry run finds the same. */
#include "desk_fixture.h"

#include "../../store/erase.h"
#include "../../store/tombstone.h"
#include "store_audit.h"

static size_t
erase(struct fixture *f, const char *url, const char *words, bool dry, struct arena *a)
{
    struct erase_job job = { .store = f->store,
                             .url = text_of(url),
                             .words = text_of(words),
                             .now_s = 1000000,
                             .dry_run = dry };
    struct erase_found found;

    CHECK(erase_rows(&job, a, &found, &f->err) == ST_OK, "%s", f->err.msg);
    return found.n;
}

static void
check_all(struct fixture *f, const char *const *rows, size_t n)
{
    struct store_audit_verdict v;

    store_set_role(f->store, STORE_SCHEMA);
    for (size_t i = 0; i < n; i++)
        CHECK(db_exec_int(db_query(f->store, rows[i]), -1) == 1, "%s", rows[i]);
    CHECK(store_queue_verify(f->store, &f->err) == 0, "%s", f->err.msg);
    CHECK(db_exec_int(db_query(f->store, "SELECT COUNT(*) FROM pragma_foreign_key_check"), 1) == 0,
          "keys");
    CHECK(store_audit_verify(f->store, TEXT_NONE, &v, &f->err) == ST_OK, "%s", f->err.msg);
    store_set_role(f->store, STORE_RETENTION);
}

static void
test_url(void)
{
    static const char *const rows[] = {
        "SELECT COUNT(*) = 0 FROM post WHERE id = 1",
        "SELECT COUNT(*) = 4 FROM post",
        "SELECT text = '[erased]' AND body = '' AND stems = '' FROM question WHERE id = 1",
        "SELECT answer = '[erased]' AND asked IS NULL FROM draft WHERE id = 1",
        "SELECT COUNT(*) = 2 FROM decision WHERE group_id = 1",
        "SELECT COUNT(*) = 0 FROM note",
        "SELECT COUNT(*) = 0 FROM queue WHERE group_id = 1",
        "SELECT post_id IS NULL AND url IS NULL FROM posting",
        "SELECT state = 'refused' AND reason = 'erased' FROM url WHERE id = 1",
        "SELECT address = '[erased]' FROM url WHERE id = 1",
        "SELECT n = 1 FROM past_count WHERE what = 'posts erased'",
        "SELECT COUNT(*) = 1 FROM audit WHERE action = 'erase' AND after NOT LIKE '%example%'",
        "SELECT COUNT(*) = 1 FROM tombstone WHERE kind = 'erased'",
        "SELECT text = 'Title 2' FROM question WHERE id = 2",
    };
    struct arena *a = arena_new();
    struct fixture f;
    size_t dry;

    fixture_open_desk(&f, STORE_RETENTION);
    dry = erase(&f, "http://f.example/1", NULL, true, a);
    CHECK(db_exec_int(db_query(f.store, "SELECT COUNT(*) FROM post"), 0) == 5, "dry");
    CHECK(erase(&f, "http://f.example/1", NULL, false, a) == dry && dry > 4, "%zu", dry);
    check_all(&f, rows, N_ROWS(rows));
    CHECK(erase(&f, "http://f.example/1", NULL, true, a) == 0, "a second time");
    arena_free(a);
    fixture_close(&f);
}
TEST_FN(test_url)

/* Post 5 says what 4 said: what hangs on their group stays until both are gone. */
static void
test_shared(void)
{
    static const char *const one[] = {
        "SELECT text = 'Title 4' FROM question WHERE id = 4",
        "SELECT answer <> '[erased]' FROM draft WHERE id = 4",
        "SELECT state = 'posted' FROM queue WHERE group_id = 4",
    };
    static const char *const both[] = {
        "SELECT text = '[erased]' FROM question WHERE id = 4",
        "SELECT answer = '[erased]' FROM draft WHERE id = 4",
    };
    struct arena *a = arena_new();
    struct fixture f;

    fixture_open_desk(&f, STORE_RETENTION);
    (void)erase(&f, "http://f.example/5", NULL, false, a);
    check_all(&f, one, N_ROWS(one));
    (void)erase(&f, "http://f.example/4", NULL, false, a);
    check_all(&f, both, N_ROWS(both));
    arena_free(a);
    fixture_close(&f);
}
TEST_FN(test_shared)

static void
test_words(void)
{
    static const char *const rows[] = {
        "SELECT COUNT(*) = 0 FROM post",
        "SELECT COUNT(*) = 4 FROM question WHERE text = '[erased]'",
        "SELECT COUNT(*) = 5 FROM decision",
    };
    static const char *const places[] = {
        "SELECT text = 'look at [erased]' FROM note",
        "SELECT COUNT(*) = 4 FROM post",
    };
    struct arena *a = arena_new();
    struct fixture f;

    fixture_open_desk(&f, STORE_RETENTION);
    store_set_role(f.store, STORE_SCHEMA);
    db_script(f.store, "UPDATE note SET group_id = 2");
    store_set_role(f.store, STORE_RETENTION);
    (void)erase(&f, NULL, "my secret WORDS 1", false, a);
    check_all(&f, places, N_ROWS(places));
    (void)erase(&f, NULL, "secret words", false, a);
    check_all(&f, rows, N_ROWS(rows));
    CHECK(erase(&f, NULL, "secret words", true, a) == 0, "a second time");
    arena_free(a);
    fixture_close(&f);
}
TEST_FN(test_words)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_url), TEST(test_shared), TEST(test_words) };

    return TEST_RUN(tests);
}
