/* frozen_test.c - which files are frozen. */
#include "../../include/store_frozen.h"

#include <string.h>
#include <unistd.h>

#include "../test.h"

static void
test_found_again(void)
{
    const struct store_frozen f = { .made_s = 7, .bytes = 8, .hash = -9 };
    struct store_frozen got = { 0 };
    struct store *s = NULL;
    struct arena *a = arena_new();
    struct store_frozen_row *rows;
    struct err err = { "" };
    char path[64];

    snprintf(path, sizeof(path), "/tmp/earshot-frozen-%ld.db", (long)getpid());
    assert_int_equal(store_create(path, &err), ST_OK);
    assert_int_equal(store_open(path, STORE_EXPORTS, &s, &err), ST_OK);
    assert_false(store_frozen_find(s, TEXT_LIT("a.csv"), &got));
    store_begin(s);
    store_frozen_add(s, TEXT_LIT("a.csv"), &f);
    assert_int_equal(store_commit(s, &err), ST_OK);
    assert_true(store_frozen_find(s, TEXT_LIT("a.csv"), &got));
    CHECK(got.made_s == 7 && got.bytes == 8 && got.hash == -9, "%lld", (long long)got.hash);
    store_begin(s);
    store_frozen_add(s, TEXT_LIT("a.csv"), &f); /* once is enough */
    assert_int_not_equal(store_commit(s, &err), ST_OK);
    store_set_role(s, STORE_RETENTION);
    store_begin(s);
    store_frozen_change(s, TEXT_LIT("a.csv"), &(struct store_frozen){ .bytes = 3, .hash = 4 });
    assert_int_equal(store_commit(s, &err), ST_OK);
    assert_int_equal(store_frozen_list(s, a, &rows), 1);
    CHECK(strcmp(rows[0].file, "a.csv") == 0 && rows[0].is.made_s == 7 && rows[0].is.bytes == 3 &&
              rows[0].is.hash == 4,
          "another content");
    store_begin(s);
    store_frozen_drop(s, TEXT_LIT("a.csv"));
    assert_int_equal(store_commit(s, &err), ST_OK);
    assert_int_equal(store_frozen_list(s, a, &rows), 0);
    arena_free(a);
    store_set_role(s, STORE_READER);
    store_begin(s);
    store_frozen_add(s, TEXT_LIT("b.csv"), &f);
    assert_int_not_equal(store_commit(s, &err), ST_OK);
    store_close(s);
    unlink(path);
}
TEST_FN(test_found_again)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_found_again) };

    return TEST_RUN(tests);
}
