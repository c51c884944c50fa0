/* message_test.c - MIME undone: which text is the letter, and which mails are none. */
#include "../../crawler/message.h"

#include "../../include/buf.h"
#include "../../include/utf8.h"
#include "../test.h"

#define HEAD "From: Ann Example <Ann@X.example>\nSubject: S\nMessage-ID: <1@x>\n"
#define DATE "Date: Mon, 2 Nov 2026 11:00:00 +0100\n"
#define TYPE "MIME-Version: 1.0\nContent-Type: "

static const struct {
    const char *from, *mail, *body;
    enum message_kind kind;
} cases[] = {
    { "RFC 5322", HEAD "\nWhen?\n", "When?", MESSAGE_LETTER },
    { "RFC 5322 2.1, CR LF", "From: a@x\r\n\r\nWhen?\r\nWhere?\r\n", "When?\nWhere?",
      MESSAGE_LETTER },
    { "RFC 5322 2.2.3, folded", "From: a@x\nContent-Type: text/plain;\n charset=utf-8\n\nWhen?\n",
      "When?", MESSAGE_LETTER },
    { "RFC 2045 6.7, quoted-printable",
      HEAD TYPE "text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
                "caf=C3=A9 =\nopen?\n",
      "caf\xC3\xA9 open?", MESSAGE_LETTER },
    { "RFC 2045 6.8, base64",
      HEAD TYPE "text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nV2hlbj8=\n",
      "When?", MESSAGE_LETTER },
    { "iso-8859-1 is windows-1252 (Encoding standard)",
      HEAD TYPE "text/plain; charset=iso-8859-1\n\n\x80 40?\n", "\xE2\x82\xAC 40?",
      MESSAGE_LETTER },
    { "no charset, UTF-8 all the same", HEAD "\ncaf\xC3\xA9?\n", "caf\xC3\xA9?", MESSAGE_LETTER },
    { "us-ascii that is UTF-8", HEAD TYPE "text/plain; charset=us-ascii\n\ncaf\xC3\xA9?\n",
      "caf\xC3\xA9?", MESSAGE_LETTER },
    { "iso-2022-jp", HEAD TYPE "text/plain; charset=iso-2022-jp\n\n\x1B$B$$$D\x1B(B?\n",
      "\xE3\x81\x84\xE3\x81\xA4?", MESSAGE_LETTER },
    { "a charset nobody knows", HEAD TYPE "text/plain; charset=x-none\n\ncaf\xC3\xA9?\n",
      "caf\xC3\xA9?", MESSAGE_LETTER },
    { "RFC 3676 4.2", HEAD TYPE "text/plain; format=flowed\n\nWhen is \nit?\n\nNext\n",
      "When is it?\n\nNext", MESSAGE_LETTER },
    { "RFC 2046 5.1.4, plain is preferred",
      HEAD TYPE "multipart/alternative; boundary=b\n\n--b\n\nPlain?\n--b\nContent-Type: "
                "text/html\n\n<p>HTML?</p>\n--b--\n",
      "Plain?", MESSAGE_LETTER },
    { "the plain one is empty",
      HEAD TYPE "multipart/alternative; boundary=b\n\n--b\n\n \n--b\nContent-Type: "
                "text/html\n\n<p>HTML?</p>\n--b--\n",
      "HTML?", MESSAGE_LETTER },
    { "HTML first",
      HEAD TYPE "multipart/alternative; boundary=b\n\n--b\nContent-Type: "
                "text/html\n\n<p>HTML?</p>\n--b\n\nPlain?\n--b--\n",
      "Plain?", MESSAGE_LETTER },
    { "RFC 2387 and RFC 2046, nested",
      HEAD TYPE "multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/alternative; "
                "boundary=b\n\n--b\nContent-Type: multipart/related; boundary=c\n\n--c\n"
                "Content-Type: text/html\n\n<b>Deep?</b>\n--c\nContent-Type: image/png\n\nx\n"
                "--c--\n--b--\n--a--\n",
      "Deep?", MESSAGE_LETTER },
    { "RFC 2183, an attached text",
      HEAD TYPE "multipart/mixed; boundary=a\n\n--a\n\nWhen?\n--a\nContent-Disposition: "
                "attachment\n\nSecret\n--a\nContent-Type: text/plain; name=x.txt\n\nToo\n--a--\n",
      "When?", MESSAGE_LETTER },
    { "text, picture, text",
      HEAD TYPE "multipart/mixed; boundary=a\n\n--a\n\nOne\n--a\nContent-Type: image/png\n\nx\n"
                "--a\n\nTwo?\n--a--\n",
      "One\n\nTwo?", MESSAGE_LETTER },
    { "RFC 2046 5.2.1, a mail within",
      HEAD TYPE "multipart/mixed; boundary=a\n\n--a\nContent-Type: message/rfc822\n\nSubject: x\n\n"
                "Theirs?\n--a--\n",
      "", MESSAGE_EMPTY },
    { "RFC 1847, signed",
      HEAD TYPE "multipart/signed; protocol=\"application/pgp-signature\"; micalg=pgp-sha1; "
                "boundary=a\n\n--a\n\nWhen?\n--a\nContent-Type: application/pgp-signature\n\nx\n"
                "--a--\n",
      "When?", MESSAGE_LETTER },
    { "RFC 3156, encrypted",
      HEAD TYPE "multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=a\n\n--a\n"
                "Content-Type: application/pgp-encrypted\n\nVersion: 1\n--a\nContent-Type: "
                "application/octet-stream\n\nx\n--a--\n",
      "", MESSAGE_ENCRYPTED },
    { "RFC 8551, S/MIME",
      HEAD TYPE "application/pkcs7-mime; smime-type=enveloped-data\n"
                "Content-Transfer-Encoding: base64\n\nMIIB\n",
      "", MESSAGE_ENCRYPTED },
    { "RFC 9580 6.2, armoured",
      HEAD "\n-----BEGIN PGP MESSAGE-----\n\nx\n-----END PGP "
           "MESSAGE-----\n",
      NULL, MESSAGE_ENCRYPTED },
    { "RFC 3834", HEAD "Auto-Submitted: auto-replied\n\nAway\n", NULL, MESSAGE_AUTOMATIC },
    { "RFC 3834, no", HEAD "Auto-Submitted: no\n\nWhen?\n", "When?", MESSAGE_LETTER },
    { "before RFC 3834", HEAD "X-Autoreply: yes\n\nAway\n", NULL, MESSAGE_AUTOMATIC },
    { "Outlook", "From: a@x\nSubject: Automatic reply: Q\n\nAway\n", NULL, MESSAGE_AUTOMATIC },
    { "RFC 6522", HEAD TYPE "multipart/report; boundary=a\n\n--a\n\nx\n--a--\n", NULL,
      MESSAGE_BOUNCE },
    { "RFC 5321 4.5.5", "Return-Path: <>\nFrom: a@x\n\nx\n", NULL, MESSAGE_BOUNCE },
    { "a mailer", "From: MAILER-DAEMON@x\n\nx\n", NULL, MESSAGE_BOUNCE },
    { "RFC 2369 3.2, a newsletter", HEAD "List-Unsubscribe: <mailto:x>\n\nNews!\n", NULL,
      MESSAGE_BULK },
    { "RFC 2369 3.4, a letter to a list",
      HEAD "List-Unsubscribe: <mailto:x>\nList-Post: <mailto:x>\n\nWhen?\n", "When?",
      MESSAGE_LETTER },
    { "RFC 2046 5.1.5, a digest", HEAD TYPE "multipart/digest; boundary=a\n\n--a\n\nx\n--a--\n",
      NULL, MESSAGE_BULK },
    { "Mailman's digest", "From: a@x\nSubject: Info Digest, Vol 3, Issue 1\nList-Post: x\n\nx\n",
      NULL, MESSAGE_BULK },
    { "SpamAssassin", HEAD "X-Spam-Flag: YES\n\nWin?\n", NULL, MESSAGE_SPAM },
    { "Thunderbird, deleted", HEAD "X-Mozilla-Status: 0009\n\nWhen?\n", NULL, MESSAGE_DELETED },
    { "Thunderbird, read", HEAD "X-Mozilla-Status: 0001\n\nWhen?\n", "When?", MESSAGE_LETTER },
    { "IMAP's own", HEAD "X-IMAP: 1 2\n\nThis text is part of the format\n", NULL,
      MESSAGE_DELETED },
    { "no header at all", "\n\n\n", "", MESSAGE_EMPTY },
    { "nothing", "", "", MESSAGE_EMPTY },
};

