/* Somebody else has the store open: seen, and harmless. */
#include "fixture.h"

#include "../../store/in_use.h"
#include "file.h"

static void
test_in_use(void)
{
    struct fixture f;
    char path[160];

    fixture_open(&f, STORE_READER);
    CHECK(in_use_check(f.path, &f.err) == ST_BUSY, "it is open");
    CHECK(strstr(f.err.msg, "stop it first") != NULL, "%s", f.err.msg);
    store_close(f.store);
    CHECK(in_use_check(f.path, &f.err) == ST_OK, "%s", f.err.msg);
    snprintf(path, sizeof(path), "%s/none.db", f.dir);
    CHECK(in_use_check(path, &f.err) == ST_OK, "nobody has what is not there");
    CHECK(!file_exists(path), "it was made");
    CHECK(store_open(f.path, STORE_READER, &f.store, &f.err) == ST_OK, "%s", f.err.msg);
    fixture_close(&f);
}
TEST_FN(test_in_use)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_in_use) };

    return TEST_RUN(tests);
}
