/*
 * warc_samples_test.c - the test files of warcio and jwarc, when EARSHOT_DATA has them (warc/);
 * skipped with a word when it has not.  Good ones are read, bad ones give what is
 * whole in them, and what is no archive is refused with a word why.
 */
#include <unistd.h>

#include "../test.h"

#include "../../crawler/archive_scan.h"
#include "../../crawler/warc.h"

#define PATH_BYTES 1024

static const struct {
    const char *file;
    enum status end;
    uint64_t responses, resources;
    size_t n_body; /* of the first of them */
    bool truncated, broken;
    int64_t problems; /* that a check names */
    const char *from;
} samples[] = {
    /* clang-format off */
    { "jwarc/cc.warc.gz", ST_NOTFOUND, 1, 0, 20289, false, false, 0, "Common Crawl" },
    { "jwarc/gzip_extra_sl.warc.gz", ST_NOTFOUND, 0, 0, 0, false, false, 0, "gzip's extra field" },
    { "warcio/bad.arc", ST_INVALID, 0, 0, 0, false, false, 0, "its first line has length -1" },
    { "warcio/example-bad-non-chunked.warc.gz", ST_NOTFOUND, 1, 0, 1270, false, false, 7,
      "one member for all of it, and a digest that is not the block's" },
    { "warcio/example-bad.warc.gz.bad", ST_NOTFOUND, 2, 0, 1270, false, false, 6, "the same" },
    { "warcio/example-digest.warc", ST_NOTFOUND, 0, 0, 0, false, false, 0, "requests; sha256" },
    { "warcio/example-iana.org-chunked.warc", ST_NOTFOUND, 1, 0, 7223, false, false, 0, "chunked" },
    { "warcio/example-resource.warc.gz", ST_NOTFOUND, 0, 1, 1303, false, false, 0, "a resource" },
    { "warcio/example-space-in-target-uri.warc.gz", ST_NOTFOUND, 0, 1, 70, false, false, 0, "" },
    { "warcio/example-space-in-url.arc", ST_NOTFOUND, 1, 0, 1271, true, true, 1,
      "its length is more than there is" },
    { "warcio/example-trunc.warc", ST_NOTFOUND, 1, 0, 1270, true, true, 2, "cut in the block" },
    { "warcio/example-wget-bad-target-uri.warc.gz", ST_NOTFOUND, 1, 2, 1270, false, false, 0,
      "addresses in <>" },
    { "warcio/example-wrong-chunks.warc.gz", ST_NOTFOUND, 1, 0, 1270, false, false, 1,
      "said to be chunked; a length too short by one" },
    { "warcio/example.arc", ST_NOTFOUND, 1, 0, 1270, false, false, 0, "" },
    { "warcio/example.arc.gz", ST_NOTFOUND, 1, 0, 1270, false, false, 0, "" },
    { "warcio/example.warc", ST_NOTFOUND, 1, 0, 1270, false, false, 0, "" },
    { "warcio/example.warc.gz", ST_NOTFOUND, 1, 0, 1270, false, false, 0, "" },
    { "warcio/post-test.warc.gz", ST_NOTFOUND, 3, 0, 545, false, false, 0, "" },
    /* clang-format on */
};

static void
check_read(const char *path, size_t i)
{
    struct warc *w = NULL;
    struct warc_record r;
    struct arena *a = arena_new();
    struct err err = { "" };
    enum status st = warc_open(path, &w, &err);
    size_t n = 0;

    while (st == ST_OK) {
        st = warc_next(w, a, &r, &err);
        if (st == ST_OK && n++ == 0) {
            CHECK(r.body.n == samples[i].n_body, "%s: %zu bytes", path, r.body.n);
            CHECK(r.truncated == samples[i].truncated, "%s: truncated %d", path, r.truncated);
            CHECK(r.has_date && !r.coded && r.url.n > 0, "%s: date, coding, address", path);
        }
    }
    CHECK(st == samples[i].end && (st == ST_NOTFOUND || err.msg[0] != '\0'), "%s: %d %s", path,
          (int)st, err.msg);
    CHECK(warc_counts(w).responses == samples[i].responses &&
              warc_counts(w).resources == samples[i].resources,
          "%s: %d responses, %d resources", path, (int)warc_counts(w).responses,
          (int)warc_counts(w).resources);
    CHECK((warc_counts(w).broken > 0) == samples[i].broken, "%s: %d broken", path,
          (int)warc_counts(w).broken);
    warc_close(w);
    arena_free(a);
}

static void
test_samples(void)
{
    const char *data = getenv("EARSHOT_DATA");
    size_t n = 0;

    for (size_t i = 0; i < N_ROWS(samples); i++) {
        char path[PATH_BYTES];
        struct archive_scan scan = { .file = "" };
        enum status st;

        snprintf(path, sizeof(path), "%s/warc/%s", data == NULL ? "" : data, samples[i].file);
        if (data == NULL || access(path, R_OK) != 0)
            continue;
        n++;
        check_read(path, i);
        st = archive_scan(path, &scan, NULL);
        CHECK(st == (samples[i].end == ST_NOTFOUND ? ST_OK : samples[i].end), "%s: scan %d", path,
              (int)st);
        CHECK(scan.counts.problems == samples[i].problems, "%s: %lld problems", path,
              (long long)scan.counts.problems);
    }
    print_message("%zu of %zu samples%s\n", n, N_ROWS(samples),
                  n == 0 ? ": EARSHOT_DATA has no warc/: skipped" : "");
}
TEST_FN(test_samples)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_samples) };

    return TEST_RUN(tests);
}
