/* import_departments_test.c - rows that are refused, each with its line and column. */
#include "../../include/import.h"

#include <sys/stat.h>
#include <unistd.h>

#include "../../include/file.h"
#include "../test.h"

static const struct {
    const char *from, *csv, *error; /* error "" : it is taken */
} cases[] = {
    { "the smallest", "key,name\nphysics,Physics\n", "" },
    { "no key column", "name\nPhysics\n", ":1: no column \"key\"" },
    { "empty", "", ":1: no column \"key\"" },
    { "a key that leaves the folder", "key,name\n../x,X\n", ":2: key: wanted lower-case" },
    { "no name", "key,name\nphysics,\n", ":2: name: it is empty" },
    { "twice", "key,name\na,A\na,B\n", ":3: key: it stands twice" },
    { "a second line", "key,name\na,\"A\n[source x]\"\n", ":2: name: wanted one line" },
    { "what would be a comment", "key,name\na,A ;B\n", ":2: name: wanted one line" },
    { "no address", "key,name,site\na,A,www.example.edu\n", ":2: site: wanted an address" },
    { "the quote is open", "key,name\na,\"A\n", "line 2: a quote is not closed" },
};

static void
test_rows(void)
{
    char dir[64], path[80], seeds[80];

    snprintf(dir, sizeof(dir), "/tmp/earshot-depts-%ld", (long)getpid());
    snprintf(seeds, sizeof(seeds), "%s/seeds", dir);
    snprintf(path, sizeof(path), "%s/in.csv", dir);
    assert_int_equal(file_mkdir(seeds, NULL), ST_OK);
    for (size_t i = 0; i < N_ROWS(cases); i++) {
        struct cmd_common common = { .dir = dir, .dry_run = true };
        struct cmd_env env = { .common = &common, .arena = arena_new() };
        struct err err = { "" };
        enum status st;

        assert_int_equal(file_write(path, text_of(cases[i].csv), 0600, &err), ST_OK);
        st = import_departments(&env, path, false, &err);
        CHECK((st == ST_OK) == (cases[i].error[0] == '\0'), "%s: %d", cases[i].from, (int)st);
        CHECK(strstr(err.msg, cases[i].error) != NULL, "%s: %s", cases[i].from, err.msg);
        arena_free(env.arena);
    }
    unlink(path);
    rmdir(seeds);
    rmdir(dir);
}
TEST_FN(test_rows)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows) };

    return TEST_RUN(tests);
}
