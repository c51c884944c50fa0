/* A crawl's copies: what is kept, what is not, what refers to what; and what a kill leaves. */
#include <dirent.h>

#include "fake_web.h"

#include "../warc/strict.h"

#include "../../store/db.h"

#define SEED                                                                                       \
    "[department]\nname = X\nkeyword = visa\nsite = https://x.example/\n"                          \
    "[source f]\nurl = https://f.example/\nbasis = test\n"

static const struct web_page pages[] = {
    { .url = "https://x.example/robots.txt", .status = 200, .body = "User-agent: *\n" },
    { .url = "https://x.example/",
      .status = 200,
      .etag = "\"1\"",
      .body = "<a href=/a>A page</a> <a href=/secret>No copies</a> <a href=/moved>Moved</a>" },
    { .url = "https://x.example/a", .status = 200, .body = "<main><p>Page a.</p></main>" },
    { .url = "https://x.example/secret",
      .status = 200,
      .body = "<meta name=robots content=noarchive><p>Only here.</p>" },
    { .url = "https://x.example/moved", .status = 301, .location = "/a" },
    { .url = "https://f.example/robots.txt", .status = 404 },
    { .url = "https://f.example/", .status = 500, .body = "noarchive" },
};

static const char *
path_of(struct web *w, const char *name)
{
    return arena_printf(w->arena, "%s/archive/%s", w->dir, name);
}

static void
open_archive(struct web *w, int64_t max_file_bytes)
{
    struct archive_config cfg = { .dir = w->dir,
                                  .software = "Earshot/1.0",
                                  .agent = "Earshot/1.0",
                                  .clock = &w->clock,
                                  .max_file_bytes = max_file_bytes };

    assert_int_equal(archive_open(&cfg, &w->archive, NULL), ST_OK);
}

static void
crawl_once(struct web *w)
{
    open_archive(w, 0);
    web_crawl(w);
    assert_int_equal(archive_close(w->archive, NULL), ST_OK);
    w->archive = NULL;
}

static int64_t
number(struct web *w, const char *sql)
{
    return db_exec_int(db_query(w->store, sql), -1);
}

/* The only file of the archive that is not among the n that are known; its name. */
static const char *
new_file(struct web *w, const char *old)
{
    DIR *d = opendir(path_of(w, ""));
    struct dirent *e;
    const char *found = NULL;

    assert_non_null(d);
    while ((e = readdir(d)) != NULL)
        if (strstr(e->d_name, ".warc.gz") != NULL && (old == NULL || strcmp(e->d_name, old) != 0))
            found = arena_str(w->arena, text_of(e->d_name));
    closedir(d);
    return found;
}

static size_t
n_records(const struct strict_file *f, const char *type, const char *url)
{
    size_t n = 0;

    for (size_t i = 0; i < f->n; i++)
        n += text_is(strict_field(f->v[i].header, "WARC-Type"), type) &&
             (url == NULL || text_is(strict_field(f->v[i].header, "WARC-Target-URI"), url));
    return n;
}

static void
clean(struct web *w)
{
    DIR *d = opendir(path_of(w, ""));
    struct dirent *e;

    while (d != NULL && (e = readdir(d)) != NULL)
        if (e->d_name[0] != '.')
            remove(path_of(w, e->d_name));
    if (d != NULL)
        closedir(d);
    remove(path_of(w, ""));
    web_close(w);
}

