/* What is embedded in the program: in order, found by path, byte for byte the file. */
#include "../test.h"

#include <string.h>

#include "buf.h"
#include "file.h"
#include "seeds.h"

static void
test_order(void)
{
    CHECK(seeds_n > 0, "none");
    for (size_t i = 1; i < seeds_n; i++)
        CHECK(strcmp(seeds_all[i - 1].path, seeds_all[i].path) < 0, "%s is before %s",
              seeds_all[i - 1].path, seeds_all[i].path);
}
TEST_FN(test_order)

static void
test_find(void)
{
    for (size_t i = 0; i < seeds_n; i++)
        CHECK(seeds_find(seeds_all[i].path) == &seeds_all[i], "%s", seeds_all[i].path);
    CHECK(seeds_find("earshot.ini") != NULL, "earshot.ini");
    CHECK(seeds_find("earshot") == NULL && seeds_find("") == NULL && seeds_find("zzz") == NULL,
          "what is not there");
}
TEST_FN(test_find)

/* Tests run in the source tree, so the files are at hand. */
static void
test_bytes(void)
{
    for (size_t i = 0; i < seeds_n; i++) {
        char path[512];
        struct buf b;
        struct err err = { "" };

        snprintf(path, sizeof(path), "%s/%s",
                 strncmp(seeds_all[i].path, "static/", strlen("static/")) == 0 ? "review" : "seeds",
                 seeds_all[i].path);
        buf_init(&b, BUF_LARGE);
        CHECK(file_read(path, &b, &err) == ST_OK, "%s", err.msg);
        CHECK(text_eq(buf_text(&b), seeds_all[i].body), "%s differs", path);
        CHECK(seeds_all[i].body.p[seeds_all[i].body.n] == '\0', "%s: no NUL behind it", path);
        buf_release(&b);
    }
}
TEST_FN(test_bytes)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_order), TEST(test_find), TEST(test_bytes) };

    return TEST_RUN(tests);
}
