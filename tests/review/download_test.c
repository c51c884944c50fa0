/* download_test.c - one list in its four forms, and one that fails half way. */

#include "../test.h"

#include <jansson.h>

#include "../../crawler/feed.h"
#include "../../review/download.h"
#include "../store/fixture.h"
#include "../util/unzip.h"
#include "ask.h"

#define HOSTILE "=1+1 <b>\"x\"</b>"

static const struct table_column columns[] = { { "card", TABLE_COLUMN_INT, 0, false },
                                               { "title", TABLE_COLUMN_TEXT, 0, false } };
static char body[64 * 1024];

/* The list of two rows as the path's form; how many bytes. */
static size_t
make(struct fixture *f, const char *path, bool fails, struct ask *ask)
{
    const struct download_list list = { .name = "list",
                                        .title = "A list",
                                        .page = "/list?a=1",
                                        .columns = columns,
                                        .n_columns = N_ROWS(columns) };
    struct download d;
    size_t n = 0;

    ask_init(ask, "GET", path);
    ask_header(ask, "Host", "earshot.example");
    ask->r.store = f->store;
    download_open(&d, &ask->r, &ask->res, &list);
    for (int i = 1; i <= 2; i++) {
        if (download_is_feed(&d)) {
            download_entry(&d, &(struct download_entry){ .path = i == 1 ? "/g/1" : "/g/2",
                                                         .id = i == 1 ? "card/1" : "card/2",
                                                         .title = TEXT_LIT(HOSTILE),
                                                         .text = TEXT_LIT(HOSTILE),
                                                         .updated_s = 784111777 + i });
            continue;
        }
        table_int(d.table, i);
        table_text(d.table, TEXT_LIT(HOSTILE));
        table_end_row(d.table);
    }
    if (fails)
        d.st = err_set(&d.err, ST_IO, "the disk is gone");
    download_close(&d);
    if (ask->res.file != NULL) {
        rewind(ask->res.file);
        n = fread(body, 1, sizeof(body) - 1, ask->res.file);
    }
    body[n] = '\0';
    return n;
}

static void
check_feed(void)
{
    struct arena *a = arena_new();
    struct feed feed;
    struct err err = { "" };

    CHECK(feed_parse(text_of(body), TEXT_NONE, a, &feed, &err) == ST_OK && feed.n == 2, "%s",
          err.msg);
    CHECK(text_is(feed.entries[0].title, HOSTILE), "%.*s", TEXT_ARG(feed.entries[0].title));
    CHECK(text_is(feed.entries[1].url, "http://earshot.example/g/2"), "an address of ours");
    CHECK(strstr(body, "<updated>1994-11-06T08:49:39Z</updated>\n<author>") != NULL,
          "the newest entry's time: %s", body);
    CHECK(strstr(body, "<id>tag:earshot.invalid,2026-01-01:list?a=1</id>") != NULL, "its id");
    arena_free(a);
}

static void
test_forms(void)
{
    struct fixture f;
    struct ask a;
    json_t *list;
    char *sheet;
    size_t n;

    fixture_open(&f, STORE_REVIEW);
    make(&f, "/list.csv?a=1", false, &a);
    CHECK(strcmp(body, "card,title\r\n1,\"'=1+1 <b>\"\"x\"\"</b>\"\r\n"
                       "2,\"'=1+1 <b>\"\"x\"\"</b>\"\r\n") == 0,
          "%s", body);
    CHECK(text_is(ask_answered(&a, "Content-Disposition"), "attachment; filename=\"list.csv\""),
          "its name");
    ask_release(&a);
    make(&f, "/list.json", false, &a);
    list = json_loads(body, 0, NULL);
    CHECK(json_array_size(list) == 2, "%s", body);
    CHECK(strcmp(json_string_value(json_object_get(json_array_get(list, 1), "title")), HOSTILE) ==
              0,
          "JSON is no spreadsheet");
    json_decref(list);
    ask_release(&a);
    make(&f, "/list.jsonl", false, &a);
    CHECK(text_starts(text_of(strchr(body, '\n')), TEXT_LIT("\n{\"card\":2,")), "%s", body);
    ask_release(&a);
    n = make(&f, "/list.xlsx", false, &a);
    sheet = unzip_member(body, n, "xl/worksheets/sheet1.xml");
    CHECK(sheet != NULL && strstr(sheet, "&lt;b&gt;") != NULL, "%s", sheet);
    free(sheet);
    ask_release(&a);
    make(&f, "/list.atom", false, &a);
    CHECK(text_is(text_of(a.res.type), "application/atom+xml; charset=utf-8"), "%s", a.res.type);
    check_feed();
    ask_release(&a);
    fixture_close(&f);
}
TEST_FN(test_forms)

/* Half a list is never sent as a whole one. */
static void
test_failure(void)
{
    static const char *const paths[] = { "/list.csv", "/list.atom", "/list.xlsx" };
    struct fixture f;
    struct ask a;

    fixture_open(&f, STORE_REVIEW);
    for (size_t i = 0; i < N_ROWS(paths); i++) {
        make(&f, paths[i], true, &a);
        CHECK(a.res.file == NULL && a.res.status == 500, "%s: %d", paths[i], a.res.status);
        CHECK(a.res.headers.n == 0 && text_starts(text_of(a.res.type), TEXT_LIT("text/html")),
              "a page");
        CHECK(strstr(buf_str(&a.res.body), "the disk is gone") != NULL, "why");
        ask_release(&a);
    }
    fixture_close(&f);
}
TEST_FN(test_failure)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_forms), TEST(test_failure) };

    return TEST_RUN(tests);
}
