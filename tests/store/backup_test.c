/* A backup holds what it says, any damage shows, and nothing outside a workspace is written. */
#include "fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../store/backup.h"
#include "../../store/backup_sum.h"
#include "../../store/db.h"
#include "../../store/store_private.h"
#include "arena.h"
#include "file.h"
#include "store_audit.h"

#define PATH       160
#define HEAD_BYTES 100 /* of an SQLite file */

/* A workspace with a file of each kind, its backup, and a folder to restore into. */
struct world {
    struct fixture f;
    char backup[PATH], to[PATH];
    struct backup_facts facts;
};

static void
in_dir(const struct fixture *f, const char *name, char out[PATH])
{
    snprintf(out, PATH, "%s/%s", f->dir, name);
}

static void
put(const struct fixture *f, const char *name, const char *body, unsigned mode)
{
    char path[PATH];
    struct err err = { "" };

    in_dir(f, name, path);
    CHECK(file_write(path, text_of(body), mode, &err) == ST_OK, "%s", err.msg);
}

static void
world_open(struct world *w)
{
    struct store_audit row = { .at_s = 5,
                               .actor = TEXT_LIT("ann"),
                               .action = TEXT_LIT("look"),
                               .object = TEXT_LIT("x"),
                               .result = TEXT_LIT("ok") };
    struct backup_job job;
    char path[PATH];

    fixture_open(&w->f, STORE_REVIEW);
    CHECK(store_audit_note(w->f.store, &row, &w->f.err) == ST_OK, "%s", w->f.err.msg);
    store_set_role(w->f.store, STORE_CRAWLER);
    store_begin(w->f.store);
    db_script(w->f.store, "INSERT INTO weblog_key (id, key) VALUES (1, 'a key of seams');"
                          "INSERT INTO weblog_seam (key_id, visitor, url_id, at_s, until_s) VALUES"
                          " (1, 1, 1, 1, 1)");
    CHECK(store_commit(w->f.store, &w->f.err) == ST_OK, "%s", w->f.err.msg);
    store_set_role(w->f.store, STORE_REVIEW);
    in_dir(&w->f, "seeds/voices", path);
    CHECK(file_mkdir(path, &w->f.err) == ST_OK, "%s", w->f.err.msg);
    put(&w->f, "earshot.ini", "[crawler]\n", 0644);
    put(&w->f, "seeds/a.ini", "[department]\n", 0640);
    put(&w->f, "seeds/voices/dry.ini", "", 0600);
    in_dir(&w->f, "the%20?.backup", w->backup); /* a path that is no plain URI */
    in_dir(&w->f, "to", w->to);
    job = (struct backup_job){
        .store = w->f.store, .dir = w->f.dir, .path = w->backup, .now_s = 1000
    };
    CHECK(backup_write(&job, &w->facts, &w->f.err) == ST_OK, "%s", w->f.err.msg);
    CHECK(backup_write(&job, &w->facts, &w->f.err) == ST_CONFLICT, "%s", w->f.err.msg);
}

static void
world_close(struct world *w)
{
    CHECK(store_check(w->f.store, &w->f.err) == ST_OK, "%s", w->f.err.msg);
    store_close(w->f.store);
    fixture_remove(w->f.dir);
}

static void
test_facts(void)
{
    struct world w;
    struct backup_facts facts;
    struct stat sb;

    world_open(&w);
    CHECK(backup_check(w.backup, &facts, &w.f.err) == ST_OK, "%s", w.f.err.msg);
    CHECK(facts.made_s == 1000 && facts.version == 2 && facts.n_files == 3 && facts.n_audit == 1 &&
              facts.n_rows >= 1,
          "facts");
    CHECK(strcmp(facts.program, EARSHOT_VERSION) == 0, "%s", facts.program);
    CHECK(stat(w.backup, &sb) == 0 && sb.st_size == facts.file_bytes && (sb.st_mode & 077) == 0,
          "file");
    world_close(&w);
}
TEST_FN(test_facts)

/* Not past the first byte of the trailer. */
static size_t
step(size_t n, size_t at)
{
    size_t left = n - BACKUP_TRAILER_BYTES - at;

    return n / 97 < left ? n / 97 : left;
}

/* One bit anywhere: the file is told from a whole one. */
static void
test_damage(void)
{
    struct world w;
    struct backup_facts facts;
    struct buf b;
    char path[PATH];
    int n = 0;

    world_open(&w);
    in_dir(&w.f, "damaged", path);
    buf_init(&b, BUF_PAGE);
    CHECK(file_read(w.backup, &b, &w.f.err) == ST_OK, "%s", w.f.err.msg);
    /* positions all over it, and every byte of its head and its trailer */
    for (size_t at = 0; at < b.n;
         at += at < HEAD_BYTES || at + BACKUP_TRAILER_BYTES >= b.n ? 1 : step(b.n, at), n++) {
        enum status st;

        b.p[at] ^= 4;
        CHECK(file_write(path, buf_text(&b), 0600, &w.f.err) == ST_OK, "%s", w.f.err.msg);
        st = backup_check(path, &facts, &w.f.err);
        CHECK(st == ST_PROBLEMS || st == ST_INVALID, "byte %zu", at);
        b.p[at] ^= 4;
    }
    for (size_t cut = 1; cut < b.n; cut *= 3) {
        CHECK(file_write(path, text_sub(buf_text(&b), 0, b.n - cut), 0600, &w.f.err) == ST_OK, "%s",
              w.f.err.msg);
        CHECK(backup_check(path, &facts, &w.f.err) != ST_OK, "%zu bytes are missing", cut);
    }
    CHECK(n > 290, "%d bytes", n);
    buf_release(&b);
    world_close(&w);
}
TEST_FN(test_damage)

