/* session_test.c - how long a session lasts, what works once, what failures are remembered. */

#include "fixture.h"

#include "../../store/db.h"
#include "store_account.h"
#include "store_session.h"

#define NOW 1000000

static int64_t
add_account(struct fixture *f, const char *name)
{
    int64_t id;

    store_begin(f->store);
    id = store_account_add(f->store, text_of(name), text_of(name), TEXT_NONE, 1);
    CHECK(store_commit(f->store, &f->err) == ST_OK, "%s", f->err.msg);
    return id;
}

static void
sign_in(struct fixture *f, int64_t id, const char *address, char token[STORE_TOKEN_HEX])
{
    store_token_new(token);
    store_begin(f->store);
    store_session_add(f->store, text_of(token), id, TEXT_LIT("a browser"), text_of(address), NOW);
    CHECK(store_commit(f->store, &f->err) == ST_OK, "%s", f->err.msg);
}

/* Used at these times, is it good at the last? */
static void
test_lifetime(void)
{
    static const struct {
        const char *from;
        int64_t used_s[16]; /* after the start; 0 ends */
        int64_t at_s;
        bool good;
    } rows[] = {
        { "at once", { 0 }, 0, true },
        { "idle, just under", { 0 }, STORE_SESSION_IDLE_S - 1, true },
        { "idle", { 0 }, STORE_SESSION_IDLE_S, false },
        { "used, then idle", { 3600 }, 3600 + STORE_SESSION_IDLE_S - 1, true },
        { "used, then idle too long", { 3600 }, 3600 + STORE_SESSION_IDLE_S, false },
        { "used all the time, just under a week",
          { 40000, 80000, 120000, 160000, 200000, 240000, 280000, 320000, 360000, 400000, 440000,
            480000, 520000, 560000, 600000 },
          STORE_SESSION_LIFE_S - 5000,
          true },
        { "used all the time, a week",
          { 40000, 80000, 120000, 160000, 200000, 240000, 280000, 320000, 360000, 400000, 440000,
            480000, 520000, 560000, 600000 },
          STORE_SESSION_LIFE_S,
          false },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct fixture f;
        struct arena *a = arena_new();
        struct store_session x = { 0 };
        char token[STORE_TOKEN_HEX];
        bool good;
        int64_t id;

        fixture_open(&f, STORE_REVIEW);
        id = add_account(&f, "ada");
        sign_in(&f, id, "192.0.2.1", token);
        for (size_t k = 0; k < N_ROWS(rows[i].used_s) && rows[i].used_s[k] > 0; k++)
            store_session_touch(f.store, text_of(token), NOW + rows[i].used_s[k]);
        good = store_session_find(f.store, text_of(token), NOW + rows[i].at_s, a, &x);
        CHECK(good == rows[i].good, "%s", rows[i].from);
        CHECK(!good || (x.account_id == id && x.csrf.n == 64 && text_is(x.name, "a browser") &&
                        text_is(x.address, "192.0.2.1") && x.created_s == NOW),
              "%s: fields", rows[i].from);
        CHECK(store_session_owner(f.store, text_of(token), NOW + rows[i].at_s) == (good ? 0 : id),
              "%s: whose it was", rows[i].from);
        fixture_close(&f);
        arena_free(a);
    }
}
TEST_FN(test_lifetime)

static void
test_endings(void)
{
    struct fixture f;
    struct arena *a = arena_new();
    struct store_session x, *all;
    char one[STORE_TOKEN_HEX], two[STORE_TOKEN_HEX], three[STORE_TOKEN_HEX], other[STORE_TOKEN_HEX];
    int64_t ada, ben;

    fixture_open(&f, STORE_REVIEW);
    ada = add_account(&f, "ada");
    ben = add_account(&f, "ben");
    sign_in(&f, ada, "192.0.2.1", one);
    sign_in(&f, ada, "192.0.2.2", two);
    sign_in(&f, ada, "192.0.2.3", three);
    sign_in(&f, ben, "192.0.2.4", other);
    CHECK(strcmp(one, two) != 0 && strlen(one) == 64, "tokens differ");
    CHECK(db_exec_int(db_query(f.store, "SELECT COUNT(*) FROM session WHERE LENGTH(hash) = 32"),
                      0) == 4,
          "hashes");
    CHECK(!store_session_find(f.store, text_sub(text_of(one), 0, 63), NOW, a, &x), "not a part");
    store_session_touch(f.store, text_of(two), NOW + 100);
    CHECK(store_session_list(f.store, ada, NOW + 100, a, &all) == 3, "three");
    CHECK(text_is(all[0].address, "192.0.2.2"), "the last used first");
    CHECK(!store_session_end(f.store, ben, all[0].id), "nobody ends another one's");
    CHECK(!store_session_end(f.store, ada, TEXT_LIT("zz")), "no id");
    CHECK(store_session_end(f.store, ada, all[1].id), "sign-out of one");
    CHECK(store_session_list(f.store, ada, NOW + 100, a, &all) == 2 &&
              text_is(all[0].name, "a browser"),
          "two left");
    CHECK(store_session_find(f.store, text_of(two), NOW + 100, a, &x), "mine");
    CHECK(store_session_end_all(f.store, ada, x.id) == 1, "all but mine");
    CHECK(store_session_find(f.store, text_of(two), NOW + 100, a, &x), "mine is good");
    CHECK(store_session_end_all(f.store, ada, TEXT_NONE) == 1, "everywhere");
    CHECK(!store_session_find(f.store, text_of(two), NOW + 100, a, &x), "signed out");
    CHECK(store_session_owner(f.store, text_of(two), NOW + 100) == 0, "a sign-out tells nobody");
    CHECK(store_session_find(f.store, text_of(other), NOW, a, &x), "others are left alone");
    CHECK(store_session_knows(f.store, ada, TEXT_LIT("192.0.2.3")) &&
              !store_session_knows(f.store, ada, TEXT_LIT("192.0.2.4")),
          "where from");
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_endings)

