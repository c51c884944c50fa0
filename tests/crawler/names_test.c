/* Names are found, unknown ones are not, however many there are. */
#include "../test.h"

#include "../../crawler/names.h"

#define N_NAMES 5000
#define BYTES   24

static void
test_names(void)
{
    static char text[N_NAMES][BYTES];
    struct names t = { 0 };

    CHECK(names_find(&t, TEXT_LIT("a")) == NULL, "in an empty table");
    for (size_t i = 0; i < N_NAMES; i++) {
        snprintf(text[i], BYTES, "https://%zu.example", i);
        CHECK(names_find(&t, text_of(text[i])) == NULL, "not yet");
        names_add(&t, text_of(text[i]), text[i]);
    }
    for (size_t i = 0; i < N_NAMES; i++)
        CHECK(names_find(&t, text_of(text[i])) == text[i], "%s", text[i]);
    CHECK(names_find(&t, TEXT_LIT("https://0.exampl")) == NULL, "a part of a name");
    CHECK(names_find(&t, TEXT_NONE) == NULL, "no name");
    CHECK(t.n == N_NAMES && t.cap >= 2 * t.n && (t.cap & (t.cap - 1)) == 0, "%zu places", t.cap);
    names_release(&t);
}
TEST_FN(test_names)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_names) };

    return TEST_RUN(tests);
}
