/* person_test.c - who is asked about by name, and who only signs. */

#include "../test.h"

#include "../../drafter/person.h"

static const char *const lines[] = {
    "Jane Roe, J. Roe, JR",
    "Example Chair, Prof. Chair",
    "M\xC3\xBCller-Lang",
    "Will Long",
};
enum { ROE, CHAIR, LANG, WILL, NOBODY };

static struct text people[NOBODY];

static const struct {
    const char *title, *body;
    bool asks;
    size_t want;
    const char *from;
} rows[] = {
    { "Where is Jane Roe this week?", "", true, ROE, "full name" },
    { "Where is jane roe this week?", "", true, NOBODY, "without capitals" },
    { "WHERE IS JANE ROE?", "", true, ROE, "all in capitals" },
    { "Is J. Roe on leave?", "", true, ROE, "short form" },
    { "Is J Roe on leave?", "", true, ROE, "without its stop" },
    { "Does JR teach 8.01?", "", true, ROE, "initials" },
    { "Who is Jane Roedeer?", "", true, NOBODY, "part of a word" },
    { "Is it Mary Jane, Roe or Doe?", "", true, NOBODY, "a comma between" },
    { "Is it Jane  Roe?", "", true, ROE, "two spaces" },
    { "When are Jane Roe's office hours?", "", true, ROE, "genitive" },
    { "When are Jane Roe\xE2\x80\x99s office hours?", "", true, ROE, "typographic genitive" },
    { "Does Prof. Chair take students?", "", true, CHAIR, "short form with a title" },
    { "Does Professor Chair take students?", "", true, CHAIR, "title in full" },
    { "Does Prof. Roe take students?", "", true, ROE, "title and last name" },
    { "Is Dr Roe back?", "", true, ROE, "another title" },
    { "Who chairs the department? Where is the chair?", "", true, NOBODY, "a word, no name" },
    { "Is the Chair of physics in?", "", true, NOBODY, "a role, no name" },
    { "Is M\xC3\xBCller-Lang hiring?", "", true, LANG, "letters outside ASCII, hyphen" },
    { "Is M\xC3\xBCller hiring?", "", true, NOBODY, "half a name" },
    { "Will long waits end?", "", true, NOBODY, "words that are a name elsewhere" },
    { "Who teaches mechanics?", "Is it Jane Roe?", true, ROE, "in a question of the body" },
    { "Who teaches mechanics?", "I had Jane Roe last term. Is it her?", true, NOBODY,
      "in a story of the body" },
    { "Who teaches mechanics?", "I liked it. Does Prof. Roe do it again? Thanks.", true, ROE,
      "a stop within the name" },
    { "Who teaches mechanics?", "Thanks,\nJane Roe", true, NOBODY, "signed" },
    { "Who teaches mechanics?", "-- \nJane Roe, when?", true, ROE, "asked below the line" },
    { "Who teaches mechanics?", "> Is Jane Roe in?\nNo idea.", true, NOBODY, "quoted" },
    { "Who teaches mechanics?", "Jane Roe wrote: who knows?", true, NOBODY, "who wrote" },
    { "A lovely lecture", "Jane Roe was brilliant.", false, ROE, "praise" },
    { "A lovely lecture", "So good.\nBest wishes\nJane Roe", false, NOBODY, "praise, signed" },
    { "A lovely lecture", "by Jane Roe", false, NOBODY, "byline" },
    { "Jane Roe wrote: see you", "", true, NOBODY, "a quotation's title" },
    { "", "", true, NOBODY, "nothing" },
};

static void
test_rows(void)
{
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        size_t got = person_asked(people, N_ROWS(people), text_of(rows[i].title),
                                  text_of(rows[i].body), rows[i].asks);

        CHECK(got == rows[i].want, "%s: %zu, wanted %zu", rows[i].from, got, rows[i].want);
    }
    CHECK(person_asked(people, 0, text_of("Jane Roe?"), TEXT_NONE, true) == 0, "no people");
}
TEST_FN(test_rows)

static void
test_names(void)
{
    CHECK(text_is(person_full_name(people[0]), "Jane Roe"), "full name");
    CHECK(text_is(person_full_name(people[2]), "M\xC3\xBCller-Lang"), "alone");
    CHECK(person_named(people[0], text_of("Staff: Jane Roe, dean")), "named");
    CHECK(!person_named(people[0], text_of("Staff: Jan Roe")), "not named");
}
TEST_FN(test_names)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows), TEST(test_names) };

    for (size_t i = 0; i < N_ROWS(lines); i++)
        people[i] = text_of(lines[i]);
    return TEST_RUN(tests);
}
