/* What is archived is what strict readers, and our own, give back. */
#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "../test.h"
#include "../warc/strict.h"

#include "../../crawler/archive.h"
#include "../../crawler/cdxj.h"
#include "../../crawler/warc.h"
#include "rng.h"

#define AT_MS INT64_C(1795300000123) /* 2026-11-21 */
#define FIRST "earshot-20261121222640123-00000.warc.gz"

struct folder {
    char dir[64];
    struct clock_fake fake;
    struct clock clock;
    struct archive *a;
};

static void
open_archive(struct folder *f, int64_t max_file_bytes)
{
    struct archive_config cfg = {
        f->dir,    "Earshot/1.0", "Earshot/1.0 (+mailto:a@b.example)", "mailto:a@b.example",
        &f->clock, max_file_bytes
    };
    struct err err = { "" };

    if (f->dir[0] == '\0') {
        snprintf(f->dir, sizeof(f->dir), "/tmp/earshot-archive-XXXXXX");
        assert_non_null(mkdtemp(f->dir));
        f->fake.at_ms = AT_MS;
        f->clock = clock_of_fake(&f->fake);
    }
    CHECK(archive_open(&cfg, &f->a, &err) == ST_OK, "%s", err.msg);
}

static const char *
path_of(const struct folder *f, const char *name)
{
    static char path[400];

    snprintf(path, sizeof(path), "%s/archive/%s", f->dir, name);
    return path;
}

static size_t
n_files(const struct folder *f, bool remove_them)
{
    DIR *d = opendir(path_of(f, ""));
    struct dirent *e;
    size_t n = 0;

    assert_non_null(d);
    while ((e = readdir(d)) != NULL)
        if (e->d_name[0] != '.') {
            n++;
            if (remove_them)
                unlink(path_of(f, e->d_name));
        }
    closedir(d);
    return n;
}

static void
close_folder(struct folder *f)
{
    n_files(f, true);
    rmdir(path_of(f, ""));
    rmdir(f->dir);
}

static struct fetch_response
answer_of(unsigned status, struct text body)
{
    return (struct fetch_response){ .status = status,
                                    .body = body,
                                    .started_ms = AT_MS,
                                    .ended_ms = AT_MS + 50,
                                    .ip = "192.0.2.1" };
}

static struct archive_place
add(struct folder *f, const char *url, const struct fetch_response *r, int64_t same_as_s)
{
    char digest[SHA1_TEXT_BYTES];
    struct archive_answer answer = { text_of(url), r, sha1_of(r->body, digest), same_as_s,
                                     r->status == 304 };
    struct archive_place place = { .file = "" };
    struct err err = { "" };

    CHECK(archive_add(f->a, &answer, &place, &err) == ST_OK, "%s", err.msg);
    return place;
}

static void
close_archive(struct folder *f)
{
    struct err err = { "" };

    CHECK(archive_close(f->a, &err) == ST_OK, "%s", err.msg);
    f->a = NULL;
}

static void
test_round_trip(void)
{
    struct folder f = { .dir = "" };
    struct fetch_response r = answer_of(200, TEXT_LIT("<p>one\0two</p>"));
    struct arena *arena = arena_new();
    struct warc *w = NULL;
    struct warc_record rec;
    struct err err = { "" };

    open_archive(&f, 0);
    r.fields[FETCH_CONTENT_TYPE] = TEXT_LIT("text/html; charset=utf-8");
    r.fields[FETCH_ROBOTS_TAG] = TEXT_LIT("nofollow");
    add(&f, "https://a.example/x", &r, 0);
    r.status = 404;
    add(&f, "https://a.example/y", &r, 0);
    CHECK(archive_has(f.a, FIRST) && !archive_has(f.a, "other.warc.gz"), "it knows its file");
    close_archive(&f);
    assert_int_equal(warc_open(path_of(&f, FIRST), &w, &err), ST_OK);
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
    close_folder(&f);
}
TEST_FN(test_round_trip)

/* What came over HTTP/2, gzip and with a length of its own is told as it now lies there. */
#define HEAD                                                                                       \
    "HTTP/2 200 \r\ncontent-type: text/html\r\ncontent-encoding: gzip\r\n"                         \
    "content-length: 999\r\nx-folded: a\r\n b\r\n\r\n"
#define SENT "GET /x HTTP/2\r\nHost: a.example\r\nAccept: */*\r\n\r\n"

