/* What an address alone tells. */
#include "../test.h"

#include "../../crawler/trap.h"

static struct url
url_of(const char *z)
{
    struct url u = { 0 };

    assert_true(url_split(text_of(z), &u));
    return u;
}

static void
test_judge(void)
{
    static const struct {
        const char *url;
        enum trap_class class;
        const char *from;
    } rows[] = {
        { "https://a.example/", TRAP_PLAIN, "front page" },
        { "https://a.example/t/some-words/12", TRAP_THREAD, "Discourse" },
        { "https://a.example/questions/12/some-words", TRAP_THREAD, "Stack Exchange" },
        { "https://a.example/questions", TRAP_PLAIN, "the list itself" },
        { "https://a.example/viewtopic.php?f=2&t=9", TRAP_THREAD, "phpBB" },
        { "https://a.example/viewtopic.php?t=9&start=25", TRAP_LIST, "phpBB, a thread's page 2" },
        { "https://a.example/questions?page=2", TRAP_LIST, "Stack Exchange" },
        { "https://a.example/questions?sort=votes&page=2", TRAP_SKIP, "another order" },
        { "https://a.example/users/12/name", TRAP_SKIP, "profile" },
        { "https://a.example/login?next=/x", TRAP_SKIP, "log-in" },
        { "https://a.example/post?replytocom=5", TRAP_SKIP, "WordPress" },
        { "https://a.example/wiki?action=edit", TRAP_SKIP, "MediaWiki" },
        { "https://a.example/wiki?action=view", TRAP_PLAIN, "the parameter as a whole" },
        { "https://a.example/files/plan.PDF", TRAP_SKIP, "no page" },
        { "https://a.example/v1.2/pdf", TRAP_PLAIN, "a dot in a folder is no extension" },
        { "https://a.example/calendar.php?month=2026-12", TRAP_CALENDAR, "calendar" },
        { "https://a.example/events?year=2026", TRAP_CALENDAR, "calendar by parameter" },
        { "https://a.example/questions/tagged/help", TRAP_LOW, "a tag" },
        { "https://a.example/a/b/a/b/a/", TRAP_SKIP, "a segment three times" },
        { "https://a.example/a/b/a/b/", TRAP_PLAIN, "twice is allowed" },
        { "https://a.example/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20", TRAP_PLAIN,
          "20" },
        { "https://a.example/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20/21", TRAP_SKIP,
          "21" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct url u = url_of(rows[i].url);
        struct trap_verdict v = trap_judge(&u);

        CHECK(v.class == rows[i].class, "%s (%s): %d, %s", rows[i].url, rows[i].from, v.class,
              v.why);
    }
}
TEST_FN(test_judge)

static void
test_continues(void)
{
    static const struct {
        const char *url;
        bool later;
        const char *from;
    } rows[] = {
        { "https://a.example/viewtopic.php?t=9", false, "phpBB, page 1" },
        { "https://a.example/viewtopic.php?t=9&start=0", false, "phpBB, page 1" },
        { "https://a.example/viewtopic.php?t=9&start=25", true, "phpBB, page 2" },
        { "https://a.example/t/words/12?page=2", true, "Discourse" },
        { "https://a.example/t/words/12?page=1", false, "Discourse" },
        { "https://a.example/threads/words.12/page-3", true, "XenForo" },
        { "https://a.example/threads/page-turners.12/", false, "a title" },
        { "https://a.example/topic/9/words/page/2/", true, "Invision" },
        { "https://a.example/topic/9/page2", true, "vBulletin 5" },
        { "https://a.example/q?page=two", false, "no number" },
        { "https://a.example/12?homepage=2", false, "another name" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct url u = url_of(rows[i].url);

        CHECK(trap_continues(&u) == rows[i].later, "%s (%s)", rows[i].url, rows[i].from);
    }
}
TEST_FN(test_continues)

static void
test_long(void)
{
    char z[TRAP_MAX_ADDRESS + 2] = "https://a.example/";
    struct url u;

    memset(z + strlen(z), 'x', sizeof(z) - 1 - strlen(z));
    z[TRAP_MAX_ADDRESS] = '\0';
    u = url_of(z);
    CHECK(trap_judge(&u).class == TRAP_PLAIN, "2,048 bytes");
    z[TRAP_MAX_ADDRESS] = 'x';
    z[TRAP_MAX_ADDRESS + 1] = '\0';
    u = url_of(z);
    CHECK(trap_judge(&u).class == TRAP_SKIP, "2,049 bytes");
}
TEST_FN(test_long)

static void
test_shape(void)
{
    static const struct {
        const char *a, *b;
        bool same;
    } rows[] = {
        { "https://a.example/c?month=2026-12", "https://a.example/c?month=2027-1", true },
        { "https://a.example/t/1", "https://a.example/t/2345", true },
        { "https://a.example/t/one", "https://a.example/t/two", false },
        { "https://a.example/c?month=1", "https://a.example/c?year=1", false },
        { "https://a.example/c?a=x&b=y", "https://a.example/c?a=z&b=w", true },
        { "https://a.example/c", "https://a.example/d", false },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct url a = url_of(rows[i].a), b = url_of(rows[i].b);

        CHECK((trap_shape(&a) == trap_shape(&b)) == rows[i].same, "%s and %s", rows[i].a,
              rows[i].b);
    }
    CHECK(trap_text_hash(TEXT_LIT("May 3, 2026")) == trap_text_hash(TEXT_LIT("May 14, 2027")),
          "dates are equal");
    CHECK(trap_text_hash(TEXT_LIT("May 3")) != trap_text_hash(TEXT_LIT("June 3")), "words are not");
}
TEST_FN(test_shape)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_judge), TEST(test_continues), TEST(test_long),
                                        TEST(test_shape) };

    return TEST_RUN(tests);
}
