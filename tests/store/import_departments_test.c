/* import_departments_test.c - rows that are refused, each with its line and column. */
#include "../../include/import.h"

#include <sys/stat.h>
#include <unistd.h>

#include "../../include/file.h"
#include "../test.h"

static const struct {
    const char *from, *csv, *error; /* error "" : it is taken */
} cases[] = {
    { "the smallest", "key,name,site\nphysics,Physics,https://p.example/\n", "" },
    { "who listens needs no site", "key,name,mode\nphysics,Physics,listen\n", "" },
    { "German Excel", "\xEF\xBB\xBFKey;Name;Site\r\nphysics; Physics ;https://p.example/\r\n;;\r\n",
      "" },
    { "no key column", "name\nPhysics\n", ":1: no column \"key\"" },
    { "empty", "", "it is empty" },
    { "Latin-1", "key,name\nphysik,Ph\xFCsik\n", ":2: not UTF-8" },
    { "a key that leaves the folder", "key,name,mode\n../x,X,listen\n",
      ":2: key: wanted lower-case" },
    { "a key in capitals", "key,name,mode\nPhysics,X,listen\n", ":2: key: wanted lower-case" },
    { "no name", "key,name,mode\nphysics,,listen\n", ":2: name: it is empty" },
    { "no site", "key,name\nphysics,Physics\n", ":2: site: it is empty" },
    { "twice", "key,name,mode\na,A,listen\na,B,listen\n", ":3: key: it stands twice" },
    { "a second line", "key,name,mode\na,\"A\n[source x]\",listen\n", ":2: name: wanted one line" },
    { "what would be a comment", "key,name,mode\na,A ;B,listen\n", ":2: name: wanted one line" },
    { "all of it a comment", "key,name,mode\na,;B,listen\n", ":2: name: wanted one line" },
    { "no address", "key,name,site\na,A,www.example.edu\n", ":2: site = www.example.edu: wanted" },
    { "a time that is none", "key,name,mode,schedule\na,A,listen,sometimes\n", ":2: schedule" },
    { "a language's name", "key,name,mode,language\na,A,listen,English\n",
      ":2: language = English" },
    { "a mode that is none", "key,name,mode,site\na,A,talk,https://a.example/\n", ":2: mode" },
    { "an unknown operator", "key,name,mode,keyword\na,A,listen,titel:x\n", ":2: keyword" },
    { "no such voice", "key,name,mode,voice\na,A,listen,loud\n", ":2: voice: no such voice card" },
    { "no keyword for a source", "key,name,mode,source,basis\na,A,listen,https://f.example/,x\n",
      ":2: keyword: it is empty" },
    { "all of a source", "key,name,mode,source,basis,match\na,A,listen,https://f.example/,x,all\n",
      "" },
    { "a source without a basis", "key,name,mode,keyword,source\na,A,listen,x,https://f.example/\n",
      ":2: basis: say why" },
    { "a source in a row of its own",
      "key,name,mode,keyword,source,basis\na,A,listen,x,,\n,,,,https://f.example/,own\n", "" },
    { "pages that are no number",
      "key,name,mode,keyword,source,basis,max_pages\na,A,listen,x,,,\n,,,,https://f.example/"
      ",own,many\n",
      ":3: max_pages" },
    { "a row of nothing of ours", "key,name,mode,notes\na,A,listen,\n,,,x\n", ":3: key: wanted" },
    { "the quote is open", "key,name\na,\"A\n", "line 2: a quote is not closed" },
    { "two mistakes", "key,name,mode,language\nA,A,listen,x\n",
      ": 2 mistakes: nothing is written" },
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

/* A department whose profile nobody could read again: nothing of it is cut off in silence. */
static void
test_too_large(void)
{
    enum { ROWS = 400, CELL_BYTES = 3500 };
    char dir[64], path[80], seeds[80];
    struct cmd_common common = { .dir = dir, .dry_run = true };
    struct cmd_env env = { .common = &common, .arena = arena_new() };
    struct err err = { "" };
    struct buf b;

    snprintf(dir, sizeof(dir), "/tmp/earshot-large-%ld", (long)getpid());
    snprintf(seeds, sizeof(seeds), "%s/seeds", dir);
    snprintf(path, sizeof(path), "%s/in.csv", dir);
    assert_int_equal(file_mkdir(seeds, NULL), ST_OK);
    buf_init(&b, (size_t)4 * ROWS * CELL_BYTES);
    buf_add_str(&b, "key,name,mode,keyword,source,basis\n");
    for (int i = 0; i < ROWS; i++) {
        buf_addf(&b, i == 0 ? "a,A,listen,x,https://f%d.example/," : ",,,,https://f%d.example/,",
                 i);
        for (int k = 0; k < CELL_BYTES; k++)
            buf_add_str(&b, "y");
        buf_add_str(&b, "\n");
    }
    assert_int_equal(file_write(path, buf_text(&b), 0600, &err), ST_OK);
    CHECK(import_departments(&env, path, false, &err) == ST_INVALID, "taken");
    CHECK(strstr(err.msg, ":2: key: its profile would be larger than 1048576 bytes") != NULL, "%s",
          err.msg);
    buf_release(&b);
    unlink(path);
    rmdir(seeds);
    rmdir(dir);
    arena_free(env.arena);
}
TEST_FN(test_too_large)

/* The table that is printed to begin with is one that is taken. */
static void
test_template(void)
{
    char dir[64], path[80], seeds[80];
    struct cmd_common common = { .dir = dir, .dry_run = true };
    struct cmd_env env = { .common = &common, .arena = arena_new() };
    struct err err = { "" };

    snprintf(dir, sizeof(dir), "/tmp/earshot-template-%ld", (long)getpid());
    snprintf(seeds, sizeof(seeds), "%s/seeds", dir);
    snprintf(path, sizeof(path), "%s/in.csv", dir);
    assert_int_equal(file_mkdir(seeds, NULL), ST_OK);
    assert_int_equal(file_write(path, text_of(import_departments_template), 0600, &err), ST_OK);
    CHECK(import_departments(&env, path, false, &err) == ST_OK, "%s", err.msg);
    unlink(path);
    rmdir(seeds);
    rmdir(dir);
    arena_free(env.arena);
}
TEST_FN(test_template)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows), TEST(test_too_large),
                                        TEST(test_template) };

    return TEST_RUN(tests);
}
