/* digest_test.c - a digest is sent once, or twice when nobody knows. */
#include "fixture.h"

#include "../../store/db.h"
#include "store_digest.h"

static const struct store_digest one = { 1, { "2026-11-22", 10 }, { "x@y", 3 } };

static int64_t
begin(struct fixture *f, int64_t now_s)
{
    int64_t id;

    store_begin(f->store);
    id = store_digest_begin(f->store, &one, now_s);
    CHECK(store_commit(f->store, &f->err) == ST_OK, "%s", f->err.msg);
    return id;
}

static void
test_once(void)
{
    struct fixture f;
    int64_t id;

    fixture_open(&f, STORE_REVIEW);
    db_script(f.store,
              "INSERT INTO account (id, name, full_name, created_s) VALUES (1, 'a', 'A', 1)");
    store_set_role(f.store, STORE_SCHEDULER);
    CHECK(store_digest_waits(f.store, &one, 10000), "nothing was sent");
    id = begin(&f, 10000);
    CHECK(id > 0, "begun");
    CHECK(!store_digest_waits(f.store, &one, 10000 + 60), "on its way");
    CHECK(begin(&f, 10000 + 60) == 0, "on its way");
    store_begin(f.store);
    store_digest_failed(f.store, id, "refused");
    CHECK(store_commit(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(store_digest_waits(f.store, &one, 10000 + 60), "refused");
    CHECK(begin(&f, 10000 + 60) == id, "refused: at once again");
    CHECK(!store_digest_waits(f.store, &one, 10000 + 120), "on its way again");
    CHECK(store_digest_waits(f.store, &one, 10060 + STORE_DIGEST_SPAN_S), "for too long");
    CHECK(begin(&f, 10060 + STORE_DIGEST_SPAN_S) == id, "killed: once more");
    CHECK(begin(&f, 20000 + 2 * STORE_DIGEST_SPAN_S) == 0, "and never again");
    store_begin(f.store);
    store_digest_failed(f.store, id, "refused");
    store_digest_sent(f.store, id, 30000, NULL);
    CHECK(store_commit(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(begin(&f, 90000) == 0, "sent");
    CHECK(!store_digest_waits(f.store, &one, 90000), "sent");
    fixture_close(&f);
}
TEST_FN(test_once)

static void
test_gaps(void)
{
    struct fixture f;
    struct arena *a = arena_new();
    struct store_digest_gap *v;
    size_t n;

    fixture_open(&f, STORE_READER);
    CHECK(store_digest_gaps(f.store, 1, 0, a, &v, &n) == 0 && n == 0, "none");
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_gaps)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_once), TEST(test_gaps) };

    return TEST_RUN(tests);
}
