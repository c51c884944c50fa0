/* weblog_files_test.c - logs in the order of their lines, whatever they are called. */

#include "../test.h"

#include <sys/stat.h>
#include <unistd.h>

#include "../../drafter/weblog_files.h"
#include "file.h"

#define PATHS 4

static char dir[64];

static const char *
in_dir(struct arena *a, const char *name)
{
    return strcmp(name, "-") == 0 ? name : arena_printf(a, "%s/%s", dir, name);
}

static void
write_log(struct arena *a, const char *name, const char *body)
{
    struct err err = { "" };

    CHECK(file_write(in_dir(a, name), text_of(body), 0600, &err) == ST_OK, "%s", err.msg);
}

#define LINE(day) "1.1.1.1 - - [" day "/Nov/2026:08:00:00 +0000] \"GET / HTTP/1.1\" 200 5\n"

static void
test_order(void)
{
    static const struct {
        const char *given[PATHS], *want[PATHS], *from;
    } rows[] = {
        { { "log", "log.1", "log.10", "log.2" },
          { "log.10", "log.2", "log.1", "log" },
          "as a shell names a rotated series" },
        { { "log.2", "log.1", "log" }, { "log.2", "log.1", "log" }, "in order" },
        { { "log", "missing", "numbers", "log.1" },
          { "missing", "numbers", "log.1", "log" },
          "what is no log comes first, as it was given" },
        { { "log", "again", "log.1" }, { "log.1", "log", "again" }, "the same time" },
        { { "log", "pipe", "log.1" }, { "log", "pipe", "log.1" }, "a pipe" },
        { { "log", "-", "log.1" }, { "log", "-", "log.1" }, "standard input" },
        { { "log" }, { "log" }, "one" },
    };
    struct arena *a = arena_new();

    snprintf(dir, sizeof(dir), "/tmp/weblog_files.XXXXXX");
    assert_non_null(mkdtemp(dir));
    write_log(a, "log", LINE("20"));
    write_log(a, "again", "\nnot a line\n" LINE("20") LINE("10"));
    write_log(a, "log.1", LINE("19") LINE("21"));
    write_log(a, "log.2", LINE("18"));
    write_log(a, "log.10", LINE("10"));
    write_log(a, "numbers", "1\n2\n");
    assert_int_equal(mkfifo(in_dir(a, "pipe"), 0600), 0);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        const char *given[PATHS];
        const char *const *got;
        size_t n = 0;

        for (; n < PATHS && rows[i].given[n] != NULL; n++)
            given[n] = in_dir(a, rows[i].given[n]);
        got = weblog_files_order(given, n, a);
        for (size_t k = 0; k < n; k++)
            CHECK(strcmp(got[k], in_dir(a, rows[i].want[k])) == 0, "%s: %s", rows[i].from, got[k]);
    }
    for (size_t i = 0; i < PATHS; i++)
        unlink(in_dir(a, rows[0].given[i]));
    unlink(in_dir(a, "again"));
    unlink(in_dir(a, "numbers"));
    unlink(in_dir(a, "pipe"));
    rmdir(dir);
    arena_free(a);
}
TEST_FN(test_order)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_order) };

    return TEST_RUN(tests);
}
