/* collection_test.c - index/ follows the tables: what is new, changed and gone, and nothing else.
 */

#include "../../indexer/collection.h"

#include "index_world.h"

#include "collection_check.h"

static const char *const titles[] = { "How do I renew my visa?", "Where is the gym?",
                                      "When does the library open?" };

static char dir[] = "/tmp/earshot-collection.XXXXXX";

static struct corpus *
open_or_fail(const char *at, enum collection_name name, enum corpus_mode mode)
{
    struct err err = { "" };
    struct corpus *c = NULL;

    CHECK(collection_open(at, name, mode, &c, &err) == ST_OK, "%s", err.msg);
    assert_non_null(c);
    return c;
}

static struct collection_counts
update(struct store *s, enum collection_name name, bool (*stop)(void), enum status want)
{
    struct tokenizer *tk = token_new();
    struct collection_job job = { s, tk, stop };
    struct collection_counts counts = { 0, 0 };
    struct corpus *c = open_or_fail(dir, name, CORPUS_WRITE);
    struct err err = { "" };
    enum status st = collection_update(c, name, &job, &counts, &err);

    CHECK(st == want, "%s", err.msg);
    corpus_close(c);
    token_free(tk);
    return counts;
}

/* The key of the best hit; 0: none. */
static int64_t
best(enum collection_name name, const char *words, const struct corpus_filter *filter)
{
    struct corpus *c = open_or_fail(dir, name, CORPUS_READ);
    struct tokenizer *tk = token_new();
    struct arena *a = arena_new();
    struct corpus_hit hit = { .key = 0 };
    struct corpus_query q;
    struct token_list l;
    size_t n;

    token_split(tk, text_of(words), "en", a, &l);
    corpus_query_init(&q, a);
    if (filter != NULL)
        q.filter = *filter;
    collection_ask(c, name, &l, &q);
    CHECK(corpus_search(c, &q, 1, &hit, &n, NULL) == ST_OK, "search");
    corpus_close(c);
    arena_free(a);
    token_free(tk);
    return n > 0 ? hit.key : 0;
}

static bool
at_once(void)
{
    return true;
}

static struct store *
indexed_world(void)
{
    struct store *s = make_world(titles, N_ROWS(titles));
    struct index_counts counts;

    store_set_role(s, STORE_CRAWLER);
    must(s, "INSERT INTO page (url_id, title, language, kind, content_hash, noindex, fetched_s,"
            " changed_s) VALUES (1, 'Visa desk', 'en', 'page', 1, 0, 5, 5),"
            " (2, '', NULL, 'page', 1, 0, 5, 5)");
    store_set_role(s, STORE_CONFIG);
    must(s, "UPDATE source SET own_site = 1");
    store_set_role(s, STORE_INDEXER);
    CHECK(index_all(s, NULL, &counts) == ST_OK, "index");
    return s;
}

static void
test_follows_questions(void)
{
    struct corpus_filter physics = { .department = 1 }, library = { .department = 2 };
    struct corpus_filter german = { .language = "de" }, late = { .since_s = 101 };
    struct store *s = indexed_world();
    struct collection_counts n;
    struct corpus *c;

    (void)update(s, COLLECTION_QUESTIONS, at_once, ST_INTERRUPTED);
    n = update(s, COLLECTION_QUESTIONS, NULL, ST_OK);
    CHECK(n.added == 3 && n.deleted == 0, "%lld added", (long long)n.added);
    n = update(s, COLLECTION_QUESTIONS, NULL, ST_OK);
    CHECK(n.added == 0 && n.deleted == 0, "again: %lld added", (long long)n.added);
    CHECK(best(COLLECTION_QUESTIONS, "renewing visas", NULL) == 1, "by stems");
    CHECK(best(COLLECTION_QUESTIONS, "gym", &physics) == 2, "its department");
    CHECK(best(COLLECTION_QUESTIONS, "gym", &library) == 0, "another department");
    CHECK(best(COLLECTION_QUESTIONS, "gym", &german) == 0, "another language");
    CHECK(best(COLLECTION_QUESTIONS, "gym", &late) == 0, "too old");
    must(s, "UPDATE question SET body = 'the swimming pool' WHERE id = 2");
    must(s, "UPDATE sighting SET muted = 'x' WHERE question_id = 3");
    n = update(s, COLLECTION_QUESTIONS, NULL, ST_OK);
    CHECK(n.added == 1 && n.deleted == 2, "%lld added %lld deleted", (long long)n.added,
          (long long)n.deleted);
    CHECK(best(COLLECTION_QUESTIONS, "pool", NULL) == 2, "a changed one");
    CHECK(best(COLLECTION_QUESTIONS, "library", NULL) == 0, "one that is not heard any more");
    c = open_or_fail(dir, COLLECTION_QUESTIONS, CORPUS_READ);
    CHECK(!collection_is_stale(c, COLLECTION_QUESTIONS, s), "up to date");
    must(s, "INSERT INTO question (department_id, text, body, language, stems, stem_hash,"
            " created_s) VALUES (1, 'New', '', 'en', 'new', 1, 1)");
    CHECK(collection_is_stale(c, COLLECTION_QUESTIONS, s), "a question more");
    corpus_close(c);
    drop_world(s);
    CHECK(collection_remove(dir, COLLECTION_QUESTIONS, NULL) == ST_OK, "remove");
}
TEST_FN(test_follows_questions)

