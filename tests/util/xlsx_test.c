/* xlsx_test.c - cells as texts, whoever wrote the workbook; and what is refused. */
#include "../../util/xlsx.h"

#include "sheet_cells.h"

/* want: cells with "|" behind each, rows with their line before them. */
static const struct {
    const char *from, *rows, *strings, *styles, *want;
} cases[] = {
    { "ECMA-376 18.3.1.4, shared strings",
      "<row r='1'><c r='A1' t='s'><v>1</v></c><c r='B1' t='s'><v>0</v></c></row>",
      "<sst><si><t>b</t></si><si><t>a</t></si></sst>", NULL, "1:a|b|" },
    { "18.4.4, rich text", "<row r='1'><c r='A1' t='s'><v>0</v></c></row>",
      "<sst><si><r><t>in </t></r><r><rPr><b/></rPr><t xml:space='preserve'>bold "
      "</t></r></si></sst>",
      NULL, "1:in bold |" },
    { "18.4.6, phonetic runs", "<row r='1'><c r='A1' t='s'><v>0</v></c></row>",
      "<sst><si><t>\xE8\xAA\xB2</t><rPh sb='0' eb='1'><t>ka</t></rPh></si></sst>", NULL,
      "1:\xE8\xAA\xB2|" },
    { "18.3.1.53, inline strings (Google Sheets, libraries)",
      "<row r='1'><c r='A1' t='inlineStr'><is><t>x &amp; y</t></is></c></row>", NULL, NULL,
      "1:x & y|" },
    { "numbers",
      "<row r='2'><c r='A2'><v>7</v></c><c r='B2' t='n'><v>7.0</v></c><c r='C2'><v>1.5"
      "</v></c><c r='D2'><v>1E3</v></c></row>",
      NULL, NULL, "2:7|7|1.5|1000|" },
    { "booleans and errors",
      "<row r='1'><c r='A1' t='b'><v>1</v></c><c r='B1' t='b'><v>0</v></c>"
      "<c r='C1' t='e'><v>#NAME?</v></c></row>",
      NULL, NULL, "1:TRUE|FALSE|#NAME?|" },
    { "a formula's value", "<row r='1'><c r='A1' t='str'><f>B1&amp;\"x\"</f><v>yes</v></c></row>",
      NULL, NULL, "1:yes|" },
    { "cells and rows left out",
      "<row r='3'><c r='B3'><v>1</v></c></row><row r='4'/><row r='9'><c r='D9'><v>2</v></c></row>",
      NULL, NULL, "3:|1|9:|||2|" },
    { "no places told", "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>", NULL,
      NULL, "1:1|2|2:3|" },
    { "empty cells", "<row r='1'><c r='A1' s='0'/></row><row r='2'><c r='A2' t='s'/></row>", NULL,
      NULL, "" },
    { "22.9.2.19, escapes", "<row r='1'><c r='A1' t='s'><v>0</v></c></row>",
      "<sst><si><t>a_x000D_\nb_x0041_c_xyz_</t></si></sst>", NULL, "1:a\nbAc_xyz_|" },
    { "18.8.30, dates",
      "<row r='1'><c r='A1' s='1'><v>46328</v></c><c r='B1' s='2'><v>46328.5</v>"
      "</c><c r='C1' s='0'><v>46328</v></c></row>",
      NULL,
      "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='[$-407]d/m/yy\\ h:mm'/></numFmts>"
      "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs><cellXfs><xf numFmtId='0'/><xf "
      "numFmtId='14'/><xf numFmtId='164'/></cellXfs></styleSheet>",
      "1:2026-11-02|2026-11-02T12:00:00Z|46328|" },
    { "18.8.30, a number with words", "<row r='1'><c r='A1' s='0'><v>5</v></c></row>", NULL,
      "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='0 \"days\" "
      "[Red]'/></numFmts><cellXfs>"
      "<xf numFmtId='164'/></cellXfs></styleSheet>",
      "1:5|" },
    { "a string that is not there", "<row r='1'><c r='A1' t='s'><v>9</v></c><c><v>1</v></c></row>",
      "<sst/>", NULL, "1:|1|" },
    { "a column past the cap", "<row r='1'><c r='A1'><v>1</v></c><c r='XFD1'><v>2</v></c></row>",
      NULL, NULL, "1:1|" },
};

