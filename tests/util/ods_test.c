/* ods_test.c - cells as texts, as LibreOffice and others write them; and what is refused. */
#include "../../util/ods.h"

#include "sheet_cells.h"

#define ROW(cells)      "<table:table-row>" cells "</table:table-row>"
#define CELL(attrs, in) "<table:table-cell " attrs ">" in "</table:table-cell>"
#define P(in)           "<text:p>" in "</text:p>"
#define STR(in)         CELL("office:value-type='string'", P(in))
#define NUM(v)          "<table:table-cell office:value-type='float' office:value='" v "'/>"
#define COLS(n)         "table:number-columns-repeated='" n "'"
#define ROWS(n, cells)                                                                             \
    "<table:table-row table:number-rows-repeated='" n "'>" cells "</table:table-row>"

/* want: cells with "|" behind each, rows with their line before them. */
static const struct {
    const char *from, *rows, *want;
} cases[] = {
    { "ODF 1.3 19.385, strings", ROW(STR("a") STR("x &amp; y")), "1:a|x & y|" },
    { "LibreOffice 7.4, lines in an attribute as well",
      ROW(CELL("office:value-type='string' office:string-value='a&#x0a;b  c'", P("a") P("b  c"))),
      "1:a\nb  c|" },
    { "several paragraphs", ROW(STR("a</text:p><text:p/><text:p>b")), "1:a\n\nb|" },
    { "6.1.2, the layout of the file", ROW(STR("\n    a\n   \t b<text:span> c</text:span>\r\n  ")),
      "1:a b c |" },
    { "LibreOffice 7.4, blanks of several paragraphs", ROW(STR("  a  b</text:p><text:p>c   d")),
      "1:  a  b\nc   d|" },
    { "6.1.3 to 6.1.5, elements for blanks",
      ROW(STR("a<text:s/><text:s text:c='2'/>b<text:tab/>c<text:line-break/> d")),
      "1:a   b\tc\n d|" },
    { "a hostile count of blanks", ROW(STR("<text:s text:c='-5'/>a")), "1: a|" },
    { "spans, links, fields",
      ROW(STR("<text:span>see</text:span> <text:a>http://x/</text:a> <text:date>1 "
              "May</text:date>")),
      "1:see http://x/ 1 May|" },
    { "6.4, how it is pronounced",
      ROW(STR("<text:ruby><text:ruby-base>a</text:ruby-base><text:ruby-text>b</text:ruby-text>"
              "</text:ruby>")),
      "1:a|" },
    { "14.1, comments of a cell",
      ROW(CELL("office:value-type='string'",
               "<office:annotation><text:p>who?</text:p></office:annotation>" P("a"))),
      "1:a|" },
    { "14.1, comments and notes in a paragraph",
      ROW(STR("a<office:annotation><text:p>who?</text:p></office:annotation>b<text:note>"
              "<text:note-body><text:p>1</text:p></text:note-body></text:note>")),
      "1:ab|" },
    { "drawings",
      ROW(CELL("office:value-type='string'", P("a<draw:frame><draw:text-box><text:p>b</text:p></"
                                               "draw:text-box></draw:frame>") "<draw:g><text:p>c</"
                                                                              "text:p></draw:g>")),
      "1:a|" },
    { "drawings of the sheet",
      "<table:shapes><draw:g>" ROW(STR("x")) "</draw:g></table:shapes>" ROW(STR("a")), "1:a|" },
    { "a table in a cell (9.1.9)",
      ROW(CELL("office:value-type='string'",
               "<table:table table:is-sub-table='true'>" ROW(STR("x")) "</table:table>" P("a"))
              STR("b")) ROW(STR("c")),
      "1:a|b|2:c|" },
    { "numbers", ROW(NUM("7") NUM("7.0") NUM("1.5") NUM("1E3") NUM("")), "1:7|7|1.5|1000|" },
    { "a number is its value, not what is shown",
      ROW(CELL("office:value-type='float' office:value='7'", P("007"))), "1:7|" },
    { "percentages and currency",
      ROW(CELL("office:value-type='percentage' office:value='0.5'", P("50 %"))
              CELL("office:value-type='currency' office:value='12.5'", P("$12.50"))),
      "1:0.5|12.5|" },
    { "dates",
      ROW(CELL("office:value-type='date' office:date-value='2026-11-02'", P("2.11."))
              CELL("office:value-type='date' office:date-value='2026-11-02T12:00:00'", P("x"))
                  CELL("office:value-type='date' office:date-value='2026-11-02T12:00:00.5'", P("x"))
                      CELL("office:value-type='date' office:date-value='2026-11-02T00:00:00'",
                           P("x")) CELL("office:value-type='date' office:date-value='2026'", "")),
      "1:2026-11-02|2026-11-02T12:00:00Z|2026-11-02T12:00:00Z|2026-11-02|2026|" },
    { "times as they are shown",
      ROW(CELL("office:value-type='time' office:time-value='PT12H30M00S'", P("12:30"))),
      "1:12:30|" },
    { "booleans",
      ROW(CELL("office:value-type='boolean' office:boolean-value='true'", P("WAHR"))
              CELL("office:value-type='boolean' office:boolean-value='false'", P("FALSCH"))),
      "1:TRUE|FALSE|" },
    { "LibreOffice, errors",
      ROW(CELL("table:formula='of:=1/0' office:value-type='string' office:string-value='' "
               "calcext:value-type='error'",
               P("#DIV/0!"))),
      "1:#DIV/0!|" },
    { "another namespace's type",
      ROW(CELL("office:value-type='float' calcext:value-type='date' office:value='3'", P("x"))),
      "1:3|" },
    { "no type", ROW(CELL("", P("a"))), "1:a|" },
    { "columns left out", ROW("<table:table-cell " COLS("2") "/>" STR("a")), "1:||a|" },
    { "the same again", ROW(CELL(COLS("3") " office:value-type='string'", P("a"))), "1:a|a|a|" },
    { "19.675, to the last column",
      ROW(STR("a") "<table:table-cell " COLS("16383") "/>") ROW(STR("b")), "1:a|2:b|" },
    { "hostile columns",
      ROW("<table:table-cell " COLS("99999999999") "/>" STR("a"))
          ROW("<table:table-cell " COLS("-3") "/>" STR("b")) ROW("<table:covered-table-cell " COLS(
              "99999999") "/><table:covered-table-cell " COLS("99999999") "/>" STR("c")),
      "2:|b|" },
    { "9.1.5, under a merged cell",
      ROW(CELL("table:number-columns-spanned='2' office:value-type='string'",
               P("a")) "<table:covered-table-cell office:value-type='string'><text:p>x</text:p>"
                       "</table:covered-table-cell>" STR("b")),
      "1:a||b|" },
    { "rows left out", ROWS("4", "<table:table-cell/>") ROW(STR("a")), "5:a|" },
    { "the same row again", ROWS("3", STR("a")) ROW(STR("b")), "1:a|2:a|3:a|4:b|" },
    { "to the last row", ROW(STR("a")) ROWS("1048575", "<table:table-cell " COLS("16384") "/>"),
      "1:a|" },
    { "hostile rows", ROWS("99999999999", "") ROWS("2000000000", "") ROW(STR("a")) ROW(STR("b")),
      "16777216:a|16777216:b|" },
    { "headers and groups",
      "<table:table-header-rows>" ROW(STR(
          "a")) "</table:table-header-rows><table:table-row-group>"
                "<table:table-rows>" ROW(STR("b")) "</table:table-rows></table:table-row-group>",
      "1:a|2:b|" },
    { "nothing", ROW(""), "" },
    { "blanks only", ROW(STR(" ") STR("\n")), "" },
};

