#include "../../review/say.h"

#include "../test.h"

#define NOW 1795341600 /* 2026-11-22T10:00:00Z */

static void
test_times(void)
{
    static const struct {
        int64_t at_s;
        const char *ago, *until, *from;
    } rows[] = {
        { NOW - 30, ">just now<", ">22 Nov 09:59<", "seconds" },
        { NOW - 90, ">1 min ago<", ">22 Nov 09:58<", "minutes" },
        { NOW - 7200, ">2 h ago<", ">22 Nov 08:00<", "hours" },
        { NOW - 3 * 86400, ">3 d ago<", ">19 Nov 10:00<", "days" },
        { NOW - 30 * 86400, ">23 Oct<", ">23 Oct 10:00<", "a date" },
        { NOW - 400 * 86400, ">18 Oct 2025<", ">18 Oct 2025<", "another year" },
        { NOW + 552, ">just now<", ">9:12 left<", "a lease" },
    };
    struct buf b;

    buf_init(&b, BUF_SMALL);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        buf_clear(&b);
        say_time(&b, rows[i].at_s, NOW);
        CHECK(strstr(buf_str(&b), rows[i].ago) != NULL, "%s: %s", rows[i].from, buf_str(&b));
        buf_clear(&b);
        say_until(&b, rows[i].at_s, NOW);
        CHECK(strstr(buf_str(&b), rows[i].until) != NULL, "%s: %s", rows[i].from, buf_str(&b));
    }
    buf_release(&b);
}
TEST_FN(test_times)

static void
test_words(void)
{
    struct buf b;

    buf_init(&b, BUF_SMALL);
    say_count(&b, 1, "place", "places");
    say_count(&b, 7, "place", "places");
    CHECK(strcmp(buf_str(&b), "1 place7 places") == 0, "%s", buf_str(&b));
    buf_clear(&b);
    say_address(&b, TEXT_LIT("https://www.example.org/a/"));
    CHECK(strcmp(buf_str(&b), "example.org/a") == 0, "%s", buf_str(&b));
    buf_clear(&b);
    say_link_open(&b, TEXT_LIT("javascript:alert(1)"), "x");
    CHECK(strstr(buf_str(&b), "href=\"#\"") != NULL, "no script: %s", buf_str(&b));
    buf_clear(&b);
    say_badge(&b, TEXT_LIT("machine"));
    CHECK(strstr(buf_str(&b), "To review</span>") != NULL, "a word beside the sign: %s",
          buf_str(&b));
    buf_clear(&b);
    say_standing(&b, TEXT_LIT("gap"), TEXT_LIT("self-harm"));
    CHECK(strstr(buf_str(&b), "For a person</span>") != NULL &&
              strstr(buf_str(&b), "No page") == NULL,
          "no page was sought for an alarm: %s", buf_str(&b));
    buf_clear(&b);
    say_standing(&b, TEXT_LIT("gap"), TEXT_NONE);
    say_standing(&b, TEXT_LIT("parked"), TEXT_LIT("self-harm"));
    CHECK(strstr(buf_str(&b), "No page</span>") != NULL &&
              strstr(buf_str(&b), "Parked</span>") != NULL,
          "else the state: %s", buf_str(&b));
    buf_clear(&b);
    say_alarm(&b, TEXT_LIT("<b>"));
    CHECK(strstr(buf_str(&b), "&lt;b&gt;") != NULL, "%s", buf_str(&b));
    buf_release(&b);
}
TEST_FN(test_words)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_times), TEST(test_words) };

    return TEST_RUN(tests);
}