static void
test_kinds(void)
{
    struct arena *a = arena_new();

    message_setup();
    for (size_t i = 0; i < N_ROWS(cases); i++) {
        struct message m;

        message_read(text_of(cases[i].mail), a, &m);
        CHECK(m.kind == cases[i].kind, "%s: %d", cases[i].from, (int)m.kind);
        CHECK(cases[i].body == NULL || text_is(m.body, cases[i].body), "%s: \"%.*s\"",
              cases[i].from, TEXT_ARG(m.body));
    }
    arena_free(a);
}
TEST_FN(test_kinds)

static const struct {
    const char *from, *headers, *address, *name, *subject, *id;
    long long at_s; /* 0: none */
} headers[] = {
    { "RFC 5322", HEAD DATE, "ann@x.example", "Ann Example", "S", "1@x", 1793613600 },
    { "RFC 2047 2", "From: =?utf-8?Q?J=C3=BCrgen?= <j@x>\nSubject: =?iso-8859-1?Q?caf=E9?=\n",
      "j@x", "J\xC3\xBCrgen", "caf\xC3\xA9", "", 0 },
    { "RFC 2047 6.2, two of them", "Subject: =?utf-8?B?V2hlbg==?=\n =?utf-8?B?Pw==?=\n", "", "",
      "When?", "", 0 },
    { "RFC 2047 6.2, folded, CR LF",
      "Subject: =?utf-8?B?V2hlbg==?=\r\n =?utf-8?B?Pw==?=\r\nFrom: b@x\r\n", "b@x", "", "When?", "",
      0 },
    { "raw UTF-8 (RFC 6532)", "From: a@x\nSubject: caf\xC3\xA9?\n", "a@x", "", "caf\xC3\xA9?", "",
      0 },
    { "raw windows-1252", "Subject: caf\xE9?\n", "", "", "caf\xC3\xA9?", "", 0 },
    { "RFC 5322 4.3, an old zone", "Date: Mon, 02 Nov 26 10:00:00 GMT\n", "", "", "", "",
      1793613600 },
    { "no date", "Date: soon\n", "", "", "", "", 0 },
    { "RFC 5322 3.6.2, the sender", "Sender: B <b@x>\n", "b@x", "B", "", "", 0 },
    { "a group, no sender", "From: Team:;\n", "", "", "", "", 0 },
};

