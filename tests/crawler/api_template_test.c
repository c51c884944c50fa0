/* Addresses with holes: filled in, and laid over an address to get the values back. */
#include "../test.h"

#include "../../crawler/api_template.h"

static const struct {
    const char *template, *address; /* NULL: it does not fit */
    const char *name, *value;       /* one value that is got back */
    bool strict;
    int score;
    const char *from;
} fits[] = {
    /* clang-format off */
    { "{origin}/t/{id}.json", "https://a.example/t/5.json", "id", "5", false, 0, "Discourse" },
    { "{origin}/t/{id}.json", "https://a.example:8080/t/5.json", "origin", "https://a.example:8080", false, 0, "a port" },
    { "{origin}/t/{id}.json", "https://a.example/t/5/posts.json", NULL, NULL, false, 0, "no slash in a hole" },
    { "{origin}/t/{id}.json", "https://a.example/t/.json", NULL, NULL, false, 0, "an empty hole" },
    { "{origin}/c/{a}/{b}", "https://a.example/c/x/6/", "b", "6", false, 0, "a slash at the end" },
    { "{origin}/w/{title*}", "https://a.example/w/Talk:A/B", "title", "Talk:A/B", false, 0, "a path in a hole" },
    { "{site}.stackexchange.com/questions/tagged/{tag}", "https://academia.stackexchange.com/questions/tagged/c%23", "tag", "c#", true, 0, "decoded" },
    { "{site}.stackexchange.com/", "https://a.meta.stackexchange.com/", "site", "a.meta", true, 0, "dots in a host" },
    { "{site}.stackexchange.com/", "https://stackexchange.com/", NULL, NULL, true, 0, "nothing before the dot" },
    { "{site}.stackexchange.com/", "https://a.stackexchange.com.evil.example/", NULL, NULL, true, 0, "the end of a host" },
    { "https://a.example/x", "http://a.example/x", NULL, NULL, false, 0, "another scheme" },
    { "127.0.0.1:80/x", "https://127.0.0.1:80/x", "host", "127.0.0.1:80", true, 0, "a host with a port" },
    { "{origin}/w?action=parse&page={p}", "https://a.example/w?page=X%20Y&action=parse", "p", "X Y", false, 2, "parameters in another order" },
    { "{origin}/w?action=parse&page={p}", "https://a.example/w?action=query&page=X", "p", "X", false, 0, "one agrees, one does not" },
    { "{origin}/w?action=parse", "https://a.example/w", "host", "a.example", false, 0, "absent" },
    { "{origin}/w?action=parse", "https://a.example/w", NULL, NULL, true, 0, "absent, and wanted" },
    { "{origin}/w?a={x}&b=1", "https://a.example/w?a=&b=1", "host", "a.example", false, 1, "no value" },
    { "{origin}", "https://a.example/", "host", "a.example", true, 0, "the front page" },
    { "{origin}/x{", "https://a.example/x", NULL, NULL, true, 0, "a hole that is not closed" },
    /* clang-format on */
};

static void
test_fit(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(fits); i++) {
        struct api_values v = { .n = 0 };
        struct url u;
        int score = 0;
        bool ok;

        assert_true(url_split(text_of(fits[i].address), &u));
        ok = api_template_fit(text_of(fits[i].template), &u, fits[i].strict, a, &v, &score);
        CHECK(ok == (fits[i].name != NULL), "%s", fits[i].from);
        if (!ok || fits[i].name == NULL)
            continue;
        CHECK(text_is(api_template_get(&v, fits[i].name), fits[i].value), "%s: %.*s", fits[i].from,
              TEXT_ARG(api_template_get(&v, fits[i].name)));
        CHECK(score == fits[i].score, "%s: score %d", fits[i].from, score);
    }
    arena_free(a);
}
TEST_FN(test_fit)

static const struct {
    const char *template, *want; /* NULL: there is none */
    const char *from;
} fills[] = {
    /* clang-format off */
    { "{origin}/t/{.id}.json", "https://a.example/t/7.json", "a number of the item" },
    { "{origin}/t/{.none}.json", NULL, "a path needs its value" },
    { "{origin}/l?a=1&c={none}&p={page}", "https://a.example/l?a=1&p=3", "a parameter does not" },
    { "{origin}/l?c={none}", "https://a.example/l", "no parameter at all" },
    { "{origin}/s?q={words}", "https://a.example/s?q=%22x%20y%22%20%26%20z%23", "encoded" },
    { "{origin}/wiki/{.title:_}", "https://a.example/wiki/Talk:A_b", "underscores" },
    { "{origin}/x/{path*}", "https://a.example/x/a/b", "slashes where they may be" },
    { "{origin}/x/{path}", "https://a.example/x/a%2Fb", "and where not" },
    { "{origin}/@{.who.name}", "https://a.example/@ann@b.example", "a member of a member" },
    { "{origin}/{.who}", NULL, "an object is no text" },
    /* clang-format on */
};

static void
test_fill(void)
{
    struct arena *a = arena_new();
    json_t *item = json_loads(
        "{\"id\":7,\"title\":\"Talk:A b\",\"who\":{\"name\":\"ann@b.example\"}}", 0, NULL);
    struct api_values v = { .n = 0 };

    api_template_set(&v, TEXT_LIT("origin"), TEXT_LIT("https://a.example"));
    api_template_set(&v, TEXT_LIT("words"), TEXT_LIT("\"x y\" & z#"));
    api_template_set(&v, TEXT_LIT("path"), TEXT_LIT("a/b"));
    api_template_set(&v, TEXT_LIT("page"), TEXT_LIT("2"));
    api_template_set(&v, TEXT_LIT("page"), TEXT_LIT("3"));
    for (size_t i = 0; i < N_ROWS(fills); i++) {
        struct text got = TEXT_NONE;
        bool ok = api_template_fill(text_of(fills[i].template), &v, item, a, &got);

        CHECK(ok == (fills[i].want != NULL), "%s", fills[i].from);
        CHECK(!ok || text_is(got, fills[i].want), "%s: %.*s", fills[i].from, TEXT_ARG(got));
    }
    json_decref(item);
    arena_free(a);
}
TEST_FN(test_fill)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_fit), TEST(test_fill) };

    return TEST_RUN(tests);
}
