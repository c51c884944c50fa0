/* zipfile_test.c - files of an archive within their caps. */
#include "zipfile.h"

#include "../test.h"
#include "mkzip.h"

static void
test_read(void)
{
    const struct mkzip_file files[] = { { "a.txt", TEXT_LIT("one") }, { "b/c.txt", TEXT_LIT("") } };
    struct zipfile *z = NULL;
    struct buf file, out;
    struct err err = { "" };

    buf_init(&file, BUF_PAGE);
    buf_init(&out, BUF_SMALL);
    mkzip(files, N_ROWS(files), true, &file);
    assert_true(zipfile_is(buf_text(&file)));
    assert_int_equal(zipfile_open(buf_text(&file), &z, &err), ST_OK);
    assert_int_equal(zipfile_read(z, "a.txt", &out, &err), ST_OK);
    assert_true(text_is(buf_text(&out), "one"));
    assert_string_equal(zipfile_name(z, 0), "a.txt");
    assert_string_equal(zipfile_name(z, 1), "b/c.txt");
    assert_null(zipfile_name(z, 2));
    buf_clear(&out);
    assert_int_equal(zipfile_read(z, "b/c.txt", &out, &err), ST_OK);
    assert_int_equal(out.n, 0);
    assert_int_equal(zipfile_read(z, "d", &out, &err), ST_NOTFOUND);
    zipfile_close(z);
    buf_release(&file);
    buf_release(&out);
}
TEST_FN(test_read)

/* What is packed 1000 to 1 is a bomb; what is larger than its cap is refused; neither is kept. */
static void
test_caps(void)
{
    struct zipfile *z = NULL;
    struct buf body, file, out;
    struct err err = { "" };

    buf_init(&body, BUF_LARGE);
    buf_init(&file, BUF_PAGE);
    for (int i = 0; i < 4096; i++)
        buf_add(&body, (char[4096]){ 0 }, 4096);
    mkzip(&(struct mkzip_file){ "x", buf_text(&body) }, 1, true, &file);
    assert_int_equal(zipfile_open(buf_text(&file), &z, &err), ST_OK);
    buf_init(&out, BUF_LARGE);
    assert_int_equal(zipfile_read(z, "x", &out, &err), ST_LIMIT);
    CHECK(strstr(err.msg, "too much when unpacked") != NULL, "%s", err.msg);
    buf_release(&out);
    buf_init(&out, 1000);
    assert_int_equal(zipfile_read(z, "x", &out, &err), ST_LIMIT);
    CHECK(strstr(err.msg, "larger than 1000 bytes") != NULL, "%s", err.msg);
    zipfile_close(z);
    buf_release(&out);
    buf_release(&body);
    buf_release(&file);
}
TEST_FN(test_caps)

static void
test_broken(void)
{
    static const char *const broken[] = { "PK\x03\x04", "no archive at all", "PK\x05\x06" };

    for (size_t i = 0; i < N_ROWS(broken); i++) {
        struct zipfile *z = NULL;
        struct err err = { "" };

        CHECK(zipfile_open(text_of(broken[i]), &z, &err) == ST_INVALID, "%zu", i);
        CHECK(strstr(err.msg, "a broken archive") != NULL, "%s", err.msg);
        zipfile_close(z);
    }
}
TEST_FN(test_broken)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_read), TEST(test_caps), TEST(test_broken) };

    return TEST_RUN(tests);
}
