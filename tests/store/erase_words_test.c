/*
 * Words that stand in every column that can have any are in no byte of the store once they were
 * erased.  A new table, or column, fails here until erasure reaches it or somebody has written
 * down why it holds no words of the public.
 */
#include "fixture.h"

#include "../../store/db.h"
#include "../../store/erase.h"
#include "../../store/scrub.h"
#include "../../store/store_private.h"
#include "fill.h"
#include "arena.h"
#include "file.h"
#include "store_queue.h"
#include "store_url.h"

#define PHRASE "Zebedee Quirk"

/* "table.column": what is in it.  All others are planted. */
static const struct {
    const char *column, *is;
} wordless[] = {
    { "account.*", "people who work with the program: named" },
    { "account_role.*", "codes" },
    { "alarm.kind", "a code" },
    { "alarm.link", "a path of ours: g/12" },
    { "alarm.object", "an id" },
    { "alarm_mail.address", "settings: earshot.ini is named" },
    { "archive.*", "robots.txt's address, file names, digests" },
    { "attempt.*", "a hash" },
    { "audit.*", "the log, whose chain of hashes would break: named" },
    { "audit_base.*", "a hash" },
    { "campaign.*", "settings: seeds/ is named" },
    { "crawl_run.outcome", "a code" },
    { "decision.actor", "who works with the program" },
    { "decision.state", "a code" },
    { "decision.verb", "a code" },
    { "department.*", "settings: seeds/ is named" },
    { "digest_log.*", "what a mail server of ours answered" },
    { "draft.kind", "a code" },
    { "draft.link", "an own page's address" },
    { "draft.model", "settings" },
    { "draft.origin", "a code" },
    { "draft.owner", "settings: the person keys of seeds/" },
    { "draft.template", "a code" },
    { "draft.tone", "a code" },
    { "draft.voice", "settings" },
    { "experiment.*", "settings: seeds/ is named" },
    { "fetch.outcome", "a code" },
    { "frozen_list.file", "a name of ours" },
    { "gap.escalation", "a code" },
    { "gap.owner", "settings" },
    { "gap.tone", "a code" },
    { "gap_past.tone", "a code" },
    { "goal.*", "a code, who works with the program" },
    { "group_audience.*", "settings: the audience keys of seeds/; who works with the program" },
    { "group_decision.*", "a code, who works with the program" },
    { "host.*", "a host, its robots.txt, what kept it from answering" },
    { "ip_clock.*", "an address of the net" },
    { "journal.actor", "who works with the program" },
    { "keyword.*", "settings: seeds/ is named" },
    { "lease.*", "who works with the program" },
    { "note.actor", "who works with the program" },
    { "once.*", "a hash, a code" },
    { "page.kind", "a code" },
    { "page.language", "a code" },
    { "page.left_out", "what was left out, without its words" },
    { "page.profile", "a code" },
    { "page_sketch.*", "hashes of an own page" },
    { "page_text.*", "an own page: named" },
    { "page_twin.*", "a code" },
    { "passage.heading", "an own page: named" },
    { "past_count.*", "what is counted" },
    { "post.asker_hash", "a keyed hash" },
    { "post.how", "a code" },
    { "post.language", "a code" },
    { "post_match.words", "settings: keywords" },
    { "posting.actor", "who works with the program" },
    { "question.language", "a code" },
    { "queue.*", "codes, settings" },
    { "queue_count.*", "a code" },
    { "reply.why", "a code" },
    { "schedule_run.*", "a code" },
    { "session.*", "who works with the program" },
    { "sighting.muted", "settings: the mute keys of seeds/" },
    { "source.*", "settings: seeds/ is named" },
    { "stale.why", "a code" },
    { "tombstone.*", "hashes, a code" },
    { "typed.actor", "who works with the program" },
    { "url.etag", "a server's" },
    { "url.kind", "a code" },
    { "url.last_modified", "a server's" },
    { "url.reason", "a code, what the program says" },
    { "url.state", "a code" },
    { "visit.*", "a code, a site" },
    { "weblog_key.*", "random" },
    { "weblog_seam.*", "a code, a site" },
    { "webhook_log.event", "a code" },
    { "webhook_log.object", "ids" },
    { "webhook_log.outcome", "what kept it from being sent" },
    { "webhook_log.webhook", "settings" },
    { "webhook_since.*", "settings" },
};
static bool met[N_ROWS(wordless)];