static void
check_records(const struct strict_file *got)
{
    struct text id;

    id = strict_field(got->v[1].header, "WARC-Record-ID");
    CHECK(text_is(got->v[2].block, "GET /x HTTP/1.1\r\nHost: a.example\r\nAccept: */*\r\n\r\n") &&
              text_eq(strict_field(got->v[2].header, "WARC-Concurrent-To"), id),
          "request: %.*s", TEXT_ARG(got->v[2].block));
    CHECK(text_is(strict_field(got->v[3].header, "WARC-Type"), "revisit") &&
              text_ends(strict_field(got->v[3].header, "WARC-Profile"),
                        TEXT_LIT("/identical-payload-digest")) &&
              text_is(strict_field(got->v[3].header, "WARC-Refers-To-Date"),
                      "2026-11-21T22:25:40Z") &&
              text_ends(got->v[3].block, TEXT_LIT("\r\n\r\n")) &&
              text_eq(strict_field(got->v[3].header, "WARC-Payload-Digest"),
                      strict_field(got->v[1].header, "WARC-Payload-Digest")),
          "identical: %.*s", TEXT_ARG(got->v[3].header));
    CHECK(text_ends(strict_field(got->v[5].header, "WARC-Profile"),
                    TEXT_LIT("/server-not-modified")) &&
              text_is(got->v[5].block, "HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n"),
          "not modified: %.*s", TEXT_ARG(got->v[5].block));
    CHECK(text_is(strict_field(got->v[6].header, "WARC-Truncated"), "length") &&
              strict_field(got->v[6].header, "WARC-Payload-Digest").n == 0,
          "cut");
}

static void
test_records(void)
{
    struct folder f = { .dir = "" };
    struct fetch_response r = answer_of(200, TEXT_LIT("hello"));
    struct archive_place places[4];
    struct strict_file got;
    struct text info;

    open_archive(&f, 0);
    r.head = TEXT_LIT(HEAD);
    r.sent = TEXT_LIT(SENT);
    places[0] = add(&f, "https://a.example/x", &r, 0);
    places[1] = add(&f, "https://a.example/x", &r, AT_MS / 1000 - 60);
    r = answer_of(304, TEXT_NONE);
    r.head = TEXT_LIT("HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n");
    places[2] = add(&f, "https://a.example/x", &r, AT_MS / 1000 - 60);
    r = answer_of(200, TEXT_LIT("User-agent: *"));
    r.head = TEXT_LIT("HTTP/1.1 200 OK\r\nContent-Length: 13\r\nTransfer-Encoding: x\r\n\r\n");
    r.cut = true;
    places[3] = add(&f, "https://a.example/robots.txt", &r, 0);
    close_archive(&f);
    strict_read(path_of(&f, FIRST), &got);
    assert_int_equal(got.n, 7);
    info = got.v[0].header;
    CHECK(text_is(strict_field(info, "WARC-Filename"), FIRST) &&
              text_is(strict_field(got.v[0].block, "software"), "Earshot/1.0") &&
              text_is(strict_field(got.v[0].block, "robots"), "obey"),
          "warcinfo");
    for (size_t i = 0; i < N_ROWS(places); i++) { /* 1, 3, 5, 6: two have a request behind them */
        size_t k = i < 2 ? 1 + 2 * i : 3 + i;

        CHECK(places[i].offset == (int64_t)got.v[k].offset &&
                  places[i].length == (int64_t)got.v[k].length &&
                  strcmp(places[i].file, FIRST) == 0,
              "place %zu", i);
        CHECK(text_eq(strict_field(got.v[k].header, "WARC-Warcinfo-ID"),
                      strict_field(info, "WARC-Record-ID")),
              "warcinfo of %zu", i);
    }
    CHECK(text_is(got.v[1].block,
                  "HTTP/1.1 200\r\ncontent-type: text/html\r\nX-Crawler-content-encoding: gzip\r\n"
                  "X-Crawler-content-length: 999\r\nx-folded: a\r\n b\r\nContent-Length: 5\r\n\r\n"
                  "hello"),
          "response: %.*s", TEXT_ARG(got.v[1].block));
    CHECK(text_is(strict_field(got.v[1].header, "WARC-Protocol"), "h2"), "protocol");
    check_records(&got);
    strict_free(&got);
    close_folder(&f);
}
TEST_FN(test_records)

