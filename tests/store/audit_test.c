/* audit_test.c - the log only grows, and whatever byte of it is changed, the row is named. */

#include "fixture.h"

#include <sys/wait.h>

#include "../../store/db.h"
#include "store_audit.h"

static struct store_audit
row(const char *actor, const char *action, const char *before, const char *after)
{
    return (struct store_audit){ .at_s = 1000,
                                 .actor = text_of(actor),
                                 .action = text_of(action),
                                 .object = TEXT_LIT("group 12"),
                                 .before = text_of(before),
                                 .after = text_of(after),
                                 .address = TEXT_LIT("192.0.2.7"),
                                 .result = TEXT_LIT("ok") };
}

static void
add_some(struct fixture *f)
{
    const struct store_audit rows[] = {
        row("ada", "approve", NULL, NULL),
        row("ben", "edit", "old", "new"),
        row("", "sign-in", NULL, "x"),
        row("ada", "account.disable", "on", NULL),
        row("cy", "approve", "n\xC3\xA4her", "\xE2\x82\xAC 5"),
    };

    store_begin(f->store);
    for (size_t i = 0; i < N_ROWS(rows); i++)
        store_audit_add(f->store, &rows[i]);
    CHECK(store_commit(f->store, &f->err) == ST_OK, "%s", f->err.msg);
}

static int64_t
first_broken(struct fixture *f)
{
    struct store_audit_verdict v = { .n_rows = -1 };
    enum status st = store_audit_verify(f->store, TEXT_NONE, &v, &f->err);

    CHECK(st == (v.broken_id == 0 ? ST_OK : ST_PROBLEMS), "%d: %s", (int)st, f->err.msg);
    return v.broken_id;
}

static void
script(struct fixture *f, const char *sql)
{
    store_set_role(f->store, STORE_SCHEMA);
    db_script(f->store, sql);
    CHECK(store_check(f->store, &f->err) == ST_OK, "%s: %s", sql, f->err.msg);
    store_set_role(f->store, STORE_REVIEW);
}

/* Each change of one thing, by somebody who writes to the file, and the row that must be named. */
static void
test_tampering(void)
{
    static const struct {
        const char *from, *sql;
        int64_t broken;
    } rows[] = {
        { "untouched", "SELECT 1", 0 },
        { "actor", "UPDATE audit SET actor = 'eve' WHERE id = 2", 2 },
        { "time", "UPDATE audit SET at_s = at_s + 1 WHERE id = 3", 3 },
        { "action", "UPDATE audit SET action = 'reject' WHERE id = 5", 5 },
        { "object", "UPDATE audit SET object = 'group 13' WHERE id = 1", 1 },
        { "address", "UPDATE audit SET address = '' WHERE id = 4", 4 },
        { "result", "UPDATE audit SET result = 'no' WHERE id = 4", 4 },
        { "NULL is not empty", "UPDATE audit SET before = '' WHERE id = 1", 1 },
        { "a text moves to its neighbour",
          "UPDATE audit SET before = after, after = before WHERE id = 2", 2 },
        { "the border between two moves",
          "UPDATE audit SET action = 'edi', object = 'tgroup 12' WHERE id = 2", 2 },
        { "hash", "UPDATE audit SET hash = x'00' WHERE id = 3", 3 },
        { "no hash", "UPDATE audit SET hash = x'' WHERE id = 3", 3 },
        { "a row is gone", "DELETE FROM audit WHERE id = 2", 2 },
        { "the first is gone", "DELETE FROM audit WHERE id = 1", 1 },
        { "two change places",
          "UPDATE audit SET id = 9 WHERE id = 2; UPDATE audit SET id = 2 WHERE id = 3;"
          " UPDATE audit SET id = 3 WHERE id = 9",
          2 },
        { "a row is put in",
          "INSERT INTO audit SELECT 6, at_s, actor, action, object, before, after,"
          " address, result, hash FROM audit WHERE id = 5",
          6 },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct fixture f;
        int64_t broken;

        fixture_open(&f, STORE_REVIEW);
        add_some(&f);
        script(&f, rows[i].sql);
        broken = first_broken(&f);
        CHECK(broken == rows[i].broken, "%s: row %lld", rows[i].from, (long long)broken);
        fixture_close(&f);
    }
}
TEST_FN(test_tampering)

