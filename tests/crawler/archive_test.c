/* What is archived is what the reader of archives gives back. */
#include <unistd.h>

#include "../test.h"

#include "../../crawler/archive.h"
#include "../../crawler/warc.h"

#define AT_MS INT64_C(1795300000000) /* 2026-11-21 */

static void
test_round_trip(void)
{
    char dir[] = "/tmp/earshot-archive-XXXXXX", path[100];
    struct fetch_response r = {
        .status = 200, .body = TEXT_LIT("<p>one\0two</p>"), .ended_ms = AT_MS, .ip = "192.0.2.1"
    };
    struct arena *arena = arena_new();
    struct archive *a = NULL;
    struct warc *w = NULL;
    struct warc_record rec;
    struct err err = { "" };

    assert_non_null(mkdtemp(dir));
    r.fields[FETCH_CONTENT_TYPE] = TEXT_LIT("text/html; charset=utf-8");
    r.fields[FETCH_ROBOTS_TAG] = TEXT_LIT("nofollow");
    assert_int_equal(archive_open(dir, "Earshot/1.0", &a, &err), ST_OK);
    assert_int_equal(archive_add(a, TEXT_LIT("https://a.example/x"), &r, &err), ST_OK);
    r.status = 404;
    assert_int_equal(archive_add(a, TEXT_LIT("https://a.example/y"), &r, &err), ST_OK);
    archive_close(a);
    snprintf(path, sizeof(path), "%s/archive/earshot-20261122.warc.gz", dir);
    if (access(path, F_OK) != 0)
        snprintf(path, sizeof(path), "%s/archive/earshot-20261121.warc.gz", dir);
    assert_int_equal(warc_open(path, &w, &err), ST_OK);
    assert_int_equal(warc_next(w, arena, &rec, &err), ST_OK);
    CHECK(text_is(rec.url, "https://a.example/x") && rec.status == 200, "first");
    CHECK(text_eq(rec.body, r.body), "body of %zu bytes", rec.body.n);
    CHECK(text_is(rec.type, "text/html; charset=utf-8"), "type");
    CHECK(text_is(warc_header(&rec, "X-Robots-Tag"), "nofollow"), "robots tag");
    CHECK(rec.at_s == AT_MS / 1000, "date");
    assert_int_equal(warc_next(w, arena, &rec, &err), ST_OK);
    CHECK(rec.status == 404, "second");
    CHECK(warc_next(w, arena, &rec, &err) == ST_NOTFOUND, "no third");
    warc_close(w);
    arena_free(arena);
    unlink(path);
    snprintf(path, sizeof(path), "%s/archive", dir);
    rmdir(path);
    rmdir(dir);
}
TEST_FN(test_round_trip)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_round_trip) };

    return TEST_RUN(tests);
}
