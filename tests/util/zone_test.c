/* zone_test.c - time zones; the oracle is libc's, which has the whole process for itself here. */
#include "../../include/zone.h"

#include <time.h>

#include "../../include/clock.h"
#include "../../include/file.h"
#include "../../include/rng.h"
#include "../test.h"

#define FROM_S INT64_C(-1000000000) /* 1938 */
#define TO_S   INT64_C(4000000000)  /* 2096: far past the last change of a file */
#define DAY_S  86400

static const char *const names[] = {
    "UTC",           "America/New_York",  "Europe/Berlin",    "Australia/Lord_Howe",
    "Europe/Dublin", "America/Sao_Paulo", "Asia/Kathmandu",   "Africa/Casablanca",
    "Asia/Tehran",   "Pacific/Auckland",  "America/St_Johns", "America/Nuuk",
    "Etc/GMT+5",     "Antarctica/Troll",  "Asia/Gaza",        "America/Argentina/Ushuaia",
};

/* What local clocks show, as seconds. */
static int64_t
shown(int64_t at)
{
    time_t t = (time_t)at;
    struct tm tm;

    localtime_r(&t, &tm);
    return clock_days(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday) * DAY_S +
           tm.tm_hour * INT64_C(3600) + tm.tm_min * INT64_C(60) + tm.tm_sec;
}

static void
test_offsets(void)
{
    struct arena *a = arena_new();
    struct rng rng;

    rng_seed(&rng, 7);
    for (size_t i = 0; i < N_ROWS(names); i++) {
        const struct zone *z = NULL;
        struct err err = { "" };
        int wrong = 0;

        CHECK(zone_load(text_of(names[i]), a, &z, &err) == ST_OK, "%s", err.msg);
        setenv("TZ", names[i], 1);
        tzset();
        for (int k = 0; z != NULL && k < 20000 && wrong < 3; k++) {
            int64_t at = FROM_S + (int64_t)rng_below(&rng, (uint64_t)(TO_S - FROM_S));

            if (zone_offset(z, at) != shown(at) - at) {
                wrong++;
                CHECK(false, "%s at %lld: %lld, wanted %lld", names[i], (long long)at,
                      (long long)zone_offset(z, at), (long long)(shown(at) - at));
            }
        }
    }
    arena_free(a);
}
TEST_FN(test_offsets)

static void
test_instants(void)
{
    static const struct {
        const char *from, *zone;
        int64_t local_s, want_s;
    } rows[] = {
        { "winter", "America/New_York", 1767225600, 1767225600 + 5 * 3600 },
        { "gap: 02:30 on 2026-03-08", "America/New_York", 1772937000, 1772937000 + 5 * 3600 },
        { "fold: 01:30 on 2026-11-01, the first", "America/New_York", 1793496600,
          1793496600 + 4 * 3600 },
        { "after the fold: 02:00", "America/New_York", 1793498400, 1793498400 + 5 * 3600 },
        { "gap: 02:30 on 2026-03-29", "Europe/Berlin", 1774751400, 1774751400 - 3600 },
        { "fold: 02:30 on 2026-10-25, the first", "Europe/Berlin", 1792895400, 1792895400 - 7200 },
        { "half an hour: gap 02:15 on 2026-10-04", "Australia/Lord_Howe", 1791080100,
          1791080100 - 37800 },
        { "far away, by the rule: 2090-07-01 12:00", "Europe/Berlin", 3802593600,
          3802593600 - 7200 },
        { "none", "UTC", 1792895400, 1792895400 },
    };
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        const struct zone *z = NULL;
        struct err err = { "" };

        CHECK(zone_load(text_of(rows[i].zone), a, &z, &err) == ST_OK, "%s", err.msg);
        if (z != NULL)
            CHECK(zone_instant(z, rows[i].local_s) == rows[i].want_s, "%s: %lld", rows[i].from,
                  (long long)zone_instant(z, rows[i].local_s));
    }
    arena_free(a);
}
TEST_FN(test_instants)

static void
test_refused(void)
{
    static const struct {
        const char *from, *name;
        enum status want;
    } rows[] = {
        { "no such place", "Europe/Atlantis", ST_NOTFOUND },
        { "up and out", "../../etc/passwd", ST_INVALID },
        { "absolute", "/etc/passwd", ST_INVALID },
        { "in between", "Europe/../UTC", ST_INVALID },
        { "nothing", "", ST_INVALID },
        { "a folder", "Europe", ST_NOTFOUND },
        { "a slash at its end", "Europe/", ST_INVALID },
        { "no zone", "zone.tab", ST_INVALID },
        { "no zone", "leapseconds", ST_INVALID },
    };
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        const struct zone *z = NULL;
        struct err err = { "" };

        CHECK(zone_load(text_of(rows[i].name), a, &z, &err) == rows[i].want && z == NULL, "%s: %s",
              rows[i].from, err.msg);
    }
    arena_free(a);
}
TEST_FN(test_refused)

/* A file that was cut, anywhere, is none. */
static void
test_cut(void)
{
    struct arena *a = arena_new();
    const struct zone *z = NULL;
    struct buf b;

    buf_init(&b, BUF_SMALL);
    CHECK(file_read(ZONE_FOLDER "/Europe/Berlin", &b, NULL) == ST_OK, "is there");
    CHECK(zone_read(buf_text(&b), a, &z, NULL) == ST_OK, "whole");
    for (size_t n = 0; n < b.n; n++)
        CHECK(zone_read((struct text){ b.p, n }, a, &z, NULL) == ST_INVALID, "%zu bytes", n);
    buf_release(&b);
    arena_free(a);
}
TEST_FN(test_cut)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_offsets), TEST(test_instants), TEST(test_refused),
                                        TEST(test_cut) };

    return TEST_RUN(tests);
}
