/* account_test.c - the rules of changing accounts: who must be left, what works once, what ends. */

#include "../store/fixture.h"

#include "../../review/account.h"
#include "../../review/password.h"
#include "../../store/db.h"
#include "store_audit.h"

#define NOW 1700000000

struct world {
    struct fixture f;
    struct arena *arena;
    struct account_act by;
};

static void
world_open(struct world *w)
{
    *w = (struct world){ .arena = arena_new() };
    fixture_open(&w->f, STORE_REVIEW);
    w->by = (struct account_act){ .store = w->f.store,
                                  .arena = w->arena,
                                  .actor = TEXT_LIT("root"),
                                  .address = TEXT_LIT("192.0.2.1"),
                                  .now_s = NOW };
}

static void
world_close(struct world *w)
{
    fixture_close(&w->f);
    arena_free(w->arena);
}

static struct store_account
add(struct world *w, const char *name, const char *role)
{
    const struct account_new x = { .name = text_of(name) };
    const struct account_role_change c = { .role = text_of(role) };
    struct store_account a = { .id = 0 };

    CHECK(account_add(&w->by, &x, &a.id, &w->f.err) == ST_OK, "%s", w->f.err.msg);
    a.name = text_of(name);
    CHECK(account_role(&w->by, &a, &c, &w->f.err) == ST_OK, "%s", w->f.err.msg);
    CHECK(store_account_get(w->f.store, a.id, w->arena, &a), "there");
    return a;
}

static int64_t
count(struct world *w, const char *sql)
{
    return db_exec_int(db_query(w->f.store, sql), -1);
}

static void
test_new(void)
{
    static const struct {
        const char *from;
        struct account_new x;
        enum status st;
    } rows[] = {
        { "plain", { .name = { "ada", 3 } }, ST_OK },
        { "taken", { .name = { "ada", 3 } }, ST_CONFLICT },
        { "capital", { .name = { "Ada", 3 } }, ST_INVALID },
        { "no name", { .name = { "", 0 } }, ST_INVALID },
        { "mail", { .name = { "m1", 2 }, .mail = { "a@b.example", 11 } }, ST_OK },
        { "no host", { .name = { "m2", 2 }, .mail = { "a@", 2 } }, ST_INVALID },
        { "no name before it", { .name = { "m3", 2 }, .mail = { "@b", 2 } }, ST_INVALID },
        { "a second header", { .name = { "m4", 2 }, .mail = { "a@b\nBcc: c", 10 } }, ST_INVALID },
        { "two lines", { .name = { "m5", 2 }, .full_name = { "A\nB", 3 } }, ST_INVALID },
        { "short password", { .name = { "m6", 2 }, .password = { "x", 1 } }, ST_INVALID },
    };
    struct world w;

    world_open(&w);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        int64_t id = -1;
        enum status st = account_add(&w.by, &rows[i].x, &id, &w.f.err);

        CHECK(st == rows[i].st, "%s: %s", rows[i].from, w.f.err.msg);
        CHECK((id > 0) == (st == ST_OK), "%s: id", rows[i].from);
    }
    CHECK(count(&w, "SELECT COUNT(*) FROM audit") == 2, "what was refused wrote nothing");
    world_close(&w);
}
TEST_FN(test_new)

static void
test_last_admin(void)
{
    struct world w;
    struct store_account ada, ben;
    const struct account_role_change admin = { .role = TEXT_LIT("admin"), .take = true };
    const struct account_role_change viewer = { .role = TEXT_LIT("viewer"), .take = true };

    world_open(&w);
    ada = add(&w, "ada", "admin");
    CHECK(account_disable(&w.by, &ada, true, &w.f.err) == ST_CONFLICT, "disable the last");
    CHECK(account_role(&w.by, &ada, &admin, &w.f.err) == ST_CONFLICT, "or take the role");
    CHECK(account_role(&w.by, &ada, &viewer, &w.f.err) == ST_NOTFOUND, "a role it has not");
    ben = add(&w, "ben", "admin");
    CHECK(account_disable(&w.by, &ada, true, &w.f.err) == ST_OK, "one of two: %s", w.f.err.msg);
    CHECK(account_role(&w.by, &ben, &admin, &w.f.err) == ST_CONFLICT, "the other is disabled");
    CHECK(count(&w, "SELECT COUNT(*) FROM account WHERE disabled = 1") == 1, "one");
    CHECK(count(&w, "SELECT COUNT(*) FROM audit WHERE action = 'account.disable'") == 1, "log");
    world_close(&w);
}
TEST_FN(test_last_admin)

static void
sign_in(struct world *w, int64_t id, char token[STORE_TOKEN_HEX], struct store_session *ret)
{
    store_token_new(token);
    store_session_add(w->f.store, text_of(token), id, TEXT_LIT("b"), TEXT_LIT("192.0.2.1"), NOW);
    CHECK(store_session_find(w->f.store, text_of(token), NOW, w->arena, ret), "signed in");
}

static size_t
sessions(struct world *w, int64_t id)
{
    struct store_session *all;

    return store_session_list(w->f.store, id, NOW, w->arena, &all);
}

