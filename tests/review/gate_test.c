/* gate_test.c - every route by every role, forged forms, sessions that end, cookies. */

#include "signed_in.h"

#include "../../store/db.h"
#include "store_desk.h"

/* ---- who may ask for what, written down independently of the tables of routes ---- */

enum { NOBODY, NONE, VIEWER, EDITOR, APPROVER, LEAD, OPERATOR, AUDITOR, ADMIN, N_WHO };
static const char *const who[N_WHO] = { NULL,   "none",     "viewer",  "editor", "approver",
                                        "lead", "operator", "auditor", "admin" };

#define W(x)      (1u << (x))
#define EVERYBODY 0x1FFu
#define SIGNED_IN (EVERYBODY & ~W(NOBODY))
#define LEADS     (W(LEAD) | W(ADMIN))
#define APPROVERS (W(APPROVER) | LEADS)
#define EDITORS   (W(EDITOR) | APPROVERS)
#define READERS   (W(VIEWER) | W(AUDITOR) | EDITORS)
#define OPERATORS (W(OPERATOR) | W(ADMIN))
#define AUDITORS  (W(AUDITOR) | W(ADMIN))

/* The longest head of a pattern that fits counts.  A new page adds its row here. */
static const struct {
    const char *method, *head;
    unsigned may;
} expected[] = {
    { "GET", "/healthz", EVERYBODY },
    { "GET", "/readyz", EVERYBODY },
    { "GET", "/metrics", EVERYBODY },
    { "GET", "/static/", EVERYBODY },
    { "GET", "/sign-in", EVERYBODY },
    { "POST", "/sign-in", EVERYBODY },
    { "GET", "/first/", EVERYBODY },
    { "POST", "/first/", EVERYBODY },
    { "GET", "/link/", EVERYBODY },
    { "POST", "/link/", EVERYBODY },
    { "POST", "/sign-out", SIGNED_IN },
    { "GET", "/profile", SIGNED_IN },
    { "POST", "/profile", SIGNED_IN },
    { "GET", "/people", W(ADMIN) },
    { "POST", "/people", W(ADMIN) },
    { "GET", "/audit", AUDITORS },
    { "GET", "/q/", READERS },
    { "GET", "/q.", READERS },
    { "POST", "/q/bulk", LEADS },
    { "GET", "/g/", READERS },
    { "POST", "/g/{id}/", EDITORS },
    { "POST", "/g/{id}/approve", APPROVERS },
    { "POST", "/g/{id}/reject", APPROVERS },
    { "POST", "/g/{id}/post", APPROVERS },
    { "POST", "/g/{id}/withdraw", APPROVERS },
    { "POST", "/g/{id}/merge", LEADS },
    { "POST", "/g/{id}/split", LEADS },
    { "POST", "/g/{id}/head", LEADS },
    { "POST", "/g/{id}/regroup", LEADS },
    { "POST", "/undo", EDITORS },
    { "GET", "/answers", READERS },
    { "GET", "/departments", READERS },
    { "POST", "/answers/tray/", APPROVERS },
    { "GET", "/groups", READERS },
    { "POST", "/groups/{id}/audience", EDITORS },
    { "GET", "/numbers", READERS },
    { "GET", "/search", READERS },
    { "GET", "/sources", READERS | OPERATORS },
    { "POST", "/sources", OPERATORS },
};

static bool
expect(const struct route *x, unsigned *ret)
{
    size_t best = 0;

    if (strcmp(x->pattern, "/") == 0) {
        *ret = SIGNED_IN;
        return true;
    }
    for (size_t i = 0; i < N_ROWS(expected); i++) {
        size_t n = strlen(expected[i].head);

        if (strcmp(expected[i].method, x->method) == 0 && n > best &&
            strncmp(expected[i].head, x->pattern, n) == 0) {
            best = n;
            *ret = expected[i].may;
        }
    }
    return best > 0;
}

