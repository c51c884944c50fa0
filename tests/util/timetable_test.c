/* timetable_test.c - when things are due. */
#include "../../include/timetable.h"

#include "../../include/clock.h"
#include "../test.h"

enum { DAY_S = 86400, HOUR_S = 3600, MINUTE_S = 60 };

static const struct {
    const char *from, *text, *wrong; /* wrong: what the message holds; NULL: it is right */
} rows[] = {
    { "README", "weekdays 05:00-07:00 America/New_York jitter 20m", NULL },
    { "short", "daily 05:00", NULL },
    { "one digit", "daily 5:00", NULL },
    { "days", "mon,wed,fri 23:59 Europe/Berlin", NULL },
    { "case, spaces", "  Weekends\t00:00   UTC  JITTER 2h ", NULL },
    { "month", "monthly 31 12:00 jitter 1m", NULL },
    { "over midnight", "daily 22:00-04:00", NULL },
    { "jitter as long as the window", "daily 05:00-06:00 jitter 60m", NULL },
    { "nothing", "", "it is empty" },
    { "blank", "  ", "it is empty" },
    { "no time", "daily", "no time" },
    { "no day", "05:00", "\"05:00\": wanted daily" },
    { "slip", "dayly 05:00", "\"dayly\": wanted daily" },
    { "slip", "mon,wen 05:00", "\"mon,wen\"" },
    { "comma at the end", "mon, 05:00", "\"mon,\"" },
    { "comma twice", "mon,,tue 05:00", "\"mon,,tue\"" },
    { "month without a day", "monthly 05:00", "monthly \"05:00\"" },
    { "no such day", "monthly 32 05:00", "1 to 31" },
    { "no such day", "monthly 0 05:00", "1 to 31" },
    { "no such time", "daily 24:00", "\"24:00\": wanted a time" },
    { "no such time", "daily 12:60", "wanted a time" },
    { "minutes", "daily 12:5", "wanted a time" },
    { "sign", "daily +5:00", "wanted a time" },
    { "half a window", "daily 05:00-", "wanted a time or a window" },
    { "long window", "daily 05:00-18:00", "12 hours at most" },
    { "a whole day", "daily 05:00-05:00", "12 hours at most" },
    { "no such zone", "daily 05:00 Europe/Atlantis", "no time zone" },
    { "slip", "daily 05:00 jiter 20m", "no time zone \"jiter\"" },
    { "jitter of nothing", "daily 05:00 jitter", "jitter \"\"" },
    { "jitter without a unit", "daily 05:00 jitter 20", "wanted 1m to 12h" },
    { "jitter of seconds", "daily 05:00 jitter 20s", "wanted 1m to 12h" },
    { "jitter of milliseconds", "daily 05:00 jitter 200ms", "wanted 1m to 12h" },
    { "jitter too long", "daily 05:00 jitter 13h", "wanted 1m to 12h" },
    { "jitter outside", "daily 05:00-05:10 jitter 20m", "longer than the window" },
    { "more", "daily 05:00 UTC jitter 20m 30m", "\"30m\": wanted nothing" },
    { "two zones", "daily 05:00 UTC UTC", "\"UTC\": wanted nothing" },
};

static void
test_parse(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct timetable t;
        struct err err = { "" };
        enum status st = timetable_parse(text_of(rows[i].text), a, &t, &err);

        CHECK((st == ST_OK) == (rows[i].wrong == NULL), "%s: \"%s\": %s", rows[i].from,
              rows[i].text, err.msg);
        CHECK(rows[i].wrong == NULL || strstr(err.msg, rows[i].wrong) != NULL, "%s: \"%s\": %s",
              rows[i].from, rows[i].text, err.msg);
    }
    arena_free(a);
}
TEST_FN(test_parse)

static int64_t
at(const char *when)
{
    int64_t s = 0;
    bool time;

    CHECK(clock_parse_rfc3339(text_of(when), &s, &time), "%s", when);
    return s;
}

