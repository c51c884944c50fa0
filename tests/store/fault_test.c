/*
 * The disk fails at every call in turn, under whatever writes: a decision, an import, erasure,
 * retention, a list that is frozen, a backup, a migration, a restore, a checkpoint.  Afterwards
 * the store is in the old state or in the new one, compared by all that is in it, it is whole,
 * and the program has said one line.  EARSHOT_FAULTS=all (make soak-faults): every call; else the
 * first EVERY of each kind and then steps of a tenth, within some seconds.
 */
#include "../test.h"

#include <stdlib.h>
#include <time.h>
#include <xxhash.h>

#include "../../store/tables.h"
#include "fault_ops.h"
#include "fault_vfs.h"

#define MAX_N   20000
#define EVERY   24  /* calls of each kind that fail in turn, before the steps begin */
#define SPAN_MS 140 /* of the processor: of one kind of fault under one operation */

static bool all_of_them; /* however long it takes */

/* ---- what is there afterwards ---- */

static void
hash_rows(struct store *s, XXH3_state_t *h, const char *sql, const char *what)
{
    sqlite3_stmt *stmt = NULL;

    CHECK(sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL) == SQLITE_OK, "%s: %s: %s", what, sql,
          sqlite3_errmsg(s->db));
    while (sqlite3_step(stmt) == SQLITE_ROW)
        for (int c = 0; c < sqlite3_column_count(stmt); c++) {
            char type = (char)sqlite3_column_type(stmt, c);
            const void *p = sqlite3_column_blob(stmt, c);
            int n = sqlite3_column_bytes(stmt, c);

            XXH3_64bits_update(h, &type, 1);
            XXH3_64bits_update(h, &n, sizeof(n));
            XXH3_64bits_update(h, p != NULL ? p : "", (size_t)n);
        }
    sqlite3_finalize(stmt);
}

/* All that is in a store, whatever its pages are. */
static uint64_t
dump(const char *path, const char *what)
{
    XXH3_state_t *h = XXH3_createState();
    struct arena *a = arena_new();
    struct err err = { "" };
    struct store *s = NULL;
    struct tables_row *v;
    uint64_t ret;
    size_t n;

    XXH3_64bits_reset(h);
    CHECK(store_connect(path, SQLITE_OPEN_READWRITE, &s, &err) == ST_OK, "%s: %s", what, err.msg);
    hash_rows(s, h, "PRAGMA user_version", what);
    hash_rows(s, h, "SELECT type, name, sql FROM sqlite_master ORDER BY type, name", what);
    n = tables_count(s, a, &v);
    for (size_t i = 0; i < n; i++)
        hash_rows(s, h, arena_printf(a, "SELECT * FROM \"%s\" ORDER BY rowid", v[i].name), what);
    CHECK(db_exec_int(db_query(s, "SELECT COUNT(*) = 1 FROM pragma_integrity_check"
                                  " WHERE integrity_check = 'ok'"),
                      0) == 1,
          "%s: integrity", what);
    CHECK(db_exec_int(db_query(s, "SELECT COUNT(*) FROM pragma_foreign_key_check"), 1) == 0,
          "%s: keys", what);
    CHECK(store_check(s, &err) == ST_OK, "%s: %s", what, err.msg);
    store_close(s);
    ret = XXH3_64bits_digest(h);
    XXH3_freeState(h);
    arena_free(a);
    return ret;
}

/* A row of a frozen list leads to its bytes; without the row nobody speaks of the file. */
static void
look_at_list(struct world *w, const char *what)
{
    struct store_frozen f;
    struct store *s = NULL;
    FILE *in = NULL;

    CHECK(store_open(w->path, STORE_READER, &s, &w->err) == ST_OK, "%s: %s", what, w->err.msg);
    if (store_frozen_find(s, TEXT_LIT("a.csv"), &f)) {
        CHECK(frozen_file_open(w->dir, "a.csv", &f, &in, &w->err) == ST_OK, "%s: %s", what,
              w->err.msg);
        if (in != NULL)
            fclose(in);
    }
    store_close(s);
}

/* Without faults: whole, and which of the two states: 0, 1, or -1 for a third. */
static int
look(const struct operation *op, struct world *w, const char *what)
{
    struct backup_facts facts;
    char path[128];
    uint64_t is;

    if (op->restore) {
        snprintf(path, sizeof(path), "%s/earshot.db", w->to);
        return !file_exists(path) ? 0 : dump(path, what) == w->is ? 1 : -1;
    }
    is = dump(w->path, what);
    if (op->run == run_freeze)
        look_at_list(w, what);
    if (op->backup) {
        CHECK(is == w->was, "%s: the store", what);
        if (!file_exists(w->backup))
            return 0;
        CHECK(backup_check(w->backup, &facts, &w->err) == ST_OK, "%s: %s", what, w->err.msg);
        return 1; /* a name means a whole file */
    }
    return is == w->is ? 1 : is == w->was ? 0 : -1;
}

