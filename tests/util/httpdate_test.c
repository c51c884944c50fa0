/* httpdate_test.c - dates of HTTP and of feeds. */
#include "../../include/httpdate.h"

#include "../test.h"
#include "httpdate_write.h"

#define NOW     INT64_C(1795310054) /* 2026-11-22T03:34:14Z */
#define RFC9110 INT64_C(784111777)  /* the RFC's example: 1994-11-06T08:49:37Z */
#define NEVER   INT64_MIN           /* refused */

static const struct {
    const char *from, *text;
    int64_t want;
} rows[] = {
    /* clang-format off */
    { "9110 5.6.7", "Sun, 06 Nov 1994 08:49:37 GMT", RFC9110 },
    { "9110 5.6.7 RFC 850", "Sunday, 06-Nov-94 08:49:37 GMT", RFC9110 },
    { "9110 5.6.7 asctime", "Sun Nov  6 08:49:37 1994", RFC9110 },
    { "5322 zone", "Sun, 06 Nov 1994 10:49:37 +0200", RFC9110 },
    { "5322 zone", "6 Nov 1994 03:49:37 EST", RFC9110 },
    { "feeds: colon in the zone", "Sun, 6 Nov 1994 10:49:37 +02:00", RFC9110 },
    { "feeds: west", "Sun, 6 Nov 1994 04:19:37 -0430", RFC9110 },
    { "servers: no day's name", "06 Nov 1994 08:49:37 GMT", RFC9110 },
    { "servers: wrong day's name", "Tue, 06 Nov 1994 08:49:37 GMT", RFC9110 },
    { "servers: UTC", " Sun, 06 November 1994 08:49:37 UTC ", RFC9110 },
    { "cookies: dashes", "Sun, 06-Nov-1994 08:49:37 GMT", RFC9110 },
    { "feeds: no seconds", "Sun, 06 Nov 1994 08:49 GMT", RFC9110 - 37 },
    { "feeds: no time", "06 Nov 1994", RFC9110 - 37 - 49 * 60 - 8 * 3600 },
    { "9110: two digits past", "Sunday, 06-Nov-77 08:49:37 GMT", INT64_C(247654177) },
    { "9110: two digits to come", "Friday, 06-Nov-76 08:49:37 GMT", INT64_C(3371878177) },
    { "leap day", "Thu, 29 Feb 2024 00:00:00 GMT", INT64_C(1709164800) },
    { "leap second", "Sat, 31 Dec 2016 23:59:60 GMT", INT64_C(1483228800) },
    { "no such day", "29 Feb 2023 00:00:00 GMT", NEVER },
    { "no such day", "31 Apr 2023 00:00:00 GMT", NEVER },
    { "no such day", "00 Apr 2023 00:00:00 GMT", NEVER },
    { "no such hour", "06 Nov 1994 24:00:00 GMT", NEVER },
    { "no such minute", "06 Nov 1994 08:60:00 GMT", NEVER },
    { "numeric month", "06/11/1994 08:49:37", NEVER },
    { "unknown zone", "06 Nov 1994 08:49:37 XYZT", NEVER },
    { "two times", "06 Nov 1994 08:49:37 08:49:37", NEVER },
    { "no year", "06 Nov 08:49:37 GMT", NEVER },
    { "a number", "120", NEVER },
    { "nothing", "", NEVER },
    { "words", "tomorrow", NEVER },
    { "zero", "0", NEVER },
    /* clang-format on */
};

static void
test_parse(void)
{
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        int64_t got = NEVER;
        bool ok = httpdate_parse(text_of(rows[i].text), NOW, &got);

        CHECK(ok == (rows[i].want != NEVER) && got == rows[i].want,
              "row %zu (%s): \"%s\" gave %lld", i, rows[i].from, rows[i].text, (long long)got);
    }
}
TEST_FN(test_parse)

static void
test_written(void)
{
    char out[HTTPDATE_BYTES];

    CHECK(strcmp(httpdate_write(RFC9110, out), "Sun, 06 Nov 1994 08:49:37 GMT") == 0, "%s", out);
    for (int64_t at = -INT64_C(2000000000); at < INT64_C(5000000000); at += 86399 * 31) {
        int64_t back = 0;

        CHECK(httpdate_parse(text_of(httpdate_write(at, out)), at, &back) && back == at,
              "%lld became %s", (long long)at, out);
    }
}
TEST_FN(test_written)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_parse), TEST(test_written) };

    return TEST_RUN(tests);
}
