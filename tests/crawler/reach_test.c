/* reach_test.c - without a source there is nobody to ask; CLI tests ask the test site. */
#include "../../include/reach.h"

#include <unistd.h>

#include "../test.h"

static void
test_nobody(void)
{
    char db[64];
    struct cmd_common common = { .dir = "/nonexistent", .dry_run = true };
    struct config config = { .dir = "/nonexistent" };
    struct cmd_env env = {
        .common = &common, .config = &config, .clock = &clock_system, .arena = arena_new()
    };
    struct reach *v = NULL;
    size_t n = 7;
    struct err err = { "" };

    snprintf(db, sizeof(db), "/tmp/earshot-reach-%ld.db", (long)getpid());
    unlink(db);
    assert_int_equal(store_create(db, NULL), ST_OK);
    assert_int_equal(store_open(db, STORE_CRAWLER, &env.store, &err), ST_OK);
    assert_int_equal(reach_sources(&env, &v, &n, &err), ST_NOTFOUND);
    CHECK(n == 7 && v == NULL, "%zu", n); /* untouched on failure */
    store_close(env.store);
    arena_free(env.arena);
    unlink(db);
}
TEST_FN(test_nobody)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_nobody) };

    return TEST_RUN(tests);
}
