/* What is stored of own pages that say the same, and what goes with a page. */
#include "fixture.h"

#include "../../store/db.h"
#include "store_twin.h"

static const struct {
    enum store_role role;
    const char *sql;
} world[] = {
    { STORE_CONFIG, "INSERT INTO department (id, key, name, language, active)"
                    " VALUES (1, 'a', 'A', 'en', 1), (2, 'b', 'B', 'en', 1)" },
    { STORE_CONFIG, "INSERT INTO source (id, department_id, key, url, basis, mode, matching,"
                    " own_site, delay_ms, max_pages, active) VALUES"
                    " (1, 1, 'site', 'http://f/', 'own', 'answer', 'all', 1, 0, 10, 1),"
                    " (2, 2, 'site', 'http://f/', 'own', 'answer', 'all', 1, 0, 10, 1)" },
    { STORE_CRAWLER, "INSERT INTO host (id, authority) VALUES (1, 'http://f')" },
    { STORE_CRAWLER,
      "INSERT INTO url (id, hash, address, host_id, source_id, state, kind, depth,"
      " priority, first_seen_s) VALUES (1, 1, 'http://f/1', 1, 1, 'done', 'page', 0, 0, 0),"
      " (2, 2, 'http://f/2', 1, 1, 'done', 'page', 0, 0, 0),"
      " (3, 3, 'http://f/3', 1, 1, 'gone', 'page', 0, 0, 0)" },
    { STORE_CRAWLER, "INSERT INTO url_source VALUES (1, 1), (2, 1), (2, 2), (3, 1)" },
    { STORE_CRAWLER, "INSERT INTO page (url_id, title, kind, content_hash, noindex, fetched_s,"
                     " changed_s) VALUES (1, 'One', 'page', 1, 0, 0, 0),"
                     " (2, 'Two', 'page', 1, 0, 0, 0), (3, 'Three', 'page', 1, 0, 0, 0)" },
    { STORE_CRAWLER, "INSERT INTO page_text VALUES (1, 'x', 11), (2, 'y', 12), (3, 'z', 13)" },
};

static size_t n_seen;

static void
check_page(void *self, const struct store_twin_page *p)
{
    int64_t of = *(int64_t *)self;

    n_seen++;
    CHECK(p->linkable == (p->url_id != 3), "page %lld may be linked to", (long long)p->url_id);
    CHECK(p->n_departments == (p->url_id == 2 ? 2 : 1), "departments");
    CHECK(p->sum_department == (p->url_id == 2 ? 3 : 1), "which");
    CHECK(p->sketched == (of != 0 && p->url_id == 1), "page %lld has a sketch",
          (long long)p->url_id);
    CHECK(p->of_id == (p->url_id == 2 ? of : 0), "twin of %lld", (long long)p->of_id);
    CHECK(of == 0 || p->url_id != 1 || text_is(p->sketch, "sk"), "the sketch");
}

static void
check_twin(void *self, const struct store_twin *t)
{
    n_seen++;
    (void)self;
    CHECK(text_is(t->address, "http://f/2") && text_is(t->why, "https"), "%.*s",
          TEXT_ARG(t->address));
}

static void
check_like(void *self, int64_t url_id, int64_t other_id, double likeness)
{
    (void)self;
    n_seen++;
    CHECK(url_id == 1 && other_id == 2 && likeness == .9, "%lld %lld", (long long)url_id,
          (long long)other_id);
}

static void
test_twins(void)
{
    struct arena *a = arena_new();
    struct store_twin twin;
    struct fixture f;
    int64_t of = 0;

    fixture_open(&f, STORE_CONFIG);
    for (size_t i = 0; i < N_ROWS(world); i++) {
        store_set_role(f.store, world[i].role);
        CHECK(db_exec(db_query(f.store, world[i].sql)), "%s", world[i].sql);
    }
    store_set_role(f.store, STORE_INDEXER);
    n_seen = 0;
    store_twin_pages(f.store, a, check_page, &of);
    CHECK(n_seen == 3, "%zu pages", n_seen);
    CHECK(text_is(store_twin_text(f.store, 2, a), "y"), "text");
    CHECK(store_twin_text(f.store, 9, a).n == 0, "no text");
    store_twin_put_sketch(f.store, 2, 12, TEXT_LIT("s2"));
    store_twin_put_sketch(f.store, 1, 10, TEXT_LIT("old"));
    store_twin_put_like(f.store, 2, 1, .5);
    store_twin_put_sketch(f.store, 1, 11, TEXT_LIT("sk")); /* what it was like is forgotten */
    store_twin_put_like(f.store, 2, 1, .9);
    store_twin_put(f.store, 2, 1, .9, TEXT_LIT("https"));
    store_twin_put_sketch(f.store, 2, 1, TEXT_LIT("s2")); /* of another text */
    n_seen = 0;
    store_twin_likes(f.store, check_like, NULL);
    CHECK(n_seen == 0, "a new sketch forgets, on both sides");
    store_twin_put_like(f.store, 1, 2, .9);
    store_twin_likes(f.store, check_like, NULL);
    CHECK(n_seen == 1, "one pair");
    of = 1;
    store_twin_pages(f.store, a, check_page, &of);
    CHECK(store_twin_of(f.store, 2, a, &twin) && text_is(twin.address, "http://f/1"), "twin of");
    CHECK(!store_twin_of(f.store, 1, a, &twin), "which counts");
    n_seen = 0;
    store_twin_each(f.store, 1, a, check_twin, NULL);
    CHECK(n_seen == 1, "its twins");
    store_set_role(f.store, STORE_CRAWLER);
    CHECK(db_exec(db_query(f.store, "DELETE FROM page_text WHERE url_id = 1")), "the page goes");
    store_set_role(f.store, STORE_INDEXER);
    store_twin_clean(f.store);
    CHECK(!store_twin_of(f.store, 2, a, &twin), "nobody's twin");
    n_seen = 0;
    store_twin_likes(f.store, check_like, NULL);
    CHECK(n_seen == 0, "like nothing");
    store_twin_put(f.store, 2, 3, .9, TEXT_LIT("x"));
    store_twin_put(f.store, 2, 0, 0, TEXT_NONE);
    CHECK(!store_twin_of(f.store, 2, a, &twin), "taken back");
    CHECK(store_check(f.store, NULL) == ST_OK, "no failure");
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_twins)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_twins) };

    return TEST_RUN(tests);
}
