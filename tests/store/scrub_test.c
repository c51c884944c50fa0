/* Deleted bytes leave the file and its log; a reader of an old state is told of. */
#include "fixture.h"

#include "../../store/db.h"
#include "../../store/scrub.h"
#include "file.h"

#define WORDS "these very words, which nobody else says"

static bool
is_in(const char *path)
{
    struct buf b;
    bool found;

    buf_init(&b, BUF_PAGE);
    found =
        file_read(path, &b, NULL) == ST_OK && text_find(buf_text(&b), TEXT_LIT(WORDS)) != TEXT_NPOS;
    buf_release(&b);
    return found;
}

static void
test_scrub(void)
{
    struct fixture f;
    struct store *reader = NULL;
    char wal[128];

    fixture_open(&f, STORE_SCHEMA);
    snprintf(wal, sizeof(wal), "%s-wal", f.path);
    db_script(f.store, "INSERT INTO ip_clock VALUES ('" WORDS "', 1)");
    CHECK(store_open(f.path, STORE_READER, &reader, &f.err) == ST_OK, "%s", f.err.msg);
    store_begin_read(reader);
    CHECK(db_exec_int(db_query(reader, "SELECT COUNT(*) FROM ip_clock"), 0) == 1, "it reads");
    scrub_begin(f.store);
    db_script(f.store, "PRAGMA busy_timeout = 10");
    db_script(f.store, "DELETE FROM ip_clock");
    CHECK(scrub_end(f.store, &f.err) == ST_PARTIAL, "an old state is being read");
    CHECK(strstr(f.err.msg, "earshot.db-wal") != NULL, "%s", f.err.msg);
    CHECK(store_commit(reader, &f.err) == ST_OK, "%s", f.err.msg);
    store_close(reader);
    CHECK(scrub_end(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(!is_in(f.path) && !is_in(wal), "it is still there");
    fixture_close(&f);
}
TEST_FN(test_scrub)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_scrub) };

    return TEST_RUN(tests);
}
