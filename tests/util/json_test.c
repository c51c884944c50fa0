/* Members of JSON objects, checked, and texts that may be no UTF-8. */
#include "../test.h"

#include "filter.h"

static void
test_members(void)
{
    json_t *o =
        json_loads("{\"s\":\"a\\u0000b\",\"n\":1,\"z\":null,\"e\":\"\"}", JSON_ALLOW_NUL, NULL);
    static const struct {
        const char *key;
        bool ok;
        size_t n;
    } rows[] = {
        { "s", true, 3 }, { "e", true, 0 }, { "n", false }, { "z", false }, { "x", false }
    };

    assert_non_null(o);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct text t = TEXT_LIT("untouched");
        struct err err = { "" };
        enum status st = json_need_text(o, rows[i].key, &t, &err);

        CHECK((st == ST_OK) == rows[i].ok && json_text(o, rows[i].key, &t) == rows[i].ok, "%s",
              rows[i].key);
        CHECK(rows[i].ok ? t.n == rows[i].n : text_is(t, "untouched"), "%s: %zu bytes", rows[i].key,
              t.n);
        CHECK(rows[i].ok || (st == ST_INVALID && strstr(err.msg, rows[i].key) != NULL), "%s",
              err.msg);
    }
    json_decref(o);
}
TEST_FN(test_members)

static void
test_texts(void)
{
    const struct {
        const char *from;
        struct text t;
        const char *want; /* dumped */
    } rows[] = {
        { "nothing", TEXT_NONE, "\"\"" },
        { "plain", TEXT_LIT("a\"b"), "\"a\\\"b\"" },
        { "a NUL", TEXT_LIT("a\0b"), "\"a\\u0000b\"" },
        { "UTF-8", TEXT_LIT("\xC3\xA9"), "\"\xC3\xA9\"" },
        { "Latin-1", TEXT_LIT("caf\xE9"), "\"caf\xEF\xBF\xBD\"" },
        { "a surrogate", TEXT_LIT("\xED\xA0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        json_t *o = json_object(), *v = json_of_text(rows[i].t);
        char *z = json_dumps(v, JSON_ENCODE_ANY);

        CHECK(z != NULL && strcmp(z, rows[i].want) == 0, "%s: %s", rows[i].from, z);
        json_put_text(o, "k", rows[i].t);
        CHECK(json_equal(json_object_get(o, "k"), v), "%s: put", rows[i].from);
        free(z);
        json_decref(v);
        json_decref(o);
    }
}
TEST_FN(test_texts)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_members), TEST(test_texts) };

    return TEST_RUN(tests);
}