static void
test_cells(void)
{
    for (size_t i = 0; i < N_ROWS(cases); i++) {
        struct buf file;

        buf_init(&file, BUF_PAGE);
        mkzip_ods(NULL, cases[i].rows, NULL, NULL, &file);
        sheet_cells_check(&file, cases[i].from, cases[i].want);
        buf_release(&file);
    }
}
TEST_FN(test_cells)

static const struct {
    const char *from, *mimetype, *rows, *styles, *manifest, *error;
} refused[] = {
    { "a letter", "application/vnd.oasis.opendocument.text", "", NULL, NULL, "no spreadsheet" },
    { "ODF 1.3 part 2, 4.8: a password", NULL, "", NULL,
      "<manifest:manifest><manifest:file-entry manifest:full-path='content.xml'>"
      "<manifest:encryption-data/></manifest:file-entry></manifest:manifest>",
      "protected by a password" },
    { "no sheet is shown", NULL, "<table:table table:name='a' table:style-name='h'/>",
      "<style:style style:name='h' style:family='table'><style:table-properties "
      "table:display='false'/></style:style>",
      NULL, "no sheet" },
    { "no sheet", NULL, "<table:table-x/>", NULL, NULL, "" },
    { "broken XML", NULL, ROW("<x>"), NULL, NULL, "content.xml: broken XML" },
};

