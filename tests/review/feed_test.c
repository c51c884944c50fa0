/* feed_test.c - the secret of feeds: what it reads, what it does not, and when it ends. */

#include "lists_world.h"

#include "../../review/account.h"

static int
fetch(struct office *o, const char *method, const char *path, const char *token)
{
    return office_send(
        o, NULL, method,
        arena_printf(o->arena, "%s%stoken=%s", path, strchr(path, '?') != NULL ? "&" : "?", token),
        "");
}

static void
disable(struct office *o, int64_t id, bool disabled)
{
    store_begin(o->f.store);
    store_account_set_disabled(o->f.store, id, disabled);
    assert_int_equal(store_commit(o->f.store, NULL), ST_OK);
}

static void
test_feed(void)
{
    static const struct {
        const char *method, *path;
        int status;
        const char *from;
    } rows[] = {
        { "GET", "/q.atom", 200, "a feed" },
        { "GET", "/q.atom?state=all", 200, "with its filters" },
        { "GET", "/groups.atom", 200, "another" },
        { "GET", "/sources.atom", 200, "a viewer sees sources" },
        { "GET", "/q.csv", 401, "no other file" },
        { "GET", "/q/", 401, "no page" },
        { "GET", "/q/x.atom", 401, "nor one that looks like a feed" },
        { "GET", "/g/1", 401, "no card" },
        { "GET", "/profile", 401, "no profile" },
        { "GET", "/audit.atom", 404, "an admin's secret has the eyes of a viewer" },
        { "GET", "/people.atom", 404, "everywhere" },
        { "POST", "/q.atom", 405, "nothing is posted" },
        { "POST", "/undo", 401, "anywhere" },
    };
    struct account_act by;
    struct store_account ada;
    char old[STORE_TOKEN_HEX], token[STORE_TOKEN_HEX];
    struct office o;
    int status = 0;

    lists_open(&o);
    office_config = &lists_config;
    (void)office_person(&o, "ada", "admin");
    by = (struct account_act){ .store = o.f.store, .arena = o.arena, .now_s = o.now_s };
    assert_true(store_account_find(o.f.store, TEXT_LIT("ada"), o.arena, &ada));
    assert_int_equal(account_feed(&by, &ada, old, NULL), ST_OK);
    assert_int_equal(account_feed(&by, &ada, token, NULL), ST_OK);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        status = fetch(&o, rows[i].method, rows[i].path, token);
        CHECK(status == rows[i].status, "%s: %d", rows[i].from, status);
    }
    CHECK(fetch(&o, "GET", "/q.atom", old) == 401, "the one before ended");
    CHECK(fetch(&o, "GET", "/q.atom", "") == 401, "none");
    for (int i = 0; i < 100; i++)
        status = fetch(&o, "GET", "/q.atom", "0123");
    CHECK(status == 429, "who guesses waits: %d", status);
    CHECK(fetch(&o, "GET", "/q.atom", token) == 200, "who has it does not");
    disable(&o, ada.id, true);
    CHECK(fetch(&o, "GET", "/q.atom", token) != 200, "an account that is switched off");
    disable(&o, ada.id, false);
    o.now_s += ACCOUNT_FEED_S;
    CHECK(fetch(&o, "GET", "/q.atom", token) != 200, "a year later");
    o.now_s -= ACCOUNT_FEED_S;
    assert_int_equal(account_feed(&by, &ada, NULL, NULL), ST_OK);
    CHECK(fetch(&o, "GET", "/q.atom", token) != 200, "switched off");
    CHECK(db_exec_int(db_query(o.f.store, "SELECT COUNT(*) FROM audit WHERE action ="
                                          " 'account.feed'"),
                      0) == 3,
          "in the log");
    lists_close(&o);
}
TEST_FN(test_feed)

/* Of the departments that the account may read, and by the profile's button. */
static void
test_scope(void)
{
    struct account_act by;
    struct store_account x;
    char token[STORE_TOKEN_HEX];
    const char *guest, *at;
    struct office o;

    lists_open(&o);
    office_config = &lists_config;
    guest = lists_guest(&o, "editor");
    CHECK(office_send(&o, guest, "POST", "/profile/feed", "") == 200, "%s", office_body);
    at = strstr(office_body, "token=");
    assert_non_null(at);
    snprintf(token, sizeof(token), "%.*s", STORE_TOKEN_HEX - 1, at + strlen("token="));
    CHECK(fetch(&o, "GET", "/groups.atom?dept=library", token) == 404, "no other department");
    by = (struct account_act){ .store = o.f.store, .arena = o.arena, .now_s = o.now_s };
    assert_true(store_account_find(o.f.store, TEXT_LIT("guest-editor"), o.arena, &x));
    CHECK(fetch(&o, "GET", "/groups.atom", token) == 200 && strstr(office_body, "1100&") != NULL &&
              strstr(office_body, "1101&") == NULL,
          "its own: %.3000s", office_body);
    assert_int_equal(account_password(&by, &x, TEXT_LIT("a new password, long"), TEXT_NONE, NULL),
                     ST_OK);
    CHECK(fetch(&o, "GET", "/groups.atom", token) == 401, "a new password ends it");
    lists_close(&o);
}
TEST_FN(test_scope)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_feed), TEST(test_scope) };

    static_init();
    return TEST_RUN(tests);
}
