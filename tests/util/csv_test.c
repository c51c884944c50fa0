/* csv_test.c - rows as spreadsheets write them. */
#include "../../include/csv.h"

#include "../test.h"

static const struct {
    const char *from, *in, *rows; /* rows: fields in <>, a row a line; "!" : refused */
} cases[] = {
    { "RFC 4180 2.1", "aaa,bbb\r\nccc,ddd\r\n", "1<aaa><bbb>\n2<ccc><ddd>\n" },
    { "2.2, no line end", "a,b\r\nc,d", "1<a><b>\n2<c><d>\n" },
    { "2.6, a line end inside", "\"a\r\nb\",c\r\nd\r\n", "1<a\r\nb><c>\n3<d>\n" },
    { "2.7, a quote inside", "\"a\"\"b\",c\n", "1<a\"b><c>\n" },
    { "empty fields", ",\n\"\",x\n", "1<><>\n2<><x>\n" },
    { "empty lines", "\n\na\n\nb\n", "3<a>\n5<b>\n" },
    { "a byte order mark",
      "\xEF\xBB\xBF"
      "a,b\n",
      "1<a><b>\n" },
    { "semicolons", "a;b;c\n1,5;2;3\n", "1<a><b><c>\n2<1,5><2><3>\n" },
    { "a semicolon in quotes", "\"a;b\",c\n", "1<a;b><c>\n" },
    { "CR alone", "a\rb\r", "1<a>\n2<b>\n" },
    { "nothing", "", "" },
    { "a quote that is not closed", "a,\"b\n", "!" },
};

static void
test_rows(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(cases); i++) {
        char got[512] = "";
        struct csv c;
        struct csv_row row;
        struct err err = { "" };
        enum status st;

        csv_init(&c, text_of(cases[i].in));
        while ((st = csv_next(&c, a, &row, &err)) == ST_OK) {
            snprintf(got + strlen(got), sizeof(got) - strlen(got), "%d", c.line);
            for (size_t f = 0; f < row.n; f++)
                snprintf(got + strlen(got), sizeof(got) - strlen(got), "<%.*s>",
                         TEXT_ARG(row.v[f]));
            snprintf(got + strlen(got), sizeof(got) - strlen(got), "\n");
        }
        if (cases[i].rows[0] == '!')
            CHECK(st == ST_INVALID, "%s: %s", cases[i].from, got);
        else
            CHECK(st == ST_NOTFOUND && strcmp(got, cases[i].rows) == 0, "%s: %s", cases[i].from,
                  got);
    }
    arena_free(a);
}
TEST_FN(test_rows)

static void
test_columns(void)
{
    struct arena *a = arena_new();
    struct csv c;
    struct csv_row header, row;
    struct err err = { "" };

    csv_init(&c, TEXT_LIT(" Name ,where\nx\n"));
    assert_int_equal(csv_next(&c, a, &header, &err), ST_OK);
    assert_int_equal(csv_column(&header, "name"), 0);
    assert_int_equal(csv_column(&header, "where"), 1);
    assert_int_equal(csv_column(&header, "nam"), -1);
    assert_int_equal(csv_next(&c, a, &row, &err), ST_OK);
    assert_true(text_is(csv_field(&row, 0), "x"));
    assert_int_equal(csv_field(&row, 1).n, 0); /* a short row */
    assert_int_equal(csv_field(&row, -1).n, 0);
    arena_free(a);
}
TEST_FN(test_columns)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows), TEST(test_columns) };

    return TEST_RUN(tests);
}
