/* rows_test.c - one table, whichever file it came in; places are told as its writers know them. */
#include "../../include/rows.h"

#include "../test.h"
#include "mkzip.h"

#define STR(ref, v) "<c r='" ref "' t='inlineStr'><is><t>" v "</t></is></c>"

#define TEXT(v) "<table:table-cell><text:p>" v "</text:p></table:table-cell>"

static void
read_all(struct rows *r, struct buf *out, struct err *err)
{
    struct csv_row row;

    while (rows_next(r, &row, err) == ST_OK)
        buf_addf(out, "%s=%.*s;", rows_place(r, rows_line(r), rows_column(r, "answer")),
                 TEXT_ARG(csv_field(&row, rows_column(r, "answer"))));
}

static const struct {
    const char *from, *csv, *sheet, *want, *error;
    const char *ods; /* rows of a table */
} cases[] = {
    { "CSV", "group,answer\n7,Yes\n", NULL, "f:2=Yes;", "" },
    { "German Excel", "\xEF\xBB\xBFGroup;Answer\r\n7;Ja\r\n;\r\n8;\r\n", NULL, "f:2=Ja;f:4=;", "" },
    { "XLSX", NULL,
      "<row r='1'>" STR("A1", "group")
          STR("B1", "answer") "</row><row r='2'>" STR("B2", "Yes") "</row>",
      "f, sheet Sheet1, B2=Yes;", "" },
    { "columns moved, a title above", NULL,
      "<row r='1'>" STR("A1", "Open day") "</row><row r='3'>" STR("C3", " Answer ")
          STR("D3", "Group") "</row><row r='7'>" STR("C7", "No") "</row>",
      "f, sheet Sheet1, C7=No;", "" },
    { "no such column", "a,b\n", NULL, "", "f:1: no column \"answer\"" },
    { "no such column in a book", NULL, "<row r='1'>" STR("A1", "group") "</row>", "",
      "f: no sheet that can be seen has a column \"answer\"" },
    { "an error behind the header", NULL,
      "<row r='1'>" STR("A1", "answer") "</row><row r='2'><c><v>1</w></c></row>", "",
      "f, sheet Sheet1: xl/worksheets/sheet1.xml: broken XML" },
    { "empty", "", NULL, "", "f: it is empty" },
    { "Latin-1", "answer\nx\ncaf\xE9\n", NULL, "", "f:3: not UTF-8" },
    { "UTF-16",
      "\xFF\xFE"
      "a",
      NULL, "", "f: UTF-16" },
    { "an old book", "\xD0\xCF\x11\xE0", NULL, "", "f: an old .xls" },
    { "a flat OpenDocument file",
      "<?xml version='1.0'?>\n\n<office:document xmlns:office='urn:x'/>", NULL, "",
      "f: a flat OpenDocument file (.fods): save it as .ods" },
    { "XML", "\xEF\xBB\xBF\n<?xml version='1.0'?><Workbook/>", NULL, "", "f: XML, no table" },
    { "a page that calls itself .xls", "\n<HTML><table>", NULL, "", "f: a web page, no table" },
    { "a PDF", "%PDF-1.7", NULL, "", "f: a PDF, no table" },
    { "a Gnumeric workbook", "\x1F\x8B\x08", NULL, "", "f: packed by gzip" },
    { "ODS", NULL, NULL, "f, sheet Sheet1, A3=Yes;f, sheet Sheet1, A4=Yes;", "",
      "<table:table-row/><table:table-row>" TEXT("Answer")
          TEXT("group") "</table:table-row>"
                        "<table:table-row table:number-rows-repeated='2'>" TEXT(
                            "Yes") "</table:table-row>" },
    { "ODS without that column", NULL, NULL, "",
      "f: no sheet that can be seen has a column \"answer\"",
      "<table:table-row>" TEXT("group") "</table:table-row>" },
    { "ODS that breaks off", NULL, NULL, "", "f: content.xml: broken XML in line 1",
      "<table:table-row><x>" },
};

static void
test_tables(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(cases); i++) {
        struct rows *r = NULL;
        struct buf file, seen;
        struct err err = { "" };

        buf_init(&file, BUF_PAGE);
        buf_init(&seen, BUF_PAGE);
        if (cases[i].ods != NULL)
            mkzip_ods(NULL, cases[i].ods, NULL, NULL, &file);
        else if (cases[i].sheet != NULL)
            mkzip_book(NULL, cases[i].sheet, NULL, NULL, &file);
        else
            buf_add_str(&file, cases[i].csv);
        if (rows_open("f", buf_text(&file), "answer", a, &r, &err) == ST_OK)
            read_all(r, &seen, &err);
        CHECK(text_is(buf_text(&seen), cases[i].want), "%s: %s", cases[i].from, buf_str(&seen));
        CHECK(strstr(err.msg, cases[i].error) != NULL, "%s: %s", cases[i].from, err.msg);
        rows_close(r);
        buf_release(&file);
        buf_release(&seen);
    }
    arena_free(a);
}
TEST_FN(test_tables)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_tables) };

    return TEST_RUN(tests);
}