static void
test_next(void)
{
    static const struct {
        const char *from, *text, *now, *next;
    } next[] = {
        { "today", "daily 05:00", "2026-11-22T04:59:59Z", "2026-11-22T05:00:00Z" },
        { "now is not next", "daily 05:00", "2026-11-22T05:00:00Z", "2026-11-23T05:00:00Z" },
        { "a Sunday", "weekdays 05:00", "2026-11-22T04:00:00Z", "2026-11-23T05:00:00Z" },
        { "a Friday", "weekdays 05:00", "2026-11-20T06:00:00Z", "2026-11-23T05:00:00Z" },
        { "weekend", "weekends 05:00", "2026-11-20T06:00:00Z", "2026-11-21T05:00:00Z" },
        { "named", "tue,thu 05:00", "2026-11-22T06:00:00Z", "2026-11-24T05:00:00Z" },
        { "month", "monthly 1 05:00", "2026-11-22T06:00:00Z", "2026-12-01T05:00:00Z" },
        { "short month", "monthly 31 05:00", "2027-02-01T00:00:00Z", "2027-02-28T05:00:00Z" },
        { "leap year", "monthly 30 05:00", "2028-02-01T00:00:00Z", "2028-02-29T05:00:00Z" },
        { "zone", "daily 05:00 America/New_York", "2026-11-22T00:00:00Z", "2026-11-22T10:00:00Z" },
        { "east: it is Monday there", "mon 05:00 Pacific/Auckland", "2026-11-22T00:00:00Z",
          "2026-11-22T16:00:00Z" },
        { "in the gap", "daily 02:30 America/New_York", "2026-03-08T00:00:00Z",
          "2026-03-08T07:30:00Z" },
        { "in the fold", "daily 01:30 America/New_York", "2026-11-01T00:00:00Z",
          "2026-11-01T05:30:00Z" },
        { "not again in the fold", "daily 01:30 America/New_York", "2026-11-01T05:30:00Z",
          "2026-11-02T06:30:00Z" },
        { "a window in the gap is a time", "daily 02:00-02:30 Europe/Berlin jitter 30m",
          "2026-03-29T00:00:00Z", NULL },
    };
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(next); i++) {
        char out[CLOCK_RFC3339_BYTES];
        struct timetable t;
        struct timetable_slot s;

        CHECK(timetable_parse(text_of(next[i].text), a, &t, NULL) == ST_OK, "%s", next[i].text);
        s = timetable_next(&t, TEXT_LIT("physics"), at(next[i].now));
        clock_rfc3339(s.at_s, out);
        CHECK(next[i].next == NULL || strcmp(out, next[i].next) == 0, "%s: %s, wanted %s",
              next[i].from, out, next[i].next);
        CHECK(timetable_last(&t, TEXT_LIT("physics"), s.at_s).at_s == s.at_s, "%s: due then",
              next[i].from);
        CHECK(timetable_last(&t, TEXT_LIT("physics"), s.at_s - 1).day < s.day, "%s: not before",
              next[i].from);
    }
    arena_free(a);
}
TEST_FN(test_next)

