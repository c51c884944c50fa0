/* table_json_test.c - rows as JSON: jansson is the oracle. */
#include "../test.h"

#include "filter.h"
#include "table.h"

static const struct table_column columns[] = { { "id", TABLE_COLUMN_INT },
                                               { "what_is_it", TABLE_COLUMN_TEXT } };

/* What is written as it comes is what jansson makes of the whole, for every byte there is. */
static void
test_json_oracle(void)
{
    static const char *const texts[] = {
        "",
        "plain",
        "\"q\" \\ /",
        "\b\f\n\r\t\x01\x1f\x7f",
        "\xC3\xA9 \xF0\x9F\x98\x80",
        "\xFF broken \xC3",
        "\xED\xA0\x80 half a pair",
        "</script>\xE2\x80\xA8",
    };
    char bytes[256];
    size_t n_texts = N_ROWS(texts), n = 0;
    char *z = NULL;
    FILE *f = open_memstream(&z, &n);
    struct table *t = table_open(f, TABLE_JSONL, columns, N_ROWS(columns));
    struct err err = { "" };
    struct text rest, line;

    for (int i = 0; i < 256; i++)
        bytes[i] = (char)i;
    table_set_schema(t, "x/1");
    for (size_t i = 0; i <= n_texts; i++) {
        table_int(t, (int64_t)i - 2);
        table_text(t, i < n_texts ? text_of(texts[i]) : (struct text){ bytes, sizeof(bytes) });
        table_end_row(t);
    }
    CHECK(table_close(t, &err) == ST_OK, "%s", err.msg);
    fclose(f);
    rest = (struct text){ z, n };
    for (size_t i = 0; i <= n_texts; i++) {
        json_t *o = json_pack(
            "{s:s, s:I, s:o}", "schema", "x/1", "id", (json_int_t)i - 2, "what_is_it",
            json_of_text(i < n_texts ? text_of(texts[i]) : (struct text){ bytes, sizeof(bytes) }));
        char *want = json_dumps(o, JSON_COMPACT | JSON_REAL_PRECISION(15));

        CHECK(text_cut(&rest, "\n", &line) && text_is(line, want), "row %zu: %.*s, wanted %s", i,
              TEXT_ARG(line), want);
        free(want);
        json_decref(o);
    }
    free(z);
}
TEST_FN(test_json_oracle)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_json_oracle) };

    return TEST_RUN(tests);
}
