/* Dates as pages write them; days counted one by one; a clock that a test moves. */
#include "../test.h"

#include "clock.h"

static int
days_of_month(int y, int m)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    return days[m - 1] + (m == 2 && ((y % 4 == 0 && y % 100 != 0) || y % 400 == 0));
}

/* From 1 to 3000, day by day. */
static void
test_days(void)
{
    int64_t day = -719162; /* 0001-01-01: 719162 days before 1970 (Python's date.toordinal) */
    char z[CLOCK_RFC3339_BYTES], want[64];

    for (int y = 1; y <= 3000; y++)
        for (int m = 1; m <= 12; m++)
            for (int d = 1; d <= days_of_month(y, m); d++, day++) {
                int64_t s = 0;
                bool time = true;

                snprintf(want, sizeof(want), "%04d-%02d-%02dT00:00:00Z", y, m, d);
                if (clock_days(y, m, d) != day ||
                    strcmp(clock_rfc3339(day * 86400, z), want) != 0 ||
                    !clock_parse_rfc3339(text_sub(text_of(want), 0, 10), &s, &time) || time ||
                    s != day * 86400) {
                    CHECK(false, "%s: day %lld, %s", want, (long long)clock_days(y, m, d), z);
                    return;
                }
            }
    CHECK(clock_days(1970, 1, 1) == 0, "the epoch");
}
TEST_FN(test_days)

static void
test_print(void)
{
    static const struct {
        int64_t at_s;
        const char *want;
    } rows[] = {
        { 0, "1970-01-01T00:00:00Z" },
        { -1, "1969-12-31T23:59:59Z" },
        { 1795318454, "2026-11-22T03:34:14Z" },
        { INT64_MAX, "9999-12-31T23:59:59Z" },
        { INT64_MIN, "0001-01-01T00:00:00Z" },
        { 253402300799, "9999-12-31T23:59:59Z" },
        { 253402300800, "9999-12-31T23:59:59Z" },
    };
    char z[CLOCK_RFC3339_BYTES];

    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(strcmp(clock_rfc3339(rows[i].at_s, z), rows[i].want) == 0, "%s: %s", rows[i].want, z);
}
TEST_FN(test_print)

#define NOON INT64_C(1795348800) /* 2026-11-22T12:00:00Z */

static const struct {
    const char *from, *t;
    bool ok, time;
    int64_t want;
} dates[] = {
    { "RFC 3339 5.6", "2026-11-22T12:00:00Z", true, true, NOON },
    { "lower case, 5.6 note", "2026-11-22t12:00:00z", true, true, NOON },
    { "a space, 5.6 note", "2026-11-22 12:00:00Z", true, true, NOON },
    { "east", "2026-11-22T14:00:00+02:00", true, true, NOON },
    { "west", "2026-11-22T07:00:00-05:00", true, true, NOON },
    { "no colon (PHP DATE_ISO8601)", "2026-11-22T14:00:00+0200", true, true, NOON },
    { "hours alone (ISO 8601)", "2026-11-22T14:00:00+02", true, true, NOON },
    { "half an hour", "2026-11-22T17:30:00+05:30", true, true, NOON },
    { "a blank before the zone (git log)", "2026-11-22 14:00:00 +0200", true, true, NOON },
    { "no zone is UTC", "2026-11-22T12:00", true, true, NOON },
    { "milliseconds (JavaScript)", "2026-11-22T12:00:00.123Z", true, true, NOON },
    { "nanoseconds (Go)", "2026-11-22T12:00:00.123456789Z", true, true, NOON },
    { "a comma (ISO 8601)", "2026-11-22T12:00:00,5Z", true, true, NOON },
    { "a leap second", "2026-11-22T11:59:60Z", true, true, NOON },
    { "the end of a day (ISO 8601)", "2026-11-21T24:00:00Z", true, true, NOON - 43200 },
    { "midnight", "2026-11-22T00:00:00Z", true, true, NOON - 43200 },
    { "date alone", "2026-11-22", true, false, NOON - 43200 },
    { "white space around", "  2026-11-22\n", true, false, NOON - 43200 },
    { "one digit", "2026-1-5", true, false, INT64_C(1767571200) },
    { "a leap day", "2024-02-29", true, false, INT64_C(1709164800) },
    { "no leap day", "2025-02-29", false },
    { "nor in 1900", "1900-02-29", false },
    { "but in 2000", "2000-02-29", true, false, INT64_C(951782400) },
    { "day 31 of April", "2026-04-31", false },
    { "day 0", "2026-04-00", false },
    { "month 13", "2026-13-01", false },
    { "month 0", "2026-00-01", false },
    { "year 0", "0000-01-01", false },
    { "a short year", "26-11-22", false },
    { "hour 24 and something", "2026-11-22T24:00:01Z", false },
    { "hour 25", "2026-11-22T25:00:00Z", false },
    { "minute 60", "2026-11-22T12:60:00Z", false },
    { "second 61", "2026-11-22T12:00:61Z", false },
    { "no minutes", "2026-11-22T12Z", false },
    { "zone hour 24", "2026-11-22T12:00:00+24:00", false },
    { "zone minute 60", "2026-11-22T12:00:00+01:60", false },
    { "half a zone", "2026-11-22T12:00:00+02:", false },
    { "a zone's name", "2026-11-22T12:00:00 CET", false },
    { "ends in a point", "2026-11-22T12:00:00.", false },
    { "more behind", "2026-11-22T12:00:00Zx", false },
    { "nothing after T", "2026-11-22T", false },
    { "no date", "yesterday", false },
    { "empty", "", false },
    { "year and month", "2026-11", false },
};

