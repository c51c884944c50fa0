/* outfile_test.c - when the file of --output gives way, and what takes its place. */
#include "outfile.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../test.h"
#include "file.h"

static const struct {
    const char *from;
    enum status st;
    const char *writes, *wanted;
} rows[] = {
    { "done", ST_OK, "new", "new" },
    { "done, and there is nothing", ST_OK, "", "" },
    { "check found problems, and lists them", ST_PROBLEMS, "new", "new" },
    { "done in part", ST_PARTIAL, "new", "new" },
    { "stopped, and said how far it came", ST_INTERRUPTED, "new", "new" },
    { "no such department", ST_NOTFOUND, "", "old" },
    { "the store failed in the middle", ST_DB, "new", "old" },
    { "the disk is full", ST_IO, "new", "old" },
    { "more rows than a sheet holds", ST_LIMIT, "new", "old" },
};

static void
test_ends(void)
{
    char dir[] = "/tmp/earshot-outfile.XXXXXX", path[64], part[80];

    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof(path), "%s/list.csv", dir);
    snprintf(part, sizeof(part), "%s.part", path);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct outfile o;
        struct err err = { "" };
        struct stat sb;
        struct buf b;

        assert_int_equal(file_write(path, TEXT_LIT("old"), 0640, &err), ST_OK);
        assert_int_equal(outfile_open(&o, path, &err), ST_OK);
        fputs(rows[i].writes, o.f);
        CHECK(outfile_close(&o, rows[i].st, &err) == rows[i].st, "%s: %s", rows[i].from, err.msg);
        buf_init(&b, BUF_SMALL);
        assert_int_equal(file_read(path, &b, &err), ST_OK);
        CHECK(strcmp(buf_str(&b), rows[i].wanted) == 0, "%s: %s", rows[i].from, buf_str(&b));
        CHECK(stat(path, &sb) == 0 && (sb.st_mode & 0777) == 0640, "%s: mode", rows[i].from);
        CHECK(!file_exists(part), "%s: a part is left", rows[i].from);
        buf_release(&b);
    }
    unlink(path);
    rmdir(dir);
}
TEST_FN(test_ends)

/* A link stays one; what has two names keeps both; a folder that is not there is told. */
static void
test_in_place(void)
{
    char dir[] = "/tmp/earshot-outfile.XXXXXX", path[64], other[64], none[80];
    int (*const links[])(const char *, const char *) = { symlink, link };
    struct err err = { "" };
    struct outfile o;

    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof(path), "%s/a", dir);
    snprintf(other, sizeof(other), "%s/b", dir);
    snprintf(none, sizeof(none), "%s/none/c", dir);
    for (size_t i = 0; i < N_ROWS(links); i++) {
        struct stat a, b;

        assert_int_equal(file_write(path, TEXT_LIT("old"), 0600, &err), ST_OK);
        assert_int_equal(links[i](path, other), 0);
        assert_int_equal(outfile_open(&o, other, &err), ST_OK);
        fputs("new!", o.f);
        assert_int_equal(outfile_close(&o, ST_OK, &err), ST_OK);
        CHECK(stat(path, &a) == 0 && stat(other, &b) == 0 && a.st_ino == b.st_ino && a.st_size == 4,
              "link %zu", i);
        unlink(path);
        unlink(other);
    }
    CHECK(outfile_open(&o, none, &err) == ST_IO && strstr(err.msg, "No such file") != NULL, "%s",
          err.msg);
    rmdir(dir);
}
TEST_FN(test_in_place)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_ends), TEST(test_in_place) };

    umask(022); /* modes are looked at */
    return TEST_RUN(tests);
}
