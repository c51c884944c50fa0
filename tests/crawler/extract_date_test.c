/* extract_date_test.c - the dates that pages write. */

#include "extract_fixture.h"

static const struct {
    const char *from, *in;
    bool dmy, mdy;
    const char *want;
} rows[] = {
    /* clang-format off */
    { "Discourse", "2024-09-05T23:15:57Z", false, false, "2024-09-05T23:15:57Z" },
    { "zone", "2024-09-05T23:15:57+02:00", false, false, "2024-09-05T21:15:57Z" },
    { "Invision", "2025-08-26T01:05:36+0000", false, false, "2025-08-26T01:05:36Z" },
    { "Stack Exchange", "2016-07-27 05:20:49Z", false, false, "2016-07-27T05:20:49Z" },
    { "Vanilla", "2025-03-01 16:35:52", false, false, "2025-03-01T16:35:52Z" },
    { "day only", "2025-03-01", false, false, "2025-03-01" },
    { "Hacker News", "2026-05-31T22:59:50 1780268390", false, false, "2026-05-31T22:59:50Z" },
    { "XenForo 1", "1420070400", false, false, "2015-01-01T00:00:00Z" },
    { "NodeBB", "1732720000000", false, false, "2024-11-27T15:06:40Z" },
    { "phpBB 3", "by user9 \xC2\xBB Mon Nov 02, 2026 9:10 am", false, false, "2026-11-02T09:10:00Z" },
    { "XenForo 1 title", "Nov 14, 2015 at 4:23 PM", false, false, "2015-11-14T16:23:00Z" },
    { "noon and midnight", "Nov 14, 2015 12:05 am", false, false, "2015-11-14T00:05:00Z" },
    { "vBulletin American", "12-31-2011, 05:13 PM", false, false, "2011-12-31T17:13:00Z" },
    { "vBulletin, known order", "05-03-2011, 17:13", true, false, "2011-03-05T17:13:00Z" },
    { "above 12 tells", "31/12/2011", false, false, "2011-12-31" },
    { "dots are continental", "05.03.2013, 12:33", false, false, "2013-03-05T12:33:00Z" },
    { "short year", "9/6/16 12:39 p.m.", false, false, "2016-09-06T12:39:00Z" },
    { "German", "5. M\xC3\xA4rz 2013, 12:33", false, false, "2013-03-05T12:33:00Z" },
    { "French", "le 7 octobre 2011 10:51", false, false, "2011-10-07T10:51:00Z" },
    { "Spanish", "3 de enero de 2019", false, false, "2019-01-03" },
    { "Finnish", "27. hein\xC3\xA4kuuta 2011", false, false, "2011-07-27" },
    { "ordinal", "June 3rd, 2013", false, false, "2013-06-03" },
    { "time before", "09:10, 5 May 2013", false, false, "2013-05-05T09:10:00Z" },
    { "German, short", "12. Mrz. 2026, 10:15 Uhr", false, false, "2026-03-12T10:15:00Z" },
    { "German, weekday", "Do 12. M\xC3\xA4rz 2026, 10:15", false, false, "2026-03-12T10:15:00Z" },
    { "French, weekday that looks like a month", "mar. 5 mai 2026", false, false, "2026-05-05" },
    { "French, first", "1er ao\xC3\xBBt 2026", false, false, "2026-08-01" },
    { "Italian", "luned\xC3\xAC 5 ottobre 2026", false, false, "2026-10-05" },
    { "Portuguese", "segunda-feira, 5 de mar\xC3\xA7o de 2026", false, false, "2026-03-05" },
    { "Dutch", "12 mrt. 2026 om 10:15", false, false, "2026-03-12T10:15:00Z" },
    { "Dutch", "12 maart 2026", false, false, "2026-03-12" },
    { "Swedish", "den 12 maj 2026 kl. 10:15", false, false, "2026-05-12T10:15:00Z" },
    { "Spanish, weekday", "jueves, 5 de noviembre de 2026, 10:15", false, false, "2026-11-05T10:15:00Z" },
    { "Serbian", "14:11, 15. \u0458\u0430\u043D\u0443\u0430\u0440 2018. (CET)", true, false, "2018-01-15T14:11:00Z" },
    { "relative, Spanish", "hace 3 d\u00EDas", false, false, "" }, { "relative, French", "il y a 2 jours", false, false, "" },
    { "relative, German", "vor 3 Tagen um 10:15", false, false, "" },
    { "relative", "Yesterday, 10:15", false, false, "" }, { "relative", "3 years ago", false, false, "" },
    { "no year", "Nov 14", false, false, "" }, { "a month that is none", "2013-13-05", false, false, "" },
    { "empty", "", false, false, "" }, { "a small number", "42", false, false, "" }, { "words", "may I ask", false, false, "" },
    /* clang-format on */
};

static void
test_parse(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct text got = extract_date_parse(text_of(rows[i].in), rows[i].dmy, rows[i].mdy, a);

        CHECK(text_is(got, rows[i].want), "row %zu (%s): \"%s\" gave \"%.*s\"", i, rows[i].from,
              rows[i].in, TEXT_ARG(got));
    }
    arena_free(a);
}

static void
test_language(void)
{
    static const struct {
        const char *in;
        bool want;
    } langs[] = { { "de-DE", true }, { "fr", true },  { "pt_BR", true },
                  { "en-GB", true }, { "en", false }, { "en-US", false },
                  { "ja", false },   { "", false },   { "deu", false } };

    for (size_t i = 0; i < N_ROWS(langs); i++)
        CHECK(extract_date_day_first(text_of(langs[i].in)) == langs[i].want, "%s", langs[i].in);
}

static void
test_order(void)
{
    bool dmy = false, mdy = false;

    extract_date_order(TEXT_LIT("05-03-2011"), &dmy, &mdy);
    CHECK(!dmy && !mdy, "5 March and May 3 look alike");
    extract_date_order(TEXT_LIT("25-03-2011"), &dmy, &mdy);
    CHECK(dmy && !mdy, "there is no month 25");
}

TEST_FN(test_parse)
TEST_FN(test_order)
TEST_FN(test_language)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_parse), TEST(test_order), TEST(test_language) };

    return TEST_RUN(tests);
}
