/* extract_jsonld_test.c - broken JSON that is mended, and JSON that is not. */

#include "extract_fixture.h"

static const struct {
    const char *from, *in, *want; /* want: compact JSON, NULL when hopeless */
} rows[] = {
    /* clang-format off */
    { "strict", "{\"a\":[1,2]}", "{\"a\":[1,2]}" },
    { "newline in a string", "{\"a\":\"x\ny\tz\"}", "{\"a\":\"x\\ny\\tz\"}" },
    { "trailing commas", "{\"a\":[1,2,],}", "{\"a\":[1,2]}" }, { "doubled comma", "[1,,2]", "[1,2]" },
    { "comments", "/* x */{\"a\":1 // y\n}", "{\"a\":1}" }, { "slashes in a string", "{\"a\":\"http://x/*y*/\"}", "{\"a\":\"http://x/*y*/\"}" },
    { "CDATA", "//<![CDATA[\n{\"a\":1}\n//]]>", "{\"a\":1}" }, { "a comment beside", "<!-- x {y} -->{\"a\":\"<!-- z -->\"}", "{\"a\":\"<!-- z -->\"}" }, { "HTML comment", "<!--\n{\"a\":1}\n-->", "{\"a\":1}" },
    { "a bad escape", "{\"a\":\"it\\'s\"}", "{\"a\":\"it's\"}" }, { "semicolon at the end", "{\"a\":1};", "{\"a\":1}" },
    { "two documents: the first", "{\"a\":1}{\"b\":2}", "{\"a\":1}" },
    { "inner quotes", "{\"a\":\"x \"y\" z\"}", NULL }, { "empty", "", NULL }, { "no JSON", "<p>", NULL }, { "cut off", "{\"a\":\"b", NULL },
    /* clang-format on */
};

static void
test_parse(void)
{
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        json_t *got = extract_jsonld_parse(text_of(rows[i].in));
        char *z = got != NULL ? json_dumps(got, JSON_COMPACT) : NULL;

        CHECK((z == NULL) == (rows[i].want == NULL), "row %zu (%s)", i, rows[i].from);
        CHECK(z == NULL || rows[i].want == NULL || strcmp(z, rows[i].want) == 0, "row %zu (%s): %s",
              i, rows[i].from, z);
        free(z);
        json_decref(got);
    }
}

static void
test_deep(void)
{
    static char deep[200001];

    memset(deep, '[', sizeof(deep) - 1);
    CHECK(extract_jsonld_parse((struct text){ deep, sizeof(deep) - 1 }) == NULL, "deep nesting");
}

TEST_FN(test_parse)
TEST_FN(test_deep)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_parse), TEST(test_deep) };

    return TEST_RUN(tests);
}
