/* import_questions_test.c - what is refused is told with line and column. */
#include "../import_test.h"

#include "../../include/import.h"

static const struct import_case cases[] = {
    { "taken", "question\nWhy?\n", "" },
    { "taken, a line", "{\"question\":\"Why?\",\"where\":\"mail\"}\n", "" },
    { "no column", "what\nWhy?\n", "no column \"question\"" },
    { "empty", "", "it is empty" },
    { "no question", "question,where\n,desk\n", ":2: question: it is empty" },
    { "no such place", "question,where\nWhy?,pub\n", ":2: where: \"pub\"" },
    { "no date", "question,asked_at\nWhy?,soon\n", ":2: asked_at: \"soon\"" },
    { "half an object", "{\"question\":\"Why?\"}\n{\"question\":\n", ":2: not JSON: " },
    { "no object", "{\"question\":\"Why?\"}\n[\"Why?\"]\n",
      ":2: wanted a JSON object, such as {\"question\": \"Why?\"}" },
    { "a byte 0", "{\"question\":\"Wh\\u0000y?\"}\n", ":1: not JSON: \\u0000 is not allowed" },
    { "a German date", "question;asked_at\nWhy?;20.11.2026\n", "" },
    { "with a time, digits left out", "question;asked_at\nWhy?;5.1.2026 14:30\n", "" },
    { "RFC 3339", "question,asked_at\nWhy?,2026-11-20T14:30:00+01:00\n", "" },
    { "no such day", "question,asked_at\nWhy?,31.11.2026\n", ":2: asked_at: \"31.11.2026\"" },
    { "which is the month?", "question,asked_at\nWhy?,11/20/2026\n",
      ":2: asked_at: \"11/20/2026\": wanted a date as 2026-11-20 or 20.11.2026" },
    { "of which century?", "question,asked_at\nWhy?,20.11.26\n", ":2: asked_at: \"20.11.26\"" },
    { "more behind", "question,asked_at\nWhy?,20.11.20261\n", ":2: asked_at:" },
    { "all mistakes", "question,where,asked_at\n,pub,soon\nWhy?,desk,soon\n",
      ": 4 mistakes: nothing is written" },
    { "all of JSON lines", "{\"question\":\"\"}\n[]\n{\"question\":\"Why?\",\"where\":\"pub\"}\n",
      ": 3 mistakes: nothing is written" },
    { "and what ends the table", "question,where\nWhy?,pub\n\"Why?,desk\n",
      ": 2 mistakes: nothing is written" },
};

static void
test_refused(void)
{
    import_test_cases(cases, N_ROWS(cases), "physics", import_questions);
}
TEST_FN(test_refused)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_refused) };

    return TEST_RUN(tests);
}
