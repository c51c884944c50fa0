/* Excel files: what is in the sheets, hostile cells, more rows than a sheet holds. */
#include "../../include/book.h"

#include "../test.h"

#include <stdlib.h>
#include <string.h>

#include "unzip.h"

static const struct table_column columns[] = {
    { "id", TABLE_COLUMN_INT, 0, false },
    { "question", TABLE_COLUMN_TEXT, 20, false },
    { "share", TABLE_COLUMN_REAL, 0, false },
    { "seen", TABLE_COLUMN_TIME, 0, false },
};

static void
put(struct table *t, int64_t id, struct text text, double share, int64_t at_s)
{
    table_int(t, id);
    table_text(t, text);
    table_real(t, share);
    table_time(t, at_s);
    table_end_row(t);
}

static char *
sheet_of(void (*fill)(struct table *t), const char *member)
{
    char *z = NULL, *xml;
    size_t n = 0;
    FILE *f = open_memstream(&z, &n);
    struct table *t = table_open(f, TABLE_XLSX, columns, N_ROWS(columns));
    struct err err = { "" };

    fill(t);
    CHECK(table_close(t, &err) == ST_OK, "%s", err.msg);
    fclose(f);
    CHECK(n > 4 && memcmp(z, "PK", 2) == 0, "no ZIP file");
    xml = unzip_member(z, n, member);
    free(z);
    return xml;
}

/* What is typed into a column that people fill in stays text: 10 May is no date, - is no formula.
 */
static void
test_blank(void)
{
    static const struct table_column sheet[] = {
        { "id", TABLE_COLUMN_INT, 0, false },
        { "answer", TABLE_COLUMN_TEXT, 0, .blank = true },
    };
    char *z = NULL, *xml, *styles;
    size_t n = 0;
    FILE *f = open_memstream(&z, &n);
    struct table *t = table_open(f, TABLE_XLSX, sheet, N_ROWS(sheet));
    const char *col, *at;

    table_int(t, 7);
    table_null(t);
    table_end_row(t);
    CHECK(table_close(t, NULL) == ST_OK, "closed");
    fclose(f);
    xml = unzip_member(z, n, "xl/worksheets/sheet1.xml");
    styles = unzip_member(z, n, "xl/styles.xml");
    col = strstr(xml, "<col min=\"2\"");
    CHECK(col != NULL && (at = strstr(col, " style=\"")) != NULL && at < strchr(col, '>'), "%s",
          xml);
    CHECK(strstr(styles, "numFmtId=\"49\"") != NULL, "ECMA-376 18.8.30, 49 is text: %s", styles);
    free(xml);
    free(styles);
    free(z);
}
TEST_FN(test_blank)

static void
fill_hostile(struct table *t)
{
    put(t, 7, TEXT_LIT("=HYPERLINK(\"http://evil\")"), .25, 86400);
    put(t, -1, TEXT_LIT("<b>&\x1b[31m caf\xC3\xA9\nline"), 1. / 3, 0);
}

static void
test_cells(void)
{
    static const struct {
        const char *xml, *from;
    } rows[] = {
        { "<col min=\"2\" max=\"2\" width=\"20.", "a column is as wide as its words" },
        { "<c r=\"A2\" s=", "the first row stands below the header" },
        { "<v>7</v>", "a number is a number" },
        { "<t>=HYPERLINK(\"http://evil\")</t>", "a formula is text" },
        { "<v>0.25</v>", "a share" },
        { "<v>25570</v>", "1970-01-02 as Excel counts days" },
        { "&lt;b&gt;&amp;", "markup is text" },
        { "caf\xC3\xA9\nline", "lines of a cell stay" },
        { "<autoFilter ref=\"A1:D3\"/>", "the whole list can be filtered" },
        { "state=\"frozen\"", "the header stays in view" },
        { "<pageSetup orientation=\"portrait\"/>", "what is short and narrow is one page" },
    };
    char *xml = sheet_of(fill_hostile, "xl/worksheets/sheet1.xml");

    CHECK(xml != NULL, "no sheet");
    for (size_t i = 0; xml != NULL && i < N_ROWS(rows); i++)
        CHECK(strstr(xml, rows[i].xml) != NULL, "%s: %s", rows[i].from, rows[i].xml);
    CHECK(xml != NULL && strstr(xml, "<f>") == NULL, "a formula");
    CHECK(xml != NULL && strchr(xml, 27) == NULL, "an escape character");
    CHECK(xml != NULL && strstr(xml, "r=\"D3\"") == NULL, "no time is no cell");
    free(xml);
}
TEST_FN(test_cells)

