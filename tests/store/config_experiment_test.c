/* config_experiment_test.c - [experiment KEY]: what is wrong, the row, and what may not change. */
#include "fixture.h"

#include <sys/stat.h>

#include "../../store/db.h"
#include "config_sync.h"
#include "file.h"

#define D "[department]\nname=A\n"
#define X "[experiment x]\n"
#define ALL                                                                                        \
    "voices = warm, plain\nmetric = unchanged\nfrom = 2026-11-01\nto = 2026-11-30\n" /* 4 to 7 */

static void
put(const struct fixture *f, const char *name, const char *text)
{
    char path[160];

    snprintf(path, sizeof(path), "%s/%s", f->dir, name);
    assert_int_equal(file_write(path, text_of(text), 0644, NULL), ST_OK);
}

static void
remove_all(const struct fixture *f)
{
    static const char *const names[] = { "earshot.ini", "seeds/a.ini", "seeds/voices/mine.ini" };
    static const char *const folders[] = { "seeds/voices", "seeds" };
    char path[160];

    for (size_t i = 0; i < N_ROWS(names); i++) {
        snprintf(path, sizeof(path), "%s/%s", f->dir, names[i]);
        unlink(path);
    }
    for (size_t i = 0; i < N_ROWS(folders); i++) {
        snprintf(path, sizeof(path), "%s/%s", f->dir, folders[i]);
        rmdir(path);
    }
}

static void
make_folders(const struct fixture *f)
{
    static const char *const folders[] = { "seeds", "seeds/voices" };
    char path[160];

    for (size_t i = 0; i < N_ROWS(folders); i++) {
        snprintf(path, sizeof(path), "%s/%s", f->dir, folders[i]);
        assert_int_equal(mkdir(path, 0755), 0);
    }
    put(f, "earshot.ini", "");
    put(f, "seeds/voices/mine.ini", "");
}

static const struct {
    const char *from, *ini, *want; /* want "": it is right */
} problems[] = {
    { "all there", D X ALL, "" },
    { "a card of the workspace",
      D X "voices = mine, plain\nmetric = posted\nfrom = 2026-11-01\n"
          "to = 2026-11-01\ntone = neutral\n",
      "" },
    { "one voice", D X "voices = warm\nmetric = unchanged\nfrom = 2026-11-01\nto = 2026-11-30\n",
      "/seeds/a.ini:4: [experiment x]: wanted two different voices, such as voices = warm, "
      "plain" },
    { "three",
      D X "voices = warm, plain, mine\nmetric = unchanged\nfrom = 2026-11-01\nto = 2026-11-30\n",
      "a.ini:4: [experiment x]: wanted two different voices, such as voices = warm, plain" },
    { "twice the same",
      D X "voices = warm, warm\nmetric = unchanged\nfrom = 2026-11-01\nto = 2026-11-30\n",
      "a.ini:4: [experiment x]: wanted two different voices, such as voices = warm, plain" },
    { "no such card",
      D X "voices = warm, shrill\nmetric = unchanged\nfrom = 2026-11-01\nto = 2026-11-30\n",
      "a.ini:4: [experiment x] voices: no voice card \"shrill\": the program has warm and plain, "
      "seeds/voices/ may have more" },
    { "a way out of the folder",
      D X "voices = warm, ../a\nmetric = unchanged\nfrom = 2026-11-01\nto = 2026-11-30\n",
      "a.ini:4: [experiment x] voices: no voice card \"../a\":" },
    { "no metric", D X "voices = warm, plain\nfrom = 2026-11-01\nto = 2026-11-30\n",
      "a.ini:4: [experiment x]: wanted metric = "
      "unchanged|approved|rejected|posted|there|to-approved|visits: what is counted is named "
      "before it "
      "starts" },
    { "an unknown metric",
      D X "voices = warm, plain\nmetric = likes\nfrom = 2026-11-01\nto = 2026-11-30\n",
      "a.ini:5: metric = likes: wanted one of "
      "unchanged|approved|rejected|posted|there|to-approved|visits" },
    { "no end", D X "voices = warm, plain\nmetric = posted\nfrom = 2026-11-01\n",
      "a.ini:4: [experiment x]: wanted both from and to" },
    { "the end first",
      D X "voices = warm, plain\nmetric = posted\nfrom = 2026-11-02\nto = 2026-11-01\n",
      "a.ini:7: [experiment x]: it ends before it begins" },
    { "two at a time",
      D X ALL "[experiment y]\nvoices = warm, mine\nmetric = posted\nfrom = 2026-11-30\n"
              "to = 2026-12-30\n",
      "a.ini:11: [experiment y] overlaps [experiment x]: wanted one at a time in a department" },
    { "one after the other",
      D X ALL "[experiment y]\nvoices = warm, mine\nmetric = posted\nfrom = 2026-12-01\n"
              "to = 2026-12-30\n",
      "" },
};

static void
test_problems(void)
{
    for (size_t i = 0; i < N_ROWS(problems); i++) {
        struct config *c = NULL;
        struct fixture f;
        enum status st;

        fixture_open(&f, STORE_CONFIG);
        make_folders(&f);
        put(&f, "seeds/a.ini", problems[i].ini);
        st = config_load(f.dir, &c, &f.err);
        if (problems[i].want[0] == '\0')
            CHECK(st == ST_OK, "%s: %s", problems[i].from, f.err.msg);
        else
            CHECK(st == ST_CONFIG && strstr(f.err.msg, problems[i].want) != NULL, "%s: %s",
                  problems[i].from, f.err.msg);
        config_free(c);
        remove_all(&f);
        fixture_close(&f);
    }
}
TEST_FN(test_problems)

