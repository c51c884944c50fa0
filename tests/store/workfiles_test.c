/* Which names a backup may write into a workspace: a hostile one writes nowhere else. */
#include "../test.h"

#include "../../store/workfiles.h"

static void
test_allowed(void)
{
    static const struct {
        const char *path;
        bool allowed;
        const char *from;
    } rows[] = {
        { "earshot.ini", true, "init" },
        { "pseudonym.key", true, "crawl_key.c" },
        { "weblog.key", true, "import_weblog.c" },
        { "seeds/physics.ini", true, "init" },
        { "seeds/voices/dry.ini", true, "voices of a workspace" },
        { "exports/2026/list.csv", true, "frozen lists" },
        { "", false, "no name" },
        { "seeds", false, "a folder" },
        { "seeds/", false, "a folder" },
        { "earshot.ini/x", false, "a file as a folder" },
        { "earshot.db", false, "the store comes another way" },
        { "earshot.lock", false, "not kept" },
        { "/etc/passwd", false, "absolute" },
        { "seeds/../../x", false, "up" },
        { "../earshot.ini", false, "up" },
        { "seeds/./x", false, "." },
        { "seeds//x", false, "an empty name" },
        { "seeds/.git/hooks/post-merge", false, "hidden" },
        { "archive/a.warc.gz", false, "left out" },
        { "seeds/1/2/3/4/5/6/7/8/9/10/11", false, "deeper than is listed" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(workfiles_allowed(text_of(rows[i].path)) == rows[i].allowed, "%s (%s)", rows[i].path,
              rows[i].from);
    CHECK(!workfiles_allowed((struct text){ "seeds/a\0/../../b", 16 }), "a NUL");
}
TEST_FN(test_allowed)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_allowed) };

    return TEST_RUN(tests);
}