static void
fill_long(struct table *t)
{
    enum { LONG = 40000 };
    char *z = malloc(LONG);

    memset(z, 'x', LONG);
    put(t, 1, (struct text){ z, LONG }, 0, 0);
    put(t, 2, (struct text){ z, BOOK_CELL_CHARS }, 0, 0);
    free(z);
}

static void
test_long_cells(void)
{
    char *xml = sheet_of(fill_long, "xl/worksheets/sheet1.xml");
    const char *cut = xml != NULL ? strstr(xml, "\xE2\x80\xA6</t>") : NULL;

    CHECK(cut != NULL, "a cell that is too long ends in an ellipsis");
    CHECK(cut != NULL && strstr(cut + 1, "\xE2\x80\xA6") == NULL, "one that just fits is whole");
    free(xml);
}
TEST_FN(test_long_cells)

/* One address is a link; what only holds one, or has another scheme, is text. */
static void
fill_links(struct table *t)
{
    static const char *const texts[] = {
        "https://qa.example/1?a=b&c=%C3%A9",
        "see https://qa.example/2",
        "https://qa.example/3, https://qa.example/4",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "mailto:a@x.example",
        "https://qa.example/\xC3\xA4",
    };

    for (size_t i = 0; i < N_ROWS(texts); i++)
        put(t, (int)i, text_of(texts[i]), 0, 0);
}

static void
test_links(void)
{
    char *xml = sheet_of(fill_links, "xl/worksheets/sheet1.xml");
    char *targets = sheet_of(fill_links, "xl/worksheets/_rels/sheet1.xml.rels");
    const char *first = xml != NULL ? strstr(xml, "<hyperlink ") : NULL;

    CHECK(first != NULL && strstr(first + 1, "<hyperlink ") == NULL, "one");
    CHECK(targets != NULL &&
              strstr(targets, "Target=\"https://qa.example/1?a=b&amp;c=%C3%A9\"") != NULL,
          "%s", targets);
    CHECK(xml != NULL && strstr(xml, "<t>https://qa.example/1?a=b&amp;c=%C3%A9</t>") != NULL,
          "shown as it is");
    free(xml);
    free(targets);
}
TEST_FN(test_links)

static void
fill_nothing(struct table *t)
{
    (void)t;
}

static void
test_empty(void)
{
    char *xml = sheet_of(fill_nothing, "xl/worksheets/sheet1.xml");

    CHECK(xml != NULL && strstr(xml, "<t>question</t>") != NULL, "an empty list has its header");
    free(xml);
}
TEST_FN(test_empty)

/* Two lists, two sheets; the same rows give the same bytes. */
static char *
two_sheets(size_t *n)
{
    char *z = NULL;
    FILE *f = open_memstream(&z, n);
    struct book *b = NULL;
    struct err err = { "" };

    CHECK(book_open(86400, &b, &err) == ST_OK, "%s", err.msg);
    for (int i = 0; i < 2; i++) {
        struct table *t =
            table_open_sheet(b, i == 0 ? "Summary" : "Unanswered", columns, N_ROWS(columns));

        put(t, i, TEXT_LIT("q"), 0, 0);
        CHECK(table_close(t, &err) == ST_OK, "%s", err.msg);
    }
    CHECK(book_close(b, f, &err) == ST_OK, "%s", err.msg);
    fclose(f);
    return z;
}

static void
test_sheets(void)
{
    size_t n = 0, m = 0;
    char *a = two_sheets(&n), *b = two_sheets(&m);
    char *names = unzip_member(a, n, "xl/workbook.xml");
    char *second = unzip_member(a, n, "xl/worksheets/sheet2.xml");

    CHECK(names != NULL && strstr(names, "name=\"Unanswered\"") != NULL, "named");
    CHECK(second != NULL && strstr(second, "<v>1</v>") != NULL, "each with its rows");
    CHECK(n == m && memcmp(a, b, n) == 0, "the same bytes");
    free(a);
    free(b);
    free(names);
    free(second);
}
TEST_FN(test_sheets)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_blank), TEST(test_cells), TEST(test_long_cells),
        TEST(test_links), TEST(test_empty), TEST(test_sheets),
    };

    return TEST_RUN(tests);
}