static void
test_once(void)
{
    struct fixture f;
    int64_t id, ada;

    fixture_open(&f, STORE_REVIEW);
    ada = add_account(&f, "ada");
    store_once_add(f.store, TEXT_LIT("t1"), 0, TEXT_LIT("first"), NOW + 10);
    store_once_add(f.store, TEXT_LIT("t2"), ada, TEXT_LIT("password"), NOW + 10);
    CHECK(!store_once_look(f.store, TEXT_LIT("t1"), TEXT_LIT("password"), NOW, &id), "purpose");
    CHECK(!store_once_take(f.store, TEXT_LIT("t1"), TEXT_LIT("first"), NOW + 10, &id), "too late");
    CHECK(store_once_look(f.store, TEXT_LIT("t1"), TEXT_LIT("first"), NOW, &id) && id == 0, "look");
    CHECK(store_once_take(f.store, TEXT_LIT("t1"), TEXT_LIT("first"), NOW, &id) && id == 0, "take");
    CHECK(!store_once_take(f.store, TEXT_LIT("t1"), TEXT_LIT("first"), NOW, &id), "once");
    store_once_add(f.store, TEXT_LIT("t3"), ada, TEXT_LIT("password"), NOW + 10);
    CHECK(!store_once_look(f.store, TEXT_LIT("t2"), TEXT_LIT("password"), NOW, &id),
          "a newer link ends the older");
    CHECK(store_once_look(f.store, TEXT_LIT("t3"), TEXT_LIT("password"), NOW, &id) && id == ada,
          "whose");
    fixture_close(&f);
}
TEST_FN(test_once)

static void
test_attempts(void)
{
    struct fixture f;
    struct store_attempt x;

    fixture_open(&f, STORE_REVIEW);
    for (int i = 0; i < 3; i++)
        store_attempt_fail(f.store, "name", TEXT_LIT("ada"), NOW + i);
    x = store_attempt_get(f.store, "name", TEXT_LIT("ada"), NOW + 10);
    CHECK(x.failures == 3 && x.last_s == NOW + 2, "%lld", (long long)x.failures);
    CHECK(store_attempt_get(f.store, "address", TEXT_LIT("ada"), NOW).failures == 0, "by kind");
    CHECK(store_attempt_get(f.store, "name", TEXT_LIT("ad"), NOW).failures == 0, "by name");
    CHECK(store_attempt_get(f.store, "name", TEXT_LIT("ada"), NOW + 2 + STORE_ATTEMPT_LIFE_S)
                  .failures == 0,
          "forgotten");
    store_attempt_clear(f.store, "name", TEXT_LIT("ada"));
    CHECK(store_attempt_get(f.store, "name", TEXT_LIT("ada"), NOW + 10).failures == 0, "cleared");
    store_attempt_fail(f.store, "name", TEXT_LIT("old"), NOW);
    store_attempt_fail(f.store, "name", TEXT_LIT("new"), NOW + STORE_ATTEMPT_LIFE_S);
    CHECK(db_exec_int(db_query(f.store, "SELECT COUNT(*) FROM attempt"), 0) == 1,
          "old rows are given up");
    fixture_close(&f);
}
TEST_FN(test_attempts)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_lifetime), TEST(test_endings), TEST(test_once),
                                        TEST(test_attempts) };

    return TEST_RUN(tests);
}
