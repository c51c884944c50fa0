/*
 * samples_test.c - other people's sitemaps and feeds, when EARSHOT_DATA has
 * them (sitemaps/, feeds/); skipped with a word when it has not.
 *
 * The feeds carry what a reader is to find in a comment, as Python:
 *   Expect: not bozo and entries[0]['title'] == 'Example Atom'
 * Those that name the title, link or id of the first entry are compared; markup
 * in titles is left out, because ours are plain text.
 */
#include "../../crawler/feed.h"
#include "../../crawler/sitemap.h"

#include <dirent.h>

#include "../test.h"
#include "buf.h"
#include "file.h"

#define PATH_BYTES  1024
#define MAX_BODY    ((size_t)1024 * 1024)
#define NEEDLE      "not bozo and entries[0]['"
#define FEED_URL    "http://example.com/feed"
#define MIN_CHECKED 20 /* the set has more; fewer: the comments were not understood */

typedef void (*visit_fn)(const char *path, struct text body, struct arena *a);

static size_t n_visited, n_checked;

static void
visit(const char *path, visit_fn fn)
{
    struct arena *a = arena_new();
    struct buf body;
    struct err err;

    buf_init(&body, MAX_BODY);
    CHECK(file_read(path, &body, &err) == ST_OK, "%s", err.msg);
    fn(path, buf_text(&body), a);
    n_visited++;
    buf_release(&body);
    arena_free(a);
}

/* Every file below EARSHOT_DATA/under (their names have a dot).  False: there is nothing. */
static bool
each(const char *under, visit_fn fn)
{
    const char *data = getenv("EARSHOT_DATA");
    char dir[PATH_BYTES], path[2 * PATH_BYTES];
    struct dirent *e;
    DIR *d;

    snprintf(dir, sizeof(dir), "%s/%s", data == NULL ? "" : data, under);
    d = data == NULL ? NULL : opendir(dir);
    if (d == NULL) {
        print_message("EARSHOT_DATA has no %s: skipped\n", under);
        return false;
    }
    n_visited = n_checked = 0;
    while ((e = readdir(d)) != NULL)
        if (strchr(e->d_name, '.') > e->d_name) {
            snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
            visit(path, fn);
        }
    closedir(d);
    CHECK(n_visited > 0, "%s is empty", dir);
    return true;
}

static void
sitemap_is_read(const char *path, struct text body, struct arena *a)
{
    struct sitemap map = { 0 };
    struct err err = { "" };

    CHECK(sitemap_parse(body, TEXT_LIT("http://example.com/map"), a, &map, &err) == ST_OK, "%s: %s",
          path, err.msg);
    CHECK(map.n > 0, "%s: no entries", path);
    for (size_t i = 0; i < map.n; i++)
        CHECK(text_starts(map.entries[i].loc, TEXT_LIT("http")), "%s: entry %zu", path, i);
}

/* 'a plain string', to the end of the comment; empty: it is not one. */
static struct text
wanted(struct text expect)
{
    size_t end;

    if (expect.n < 2 || expect.p[0] != '\'')
        return TEXT_NONE;
    expect = text_from(expect, 1);
    end = text_find(expect, TEXT_LIT("'"));
    if (end == TEXT_NPOS || text_find(text_sub(expect, 0, end), TEXT_LIT("<")) != TEXT_NPOS ||
        text_find(text_sub(expect, 0, end), TEXT_LIT("&")) != TEXT_NPOS ||
        text_find(text_sub(expect, 0, end), TEXT_LIT("\\")) != TEXT_NPOS ||
        text_trim(text_from(expect, end + 1)).n > 0)
        return TEXT_NONE;
    return text_sub(expect, 0, end);
}

static void
compare(const char *path, struct text expect, const struct feed_entry *e)
{
    static const struct {
        const char *key;
        size_t at;
    } keys[] = {
        { "title'] == ", offsetof(struct feed_entry, title) },
        { "link'] == ", offsetof(struct feed_entry, url) },
        { "id'] == ", offsetof(struct feed_entry, id) },
    };

    for (size_t i = 0; i < N_ROWS(keys); i++) {
        struct text want, got = *(const struct text *)(const void *)((const char *)e + keys[i].at);

        if (!text_starts(expect, text_of(keys[i].key)))
            continue;
        want = wanted(text_from(expect, strlen(keys[i].key)));
        if (want.n == 0)
            continue;
        CHECK(text_eq(got, want), "%s: \"%.*s\", wanted \"%.*s\"", path, TEXT_ARG(got),
              TEXT_ARG(want));
        n_checked++;
    }
}

static void
feed_is_read(const char *path, struct text body, struct arena *a)
{
    size_t at = text_find(body, TEXT_LIT(NEEDLE)), end;
    struct feed feed = { 0 };
    struct err err = { "" };
    struct text expect;

    CHECK(feed_parse(body, TEXT_LIT(FEED_URL), a, &feed, &err) == ST_OK, "%s: %s", path, err.msg);
    if (at == TEXT_NPOS)
        return;
    CHECK(feed.n > 0, "%s: no entries", path);
    expect = text_from(body, at + sizeof(NEEDLE) - 1);
    end = text_find(expect, TEXT_LIT("-->"));
    if (end != TEXT_NPOS && feed.n > 0)
        compare(path, text_sub(expect, 0, end), &feed.entries[0]);
}

static void
test_sitemaps(void)
{
    each("sitemaps/sitemaps", sitemap_is_read);
    each("sitemaps/sitemaps/extension", sitemap_is_read);
    each("sitemaps/rss", sitemap_is_read);
}

static void
test_feeds(void)
{
    static const char *const folders[] = { "feeds/wellformed/rss", "feeds/wellformed/atom",
                                           "feeds/wellformed/atom10", "feeds/json" };
    size_t checked = 0;

    for (size_t i = 0; i < N_ROWS(folders); i++) {
        if (!each(folders[i], feed_is_read))
            return;
        checked += n_checked;
    }
    print_message("%zu expectations compared\n", checked);
    CHECK(checked >= MIN_CHECKED, "only %zu expectations were understood", checked);
}

TEST_FN(test_sitemaps)
TEST_FN(test_feeds)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_sitemaps), TEST(test_feeds) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
