/* search_test.c - what the search index is made of: questions that are heard, pages by department.
 */

#include "store_search.h"

#include "crawl_store.h"

static struct store_search_question questions[4];
static struct store_search_page pages[4];
static size_t n_seen;

static void
see_question(void *self, const struct store_search_question *q)
{
    (void)self;
    CHECK(text_is(q->text, q->id == 1 ? "Where?" : "When?") && text_is(q->language, "en"), "%.*s",
          TEXT_ARG(q->text));
    questions[n_seen++ % N_ROWS(questions)] = *q;
}

static void
see_page(void *self, const struct store_search_page *p)
{
    (void)self;
    CHECK(text_is(p->title, p->url_id == 1 ? "Visas" : "Other"), "%.*s", TEXT_ARG(p->title));
    pages[n_seen++ % N_ROWS(pages)] = *p;
}

static void
add(struct fixture *f, enum store_role role, const char *sql)
{
    store_set_role(f->store, role);
    (void)db_exec(db_query(f->store, sql));
}

static void
add_pages(struct fixture *f)
{
    fixture_add_sources(f); /* 1: a forum, 2: the own site, both of department 1 */
    add(f, STORE_CONFIG,
        "INSERT INTO department (key, name, language, active)"
        " VALUES ('y', 'Y', 'en', 1)");
    add(f, STORE_CONFIG,
        "INSERT INTO source (department_id, key, url, basis, mode, matching,"
        " own_site, delay_ms, max_pages, active)"
        " VALUES (2, 'site', 'https://x.example/', 'own site', 'answer', 'all',"
        " 1, 0, 9, 1)");
    add(f, STORE_CRAWLER,
        "INSERT INTO url (id, hash, address, host_id, source_id, state, kind,"
        " depth, priority, first_seen_s) VALUES"
        " (1, 1, 'https://x.example/visa', 1, 2, 'done', 'page', 0, 0, 0),"
        " (2, 2, 'https://x.example/b', 1, 1, 'done', 'page', 0, 0, 0)");
    add(f, STORE_CRAWLER, "INSERT INTO url_source VALUES (1, 1), (1, 2), (1, 3)");
    add(f, STORE_CRAWLER,
        "INSERT INTO page (url_id, title, kind, content_hash, noindex,"
        " fetched_s, changed_s) VALUES (1, 'Visas', 'page', 1, 0, 9, 7),"
        " (2, 'Other', 'page', 1, 0, 9, 8)");
    add(f, STORE_CRAWLER,
        "INSERT INTO page_text (url_id, text, text_hash) VALUES"
        " (1, 'Visas.', 5), (2, 'Nothing.', 6)");
}

static void
test_pages(void)
{
    struct store_search_page p;
    struct fixture f;

    fixture_open(&f);
    add_pages(&f);
    n_seen = 0;
    store_search_pages(f.store, see_page, NULL);
    CHECK(n_seen == 3, "%zu rows", n_seen);
    CHECK(pages[0].url_id == 1 && pages[0].department_id == 1 && pages[0].text_hash == 5 &&
              pages[0].changed_s == 7,
          "the first department, once though two sources of it lead there");
    CHECK(pages[1].url_id == 1 && pages[1].department_id == 2, "the second department");
    CHECK(pages[2].url_id == 2 && pages[2].department_id == 0, "nobody's own page");
    CHECK(store_search_page(f.store, 1, f.arena, &p) && text_is(p.text, "Visas.") &&
              text_is(p.address, "https://x.example/visa"),
          "one page");
    CHECK(!store_search_page(f.store, 3, f.arena, &p), "no such page");
    fixture_close(&f);
}
TEST_FN(test_pages)

static void
test_questions(void)
{
    struct store_search_question q;
    struct fixture f;

    fixture_open(&f);
    CHECK(store_search_newest(f.store) == 0, "none yet");
    add_pages(&f);
    add(&f, STORE_CRAWLER,
        "INSERT INTO post (id, url_id, permalink, title, body, tags, how, p,"
        " content_hash, first_seen_s, last_seen_s, changed_s, posted_s) VALUES"
        " (1, 1, 'a', '', '', '', 'x', 1, 1, 100, 100, 100, 50),"
        " (2, 1, 'b', '', '', '', 'x', 1, 1, 100, 100, 100, NULL),"
        " (3, 1, 'c', '', '', '', 'x', 1, 1, 100, 100, 100, 60)");
    add(&f, STORE_INDEXER,
        "INSERT INTO question (id, department_id, text, body, language, stems,"
        " stem_hash, created_s) VALUES (1, 1, 'Where?', 'b', 'en', 'a', 1, 1),"
        " (2, 2, 'When?', '', 'en', 'b', 1, 1), (3, 1, 'No', '', 'en', 'c', 1, 1)");
    add(&f, STORE_INDEXER,
        "INSERT INTO sighting (post_id, department_id, question_id, post_hash,"
        " muted) VALUES (1, 1, 1, 1, NULL), (2, 1, 1, 1, NULL),"
        " (3, 2, 2, 1, NULL), (3, 1, 3, 1, 'phrase:no')");
    n_seen = 0;
    store_search_questions(f.store, see_question, NULL);
    CHECK(n_seen == 2, "%zu questions, the muted one is left out", n_seen);
    CHECK(questions[0].id == 1 && questions[0].asked_s == 100, "the last time it was asked");
    CHECK(questions[1].id == 2 && questions[1].department_id == 2 && questions[1].asked_s == 60,
          "the other one");
    CHECK(store_search_question(f.store, 1, f.arena, &q) && text_is(q.body, "b"), "one");
    CHECK(!store_search_question(f.store, 3, f.arena, &q), "a muted one");
    CHECK(store_search_newest(f.store) == 3, "newest");
    fixture_close(&f);
}
TEST_FN(test_questions)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_pages), TEST(test_questions) };

    return TEST_RUN(tests);
}