/* Each line of the index leads to its record, and the lines are sorted. */
static void
check_index(struct folder *f, const char *name, size_t n_wanted)
{
    struct arena *a = arena_new();
    struct buf lines;
    struct strict_file got;
    struct text rest, line, last = TEXT_NONE;
    size_t n = 0;

    buf_init(&lines, BUF_SMALL);
    CHECK(file_read(cdxj_path(path_of(f, name), a), &lines, NULL) == ST_OK, "%s has an index",
          name);
    strict_read(path_of(f, name), &got);
    for (rest = buf_text(&lines); text_cut(&rest, "\n", &line); n++, last = line) {
        bool found = false;

        CHECK(last.n == 0 || text_cmp(last, line) <= 0, "sorted");
        for (size_t i = 0; i < got.n; i++) {
            char place[100];

            snprintf(place, sizeof(place), "\"length\": \"%zu\", \"offset\": \"%zu\", ",
                     got.v[i].length, got.v[i].offset);
            if (text_find(line, text_of(place)) == TEXT_NPOS)
                continue;
            snprintf(place, sizeof(place), "\"url\": \"%.*s\"",
                     TEXT_ARG(strict_field(got.v[i].header, "WARC-Target-URI")));
            found = text_find(line, text_of(place)) != TEXT_NPOS;
        }
        CHECK(found, "leads nowhere: %.*s", TEXT_ARG(line));
    }
    CHECK(n == n_wanted, "%s: %zu lines", name, n);
    strict_free(&got);
    buf_release(&lines);
    arena_free(a);
}

static void
test_rotation(void)
{
    struct folder f = { .dir = "" };
    struct fetch_response r = answer_of(200, TEXT_LIT("hello"));
    struct archive_place place;

    open_archive(&f, 1); /* every file is full after its first answer */
    CHECK(n_files(&f, false) == 0, "nothing before the first answer");
    for (int i = 2; i >= 0; i--) {
        char url[40];

        snprintf(url, sizeof(url), "https://a.example/%d", i);
        place = add(&f, url, &r, 0);
        CHECK(archive_has(f.a, place.file) && n_files(&f, false) == 2 * (size_t)(3 - i),
              "it stays open until its rows are committed");
        if (i > 0)
            CHECK(archive_turn(f.a, NULL) == ST_OK, "the next file");
    }
    CHECK(strcmp(place.file, "earshot-20261121222640123-00002.warc.gz") == 0, "%s", place.file);
    CHECK(n_files(&f, false) == 6, "two with their index, one open with its lines");
    close_archive(&f);
    CHECK(n_files(&f, false) == 6, "three with their index");
    check_index(&f, FIRST, 1);
    check_index(&f, place.file, 1);
    open_archive(&f, 0); /* the same millisecond: nothing is overwritten */
    place = add(&f, "https://a.example/b", &r, 0);
    add(&f, "https://a.example/a", &r, 0);
    close_archive(&f);
    CHECK(strcmp(place.file, "earshot-20261121222640123-00003.warc.gz") == 0, "%s", place.file);
    check_index(&f, place.file, 2);
    close_folder(&f);
}
TEST_FN(test_rotation)

/* Killed after any byte: what was whole stays, the rest goes, the index fits. */
static void
test_killed(void)
{
    struct folder f = { .dir = "" };
    struct fetch_response r = answer_of(200, TEXT_LIT("hello"));
    struct archive_place places[3];
    struct buf whole, part;
    char name[ARCHIVE_NAME_BYTES];
    int64_t ends[4];

    open_archive(&f, 0);
    for (size_t i = 0; i < N_ROWS(places); i++)
        places[i] = add(&f, "https://a.example/x", &r, 0);
    close_archive(&f);
    ends[0] = places[0].offset;
    for (size_t i = 0; i < N_ROWS(places); i++)
        ends[i + 1] = places[i].offset + places[i].length;
    buf_init(&whole, BUF_SMALL);
    assert_int_equal(file_read(path_of(&f, FIRST), &whole, NULL), ST_OK);
    n_files(&f, true);
    open_archive(&f, 0);
    for (size_t cut = 0; cut <= whole.n; cut++) {
        struct archive_scan scan = { .index = true, .file = FIRST };
        struct err err = { "" };
        size_t want = 0;

        for (size_t i = 0; i < N_ROWS(ends); i++)
            want += (int64_t)cut >= ends[i];
        buf_init(&scan.lines, BUF_SMALL);
        buf_init(&part, BUF_SMALL);
        CHECK(file_write(path_of(&f, FIRST ".open"), text_sub(buf_text(&whole), 0, cut), 0600,
                         &err) == ST_OK,
              "%s", err.msg);
        CHECK(archive_left_open(f.a, name) && strcmp(name, FIRST) == 0, "found");
        CHECK(archive_repair(f.a, name, &scan, &err) == ST_OK, "%zu bytes: %s", cut, err.msg);
        if (want > 0) {
            CHECK(archive_complete(f.a, name, buf_text(&scan.lines), &err) == ST_OK, "%s", err.msg);
            assert_int_equal(file_read(path_of(&f, FIRST), &part, NULL), ST_OK);
            CHECK((int64_t)part.n == ends[want - 1], "%zu bytes: %zu are left", cut, part.n);
            check_index(&f, FIRST, want - 1);
        }
        CHECK(!archive_left_open(f.a, name), "nothing is open");
        CHECK(n_files(&f, true) == (want > 0 ? 2 : 0), "%zu bytes: files", cut);
        buf_release(&part);
        buf_release(&scan.lines);
    }
    close_archive(&f);
    buf_release(&whole);
    close_folder(&f);
}
TEST_FN(test_killed)

