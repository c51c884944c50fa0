/* The INI files in the store: rows keep their ids, what is gone is inactive, phrases are exact. */
#include "fixture.h"

#include "../../store/db.h"
#include "config_sync.h"

/* Departments a (sources forum and feed, phrases) and b, as config_load() would give them. */
struct sample {
    struct text phrases[2], people[1];
    struct source_config sources[2];
    struct department_config departments[2];
    struct config config;
};

static void
sample_init(struct sample *c)
{
    *c = (struct sample){
        .phrases = { TEXT_LIT("one"), TEXT_LIT("\"two three\"") },
        .people = { TEXT_LIT("Ann Example") },
        .sources = { { .key = "forum",
                       .url = "https://f.example/",
                       .basis = "own forum",
                       .mode = "answer",
                       .match = "all",
                       .delay_ms = 2000,
                       .max_pages = 7 },
                     { .key = "feed",
                       .url = "https://g.example/",
                       .mode = "listen",
                       .match = "keywords",
                       .max_pages = 1000 } },
    };
    c->departments[0] = (struct department_config){
        .key = "a",
        .mode = "answer",
        .name = "A",
        .language = "en",
        .sources = c->sources,
        .n_sources = 2,
        .keyword = { c->phrases, 2, 2 },
        .exclude = { c->phrases, 1, 1 },
        .person = { c->people, 1, 1 },
    };
    c->departments[1] =
        (struct department_config){ .key = "b", .name = "B", .mode = "answer", .language = "fr" };
    c->config.departments = c->departments;
    c->config.n_departments = 2;
}

/* What stands in the store, a row a line. */
static void
check_rows(struct fixture *f, const char *from, const char *sql, const char *want)
{
    struct db_query *q = db_query(f->store, sql);
    struct buf b;

    buf_init(&b, BUF_SMALL);
    while (db_row(q)) {
        buf_add_text(&b, db_text(q, 0));
        buf_add_char(&b, '\n');
    }
    db_done(q);
    CHECK(strcmp(buf_str(&b), want) == 0, "%s:\n%s", from, buf_str(&b));
    buf_release(&b);
}

static const char departments_sql[] =
    "SELECT id || ' ' || key || ' ' || name || ' ' || language || ' ' || active FROM department"
    " ORDER BY id";
static const char sources_sql[] =
    "SELECT id || ' ' || department_id || ' ' || key || ' ' || url || ' [' || basis || '] ' ||"
    " mode || ' ' || matching || ' ' || own_site || ' ' || delay_ms || ' ' || max_pages || ' ' ||"
    " active FROM source ORDER BY id";
static const char keywords_sql[] =
    "SELECT department_id || ' ' || kind || ' ' || phrase FROM keyword ORDER BY kind, phrase";

static void
sync(struct fixture *f, const struct sample *c)
{
    enum status st = config_sync(&c->config, f->store, &f->err);

    CHECK(st == ST_OK, "%s", f->err.msg);
}

static void
test_rows(void)
{
    static const char sources[] = "1 1 forum https://f.example/ [own forum] answer all 0 2000 7 1\n"
                                  "2 1 feed https://g.example/ [] listen keywords 0 0 1000 1\n";
    static const char keywords[] = "1 exclude one\n1 keyword \"two three\"\n1 keyword one\n"
                                   "1 person Ann Example\n";
    struct fixture f;
    struct sample c;

    fixture_open(&f, STORE_CONFIG);
    sample_init(&c);
    for (int i = 0; i < 2; i++) { /* the second time changes nothing */
        sync(&f, &c);
        check_rows(&f, "departments", departments_sql, "1 a A en 1\n2 b B fr 1\n");
        check_rows(&f, "sources", sources_sql, sources);
        check_rows(&f, "keywords", keywords_sql, keywords);
    }
    CHECK(config_department_id(f.store, "b") == 2 && config_department_id(f.store, "x") == 0,
          "department's id");
    CHECK(config_source_id(f.store, 1, "feed") == 2 && config_source_id(f.store, 2, "feed") == 0,
          "source's id");
    fixture_close(&f);
}
TEST_FN(test_rows)

