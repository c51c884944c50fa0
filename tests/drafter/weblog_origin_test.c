/* weblog_origin_test.c - sites and threads that visits come from. */

#include "../test.h"

#include "../../drafter/weblog_origin.h"

static struct weblog_origin *
make(void)
{
    const struct store_visit_thread threads[] = {
        { 1, 10, 1000, TEXT_LIT("https://forum.example.net/t/1#a9") },
        { 2, 10, 2000, TEXT_LIT("https://forum.example.net/t/1") },
        { 3, 11, 1000, TEXT_LIT("https://forum.example.net/t/1") },
        { 4, 10, 1000, TEXT_LIT("https://www.example.edu/board/7") },
        { 5, 10, 1000, TEXT_LIT("no address") },
    };
    struct weblog_origin *o = weblog_origin_new();

    weblog_origin_add_own(o, TEXT_LIT("https://www.example.edu/"));
    weblog_origin_add_site(o, TEXT_LIT("https://www.reddit.com/r/x"));
    weblog_origin_add_site(o, TEXT_LIT("https://old.reddit.com/r/y"));
    weblog_origin_add_site(o, TEXT_LIT("http://127.0.0.1:8081/"));
    for (size_t i = 0; i < N_ROWS(threads); i++)
        weblog_origin_add_thread(o, &threads[i]);
    return o;
}

static void
test_places(void)
{
    static const struct {
        const char *referer, *place, *from;
    } rows[] = {
        { "https://forum.example.net/", "forum.example.net", "strict-origin: the site alone" },
        { "https://forum.example.net/t/1", "forum.example.net", "the whole address" },
        { "http://Forum.Example.net/t/1", "forum.example.net", "in any case" },
        { "https://out.reddit.com/", "reddit.com", "a door of the same site" },
        { "https://www.reddit.com/r/x", "reddit.com", "its name in full" },
        { "http://127.0.0.1:8081/t", "127.0.0.1:8081", "a port" },
        { "http://127.0.0.1:8082/t", "", "another port" },
        { "https://sub.forum.example.net/", "", "another site" },
        { "https://www.example.edu/", "", "ours" },
        { "https://search.example.com/?q=forum.example.net", "", "a search engine" },
        { "android-app://com.example.reader/", "", "an app" },
        { "", "", "nothing" },
        { "://", "", "nothing, with effort" },
    };
    struct weblog_origin *o = make();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct text place = weblog_origin_place(o, text_of(rows[i].referer));

        CHECK(text_is(place, rows[i].place), "%s: %.*s", rows[i].from, TEXT_ARG(place));
    }
    weblog_origin_free(o);
}
TEST_FN(test_places)

static void
test_threads(void)
{
    static const struct {
        const char *referer;
        int64_t url_id, at_s, group_id;
        const char *from;
    } rows[] = {
        { "https://forum.example.net/t/1", 10, 3000, 2, "the latest posting there" },
        { "https://forum.example.net/t/1", 10, 1500, 1, "by then" },
        { "https://forum.example.net/t/1", 10, 999, 0, "before any" },
        { "https://forum.example.net/t/1", 11, 3000, 3, "with another page" },
        { "https://forum.example.net/t/1?utm_source=x", 10, 3000, 2, "what only tracks" },
        { "https://forum.example.net/t/2", 10, 3000, 0, "another thread" },
        { "https://forum.example.net/", 10, 3000, 0, "the site alone" },
        { "https://www.example.edu/board/7", 10, 3000, 4, "a board of our own" },
        { "", 10, 3000, 0, "nothing" },
    };
    struct weblog_origin *o = make();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        int64_t id = weblog_origin_group(o, text_of(rows[i].referer), rows[i].url_id, rows[i].at_s);

        CHECK(id == rows[i].group_id, "%s: %lld", rows[i].from, (long long)id);
    }
    weblog_origin_free(o);
}
TEST_FN(test_threads)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_places), TEST(test_threads) };

    return TEST_RUN(tests);
}
