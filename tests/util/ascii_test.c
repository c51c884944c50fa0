/* ascii_test.c - every byte, by the classes of the C locale. */

#include "ascii.h"

#include <ctype.h>

#include "../test.h"

static void
test_all_bytes(void)
{
    for (int c = 0; c < 256; c++) {
        CHECK(ascii_is_digit((char)c) == (isdigit(c) != 0), "digit %d", c);
        CHECK(ascii_is_upper((char)c) == (isupper(c) != 0), "upper %d", c);
        CHECK(ascii_is_letter((char)c) == (isalpha(c) != 0), "letter %d", c);
        CHECK(ascii_is_alnum((char)c) == (isalnum(c) != 0), "alnum %d", c);
    }
}
TEST_FN(test_all_bytes)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_all_bytes) };

    return TEST_RUN(tests);
}