static void
test_headers(void)
{
    struct arena *a = arena_new();

    message_setup();
    for (size_t i = 0; i < N_ROWS(headers); i++) {
        const char *mail = arena_printf(a, "%s\nWhen?\n", headers[i].headers);
        struct message m;

        message_read(text_of(mail), a, &m);
        CHECK(text_is(m.from, headers[i].address), "%s: %.*s", headers[i].from, TEXT_ARG(m.from));
        CHECK(text_is(m.name, headers[i].name), "%s: %.*s", headers[i].from, TEXT_ARG(m.name));
        CHECK(text_is(m.subject, headers[i].subject), "%s: %.*s", headers[i].from,
              TEXT_ARG(m.subject));
        CHECK(text_is(m.id, headers[i].id), "%s: %.*s", headers[i].from, TEXT_ARG(m.id));
        CHECK(m.has_date == (headers[i].at_s != 0) && (!m.has_date || m.at_s == headers[i].at_s),
              "%s: %d %lld", headers[i].from, m.has_date, (long long)m.at_s);
    }
    arena_free(a);
}
TEST_FN(test_headers)

/* "Re:Re:..." of megabytes is one line in no letter; names and subjects are searched for. */
static void
test_long_headers(void)
{
    struct arena *a = arena_new();
    struct message m;
    struct buf b;

    message_setup();
    buf_init(&b, BUF_PAGE);
    buf_add_str(&b, "From: \"");
    for (int i = 0; i < 100000; i++)
        buf_add_str(&b, "ab ");
    buf_add_str(&b, "\" <a@x>\nSubject: ");
    for (int i = 0; i < 400000; i++)
        buf_add_str(&b, "\xC3\xA9:");
    buf_add_str(&b, "\n\nWhen?\n");
    message_read(buf_text(&b), a, &m);
    CHECK(m.subject.n > 0 && m.subject.n <= MESSAGE_LINE_BYTES, "%zu", m.subject.n);
    CHECK(m.name.n > 0 && m.name.n <= MESSAGE_LINE_BYTES, "%zu", m.name.n);
    CHECK(utf8_valid(m.subject), "cut within a character");
    CHECK(text_is(m.from, "a@x") && text_is(m.body, "When?"), "%.*s", TEXT_ARG(m.body));
    buf_release(&b);
    arena_free(a);
}
TEST_FN(test_long_headers)

