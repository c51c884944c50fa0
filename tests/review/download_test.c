/* download_test.c - lists as files: the form follows the ending, hostile cells stay cells. */

#include "signed_in.h"

static void
test_forms(void)
{
    static const struct {
        const char *path, *has, *type;
    } rows[] = {
        { "/people.csv", "user,full_name,roles", "text/csv; charset=utf-8" },
        { "/people.csv", "'=1+1", "text/csv; charset=utf-8" },
        { "/people.json", "\"full_name\":\"=1+1\"", "application/json" },
        { "/audit.jsonl", "", "application/x-ndjson; charset=utf-8" },
    };
    struct office o;
    const char *token;

    office_open(&o);
    token = office_person(&o, "root", "admin");
    store_account_set_profile(o.f.store, 1, TEXT_LIT("=1+1"), TEXT_NONE);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct ask a;

        office_ask(&o, &a, "GET", rows[i].path, token);
        route_dispatch(routes_all, &a.r, &a.res);
        CHECK(a.res.status == 200 && strcmp(a.res.type, rows[i].type) == 0, "%s: %d %s",
              rows[i].path, a.res.status, a.res.type);
        CHECK(strstr(buf_str(&a.res.body), rows[i].has) != NULL, "%s: %s", rows[i].path,
              buf_str(&a.res.body));
        CHECK(text_starts(ask_answered(&a, "Content-Disposition"),
                          TEXT_LIT("attachment; filename=\"")),
              "%s: %.*s", rows[i].path, TEXT_ARG(ask_answered(&a, "Content-Disposition")));
        ask_release(&a);
    }
    office_close(&o);
}
TEST_FN(test_forms)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_forms) };

    static_init();
    return TEST_RUN(tests);
}