static void
try_route(struct office *o, const struct route *x, int person, const char *token, bool may)
{
    struct ask a;
    bool post = strcmp(x->method, "POST") == 0, passed;

    office_ask(o, &a, x->method, x->pattern, token);
    a.r.route = x;
    if (token != NULL)
        ask_csrf(&a, token);
    passed = gate_check(&a.r, &a.res);
    CHECK(passed == may, "%s %s as %s: %d", x->method, x->pattern,
          person == NOBODY ? "nobody" : who[person], a.res.status);
    if (!passed)
        CHECK(person == NOBODY ? a.res.status == 401
                               : a.res.status == 404 || (post && a.res.status == 403) ||
                                     (a.res.status == 403 && person != NONE),
              "%s %s as %s answers %d", x->method, x->pattern,
              person == NOBODY ? "nobody" : who[person], a.res.status);
    ask_release(&a);
}

static void
test_matrix(void)
{
    struct office o;
    const char *tokens[N_WHO] = { NULL };
    size_t n = 0;

    office_open(&o);
    for (int p = NONE; p < N_WHO; p++)
        tokens[p] = office_person(&o, who[p], p == NONE ? NULL : who[p]);
    for (const struct route *const *t = routes_all; *t != NULL; t++)
        for (const struct route *x = *t; x->method != NULL; x++, n++) {
            unsigned may = 0;

            CHECK(expect(x, &may), "%s %s: say above who may", x->method, x->pattern);
            for (int p = NOBODY; p < N_WHO; p++)
                try_route(&o, x, p, tokens[p], (may >> p & 1) != 0);
        }
    CHECK(n > 20, "%zu routes", n);
    office_close(&o);
}
TEST_FN(test_matrix)

/* ---- other sites ---- */

