/* A list without the words: its other lines stay byte for byte, its forms are made again. */
#include "frozen_erase.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../drafter/frozen_file.h"
#include "../test.h"
#include "buf.h"
#include "file.h"

#define NOW_S INT64_C(1795000000) /* 2026-11-18 */

static const char head[] = "{\"month\":\"2026-10\",\"since\":1,\"until\":2,\"made\":3,"
                           "\"list\":\"head\"}\n";
static const char other[] = "{\"list\": \"unanswered\", \"group\":4, \"department\":\"library\","
                            "\"question\":\"B?\",\"places\":[\"http://f.example/4\"]}\n";
static const char row[] =
    "{\"group\":3,\"department\":\"physics\",\"question\":\"Is Zebedee  QUIRK "
    "in?\",\"times_asked\":"
    "2,\"places\":[\"http://f.example/1#2\",\"http://f.example/9\"],\"why\":\"no page\",\"list\":"
    "\"unanswered\"}\n";

static const struct {
    const char *from, *words, *url;
    int64_t group;
    const char *is; /* of the row; NULL: nothing changes */
    const char *csv;
} rows[] = {
    { "words of nobody", "nobody at all", NULL, 0, NULL, "QUIRK" },
    { "words", "zebedee quirk", NULL, 0,
      "\"question\":\"Is [erased 2026-11-18] in?\",\"times_asked\":2,\"places\":"
      "[\"http://f.example/1#2\",\"http://f.example/9\"]",
      "3,physics,Is [erased 2026-11-18] in?,2," },
    { "a place", NULL, "http://f.example/1", 0,
      "QUIRK in?\",\"times_asked\":2,\"places\":[\"http://f.example/9\"]", "QUIRK" },
    { "a place that is none of its", NULL, "http://f.example/11", 0, NULL, "QUIRK" },
    { "a group", NULL, NULL, 3,
      "\"question\":\"[erased 2026-11-18]\",\"times_asked\":2,\"places\":[],\"why\":\"[erased "
      "2026-11-18]\"",
      "3,physics,[erased 2026-11-18],2," },
    { "another group", NULL, NULL, 33, NULL, "QUIRK" },
};

struct world {
    char dir[64];
    struct store *s;
    struct config *config;
    struct err err;
    int n_found;
};

static void
freeze(struct world *w, const char *file, const char *body)
{
    struct store_frozen f = { .made_s = 3 };
    FILE *from = tmpfile();

    fputs(body, from);
    CHECK(frozen_file_put(w->dir, file, from, &f, &w->err) == ST_OK, "%s", w->err.msg);
    CHECK(frozen_file_name(w->dir, file, &w->err) == ST_OK, "%s", w->err.msg);
    store_begin(w->s);
    store_frozen_add(w->s, text_of(file), &f);
    CHECK(store_commit(w->s, &w->err) == ST_OK, "%s", w->err.msg);
    fclose(from);
}

static void
world_open(struct world *w)
{
    char path[128], spool[2048];

    *w = (struct world){ .err = { "" } };
    snprintf(w->dir, sizeof(w->dir), "/tmp/earshot-frozen-XXXXXX");
    assert_non_null(mkdtemp(w->dir));
    snprintf(path, sizeof(path), "%s/earshot.ini", w->dir);
    CHECK(file_write(path, TEXT_LIT("[crawler]\n"), 0600, &w->err) == ST_OK, "%s", w->err.msg);
    CHECK(config_load(w->dir, &w->config, &w->err) == ST_OK, "%s", w->err.msg);
    snprintf(path, sizeof(path), "%s/earshot.db", w->dir);
    CHECK(store_create(path, &w->err) == ST_OK, "%s", w->err.msg);
    CHECK(store_open(path, STORE_EXPORTS, &w->s, &w->err) == ST_OK, "%s", w->err.msg);
    snprintf(spool, sizeof(spool), "%s%s%s", head, other, row);
    freeze(w, "unanswered-2026-10.frozen", spool);
    freeze(w, "unanswered-2026-10.csv", "anything: it is made again\n");
    freeze(w, "unanswered-2026-10-library.csv", "anything: it is made again\n");
    freeze(w, "unanswered-2026-09.csv", "of another month\n");
    store_set_role(w->s, STORE_RETENTION);
}

static void
world_close(struct world *w)
{
    static const char *const names[] = { "exports/unanswered-2026-10.frozen",
                                         "exports/unanswered-2026-10.csv",
                                         "exports/unanswered-2026-10-library.csv",
                                         "exports/unanswered-2026-09.csv",
                                         "earshot.ini",
                                         "earshot.db" };
    char path[128];

    store_close(w->s);
    config_free(w->config);
    for (size_t i = 0; i < N_ROWS(names); i++) {
        snprintf(path, sizeof(path), "%s/%s", w->dir, names[i]);
        unlink(path);
    }
    snprintf(path, sizeof(path), "%s/exports", w->dir);
    CHECK(rmdir(path) == 0 && rmdir(w->dir) == 0, "%s is not empty", w->dir);
}