static void
test_restore(void)
{
    struct world w;
    struct store *s = NULL;
    struct stat sb;
    struct buf b;
    char path[2 * PATH], kept[2 * PATH];

    world_open(&w);
    CHECK(backup_restore(w.backup, w.to, NULL, &w.f.err) == ST_OK, "%s", w.f.err.msg);
    snprintf(path, sizeof(path), "%s/seeds/a.ini", w.to);
    CHECK(stat(path, &sb) == 0 && (sb.st_mode & 0777) == 0640, "mode");
    snprintf(path, sizeof(path), "%s/earshot.db", w.to);
    CHECK(store_open(path, STORE_READER, &s, &w.f.err) == ST_OK, "%s", w.f.err.msg);
    CHECK(db_exec_int(db_query(s, "SELECT COUNT(*) FROM audit"), 0) == 1, "rows");
    CHECK(db_exec_int(db_query(s, "SELECT COUNT(*) FROM sqlite_master WHERE name LIKE 'back%'"),
                      1) == 0,
          "the backup's own tables");
    CHECK(db_exec_int(db_query(s, "SELECT (SELECT COUNT(*) FROM weblog_seam)"
                                  " + (SELECT COUNT(*) FROM weblog_key)"),
                      1) == 0,
          "visitors are in no backup");
    store_close(s);
    buf_init(&b, BUF_PAGE);
    CHECK(file_read(w.backup, &b, &w.f.err) == ST_OK, "%s", w.f.err.msg);
    CHECK(text_find(buf_text(&b), TEXT_LIT("a key of seams")) == TEXT_NPOS,
          "nor in its free bytes");
    buf_release(&b);
    CHECK(backup_restore(w.backup, w.to, NULL, &w.f.err) == ST_CONFLICT, "%s", w.f.err.msg);
    snprintf(kept, sizeof(kept), "%s/kept", w.to);
    CHECK(backup_restore(w.backup, w.to, kept, &w.f.err) == ST_OK, "%s", w.f.err.msg);
    snprintf(path, sizeof(path), "%s/kept/seeds/voices/dry.ini", w.to);
    CHECK(file_exists(path), "what was there is kept");
    world_close(&w);
}
TEST_FN(test_restore)

/* Say sql to the store of the backup, and seal it again. */
static void
forge(struct world *w, const char *sql)
{
    char trailer[BACKUP_TRAILER_BYTES + 1];
    struct store *s = NULL;
    struct stat sb;
    struct buf b;
    int fd;

    buf_init(&b, BUF_PAGE);
    CHECK(file_read(w->backup, &b, &w->f.err) == ST_OK, "%s", w->f.err.msg);
    CHECK(file_write(w->backup, text_sub(buf_text(&b), 0, b.n - BACKUP_TRAILER_BYTES), 0600,
                     &w->f.err) == ST_OK,
          "%s", w->f.err.msg);
    buf_release(&b);
    CHECK(store_connect(w->backup, SQLITE_OPEN_READWRITE, &s, &w->f.err) == ST_OK, "%s",
          w->f.err.msg);
    db_script(s, sql);
    CHECK(store_check(s, &w->f.err) == ST_OK, "%s", w->f.err.msg);
    store_close(s);
    fd = open(w->backup, O_RDWR | O_APPEND | O_CLOEXEC);
    CHECK(fd >= 0 && fstat(fd, &sb) == 0, "open");
    CHECK(backup_sum_trailer(fd, (int64_t)sb.st_size, trailer, &w->f.err) == ST_OK, "%s",
          w->f.err.msg);
    CHECK(write(fd, trailer, BACKUP_TRAILER_BYTES) == BACKUP_TRAILER_BYTES, "write");
    close(fd);
}

/* Who makes a backup of their own chooses modes: none that gives rights away. */
static void
test_forged_modes(void)
{
    struct world w;
    struct stat sb;
    char path[2 * PATH];

    world_open(&w);
    forge(&w, "UPDATE backup_file SET mode = 3583 WHERE path = 'seeds/a.ini'"); /* 06777 */
    CHECK(backup_restore(w.backup, w.to, NULL, &w.f.err) == ST_OK, "%s", w.f.err.msg);
    snprintf(path, sizeof(path), "%s/seeds/a.ini", w.to);
    CHECK(stat(path, &sb) == 0 && (sb.st_mode & 07000) == 0, "%o", (unsigned)sb.st_mode);
    world_close(&w);
}
TEST_FN(test_forged_modes)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_facts), TEST(test_damage), TEST(test_restore),
                                        TEST(test_forged_modes) };

    umask(022); /* modes are looked at */
    return TEST_RUN(tests);
}
