/* weblog_robot_test.c - programs and people, by their agents. */

#include "../test.h"

#include "../../drafter/weblog_robot.h"

static const struct {
    const char *agent;
    bool robot;
    const char *from;
} rows[] = {
    { "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", false, "Firefox" },
    { "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
      "Chrome/142.0.0.0 Safari/537.36",
      false, "Chrome" },
    { "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
      "Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
      false, "Safari" },
    { "Mozilla/5.0 (Linux; Android 13; CUBOT X70) AppleWebKit/537.36 (KHTML, like Gecko) "
      "Chrome/120.0.0.0 Mobile Safari/537.36",
      false, "a maker of telephones" },
    { "Lynx/2.9.2 libwww-FM/2.14SSL-MM/1.4.1 OpenSSL/3.5.1", false, "a browser for the terminal" },
    { "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", true,
      "developers.google.com: Googlebot" },
    { "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", true,
      "bing.com: bingbot" },
    { "Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)", true,
      "Slurp" },
    { "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", true,
      "Meta's previews" },
    { "Earshot/0.1.0 (+no contact configured)", true, "this program" },
    { "curl/8.14.1", true, "curl" },
    { "Wget/1.25.0", true, "wget" },
    { "python-requests/2.32.3", true, "a library" },
    { "Go-http-client/1.1", true, "a library" },
    { "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
      "HeadlessChrome/142.0.0.0 Safari/537.36",
      true, "a browser that nobody looks at" },
    { "", true, "no agent" },
};

static void
test_agents(void)
{
    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(weblog_robot(text_of(rows[i].agent)) == rows[i].robot, "%s: %s", rows[i].from,
              rows[i].agent);
}
TEST_FN(test_agents)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_agents) };

    return TEST_RUN(tests);
}
