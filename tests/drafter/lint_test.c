/* lint_test.c - what is wrong with an answer. */

#include "../test.h"

#include "../../drafter/lint.h"
#include "buf.h"

#define FORTY                                                                                      \
    "one two three four five six seven eight nine ten one two three four five six seven eight "    \
    "nine "                                                                                        \
    "ten one two three four five six seven eight nine ten one two three four five six seven "      \
    "eight "                                                                                       \
    "nine ten. "
#define LINK "https://a.example/x"

static const struct {
    const char *answer, *link, *evidence, *contact;
    enum tone_kind tone;
    const char *want; /* a check, or NULL for none */
    const char *from;
} issue_rows[] = {
    { FORTY LINK, LINK, "", "", TONE_NEUTRAL, NULL, "fine" },
    { "short " LINK, LINK, "", "", TONE_NEUTRAL, "length", "too short" },
    { FORTY FORTY FORTY LINK, LINK, "", "", TONE_NEUTRAL, "length", "too long" },
    { FORTY, LINK, "", "", TONE_NEUTRAL, "links", "no link" },
    { FORTY LINK " " LINK, LINK, "", "", TONE_NEUTRAL, "links", "two links" },
    { FORTY "https://b.example/", LINK, "", "", TONE_NEUTRAL, "host", "elsewhere" },
    { FORTY "https://a.example.evil/", LINK, "", "", TONE_NEUTRAL, "host", "a longer host" },
    { FORTY "www.b.example", "", "", "", TONE_NEUTRAL, "links", "an address without scheme" },
    { FORTY, "", "", "", TONE_NEUTRAL, NULL, "no link wanted, none there" },
    { FORTY "It costs 12.50 now " LINK, LINK, "fee 12.50", "", TONE_NEUTRAL, NULL,
      "a number of the page" },
    { FORTY "It costs 12.51 now " LINK, LINK, "fee 12.50", "", TONE_NEUTRAL, "numbers",
      "a number of its own" },
    { FORTY "https://a.example/2026", "https://a.example/2026", "", "", TONE_NEUTRAL, NULL,
      "digits of the link" },
    { FORTY LINK, LINK, "", "", TONE_NEGATIVE, "contact", "no contact line" },
    { FORTY "write to h@a.example " LINK, LINK, "", "h@a.example", TONE_NEGATIVE, NULL,
      "the contact is no personal data" },
    { FORTY "write to x@b.example " LINK, LINK, "", "", TONE_NEUTRAL, "personal", "e-mail" },
    { FORTY "call 555 123 4567 " LINK, LINK, "555 123 4567", "", TONE_NEUTRAL, "personal",
      "telephone" },
    { FORTY "open from 15.09.2026 " LINK, LINK, "15.09.2026", "", TONE_NEUTRAL, NULL,
      "a date is no telephone number" },
    { FORTY "Pursuant to this. " LINK, LINK, "", "", TONE_NEUTRAL, "jargon", "jargon" },
    { FORTY "Pursuant to this. " LINK, LINK, "Pursuant to this.", "", TONE_NEUTRAL, NULL,
      "the page's jargon" },
    { FORTY "Obviously so. " LINK, LINK, "", "", TONE_NEUTRAL, "blame", "blame" },
    { FORTY "simplyfied " LINK, LINK, "", "", TONE_NEUTRAL, NULL, "part of a word" },
};

static void
test_issues(void)
{
    const struct text sites[] = { TEXT_LIT("https://a.example/") };
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(issue_rows); i++) {
        struct text evidence = text_of(issue_rows[i].evidence);
        struct lint_input in = { .answer = text_of(issue_rows[i].answer),
                                 .link = text_of(issue_rows[i].link),
                                 .evidence = &evidence,
                                 .n_evidence = 1,
                                 .contact = text_of(issue_rows[i].contact),
                                 .tone = issue_rows[i].tone,
                                 .sites = sites,
                                 .n_sites = 1 };
        struct lint_result r;
        bool found = issue_rows[i].want == NULL && true;

        lint_check(&in, a, &r);
        for (size_t k = 0; k < r.n; k++)
            if (issue_rows[i].want != NULL)
                found = found || strcmp(r.issues[k].check, issue_rows[i].want) == 0;
            else if (strcmp(r.issues[k].check, "grade") != 0)
                found = false;
        CHECK(found, "%s: %zu issues, first %s: %s", issue_rows[i].from, r.n,
              r.n > 0 ? r.issues[0].check : "", r.n > 0 ? r.issues[0].note : "");
    }
    arena_free(a);
}
TEST_FN(test_issues)