static void
test_kept(void)
{
    struct web w;
    struct strict_file got;
    const char *first, *second;

    web_open(&w, SEED, pages, N_ROWS(pages));
    crawl_once(&w);
    first = new_file(&w, NULL);
    strict_read(path_of(&w, first), &got);
    CHECK(n_records(&got, "response", "https://x.example/robots.txt") == 1, "robots.txt");
    CHECK(n_records(&got, "response", "https://f.example/robots.txt") == 1, "a missing one");
    CHECK(n_records(&got, "response", "https://x.example/") == 1, "the seed");
    CHECK(n_records(&got, "response", "https://x.example/a") == 1, "a page");
    CHECK(n_records(&got, "response", "https://x.example/moved") == 1, "a redirect");
    CHECK(n_records(&got, "response", "https://x.example/sitemap.xml") == 1, "a sitemap, missing");
    CHECK(n_records(&got, "response", "https://x.example/secret") == 0, "noarchive, in a page");
    CHECK(n_records(&got, "response", "https://f.example/") == 0, "noarchive, in an error");
    CHECK((int64_t)n_records(&got, "response", NULL) ==
              number(&w, "SELECT count(*) FROM archive WHERE same_as_ms IS NULL"),
          "a row for each");
    strict_free(&got);
    w.fake.at_ms += INT64_C(40) * 86400 * 1000;
    w.again = true;
    crawl_once(&w);
    second = new_file(&w, first);
    strict_read(path_of(&w, second), &got);
    CHECK(n_records(&got, "revisit", "https://x.example/") == 1, "not modified");
    CHECK(n_records(&got, "revisit", "https://x.example/a") == 1, "the same payload");
    CHECK(n_records(&got, "revisit", "https://x.example/robots.txt") == 1, "robots.txt");
    CHECK(n_records(&got, "response", "https://x.example/a") == 0, "no payload twice");
    CHECK(n_records(&got, "response", "https://x.example/secret") +
                  n_records(&got, "revisit", "https://x.example/secret") ==
              0,
          "noarchive, though unchanged and not read again");
    strict_free(&got);
    clean(&w);
}
TEST_FN(test_kept)

/* Killed with half a record at the end, and the last whole one's transaction lost. */
static void
test_adopted(void)
{
    struct web w;
    struct strict_file got;
    struct buf whole;
    const char *first;
    int64_t n;

    web_open(&w, SEED, pages, N_ROWS(pages));
    crawl_once(&w);
    first = new_file(&w, NULL);
    n = number(&w, "SELECT count(*) FROM archive");
    db_exec(
        db_query(w.store, "DELETE FROM archive WHERE at_ms = (SELECT max(at_ms) FROM archive)"));
    CHECK(number(&w, "SELECT count(*) FROM archive") < n, "a row is gone");
    db_exec(db_query(w.store,
                     "INSERT INTO archive (url_id, file, offset_bytes, length_bytes, at_ms,"
                     " status) SELECT 1, file, 9999999, 10, 1, 200 FROM archive LIMIT 1"));
    buf_init(&whole, BUF_SMALL);
    assert_int_equal(file_read(path_of(&w, first), &whole, NULL), ST_OK);
    buf_add(&whole, whole.p, 100);
    assert_int_equal(file_write(path_of(&w, arena_printf(w.arena, "%s.open", first)),
                                buf_text(&whole), 0600, NULL),
                     ST_OK);
    remove(path_of(&w, first));
    web_stop_at()[0] = 1; /* nothing is asked */
    crawl_once(&w);
    web_stop_at()[0] = 0;
    CHECK(number(&w, "SELECT count(*) FROM archive") == n,
          "the row is there again, the one of no record is not");
    CHECK(number(&w, "SELECT count(*) FROM archive a WHERE url_id IS NULL AND EXISTS"
                     " (SELECT 1 FROM url u WHERE u.address = a.address)") == 0,
          "with its page");
    strict_read(path_of(&w, first), &got);
    CHECK(got.n > 5, "%zu records", got.n);
    strict_free(&got);
    buf_release(&whole);
    clean(&w);
}
TEST_FN(test_adopted)

/* Every file is full at once: each transaction has one of its own, none more than one. */
static void
test_turned(void)
{
    struct web w;

    web_open(&w, SEED, pages, N_ROWS(pages));
    open_archive(&w, 1);
    web_crawl(&w);
    assert_int_equal(archive_close(w.archive, NULL), ST_OK);
    w.archive = NULL;
    CHECK(number(&w, "SELECT count(DISTINCT file) FROM archive") > 3, "files");
    CHECK(number(&w, "SELECT count(*) FROM archive a JOIN archive b ON a.file < b.file"
                     " WHERE a.id > b.id") == 0,
          "one after the other");
    clean(&w);
}
TEST_FN(test_turned)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_kept), TEST(test_adopted), TEST(test_turned) };

    return TEST_RUN(tests);
}
