/* intake_test.c - a source and a place for what no page has, each made once. */
#include "../../include/store_intake.h"

#include <unistd.h>

#include "../../store/db.h"
#include "../test.h"

static void
test_once(void)
{
    struct store *s = NULL;
    struct err err = { "" };
    int64_t source, phone, desk;
    char path[64];

    snprintf(path, sizeof(path), "/tmp/earshot-intake-%ld.db", (long)getpid());
    unlink(path);
    assert_int_equal(store_create(path, &err), ST_OK);
    assert_int_equal(store_open(path, STORE_CONFIG, &s, &err), ST_OK);
    db_exec(db_query(s, "INSERT INTO department (id, key, name, language, active, mode)"
                        " VALUES (1, 'physics', 'Physics', 'en', 1, 'listen')"));
    source = store_intake_source(s, 1);
    assert_int_not_equal(source, 0);
    assert_int_equal(store_intake_source(s, 1), source);
    assert_int_equal(store_check(s, &err), ST_OK);
    store_set_role(s, STORE_CRAWLER);
    store_begin(s);
    phone = store_intake_url(s, source, TEXT_LIT("phone"), TEXT_LIT("intake:physics/phone"), 5);
    desk = store_intake_url(s, source, TEXT_LIT("desk"), TEXT_LIT("intake:physics/desk"), 5);
    CHECK(phone != 0 && desk != 0 && phone != desk, "%lld %lld", (long long)phone, (long long)desk);
    CHECK(store_intake_url(s, source, TEXT_LIT("phone"), TEXT_LIT("intake:physics/phone"), 6) ==
              phone,
          "made twice");
    assert_int_equal(store_commit(s, &err), ST_OK);
    store_set_role(s, STORE_READER);
    assert_int_equal(db_exec_int(db_query(s, "SELECT COUNT(*) FROM source WHERE active = 0 AND"
                                             " mode = 'listen' AND key = 'intake'"),
                                 -1),
                     1);
    assert_int_equal(db_exec_int(db_query(s, "SELECT COUNT(*) FROM url WHERE state = 'done'"), -1),
                     2);
    store_close(s);
    unlink(path);
}
TEST_FN(test_once)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_once) };

    return TEST_RUN(tests);
}