/* Every quarter of an hour of two years: each day has its slot, once, inside its window. */
static void
a_year(const char *text, int64_t low_s, int64_t high_s)
{
    struct arena *a = arena_new();
    int64_t begin = at("2026-01-01T12:00:00Z"), end = at("2028-01-01T12:00:00Z"), n = 0;
    struct timetable_slot last, s;
    struct timetable t;

    CHECK(timetable_parse(text_of(text), a, &t, NULL) == ST_OK, "%s", text);
    last = timetable_last(&t, TEXT_LIT("physics"), begin);
    for (int64_t now = begin; now <= end; now += 15 * MINUTE_S) {
        int64_t local;

        s = timetable_last(&t, TEXT_LIT("physics"), now);
        if (s.day == last.day)
            continue;
        CHECK(s.day == last.day + 1, "%s: day %lld follows %lld", text, (long long)s.day,
              (long long)last.day);
        CHECK(s.at_s > last.at_s && s.at_s <= now && now - s.at_s < 15 * MINUTE_S, "%s: in time",
              text);
        CHECK(timetable_next(&t, TEXT_LIT("physics"), last.at_s).at_s == s.at_s,
              "%s: it was the next", text);
        local = s.at_s + zone_offset(t.zone, s.at_s) - s.day * DAY_S;
        CHECK(local >= low_s && local < high_s, "%s: day %lld at %lld s", text, (long long)s.day,
              (long long)local);
        last = s;
        n++;
    }
    CHECK(n == 730, "%s: %lld slots in two years of days", text, (long long)n);
    arena_free(a);
}

static void
test_years(void)
{
    static const char *const zones[] = { "America/New_York", "Europe/Berlin",
                                         "Australia/Lord_Howe" };
    char text[128];

    for (size_t i = 0; i < N_ROWS(zones); i++) {
        snprintf(text, sizeof(text), "daily 05:00-07:00 %s jitter 20m", zones[i]);
        a_year(text, 5 * HOUR_S, 5 * HOUR_S + 20 * MINUTE_S);
        snprintf(text, sizeof(text), "daily 02:15 %s", zones[i]); /* skipped, and shown twice */
        a_year(text, 2 * HOUR_S + 15 * MINUTE_S, 3 * HOUR_S + 16 * MINUTE_S);
        snprintf(text, sizeof(text), "daily 01:30 %s jitter 2h", zones[i]);
        a_year(text, HOUR_S, 5 * HOUR_S);
        snprintf(text, sizeof(text), "daily 22:00-10:00 %s", zones[i]);
        a_year(text, 22 * HOUR_S, 35 * HOUR_S);
    }
}
TEST_FN(test_years)

/* The moments of a window are spread over it, and differ between keys. */
static void
test_jitter(void)
{
    struct arena *a = arena_new();
    struct timetable t;
    int64_t now = at("2026-11-22T00:00:00Z"), low = INT64_MAX, high = 0;
    char key[16];

    CHECK(timetable_parse(TEXT_LIT("daily 05:00-07:00"), a, &t, NULL) == ST_OK, "reads");
    for (int i = 0; i < 200; i++) {
        int64_t s;

        snprintf(key, sizeof(key), "dept-%d", i);
        s = timetable_next(&t, text_of(key), now).at_s - now;
        CHECK(s == timetable_next(&t, text_of(key), now).at_s - now, "the same again");
        low = s < low ? s : low;
        high = s > high ? s : high;
    }
    CHECK(low >= 5 * HOUR_S && low < 5 * HOUR_S + 5 * MINUTE_S, "first at %lld", (long long)low);
    CHECK(high < 7 * HOUR_S && high > 7 * HOUR_S - 5 * MINUTE_S, "last at %lld", (long long)high);
    arena_free(a);
}
TEST_FN(test_jitter)

static void
test_between(void)
{
    struct arena *a = arena_new();
    struct timetable t;

    CHECK(timetable_parse(TEXT_LIT("weekdays 05:00"), a, &t, NULL) == ST_OK, "reads");
    CHECK(timetable_between(&t, 20775, 20776) == 0, "the next day");
    CHECK(timetable_between(&t, 20775, 20782) == 4, "Wednesday to Wednesday: %lld",
          (long long)timetable_between(&t, 20775, 20782));
    CHECK(timetable_between(&t, 0, 20782) <= TIMETABLE_COUNT_MAX, "bounded");
    arena_free(a);
}
TEST_FN(test_between)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_parse), TEST(test_next), TEST(test_years),
                                        TEST(test_jitter), TEST(test_between) };

    return TEST_RUN(tests);
}