static const struct {
    const char *from, *html, *body;
} pages[] = {
    { "Gmail", "<p>New?</p><div class=gmail_quote>On X wrote:<blockquote>Old</blockquote></div>",
      "New?" },
    { "Thunderbird",
      "<div class=moz-cite-prefix>On</div><blockquote type=cite>Old</blockquote>"
      "<p>New?</p>",
      "New?" },
    { "Outlook", "<p>New?</p><div id=divRplyFwdMsg>From</div><div>Old</div>", "New?" },
    { "indented, not quoted", "<p>They say</p><blockquote>ten</blockquote>", "They say\n\nten" },
    { "a signature", "<p>New?</p><div class=gmail_signature>Ann</div>", "New?" },
    { "a script", "<p>New?</p><script>x</script><style>y</style>", "New?" },
};

static void
test_html(void)
{
    struct arena *a = arena_new();

    message_setup();
    for (size_t i = 0; i < N_ROWS(pages); i++) {
        const char *mail =
            arena_printf(a, "From: a@x\nContent-Type: text/html\n\n%s\n", pages[i].html);
        struct message m;

        message_read(text_of(mail), a, &m);
        CHECK(text_is(m.body, pages[i].body), "%s: \"%.*s\"", pages[i].from, TEXT_ARG(m.body));
    }
    arena_free(a);
}
TEST_FN(test_html)

static const struct {
    const char *from, *text, *want;
    bool delsp;
} flows[] = {
    { "RFC 3676 4.2", "a \nb\nc", "a b\nc", false },
    { "RFC 3676 4.2, DelSp", "a \nb", "ab", true },
    { "RFC 3676 4.4, stuffed", " From x\n >y", "From x\n>y", false },
    { "RFC 3676 4.3, a signature never flows", "a \n-- \nAnn", "a \n-- \nAnn", false },
    { "RFC 3676 4.5, quotes are left alone", "> a \n> b\nc", "> a \n> b\nc", false },
    { "an empty line ends a paragraph", "a \n\nb", "a \n\nb", false },
};

static void
test_flowed(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(flows); i++) {
        struct text t = message_unflow(text_of(flows[i].text), flows[i].delsp, a);

        CHECK(text_is(t, flows[i].want), "%s: \"%.*s\"", flows[i].from, TEXT_ARG(t));
    }
    arena_free(a);
}
TEST_FN(test_flowed)

/* Parts within parts, and parts upon parts: neither costs stack nor time without end. */
static void
test_deep(void)
{
    struct arena *a = arena_new();
    struct message m;
    struct buf b;

    message_setup();
    buf_init(&b, BUF_PAGE);
    buf_add_str(&b, "From: a@x\n");
    for (int i = 0; i < 20000; i++)
        buf_addf(&b, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i);
    buf_add_str(&b, "\nDeep?\n");
    message_read(buf_text(&b), a, &m);
    CHECK(m.kind == MESSAGE_EMPTY, "%d", (int)m.kind);
    buf_clear(&b);
    buf_add_str(&b, "From: a@x\nContent-Type: multipart/mixed; boundary=b\n\n");
    for (int i = 0; i < 100000; i++)
        buf_add_str(&b, "--b\n\nx\n");
    message_read(buf_text(&b), a, &m);
    CHECK(m.kind == MESSAGE_LETTER, "%d", (int)m.kind);
    buf_release(&b);
    arena_free(a);
}
TEST_FN(test_deep)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_kinds),        TEST(test_headers),
                                        TEST(test_long_headers), TEST(test_html),
                                        TEST(test_flowed),       TEST(test_deep) };

    return TEST_RUN(tests);
}
