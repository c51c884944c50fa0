/* Paths into JSON: what is found, and as what. */
#include "../test.h"

#include "../../crawler/api_path.h"

#define DOC                                                                                        \
    "{\"a\":{\"b\":[{\"c\":1},{\"c\":\"two\"},{\"d\":3}]},\"s\":\"x\",\"n\":5,\"z\":0,\"e\":\"\"," \
    "\"no\":null,\"f\":false,\"t\":true,\"r\":1.5,\"num\":\"12\",\"m\":[[1,2],[3]]}"

static const struct {
    const char *path;
    size_t n;
    const char *first; /* as text */
    bool is_true;
} rows[] = {
    { "s", 1, "x", true },
    { "n", 1, "5", true },
    { "a.b[].c", 2, "1", true },
    { "a.b[1].c", 1, "two", true },
    { "a.b[1:].c", 1, "two", true },
    { "a.b[0]", 1, "", true },
    { "a.b[9]", 0, "", false },
    { "a.b[9:]", 0, "", false },
    { "a.b[x]", 0, "", false },
    { "a.b[-1]", 0, "", false },
    { "a.b.c", 0, "", false },
    { "a.b[", 3, "", true },
    { ".", 1, "", true },
    { "s.x", 0, "", false },
    { "none", 0, "", false },
    { "z", 1, "0", false },
    { "e", 1, "", false },
    { "no", 1, "", false },
    { "f", 1, "", false },
    { "t", 1, "", true },
    { "r", 1, "", true },
    { "m[][]", 2, "", true },
    { "m[].[]", 3, "1", true },
    { "m[0].[1]", 1, "2", true },
};

static void
test_paths(void)
{
    struct arena *a = arena_new();
    json_t *doc = json_loads(DOC, 0, NULL), *hits[8];
    int64_t n = 0;

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct text path = text_of(rows[i].path);
        size_t found = api_path_all(doc, path, N_ROWS(hits), hits);

        CHECK(found == rows[i].n, "%s: %zu", rows[i].path, found);
        CHECK(text_is(api_path_text(doc, path, a), rows[i].first), "%s: %.*s", rows[i].path,
              TEXT_ARG(api_path_text(doc, path, a)));
        CHECK(api_path_is_true(api_path_first(doc, path)) == rows[i].is_true, "%s", rows[i].path);
    }
    CHECK(api_path_all(doc, TEXT_LIT("a.b[]"), 2, hits) == 2, "the cap");
    CHECK(api_path_number(api_path_first(doc, TEXT_LIT("num")), &n) && n == 12, "digits");
    CHECK(api_path_number(api_path_first(doc, TEXT_LIT("a.b")), &n) && n == 3, "an array's length");
    CHECK(!api_path_number(api_path_first(doc, TEXT_LIT("s")), &n), "no number");
    json_decref(doc);
    arena_free(a);
}
TEST_FN(test_paths)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_paths) };

    return TEST_RUN(tests);
}
