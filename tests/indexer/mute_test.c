/* mute_test.c - mute lines against posts, row by row. */

#include "mute.h"

#include "../test.h"

static const struct {
    const char *from, *lines; /* one a line */
    const char *title, *text, *host, *author;
    size_t want; /* the line that mutes, counted from 0 */
} rows[] = {
    /* clang-format off */
    { "site", "site:example.net", "", "x", "example.net", "", 0 },
    { "below a site", "site:example.net", "", "x", "a.b.example.net", "", 0 },
    { "another site", "site:example.net", "", "x", "badexample.net", "", MUTE_NONE },
    { "above a site", "site:a.example.net", "", "x", "example.net", "", MUTE_NONE },
    { "any case", "SITE:Example.NET", "", "x", "example.net", "", 0 },
    { "author", "author-hash:3fa0", "", "x", "h", "3fa0", 0 },
    { "author, capitals", "author-hash: 3FA0", "", "x", "h", "3fa0", 0 },
    { "another author", "author-hash:3fa0", "", "x", "h", "3fa01", MUTE_NONE },
    { "no author", "author-hash:3fa0", "", "x", "h", "", MUTE_NONE },
    { "phrase in the text", "phrase:buy essays", "", "Where to buy essay?", "h", "", 0 },
    { "phrase in the title", "phrase:buy essays", "Buying essays", "", "h", "", 0 },
    { "phrase parted", "phrase:buy essays", "", "buy good essays", "h", "", MUTE_NONE },
    { "exact phrase", "phrase:\"buy essays\"", "", "buy essay", "h", "", MUTE_NONE },
    { "exact phrase", "phrase:\"buy essays\"", "", "Buy essays!", "h", "", 0 },
    { "title", "title:for sale", "Sofa for sale", "", "h", "", 0 },
    { "title is not text", "title:for sale", "Sofa", "for sale", "h", "", MUTE_NONE },
    { "prefix", "phrase:crypto*", "", "cryptocurrency", "h", "", 0 },
    { "the first that does", "phrase:sofa\nsite:h\ntitle:sale", "sale", "sofa", "h", "", 0 },
    { "the first that does", "title:sale\nphrase:sofa\nsite:x", "", "sofa", "h", "", 1 },
    { "the first that does", "title:sale\nsite:h\nphrase:sofa", "", "sofa", "h", "", 1 },
    { "none", "title:sale", "", "", "", "", MUTE_NONE },
    /* clang-format on */
};

static size_t
split(const char *lines, struct text *ret, size_t cap)
{
    struct text rest = text_of(lines);
    size_t n = 0;

    while (n < cap && text_cut(&rest, "\n", &ret[n]))
        n++;
    return n;
}

static void
test_rows(void)
{
    struct tokenizer *tk = token_new();
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct mute_subject s = { { text_of(rows[i].title), text_of(rows[i].text),
                                    text_of(rows[i].host), NULL },
                                  text_of(rows[i].author) };
        struct text lines[4];
        size_t n = split(rows[i].lines, lines, N_ROWS(lines)), got;
        struct mute *m = NULL;
        struct err err = { "" };

        CHECK(mute_compile(lines, n, &m, &err) == ST_OK, "%s: %s", rows[i].from, err.msg);
        if (m == NULL)
            continue;
        got = mute_find(m, tk, &s, a);
        CHECK(got == rows[i].want, "row %zu (%s): %zd", i, rows[i].from, (ssize_t)got);
        if (got != MUTE_NONE)
            CHECK(text_eq(mute_line(m, got), lines[got]), "its line");
        mute_free(m);
    }
    arena_free(a);
    token_free(tk);
}
TEST_FN(test_rows)

static const char *const refused[] = {
    "",       "example.net",    "site:",         "site: ",         "site:http://x/",
    "words:", "author-hash:",   "author-hash:x", "phrase:",        "phrase:...",
    "title:", "title:NOT sale", "phrase:\"a",    "phrase:url:x y", "author:3fa0",
};

static void
test_refuses(void)
{
    for (size_t i = 0; i < N_ROWS(refused); i++) {
        struct text lines[] = { TEXT_LIT("site:example.net"), text_of(refused[i]) };
        struct mute *m = NULL;
        struct err err = { "" };

        CHECK(mute_compile(lines, 2, &m, &err) == ST_INVALID, "\"%s\" got in", refused[i]);
        CHECK(m == NULL && strstr(err.msg, "mute 2") != NULL, "\"%s\": %s", refused[i], err.msg);
    }
    mute_free(NULL);
}
TEST_FN(test_refuses)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows), TEST(test_refuses) };

    return TEST_RUN(tests);
}
