/* cues_test.c - what a question wants, and whether a sentence has it. */

#include "../test.h"

#include "../../drafter/cues.h"

static void
test_wanted(void)
{
    static const struct {
        const char *question;
        enum cue_kind want;
    } rows[] = {
        { "How much is a transcript?", CUE_NUMBER },
        { "what is the fee for parking", CUE_DEFINITION },
        { "what fee do I pay", CUE_NUMBER },
        { "When does term start?", CUE_TIME },
        { "what year was it founded", CUE_TIME },
        { "Where is the office?", CUE_PLACE },
        { "Who signs my form?", CUE_PERSON },
        { "Why was I refused?", CUE_REASON },
        { "How do I apply?", CUE_MANNER },
        { "What is a bursar?", CUE_DEFINITION },
        { "Can I pay in parts?", CUE_PERMISSION },
        { "Transcript deadline", CUE_TIME },
        { "My card is lost", CUE_NONE },
        { "", CUE_NONE },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(cues_wanted(text_of(rows[i].question)) == rows[i].want, "%s: %d", rows[i].question,
              (int)cues_wanted(text_of(rows[i].question)));
}
TEST_FN(test_wanted)

static void
test_present(void)
{
    static const struct {
        enum cue_kind kind;
        const char *question, *sentence;
        bool want;
        const char *from;
    } rows[] = {
        { CUE_NUMBER, "", "It costs 12 dollars.", true, "digits" },
        { CUE_NUMBER, "", "It costs nothing.", false, "no number" },
        { CUE_NUMBER, "how much is form 12", "Form 12 is green.", false, "the question's own" },
        { CUE_TIME, "", "Term starts in September.", true, "month" },
        { CUE_TIME, "", "It was founded in 1898.", true, "year" },
        { CUE_TIME, "", "It is green.", false, "no time" },
        { CUE_PLACE, "", "The office is in Building Two.", true, "in Capital" },
        { CUE_PLACE, "", "The office is small.", false, "no place" },
        { CUE_PERSON, "", "Forms are signed by Professor Lee.", true, "a name" },
        { CUE_REASON, "", "It was refused because it was late.", true, "because" },
        { CUE_MANNER, "", "Apply by post.", true, "by" },
        { CUE_PERMISSION, "", "You may pay in parts.", true, "may" },
        { CUE_NONE, "", "Anything.", false, "nothing wanted" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(cues_present(rows[i].kind, text_of(rows[i].question), text_of(rows[i].sentence)) ==
                  rows[i].want,
              "%s", rows[i].from);
}
TEST_FN(test_present)

static void
test_dangling(void)
{
    CHECK(cues_dangling(TEXT_LIT("This takes a week.")), "this");
    CHECK(cues_dangling(TEXT_LIT("However, it may not.")), "however");
    CHECK(!cues_dangling(TEXT_LIT("Thistles are green.")), "a longer word");
    CHECK(!cues_dangling(TEXT_LIT("")), "nothing");
}
TEST_FN(test_dangling)

static const struct {
    const char *text;
    bool points, boilerplate;
} margins[] = {
    { "See the list of fees.", true, false },
    { "Learn more about housing", true, false },
    { "You qualify if one of these holds, as listed below.", true, false },
    { "Seeds are sold on Friday.", false, false },
    { "The office sees students at noon.", false, false },
    { "We use cookies to make this site better.", false, true },
    { "\xC2\xA9 2026 The University", false, true },
    { "Skip to main content", false, true },
    { "", false, false },
};

static void
test_margins(void)
{
    for (size_t i = 0; i < N_ROWS(margins); i++) {
        struct text t = text_of(margins[i].text);

        CHECK(cues_pointing(t) == margins[i].points, "points: %s", margins[i].text);
        CHECK(cues_boilerplate(t) == margins[i].boilerplate, "boilerplate: %s", margins[i].text);
    }
    CHECK(cues_opens_question(TEXT_LIT("how")) && cues_opens_question(TEXT_LIT("can")), "opens");
    CHECK(!cues_opens_question(TEXT_LIT("fee")) && !cues_opens_question(TEXT_NONE), "does not");
}
TEST_FN(test_margins)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_wanted), TEST(test_present), TEST(test_dangling),
                                        TEST(test_margins) };

    return TEST_RUN(tests);
}