/* Every byte of every text and hash, one bit each: the row it is in is named. */
static void
test_every_byte(void)
{
    static const char *const columns[] = { "actor", "action",  "object", "before",
                                           "after", "address", "result", "hash" };
    struct fixture f;
    size_t n = 0;

    fixture_open(&f, STORE_REVIEW);
    add_some(&f);
    store_set_role(f.store, STORE_SCHEMA);
    for (int id = 1; id <= 5; id++)
        for (size_t c = 0; c < N_ROWS(columns); c++)
            for (int at = 1;; at++, n++) {
                char sql[512];
                char keep[128], flip[512];
                char *one[] = { keep, flip };
                struct store_audit_verdict v;
                struct text hex;
                struct db_query *q;

                /* statements are kept by address: the texts go through db_script */
                snprintf(sql, sizeof(sql),
                         "CREATE TEMP TABLE IF NOT EXISTS cell (v); DELETE FROM cell;"
                         "INSERT INTO cell SELECT hex(substr(cast(%s AS BLOB), %d, 1)) FROM audit"
                         " WHERE id = %d",
                         columns[c], at, id);
                db_script(f.store, sql);
                q = db_query(f.store, "SELECT v FROM cell");
                hex = db_row(q) ? db_text(q, 0) : TEXT_NONE;
                snprintf(keep, sizeof(keep), "%.*s", TEXT_ARG(hex));
                db_done(q);
                if (keep[0] == '\0')
                    break;
                snprintf(flip, sizeof(flip), "%02X", (unsigned)(strtoul(keep, NULL, 16) ^ 1u));
                for (size_t k = 2; k-- > 0;) { /* the flipped byte, then the one that was */
                    snprintf(sql, sizeof(sql),
                             "UPDATE audit SET %s = cast(cast(substr(cast(%s AS BLOB), 1, %d - 1)"
                             " || x'%s' || substr(cast(%s AS BLOB), %d + 1) AS BLOB) AS %s)"
                             " WHERE id = %d",
                             columns[c], columns[c], at, one[k], columns[c], at,
                             c + 1 == N_ROWS(columns) ? "BLOB" : "TEXT", id);
                    db_script(f.store, sql);
                    (void)store_audit_verify(f.store, TEXT_NONE, &v, NULL); /* v tells */
                    CHECK(v.broken_id == (k == 1 ? id : 0), "%s of %d, byte %d: row %lld",
                          columns[c], id, at, (long long)v.broken_id);
                }
            }
    CHECK(n > 250, "%zu bytes", n);
    store_set_role(f.store, STORE_REVIEW);
    fixture_close(&f);
}
TEST_FN(test_every_byte)

