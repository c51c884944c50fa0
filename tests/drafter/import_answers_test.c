/* import_answers_test.c - sheets that are no sheets. */
#include "../../include/import.h"

#include <unistd.h>

#include "../../include/file.h"
#include "../../include/store.h"
#include "../test.h"

static const struct {
    const char *from, *file, *error;
} cases[] = {
    { "nobody knew", "group,answer\n7,\n", "" },
    { "no group", "answer\nYes.\n", "no column \"group\"" },
    { "no answer", "group\n7\n", "no column \"answer\"" },
    { "no number", "group,answer\nx,Yes.\n", ":2: group: wanted the number" },
    { "half an Excel file", "PK\003\004x", "a broken archive" },
    { "an old Excel file", "\xD0\xCF\x11\xE0x", "save it as .xlsx" },
    { "Excel took it for a formula", "group,answer\n7,#NAME?\n", ":2: answer: the spreadsheet" },
    { "Latin-1", "group,answer\n7,caf\xE9\n", ":2: not UTF-8" },
    { "Windows' UTF-16", "\xFF\xFEg", "UTF-16: save it" },
    { "an emptied row", "group,answer\n,\n7,\n", "" },
    { "no such group", "group,answer\n7,Yes.\n", ":2: group 7: " },
};

static void
test_refused(void)
{
    char path[64], db[64];

    snprintf(path, sizeof(path), "/tmp/earshot-answers-%ld.in", (long)getpid());
    snprintf(db, sizeof(db), "/tmp/earshot-answers-%ld.db", (long)getpid());
    unlink(db);
    assert_int_equal(store_create(db, NULL), ST_OK);
    for (size_t i = 0; i < N_ROWS(cases); i++) {
        struct cmd_common common = { .dir = "/nonexistent", .dry_run = true };
        struct department_config d = { .key = "physics" };
        struct config config = { .departments = &d, .n_departments = 1 };
        struct cmd_env env = {
            .common = &common, .config = &config, .clock = &clock_system, .arena = arena_new()
        };
        struct err err = { "" };
        enum status st;

        assert_int_equal(store_open(db, STORE_CRAWLER, &env.store, &err), ST_OK);
        assert_int_equal(file_write(path, text_of(cases[i].file), 0600, &err), ST_OK);
        st = import_answers(&env, path, "ann", &err);
        CHECK((st == ST_OK) == (cases[i].error[0] == '\0'), "%s: %d", cases[i].from, (int)st);
        CHECK(strstr(err.msg, cases[i].error) != NULL, "%s: %s", cases[i].from, err.msg);
        store_close(env.store);
        arena_free(env.arena);
    }
    unlink(path);
    unlink(db);
}
TEST_FN(test_refused)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_refused) };

    return TEST_RUN(tests);
}