static void
test_follows_pages(void)
{
    struct corpus_filter library = { .department = 2 };
    struct store *s = indexed_world();
    struct collection_counts n = update(s, COLLECTION_PASSAGES, NULL, ST_OK);

    CHECK(n.added == 1 && n.deleted == 0, "%lld added", (long long)n.added);
    n = update(s, COLLECTION_PASSAGES, NULL, ST_OK);
    CHECK(n.added == 0 && n.deleted == 0, "again: %lld added", (long long)n.added);
    CHECK(best(COLLECTION_PASSAGES, "renewed at room 5", NULL) == 1, "its text");
    CHECK(best(COLLECTION_PASSAGES, "international", NULL) == 0, "no link says that");
    store_set_role(s, STORE_CRAWLER);
    must(s, "UPDATE url SET label = 'International students' WHERE id = 1");
    n = update(s, COLLECTION_PASSAGES, NULL, ST_OK);
    CHECK(n.added == 1, "a link's words: %lld added", (long long)n.added);
    CHECK(best(COLLECTION_PASSAGES, "international", NULL) == 1, "what a link to it says");
    CHECK(best(COLLECTION_PASSAGES, "desk", &library) == 0, "another department");
    store_set_role(s, STORE_CONFIG);
    must(s, "INSERT INTO source (id, department_id, key, url, basis, mode, matching,"
            " own_site, delay_ms, max_pages, active)"
            " VALUES (2, 2, 'site', 'http://f/', 'own', 'answer', 'all', 1, 0, 10, 1)");
    store_set_role(s, STORE_CRAWLER);
    must(s, "INSERT INTO url_source (url_id, source_id) VALUES (1, 2)");
    n = update(s, COLLECTION_PASSAGES, NULL, ST_OK);
    CHECK(n.added == 1 && n.deleted == 1, "two departments: %lld", (long long)n.added);
    CHECK(best(COLLECTION_PASSAGES, "desk", &library) == 1, "the second department's too");
    must(s, "UPDATE page_text SET text = 'Parking is free.', text_hash = 77 WHERE url_id = 1");
    (void)update(s, COLLECTION_PASSAGES, NULL, ST_OK);
    CHECK(best(COLLECTION_PASSAGES, "parking", NULL) == 1 &&
              best(COLLECTION_PASSAGES, "renewed", NULL) == 0,
          "a changed page");
    must(s, "DELETE FROM page_text");
    n = update(s, COLLECTION_PASSAGES, NULL, ST_OK);
    CHECK(n.deleted == 1 && best(COLLECTION_PASSAGES, "parking", NULL) == 0, "a page that went");
    drop_world(s);
    CHECK(collection_remove(dir, COLLECTION_PASSAGES, NULL) == ST_OK, "remove");
}
TEST_FN(test_follows_pages)

static void
test_check(void)
{
    struct store *s = indexed_world();
    struct err err = { "" };
    char manifest[128];
    FILE *f;

    CHECK(collection_check(dir, &err) == ST_NOTFOUND, "none yet");
    (void)update(s, COLLECTION_QUESTIONS, NULL, ST_OK);
    (void)update(s, COLLECTION_PASSAGES, NULL, ST_OK);
    CHECK(collection_check(dir, &err) == ST_OK, "%s", err.msg);
    snprintf(manifest, sizeof(manifest), "%s/%s/manifest", dir,
             collection_folder(COLLECTION_PASSAGES));
    f = fopen(manifest, "a");
    assert_non_null(f);
    fputs("segment 9 9 9 9\n", f);
    fclose(f);
    CHECK(collection_check(dir, &err) == ST_INVALID && strstr(err.msg, "--rebuild") != NULL, "%s",
          err.msg);
    (void)update(s, COLLECTION_PASSAGES, NULL, ST_OK); /* removes it and begins anew */
    CHECK(collection_check(dir, &err) == ST_OK, "%s", err.msg);
    drop_world(s);
    for (enum collection_name name = 0; name < COLLECTION_COUNT; name++)
        CHECK(collection_remove(dir, name, NULL) == ST_OK, "remove");
}
TEST_FN(test_check)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_follows_questions), TEST(test_follows_pages),
                                        TEST(test_check) };
    char folder[128];
    int failed;

    if (mkdtemp(dir) == NULL)
        return 1;
    failed = TEST_RUN(tests);
    for (enum collection_name name = 0; name < COLLECTION_COUNT; name++) {
        snprintf(folder, sizeof(folder), "%s/%s", dir, collection_folder(name));
        rmdir(folder);
    }
    snprintf(folder, sizeof(folder), "%s/index", dir);
    rmdir(folder);
    rmdir(dir);
    return failed;
}
