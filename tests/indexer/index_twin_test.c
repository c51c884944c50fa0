/* index_twin_test.c - which of several own pages counts, and that it does not matter in which order
 * they came. */

#include "../../indexer/index.h"

#include <unistd.h>

#include "../../store/db.h"
#include "../test.h"

#include "buf.h"

#define REGISTER                                                                                   \
    "Students who want to take the exam have to register in the portal four weeks before the day " \
    "of the exam. Whoever misses that day may write to the office, which will answer in a week. "
#define LIBRARY                                                                                    \
    "The library opens at nine and closes at six, on Sundays at noon, and nobody may bring food "  \
    "or drinks in; lockers for bags stand in the hall beside the entrance, and cost nothing. "

static const struct {
    int64_t id;
    const char *address, *canonical, *title, *text;
    bool noindex;
    int64_t department;
} pages[] = {
    { 1, "http://f/exams?print=1", NULL, "Exams (print)", REGISTER "Printed from our site.", false,
      1 },
    { 2, "http://f/exams", NULL, "Exams", REGISTER, false, 1 },
    { 3, "https://f/exams", NULL, "Exams", REGISTER, false, 1 },
    { 4, "https://f/x", "https://f/exams", "Exams", REGISTER "Home.", false, 1 },
    { 5, "https://f/e", NULL, "Exams", REGISTER, true, 1 },
    { 6, "https://f/exams-2025", NULL, "Exams 2025", REGISTER, false, 1 },
    { 7, "https://f/library", NULL, "Library", LIBRARY, false, 1 },
    { 8, "https://f/lib/index", NULL, "Library", LIBRARY, false, 1 },
    { 9, "https://g/library", NULL, "Library", LIBRARY, false, 2 },
};
#define WANT "1>3 2>3 4>3 5>3 8>7 "

static struct store *
make_world(const char *path)
{
    struct store *s = NULL;

    (void)unlink(path);
    CHECK(store_create(path, NULL) == ST_OK, "create");
    assert_int_equal(store_open(path, STORE_CONFIG, &s, NULL), ST_OK);
    db_exec(db_query(s, "INSERT INTO department (id, key, name, language, active)"
                        " VALUES (1, 'a', 'A', 'en', 1), (2, 'b', 'B', 'en', 1)"));
    db_exec(db_query(s, "INSERT INTO source (id, department_id, key, url, basis, mode, matching,"
                        " own_site, delay_ms, max_pages, active) VALUES"
                        " (1, 1, 'site', 'http://f/', 'own', 'answer', 'all', 1, 0, 10, 1),"
                        " (2, 2, 'site', 'http://g/', 'own', 'answer', 'all', 1, 0, 10, 1)"));
    store_set_role(s, STORE_CRAWLER);
    db_exec(db_query(s, "INSERT INTO host (id, authority) VALUES (1, 'http://f')"));
    return s;
}

static void
add_page(struct store *s, size_t i)
{
    struct db_query *q;

    store_set_role(s, STORE_CRAWLER);
    q = db_query(s, "INSERT INTO url (id, hash, address, host_id, source_id, state, kind, depth,"
                    " priority, first_seen_s) VALUES (?1, ?1, ?2, 1, ?3, 'done', 'page', 0, 0, 0)");
    db_bind_int(q, pages[i].id);
    db_bind_str(q, pages[i].address);
    db_bind_int(q, pages[i].department);
    db_exec(q);
    q = db_query(s, "INSERT INTO url_source VALUES (?, ?)");
    db_bind_int(q, pages[i].id);
    db_bind_int(q, pages[i].department);
    db_exec(q);
    q = db_query(s, "INSERT INTO page (url_id, title, canonical, kind, content_hash, noindex,"
                    " fetched_s, changed_s) VALUES (?, ?, ?, 'page', 1, ?, 0, 0)");
    db_bind_int(q, pages[i].id);
    db_bind_str(q, pages[i].title);
    db_bind_str(q, pages[i].canonical);
    db_bind_int(q, pages[i].noindex);
    db_exec(q);
    q = db_query(s, "INSERT INTO page_text VALUES (?1, ?2, ?1)");
    db_bind_int(q, pages[i].id);
    db_bind_str(q, pages[i].text);
    db_exec(q);
}

static void
index_now(struct store *s, bool rebuild, struct buf *out)
{
    struct clock_fake time = { 1000000 };
    struct clock clock = clock_of_fake(&time);
    struct index_job job = { s, &clock, NULL, NULL, NULL };
    struct index_counts c = { .posts = 0 };
    struct err err = { "" };
    struct db_query *q;

    store_set_role(s, STORE_INDEXER);
    CHECK(index_twins(&job, rebuild, &c, &err) == ST_OK, "%s", err.msg);
    CHECK(index_passages(&job, &c, &err) == ST_OK, "%s", err.msg);
    buf_clear(out);
    q = db_query(s, "SELECT url_id, of_id FROM page_twin ORDER BY 1");
    while (db_row(q))
        buf_addf(out, "%lld>%lld ", (long long)db_int(q, 0), (long long)db_int(q, 1));
    db_done(q);
    CHECK(db_exec_int(db_query(s, "SELECT COUNT(*) FROM passage JOIN page_twin"
                                  " ON page_twin.url_id = passage.url_id"),
                      -1) == 0,
          "a twin has no passages");
}

/* All at once; one by one, in both orders; compared again: the same ones count. */
static void
test_orders(void)
{
    struct buf out;
    char path[64];

    snprintf(path, sizeof(path), "/tmp/earshot-twin-%ld.db", (long)getpid());
    buf_init(&out, BUF_SMALL);
    for (int order = 0; order < 3; order++) {
        struct store *s = make_world(path);

        for (size_t k = 0; k < N_ROWS(pages); k++) {
            add_page(s, order == 1 ? k : N_ROWS(pages) - 1 - k);
            if (order > 0)
                index_now(s, false, &out);
        }
        index_now(s, false, &out);
        CHECK(text_is(buf_text(&out), WANT), "order %d: %s", order, buf_str(&out));
        index_now(s, true, &out);
        CHECK(text_is(buf_text(&out), WANT), "again: %s", buf_str(&out));
        store_set_role(s, STORE_CRAWLER);
        db_exec(db_query(s, "UPDATE page_text SET text = 'Opening hours', text_hash = 99"
                            " WHERE url_id = 8"));
        db_exec(db_query(s, "DELETE FROM page_text WHERE url_id = 3"));
        index_now(s, false, &out);
        CHECK(text_is(buf_text(&out), "1>2 4>2 5>2 "), "one changed, one gone: %s", buf_str(&out));
        CHECK(store_check(s, NULL) == ST_OK, "no failure");
        store_close(s);
    }
    (void)unlink(path);
    buf_release(&out);
}
TEST_FN(test_orders)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_orders) };

    return TEST_RUN(tests);
}
