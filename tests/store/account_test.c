/* account_test.c - accounts and their roles, as the store keeps them. */

#include "fixture.h"

#include "../../store/db.h"
#include "store_account.h"

static void
test_names(void)
{
    static const struct {
        const char *name;
        bool ok;
    } rows[] = {
        { "ada", true },
        { "a", true },
        { "ada.l-3_x", true },
        { "", false },
        { "Ada", false },
        { "3a", false },
        { ".a", false },
        { "a b", false },
        { "a/b", false },
        { "\xC3\xA4", false },
        { "a\xC3\xA4", false },
        { "a23456789012345678901234567890123456789012345678901234567890123x", true },
        { "a23456789012345678901234567890123456789012345678901234567890123xy", false },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(store_account_name_ok(text_of(rows[i].name)) == rows[i].ok, "%s", rows[i].name);
}
TEST_FN(test_names)

static void
departments(struct fixture *f)
{
    store_set_role(f->store, STORE_CONFIG);
    db_script(f->store, "INSERT INTO department (id, key, name, language, active) VALUES"
                        " (1, 'physics', 'Physics', 'en', 1), (2, 'library', 'Library', 'en', 1)");
    store_set_role(f->store, STORE_REVIEW);
}

static void
test_account(void)
{
    struct fixture f;
    struct arena *a = arena_new();
    struct store_account x, *all;
    int64_t id;

    fixture_open(&f, STORE_REVIEW);
    CHECK(!store_account_any(f.store), "nobody yet");
    store_begin(f.store);
    id = store_account_add(f.store, TEXT_LIT("ben"), TEXT_LIT("Ben B"), TEXT_NONE, 50);
    (void)store_account_add(f.store, TEXT_LIT("ada"), TEXT_LIT("Ada A"), TEXT_LIT("a@x.example"),
                            60);
    CHECK(store_commit(f.store, &f.err) == ST_OK && id > 0, "%s", f.err.msg);
    CHECK(store_account_any(f.store), "somebody now");
    store_begin(f.store);
    CHECK(store_account_add(f.store, TEXT_LIT("ben"), TEXT_LIT("x"), TEXT_NONE, 1) == 0, "taken");
    CHECK(store_commit(f.store, &f.err) == ST_CONFLICT && strstr(f.err.msg, "ben") != NULL, "%s",
          f.err.msg);
    store_begin(f.store);
    store_account_set_password(f.store, id, TEXT_LIT("$argon2id$"));
    store_account_set_profile(f.store, id, TEXT_LIT("Ben C"), TEXT_LIT("b@x.example"));
    store_account_set_settings(f.store, id, TEXT_LIT("{\"theme\":\"dark\"}"));
    store_account_set_disabled(f.store, id, true);
    store_account_set_seen(f.store, id, 77);
    CHECK(store_commit(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(store_account_get(f.store, id, a, &x), "by id");
    CHECK(text_is(x.name, "ben") && text_is(x.full_name, "Ben C") && x.disabled &&
              text_is(x.password, "$argon2id$") && text_is(x.mail, "b@x.example") &&
              x.created_s == 50 && x.seen_s == 77 && text_is(x.settings, "{\"theme\":\"dark\"}"),
          "what was set");
    CHECK(!store_account_find(f.store, TEXT_LIT("cy"), a, &x), "nobody of that name");
    CHECK(store_account_list(f.store, a, &all) == 2 && text_is(all[0].name, "ada") &&
              all[0].settings.n == 2,
          "by name");
    store_set_role(f.store, STORE_DRAFTER);
    store_account_set_seen(f.store, id, 78);
    CHECK(store_check(f.store, &f.err) == ST_DENIED, "only review writes accounts");
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_account)

static void
test_roles(void)
{
    struct fixture f;
    struct arena *a = arena_new();
    struct store_account x;
    int64_t id;

    fixture_open(&f, STORE_REVIEW);
    departments(&f);
    store_begin(f.store);
    id = store_account_add(f.store, TEXT_LIT("ada"), TEXT_LIT("Ada"), TEXT_NONE, 1);
    CHECK(store_account_grant(f.store, id, TEXT_LIT("lead"), 2), "new");
    CHECK(!store_account_grant(f.store, id, TEXT_LIT("lead"), 2), "there already");
    CHECK(store_account_grant(f.store, id, TEXT_LIT("lead"), 1), "in another department");
    CHECK(store_account_holders(f.store, TEXT_LIT("admin")) == 0, "no admin");
    CHECK(store_account_grant(f.store, id, TEXT_LIT("admin"), 0), "everywhere");
    CHECK(!store_account_grant(f.store, id, TEXT_LIT("admin"), 0), "NULL is not two rows");
    CHECK(store_account_grant(f.store, id, TEXT_LIT("viewer"), 1), "a second role");
    CHECK(store_commit(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(store_account_find(f.store, TEXT_LIT("ada"), a, &x) && x.n_roles == 4, "four rows");
    CHECK(x.roles[0].department_id == 0 && text_is(x.roles[0].role, "admin") &&
              text_is(x.roles[1].department, "library") &&
              text_is(x.roles[3].department, "physics") && text_is(x.roles[3].role, "viewer"),
          "all first, then by department");
    CHECK(store_account_holders(f.store, TEXT_LIT("admin")) == 1, "one admin");
    CHECK(store_account_holders(f.store, TEXT_LIT("lead")) == 0, "none everywhere");
    store_begin(f.store);
    CHECK(store_account_revoke(f.store, id, TEXT_LIT("lead"), 1), "taken away");
    CHECK(!store_account_revoke(f.store, id, TEXT_LIT("lead"), 1), "only once");
    CHECK(!store_account_revoke(f.store, id, TEXT_LIT("admin"), 1), "it has that everywhere");
    store_account_set_disabled(f.store, id, true);
    CHECK(store_commit(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(store_account_holders(f.store, TEXT_LIT("admin")) == 0, "one that is disabled is none");
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_roles)

static void
test_totp(void)
{
    struct fixture f;
    struct arena *a = arena_new();
    struct store_account x;
    int64_t id;

    fixture_open(&f, STORE_REVIEW);
    store_begin(f.store);
    id = store_account_add(f.store, TEXT_LIT("ada"), TEXT_LIT("Ada"), TEXT_NONE, 1);
    store_account_set_totp(f.store, id, (struct text){ "se\0cret", 7 }, 100);
    CHECK(!store_account_use_totp(f.store, id, 100), "the code that set it up is spent");
    CHECK(store_account_use_totp(f.store, id, 101), "the next");
    CHECK(!store_account_use_totp(f.store, id, 101), "once");
    CHECK(!store_account_use_totp(f.store, id, 99), "nor an earlier one");
    CHECK(store_commit(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(store_account_get(f.store, id, a, &x) && x.totp_secret.n == 7 && x.totp_step == 101,
          "bytes");
    store_begin(f.store);
    store_account_set_totp(f.store, id, TEXT_NONE, 0);
    CHECK(store_commit(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(store_account_get(f.store, id, a, &x) && x.totp_secret.n == 0, "off");
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_totp)

static void
test_settings_cap(void)
{
    struct fixture f;
    static char big[STORE_ACCOUNT_SETTINGS_MAX + 1];

    memset(big, ' ', sizeof(big));
    fixture_open(&f, STORE_REVIEW);
    store_begin(f.store);
    store_account_set_settings(f.store, 1, (struct text){ big, sizeof(big) });
    CHECK(store_commit(f.store, &f.err) == ST_LIMIT, "%s", f.err.msg);
    fixture_close(&f);
}
TEST_FN(test_settings_cap)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_names), TEST(test_account), TEST(test_roles),
                                        TEST(test_totp), TEST(test_settings_cap) };

    return TEST_RUN(tests);
}
