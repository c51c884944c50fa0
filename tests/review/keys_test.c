/* keys_test.c - keys that are moved, and those that would be on top of each other. */

#include "../test.h"

#include "../../review/keys.h"
#include "seeds.h"

static void
test_read(void)
{
    static const struct {
        const char *from, *form, *json; /* json NULL: refused */
    } rows[] = {
        { "nothing moved", "", "{}" },
        { "as shipped", "key-a=a&key-e=e", "{}" },
        { "empty is as shipped", "key-a=", "{}" },
        { "one moved to a free key", "key-a=q", "{\"a\":\"q\"}" },
        { "two change places", "key-j=k&key-k=j", "{\"j\":\"k\",\"k\":\"j\"}" },
        { "a mark", "key-a=%3B", "{\"a\":\";\"}" },
        { "taken by one that stays", "key-a=e", NULL },
        { "two on one", "key-a=q&key-e=q", NULL },
        { "a capital", "key-a=Q", NULL },
        { "a digit: they choose reasons", "key-a=1", NULL },
        { "a blank", "key-a=+", NULL },
        { "two letters", "key-a=qq", NULL },
        { "no ASCII", "key-a=%C3%A4", NULL },
        { "a key we do not have", "key-Q=e", "{}" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct arena *a = arena_new();
        struct form form = { 0 };
        struct err err = { "" };
        json_t *o = NULL;
        char *z;
        enum status st;

        assert_int_equal(form_parse(text_of(rows[i].form), a, &form, NULL), ST_OK);
        st = keys_read(&form, &o, &err);
        z = json_dumps(o, JSON_COMPACT | JSON_SORT_KEYS);
        CHECK(st == (rows[i].json != NULL ? ST_OK : ST_INVALID), "%s: %s", rows[i].from, err.msg);
        CHECK(rows[i].json == NULL || (z != NULL && strcmp(z, rows[i].json) == 0), "%s: %s",
              rows[i].from, z != NULL ? z : "none");
        free(z);
        json_decref(o);
        arena_free(a);
    }
}
TEST_FN(test_read)

static void
test_now(void)
{
    json_t *o = json_pack("{s:{s:s, s:s, s:i}}", "remap", "a", "q", "e", "long", "x", 7);

    CHECK(keys_now(o, 'a') == 'q' && keys_now(o, 'j') == 'j', "moved and not");
    CHECK(keys_now(o, 'e') == 'e' && keys_now(o, 'x') == 'x', "what is no key moves nothing");
    CHECK(keys_now(NULL, 'a') == 'a', "no settings");
    json_decref(o);
}
TEST_FN(test_now)

/* The script knows the same keys. */
static void
test_script(void)
{
    const struct seed *script = seeds_find("static/earshot.js");
    size_t n = 0, at;
    struct text rest;

    assert_non_null(script);
    rest = text_from(script->body, text_find(script->body, TEXT_LIT("const KEYS = [")));
    rest = text_sub(rest, 0, text_find(rest, TEXT_LIT("\n    ];")));
    for (const struct key *k = keys_all; k->key != 0; k++, n++) {
        const char row[] = { '[', '\'', k->key, '\'', ',', '\0' };

        CHECK(text_find(rest, text_of(row)) != TEXT_NPOS, "%c is not in the script", k->key);
    }
    for (; (at = text_find(rest, TEXT_LIT("['"))) != TEXT_NPOS; n--)
        rest = text_from(rest, at + 2);
    CHECK(n == 0, "the script has other keys besides");
}
TEST_FN(test_script)

/* As shipped no two things are on one key, and each key may be typed into the form. */
static void
test_shipped(void)
{
    for (const struct key *k = keys_all; k->key != 0; k++) {
        CHECK(keys_may((struct text){ &k->key, 1 }), "%c", k->key);
        for (const struct key *o = keys_all; o != k; o++)
            CHECK(o->key != k->key, "%c stands twice", k->key);
    }
}
TEST_FN(test_shipped)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_read), TEST(test_now), TEST(test_shipped),
                                        TEST(test_script) };

    return TEST_RUN(tests);
}
