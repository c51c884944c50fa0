/*
 * import_test.h - a table of files that an import takes or refuses, and what it says; for the
 * tests of imports.
 */
#ifndef IMPORT_TEST_H
#define IMPORT_TEST_H

#include <unistd.h>

#include "../include/cmd.h"
#include "../include/file.h"
#include "../include/store.h"
#include "test.h"

struct import_case {
    const char *from, *file, *error; /* error "": it is taken */
};

/* Each file by itself, as a dry run for the department physics. */
static inline void
import_test_cases(const struct import_case *cases, size_t n, const char *dept,
                  enum status (*import)(struct cmd_env *env, const char *path, struct err *err))
{
    char path[64], db[64];

    snprintf(path, sizeof(path), "/tmp/earshot-import-%ld.in", (long)getpid());
    snprintf(db, sizeof(db), "/tmp/earshot-import-%ld.db", (long)getpid());
    unlink(db);
    assert_int_equal(store_create(db, NULL), ST_OK);
    for (size_t i = 0; i < n; i++) {
        struct cmd_common common = { .dir = "/nonexistent", .dry_run = true, .dept = dept };
        struct department_config d = { .key = "physics" };
        struct config config = { .departments = &d, .n_departments = 1 };
        struct cmd_env env = {
            .common = &common, .config = &config, .clock = &clock_system, .arena = arena_new()
        };
        struct err err = { "" };
        enum status st;

        assert_int_equal(store_open(db, STORE_CRAWLER, &env.store, &err), ST_OK);
        assert_int_equal(file_write(path, text_of(cases[i].file), 0600, &err), ST_OK);
        st = import(&env, path, &err);
        CHECK((st == ST_OK) == (cases[i].error[0] == '\0'), "%s: %d", cases[i].from, (int)st);
        CHECK(strstr(err.msg, cases[i].error) != NULL, "%s: %s", cases[i].from, err.msg);
        store_close(env.store);
        arena_free(env.arena);
    }
    unlink(path);
    unlink(db);
}

#endif /* IMPORT_TEST_H */
