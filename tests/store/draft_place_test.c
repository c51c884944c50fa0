/* draft_place_test.c - where a group was asked. */

#include "../test.h"

#include "../drafter/store_fixture.h"
#include "store_draft.h"

static void
test_places(void)
{
    struct store_fixture f;
    struct text *platforms;

    fixture_open(&f, true);
    fixture_group(&f, "How do I order an official transcript?", "", .9, FIXTURE_FORUM);
    CHECK(text_is(store_draft_source(f.s, 1, f.arena), "forum"), "its source");
    CHECK(store_draft_source(f.s, 9, f.arena).n == 0, "no such group");
    CHECK(store_draft_platforms(f.s, 1, f.arena, &platforms) == 0, "of no platform");
    fixture_sql(
        &f, STORE_CRAWLER,
        "INSERT INTO page (url_id, title, kind, content_hash, noindex, fetched_s,"
        " changed_s, profile) VALUES (1, '', 'list', 1, 0, 1, 1, 'mastodon') ON CONFLICT (url_id)"
        " DO UPDATE SET profile = excluded.profile");
    CHECK(store_draft_platforms(f.s, 1, f.arena, &platforms) == 1 &&
              text_is(platforms[0], "mastodon"),
          "of one");
    CHECK(store_draft_platforms(f.s, 9, f.arena, &platforms) == 0, "no such group");
    fixture_close(&f);
}
TEST_FN(test_places)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_places) };

    return TEST_RUN(tests);
}
