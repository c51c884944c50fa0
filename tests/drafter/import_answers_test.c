/* import_answers_test.c - sheets that are no sheets. */
#include "../import_test.h"

#include "../../include/import.h"

static const struct import_case cases[] = {
    { "nobody knew", "group,answer\n7,\n", "" },
    { "no group", "answer\nYes.\n", "no column \"group\"" },
    { "no answer", "group\n7\n", "no column \"answer\"" },
    { "no number", "group,answer\nx,Yes.\n", ":2: group: wanted the number" },
    { "half an Excel file", "PK\003\004x", "a broken archive" },
    { "an old Excel file", "\xD0\xCF\x11\xE0x", "save it as .xlsx" },
    { "Excel took it for a formula", "group,answer\n7,#NAME?\n", ":2: answer: the spreadsheet" },
    { "Latin-1", "group,answer\n7,caf\xE9\n", ":2: not UTF-8" },
    { "Windows' UTF-16", "\xFF\xFEg", "UTF-16: save it" },
    { "an emptied row", "group,answer\n,\n7,\n", "" },
    { "no such group", "group,answer\n7,Yes.\n", ":2: group 7: " },
    { "all mistakes at once", "group,answer\nx,Yes.\n7,#N/A\n7,Yes.\n8,No.\n",
      ": 4 mistakes: nothing is written" },
    { "LibreOffice took it for a formula", "group,answer\n7,Err:509\n",
      ":2: answer: the spreadsheet" },
    { "a page of the web", "<html><table>", ": a web page, no table" },
};

static enum status
import_as_ann(struct cmd_env *env, const char *path, struct err *err)
{
    return import_answers(env, path, "ann", err);
}

static void
test_refused(void)
{
    import_test_cases(cases, N_ROWS(cases), NULL, import_as_ann);
}
TEST_FN(test_refused)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_refused) };

    return TEST_RUN(tests);
}
