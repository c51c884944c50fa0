/* profile_test.c - what a person may change about itself, and what it needs for that. */

#include "signed_in.h"

#include "../../review/password.h"
#include "../../review/totp.h"
#include "../../store/db.h"

#define PASSWORD "mistletoe grows"

static void
with_password(struct office *o, int64_t id)
{
    char hash[PASSWORD_HASH_BYTES];

    assert_int_equal(password_hash(TEXT_LIT(PASSWORD), hash, NULL), ST_OK);
    store_account_set_password(o->f.store, id, text_of(hash));
}

static void
test_forms(void)
{
    static const struct {
        const char *from, *path, *form;
        int status;
        const char *says;
    } rows[] = {
        { "name", "/profile", "full_name=Ada+L&mail=a%40b.example", 303, "" },
        { "no name", "/profile", "full_name=&mail=", 422, "full name" },
        { "no address", "/profile", "full_name=Ada&mail=ada", 422, "wanted name@host" },
        { "dark", "/profile/settings", "theme=dark&page=100&keys=1", 303, "" },
        { "no rows", "/profile/settings", "theme=dark&page=0", 422, "wanted 10 to 500" },
        { "keys", "/profile/settings", "theme=auto&page=50&key-a=q", 303, "" },
        { "keys on top of each other", "/profile/settings", "theme=auto&page=50&key-a=e", 422,
          "e cannot be both" },
        { "not the present one", "/profile/password",
          "old=wrong&password=heron+at+noon&again=heron+at+noon", 422, "present password" },
        { "two that differ", "/profile/password",
          "old=mistletoe+grows&password=heron+at+noon&again=heron+at+dusk", 422, "differ" },
        { "short", "/profile/password", "old=mistletoe+grows&password=short&again=short", 422,
          "too short" },
        { "good", "/profile/password",
          "old=mistletoe+grows&password=heron+at+noon&again=heron+at+noon", 303, "" },
        { "no secret", "/profile/totp", "secret=abc&code=123456", 400, "" },
        { "a code that does not fit", "/profile/totp",
          "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&code=12345", 422, "does not fit" },
        { "off wants the password", "/profile/totp/off", "old=wrong", 422, "present password" },
        { "sign out of nothing", "/profile/sessions", "session=zz", 303, "" },
    };
    struct office o;
    const char *token;

    office_open(&o);
    token = office_person(&o, "ada", NULL);
    with_password(&o, 1);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        int status = office_send(&o, token, "POST", rows[i].path, rows[i].form);

        CHECK(status == rows[i].status, "%s: %d", rows[i].from, status);
        CHECK(strstr(office_body, rows[i].says) != NULL, "%s: %s", rows[i].from, office_body);
        CHECK(strstr(office_body, "heron") == NULL, "%s: a password comes back", rows[i].from);
    }
    CHECK(db_exec_int(db_query(o.f.store,
                               "SELECT settings = "
                               "'{\"digest\":\"none\",\"keys\":false,\"page\":50,\"remap\":{\"a\":"
                               "\"q\"},\"theme\":\"auto\"}' FROM account"),
                      0) == 1,
          "the last good settings");
    CHECK(db_exec_int(db_query(o.f.store, "SELECT COUNT(*) FROM audit WHERE action ="
                                          " 'account.password'"),
                      0) == 1,
          "the log");
    office_close(&o);
}
TEST_FN(test_forms)

static void
test_totp(void)
{
    struct office o;
    const char *token;
    const struct text secret = TEXT_LIT("12345678901234567890");
    char code[TOTP_DIGITS + 1], form[128];
    struct store_account x;

    office_open(&o);
    token = office_person(&o, "ada", NULL);
    with_password(&o, 1);
    totp_code(secret, o.now_s / TOTP_STEP_S, code);
    snprintf(form, sizeof(form), "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&code=%s", code);
    CHECK(office_send(&o, token, "POST", "/profile/totp", form) == 303, "%s", office_body);
    CHECK(store_account_get(o.f.store, 1, o.arena, &x) && text_eq(x.totp_secret, secret) &&
              x.totp_step == o.now_s / TOTP_STEP_S,
          "on, and the code is spent");
    CHECK(office_send(&o, token, "POST", "/profile/totp/off", "old=mistletoe+grows") == 303, "%s",
          office_body);
    CHECK(store_account_get(o.f.store, 1, o.arena, &x) && x.totp_secret.n == 0, "off");
    office_close(&o);
}
TEST_FN(test_totp)

static void
test_page(void)
{
    struct office o;
    struct ask a;
    const char *token;

    office_open(&o);
    token = office_person(&o, "ada", "auditor");
    store_account_set_profile(o.f.store, 1, TEXT_LIT("<b>Ada</b>"), TEXT_NONE);
    office_ask(&o, &a, "GET", "/profile?done=saved", token);
    route_dispatch(routes_all, &a.r, &a.res);
    CHECK(a.res.status == 200 && strstr(buf_str(&a.res.body), "&lt;b&gt;Ada&lt;/b&gt;") != NULL &&
              strstr(buf_str(&a.res.body), "<b>") == NULL,
          "escaped");
    CHECK(strstr(buf_str(&a.res.body), "Saved.") != NULL, "what was done");
    CHECK(strstr(buf_str(&a.res.body), "auditor, all departments") != NULL, "roles");
    CHECK(strstr(buf_str(&a.res.body), "href=\"/audit\"") != NULL &&
              strstr(buf_str(&a.res.body), "href=\"/people\"") == NULL,
          "the navigation shows what one may see");
    CHECK(strstr(buf_str(&a.res.body), " (here)") != NULL, "the browser in use is marked");
    CHECK(strstr(buf_str(&a.res.body), token) == NULL, "the cookie is not in the page");
    ask_release(&a);
    office_close(&o);
}
TEST_FN(test_page)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_forms), TEST(test_totp), TEST(test_page) };

    static_init();
    return TEST_RUN(tests);
}