/* The file as it is kept, by its row; "": it is not as the row says. */
static void
kept(struct world *w, const char *file, struct buf *out)
{
    struct store_frozen f;
    char chunk[BUFSIZ];
    FILE *in = NULL;
    size_t n;

    buf_clear(out);
    CHECK(store_frozen_find(w->s, text_of(file), &f), "%s", file);
    CHECK(frozen_file_open(w->dir, file, &f, &in, &w->err) == ST_OK, "%s", w->err.msg);
    while (in != NULL && (n = fread(chunk, 1, sizeof(chunk), in)) > 0)
        buf_add(out, chunk, n);
    if (in != NULL)
        fclose(in);
}

static void
on_found(void *self, const char *file, const char *how)
{
    struct world *w = self;

    CHECK(file[0] == 'u' && how[0] != '\0', "%s: %s", file, how);
    w->n_found++;
}

static void
erase(struct world *w, size_t i, bool dry)
{
    struct text words = text_of(rows[i].words), url = text_of(rows[i].url);
    struct frozen_erase job = { .store = w->s,
                                .config = w->config,
                                .dir = w->dir,
                                .now_s = NOW_S,
                                .words = &words,
                                .n_words = words.n > 0,
                                .urls = &url,
                                .n_urls = url.n > 0,
                                .groups = &rows[i].group,
                                .n_groups = rows[i].group != 0,
                                .dry_run = dry,
                                .found = on_found,
                                .self = w };

    w->n_found = 0;
    store_begin(w->s);
    CHECK(frozen_erase(&job, &w->err) == ST_OK, "%s", w->err.msg);
    CHECK(store_commit(w->s, &w->err) == ST_OK, "%s", w->err.msg);
    CHECK(frozen_erase_settle(w->s, w->dir, &w->err) == ST_OK, "%s", w->err.msg);
    CHECK(w->n_found == (rows[i].is != NULL ? 3 : 0), "%s: %d files", rows[i].from, w->n_found);
}

static void
test_rows(void)
{
    struct buf b;

    buf_init(&b, BUF_SMALL);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct world w;

        world_open(&w);
        erase(&w, i, true);
        kept(&w, "unanswered-2026-10.frozen", &b);
        CHECK(text_ends(buf_text(&b), text_of(row)), "%s: a dry run wrote", rows[i].from);
        erase(&w, i, false);
        kept(&w, "unanswered-2026-10.frozen", &b);
        CHECK(text_find(buf_text(&b), text_of(rows[i].is != NULL ? rows[i].is : row)) != TEXT_NPOS,
              "%s: %s", rows[i].from, buf_str(&b));
        CHECK(text_find(buf_text(&b), text_of(head)) == 0 &&
                  text_find(buf_text(&b), text_of(other)) != TEXT_NPOS,
              "%s: other lines: %s", rows[i].from, buf_str(&b));
        CHECK((text_find(buf_text(&b), TEXT_LIT("rows with erased words\",\"department\":"
                                                "\"physics\",\"value\":1.0")) != TEXT_NPOS) ==
                  (rows[i].is != NULL),
              "%s: the summary says it", rows[i].from);
        kept(&w, "unanswered-2026-10.csv", &b);
        CHECK(rows[i].is == NULL || text_find(buf_text(&b), text_of(rows[i].csv)) != TEXT_NPOS,
              "%s: %s", rows[i].from, buf_str(&b));
        kept(&w, "unanswered-2026-10-library.csv", &b);
        CHECK(rows[i].is == NULL || (text_find(buf_text(&b), TEXT_LIT("B?")) != TEXT_NPOS &&
                                     text_find(buf_text(&b), TEXT_LIT("physics")) == TEXT_NPOS),
              "%s: %s", rows[i].from, buf_str(&b));
        kept(&w, "unanswered-2026-09.csv", &b);
        CHECK(text_is(buf_text(&b), "of another month\n"), "%s: %s", rows[i].from, buf_str(&b));
        world_close(&w);
    }
    buf_release(&b);
}
TEST_FN(test_rows)

/* Rolled back, the old files are the list, and what was written beside them goes. */
static void
test_rolled_back(void)
{
    struct text words = TEXT_LIT("zebedee quirk");
    struct world w;
    struct buf b;
    char path[128];

    world_open(&w);
    {
        struct frozen_erase job = { .store = w.s,
                                    .config = w.config,
                                    .dir = w.dir,
                                    .now_s = NOW_S,
                                    .words = &words,
                                    .n_words = 1,
                                    .found = on_found,
                                    .self = &w };

        store_begin(w.s);
        CHECK(frozen_erase(&job, &w.err) == ST_OK, "%s", w.err.msg);
        store_rollback(w.s);
    }
    snprintf(path, sizeof(path), "%s/exports/unanswered-2026-10.csv.part", w.dir);
    CHECK(file_exists(path), "it was written");
    CHECK(frozen_erase_settle(w.s, w.dir, &w.err) == ST_OK, "%s", w.err.msg);
    CHECK(!file_exists(path), "it stays");
    buf_init(&b, BUF_SMALL);
    kept(&w, "unanswered-2026-10.frozen", &b);
    CHECK(text_ends(buf_text(&b), text_of(row)), "%s", buf_str(&b));
    buf_release(&b);
    world_close(&w);
}
TEST_FN(test_rolled_back)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows), TEST(test_rolled_back) };

    return TEST_RUN(tests);
}