static void
test_what_ends_sessions(void)
{
    struct world w;
    struct store_account ada, ben;
    struct store_session one, two;
    char token[STORE_TOKEN_HEX];
    const struct text password = TEXT_LIT("heron at noon");
    int64_t n = -1;

    world_open(&w);
    ada = add(&w, "ada", "admin");
    ben = add(&w, "ben", "viewer");
    sign_in(&w, ben.id, token, &one);
    sign_in(&w, ben.id, token, &two);
    CHECK(account_password(&w.by, &ben, TEXT_LIT("short"), two.id, &w.f.err) == ST_INVALID, "rule");
    CHECK(sessions(&w, ben.id) == 2, "a refused password ends nothing");
    CHECK(account_password(&w.by, &ben, password, two.id, &w.f.err) == ST_OK, "%s", w.f.err.msg);
    CHECK(sessions(&w, ben.id) == 1, "mine goes on");
    CHECK(account_totp(&w.by, &ben, TEXT_LIT("12345678901234567890"), 5, two.id, NULL) == ST_OK &&
              sessions(&w, ben.id) == 1,
          "a second factor on ends none");
    sign_in(&w, ben.id, token, &one);
    CHECK(account_totp(&w.by, &ben, TEXT_NONE, 0, two.id, NULL) == ST_OK &&
              sessions(&w, ben.id) == 1,
          "off ends the others");
    sign_in(&w, ben.id, token, &one);
    CHECK(account_sign_out(&w.by, &ben, one.id, TEXT_NONE, &n, NULL) == ST_OK && n == 1, "one");
    CHECK(account_sign_out(&w.by, &ben, one.id, TEXT_NONE, &n, NULL) == ST_OK && n == 0, "gone");
    sign_in(&w, ben.id, token, &one);
    CHECK(account_sign_out(&w.by, &ben, TEXT_NONE, one.id, &n, NULL) == ST_OK && n == 1, "others");
    CHECK(account_disable(&w.by, &ben, true, NULL) == ST_OK && sessions(&w, ben.id) == 0, "all");
    CHECK(sessions(&w, ada.id) == 0 && store_account_get(w.f.store, ben.id, w.arena, &ben) &&
              password_verify(password, ben.password),
          "and the password is the new one");
    world_close(&w);
}
TEST_FN(test_what_ends_sessions)

static void
test_password_link(void)
{
    struct world w;
    struct store_account ada, seen;
    char token[STORE_TOKEN_HEX];
    struct account_act later;
    const struct text password = TEXT_LIT("heron at noon");

    world_open(&w);
    ada = add(&w, "ada", "admin");
    CHECK(account_link(&w.by, &ada, token, NULL) == ST_OK, "made");
    later = w.by;
    later.now_s += ACCOUNT_LINK_S;
    CHECK(account_link_password(&later, text_of(token), password, &w.f.err) == ST_NOTFOUND, "late");
    CHECK(account_link_look(&w.by, text_of(token), &seen) && seen.id == ada.id, "whose");
    CHECK(account_link_password(&w.by, text_of(token), TEXT_LIT("short"), NULL) == ST_INVALID,
          "a slip");
    CHECK(account_link_password(&w.by, text_of(token), password, &w.f.err) == ST_OK,
          "does not spend it: %s", w.f.err.msg);
    CHECK(account_link_password(&w.by, text_of(token), password, &w.f.err) == ST_NOTFOUND, "once");
    CHECK(account_link(&w.by, &ada, token, NULL) == ST_OK, "another");
    add(&w, "ben", "admin");
    CHECK(account_disable(&w.by, &ada, true, NULL) == ST_OK, "disabled");
    CHECK(account_link_password(&w.by, text_of(token), password, &w.f.err) == ST_NOTFOUND,
          "is no way back in");
    world_close(&w);
}
TEST_FN(test_password_link)

static void
test_first_link(void)
{
    struct world w;
    struct store_account seen;
    char token[STORE_TOKEN_HEX], second[STORE_TOKEN_HEX];
    struct account_act later;
    struct account_new x = { .name = TEXT_LIT("ada"), .full_name = TEXT_LIT("Ada") };

    world_open(&w);
    CHECK(account_link(&w.by, NULL, token, NULL) == ST_OK, "made");
    later = w.by;
    later.now_s += ACCOUNT_FIRST_LINK_S;
    CHECK(!account_link_look(&later, text_of(token), &seen), "an hour later");
    CHECK(account_link_look(&w.by, text_of(token), &seen) && seen.id == 0, "good");
    CHECK(account_link_first(&w.by, text_of(token), &x, &w.f.err) == ST_INVALID, "no password");
    x.password = TEXT_LIT("heron at noon");
    CHECK(account_link_password(&w.by, text_of(token), x.password, NULL) == ST_NOTFOUND,
          "it is for another purpose");
    CHECK(account_link_first(&w.by, text_of(token), &x, &w.f.err) == ST_OK, "%s", w.f.err.msg);
    CHECK(store_account_holders(w.f.store, TEXT_LIT("admin")) == 1, "an admin");
    x.name = TEXT_LIT("eve");
    CHECK(account_link_first(&w.by, text_of(token), &x, &w.f.err) == ST_NOTFOUND, "once");
    CHECK(account_link(&w.by, NULL, second, NULL) == ST_OK, "another");
    CHECK(!account_link_look(&w.by, text_of(second), &seen), "opens nothing any more");
    CHECK(account_link_first(&w.by, text_of(second), &x, &w.f.err) == ST_CONFLICT,
          "there is an account");
    CHECK(count(&w, "SELECT COUNT(*) FROM account") == 1, "one");
    CHECK(store_audit_verify(w.f.store, TEXT_NONE, &(struct store_audit_verdict){ 0 }, NULL) ==
              ST_OK,
          "the log is whole");
    world_close(&w);
}
TEST_FN(test_first_link)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_new), TEST(test_last_admin),
                                        TEST(test_what_ends_sessions), TEST(test_password_link),
                                        TEST(test_first_link) };

    return TEST_RUN(tests);
}
