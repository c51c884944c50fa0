/* mailtext_test.c - mails as bytes. */
#include "../../include/mailtext.h"

#include "../test.h"

static void
test_address(void)
{
    static const struct {
        const char *from, *text;
        bool ok;
    } rows[] = {
        { "usual", "physics-comms@example.edu", true },
        { "dots and plus", "a.b+c@x.example", true },
        { "one label", "root@localhost", true },
        { "nothing", "", false },
        { "no at", "example.edu", false },
        { "two", "a@b@c", false },
        { "no name", "@example.edu", false },
        { "no domain", "a@", false },
        { "dot first", ".a@x.example", false },
        { "dots", "a..b@x.example", false },
        { "dot last", "a@x.example.", false },
        { "blank", "a b@x.example", false },
        { "brackets", "A <a@x.example>", false },
        { "two addresses", "a@x.example,b@x.example", false },
        { "a header", "a@x.example\r\nBcc: b@x.example", false },
        { "NUL is cut by C, LF is not", "a@x.example\n", false },
        { "not ASCII", "\xC3\xA4@x.example", false },
        { "quoted", "\"a b\"@x.example", false },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(mailtext_is_address(text_of(rows[i].text)) == rows[i].ok, "%s: %s", rows[i].from,
              rows[i].text);
    CHECK(!mailtext_is_address((struct text){ "a\0b@x.example", 13 }), "a NUL inside");
}
TEST_FN(test_address)

static void
test_phrase(void)
{
    static const struct {
        const char *from, *text, *want;
    } rows[] = {
        { "plain", "Three drafts wait", "Three drafts wait" },
        { "an injected header", "x\r\nBcc: b@x.example",
          "=?UTF-8?B?eCAgQmNjOiBiQHguZXhhbXBsZQ==?=" },
        { "controls", "a\tb", "a b" },
        { "2047: not ASCII",
          "Gr\xC3\xBC\xC3\x9F"
          "e",
          "=?UTF-8?B?R3LDvMOfZQ==?=" },
        { "looks encoded", "=?UTF-8?B?eA==?=", "=?UTF-8?B?PT9VVEYtOD9CP2VBPT0/PQ==?=" },
        { "broken UTF-8", "\xFF", "=?UTF-8?B?77+9?=" },
        { "nothing", "", "" },
    };
    struct buf b;

    buf_init(&b, BUF_SMALL);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        buf_clear(&b);
        mailtext_phrase(text_of(rows[i].text), 9, &b);
        CHECK(strcmp(buf_str(&b), rows[i].want) == 0, "%s: %s", rows[i].from, buf_str(&b));
    }
    buf_release(&b);
}
TEST_FN(test_phrase)

/* No line of any mail is over 78 bytes, and none is a header that we did not write. */
static void
test_lines(void)
{
    struct mailtext m = { .from = TEXT_LIT("earshot@x.example"),
                          .to = TEXT_LIT("ada@x.example"),
                          .id = TEXT_LIT("1@x.example"),
                          .date_s = 1795310054 };
    static const char *const hostile[] = {
        "x\r\n.\r\nMAIL FROM:<a@b>",
        ("\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F"
         "\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98"
         "\x80"),
        "an ordinary subject of quite a few words that goes on and on until it must be folded",
        "https://an.address.example/that/is/too/long/for/a/line/of/a/header/and/has/no/blank",
        "\"), <b@x.example>, (\\\"",
        ".",
        "From here on",
        "a line that ends in a blank ",
    };
    struct buf b;

    buf_init(&b, BUF_SMALL);
    for (size_t i = 0; i < N_ROWS(hostile); i++) {
        struct text rest, line;
        int headers = 0;

        m.subject = m.to_name = m.body = text_of(hostile[i]);
        buf_clear(&b);
        mailtext_write(&m, &b);
        rest = buf_text(&b);
        while (text_cut(&rest, "\n", &line) && line.n > 1) {
            CHECK(line.p[line.n - 1] == '\r' && line.n <= 79, "%zu bytes: %.*s", line.n,
                  TEXT_ARG(line));
            headers += line.p[0] != ' ';
        }
        CHECK(headers == 9, "%d headers: %s", headers, buf_str(&b));
        while (text_cut(&rest, "\n", &line))
            CHECK(line.n <= 77 && line.p[0] != '.' && !text_starts(line, TEXT_LIT("From")),
                  "body: %.*s", TEXT_ARG(line));
    }
    buf_release(&b);
}
TEST_FN(test_lines)

static void
test_quoted(void)
{
    static const struct {
        const char *from, *text, *want;
    } rows[] = {
        { "plain", "one\ntwo\n", "one\r\ntwo\r\n" },
        { "no end", "one", "one\r\n" },
        { "CRLF", "one\r\ntwo", "one\r\ntwo\r\n" },
        { "equals", "a=b", "a=3Db\r\n" },
        { "UTF-8", "\xC3\xA4", "=C3=A4\r\n" },
        { "blank at the end", "a \nb", "a=20\r\nb\r\n" },
        { "long", "0123456789012345678901234567890123456789012345678901234567890123456789012345678",
          "012345678901234567890123456789012345678901234567890123456789012345678901234=\r\n"
          "5678\r\n" },
        { "as long as may be",
          "0123456789012345678901234567890123456789012345678901234567890123456789012345",
          "0123456789012345678901234567890123456789012345678901234567890123456789012345\r\n" },
    };
    struct buf b;

    buf_init(&b, BUF_SMALL);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        buf_clear(&b);
        mailtext_quoted(text_of(rows[i].text), &b);
        CHECK(strcmp(buf_str(&b), rows[i].want) == 0, "%s: %s", rows[i].from, buf_str(&b));
    }
    buf_release(&b);
}
TEST_FN(test_quoted)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_address), TEST(test_phrase), TEST(test_lines),
                                        TEST(test_quoted) };

    return TEST_RUN(tests);
}