static void
test_sites(void)
{
    const struct text sites[] = { TEXT_LIT("https://a.example/dept/"),
                                  TEXT_LIT("http://127.0.0.3:8000/") };
    static const struct {
        const char *address;
        bool want;
    } rows[] = {
        { "https://a.example/other", true },
        { "http://A.example", true },
        { "https://a.example:8443/", false },
        { "http://127.0.0.3:8000/x", true },
        { "http://127.0.0.3:80/x", false },
        { "a.example", false },
        { "", false },
        { "https://x/a.example/", false },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(lint_on_site(text_of(rows[i].address), sites, 2) == rows[i].want, "%s",
              rows[i].address);
}
TEST_FN(test_sites)

static void
test_quotable(void)
{
    static const struct {
        const char *text;
        bool want;
        const char *from;
    } rows[] = {
        { "The fee is 20 (or [2] 30) a term; https or www", true, "plain" },
        { "a\tb\nc", true, "white space" },
        { "Zo\u00EB, \u0641\u0627\u0631\u0633\u06CC\u200C, \U0001F469\u200D\U0001F52C", true,
          "joiners" },
        { "", true, "nothing" },
        { "see HTTPS://x", false, "an address" },
        { "see www.x.example", false, "an address as people say it" },
        { "pay at forms.example/pay today", false, "an address that forums make a link of" },
        { "in the U.S./Canada, and/or at 9 a.m./10 a.m., 1.5/2 km, e.g./i.e.", true,
          "slashes that are none" },
        { "ftp://x", false, "another protocol" },
        { "MailTo:x@y.example", false, "mail" },
        { "the [form](/x)", false, "Markdown" },
        { "the [URL=x]form[/URL]", false, "BBCode" },
        { "the <A href=x>form</A>", false, "HTML" },
        { "it is \u202E001\u202C now", false, "turned round" },
        { "it is \u2067x\u2069", false, "isolated" },
        { "a\u200Bb", false, "zero width space" },
        { "\uFEFFa", false, "byte order mark" },
        { "a\x1B[31mb", false, "a terminal's colours" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(lint_quotable(text_of(rows[i].text)) == rows[i].want, "%s", rows[i].from);
    CHECK(!lint_quotable(TEXT_LIT("a\0b")), "a zero byte");
}
TEST_FN(test_quotable)

/* What is only looked at when the caller knows the voice, the page's age, a twin. */
static void
test_support(void)
{
    static const struct {
        const char *answer;
        const char *want; /* "check:e" or "check:w" in order, blanks between */
        const char *from;
    } rows[] = {
        { "Thank you. The desk opens at nine on weekdays.", "", "voice and page" },
        { "Thank you. On weekdays the desk opens at nine.", "support:w", "other words" },
        { "Thank you. We like the desk.", "support:w", "own words" },
        { "Thank you. The deadline is over.", "support:e", "a deadline of its own" },
        { "Thank you. The fee is 5 dollars.", "numbers:e", "a number is named once" },
    };
    const struct text evidence = TEXT_LIT("The desk opens at nine on weekdays.");
    const struct text part = TEXT_LIT("Thank you.");
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct lint_input in = { .answer = text_of(rows[i].answer),
                                 .evidence = &evidence,
                                 .n_evidence = 1,
                                 .tone = TONE_NEUTRAL,
                                 .parts = { &part, 1 } };
        struct lint_result r;
        struct buf b;

        buf_init(&b, BUF_SMALL);
        lint_check(&in, a, &r);
        for (size_t k = 0; k < r.n; k++)
            if (strcmp(r.issues[k].check, "length") != 0)
                buf_addf(&b, "%s%s:%c", b.n > 0 ? " " : "", r.issues[k].check,
                         r.issues[k].error ? 'e' : 'w');
        CHECK(strcmp(buf_str(&b), rows[i].want) == 0, "%s: %s", rows[i].from, buf_str(&b));
        buf_release(&b);
    }
    arena_free(a);
}
TEST_FN(test_support)

static size_t
count(const struct lint_input *in, struct arena *a, const char *check)
{
    struct lint_result r;
    size_t n = 0;

    lint_check(in, a, &r);
    for (size_t i = 0; i < r.n; i++)
        n += strcmp(r.issues[i].check, check) == 0 && !r.issues[i].error;
    return n;
}

static void
test_dates(void)
{
    struct lint_input in = { .answer = TEXT_LIT(FORTY),
                             .tone = TONE_NEUTRAL,
                             .now_s = LINT_MAX_AGE_S + 100 };
    struct arena *a = arena_new();

    CHECK(count(&in, a, "age") == 0, "not known when it changed");
    in.changed_s = 100;
    CHECK(count(&in, a, "age") == 0, "old enough to the second");
    in.changed_s = 99;
    CHECK(count(&in, a, "age") == 1, "too old");
    CHECK(count(&in, a, "like") == 0, "no twin");
    in.like_id = 3;
    CHECK(count(&in, a, "like") == 1, "a twin");
    arena_free(a);
}
TEST_FN(test_dates)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_issues), TEST(test_sites), TEST(test_quotable),
                                        TEST(test_support), TEST(test_dates) };

    return TEST_RUN(tests);
}