static bool
is_wordless(const char *table, struct text column)
{
    char name[128], all[128];

    snprintf(name, sizeof(name), "%s.%.*s", table, TEXT_ARG(column));
    snprintf(all, sizeof(all), "%s.*", table);
    for (size_t i = 0; i < N_ROWS(wordless); i++)
        if (strcmp(wordless[i].column, name) == 0 || strcmp(wordless[i].column, all) == 0) {
            met[i] = true;
            return true;
        }
    return false;
}

/* One value for column c of row i.  The second post says nothing of it: all that hangs on its
 * group is mended, where what hangs on the first one's goes. */
static void
add_value(struct buf *b, const char *table, struct text column, struct text type)
{
    bool text = text_is(type, "TEXT") || text_is(type, "BLOB");

    if (text_is(column, "merged_into") || text_is(column, "gone_s"))
        buf_add_str(b, "NULL");
    else if (strcmp(table, "page_text") == 0 && text_is(column, "url_id"))
        buf_add_str(b, "i + 10"); /* of no page that has a post */
    else if (text && is_wordless(table, column))
        buf_addf(b, "'%.*s' || i", TEXT_ARG(column));
    else if (text && (strcmp(table, "post") == 0 ||
                      (strcmp(table, "url") == 0 && text_is(column, "address"))))
        buf_addf(b, "CASE i WHEN 1 THEN 'x" PHRASE " %.*s' ELSE 'clean %.*s' END", TEXT_ARG(column),
                 TEXT_ARG(column));
    else if (text)
        buf_addf(b, "'say zebedee \t QUIRK ' || i || ' of " PHRASE "'");
    else if (text_is(type, "REAL"))
        buf_add_str(b, "i / 8.0");
    else
        buf_add_str(b, "i");
}

/* How often a file has the words, in upper or lower case. */
static int
count_in(const char *path)
{
    struct text rest;
    struct buf b;
    size_t at;
    int n = 0;

    buf_init(&b, BUF_LARGE);
    if (file_read(path, &b, NULL) != ST_OK)
        return 0;
    for (rest = buf_text(&b); (at = text_find_nocase(rest, TEXT_LIT("quirk"))) != TEXT_NPOS; n++)
        rest = text_from(rest, at + 1);
    buf_release(&b);
    return n;
}

/* Says which column it was. */
static void
check_columns(struct store *s)
{
    struct db_query *q = db_query(s, "SELECT m.name, c.name FROM sqlite_master m,"
                                     " pragma_table_info(m.name) c WHERE m.type = 'table'");
    struct arena *a = arena_new();

    while (db_row(q)) {
        const char *table = arena_str(a, db_text(q, 0)), *column = arena_str(a, db_text(q, 1));
        sqlite3_stmt *stmt = NULL;
        const char *sql = arena_printf(
            a, "SELECT COUNT(*) FROM \"%s\" WHERE \"%s\" LIKE '%%quirk%%'", table, column);

        CHECK(sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL) == SQLITE_OK &&
                  sqlite3_step(stmt) == SQLITE_ROW,
              "%s: %s", sql, sqlite3_errmsg(s->db));
        CHECK(sqlite3_column_int64(stmt, 0) == 0,
              "%s.%s is not reached: name it in .blanks (schema.c), or say above what is in it",
              table, column);
        sqlite3_finalize(stmt);
    }
    db_done(q);
    arena_free(a);
}