static void
test_keep(void)
{
    struct fixture f;
    struct store_audit_verdict before, v;

    fixture_open(&f, STORE_REVIEW);
    CHECK(store_audit_verify(f.store, TEXT_NONE, &v, &f.err) == ST_OK && v.n_rows == 0 &&
              v.head[0] == '\0',
          "an empty log is whole");
    add_some(&f);
    CHECK(store_audit_verify(f.store, TEXT_NONE, &before, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(before.n_rows == 5 && strlen(before.head) == 64, "%s", before.head);
    add_some(&f);
    CHECK(store_audit_verify(f.store, text_of(before.head), &v, &f.err) == ST_OK && v.n_rows == 10,
          "a hash of the middle: %s", f.err.msg);
    script(&f, "DELETE FROM audit WHERE id > 4");
    CHECK(first_broken(&f) == 0, "the chain alone does not show what was cut off");
    CHECK(store_audit_verify(f.store, text_of(before.head), &v, &f.err) == ST_PROBLEMS,
          "the hash kept elsewhere does");
    CHECK(strstr(f.err.msg, before.head) != NULL, "%s", f.err.msg);
    fixture_close(&f);
}
TEST_FN(test_keep)

static bool
collect(void *self, const struct store_audit *r)
{
    char *out = self;
    size_t n = strlen(out);

    snprintf(out + n, 64 - n, "%lld%.*s ", (long long)r->id, TEXT_ARG(r->actor));
    return true;
}

static void
test_filters(void)
{
    static const struct {
        const char *from;
        struct store_audit_filter filter;
        const char *ids;
    } rows[] = {
        { "all, the newest first", { .limit = 0 }, "5cy 4ada 3 2ben 1ada " },
        { "actor", { .actor = { "ada", 3 } }, "4ada 1ada " },
        { "action", { .action = { "approve", 7 } }, "5cy 1ada " },
        { "head of an action", { .action = { "account.", 8 } }, "4ada " },
        { "object", { .object = { "group 1", 7 } }, "" },
        { "page", { .before_id = 4, .limit = 2 }, "3 2ben " },
        { "time", { .since_s = 1000, .until_s = 1001, .limit = 1 }, "5cy " },
        { "later", { .since_s = 1001 }, "" },
        { "before", { .until_s = 1000 }, "" },
    };
    struct fixture f;

    fixture_open(&f, STORE_REVIEW);
    add_some(&f);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        char seen[64] = "";

        store_audit_each(f.store, &rows[i].filter, collect, seen);
        CHECK(strcmp(seen, rows[i].ids) == 0, "%s: %s", rows[i].from, seen);
    }
    fixture_close(&f);
}
TEST_FN(test_filters)

/* A text over the cap is cut at a character, and the chain holds. */
static void
test_long(void)
{
    struct fixture f;
    struct store_audit r = row("ada", "edit", NULL, NULL);
    char big[STORE_AUDIT_MAX_BYTES + 100];

    memset(big, 'x', sizeof(big));
    memcpy(big + STORE_AUDIT_MAX_BYTES - 1, "\xC3\xA4", 2);
    r.after = (struct text){ big, sizeof(big) };
    fixture_open(&f, STORE_REVIEW);
    CHECK(store_audit_note(f.store, &r, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(first_broken(&f) == 0, "it holds");
    CHECK(db_exec_int(db_query(f.store, "SELECT LENGTH(after) FROM audit"), 0) ==
              STORE_AUDIT_MAX_BYTES - 1,
          "cut before the character that does not fit");
    store_set_role(f.store, STORE_CRAWLER);
    CHECK(store_audit_note(f.store, &r, &f.err) == ST_DENIED, "a stage writes no log");
    fixture_close(&f);
}
TEST_FN(test_long)

/* Processes that write at the same time: all rows are there, in one chain. */
static void
test_concurrent(void)
{
    enum { WRITERS = 4, EACH = 25 };
    struct fixture f;
    struct store_audit_verdict v = { 0 };

    fixture_open(&f, STORE_REVIEW);
    store_close(f.store);
    for (int w = 0; w < WRITERS; w++)
        if (fork() == 0) {
            struct store_audit r = row("ada", "approve", NULL, NULL);
            struct store *s = NULL;
            bool ok = store_open(f.path, STORE_REVIEW, &s, NULL) == ST_OK;

            for (int i = 0; ok && i < EACH; i++)
                ok = store_audit_note(s, &r, NULL) == ST_OK;
            store_close(s);
            _exit(ok ? 0 : 1);
        }
    for (int w = 0; w < WRITERS; w++) {
        int code = -1;

        CHECK(wait(&code) > 0 && code == 0, "a writer failed: %d", code);
    }
    assert_int_equal(store_open(f.path, STORE_REVIEW, &f.store, &f.err), ST_OK);
    CHECK(store_audit_verify(f.store, TEXT_NONE, &v, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(v.n_rows == WRITERS * EACH, "%lld rows", (long long)v.n_rows);
    fixture_close(&f);
}
TEST_FN(test_concurrent)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_tampering), TEST(test_every_byte),
                                        TEST(test_keep),      TEST(test_filters),
                                        TEST(test_long),      TEST(test_concurrent) };

    return TEST_RUN(tests);
}