/* The largest body there is, one without bytes, and one of a usual size. */
static void
test_sizes(void)
{
    struct folder f = { .dir = "" };
    char *large = calloc(1, FETCH_MAX_SITEMAP);
    const struct text bodies[] = { { large, FETCH_MAX_SITEMAP }, TEXT_NONE, TEXT_LIT("hello") };
    struct strict_file got;

    assert_non_null(large);
    open_archive(&f, 0);
    for (size_t i = 0; i < N_ROWS(bodies); i++) {
        struct fetch_response r = answer_of(200, bodies[i]);

        add(&f, "https://a.example/x", &r, 0);
    }
    close_archive(&f);
    strict_read(path_of(&f, FIRST), &got);
    CHECK(got.n == 4, "%zu records", got.n);
    for (size_t i = 1; i < got.n; i++)
        CHECK(text_eq(text_from(got.v[i].block, got.v[i].block.n - bodies[i - 1].n), bodies[i - 1]),
              "body %zu", i);
    strict_free(&got);
    free(large);
    close_folder(&f);
}
TEST_FN(test_sizes)

/* A disk that is full takes half a record: it must not stand between the others. */
static void
test_full_disk(void)
{
    struct folder f = { .dir = "" };
    char body[20000], digest[SHA1_TEXT_BYTES];
    struct fetch_response r = answer_of(200, TEXT_LIT("one"));
    struct rlimit small = { 2000, RLIM_INFINITY }, none = { RLIM_INFINITY, RLIM_INFINITY };
    struct archive_answer answer = { TEXT_LIT("https://a.example/2"), &r, NULL, 0, false };
    struct archive_place place;
    struct strict_file got;
    struct err err = { "" };
    struct rng rng;

    rng_seed(&rng, 1);
    for (size_t i = 0; i < sizeof(body); i++)
        body[i] = (char)rng_below(&rng, 256); /* so that it does not get smaller */
    signal(SIGXFSZ, SIG_IGN);
    open_archive(&f, 0);
    add(&f, "https://a.example/1", &r, 0);
    r.body = (struct text){ body, sizeof(body) };
    answer.digest = sha1_of(r.body, digest);
    setrlimit(RLIMIT_FSIZE, &small);
    CHECK(archive_add(f.a, &answer, &place, &err) == ST_IO, "no room");
    CHECK(strstr(err.msg, "cannot write") != NULL, "%s", err.msg);
    setrlimit(RLIMIT_FSIZE, &none);
    r.body = TEXT_LIT("three");
    add(&f, "https://a.example/3", &r, 0);
    close_archive(&f);
    strict_read(path_of(&f, FIRST), &got);
    CHECK(got.n == 3 && text_ends(got.v[1].block, TEXT_LIT("one")) &&
              text_ends(got.v[2].block, TEXT_LIT("three")),
          "%zu records", got.n);
    strict_free(&got);
    check_index(&f, FIRST, 2);
    close_folder(&f);
}
TEST_FN(test_full_disk)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_round_trip), TEST(test_records),
                                        TEST(test_rotation),   TEST(test_killed),
                                        TEST(test_full_disk),  TEST(test_sizes) };

    return TEST_RUN(tests);
}
