/* What commands share: the form of lists, --dept, ids, signals that ask for an end. */
#include "../test.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmd.h"

static const struct table_column columns[] = { { "id", TABLE_COLUMN_INT, 0, false },
                                               { "name", TABLE_COLUMN_TEXT, 0, false } };

static void
test_table_forms(void)
{
    static const struct {
        struct cmd_common common;
        const char *want;
    } rows[] = {
        { { 0 }, "ID  NAME\n 1  a\n" },
        { { .color = "always" }, "\033[1mID  NAME\033[0m\n 1  a\n" },
        { { .color = "auto" }, "ID  NAME\n 1  a\n" },
        { { .json = true }, "[\n {\"id\":1,\"name\":\"a\"}\n]\n" },
        { { .jsonl = true, .color = "always" }, "{\"id\":1,\"name\":\"a\"}\n" },
        { { .csv = true, .color = "always" }, "id,name\r\n1,a\r\n" },
        { { .ids = true, .color = "always" }, "1\n" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        char *z = NULL;
        size_t n = 0;
        FILE *f = open_memstream(&z, &n);
        struct cmd_env env = { .common = &rows[i].common, .out = f };
        struct table *t = cmd_table(&env, columns, N_ROWS(columns));

        table_int(t, 1);
        table_str(t, "a");
        table_end_row(t);
        CHECK(table_close(t, NULL) == ST_OK, "row %zu", i);
        fclose(f);
        CHECK(strcmp(z, rows[i].want) == 0, "row %zu: %s", i, z);
        free(z);
    }
}
TEST_FN(test_table_forms)

static void
test_form_by_ending(void)
{
    static const char lists[] = "csv|jsonl|md|xlsx|html|jsonld|atom";
    static const struct {
        const char *output, *choices;
        const char *want; /* the format, "--csv" and so on, or "": left alone */
        enum status st;
    } rows[] = {
        { NULL, NULL, "", ST_OK },
        { "list.csv", NULL, "--csv", ST_OK },
        { "a.b/LIST.JSON", NULL, "--json", ST_OK },
        { "list.jsonl", NULL, "--jsonl", ST_OK },
        { "list.txt", NULL, "", ST_OK },
        { "list.html", NULL, "", ST_OK },
        { "a.csv/list", NULL, "", ST_OK },
        { ".csv", NULL, "--csv", ST_OK },
        { "list.xlsx", NULL, "", ST_USAGE },
        { "list.csv", lists, "csv", ST_OK },
        { "dir/list.Xlsx", lists, "xlsx", ST_OK },
        { "list.json", lists, "--json", ST_OK },
        { "list.jsonld", lists, "jsonld", ST_OK },
        { "list.ods", lists, "", ST_USAGE },
        { "list", lists, "", ST_OK },
        { "may.md", "html|md", "md", ST_OK },
        { "may.csv", "html|md", "", ST_USAGE },
        { "may.pdf", "html|md", "", ST_USAGE },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct cmd_common o = { .output = rows[i].output };
        const char *format = "";
        struct err err = { .msg = "" };
        enum status st =
            cmd_form_by_ending(&o, rows[i].choices, rows[i].choices != NULL ? &format : NULL, &err);
        const char *seen = o.csv ? "--csv" : o.json ? "--json" : o.jsonl ? "--jsonl" : format;

        CHECK(st == rows[i].st, "row %zu: %d, %s", i, (int)st, err.msg);
        CHECK(strcmp(seen, rows[i].want) == 0, "row %zu: %s", i, seen);
    }
    struct cmd_common told = { .output = "list.csv", .jsonl = true };
    CHECK(cmd_form_by_ending(&told, NULL, NULL, NULL) == ST_OK && !told.csv, "what is told wins");
}
TEST_FN(test_form_by_ending)

static void
test_department(void)
{
    struct department_config departments[] = { { .key = "physics" }, { .key = "library" } };
    const struct config config = { .departments = departments, .n_departments = 2 };
    static const struct {
        const char *dept;
        enum status st;
        int found;       /* index, -1: NULL */
        const char *err; /* a part */
    } rows[] = {
        { NULL, ST_OK, -1, "" },
        { "physics", ST_OK, 0, "" },
        { "library", ST_OK, 1, "" },
        { "libary", ST_NOTFOUND, -1, "no department \"libary\": did you mean \"library\"?" },
        { "chemistry", ST_NOTFOUND, -1, "(earshot departments lists them)" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct cmd_common common = { .dept = rows[i].dept };
        struct cmd_env env = { .common = &common, .config = &config };
        const struct department_config *d = &departments[1];
        struct err err = { "" };

        CHECK(cmd_department(&env, &d, &err) == rows[i].st, "row %zu", i);
        CHECK(d == (rows[i].found >= 0 ? &departments[rows[i].found] : NULL), "row %zu", i);
        CHECK(strstr(err.msg, rows[i].err) != NULL, "row %zu: %s", i, err.msg);
    }
}
TEST_FN(test_department)

static void
test_id(void)
{
    static const struct {
        const char *arg;
        int64_t want; /* 0: refused */
    } rows[] = { { "1", 1 },   { "12", 12 },
                 { "0", 0 },   { "-1", 0 },
                 { "abc", 0 }, { "", 0 },
                 { "1 ", 0 },  { "9223372036854775807", INT64_MAX },
                 { "1.0", 0 }, { "9223372036854775808", 0 } };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        int64_t id = 0;
        struct err err = { "" };
        enum status st = cmd_id(rows[i].arg, &id, &err);

        CHECK(id == rows[i].want && st == (rows[i].want > 0 ? ST_OK : ST_USAGE), "%s: %s",
              rows[i].arg, err.msg);
    }
}
TEST_FN(test_id)

/*
 * A child raises sig, n times; it exits with the status it is told to return,
 * 90 if cmd_stop() does not say so.  The second time the signal kills.
 */
static int
child(int sig, int n)
{
    int status = 0;
    pid_t pid = fork();

    if (pid == 0) {
        struct err err = { "" };

        cmd_catch_signals();
        if (cmd_stop())
            _exit(91);
        for (int i = 0; i < n; i++)
            raise(sig);
        _exit(cmd_stop() ? status_exit(cmd_interrupted(&err)) : 90);
    }
    if (pid < 0 || waitpid(pid, &status, 0) != pid)
        return -1;
    return WIFSIGNALED(status) ? 1000 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void
test_silent(void)
{
    static const struct {
        const char *from;
        struct cmd_common common;
        bool want;
    } rows[] = {
        { "nothing said", { .limit = 1 }, false },
        { "--quiet", { .quiet = true }, true },
        { "a form was asked for: --json", { .quiet = true, .json = true }, false },
        { "--jsonl", { .quiet = true, .jsonl = true }, false },
        { "--csv", { .quiet = true, .csv = true }, false },
        { "--ids", { .quiet = true, .ids = true }, false },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct cmd_env env = { .common = &rows[i].common };

        CHECK(cmd_silent(&env) == rows[i].want, "%s", rows[i].from);
    }
}
TEST_FN(test_silent)

static void
test_signals(void)
{
    static const struct {
        int sig, n, want;
    } rows[] = {
        { SIGINT, 0, 90 },  { SIGINT, 1, 130 },           { SIGTERM, 1, 143 },
        { SIGPIPE, 1, 90 }, { SIGINT, 2, 1000 + SIGINT }, { SIGTERM, 2, 1000 + SIGTERM },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        int got = child(rows[i].sig, rows[i].n);

        CHECK(got == rows[i].want, "signal %d, %d times: %d", rows[i].sig, rows[i].n, got);
    }
}
TEST_FN(test_signals)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_table_forms), TEST(test_form_by_ending),
                                        TEST(test_department),  TEST(test_id),
                                        TEST(test_silent),      TEST(test_signals) };

    return TEST_RUN(tests);
}
