#include "ask.h"

#include "../test.h"

static void
test_match(void)
{
    static const struct {
        const char *pattern, *path, *want, *from; /* want: the parts, each followed by ';' */
    } rows[] = {
        { "/", "/", "", "the first page" },
        { "/q/", "/q/", "", "a folder" },
        { "/q/", "/q", NULL, "not the folder" },
        { "/q/{dept}", "/q/physics", "physics;", "a part" },
        { "/q/{dept}", "/q/", NULL, "an empty part" },
        { "/q/{dept}", "/q/a/b", NULL, "too long" },
        { "/q/{dept}", "/q/a%2Fb", "a/b;", "an escaped slash stays in its part" },
        { "/q/{dept}", "/q/%2e%2e", "..;", "only a name here" },
        { "/q/{dept}", "/q/%", NULL, "half an escape" },
        { "/q/{dept}", "/q/%00", NULL, "NUL" },
        { "/q/{dept}", "/q/%FF", NULL, "not UTF-8" },
        { "/q/{dept}", "//q/physics", NULL, "an empty segment" },
        { "/g/{id}/do/{verb}", "/g/12/do/approve", "12;approve;", "two parts" },
        { "/g/{id}/do/{verb}", "/g/12/did/approve", NULL, "another word" },
        { "/g/{id}", "g/12", NULL, "no slash" },
        { "/g/{id}", "", NULL, "nothing" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct arena *a = arena_new();
        struct text args[REQUEST_MAX_ARGS] = { 0 };
        bool fits = route_match(rows[i].pattern, text_of(rows[i].path), a, args);
        const char *seen = "";

        for (size_t k = 0; k < REQUEST_MAX_ARGS && args[k].p != NULL; k++)
            seen = arena_printf(a, "%s%.*s;", seen, TEXT_ARG(args[k]));
        CHECK(fits == (rows[i].want != NULL), "%s", rows[i].from);
        CHECK(strcmp(seen, fits ? rows[i].want : "") == 0, "%s: %s", rows[i].from, seen);
        arena_free(a);
    }
}
TEST_FN(test_match)

static void
answer(struct request *r, struct response *res)
{
    response_plain(res, 200, r->post ? "posted" : "got");
}

static const struct route rows_[] = {
    { "GET", "/a", 0, answer },
    { "POST", "/a", 0, answer },
    { "GET", "/b", 1, answer },
    { NULL, NULL, 0, NULL },
};
static const struct route *const tables[] = { rows_, NULL };

static bool
gate_shut(struct request *r, struct response *res)
{
    if (r->route->right == 0)
        return true;
    response_plain(res, 401, "sign in");
    return false;
}

static void
test_dispatch(void)
{
    static const struct {
        const char *method, *target;
        serve_gate_fn *gate;
        int status;
        const char *allow, *from;
    } rows[] = {
        { "GET", "/a?x=1", NULL, 200, "", "found" },
        { "HEAD", "/a", NULL, 200, "", "RFC 9110 9.3.2" },
        { "POST", "/a", NULL, 200, "", "the other row" },
        { "DELETE", "/a", NULL, 405, "GET, HEAD, POST", "RFC 9110 15.5.6" },
        { "get", "/a", NULL, 405, "GET, HEAD, POST", "methods have a case, RFC 9110 9.1" },
        { "POST", "/b", gate_shut, 405, "GET, HEAD", "what is there is told before who may" },
        { "GET", "/c", NULL, 404, "", "unknown" },
        { "GET", "/b", NULL, 403, "", "nobody has an account" },
        { "GET", "/b", gate_shut, 401, "", "the gate answers" },
        { "GET", "/a", gate_shut, 200, "", "public" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct ask a;

        ask_init(&a, rows[i].method, rows[i].target);
        a.serve.gate = rows[i].gate;
        route_dispatch(tables, &a.r, &a.res);
        CHECK(a.res.status == rows[i].status, "%s: %d", rows[i].from, a.res.status);
        CHECK(text_is(ask_answered(&a, "Allow"), rows[i].allow), "%s: %.*s", rows[i].from,
              TEXT_ARG(ask_answered(&a, "Allow")));
        ask_release(&a);
    }
}
TEST_FN(test_dispatch)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_match), TEST(test_dispatch) };

    static_init();
    return TEST_RUN(tests);
}
