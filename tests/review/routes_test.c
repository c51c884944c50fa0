/* What holds for every row of every page's table. */
#include "ask.h"

#include "../test.h"

static void
test_rows(void)
{
    size_t n = 0;

    for (const struct route *const *t = routes_all; *t != NULL; t++)
        for (const struct route *x = *t; x->method != NULL; x++, n++) {
            bool get = strcmp(x->method, "GET") == 0;

            CHECK(get || strcmp(x->method, "POST") == 0, "%s %s", x->method, x->pattern);
            CHECK(x->pattern[0] == '/' && x->run != NULL, "%s", x->pattern);
            CHECK(strchr(x->pattern, '?') == NULL, "%s", x->pattern);
            for (const struct route *const *u = routes_all; *u != NULL; u++)
                for (const struct route *y = *u; y->method != NULL; y++)
                    CHECK(x == y || strcmp(x->method, y->method) != 0 ||
                              strcmp(x->pattern, y->pattern) != 0,
                          "%s %s stands twice", x->method, x->pattern);
        }
    CHECK(n > 0, "there are rows");
}
TEST_FN(test_rows)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows) };

    return TEST_RUN(tests);
}