static void
test_same_origin(void)
{
    static const struct {
        const char *site, *origin, *host, *forwarded;
        bool same;
        const char *from;
    } rows[] = {
        { NULL, NULL, "a.example", NULL, true, "a tool that says nothing" },
        { "same-origin", NULL, "a.example", NULL, true, "a browser" },
        { "same-origin", "null", "a.example", NULL, true, "and with Referrer-Policy: no-referrer" },
        { "none", NULL, "a.example", NULL, true, "typed by the person" },
        { "same-site", NULL, "a.example", NULL, false, "b.example.edu is not a.example.edu" },
        { "cross-site", NULL, "a.example", NULL, false, "another site" },
        { "cross-site", "null", "a.example", NULL, false, "a frame in a sandbox" },
        { "same-origin ", NULL, "a.example", NULL, false, "no value of that header" },
        { NULL, "http://a.example", "a.example", NULL, true, "an older browser" },
        { NULL, "http://A.EXAMPLE", "a.example", NULL, true, "hosts have no case" },
        { NULL, "http://a.example:8377", "a.example:8377", NULL, true, "with a port" },
        { NULL, "http://a.example:8378", "a.example:8377", NULL, false, "another port" },
        { NULL, "https://evil.example", "a.example", NULL, false, "another host" },
        { NULL, "https://a.example.evil.example", "a.example", NULL, false,
          "a host that begins so" },
        { NULL, "https://evil.example/a.example", "a.example", NULL, false, "a path" },
        { NULL, "https://a.example", "127.0.0.1:8377", "a.example", true, "behind a proxy" },
        { NULL, "null", "a.example", NULL, true, "an older browser: the token decides" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct ask a;

        ask_init(&a, "POST", "/x");
        if (rows[i].site != NULL)
            ask_header(&a, "Sec-Fetch-Site", rows[i].site);
        if (rows[i].origin != NULL)
            ask_header(&a, "Origin", rows[i].origin);
        if (rows[i].forwarded != NULL)
            ask_header(&a, "X-Forwarded-Host", rows[i].forwarded);
        ask_header(&a, "Host", rows[i].host);
        CHECK(gate_same_origin(&a.r) == rows[i].same, "%s", rows[i].from);
        ask_release(&a);
    }
}
TEST_FN(test_same_origin)

static void
nothing(struct request *r, struct response *res)
{
    (void)r;
    res->status = 200;
}

static const struct route self = { "POST", "/profile", ROLE_SELF, nothing };
static const struct route card = { "POST", "/g/{id}/edit", ROLE_EDIT, nothing };

static void
test_csrf(void)
{
    struct office o;
    const char *ada, *ben;
    struct store_session other;

    office_open(&o);
    ada = office_person(&o, "ada", "editor");
    ben = office_person(&o, "ben", "editor");
    assert_true(store_session_find(o.f.store, text_of(ben), o.now_s, o.arena, &other));
    for (int i = 0; i < 6; i++) {
        static const char *const from[] = { "none", "empty",  "another one's",
                                            "cut",  "longer", "right" };
        struct ask a;
        struct store_session mine;

        office_ask(&o, &a, "POST", "/profile", ada);
        a.r.route = &self;
        assert_true(store_session_find(o.f.store, text_of(ada), o.now_s, o.arena, &mine));
        if (i > 0) {
            struct text sent[] = { TEXT_NONE,
                                   TEXT_NONE,
                                   other.csrf,
                                   text_sub(mine.csrf, 0, mine.csrf.n - 1),
                                   text_of(arena_printf(a.arena, "%.*s0", TEXT_ARG(mine.csrf))),
                                   mine.csrf };

            ask_field(&a, "csrf", sent[i]);
        }
        CHECK(gate_check(&a.r, &a.res) == (i == 5), "%s", from[i]);
        CHECK(a.res.status == (i == 5 ? 200 : 403), "%s: %d", from[i], a.res.status);
        ask_release(&a);
    }
    office_close(&o);
}
TEST_FN(test_csrf)

/* ---- sessions ---- */

static bool
reads(struct office *o, const char *token)
{
    struct ask a;
    bool passed;

    office_ask(o, &a, "GET", "/profile", token);
    a.r.route = &(const struct route){ "GET", "/profile", ROLE_SELF, nothing };
    passed = gate_check(&a.r, &a.res);
    if (!passed)
        CHECK(a.res.status == 401, "%d", a.res.status);
    ask_release(&a);
    return passed;
}

static void
test_lifetime(void)
{
    struct office o;
    const char *ada;
    int64_t days = 0;

    office_open(&o);
    ada = office_person(&o, "ada", "viewer");
    CHECK(reads(&o, ada) && !reads(&o, "0123") && !reads(&o, NULL), "signed in");
    o.now_s += STORE_SESSION_IDLE_S - 1;
    CHECK(reads(&o, ada), "almost idle");
    o.now_s += STORE_SESSION_IDLE_S - 1;
    CHECK(reads(&o, ada), "reading counts as use");
    o.now_s += STORE_SESSION_IDLE_S;
    CHECK(!reads(&o, ada), "idle");
    ada = office_person(&o, "ben", "viewer");
    while (days < 100 && reads(&o, ada)) {
        o.now_s += STORE_SESSION_IDLE_S / 2;
        days++;
    }
    CHECK(days == STORE_SESSION_LIFE_S / (STORE_SESSION_IDLE_S / 2), "%lld half days",
          (long long)days);
    office_close(&o);
}
TEST_FN(test_lifetime)

static void
test_disabled(void)
{
    struct office o;
    struct ask a;
    const char *ada;

    office_open(&o);
    ada = office_person(&o, "ada", "viewer");
    store_account_set_disabled(o.f.store, 1, true);
    CHECK(!reads(&o, ada), "an account that is switched off reads nothing more");
    office_ask(&o, &a, "GET", "/sign-in", ada);
    CHECK(!gate_identify(&a.r) && a.r.account == NULL, "and is nobody on public pages");
    ask_release(&a);
    office_close(&o);
}
TEST_FN(test_disabled)

/* The session ends while somebody types: the text comes back, and lies on the desk. */
static void
test_text_is_kept(void)
{
    struct office o;
    const char *ada;
    const struct text text = TEXT_LIT("The deadline is <in> March, says the page.");
    struct store_typed kept = { 0 };

    office_open(&o);
    store_set_role(o.f.store, STORE_SCHEMA);
    db_script(
        o.f.store,
        "INSERT INTO department (id, key, name, language, active) VALUES (1, 'p', 'P', 'en', 1);"
        "INSERT INTO question (id, department_id, text, body, language, stems, stem_hash,"
        " created_s) VALUES (1, 1, 'q', '', 'en', 'q', 1, 1);"
        "INSERT INTO question_group (id, department_id, head_id, created_s, changed_s)"
        " VALUES (12, 1, 1, 1, 1)");
    store_set_role(o.f.store, STORE_REVIEW);
    ada = office_person(&o, "ada", "editor");
    o.now_s += STORE_SESSION_IDLE_S;
    for (int i = 0; i < 3; i++) {
        static const char *const paths[] = { "/g/12/edit", "/g/13/edit", "/profile" };
        struct ask a;

        office_ask(&o, &a, "POST", paths[i], ada);
        a.r.route = i < 2 ? &card : &self;
        (void)route_match(a.r.route->pattern, a.r.path, a.arena, a.r.args);
        ask_field(&a, "text", text);
        ask_field(&a, "revision", TEXT_LIT("3"));
        ask_field(&a, "password", TEXT_LIT("a password that is long enough"));
        CHECK(!gate_check(&a.r, &a.res) && a.res.status == 401, "%s: %d", paths[i], a.res.status);
        CHECK(strstr(buf_str(&a.res.body), "The deadline is &lt;in&gt; March") != NULL, "%s: shown",
              paths[i]);
        CHECK(strstr(buf_str(&a.res.body), "long enough") == NULL, "%s: not the password",
              paths[i]);
        CHECK((strstr(buf_str(&a.res.body), "is kept") != NULL) == (i == 0), "%s: what it says",
              paths[i]);
        ask_release(&a);
    }
    CHECK(store_desk_typed(o.f.store, 12, TEXT_LIT("ada"), o.arena, &kept) && kept.revision == 3 &&
              text_eq(kept.text, text),
          "on the desk");
    office_close(&o);
}
TEST_FN(test_text_is_kept)

static void
test_cookie(void)
{
    struct ask a;

    ask_init(&a, "GET", "/");
    gate_set_cookie(&a.r, &a.res, TEXT_LIT("ab"));
    CHECK(text_is(ask_answered(&a, "Set-Cookie"),
                  "earshot=ab; Path=/; HttpOnly; SameSite=Lax; Max-Age=604800"),
          "%.*s", TEXT_ARG(ask_answered(&a, "Set-Cookie")));
    ask_release(&a);
    ask_init(&a, "GET", "/");
    a.r.secure = true;
    gate_set_cookie(&a.r, &a.res, TEXT_NONE);
    CHECK(text_is(ask_answered(&a, "Set-Cookie"),
                  "__Host-earshot=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0; Secure"),
          "%.*s", TEXT_ARG(ask_answered(&a, "Set-Cookie")));
    ask_release(&a);
}
TEST_FN(test_cookie)

/* A refused act is in the log. */
static void
test_refusals_are_logged(void)
{
    struct office o;
    const char *ada;
    struct ask a;

    office_open(&o);
    ada = office_person(&o, "ada", "viewer");
    office_ask(&o, &a, "POST", "/g/12/edit", ada);
    a.r.route = &card;
    ask_csrf(&a, ada);
    CHECK(!gate_check(&a.r, &a.res) && a.res.status == 403, "%d", a.res.status);
    CHECK(
        db_exec_int(db_query(o.f.store, "SELECT COUNT(*) FROM audit WHERE actor = 'ada' AND action"
                                        " = 'refused' AND object = '/g/12/edit'"),
                    0) == 1,
        "one row");
    ask_release(&a);
    office_close(&o);
}
TEST_FN(test_refusals_are_logged)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_matrix),   TEST(test_same_origin),
                                        TEST(test_csrf),     TEST(test_lifetime),
                                        TEST(test_disabled), TEST(test_text_is_kept),
                                        TEST(test_cookie),   TEST(test_refusals_are_logged) };

    static_init();
    return TEST_RUN(tests);
}
