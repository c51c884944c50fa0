/* pseudonym_test.c - the same asker gives the same hash, and only then. */

#include "../../crawler/pseudonym.h"

#include "../test.h"

static void
test_hash(void)
{
    static const struct pseudonym_key one = { { 1 } }, two = { { 2 } };
    char a[PSEUDONYM_HEX], b[PSEUDONYM_HEX];

    pseudonym_of(&one, TEXT_LIT("a.example"), TEXT_LIT("ann"), a);
    pseudonym_of(&one, TEXT_LIT("a.example"), TEXT_LIT("ann"), b);
    CHECK(strcmp(a, b) == 0 && strlen(a) == PSEUDONYM_HEX - 1, "%s %s", a, b);
    pseudonym_of(&one, TEXT_LIT("b.example"), TEXT_LIT("ann"), b);
    CHECK(strcmp(a, b) != 0, "another site");
    pseudonym_of(&one, TEXT_LIT("a.exampl"), TEXT_LIT("eann"), b);
    CHECK(strcmp(a, b) != 0, "the gap between site and name counts");
    pseudonym_of(&two, TEXT_LIT("a.example"), TEXT_LIT("ann"), b);
    CHECK(strcmp(a, b) != 0, "another key");
    pseudonym_of(&one, TEXT_LIT("a.example"), TEXT_NONE, b);
    CHECK(b[0] == '\0', "nobody");
}

TEST_FN(test_hash)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_hash) };

    return TEST_RUN(tests);
}