static void
test_parse(void)
{
    for (size_t i = 0; i < N_ROWS(dates); i++) {
        int64_t s = 4711;
        bool time = false, ok = clock_parse_rfc3339(text_of(dates[i].t), &s, &time);

        CHECK(ok == dates[i].ok, "%s: %s", dates[i].from, dates[i].t);
        CHECK(s == (dates[i].ok ? dates[i].want : 4711), "%s: %lld", dates[i].from, (long long)s);
        CHECK(!ok || time == dates[i].time, "%s: has a time", dates[i].from);
        CHECK(clock_parse_rfc3339(text_of(dates[i].t), &s, NULL) == ok, "%s", dates[i].from);
    }
}
TEST_FN(test_parse)

static void
test_month(void)
{
    static const struct {
        const char *month;
        int64_t since_s, until_s; /* 0: refused */
    } rows[] = {
        { "2026-10", 1790812800, 1793491200 },
        { "2026-12", 1796083200, 1798761600 },
        { "2026-13", 0, 0 },
        { "2026-00", 0, 0 },
        { "2026-1", 0, 0 },
        { "2026-1 ", 0, 0 },
        { "2026", 0, 0 },
        { "0000-01", 0, 0 },
        { "2026-10-01", 0, 0 },
        { "+026-10", 0, 0 },
        { "", 0, 0 },
        { "october", 0, 0 },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        int64_t since_s = 0, until_s = 0;
        bool ok = clock_parse_month(text_of(rows[i].month), &since_s, &until_s);

        CHECK(ok == (rows[i].since_s != 0) && since_s == rows[i].since_s &&
                  until_s == rows[i].until_s,
              "%s: %lld to %lld", rows[i].month, (long long)since_s, (long long)until_s);
    }
}
TEST_FN(test_month)

static void
test_fake(void)
{
    struct clock_fake fake = { 1999 };
    struct clock c = clock_of_fake(&fake);

    CHECK(clock_now_ms(&c) == 1999 && clock_now_s(&c) == 1, "it stands");
    clock_sleep_ms(&c, 2);
    CHECK(clock_now_s(&c) == 2, "sleeping moves it");
    clock_sleep_ms(&c, -5);
    CHECK(clock_now_ms(&c) == 2001, "never back");
}
TEST_FN(test_fake)

/* The real one is only asked whether it goes on. */
static void
test_system(void)
{
    int64_t us = clock_monotonic_us(), ms;

    clock_sleep_ms(&clock_system, 2);
    clock_sleep_ms(&clock_system, -1);
    CHECK(clock_monotonic_us() - us >= 2000, "%lld us", (long long)(clock_monotonic_us() - us));
    ms = clock_now_ms(&clock_system);
    CHECK(ms / 1000 <= clock_now_s(&clock_system), "s and ms");
}
TEST_FN(test_system)

/* Somebody sets the clock: spans keep their length, and the jump can be told and accepted. */
static void
test_steady(void)
{
    struct clock_fake fake = { 1000000, 0 };
    struct clock wall = clock_of_fake(&fake), c;
    struct clock_steady s;

    c = clock_of_steady(&s, &wall);
    CHECK(clock_now_ms(&c) == 1000000 && clock_steady_jump_ms(&s) == 0, "as the wall clock");
    clock_sleep_ms(&c, 500);
    fake.set_ms = 3600000;
    CHECK(clock_now_ms(&c) == 1000500, "an hour ahead: %lld", (long long)clock_now_ms(&c));
    CHECK(clock_steady_jump_ms(&s) == 3600000, "told");
    fake.set_ms = -3600000;
    CHECK(clock_steady_jump_ms(&s) == -3600000, "back");
    clock_steady_follow(&s);
    CHECK(clock_now_ms(&c) == clock_now_ms(&wall) && clock_steady_jump_ms(&s) == 0, "accepted");
    c = clock_of_steady(&s, &clock_system);
    CHECK(llabs(clock_now_ms(&c) - clock_now_ms(&clock_system)) < 60000, "the system's");
}
TEST_FN(test_steady)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_days), TEST(test_print),  TEST(test_parse),  TEST(test_month),
        TEST(test_fake), TEST(test_system), TEST(test_steady),
    };

    return TEST_RUN(tests);
}