static void
test_refused(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(refused); i++) {
        struct spreadsheet *o = NULL;
        struct err err = { "" };
        struct buf file;

        buf_init(&file, BUF_PAGE);
        mkzip_ods(refused[i].mimetype, refused[i].rows, refused[i].styles, refused[i].manifest,
                  &file);
        CHECK((spreadsheet_open(buf_text(&file), a, &o, &err) == ST_OK) ==
                  (refused[i].error[0] == '\0'),
              "%s: %s", refused[i].from, err.msg);
        CHECK(strstr(err.msg, refused[i].error) != NULL, "%s: %s", refused[i].from, err.msg);
        spreadsheet_close(o);
        buf_release(&file);
    }
    arena_free(a);
}
TEST_FN(test_refused)

/* What is written once and becomes too much; what is allowed comes to its end. */
static const struct {
    const char *from, *rows, *error;
    size_t n; /* rows before it */
} bombs[] = {
    { "a column that was filled to its end", ROWS("1048576", STR("a")), "", 1048576 },
    { "cells", ROWS("1048576", CELL(COLS("16384") " office:value-type='string'", P("a"))),
      "more than 5000000 cells", 50000 },
    { "rows again and again",
      ROWS("1048576", STR("a") STR("b")) ROWS("1048576", STR("a") STR("b"))
          ROWS("1048576", STR("a") STR("b")),
      "more than 5000000 cells", 2500000 },
    { "bytes",
      ROWS("99999999", STR("<text:s text:c='1000'/><text:s text:c='1000'/><text:s text:c='1000'/>"
                           "<text:s text:c='1000'/><text:s text:c='1000'/>a")),
      "row 40258: with the rows that repeat, more than 201326592 bytes", 40257 },
};

static void
test_bombs(void)
{
    struct arena *a = arena_new();
    struct csv_row *row = arena_alloc(a, sizeof(*row));

    for (size_t i = 0; i < N_ROWS(bombs); i++) {
        struct spreadsheet *o = NULL;
        struct err err = { "" };
        struct buf file;
        size_t n = 0;
        int line;

        buf_init(&file, BUF_PAGE);
        mkzip_ods(NULL, bombs[i].rows, NULL, NULL, &file);
        assert_int_equal(spreadsheet_open(buf_text(&file), a, &o, &err), ST_OK);
        assert_int_equal(spreadsheet_begin(o, 0, &err), ST_OK);
        while (spreadsheet_next(o, row, &line, &err) == ST_OK)
            n++;
        CHECK(strcmp(err.msg, bombs[i].error) == 0, "%s: %s", bombs[i].from, err.msg);
        CHECK(n == bombs[i].n, "%s: %zu rows", bombs[i].from, n);
        spreadsheet_close(o);
        buf_release(&file);
    }
    arena_free(a);
}
TEST_FN(test_bombs)

/* One cell over the cap is named. */
static void
test_long_cell(void)
{
    struct arena *a = arena_new();
    struct csv_row *row = arena_alloc(a, sizeof(*row));
    struct spreadsheet *o = NULL;
    struct err err = { "" };
    struct buf rows, file;
    int line;

    buf_init(&rows, BUF_LARGE);
    buf_init(&file, BUF_LARGE);
    buf_add_str(&rows, ROW("") "<table:table-row>" STR("a") "<table:table-cell><text:p>");
    for (int i = 0; i < 300; i++)
        buf_add_str(&rows, "<text:s text:c='1000'/>");
    buf_add_str(&rows, "</text:p></table:table-cell></table:table-row>");
    mkzip_ods(NULL, buf_str(&rows), NULL, NULL, &file);
    assert_int_equal(spreadsheet_open(buf_text(&file), a, &o, &err), ST_OK);
    assert_int_equal(spreadsheet_begin(o, 0, &err), ST_OK);
    assert_int_equal(spreadsheet_next(o, row, &line, &err), ST_LIMIT);
    CHECK(strcmp(err.msg, "B2: more than 262144 bytes") == 0, "%s", err.msg);
    spreadsheet_close(o);
    buf_release(&rows);
    buf_release(&file);
    arena_free(a);
}
TEST_FN(test_long_cell)

