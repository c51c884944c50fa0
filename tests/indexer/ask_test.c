/* ask_test.c - what was typed into a search, row by row. */

#include "../../indexer/ask.h"

#include "../test.h"

#include "buf.h"

static const struct {
    const char *query, *want; /* words|phrase|...|site|language; NULL: refused */
} rows[] = {
    { "visa renewal", "visa renewal||" },
    { "  visa   renewal ", "visa renewal||" },
    { "\"open day\" parking", "open day parking|open day||" },
    { "parking \"open day\"", "parking open day|open day||" },
    { "\"a\" \"b\"", "a b|a|b||" },
    { "site:example.org visa", "visa|example.org|" },
    { "visa SITE:example.org", "visa|example.org|" },
    { "visa lang:de", "visa||de" },
    { "visa lang:German", "visa||de" },
    { "lang:fr site:h \"a b\" c", "a b c|a b|h|fr" },
    { "site:https://example.org:8080/a?b visa", "visa|example.org|" },
    { "site:127.0.0.7:46567 fee", "fee|127.0.0.7|" },
    { "site:http:// visa", NULL },
    { "\"a\" \"b\" \"c\" \"d\" \"e\" \"f\" \"g\" \"h\" \"i\"", NULL },
    { "website:x", "website:x||" },
    { "\"site:x\"", "site:x|site:x||" },
    { "\"\" visa", "visa||" },
    { "", NULL },
    { "   ", NULL },
    { "site:example.org", NULL },
    { "visa site:", NULL },
    { "visa lang:klingon", NULL },
    { "\"open day", NULL },
    { "\"\"", NULL },
};

static void
test_parse(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct ask ask = { .words = TEXT_NONE };
        struct err err = { "" };
        enum status st = ask_parse(text_of(rows[i].query), a, &ask, &err);
        struct buf b;

        CHECK(st == (rows[i].want != NULL ? ST_OK : ST_USAGE), "%s: %s", rows[i].query, err.msg);
        if (st != ST_OK || rows[i].want == NULL)
            continue;
        buf_init(&b, BUF_SMALL);
        buf_addf(&b, "%.*s|", TEXT_ARG(ask.words));
        for (size_t k = 0; k < ask.n_phrases; k++)
            buf_addf(&b, "%.*s|", TEXT_ARG(ask.phrases[k]));
        buf_addf(&b, "%.*s|%s", TEXT_ARG(ask.site), ask.language != NULL ? ask.language : "");
        CHECK(text_is(buf_text(&b), rows[i].want), "%s: %s", rows[i].query, buf_str(&b));
        buf_release(&b);
    }
    arena_free(a);
}
TEST_FN(test_parse)

static const struct {
    const char *query, *title, *text;
    bool there;
} phrases[] = {
    { "open day", "", "nothing", true },
    { "\"open day\"", "", "The Open-Day, again", true },
    { "\"open day\"", "Open day", "", true },
    { "\"open day\"", "", "open days", false },
    { "\"open day\"", "open", "day", false },
    { "\"open day\"", "", "open house day", false },
    { "\"open day\" \"parking\"", "open day", "parking", true },
    { "\"open day\" \"parking\"", "open day", "park", false },
};

static void
test_phrases(void)
{
    struct tokenizer *tk = token_new();
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(phrases); i++) {
        struct ask ask;

        CHECK(ask_parse(text_of(phrases[i].query), a, &ask, NULL) == ST_OK, "row %zu", i);
        CHECK(ask_phrases(&ask, tk, text_of(phrases[i].title), text_of(phrases[i].text), NULL, a) ==
                  phrases[i].there,
              "row %zu: %s", i, phrases[i].query);
    }
    arena_free(a);
    token_free(tk);
}
TEST_FN(test_phrases)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_parse), TEST(test_phrases) };

    return TEST_RUN(tests);
}