static void
test_every_column(void)
{
    struct fixture f;
    struct arena *a = arena_new();
    struct erase_job job = { .words = TEXT_LIT(PHRASE), .now_s = 1000000 };
    struct erase_found found;
    char log[128];

    fixture_open(&f, STORE_SCHEMA);
    fill_tables(f.store, "INSERT OR REPLACE", 2, add_value);
    for (size_t i = 0; i < N_ROWS(wordless); i++)
        CHECK(met[i], "%s: there is no such column of words", wordless[i].column);
    snprintf(log, sizeof(log), "%s-wal", f.path);
    CHECK(count_in(log) + count_in(f.path) > 60, "nothing was planted");
    db_script(f.store, "PRAGMA foreign_keys = ON");
    store_set_role(f.store, STORE_RETENTION);
    scrub_begin(f.store);
    job.store = f.store;
    CHECK(erase_rows(&job, a, &found, &f.err) == ST_OK, "%s", f.err.msg);
    for (size_t i = 0; i < found.n; i++)
        CHECK(found.rows[i].reached || strcmp(found.rows[i].what, "replies posted") == 0,
              "%s %s: %s", found.rows[i].what, found.rows[i].where, found.rows[i].how);
    CHECK(scrub_all(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    store_set_role(f.store, STORE_SCHEMA);
    check_columns(f.store);
    store_set_role(f.store, STORE_RETENTION);
    CHECK(count_in(f.path) == 0, "in the file %d times", count_in(f.path));
    CHECK(count_in(log) == 0, "in the log %d times", count_in(log));
    CHECK(db_exec_int(db_query(f.store, "SELECT COUNT(*) FROM post"), 0) == 1, "the other post");
    CHECK(db_exec_int(db_query(f.store, "SELECT text LIKE 'say [erased] 2 of [erased]' AND stems ="
                                        " '' FROM question WHERE id = 2"),
                      0) == 1,
          "what others said is mended, not dropped");
    CHECK(erase_rows(&job, a, &found, &f.err) == ST_OK && found.n == 0, "a second time");
    arena_free(a);
    fixture_close(&f);
}
TEST_FN(test_every_column)

/* What was deleted long ago, when nobody asked for zeros, stands in free bytes until it is erased.
 */
static void
test_free_bytes(void)
{
    struct fixture f;

    fixture_open(&f, STORE_SCHEMA);
    db_script(f.store,
              "PRAGMA secure_delete = OFF; CREATE TABLE gone (x);"
              "WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 200)"
              " INSERT INTO gone SELECT '" PHRASE " ' || i FROM k; DELETE FROM gone;"
              "DROP TABLE gone");
    store_set_role(f.store, STORE_RETENTION);
    scrub_begin(f.store);
    CHECK(scrub_end(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(count_in(f.path) > 0, "the test deletes with zeros");
    CHECK(scrub_all(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(count_in(f.path) == 0, "in the file %d times", count_in(f.path));
    fixture_close(&f);
}
TEST_FN(test_free_bytes)

/* An address that was erased is known again by whoever finds it, and by nobody else. */
static void
test_address(void)
{
    struct fixture f;
    struct store_url_known known;

    fixture_open(&f, STORE_SCHEMA);
    db_script(
        f.store,
        "INSERT INTO host (id, authority) VALUES (1, 'http://h.example');"
        "INSERT INTO department (id, key, name, language, active) VALUES (1, 'd', 'D', 'en', 1);"
        "INSERT INTO source (id, department_id, key, url, basis, mode, matching, own_site,"
        " delay_ms, max_pages, active) VALUES (1, 1, 's', 'http://h.example/', 'b', 'answer',"
        " 'all', 0, 0, 9, 1)");
    store_set_role(f.store, STORE_CRAWLER);
    store_begin(f.store);
    {
        struct store_url u = { .address = TEXT_LIT("http://h.example/zebedee-quirk/7"),
                               .host_id = 1,
                               .source_id = 1,
                               .state = STORE_URL_DONE,
                               .kind = STORE_URL_PAGE,
                               .first_seen_s = 1 };

        CHECK(store_url_add(f.store, &u) != 0, "added");
    }
    CHECK(store_commit(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    {
        struct arena *a = arena_new();
        struct erase_job job = { .store = f.store,
                                 .url = TEXT_LIT("http://h.example/zebedee-quirk/7"),
                                 .now_s = 9 };
        struct erase_found found;

        store_set_role(f.store, STORE_RETENTION);
        CHECK(erase_rows(&job, a, &found, &f.err) == ST_OK && found.n == 1, "%s", f.err.msg);
        arena_free(a);
    }
    CHECK(store_url_find(f.store, TEXT_LIT("http://h.example/zebedee-quirk/7"), &known) &&
              known.state == STORE_URL_REFUSED,
          "it is known, and not asked for");
    CHECK(!store_url_find(f.store, TEXT_LIT("http://h.example/zebedee-quirk/8"), &known),
          "another");
    CHECK(!store_url_find(f.store, TEXT_LIT("http://h.example/other/7"), &known), "another");
    fixture_close(&f);
}
TEST_FN(test_address)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_every_column), TEST(test_free_bytes),
                                        TEST(test_address) };

    return TEST_RUN(tests);
}
