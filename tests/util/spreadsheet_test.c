/* spreadsheet_test.c - which kind of workbook it is, and what both have in common. */
#include "../../util/spreadsheet.h"

#include "../../util/spreadsheet_parts.h"
#include "../test.h"
#include "mkzip.h"

static void
test_kinds(void)
{
    struct arena *a = arena_new();
    struct csv_row *row = arena_alloc(a, sizeof(*row));

    for (int ods = 0; ods < 2; ods++) {
        struct spreadsheet *w = NULL;
        struct err err = { "" };
        struct buf file;
        int line = 0;

        buf_init(&file, BUF_PAGE);
        if (ods)
            mkzip_ods(NULL,
                      "<table:table-row table:number-rows-repeated='2'/><table:table-row><table:"
                      "table-cell/><table:table-cell><text:p>x</text:p></table:table-cell></"
                      "table:table-row>",
                      NULL, NULL, &file);
        else
            mkzip_book(NULL, "<row r='3'><c r='B3' t='str'><v>x</v></c></row>", NULL, NULL, &file);
        CHECK(spreadsheet_open(buf_text(&file), a, &w, &err) == ST_OK, "%d: %s", ods, err.msg);
        CHECK(spreadsheet_n_sheets(w) == 1 && text_is(spreadsheet_sheet_name(w, 0), "Sheet1"), "%d",
              ods);
        CHECK(spreadsheet_begin(w, 0, &err) == ST_OK, "%d: %s", ods, err.msg);
        CHECK(spreadsheet_next(w, row, &line, &err) == ST_OK && line == 3, "%d: %d", ods, line);
        CHECK(row->n == 2 && text_is(row->v[1], "x"), "%d: %zu", ods, row->n);
        CHECK(spreadsheet_next(w, row, &line, &err) == ST_NOTFOUND, "%d", ods);
        spreadsheet_close(w);
        buf_release(&file);
    }
    arena_free(a);
}
TEST_FN(test_kinds)

static void
test_neither(void)
{
    static const struct {
        const char *from, *error;
        struct mkzip_file file;
    } rows[] = {
        { "some archive", "no workbook: save it as .xlsx or .ods", { "a.txt", { "a", 1 } } },
        { "a book (EPUB)", "no workbook", { "mimetype", { "application/epub+zip", 20 } } },
        { "a letter",
          "no spreadsheet: save the table as .ods or .xlsx",
          { "mimetype", { "application/vnd.oasis.opendocument.text", 39 } } },
        { "a spreadsheet without its content",
          "there is no content.xml in it",
          { "mimetype", { "application/vnd.oasis.opendocument.spreadsheet", 46 } } },
    };
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct spreadsheet *w = NULL;
        struct err err = { "" };
        struct buf file;

        buf_init(&file, BUF_PAGE);
        mkzip(&rows[i].file, 1, false, &file);
        CHECK(spreadsheet_open(buf_text(&file), a, &w, &err) != ST_OK && w == NULL, "%s",
              rows[i].from);
        CHECK(strstr(err.msg, rows[i].error) != NULL, "%s: %s", rows[i].from, err.msg);
        buf_release(&file);
    }
    arena_free(a);
}
TEST_FN(test_neither)

static void
test_columns(void)
{
    static const struct {
        int column;
        const char *want;
    } rows[] = { { 0, "A" },    { 25, "Z" },    { 26, "AA" },
                 { 701, "ZZ" }, { 702, "AAA" }, { 16383, "XFD" } };
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(strcmp(spreadsheet_column(rows[i].column, a), rows[i].want) == 0, "%d: %s",
              rows[i].column, spreadsheet_column(rows[i].column, a));
    arena_free(a);
}
TEST_FN(test_columns)

static void
test_errors(void)
{
    static const struct {
        const char *cell;
        bool is;
    } rows[] = { { "#N/A", true },  { "#NAME?", true }, { "Err:508", true }, { "Err: none", false },
                 { "Err:", false }, { "#1", false },    { "", false } };

    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(spreadsheet_is_error(text_of(rows[i].cell)) == rows[i].is, "%s", rows[i].cell);
}
TEST_FN(test_errors)

static void
test_numbers(void)
{
    static const struct {
        const char *t, *want;
    } rows[] = { { "7", "7" },       { "7.0", "7" },   { "1E3", "1000" },
                 { "0.50", "0.50" }, { "-2.0", "-2" }, { "1e99", "1e99" },
                 { "x", "x" },       { "", "" },       { "nan", "nan" } };
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(text_is(spreadsheet_parts_number_text(text_of(rows[i].t), a), rows[i].want), "%s",
              rows[i].t);
    arena_free(a);
}
TEST_FN(test_numbers)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_kinds), TEST(test_neither), TEST(test_columns),
                                        TEST(test_errors), TEST(test_numbers) };

    return TEST_RUN(tests);
}