static void
lay_out(const struct operation *op, struct world *w)
{
    char path[128];

    remove_beside(w->path);
    unlink(w->backup);
    snprintf(path, sizeof(path), "%s/exports/a.csv", w->dir);
    unlink(path);
    if (op->restore) {
        if (file_exists(w->to))
            fixture_remove(w->to);
    } else
        copy_file(w->kept, w->path);
}

/* What both states are is seen in a run that nothing disturbs. */
static void
learn(const struct operation *op, struct world *w)
{
    struct err err = { "" };

    w->was = w->is = dump(w->path, op->name);
    if (op->restore) {
        CHECK(run_backup(w, &err) == ST_OK, "%s", err.msg);
        CHECK(rename(w->backup, w->kept) == 0, "the backup");
    }
    lay_out(op, w);
    CHECK(op->run(w, &err) == ST_OK, "%s: %s", op->name, err.msg);
    if (!op->restore)
        w->is = dump(w->path, op->name);
    CHECK(look(op, w, op->name) == 1, "%s: %s", op->name, err.msg);
    CHECK(op->backup || op->restore || op->run == run_checkpoint || w->was != w->is,
          "%s did nothing", op->name);
}

/* What the operation said, beside what it did. */
static void
judge(const struct operation *op, enum fault_kind kind, enum status st, const struct err *err,
      bool fired, const char *what)
{
    if (st == ST_OK)
        return;
    CHECK(fired, "%s: %s", what, err->msg);
    CHECK(st == ST_IO || st == ST_CONFIG || st == ST_PROBLEMS || st == ST_INVALID,
          "%s: exit code %d: %s", what, status_exit(st), err->msg);
    CHECK(err->msg[0] != '\0' && strchr(err->msg, '\n') == NULL, "%s: \"%s\"", what, err->msg);
    CHECK(kind != FAULT_FULL || op->restore || strstr(err->msg, "the disk is full") != NULL,
          "%s: %s", what, err->msg);
}

/* One run with a fault at the nth call; false: it was not reached. */
static bool
one(const struct operation *op, struct world *w, enum fault_kind kind, int n)
{
    struct err err = { "" };
    char what[64], shm[128];
    bool fired;
    int state;
    enum status st;

    snprintf(what, sizeof(what), "%s, %s %d", op->name, fault_names[kind], n);
    lay_out(op, w);
    fault.follow = w->path;
    fault_arm(kind, n);
    st = op->run(w, &err);
    fired = fault_disarm();
    if (kind == FAULT_POWER) {
        fault_power(fired ? (unsigned)(n / 2 * (n % 2)) : 1); /* all of it, or some */
        snprintf(shm, sizeof(shm), "%s-shm", w->path);
        unlink(shm); /* memory, not disk */
    }
    state = look(op, w, what);
    CHECK(state >= 0, "%s: a third state: %s", what, err.msg);
    CHECK(st != ST_OK || state == 1 || (kind == FAULT_POWER && !op->full),
          "%s: success was said, but nothing was done", what);
    judge(op, kind, st, &err, fired, what);
    return fired;
}

static int
all_of_kind(const struct operation *op, struct world *w, enum fault_kind kind)
{
    clock_t began = clock();
    int n = 1, last = 0, runs = 0;
    bool met = true;

    while (met && n < MAX_N &&
           (all_of_them || (clock() - began) * 1000 / CLOCKS_PER_SEC < SPAN_MS)) {
        met = one(op, w, kind, n);
        runs += met;
        last = met ? n : last;
        n += all_of_them || n < EVERY ? 1 : n / 10;
    }
    fprintf(stderr, "%s, %s: %d faults, of the first %d calls%s\n", op->name, fault_names[kind],
            runs, last, met ? ", and there are more" : "");
    return runs;
}

static void
test_faults(void)
{
    int runs = 0;

    for (size_t i = 0; i < N_ROWS(operations); i++) {
        struct world w;

        make(&w, operations[i].old);
        learn(&operations[i], &w);
        for (int kind = FAULT_WRITE; kind < FAULT_KINDS; kind++) {
            int n;

            if (kind == FAULT_POWER && operations[i].restore)
                continue; /* its store has another name until it is whole */
            n = all_of_kind(&operations[i], &w, (enum fault_kind)kind);
            CHECK(n > 0 || kind == FAULT_SYNC, "%s: no %s was met", operations[i].name,
                  fault_names[kind]);
            runs += n;
        }
        drop(&w);
    }
    fprintf(stderr, "%d faults\n", runs);
}
TEST_FN(test_faults)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_faults) };
    const char *wanted = getenv("EARSHOT_FAULTS");

    all_of_them = wanted != NULL && strcmp(wanted, "all") == 0;
    fault_install();
    return TEST_RUN(tests);
}
