/* reply_test.c - how long a reply may be: by the platforms that a group was asked on. */

#include "../test.h"

#include "../../drafter/reply.h"
#include "file.h"
#include "store_fixture.h"

static void
test_limits(void)
{
    static const struct {
        const char *profile;
        size_t want;
        const char *from;
    } rows[] = {
        { "", 0, "no platform is known" },
        { "discourse", 0, "a forum" },
        { "mastodon", 500, "a microblog" },
        { "own", 77, "the workspace's own profile" },
        { "../mastodon", 0, "no name of a profile" },
    };
    struct store_fixture f;
    struct reply *r;
    char path[128];

    fixture_open(&f, true);
    snprintf(path, sizeof(path), "%s/platforms", f.dir);
    CHECK(file_mkdir(path, NULL) == ST_OK, "folder");
    snprintf(path, sizeof(path), "%s/platforms/own.ini", f.dir);
    CHECK(file_write(path,
                     TEXT_LIT("[platform]\nname = own\nsite = a.example\n[reply]\n"
                              "max_chars = 77\n"),
                     0644, NULL) == ST_OK,
          "write");
    fixture_group(&f, "How do I order an official transcript?", "", .9, FIXTURE_FORUM);
    r = reply_new(f.dir);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        fixture_put(&f, STORE_CRAWLER,
                    "INSERT INTO page (url_id, title, kind, content_hash, noindex, fetched_s,"
                    " changed_s, profile) VALUES (1, '', 'list', 1, 0, 1, 1, COALESCE(NULLIF(?, "
                    "''), ?)) ON CONFLICT (url_id)"
                    " DO UPDATE SET profile = excluded.profile",
                    rows[i].profile, NULL);
        CHECK(reply_max_chars(r, f.s, 1) == rows[i].want, "%s: %zu", rows[i].from,
              reply_max_chars(r, f.s, 1));
    }
    CHECK(reply_max_chars(r, f.s, 99) == 0, "no such group");
    reply_free(r);
    reply_free(NULL);
    unlink(path);
    snprintf(path, sizeof(path), "%s/platforms", f.dir);
    rmdir(path);
    fixture_close(&f);
}
TEST_FN(test_limits)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_limits) };

    return TEST_RUN(tests);
}
