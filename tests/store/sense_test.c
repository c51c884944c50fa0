/* sense_test.c - settings that no rule forbids and nobody can mean. */

#include "../test.h"

#include "../../store/sense.h"

static void
test_language(void)
{
    static const struct {
        const char *language;
        bool ok;
    } rows[] = { { "en", true }, { "de", true },  { "pl", true }, { "nb", true },
                 { "zh", true }, { "xx", false }, { "zz", false } };

    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK((sense_language(rows[i].language) == NULL) == rows[i].ok, "%s", rows[i].language);
}
TEST_FN(test_language)

static void
test_contact(void)
{
    static const struct {
        const char *contact;
        bool ok;
    } rows[] = {
        { NULL, true },
        { "", true },
        { "library@example.edu", true },
        { "the desk in room 4, or 617-555-0147", true },
        { "Help Desk <help@physics.example.edu>, room 4", true },
        { "write to help@example.edu.", false }, /* the drafts put a full stop there */
        { "b\xC3\xBC"
          "ro@b\xC3\xBC"
          "cher.example",
          true },
        { "@library on the other network", true },
        { "library@x", false },
        { "library@", false },
        { "library@.edu", false },
        { "library@x or help@example.edu", false },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK((sense_contact(rows[i].contact) == NULL) == rows[i].ok, "%s",
              rows[i].contact != NULL ? rows[i].contact : "(none)");
}
TEST_FN(test_contact)

static void
test_shared(void)
{
    struct text one[] = { TEXT_LIT("https://a.example/"), TEXT_LIT("https://b.example/") };
    struct text other[] = { TEXT_LIT("https://c.example/"), TEXT_LIT("https://b.example/") };
    const struct text_list none = { .n = 0 }, a = { .v = one, .n = 2 }, b = { .v = other, .n = 2 },
                           c = { .v = other, .n = 1 };

    CHECK(text_eq(sense_shared(&a, &b), one[1]), "one of both");
    CHECK(sense_shared(&a, &c).n == 0, "none");
    CHECK(sense_shared(&a, &none).n == 0 && sense_shared(&none, &a).n == 0, "no site");
}
TEST_FN(test_shared)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_language), TEST(test_contact),
                                        TEST(test_shared) };

    return TEST_RUN(tests);
}
