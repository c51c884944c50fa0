/* What is archived is what the reader of archives gives back. */
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "../test.h"

#include "../../crawler/archive.h"
#include "../../crawler/warc.h"
#include "rng.h"

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

/* A disk that is full takes half a record: it must not stand between the others. */
static void
test_full_disk(void)
{
    char dir[] = "/tmp/earshot-archive-XXXXXX", path[100], body[20000];
    struct fetch_response r = { .status = 200, .ended_ms = AT_MS };
    struct arena *arena = arena_new();
    struct rlimit small = { 2000, RLIM_INFINITY }, none = { RLIM_INFINITY, RLIM_INFINITY };
    struct archive *a = NULL;
    struct warc *w = NULL;
    struct warc_record rec;
    struct err err = { "" };
    struct rng rng;

    rng_seed(&rng, 1);
    for (size_t i = 0; i < sizeof(body); i++)
        body[i] = (char)rng_below(&rng, 256); /* so that it does not get smaller */
    assert_non_null(mkdtemp(dir));
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(archive_open(dir, "Earshot/1.0", &a, &err), ST_OK);
    r.body = TEXT_LIT("one");
    assert_int_equal(archive_add(a, TEXT_LIT("https://a.example/1"), &r, &err), ST_OK);
    r.body = (struct text){ body, sizeof(body) };
    setrlimit(RLIMIT_FSIZE, &small);
    CHECK(archive_add(a, TEXT_LIT("https://a.example/2"), &r, &err) == ST_IO, "no room");
    CHECK(strstr(err.msg, "cannot write") != NULL, "%s", err.msg);
    setrlimit(RLIMIT_FSIZE, &none);
    r.body = TEXT_LIT("three");
    assert_int_equal(archive_add(a, TEXT_LIT("https://a.example/3"), &r, &err), ST_OK);
    archive_close(a);
    snprintf(path, sizeof(path), "%s/archive/earshot-20261121.warc.gz", dir);
    if (access(path, F_OK) != 0)
        snprintf(path, sizeof(path), "%s/archive/earshot-20261122.warc.gz", dir);
    assert_int_equal(warc_open(path, &w, &err), ST_OK);
    CHECK(warc_next(w, arena, &rec, &err) == ST_OK && text_is(rec.body, "one"), "before");
    CHECK(warc_next(w, arena, &rec, &err) == ST_OK && text_is(rec.body, "three"), "after");
    CHECK(warc_next(w, arena, &rec, &err) == ST_NOTFOUND, "nothing else");
    warc_close(w);
    arena_free(arena);
    unlink(path);
    snprintf(path, sizeof(path), "%s/archive", dir);
    rmdir(path);
    rmdir(dir);
}
TEST_FN(test_full_disk)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_round_trip), TEST(test_full_disk) };

    return TEST_RUN(tests);
}
