/* Lines as pywb reads them, and their order. */
#include <unistd.h>

#include "../test.h"

#include "../../crawler/cdxj.h"
#include "file.h"

static void
test_lines(void)
{
    struct arena *a = arena_new();
    struct buf out;
    struct cdxj_entry e = { .url = TEXT_LIT("https://www.Example.org/x?b&a"),
                            .at_s = INT64_C(784111777),
                            .mime = TEXT_LIT("Text/HTML; charset=utf-8"),
                            .status = 200,
                            .digest = TEXT_LIT("3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"),
                            .offset = 12,
                            .length = INT64_C(5000000000),
                            .file = TEXT_LIT("a.warc.gz") };

    buf_init(&out, BUF_SMALL);
    e.url = TEXT_LIT("https://www.example.org/x?b&a");
    cdxj_add(&out, &e, a);
    CHECK(strcmp(buf_str(&out),
                 "org,example)/x?a&b 19941106084937 {\"url\": \"https://www.example.org/x?b&a\", "
                 "\"mime\": \"text/html\", \"status\": \"200\", "
                 "\"digest\": \"3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ\", \"length\": \"5000000000\", "
                 "\"offset\": \"12\", \"filename\": \"a.warc.gz\"}\n") == 0,
          "%s", buf_str(&out));
    buf_clear(&out);
    e = (struct cdxj_entry){
        .url = TEXT_LIT("http://h/\"q\""), .status = 304, .revisit = true, .file = TEXT_LIT("b")
    };
    cdxj_add(&out, &e, a);
    CHECK(strcmp(buf_str(&out),
                 "h)/\"q\" 19700101000000 {\"url\": \"http://h/\\\"q\\\"\", "
                 "\"mime\": \"warc/revisit\", \"status\": \"304\", \"length\": \"0\", "
                 "\"offset\": \"0\", \"filename\": \"b\"}\n") == 0,
          "%s", buf_str(&out));
    buf_release(&out);
    arena_free(a);
}
TEST_FN(test_lines)

static void
test_order(void)
{
    char dir[] = "/tmp/earshot-cdxj-XXXXXX", path[100];
    struct buf got;

    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof(path), "%s/x.cdxj", dir);
    buf_init(&got, BUF_SMALL);
    /* by bytes, so that a binary search finds what it looks for */
    assert_int_equal(cdxj_write(path, TEXT_LIT("b 1\na 2\nb,c 1\na 1\nB 1\nb)/ 1\n"), NULL), ST_OK);
    assert_int_equal(file_read(path, &got, NULL), ST_OK);
    CHECK(strcmp(buf_str(&got), "B 1\na 1\na 2\nb 1\nb)/ 1\nb,c 1\n") == 0, "%s", buf_str(&got));
    buf_release(&got);
    unlink(path);
    rmdir(dir);
}
TEST_FN(test_order)

static const struct {
    const char *archive, *index;
} paths[] = { { "d/a.warc.gz", "d/a.cdxj" },
              { "a.warc", "a.cdxj" },
              { "a.arc.gz", "a.cdxj" },
              { "a.arc", "a.cdxj" },
              { "a", "a.cdxj" } };

static void
test_paths(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(paths); i++)
        CHECK(strcmp(cdxj_path(paths[i].archive, a), paths[i].index) == 0, "row %zu", i);
    arena_free(a);
}
TEST_FN(test_paths)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_lines), TEST(test_order), TEST(test_paths) };

    return TEST_RUN(tests);
}