/* What is gone stays with its id, inactive, and wakes up when it comes back. */
static void
test_inactive(void)
{
    struct fixture f;
    struct sample c;

    fixture_open(&f, STORE_CONFIG);
    sample_init(&c);
    sync(&f, &c);
    c.departments[0].n_sources = 1;
    c.departments[0].keyword.n = 1;
    c.departments[0].name = "A, renamed";
    c.sources[0].max_pages = 8;
    c.config.n_departments = 1;
    sync(&f, &c);
    check_rows(&f, "gone", departments_sql, "1 a A, renamed en 1\n2 b B fr 0\n");
    check_rows(&f, "gone", sources_sql,
               "1 1 forum https://f.example/ [own forum] answer all 0 2000 8 1\n"
               "2 1 feed https://g.example/ [] listen keywords 0 0 1000 0\n");
    check_rows(&f, "gone", keywords_sql, "1 exclude one\n1 keyword one\n1 person Ann Example\n");
    sample_init(&c);
    sync(&f, &c);
    check_rows(&f, "back", departments_sql, "1 a A en 1\n2 b B fr 1\n");
    CHECK(config_source_id(f.store, 1, "feed") == 2, "the same id");
    c.config.n_departments = 0;
    sync(&f, &c);
    check_rows(&f, "all gone", departments_sql, "1 a A en 0\n2 b B fr 0\n");
    check_rows(&f, "all gone", keywords_sql, "");
    fixture_close(&f);
}
TEST_FN(test_inactive)

/* All or nothing: a source that cannot be written leaves the store as it was. */
static void
test_failure(void)
{
    struct fixture f;
    struct sample c;

    fixture_open(&f, STORE_CONFIG);
    sample_init(&c);
    sync(&f, &c);
    c.departments[0].name = "other";
    c.sources[1].url = NULL;
    CHECK(config_sync(&c.config, f.store, &f.err) == ST_DB, "a source without address");
    CHECK(strstr(f.err.msg, "source.url") != NULL, "%s", f.err.msg);
    check_rows(&f, "as it was", departments_sql, "1 a A en 1\n2 b B fr 1\n");
    store_set_role(f.store, STORE_CRAWLER);
    sample_init(&c);
    sync(&f, &c); /* takes the role it needs */
    fixture_close(&f);
}
TEST_FN(test_failure)

/* A view shows what the files say, keeps known ids, tells what differs, and writes nothing. */
static void
test_view(void)
{
    static const char all[] = "SELECT (SELECT group_concat(key || active) FROM main.department) ||"
                              " (SELECT group_concat(key || active) FROM main.source) ||"
                              " (SELECT group_concat(phrase) FROM main.keyword)";
    static const struct {
        size_t n_sources, n_keywords;
        int64_t max_pages;
        const char *changes, *from;
    } rows[] = {
        { 2, 2, 7, NULL, "as it was applied" },
        { 1, 2, 7, "a: source feed is gone", "a section taken out" },
        { 2, 1, 7, "a: keywords changed", "a keyword taken out" },
        { 1, 1, 8, "a: source forum changed, source feed is gone, keywords changed", "all of it" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        const char *changes = NULL;
        struct arena *a = arena_new();
        struct fixture f;
        struct sample c;

        fixture_open(&f, STORE_CONFIG);
        sample_init(&c);
        sync(&f, &c);
        c.departments[0].n_sources = rows[i].n_sources;
        c.departments[0].keyword.n = rows[i].n_keywords;
        c.sources[0].max_pages = rows[i].max_pages;
        CHECK(config_view(&c.config, f.store, a, &changes, &f.err) == ST_OK, "%s", f.err.msg);
        CHECK((changes == NULL) == (rows[i].changes == NULL) &&
                  (changes == NULL || strcmp(changes, rows[i].changes) == 0),
              "%s: %s", rows[i].from, changes != NULL ? changes : "nothing");
        CHECK(config_source_id(f.store, 1, "feed") == 2, "ids are the store's");
        check_rows(&f, rows[i].from, all, "a1,b1forum1,feed1one,\"two three\",one,Ann Example\n");
        arena_free(a);
        fixture_close(&f);
    }
}
TEST_FN(test_view)

/* Nothing has ever been applied: everything is there, and nothing to be told. */
static void
test_first_view(void)
{
    const char *changes = NULL;
    struct arena *a = arena_new();
    struct fixture f;
    struct sample c;

    fixture_open(&f, STORE_READER);
    sample_init(&c);
    CHECK(config_view(&c.config, f.store, a, &changes, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(changes == NULL, "%s", changes);
    store_set_role(f.store, STORE_READER);
    check_rows(&f, "first", departments_sql, "1 a A en 1\n2 b B fr 1\n");
    check_rows(&f, "first", "SELECT count(*) FROM main.department", "0\n");
    arena_free(a);
    fixture_close(&f);
}
TEST_FN(test_first_view)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows), TEST(test_inactive), TEST(test_failure),
                                        TEST(test_view), TEST(test_first_view) };

    return TEST_RUN(tests);
}
