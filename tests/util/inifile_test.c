/* INI files as people write them, with the line of every entry and every error. */
#include "../test.h"

#include "buf.h"
#include "inifile.h"

struct heard {
    struct buf b;
    int stop_after; /* entries; 0: never */
};

static enum status
on_entry(void *self, const struct inifile_entry *e, struct err *err)
{
    struct heard *h = self;

    buf_addf(&h->b, "%d[%.*s]%.*s=%.*s|", e->line, TEXT_ARG(e->section), TEXT_ARG(e->key),
             TEXT_ARG(e->value));
    if (h->stop_after > 0 && --h->stop_after == 0)
        return err_set(err, ST_CONFLICT, "enough");
    return ST_OK;
}

/* What was heard of body, then the message. */
static const char *
read_all(struct text body, struct heard *h, enum status *st)
{
    struct err err = { "" };

    buf_init(&h->b, BUF_SMALL);
    *st = inifile_read("f.ini", body, on_entry, h, &err);
    buf_add_str(&h->b, err.msg);
    return buf_str(&h->b);
}

#define L10 "0123456789"
#define L50 L10 L10 L10 L10 L10

static void
test_forms(void)
{
    static const struct {
        const char *from, *body, *want;
    } rows[] = {
        { "empty", "", "" },
        { "one key", "[a]\nk = v\n", "2[a]k=v|" },
        { "no end of line", "[a]\nk=v", "2[a]k=v|" },
        { "CRLF", "[a]\r\nk = v\r\n", "2[a]k=v|" },
        { "byte order mark", "\xEF\xBB\xBF[a]\nk=v\n", "2[a]k=v|" },
        { "indented lines are lines", "[a]\n  k = v\n  l = w\n", "2[a]k=v|3[a]l=w|" },
        { "comments", "; c\n# d\n[a] ; e\nk = v ; f\n", "4[a]k=v|" },
        { "a ; inside a word stays", "[a]\nk = v;w\n", "2[a]k=v;w|" },
        { "a = in the value", "[a]\nu = https://x/?a=b:c\n", "2[a]u=https://x/?a=b:c|" },
        { "an empty value", "[a]\nk =\n", "2[a]k=|" },
        { "quotes are kept", "[a]\nk = \"Course 8\"\n", "2[a]k=\"Course 8\"|" },
        { "sections with names", "[source x y]\nk = v\n", "2[source x y]k=v|" },
        { "a key twice", "[a]\nk=1\nk=2\n", "2[a]k=1|3[a]k=2|" },
        { "before any section", "k=v\n", "1[]k=v|" },
        { "a section without keys", "[a]\n[b]\nk=v\n[c]\n", "1[a]=|3[b]k=v|4[c]=|" },
        { "UTF-8", "[a]\nk = Universit\xC3\xA9\n", "2[a]k=Universit\xC3\xA9|" },
        { "no = at all", "[a]\nword\nk=v\n",
          "3[a]k=v|f.ini:2: wanted \"key = value\", \"[section]\" or a comment" },
        { "no key", "[a]\n= v\n", "f.ini:2: wanted \"key = value\", \"[section]\" or a comment" },
        { "a section not closed", "\n[a\nk=v\n",
          "3[]k=v|f.ini:2: wanted \"key = value\", \"[section]\" or a comment" },
        { "an empty section name", "[]\nk=v\n", "2[]k=v|" },
        { "Latin-1", "[a]\nk = \xE9\n", "2[a]k=\xE9|f.ini:2: not UTF-8: save the file as UTF-8" },
        { "a name that libinih would cut", "[" L50 "]\nk=v\n",
          "2[" L10 L10 L10 L10 "012345678]k=v|f.ini:1: section name longer than 49 bytes" },
        { "the longest name", "[" L10 L10 L10 L10 "012345678]\nk=v\n",
          "2[" L10 L10 L10 L10 "012345678]k=v|" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct heard h = { 0 };
        enum status st;
        const char *got = read_all(text_of(rows[i].body), &h, &st);

        CHECK(strcmp(got, rows[i].want) == 0, "%s: %s", rows[i].from, got);
        CHECK((st == ST_CONFIG) == (strstr(rows[i].want, "f.ini:") != NULL) &&
                  (st == ST_OK || st == ST_CONFIG),
              "%s: status %d", rows[i].from, (int)st);
        buf_release(&h.b);
    }
}
TEST_FN(test_forms)

/* A line up to the cap comes through whole, a longer one is an error with its line. */
static void
test_long_lines(void)
{
    for (int extra = -1; extra <= 5000; extra = extra < 3 ? extra + 1 : extra + 4997) {
        struct heard h = { 0 };
        struct buf body;
        size_t n = (size_t)(INIFILE_MAX_LINE - 1 + extra) - strlen("k=");
        bool fits = extra <= 0;
        enum status st;
        const char *got;

        buf_init(&body, BUF_SMALL);
        buf_add_str(&body, "[a]\nk=");
        for (size_t i = 0; i < n; i++)
            buf_add_char(&body, 'x');
        buf_add_str(&body, "\nl=2\n");
        got = read_all(buf_text(&body), &h, &st);
        CHECK((st == ST_OK) == fits, "%d: %s", extra, got);
        CHECK(fits || strstr(got, "f.ini:2: line longer than 4096 bytes") != NULL, "%s", got);
        CHECK(!fits || h.b.n == n + strlen("2[a]k=|3[a]l=2|"), "%d: %zu of %zu", extra, h.b.n, n);
        CHECK(strstr(got, "3[a]l=2|") != NULL, "%d: the line after it", extra);
        buf_release(&body);
        buf_release(&h.b);
    }
}
TEST_FN(test_long_lines)

static void
test_stop(void)
{
    struct heard h = { .stop_after = 2 };
    enum status st;
    const char *got = read_all(TEXT_LIT("[a]\nk=1\nk=2\nk=3\n[b]\n"), &h, &st);

    CHECK(st == ST_CONFLICT && strcmp(got, "2[a]k=1|3[a]k=2|enough") == 0, "%s", got);
    buf_release(&h.b);
}
TEST_FN(test_stop)

static void
test_nul(void)
{
    struct heard h = { 0 };
    enum status st;
    const char *got = read_all(TEXT_LIT("[a]\nk=v\0w\n\0l=2\0\n"), &h, &st);

    CHECK(st == ST_OK && strcmp(got, "2[a]k=v w|3[a]l=2|") == 0, "%s", got);
    buf_release(&h.b);
}
TEST_FN(test_nul)

static void
test_load(void)
{
    struct heard h = { 0 };
    struct err err = { "" };

    CHECK(inifile_load("/nowhere/f.ini", on_entry, &h, &err) == ST_NOTFOUND, "%s", err.msg);
    CHECK(strstr(err.msg, "/nowhere/f.ini") != NULL, "%s", err.msg);
}
TEST_FN(test_load)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_forms), TEST(test_long_lines), TEST(test_stop),
                                        TEST(test_nul), TEST(test_load) };

    return TEST_RUN(tests);
}
