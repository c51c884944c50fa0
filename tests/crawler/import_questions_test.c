/* import_questions_test.c - what is refused is told with line and column. */
#include "../../include/import.h"

#include <unistd.h>

#include "../../include/file.h"
#include "../../include/store.h"
#include "../test.h"

static const struct {
    const char *from, *file, *error;
} cases[] = {
    { "taken", "question\nWhy?\n", "" },
    { "taken, a line", "{\"question\":\"Why?\",\"where\":\"mail\"}\n", "" },
    { "no column", "what\nWhy?\n", "no column \"question\"" },
    { "empty", "", "it is empty" },
    { "no question", "question,where\n,desk\n", ":2: question: it is empty" },
    { "no such place", "question,where\nWhy?,pub\n", ":2: where: \"pub\"" },
    { "no date", "question,asked_at\nWhy?,soon\n", ":2: asked_at: \"soon\"" },
    { "half an object", "{\"question\":\"Why?\"}\n{\"question\":\n", ":2: wanted a JSON object" },
    { "a German date", "question;asked_at\nWhy?;20.11.2026\n", "" },
    { "with a time, digits left out", "question;asked_at\nWhy?;5.1.2026 14:30\n", "" },
    { "RFC 3339", "question,asked_at\nWhy?,2026-11-20T14:30:00+01:00\n", "" },
    { "no such day", "question,asked_at\nWhy?,31.11.2026\n", ":2: asked_at: \"31.11.2026\"" },
    { "which is the month?", "question,asked_at\nWhy?,11/20/2026\n",
      ":2: asked_at: \"11/20/2026\": wanted a date as 2026-11-20 or 20.11.2026" },
    { "of which century?", "question,asked_at\nWhy?,20.11.26\n", ":2: asked_at: \"20.11.26\"" },
    { "more behind", "question,asked_at\nWhy?,20.11.20261\n", ":2: asked_at:" },
    { "all mistakes", "question,where,asked_at\n,pub,soon\nWhy?,desk,soon\n",
      ": 4 mistakes: nothing is written" },
    { "all of JSON lines", "{\"question\":\"\"}\n[]\n{\"question\":\"Why?\",\"where\":\"pub\"}\n",
      ": 3 mistakes: nothing is written" },
    { "and what ends the table", "question,where\nWhy?,pub\n\"Why?,desk\n",
      ": 2 mistakes: nothing is written" },
};

static void
test_refused(void)
{
    char path[64], db[64];

    snprintf(path, sizeof(path), "/tmp/earshot-questions-%ld.in", (long)getpid());
    snprintf(db, sizeof(db), "/tmp/earshot-questions-%ld.db", (long)getpid());
    unlink(db);
    assert_int_equal(store_create(db, NULL), ST_OK);
    for (size_t i = 0; i < N_ROWS(cases); i++) {
        struct cmd_common common = { .dir = "/nonexistent", .dry_run = true, .dept = "physics" };
        struct department_config d = { .key = "physics" };
        struct config config = { .departments = &d, .n_departments = 1 };
        struct cmd_env env = {
            .common = &common, .config = &config, .clock = &clock_system, .arena = arena_new()
        };
        struct err err = { "" };
        enum status st;

        assert_int_equal(store_open(db, STORE_CRAWLER, &env.store, &err), ST_OK);
        assert_int_equal(file_write(path, text_of(cases[i].file), 0600, &err), ST_OK);
        st = import_questions(&env, path, &err);
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