static const struct {
    const char *from, *key, *line, *want; /* key's line becomes this one; want "": allowed */
} changes[] = {
    { "nothing", "to = ", "to = 2026-11-30", "" },
    { "ended early", "to = ", "to = 2026-11-10", "" },
    { "goes on", "to = ", "to = 2026-12-01",
      "/seeds/a.ini:7: [experiment x] to = 2026-12-01: it began with 2026-11-30, and drafts have "
      "been made for it: put that back or an earlier day, or begin another under a new key" },
    { "another metric", "metric = ", "metric = posted",
      "/seeds/a.ini:5: [experiment x] metric = posted: it began with unchanged, and drafts have "
      "been made for it: put that back, or begin another under a new key" },
    { "another voice", "voices = ", "voices = warm, mine",
      "a.ini:4: [experiment x] voices = warm, mine: it began with warm, plain," },
    { "the other way round", "voices = ", "voices = plain, warm",
      "a.ini:4: [experiment x] voices = plain, warm: it began with warm, plain," },
    { "other blanks", "voices = ", "voices =warm ,  plain", "" },
    { "another start", "from = ", "from = 2026-11-02",
      "a.ini:6: [experiment x] from = 2026-11-02: it began with 2026-11-01," },
    { "fewer take part", "from = ", "tone = neutral\nfrom = 2026-11-01",
      "a.ini:6: [experiment x] tone = neutral: it began without, and drafts have been made for it: "
      "take that out," },
};

/* ALL with another line in the place of one of its. */
static void
put_changed(const struct fixture *f, const char *key, const char *line)
{
    struct text rest = TEXT_LIT(D X ALL), one;
    struct buf b;

    buf_init(&b, BUF_SMALL);
    while (text_cut(&rest, "\n", &one)) {
        buf_add_text(&b, text_starts(one, text_of(key)) ? text_of(line) : one);
        buf_add_str(&b, "\n");
    }
    put(f, "seeds/a.ini", buf_str(&b));
    buf_release(&b);
}

/* Read the files and bring them into the store, or before its eyes. */
static enum status
apply(struct fixture *f, bool view)
{
    struct config *c = NULL;
    struct arena *a = arena_new();
    const char *said;
    enum status st = config_load(f->dir, &c, &f->err);

    if (st == ST_OK)
        st = view ? config_view(c, f->store, a, &said, &f->err) : config_sync(c, f->store, &f->err);
    config_free(c);
    arena_free(a);
    return st;
}

static void
test_frozen(void)
{
    for (size_t i = 0; i < N_ROWS(changes); i++) {
        bool allowed = changes[i].want[0] == '\0';
        struct fixture f;
        enum status st;

        fixture_open(&f, STORE_CONFIG);
        make_folders(&f);
        put_changed(&f, changes[i].key, changes[i].line);
        CHECK(apply(&f, false) == ST_OK, "%s: %s", changes[i].from, f.err.msg);
        put_changed(&f, "nothing", "");
        CHECK(apply(&f, false) == ST_OK, "%s, before the first draft: %s", changes[i].from,
              f.err.msg);
        store_set_role(f.store, STORE_INDEXER);
        db_script(f.store, "INSERT INTO question (id, department_id, text, body, language, stems,"
                           " stem_hash, created_s) VALUES (1, 1, '', '', 'en', '', 1, 0);"
                           "INSERT INTO question_group (id, department_id, head_id, created_s,"
                           " changed_s) VALUES (1, 1, 1, 0, 0)");
        store_set_role(f.store, STORE_DRAFTER);
        db_script(f.store, "INSERT INTO experiment_arm VALUES (1, 1, 2, 1793500000)");
        put_changed(&f, changes[i].key, changes[i].line);
        st = apply(&f, false);
        CHECK(allowed ? st == ST_OK : st == ST_CONFIG && strstr(f.err.msg, changes[i].want) != NULL,
              "%s: %s", changes[i].from, f.err.msg);
        st = apply(&f, true);
        CHECK(allowed == (st == ST_OK), "%s, to look: %s", changes[i].from, f.err.msg);
        CHECK(db_exec_int(db_query(f.store, "SELECT COUNT(*) FROM main.experiment WHERE active = 1"
                                            " AND metric = 'unchanged' AND voice_b = 'plain'"
                                            " AND planned_s = 1796083200"),
                          0) == 1,
              "%s: the row", changes[i].from);
        remove_all(&f);
        fixture_close(&f);
    }
}
TEST_FN(test_frozen)

/* Its section goes and comes back; the last day counts. */
static void
test_row(void)
{
    static const char count[] = "SELECT COUNT(*) FROM experiment WHERE active = 1 AND key = 'x'"
                                " AND from_s = 1793491200 AND to_s = 1796083200";
    struct fixture f;

    fixture_open(&f, STORE_CONFIG);
    make_folders(&f);
    put(&f, "seeds/a.ini", D X ALL);
    assert_int_equal(apply(&f, false), ST_OK);
    CHECK(db_exec_int(db_query(f.store, count), 0) == 1, "there");
    put(&f, "seeds/a.ini", D);
    assert_int_equal(apply(&f, false), ST_OK);
    CHECK(db_exec_int(db_query(f.store, count), 0) == 0, "gone");
    put(&f, "seeds/a.ini", D X ALL);
    assert_int_equal(apply(&f, false), ST_OK);
    CHECK(db_exec_int(db_query(f.store, count), 0) == 1, "there again");
    remove_all(&f);
    fixture_close(&f);
}
TEST_FN(test_row)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_problems), TEST(test_frozen), TEST(test_row) };

    return TEST_RUN(tests);
}
