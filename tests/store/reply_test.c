/* Posted answers: which are due, and what two sights a day apart make of them. */
#include "desk_fixture.h"

#include "store_reply.h"

#define DAY_S  INT64_C(86400)
#define HOUR_S INT64_C(3600)

static void
look(struct fixture *f, int64_t now_s, bool found)
{
    store_set_role(f->store, STORE_CRAWLER);
    store_begin(f->store);
    store_reply_put(f->store, 1, now_s, 200, found, TEXT_LIT("x"));
    CHECK(store_commit(f->store, &f->err) == ST_OK, "%s", f->err.msg);
}

static void
test_sights(void)
{
    /* Each look after the ones before it. */
    static const struct {
        int64_t at_s;
        bool found, missing; /* missing: what the looks so far make of it */
        const char *from;
    } rows[] = {
        { 1 * DAY_S, true, false, "there" },
        { 2 * DAY_S, false, false, "missed once" },
        { 2 * DAY_S + 23 * HOUR_S, false, false, "twice, less than a day apart" },
        { 3 * DAY_S, false, true, "a day apart" },
        { 4 * DAY_S, true, false, "there again" },
        { 5 * DAY_S, false, false, "the first miss since" },
    };
    struct fixture f;
    int64_t groups[8];

    fixture_open_desk(&f, STORE_SCHEMA);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        size_t n;

        look(&f, rows[i].at_s, rows[i].found);
        n = store_reply_turned(f.store, true, groups, N_ROWS(groups));
        CHECK(n == (rows[i].missing ? 1 : 0), "%s: %zu", rows[i].from, n);
        CHECK(n == 0 || groups[0] == 1, "%s: group", rows[i].from);
        CHECK(store_reply_turned(f.store, false, groups, N_ROWS(groups)) == 0,
              "%s: none is missing", rows[i].from);
    }
    fixture_close(&f);
}
TEST_FN(test_sights)

static void
test_due(void)
{
    struct fixture f;
    struct store_reply *v;
    struct arena *a = arena_new();
    int64_t groups[8];

    fixture_open_desk(&f, STORE_SCHEMA);
    CHECK(store_reply_due(f.store, 100, a, &v) == 1, "one was posted with an address");
    CHECK(text_is(v[0].url, "http://f.example/1#a") && text_is(v[0].answer, "See our page. 1"),
          "what should stand there");
    look(&f, 50, false);
    CHECK(store_reply_due(f.store, 50, a, &v) == 0 && store_reply_due(f.store, 51, a, &v) == 1,
          "when it was looked at");
    store_set_role(f.store, STORE_SCHEMA);
    db_script(f.store, "UPDATE queue SET state = 'reply-missing' WHERE group_id = 1");
    look(&f, 60, true);
    CHECK(store_reply_turned(f.store, false, groups, N_ROWS(groups)) == 1 && groups[0] == 1,
          "found again");
    store_set_role(f.store, STORE_SCHEMA);
    db_script(f.store, "UPDATE queue SET state = 'withdrawn' WHERE group_id = 1");
    CHECK(store_reply_due(f.store, 100, a, &v) == 0, "nobody looks for what was withdrawn");
    arena_free(a);
    fixture_close(&f);
}
TEST_FN(test_due)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_sights), TEST(test_due) };

    return TEST_RUN(tests);
}