static void
test_sheets(void)
{
    static const char tables[] = "<table:table table:name='Hidden' table:style-name='h'>" ROW(
        STR("x")) "</table:table>"
                  "<table:table table:name='One'>" ROW(
                      STR("1")) "</table:table>"
                                "<table:tracked-changes><table:table "
                                "table:name='Old'/></table:tracked-changes>"
                                "<table:table table:name='None'/>"
                                "<table:table table:name='Two' table:style-name='s'>" ROW(
                                    STR("2")) "</table:table>";
    static const char styles[] =
        "<style:style style:name='h' style:family='table'><style:table-properties "
        "table:display='false'/></style:style><style:style style:name='s' style:family='table'>"
        "<style:table-properties table:display='true'/></style:style>";
    static const struct {
        size_t sheet;
        const char *name, *want;
    } rows[] = { { 0, "One", "1:1|" }, { 2, "Two", "1:2|" }, { 1, "None", "" },
                 { 0, "One", "1:1|" }, { 0, "One", "1:1|" }, { 2, "Two", "1:2|" } };
    struct arena *a = arena_new();
    struct spreadsheet *o = NULL;
    struct buf file, seen;

    buf_init(&file, BUF_PAGE);
    buf_init(&seen, BUF_PAGE);
    mkzip_ods("application/vnd.oasis.opendocument.spreadsheet-template", tables, styles, NULL,
              &file);
    assert_int_equal(spreadsheet_open(buf_text(&file), a, &o, NULL), ST_OK);
    assert_int_equal(spreadsheet_n_sheets(o), 3);
    for (size_t i = 0; i < N_ROWS(rows); i++) { /* in any order, each from its top */
        buf_clear(&seen);
        CHECK(text_is(spreadsheet_sheet_name(o, rows[i].sheet), rows[i].name), "%zu", i);
        assert_int_equal(spreadsheet_begin(o, rows[i].sheet, NULL), ST_OK);
        sheet_cells(o, a, &seen);
        CHECK(text_is(buf_text(&seen), rows[i].want), "%zu: %s", i, buf_str(&seen));
    }
    spreadsheet_close(o);
    buf_release(&file);
    buf_release(&seen);
    arena_free(a);
}
TEST_FN(test_sheets)

/* Every cut of an archive, and of the XML in one: refused, or read; never a crash. */
static void
test_cut(void)
{
    struct arena *a = arena_new();
    struct buf file, seen;
    size_t n_xml = strlen(cases[4].rows);

    buf_init(&file, BUF_PAGE);
    buf_init(&seen, BUF_PAGE);
    mkzip_ods(NULL, cases[4].rows, NULL, NULL, &file);
    for (size_t n = 0, whole = file.n; n < whole + n_xml; n++) {
        struct spreadsheet *o = NULL;
        struct text t = text_sub(buf_text(&file), 0, n);

        if (n >= whole) {
            buf_clear(&file);
            mkzip_ods(NULL, arena_str(a, text_sub(text_of(cases[4].rows), 0, n - whole)), NULL,
                      NULL, &file);
            t = buf_text(&file);
        }
        if (spreadsheet_open(t, a, &o, NULL) == ST_OK && spreadsheet_n_sheets(o) > 0 &&
            spreadsheet_begin(o, 0, NULL) == ST_OK)
            sheet_cells(o, a, &seen);
        spreadsheet_close(o);
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
    const struct CMUnitTest tests[] = { TEST(test_cells),     TEST(test_refused), TEST(test_bombs),
                                        TEST(test_long_cell), TEST(test_sheets),  TEST(test_cut) };

    return TEST_RUN(tests);
}