static void
test_cells(void)
{
    for (size_t i = 0; i < N_ROWS(cases); i++) {
        struct buf file;

        buf_init(&file, BUF_PAGE);
        mkzip_book(NULL, cases[i].rows, cases[i].strings, cases[i].styles, &file);
        sheet_cells_check(&file, cases[i].from, cases[i].want);
        buf_release(&file);
    }
}
TEST_FN(test_cells)

static const struct {
    const char *from, *workbook, *rows, *strings, *error;
} refused[] = {
    { "no sheet is shown",
      "<workbook><sheets><sheet name='a' state='hidden' id='rId1'/><sheet name='b' "
      "state='veryHidden' id='rId2'/></sheets></workbook>",
      "", NULL, "no sheet" },
    { "entities (XML 1.0 4.4)", NULL, "",
      "<!DOCTYPE a [<!ENTITY b 'c'>]><sst><si><t>&b;</t></si></sst>", "document type" },
    { "broken strings", NULL, "", "<sst><si>", "broken XML" },
    { "a broken workbook", "<workbook", "", NULL, "broken XML" },
};

static void
test_refused(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(refused); i++) {
        struct spreadsheet *x = NULL;
        struct err err = { "" };
        struct buf file;

        buf_init(&file, BUF_PAGE);
        mkzip_book(refused[i].workbook, refused[i].rows, refused[i].strings, NULL, &file);
        CHECK(spreadsheet_open(buf_text(&file), a, &x, &err) != ST_OK, "%s", refused[i].from);
        CHECK(strstr(err.msg, refused[i].error) != NULL, "%s: %s", refused[i].from, err.msg);
        spreadsheet_close(x);
        buf_release(&file);
    }
    arena_free(a);
}
TEST_FN(test_refused)

static void
test_sheets(void)
{
    struct arena *a = arena_new();
    struct spreadsheet *x = NULL;
    struct buf file, seen;

    buf_init(&file, BUF_PAGE);
    buf_init(&seen, BUF_PAGE);
    mkzip_book("<workbook><sheets><sheet name='Hidden' state='hidden' id='rId1'/><sheet "
               "name='Shown' id='rId2'/></sheets></workbook>",
               "<row r='1'><c r='A1'><v>1</v></c></row>", NULL, NULL, &file);
    assert_int_equal(spreadsheet_open(buf_text(&file), a, &x, NULL), ST_OK);
    assert_int_equal(spreadsheet_n_sheets(x), 1);
    CHECK(text_is(spreadsheet_sheet_name(x, 0), "Shown"), "%.*s",
          TEXT_ARG(spreadsheet_sheet_name(x, 0)));
    for (int again = 0; again < 2; again++) { /* from the start each time */
        buf_clear(&seen);
        assert_int_equal(spreadsheet_begin(x, 0, NULL), ST_OK);
        sheet_cells(x, a, &seen);
        CHECK(text_is(buf_text(&seen), "1:group|answer|"), "%s", buf_str(&seen));
    }
    spreadsheet_close(x);
    buf_release(&file);
    buf_release(&seen);
    arena_free(a);
}
TEST_FN(test_sheets)

/* Every cut of a real archive: refused, or read; never a crash. */
static void
test_cut(void)
{
    struct arena *a = arena_new();
    struct buf file, seen;

    buf_init(&file, BUF_PAGE);
    buf_init(&seen, BUF_PAGE);
    mkzip_book(NULL, cases[0].rows, cases[0].strings, NULL, &file);
    for (size_t n = 0; n < file.n; n++) {
        struct spreadsheet *x = NULL;

        if (spreadsheet_open(text_sub(buf_text(&file), 0, n), a, &x, NULL) == ST_OK &&
            spreadsheet_begin(x, 0, NULL) == ST_OK)
            sheet_cells(x, a, &seen);
        spreadsheet_close(x);
        arena_clear(a);
    }
    buf_release(&file);
    buf_release(&seen);
    arena_free(a);
}
TEST_FN(test_cut)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_cells), TEST(test_refused), TEST(test_sheets),
                                        TEST(test_cut) };

    return TEST_RUN(tests);
}
