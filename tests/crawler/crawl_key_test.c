/* The key of pseudonyms: made once, private, replaced when old. */
#include <sys/stat.h>
#include <unistd.h>

#include "../test.h"

#include "../../crawler/crawl_key.h"
#include "file.h"

#define DAYS(n) ((int64_t)(n)*86400)

static void
test_key(void)
{
    char dir[] = "/tmp/earshot-key-XXXXXX", path[64];
    struct pseudonym_key a, b;
    struct err err = { "" };
    struct stat sb;

    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof(path), "%s/pseudonym.key", dir);
    assert_int_equal(crawl_key_load(dir, 0, &a, &err), ST_OK);
    assert_int_equal(stat(path, &sb), 0);
    CHECK((sb.st_mode & 0777) == 0600, "mode %o", (unsigned)sb.st_mode);
    assert_int_equal(crawl_key_load(dir, sb.st_mtime + DAYS(89), &b, &err), ST_OK);
    CHECK(memcmp(&a, &b, sizeof(a)) == 0, "kept for 90 days");
    assert_int_equal(crawl_key_load(dir, sb.st_mtime + DAYS(91), &b, &err), ST_OK);
    CHECK(memcmp(&a, &b, sizeof(a)) != 0, "then replaced");
    assert_int_equal(file_write(path, TEXT_LIT("short"), 0600, &err), ST_OK);
    CHECK(crawl_key_load(dir, 0, &b, &err) == ST_CONFIG, "a damaged key is not used");
    CHECK(strstr(err.msg, path) != NULL, "%s", err.msg);
    unlink(path);
    rmdir(dir);
}
TEST_FN(test_key)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_key) };

    return TEST_RUN(tests);
}
